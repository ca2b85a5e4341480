"""Where a document stands, as word and shape; colour only helps."""

from core.documents.rules import DocumentState
from core.i18n import N_
from core.i18n import gettext as _
from pages.shell import theme as look

WORDS = {
    DocumentState.DRAFT: N_("Draft"),
    DocumentState.FILLING_IN: N_("Being filled in"),
    DocumentState.WAITING: N_("Waiting for signature"),
    DocumentState.SEALING: N_("Being sealed"),
    DocumentState.SEALED: N_("Signed by everyone"),
    DocumentState.WITHDRAWN: N_("Withdrawn"),
    DocumentState.DECLINED: N_("Declined"),
    DocumentState.DISCUSSED: N_("Talked through, not signed"),
    DocumentState.SUPERSEDED: N_("Replaced by a newer one"),
}


def word(state: DocumentState) -> str:
    """`state` in words."""
    return _(WORDS[state])


def badge(state: DocumentState) -> None:
    """Draw `state` as a badge."""
    look.draw("badge", width="content", state=state.value, word=word(state))
