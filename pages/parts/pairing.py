"""Joining two instructors, and a pair as a row."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.courses.lists import CourseRow
from core.documents.declining import record_discussed
from core.documents.rules import DocumentState
from core.errors import DomainError
from core.i18n import LANGUAGES, on_date
from core.i18n import gettext as _
from core.pairs.service import Instructor, PairRow, end_pair, make_pair
from pages.parts.partnering import concerned
from pages.parts.phrases import and_words, state_badge
from pages.parts.plain import plain
from pages.parts.rows import DOCUMENT, LETTER, go
from pages.parts.said import say, say_refused
from pages.parts.session import actor_of, current, refused

OPEN = (DocumentState.FILLING_IN, DocumentState.WAITING, DocumentState.DECLINED)


def join(people: Sequence[Instructor]) -> None:
    """Choose two, see what becomes of former pairs, and join them."""
    if len(people) < 2:
        st.info(
            _("When two volunteers are in a programme with pairs, you can join them here."), icon=":material/group:"
        )
        return
    known = {person.engagement_id: person for person in people}
    with st.container(border=True):
        st.subheader(_("Join two"), anchor=False)
        first_id = _choose(_("First instructor"), known, "pair-first")
        second_id = _choose(_("Second instructor"), known, "pair-second")
        chosen = [known[each] for each in (first_id, second_id) if each]
        for person in chosen:
            if person.partner:
                st.warning(
                    _("{name} is a pair with {partner} now. That pair ends, and its agreement is kept.").format(
                        name=plain(person.name), partner=plain(person.partner)
                    ),
                    icon=":material/group_remove:",
                )
        begins_on = st.date_input(_("From"), value=current().today, format="DD.MM.YYYY", key="pair-from")
        languages = [*LANGUAGES]
        signing_language = st.radio(
            _("The language it is signed in"),
            languages,
            index=languages.index(chosen[0].language) if chosen else 0,
            format_func=LANGUAGES.__getitem__,
            horizontal=True,
        )
        clicked = st.button(_("Join them and send the agreement"), type="primary", icon=":material/group_add:")
    if not clicked:
        return
    if first_id is None or second_id is None or begins_on is None:
        refused(DomainError("pair_same_person"))
        return
    context = current()
    try:
        make_pair(
            session=context.session,
            actor=actor_of(context),
            first_id=first_id,
            second_id=second_id,
            begins_on=begins_on,
            signing_language=signing_language,
            now=context.now,
        )
    except DomainError as error:
        refused(error)
        return
    names = and_words(plain(known[each].name) for each in (first_id, second_id))
    say(_("{names} are a pair now, and both can read their agreement.").format(names=names), icon=":material/group:")
    for key in ("pair-first", "pair-second"):
        st.session_state.pop(key, None)
    st.rerun()


def _choose(label: str, known: dict[UUID, Instructor], key: str) -> UUID | None:
    return st.selectbox(
        label,
        [*known],
        format_func=lambda each: known[each].name,
        index=None,
        placeholder=_("Choose a person"),
        key=key,
    )


def pair_row(row: PairRow, *, is_now: bool, courses: Sequence[CourseRow] = ()) -> None:
    """A pair, its agreement, and what can be done with it; `courses` are those the two still lead together."""
    with st.container(border=True):
        names = f"**{plain(row.first_name)}** · **{plain(row.second_name)}**"
        badge = state_badge(row.state) if row.state else ""
        st.markdown(f"{names} {badge}  \n:small[{_('Since {date}').format(date=on_date(row.begins_on))}]")
        with st.container(horizontal=True, vertical_alignment="center"):
            if row.document_id and st.button(
                _("Open the agreement"), key=f"open-{row.pair_id}", icon=":material/article:"
            ):
                go(LETTER if row.state in OPEN else DOCUMENT, row.document_id)
            if is_now and row.state in OPEN and row.document_id:
                _discussed(row, row.document_id)
            if is_now:
                _end(row, courses)


def _discussed(row: PairRow, document_id: UUID) -> None:
    with st.popover(_("Talked through, not signed"), icon=":material/forum:"):
        st.write(_("The two may use the agreement for a talk alone, and choose not to sign it."))
        day = st.date_input(
            _("Talked through on"), value=current().today, format="DD.MM.YYYY", key=f"discussed-on-{row.pair_id}"
        )
        if st.button(_("Record it"), key=f"discussed-{row.pair_id}") and day is not None:
            context = current()
            try:
                record_discussed(
                    session=context.session,
                    actor=actor_of(context),
                    document_id=document_id,
                    discussed_on=day,
                    now=context.now,
                )
            except DomainError as error:
                say_refused(error)
            else:
                say(_("Recorded as talked through."), icon=":material/forum:")
            st.rerun()


def _end(row: PairRow, courses: Sequence[CourseRow]) -> None:
    with st.popover(_("End the pair"), icon=":material/group_remove:"):
        st.write(_("What they have signed is kept and can be read. What is not signed is withdrawn."))
        concerned(courses)
        if st.button(_("Yes, end it"), key=f"end-{row.pair_id}"):
            context = current()
            try:
                end_pair(session=context.session, actor=actor_of(context), pair_id=row.pair_id, now=context.now)
            except DomainError as error:
                say_refused(error)
            else:
                say(_("The pair has ended."), icon=":material/group_remove:")
            st.rerun()
