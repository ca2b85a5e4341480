"""Signing: what one says yes to, said plainly, and a name typed to say it; a drawn signature beside it if one likes."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.documents.reading import DocumentView
from core.documents.signing.finishing import consent_and_seal
from core.documents.signing.service import TypedSignature
from core.documents.text.difference import differences
from core.documents.text.exact import FrozenText
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import language
from pages.documents.signing import signature_pad as pad
from pages.documents.signing.steps import DocumentStep, go
from pages.shell.context import actor_of, current, refused
from pages.shell.state import ScreenState
from pages.widgets import paper
from pages.widgets.plain import plain, plain_label

SHOWN_OF_FINGERPRINT = 16
READ = "read"
TEXT_READ = ScreenState[FrozenText | None]("text-read", None)


def to_signing(view: DocumentView) -> None:
    """The way on from reading; it remembers the text that was read, so that no other is signed unseen."""
    st.button(
        _("I have read it. Continue"),
        type="primary",
        icon=":material/arrow_forward:",
        key=f"{view.document.id}:to-sign",
        on_click=_have_read,
        args=(view.document.id, view.text),
    )


def text_read(view: DocumentView) -> FrozenText | None:
    """The text this reader last had before them in full, None where they have not read it here.

    The address holds its fingerprint too: it is known after a break and in a page that was loaded again.
    """
    remembered = TEXT_READ.of(view.document.id).get()
    if remembered is None and st.query_params.get(READ) == view.text.fingerprint():
        return view.text
    return remembered


def sign(view: DocumentView, read: FrozenText) -> None:
    """The form with the typed name. A text that has changed since `read` is shown first, with what is new in it."""
    if read != view.text:
        _text_changed(view, read)
        return
    plain_statement(view)
    if written := name_and_drawing(view.document.id, name_to_type(view)):
        _sign(view, read, *written)


def name_and_drawing(document_id: UUID, name: str) -> tuple[str, str] | None:
    """The form one signs with as `name`: what was typed and what was drawn when it is sent, None before."""
    with st.form(f"{document_id}:sign", border=False, enter_to_submit=False):
        typed = st.text_input(
            _("Type your name: {name}").format(name=plain_label(name)),
            autocomplete="off",
            key=f"{document_id}:typed-name",
        )
        sent = pad.draw(f"{document_id}:drawn")
        clicked = st.form_submit_button(_("I sign"), type="primary", icon=":material/draw:")
    return (typed, sent) if clicked else None


def _sign(view: DocumentView, read: FrozenText, typed: str, sent: str) -> None:
    context = current()
    try:
        consent_and_seal(
            session=context.session,
            actor=actor_of(context),
            document_id=view.document.id,
            signature=TypedSignature(fingerprint=read.fingerprint(), typed_name=typed, drawn=pad.picture(sent)),
            now=context.now,
        )
    except DomainError as error:
        if error.code == ErrorCode.TEXT_CHANGED:
            st.rerun()
        refused(error)
        return
    go(DocumentStep.DONE)
    st.rerun()


def plain_statement(view: DocumentView) -> None:
    """What is signed, that it does not bind legally, what is kept, and who else signs."""
    text = view.text
    aid = view.in_language(language()) if language() in view.languages else text
    others = [party for party in view.parties if party.signs and party.capacity != view.mine]
    statement(text, aid, {party.name: party.consent is not None for party in others})


def statement(text: FrozenText, aid: FrozenText, others: Mapping[str, bool]) -> None:
    """The same of `text`, with what `aid` says in the reader's language; `others` sign it too, and have or not."""
    with st.container(border=True):
        st.markdown(f"{_('You are signing:')} **{plain(text.title)}** · {plain(text.organisation)}")
        st.markdown(f"*{plain(text.declaration)}*")
        if aid is not text:
            st.markdown(f"{_('In your language:')} {plain(aid.declaration)}")
        st.markdown(f":material/handshake: {plain(aid.not_binding)}")
        st.markdown(
            ":material/lock: "
            + _("We keep the time, your name, and a fingerprint of the text, so that it can be shown later.")
        )
        st.caption(_("Fingerprint of the text: {fingerprint}").format(fingerprint=_short(text)))
        for name, signed in others.items():
            st.caption(_signed_or_not(name, signed))


def _signed_or_not(name: str, signed: bool) -> str:
    said = _("{name} has signed.") if signed else _("{name} has not signed yet. The order does not matter.")
    return said.format(name=plain(name))


def _short(text: FrozenText) -> str:
    shown = text.fingerprint()[:SHOWN_OF_FINGERPRINT]
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4)) + " …"


def name_to_type(view: DocumentView) -> str:
    """The name of whoever signs, as it stands in the document."""
    return next(party.name for party in view.parties if party.capacity == view.mine)


def _text_changed(view: DocumentView, read: FrozenText) -> None:
    st.warning(words(DomainError(ErrorCode.TEXT_CHANGED)), icon=":material/difference:")
    paper.draw_changes(differences(read, view.text))
    st.button(
        _("I have read what is new. Continue"),
        type="primary",
        icon=":material/arrow_forward:",
        key=f"{view.document.id}:read-new",
        on_click=_have_read,
        args=(view.document.id, view.text),
    )


def _have_read(document_id: UUID, text: FrozenText) -> None:
    TEXT_READ.of(document_id).set(text)
    st.query_params[READ] = text.fingerprint()
    go(DocumentStep.SIGN)
