"""A document that was signed on paper: when, by whom, and what shows it (O4)."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access.permissions import Action
from core.documents.reading import DocumentView, read
from core.documents.rules import ORGANISATION, DocumentState
from core.documents.signing.finishing import record_paper_and_seal
from core.documents.signing.paper import SignedPaper
from core.documents.template.model import kind_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.scan import LARGEST_MB, SCAN_ENDINGS
from pages.documents.preparing.still_needed import draw_missing
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import say, show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import and_words, plain
from pages.widgets.upload import upload

OPEN = (DocumentState.DRAFT, DocumentState.WAITING)

context = require_actor(Action.DRAFT_DOCUMENT)
actor = actor_of(context)


def draw(head: DeltaGenerator, view: DocumentView) -> None:
    """The form, or what is missing before anybody can sign."""
    title = _("{document} for {name}").format(document=kind_name(view.document.kind), name=view.volunteer.name)
    head.page_link(
        addresses.LETTER,
        label=_("Back to the document"),
        icon=":material/arrow_back:",
        query_params={"id": str(view.document.id)},
        width="content",
    )
    st.markdown(plain(title))
    if not view.can_draft:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    if view.missing and view.state in (DocumentState.DRAFT, DocumentState.FILLING_IN):
        st.info(
            _("Write what stands on the paper into the document first. This is still missing:"),
            icon=":material/edit_note:",
        )
        draw_missing(view, unfolded=True)
    elif view.state in OPEN:
        form(view)
    else:
        st.info(_("Nobody signs this document any more."), icon=":material/info:")


def form(view: DocumentView) -> None:
    """Who, when, and a scan or a witness."""
    waits = [party for party in view.parties if party.signs and party.consent is None]
    names = {party.capacity: party.name for party in waits}
    likely = [capacity for capacity in names if capacity in view.without_account and capacity != ORGANISATION]
    key = str(view.document.id)
    entry = EntryForm(f"on-paper-{key}")
    with entry.field("capacities"):
        st.markdown(f"**{_('Who signed on the paper?')}**")
        chosen = [
            capacity
            for capacity, name in names.items()
            if st.checkbox(plain(name), value=capacity in likely, key=f"{key}:{capacity}:on-paper")
        ]
    signed_on = entry.day("signed_on", _("Day it was signed"), None, last=context.today, key=f"{key}:signed-on")
    st.markdown(_("**What shows it?** A picture of the paper, or the name of somebody who saw it being signed."))
    with entry.field("scan"):
        scan = upload(
            _("The signed paper: a photo or a scan as PDF"),
            list(SCAN_ENDINGS),
            key=f"{key}:scan",
            most_mb=LARGEST_MB,
        )
    st.caption(_("We keep only what can be seen. Where and when a photo was taken is removed from it."))
    with entry.field("witness") as said:
        witness = st.text_input(_("Witness (may be left blank)") + said, key=f"{key}:witness", autocomplete="off")
    st.markdown(_("By recording it you say that the paper reads as the document here does."))
    if st.button(_("Record the signatures"), type="primary", icon=":material/task_alt:", key=f"{key}:record"):
        paper = SignedPaper(chosen, signed_on, view.text.fingerprint(), witness, scan)
        entry.send(
            lambda by: record_paper_and_seal(**by, document_id=view.document.id, paper=paper),
            then=lambda _recorded: recorded(view),
        )


def recorded(view: DocumentView) -> None:
    """The document is sealed where this was the last signature: say and show what became of it."""
    document_id = view.document.id
    after = read(session=context.session, actor=actor, document_id=document_id)
    left = [plain(party.name) for party in after.parties if party.signs and party.consent is None]
    waits = _("Now it waits for {names}.").format(names=and_words(left)) if left else _("The document is sealed.")
    say(f"{_('Recorded as signed on paper.')} {waits}", icon=":material/task_alt:")
    go(addresses.LETTER if left else addresses.DOCUMENT, document_id)


show_flashes()
head = page_head(_("Signed on paper"))
with refusal_shown():
    draw(head, read(session=context.session, actor=actor, document_id=id_in_address(st.query_params.get("id"))))
