"""Pairs: two instructors joined, the agreement between them, and what becomes of it with a new partner."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.courses.lists import CourseRow
from core.courses.partners import courses_concerned
from core.documents.rules import DocumentState
from core.documents.signing.declining import record_discussed
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, N_, local_day, on_date
from core.i18n import gettext as _
from core.pairs.service import Instructor, PairDetails, PairRow, count_pairs, end_pair, instructors, make_pair, pairs
from core.people.search import SHOWN
from pages.courses.finding import instructor_asked, instructors_found
from pages.documents.phrases import STATE_BADGES
from pages.documents.status import word
from pages.pairs.partnering import concerned, free, together
from pages.people.choosing import choose_person, forget
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.downloads import ListOut, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import day_input, needed
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import RowState, line, row, row_button, row_menu
from pages.widgets.show_more import more_of, shown

OPEN = (DocumentState.FILLING_IN, DocumentState.WAITING, DocumentState.DECLINED)


def _join(context: Context, organisation_id: UUID) -> None:
    """Choose two, see what becomes of former pairs, and join them."""
    find = instructors_found(context, organisation_id)
    asked = instructor_asked(context, organisation_id)
    form = EntryForm("pair")
    with form.field("first_id") as said:
        first_id = choose_person(_("First instructor") + said, find, key="pair-first", chosen=asked)
    with form.field("second_id") as said:
        second_id = choose_person(_("Second instructor") + said, find, key="pair-second")
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
    begins_on = form.day("begins_on", _("From"), context.today, key="pair-from", needed=True)
    languages = [*LANGUAGES]
    signing_language = st.radio(
        _("The language it is signed in"),
        languages,
        index=languages.index(chosen[0].language) if chosen else 0,
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
    )
    if not st.button(_("Join them and send the agreement"), type="primary", icon=":material/group_add:"):
        return
    form.check("second_id" if first_id else "first_id", lambda: _two(first_id, second_id))
    names = and_words(plain(each.name) for each in chosen)
    form.send(
        lambda by: make_pair(
            **by,
            details=PairDetails(
                *_two(first_id, second_id), begins_on=needed(begins_on), signing_language=signing_language
            ),
        ),
        _("{names} are a pair now, and both can read their agreement.").format(names=names),
        icon=":material/group:",
        then=lambda _pair: _begin_anew(),
    )


def _two(first_id: UUID | None, second_id: UUID | None) -> tuple[UUID, UUID]:
    if first_id is None or second_id is None or first_id == second_id:
        raise DomainError(ErrorCode.PAIR_SAME_PERSON)
    return first_id, second_id


def _begin_anew() -> None:
    close_dialog()
    forget("pair-first", "pair-second")
    st.query_params.pop("for", None)


def _known(context: Context, organisation_id: UUID, engagement_ids: Sequence[UUID]) -> list[Instructor]:
    return instructors(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        engagement_ids=engagement_ids,
    )


def _pair_row(each: PairRow, *, is_now: bool, courses: Sequence[CourseRow] = ()) -> None:
    """A pair, which leads to its agreement, and what can be done with it; `courses` are those they still lead."""
    names = f"{each.first_name} · {each.second_name}"
    colour, icon = STATE_BADGES[each.state] if each.state else ("gray", "")
    state = RowState(word(each.state) if each.state else "", colour, icon)
    since = _("Since {date}").format(date=on_date(each.begins_on))
    if each.document_id:
        page = addresses.LETTER if each.state in OPEN else addresses.DOCUMENT
        row(page, each.document_id, names, state=state, when=since)
    else:
        line(names, state=state, when=since)
    if not is_now:
        return
    if each.state in OPEN and each.document_id:
        choices = {"discussed": _("Talked through, not signed …"), "end": _("End the pair …")}
        if chosen := row_menu(_("More"), choices, str(each.pair_id)):
            open_dialog(f"{chosen}-{each.pair_id}")
        dialog(
            f"discussed-{each.pair_id}",
            _("Talked through, not signed"),
            lambda now: _discussed(now, each),
        )
    elif row_button(_("End the pair …"), f"open-end-{each.pair_id}"):
        open_dialog(f"end-{each.pair_id}")
    dialog(f"end-{each.pair_id}", _("End the pair"), lambda _now: _end(each, courses))


def _discussed(context: Context, each: PairRow) -> None:
    assert each.document_id is not None
    document_id = each.document_id
    st.write(_("The two may use the agreement for a talk alone, and choose not to sign it."))
    day = day_input(_("Talked through on"), context.today, key=f"discussed-on-{each.pair_id}")
    if st.button(_("Record it"), type="primary", key=f"discussed-{each.pair_id}"):
        act(
            lambda by: record_discussed(**by, document_id=document_id, discussed_on=day.needed()),
            _("Recorded as talked through."),
            icon=":material/forum:",
            then=close_dialog,
        )


def _end(each: PairRow, courses: Sequence[CourseRow]) -> None:
    st.write(_("What they have signed is kept and can be read. What is not signed is withdrawn."))
    concerned(courses)
    if st.button(_("Yes, end it"), type="primary", key=f"end-{each.pair_id}"):
        act(
            lambda by: end_pair(**by, pair_id=each.pair_id),
            _("The pair has ended."),
            icon=":material/group_remove:",
            then=close_dialog,
        )


def _out(kind: ListKind, *, former: bool, search: str = "") -> ListOut[PairRow]:
    """All pairs that fit, as a table."""
    read = partial(pairs, actor=actor, organisation_id=organisation_id, former=former, search=search)
    return ListOut(
        kind,
        Action.MAKE_PAIR,
        organisation_id,
        {
            N_("First instructor"): lambda each: each.first_name,
            N_("Second instructor"): lambda each: each.second_name,
            N_("From"): lambda each: each.begins_on,
            N_("Ended on"): lambda each: local_day(each.ended_at) if each.ended_at else None,
            N_("The agreement"): lambda each: word(each.state) if each.state else "",
        },
        lambda opened: read(session=opened),
    )


AT_ONCE = 10
ASKED_FOR = ScreenState("pair-asked-for", "")

context = require_actor(Action.MAKE_PAIR)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.MAKE_PAIR)
find = instructors_found(context, organisation_id)


def pairs_now() -> None:
    """The pairs of today, those of one name where somebody searches, each with the courses they still lead."""
    count = count_pairs(session=session, actor=actor, organisation_id=organisation_id)
    if not count:
        return
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
    with section(_("Pairs now"), count).rows("pairs"):
        for each in rows:
            _pair_row(each, is_now=True, courses=still_led[each.first_id, each.second_id])
    more_of(count, "pairs-now", at_once=AT_ONCE)
    if rows:
        list_button(_out(ListKind.PAIRS, former=False, search=search))


def pairs_before() -> None:
    """Those that have ended, read when they are unfolded."""
    count = count_pairs(session=session, actor=actor, organisation_id=organisation_id, former=True)
    if not count:
        return
    folded = st.expander(_("Earlier pairs"), icon=":material/history:", key="pairs-before", on_change="rerun")
    if folded.open:
        most = shown("pairs-ended", at_once=AT_ONCE)
        with folded:
            with section(_("Earlier pairs"), count).rows("pairs-before"):
                for each in pairs(
                    session=session, actor=actor, organisation_id=organisation_id, former=True, most=most
                ):
                    _pair_row(each, is_now=False)
            more_of(count, "pairs-ended", at_once=AT_ONCE)
            list_button(_out(ListKind.PAIRS_BEFORE, former=True))


show_flashes()
can_join = len([*find("")]) > 1
if st.query_params.get("for") and ASKED_FOR.get() != st.query_params["for"]:
    # Who comes here to join somebody finds the form open; once, so that it can be closed.
    ASKED_FOR.set(st.query_params["for"])
    open_dialog("join")
with page_head(_("Pairs")):
    if can_join:
        st.button(
            _("Join two"),
            type="primary",
            icon=":material/group_add:",
            key="open-join",
            on_click=open_dialog,
            args=("join",),
        )
st.write(_("Two instructors lead a course together. Here you join them, and both get their agreement to read."))
dialog("join", _("Join two"), lambda now: _join(now, organisation_id))
if not can_join:
    st.info(_("When two volunteers are in a programme with pairs, you can join them here."), icon=":material/group:")
pairs_now()
if can_join:
    free(context, organisation_id=organisation_id)
    together(context, find, organisation_id=organisation_id)
pairs_before()
