"""Pairs: two instructors joined, the agreement between them, and what becomes of it with a new partner."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.courses.lists import CourseRow
from core.courses.partners import courses_concerned
from core.documents.rules import DocumentState
from core.documents.signing.declining import record_discussed
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, on_date
from core.i18n import gettext as _
from core.pairs.service import Instructor, PairDetails, PairRow, count_pairs, end_pair, instructors, make_pair, pairs
from core.people.search import SHOWN
from pages.courses.finding import instructor_asked, instructors_found
from pages.documents.phrases import state_badge
from pages.pairs.partnering import concerned, free, together
from pages.people.choosing import Find, choose_person, forget
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, current, refused, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.plain import and_words, plain
from pages.widgets.show_more import more_of, shown

OPEN = (DocumentState.FILLING_IN, DocumentState.WAITING, DocumentState.DECLINED)


def _join(context: Context, organisation_id: UUID, find: Find) -> None:
    """Choose two, see what becomes of former pairs, and join them."""
    with st.container(border=True):
        st.subheader(_("Join two"), anchor=False)
        asked = instructor_asked(context, organisation_id)
        first_id = choose_person(_("First instructor"), find, key="pair-first", chosen=asked)
        second_id = choose_person(_("Second instructor"), find, key="pair-second")
        both = [each for each in (first_id, second_id) if each]
        known = {person.engagement_id: person for person in _known(context, organisation_id, both)} if both else {}
        chosen = [known[each] for each in (first_id, second_id) if each in known]
        for person in chosen:
            if person.partner:
                st.warning(
                    _("{name} is a pair with {partner} now. That pair ends, and its agreement is kept.").format(
                        name=plain(person.name), partner=plain(person.partner)
                    ),
                    icon=":material/group_remove:",
                )
        begins_on = st.date_input(_("From"), value=context.today, format="DD.MM.YYYY", key="pair-from")
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
        refused(DomainError(ErrorCode.PAIR_SAME_PERSON))
        return
    names = and_words(plain(known[each].name) for each in (first_id, second_id))
    act(
        lambda by: make_pair(
            **by,
            details=PairDetails(
                first_id=first_id, second_id=second_id, begins_on=begins_on, signing_language=signing_language
            ),
        ),
        _("{names} are a pair now, and both can read their agreement.").format(names=names),
        icon=":material/group:",
        then=lambda _pair: _begin_anew(),
    )


def _begin_anew() -> None:
    forget("pair-first", "pair-second")
    st.query_params.pop("for", None)


def _known(context: Context, organisation_id: UUID, engagement_ids: Sequence[UUID]) -> list[Instructor]:
    return instructors(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        engagement_ids=engagement_ids,
    )


def _pair_row(row: PairRow, *, is_now: bool, courses: Sequence[CourseRow] = ()) -> None:
    """A pair, its agreement, and what can be done with it; `courses` are those the two still lead together."""
    with st.container(border=True):
        names = f"**{plain(row.first_name)}** · **{plain(row.second_name)}**"
        badge = state_badge(row.state) if row.state else ""
        st.markdown(f"{names} {badge}  \n:small[{_('Since {date}').format(date=on_date(row.begins_on))}]")
        with st.container(horizontal=True, vertical_alignment="center"):
            if row.document_id and st.button(
                _("Open the agreement"), key=f"open-{row.pair_id}", icon=":material/article:"
            ):
                go(addresses.LETTER if row.state in OPEN else addresses.DOCUMENT, row.document_id)
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
            act(
                lambda by: record_discussed(**by, document_id=document_id, discussed_on=day),
                _("Recorded as talked through."),
                icon=":material/forum:",
                redraw_refused=True,
            )


def _end(row: PairRow, courses: Sequence[CourseRow]) -> None:
    with st.popover(_("End the pair"), icon=":material/group_remove:"):
        st.write(_("What they have signed is kept and can be read. What is not signed is withdrawn."))
        concerned(courses)
        if st.button(_("Yes, end it"), key=f"end-{row.pair_id}"):
            act(
                lambda by: end_pair(**by, pair_id=row.pair_id),
                _("The pair has ended."),
                icon=":material/group_remove:",
                redraw_refused=True,
            )


AT_ONCE = 5

context = require_actor(Action.MAKE_PAIR)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.MAKE_PAIR)
find = instructors_found(context, organisation_id)


def pairs_now() -> None:
    """The pairs of today, those of one name where somebody searches, each with the courses they still lead."""
    count = count_pairs(session=session, actor=actor, organisation_id=organisation_id)
    if not count:
        return
    st.header(_("Pairs now"), anchor=False)
    search = ""
    if count > SHOWN:
        search = st.text_input(_("Search by name"), key="pairs-search", autocomplete="off")
        if search:
            count = count_pairs(session=session, actor=actor, organisation_id=organisation_id, search=search)
    rows = pairs(
        session=session,
        actor=actor,
        organisation_id=organisation_id,
        search=search,
        most=shown("pairs-now", at_once=AT_ONCE),
    )
    if not rows:
        st.write(_("No pair has that name."))
    still_led = courses_concerned(
        session=session,
        actor=actor,
        organisation_id=organisation_id,
        pairs=[(row.first_id, row.second_id) for row in rows],
        today=context.today,
    )
    for row in rows:
        _pair_row(row, is_now=True, courses=still_led[row.first_id, row.second_id])
    more_of(count, "pairs-now", at_once=AT_ONCE)


def pairs_before() -> None:
    """Those that have ended, read when they are unfolded."""
    count = count_pairs(session=session, actor=actor, organisation_id=organisation_id, former=True)
    if not count:
        return
    folded = st.expander(_("Earlier pairs"), icon=":material/history:", key="pairs-before", on_change="rerun")
    if folded.open:
        most = shown("pairs-ended", at_once=AT_ONCE)
        with folded:
            for row in pairs(session=session, actor=actor, organisation_id=organisation_id, former=True, most=most):
                _pair_row(row, is_now=False)
            more_of(count, "pairs-ended", at_once=AT_ONCE)


show_flashes()
st.title(_("Pairs"), anchor=False)
st.write(_("Two instructors lead a course together. Here you join them, and both get their agreement to read."))
if len([*find("")]) < 2:
    st.info(_("When two volunteers are in a programme with pairs, you can join them here."), icon=":material/group:")
else:
    _join(context, organisation_id, find)
    free(context, organisation_id=organisation_id)
    together(context, find, organisation_id=organisation_id)
pairs_now()
pairs_before()
