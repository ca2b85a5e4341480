"""What may happen to a document besides signing: a no, a signature taken back, a newer one, the end of its validity."""

from datetime import datetime
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.documents.history import FixedText, SealedDocument, document_origin, former_text, history
from core.documents.reading import DocumentView
from core.documents.rules import DocumentState
from core.documents.signing.declining import decline, take_back
from core.documents.text.difference import differences
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from db.documents import Document
from pages.documents.renewal import renew_and_open
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, current
from pages.widgets import paper
from pages.widgets.headings import section
from pages.widgets.plain import plain


def told_no(view: DocumentView) -> None:
    """That somebody said no, when, and their word; for those it concerns."""
    document = view.document
    if view.state is not DocumentState.DECLINED or document.declined_at is None:
        return
    name = next(
        (party.name for party in view.parties if party.person and party.person.id == document.declined_by_id), ""
    )
    with no_box(document, name):
        if view.mine and not view.can_draft:
            st.markdown(_("You need not do more now. You hear from us when there is a new text to read."))
        elif view.can_draft:
            st.markdown(_("Talk together. Then change the text and send it again, or withdraw it."))


def no_box(document: Document, name: str) -> DeltaGenerator:
    """A box with who said no to `document`, when, and their word; what follows is written into it."""
    assert document.declined_at is not None
    day = on_date(local_day(document.declined_at))
    box = st.container(border=True)
    said = _("{name} said no on {date}.").format(name=plain(name), date=day)
    box.markdown(f":material/do_not_disturb_on: **{said}**")
    if document.decline_word:
        box.text(document.decline_word)
    return box


def offer_no(view: DocumentView) -> None:
    """A way to say no, for whoever could sign, folded so that it does not press itself upon anybody."""
    if not view.can_sign:
        return
    word = asked_for_no(view.document.id)
    if word is not None:
        act(
            lambda by: decline(**by, document_id=view.document.id, word=word),
            _("You have said no. The others are told."),
            icon=":material/do_not_disturb_on:",
            redraw_refused=True,
        )


def asked_for_no(document_id: UUID) -> str | None:
    """The word somebody says no with, "" for none; None while they have not said no."""
    with st.expander(_("I do not want to sign this"), icon=":material/do_not_disturb_on:"):
        st.markdown(_("That is fine. Nothing happens to you. Write a word about why, if you like; the others see it."))
        with st.form(f"{document_id}:no", border=False, enter_to_submit=False):
            word = st.text_area(_("A word to the others (optional)"), height=110, key=f"{document_id}:word")
            said = st.form_submit_button(_("I say no to this text"), icon=":material/do_not_disturb_on:")
    return word if said else None


def offer_to_take_back(view: DocumentView) -> None:
    """A way to take one's own signature back while somebody has not signed."""
    if not view.has_signed or view.settled:
        return
    if asked_to_take_back(view.document.id):
        act(
            lambda by: take_back(**by, document_id=view.document.id),
            _("Your signature is taken back."),
            icon=":material/undo:",
            redraw_refused=True,
        )


def asked_to_take_back(document_id: UUID) -> bool:
    """Whether the reader has just said yes to taking their signature back."""
    with st.popover(_("Take my signature back"), icon=":material/undo:"):
        st.markdown(_("You can sign again whenever you like, as long as not everyone has signed."))
        return st.button(_("Yes, take it back"), key=f"{document_id}:take-back")


def new_since_last_time(view: DocumentView) -> None:
    """What this document says otherwise than the sealed one it follows, in words."""
    if view.document.supersedes_id is None or view.settled:
        return
    context = current()
    former = former_text(session=context.session, actor=actor_of(context), document_id=view.document.id)
    if former is None:
        return
    told = [change for change in differences(former, view.text) if change.where not in paper.UNSEEN]
    with st.expander(_("What is new since last time"), icon=":material/difference:", expanded=True):
        if told:
            paper.draw_changes(told)
        else:
            st.markdown(_("It says the same as last time."))


def changed_since_signed(view: DocumentView) -> None:
    """What the text says otherwise than the one that was signed, for whoever must sign again."""
    told = [change for change in view.changes() if change.where not in paper.UNSEEN]
    if told:
        paper.draw_changes(told)
    else:
        st.markdown(_("The words are the same. It was made anew from a newer form, so it is signed anew."))


def how_long(view: DocumentView) -> None:
    """How long a sealed document holds, and when it is time to look at it together."""
    document, lines = view.document, []
    if view.state is not DocumentState.SEALED:
        return
    if document.valid_until:
        lines.append(_("It is valid until {date}.").format(date=on_date(document.valid_until)))
    if document.look_again_on:
        lines.append(_("You look at it together again on {date}.").format(date=on_date(document.look_again_on)))
    for line in lines:
        st.markdown(f":material/event: {line}")


def offer_renewal(view: DocumentView) -> None:
    """The next agreement in one click, for whoever makes it."""
    if view.can_draft and view.state is DocumentState.SEALED:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_("Renew"), icon=":material/autorenew:", key=f"{view.document.id}:renew"):
                renew_and_open(view.document.id)


def earlier_ones(view: DocumentView, *, small: bool = False) -> None:
    """The other sealed ones between the same people, each a way to read it as it was signed.

    The heading is `small` where it stands beside the text.
    """
    context = current()
    found = history(session=context.session, actor=actor_of(context), document_id=view.document.id)
    others = [sealed for sealed in found if sealed.document_id != view.document.id]
    if others:
        title = _("What you have agreed before and since")
        if small:
            section(title)
        else:
            st.subheader(title, anchor=False)
        for sealed in others:
            st.page_link(
                addresses.DOCUMENT,
                label=_held(sealed),
                icon=":material/history:",
                query_params={"id": str(sealed.document_id)},
            )


def how_it_came_about(view: DocumentView) -> None:
    """When and by whom each text of the document was fixed, folded away until somebody wants to see it."""
    if not view.versions:
        return
    folded = st.expander(
        _("How the text came about"), icon=":material/history:", on_change="rerun", key=f"{view.document.id}:came-about"
    )
    if not folded.open:
        return
    context = current()
    found = document_origin(session=context.session, actor=actor_of(context), document_id=view.document.id)
    folded.markdown("\n".join(f"- {_fixed(each)}" for each in found.fixed))


def _fixed(fixed: FixedText) -> str:
    told = _("The text was fixed on {date} by {name}.").format(date=_day(fixed.at), name=plain(fixed.by))
    if fixed.replaced_at is None:
        return told
    return f"{told} {_('It was changed on {date} and had to be signed again.').format(date=_day(fixed.replaced_at))}"


def talked_through(view: DocumentView) -> None:
    """When it was talked through instead of signed, and who noted it."""
    context, day = current(), view.document.discussed_on
    found = document_origin(session=context.session, actor=actor_of(context), document_id=view.document.id)
    if day is not None and found.discussed_by:
        told = _("Talked through on {date}. Noted by {name}.")
        st.caption(told.format(date=on_date(day), name=plain(found.discussed_by)))


def _held(sealed: SealedDocument) -> str:
    signed = _("Signed by everyone on {date}").format(date=_day(sealed.sealed_at))
    if sealed.superseded_at is None:
        return _("{signed}, valid now").format(signed=signed)
    return _("{signed}, valid until {date}").format(signed=signed, date=_day(sealed.superseded_at))


def _day(at: datetime) -> str:
    return on_date(local_day(at))
