"""What stands on a lent device: the one text its guest reads, and what it takes to sign it, whomever it is between."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.documents.reading import DocumentView
from core.documents.signing.finishing import confirm_and_seal
from core.documents.signing.together import Handover, shown
from core.documents.template.model import kind_name
from core.documents.text.difference import TextChange
from core.documents.text.exact import FrozenText
from core.i18n import gettext as _
from core.i18n import language
from core.partnerships.signed import AgreementDocument
from core.partnerships.together import agreement_shown, confirm_agreement
from db.documents import Consent
from pages.documents.signing import reader
from pages.documents.signing.signing import name_to_type
from pages.shell.context import current, token
from pages.widgets import paper


@dataclass(frozen=True, slots=True)
class LentText:
    """The text of a lent device as its guest reads it: `aid` is the same in their language, `others` who else signs and
    whether they have, `over` whether the guest has signed, `changes` what is new since, None where nothing is."""

    called: str
    text: FrozenText
    aid: FrozenText
    name: str
    others: Mapping[str, bool]
    can_sign: bool
    over: bool
    changes: Sequence[TextChange] | None
    draw: Callable[[], None]
    confirm: Callable[..., Consent]


def lent_text(handed: Handover) -> LentText:
    """What is on the device of this run."""
    context = current()
    if handed.association_id is not None:
        return _agreement(agreement_shown(session=context.session, token=token(), now=context.now))
    return _document(shown(session=context.session, token=token(), now=context.now))


def _document(view: DocumentView) -> LentText:
    text = view.text
    others = [party for party in view.parties if party.signs and party.capacity != view.mine]
    return LentText(
        called=kind_name(view.document.kind),
        text=text,
        aid=view.in_language(language()) if language() in view.languages else text,
        name=name_to_type(view),
        others={party.name: party.consent is not None for party in others},
        can_sign=view.can_sign,
        over=view.has_signed or view.settled,
        changes=view.changes() if view.previous_text is not None else None,
        draw=lambda: reader.document(view),
        confirm=confirm_and_seal,
    )


def _agreement(view: AgreementDocument) -> LentText:
    mine = next(each for each in view.signers if each.party.capacity == view.mine)
    return LentText(
        called=_("Framework agreement"),
        text=view.text,
        aid=view.text,
        name=mine.party.name,
        others={each.party.name: each.consent is not None for each in view.signers if each is not mine},
        can_sign=view.can_sign,
        over=mine.consent is not None,
        changes=view.changes or None,
        draw=lambda: paper.draw(view.text),
        confirm=confirm_agreement,
    )
