"""The page of one document for one of its parties: fill in, check, read, sign, keep."""

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.documents.reading import DocumentView
from core.documents.rules import VOLUNTEERS, DocumentState
from core.documents.signing.finishing import read_sealed
from core.documents.template.model import kind_name
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import gettext as _
from pages.documents.signing import filling, lifecycle, reader, signed_copy, signing, steps
from pages.documents.signing.steps import DocumentStep
from pages.guidelines import texts as guidelines
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.SEE_OWN_DOCUMENTS)
actor = actor_of(context)


def asked_for() -> DocumentView:
    """The document of the address; one that was signed by all and has no file yet is sealed on the way."""
    document_id = id_in_address(st.query_params.get("id"))
    return read_sealed(session=context.session, actor=actor, document_id=document_id, now=context.now)


def is_colleague(view: DocumentView) -> bool:
    """Whether the reader looks after the volunteer it is with; a volunteer's own page is one calm column."""
    return view.mine not in VOLUNTEERS and may(actor, Action.SEE_VOLUNTEERS, Subject.of(view.engagement))


def head(view: DocumentView) -> None:
    """What it is, and the way to whom it is with."""
    with page_head(kind_name(view.document.kind)):
        st.page_link(
            addresses.VOLUNTEER,
            label=_("Everything about {name}").format(name=plain(view.volunteer.name)),
            icon=":material/person:",
            query_params={"id": str(view.engagement.id)},
            width="content",
        )


def reading(view: DocumentView) -> None:
    """The text, what changed since it was last signed, and the way on."""
    lifecycle.told_no(view)
    if (
        view.state is DocumentState.DECLINED
        and view.can_draft
        and st.button(_("Change it or withdraw it"), type="primary", icon=":material/edit_note:", key="answer-no")
    ):
        go(addresses.LETTER, view.document.id)
    lifecycle.new_since_last_time(view)
    if view.state is DocumentState.WITHDRAWN:
        st.info(words(DomainError(ErrorCode.DOCUMENT_WITHDRAWN)), icon=":material/block:")
    elif view.state is DocumentState.DISCUSSED:
        st.info(words(DomainError(ErrorCode.DOCUMENT_DISCUSSED)), icon=":material/forum:")
        lifecycle.talked_through(view)
    elif view.mine and not view.has_signed and view.previous_text is not None:
        st.warning(
            _("Something has changed since it was signed, so it must be signed again."), icon=":material/difference:"
        )
        lifecycle.changed_since_signed(view)
    reader.document(view)
    if view.document.kind == "welcome_letter":
        guidelines.card(view.engagement.id)
    if view.can_sign:
        signing.to_signing(view)
        lifecycle.offer_no(view)
    elif view.missing and view.mine:
        filling.still_missing(view)


def draw(view: DocumentView) -> None:
    """One step of the way."""
    step = steps.step_now(view, steps.asked_step(view))
    text_read = signing.text_read(view)
    is_unread = step is DocumentStep.SIGN and text_read is None
    if is_unread:
        step = DocumentStep.READ
    on_the_way = len(steps.steps_of(view)) > 1 and not view.has_signed and not view.settled
    at_a_desk = step is DocumentStep.DONE and is_colleague(view)
    with steps.from_the_top(f"{view.document.id}:{step}:{st.query_params.get('field')}"):
        if at_a_desk:
            head(view)
        else:
            st.title(kind_name(view.document.kind), anchor=False)
        if on_the_way:
            steps.heading(view, step)
        if is_unread and signing.READ in st.query_params:
            st.warning(words(DomainError(ErrorCode.TEXT_CHANGED)), icon=":material/difference:")
        match step:
            case DocumentStep.FILL:
                filling.fill_in(view, st.query_params.get("field"))
            case DocumentStep.CHECK:
                filling.check(view)
            case DocumentStep.READ:
                reading(view)
            case DocumentStep.SIGN if text_read is not None:
                signing.sign(view, text_read)
            case _ if at_a_desk:
                signed_copy.hold_at_a_desk(view)
            case _:
                signed_copy.hold(view)
        if on_the_way or step is not DocumentStep.DONE:
            steps.back(view, step)


show_flashes()
with refusal_shown(_("Document")):
    draw(asked_for())
