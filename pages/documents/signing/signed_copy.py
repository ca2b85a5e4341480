"""What stands after one's own signature: who has signed, and the sealed document to read and keep."""

from collections.abc import Callable, Mapping
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.access.rules import OpenedLogin
from core.access.sessions import actor_for
from core.documents.reading import DocumentView, drawings
from core.documents.rules import VOLUNTEERS, DocumentState
from core.documents.sealing.service import sealed_file
from core.documents.signing.opened_by_others import opened_by_others
from core.documents.signing.paper import PaperView, papers, scan_of
from core.documents.template.model import NATURES, Nature, kind_name
from core.i18n import clock, local_day, on_date, utc_now
from core.i18n import gettext as _
from core.scan import JPEG, PDF
from core.startup import Portal
from db.documents import Consent, Document
from pages.documents.preparing import lending
from pages.documents.signing import lifecycle, reader
from pages.documents.signing import signature_pad as pad
from pages.documents.signing.steps import DocumentStep, go
from pages.shell import addresses
from pages.shell.context import actor_of, current, token
from pages.widgets.beside import beside
from pages.widgets.headings import section
from pages.widgets.plain import plain

ENDINGS = {PDF: ".pdf", JPEG: ".jpg"}


def hold(view: DocumentView) -> None:
    """The end of the way: signed by all and kept, or signed by the reader and waiting for the other."""
    _standing(view)
    if view.settled:
        _home(view)
    signatures(view)
    lifecycle.offer_to_take_back(view)
    lifecycle.how_long(view)
    lifecycle.offer_renewal(view)
    if view.settled:
        reader.document(view)
        lifecycle.earlier_ones(view)
    lifecycle.how_it_came_about(view)


def hold_at_a_desk(view: DocumentView) -> None:
    """The same for a colleague: who signed and when, and what was agreed before, stand beside the text."""
    places = beside()
    with places.question:
        _standing(view)
        lifecycle.offer_to_take_back(view)
        lifecycle.how_long(view)
        with st.container(horizontal=True):
            if view.settled:
                _home(view)
            lifecycle.offer_renewal(view)
    with places.facts:
        section(_("Signatures"))
        signatures(view)
        if view.settled:
            lifecycle.earlier_ones(view, small=True)
    with places.rest:
        if view.settled:
            reader.document(view)
        lifecycle.how_it_came_about(view)


def _standing(view: DocumentView) -> None:
    """How far it has come, in a word; the file to keep, and the way on."""
    if view.state is DocumentState.SUPERSEDED:
        st.info(_("A newer agreement holds instead. This one is kept as it was signed."), icon=":material/history:")
        download(view)
    elif view.state is DocumentState.SEALED:
        st.success(_said_when_sealed(view), icon=":material/verified:")
        download(view)
    elif view.state is DocumentState.SEALING:
        st.success(
            _("Signed by everyone, and being sealed. You need do nothing: you find the sealed PDF here."),
            icon=":material/hourglass_top:",
        )
        st.button(_("Look again"), type="primary", key=f"{view.document.id}:again")
    else:
        names = " · ".join(plain(party.name) for party in view.parties if party.signs and party.consent is None)
        st.success(_("Thank you. You have signed."), icon=":material/check_circle:")
        st.markdown(
            _("Now it waits for {name}. You need not do more. When both have signed, you find it here.").format(
                name=names
            )
        )
        _home(view, primary=True)
        lending.offer(view)
        st.button(
            _("Read it again"),
            type="tertiary",
            icon=":material/article:",
            key=f"{view.document.id}:read-again",
            on_click=go,
            args=(DocumentStep.READ,),
        )


def _said_when_sealed(view: DocumentView) -> str:
    """Nobody agrees on anything in a declaration: who signed it says that they know their duty."""
    if NATURES[view.document.kind] is Nature.AGREEMENT:
        return _("Signed by everyone. This is what you agreed.")
    if view.mine is None:
        signer = next(party for party in view.parties if party.signs)
        return _("{name} has signed.").format(name=plain(signer.name))
    return _("You have signed. This is what you confirmed.")


def _home(view: DocumentView, *, primary: bool = False) -> None:
    """The way on for whoever has signed: to their path, or to the day's work."""
    if view.mine is None:
        return
    label, page = (
        (_("Continue on my path"), addresses.MY_PATH)
        if view.mine in VOLUNTEERS
        else (_("Back to the start"), addresses.TODAY)
    )
    if st.button(
        label,
        type="primary" if primary else "secondary",
        icon=":material/arrow_forward:",
        key=f"{view.document.id}:home",
    ):
        st.switch_page(page)


def download(view: DocumentView) -> None:
    """The sealed PDF to keep, and how it is checked."""
    document_id = view.document.id

    def fetch(session: Session, actor: Actor) -> bytes:
        require(actor, Action.SEE_OWN_DOCUMENTS)
        return sealed_file(session=session, actor=actor, document_id=document_id)

    download_button(view.document, kind_name(view.document.kind), fetch)


def download_button(document: Document, called: str, fetch: Callable[[Session, Actor], bytes]) -> None:
    """The button that fetches it, and its number; `fetch` is asked when it is pressed."""
    portal, document_id, held = current().portal, document.id, token()
    st.download_button(
        _("Download the PDF"),
        data=lambda: _file(portal, held, fetch),
        file_name=f"{called}-{document.number}.pdf".lower().replace(" ", "-"),
        mime="application/pdf",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
        key=f"{document_id}:download",
    )
    st.caption(_("Number {number}. Anyone with the file can check that it is genuine.").format(number=document.number))


def _file(portal: Portal, held: str, fetch: Callable[[Session, Actor], bytes]) -> bytes:
    """The bytes when they are asked for, not at every run; by then the run's own session is closed.

    Whoever asks is looked up again: a window left open gives nothing away once its device is in other hands.
    """
    with portal.session() as session:
        actor = require(actor_for(session=session, token=held, now=utc_now()), Action.USE_PORTAL)
        return fetch(session, actor)


def signatures(view: DocumentView) -> None:
    """Who has signed, when, and whether on paper; and what they drew."""
    on_paper = papers_of(view)
    context = current()
    drawn = drawings(session=context.session, actor=actor_of(context), view=view)
    marked = opened_by_others(session=context.session, actor=actor_of(context), view=view)
    for party in view.parties:
        name, consent = party.name, party.consent
        if not party.signs or consent is None:
            continue
        if consent.paper_id:
            day = on_date(on_paper[consent.paper_id].signed_on)
            st.markdown(f":material/check: {_('{name} signed on paper on {date}').format(name=plain(name), date=day)}")
            continue
        signed_by(name, consent, beside=party.beside, login=marked.get(consent.id), picture=drawn.get(consent.id))
    for paper in on_paper.values():
        _scan_button(view, paper)


def _scan_button(view: DocumentView, paper: PaperView) -> None:
    """The picture of the paper that was signed, for whoever may read the document."""
    document_id = view.document.id
    if not paper.scan_type:
        return

    def fetch(session: Session, actor: Actor) -> bytes:
        require(actor, Action.SEE_OWN_DOCUMENTS)
        return scan_of(session=session, actor=actor, document_id=document_id, paper_id=paper.id).content

    portal, held = current().portal, token()
    st.download_button(
        _("The signed paper of {date}").format(date=on_date(paper.signed_on)),
        data=lambda: _file(portal, held, fetch),
        file_name=f"{view.document.number}{ENDINGS[paper.scan_type]}".lower(),
        mime=paper.scan_type,
        on_click="ignore",
        icon=":material/image:",
        key=f"{paper.id}:scan",
    )


def signed_by(
    name: str, consent: Consent, *, beside: str = "", login: OpenedLogin | None, picture: bytes | None
) -> None:
    """That one signed in the browser, when and `beside` whom, how their login was opened, and what they drew."""
    at = consent.given_at
    said = _("{name} signed on {date} at {time}")
    told = said.format(name=plain(name), date=on_date(local_day(at)), time=clock(at))
    if beside:
        told += f" · {_('together with {name}, on their device').format(name=plain(beside))}"
    st.markdown(f":material/check: {told}")
    if login:
        st.markdown(f":material/key: {_opened(login, name)}")
    if picture:
        pad.show(picture, name)


def _opened(login: OpenedLogin, name: str) -> str:
    """How the login was opened that somebody signed from, and whether they have confirmed it since."""
    who = {"by": plain(login.by), "name": plain(name)}
    if not login.confirmed or login.confirmed_at is None:
        said = _("The login was opened by a link that {by} made. {name} has not confirmed it yet.")
        return f"**{said.format(**who)}**"
    said = _("The login was opened by a link that {by} made. {name} confirmed it on {date}.")
    return said.format(**who, date=on_date(local_day(login.confirmed_at)))


def papers_of(view: DocumentView) -> Mapping[UUID, PaperView]:
    """The papers on which it was signed; asks nothing where none was."""
    if not any(party.consent and party.consent.paper_id for party in view.parties):
        return {}
    context = current()
    return papers(session=context.session, actor=actor_of(context), document_id=view.document.id)
