"""Who has a task, handing it over, and who else could take it, with why in words (R10, R13a)."""

from functools import cache, partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.i18n import on_date
from core.people.search import SHOWN
from core.tasks.holders import Holding, give_task, hand_over, holders
from core.tasks.lists import TaskView
from core.tasks.matching import Candidate, could_take
from pages.people.choosing import Choice, choose_person, forget
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.headings import section
from pages.widgets.plain import and_words
from pages.widgets.rows import RowState, row, row_button
from pages.widgets.show_more import first_ones, more_button

SEARCH = ScreenState("task-search", "")


def who_has(context: Context, view: TaskView) -> None:
    """Who has it and who had it; for a coordinator also who could."""
    task, actor = view.task, actor_of(context)
    gives = may(actor, Action.GIVE_TASKS, Subject(task.organisation_id))
    found = holders(session=context.session, actor=actor, task_id=task.id)
    have = [each for each in found if each.until is None]
    with section(_("Who has it"), len(have)).rows("have"):
        for each in first_ones(have, "task-have", at_once=SHOWN):
            row(
                addresses.VOLUNTEER,
                each.engagement_id,
                each.name,
                when=_("since {day}").format(day=on_date(each.since)),
            )
            if gives and row_button(_("Hand it over"), f"open-over-{each.holder_id}"):
                open_dialog(f"over-{each.holder_id}")
                st.rerun()
    more_button(have, "task-have", at_once=SHOWN)
    for each in have:
        dialog(
            f"over-{each.holder_id}",
            _("Hand over: {name}").format(name=each.name),
            partial(_handing, task.id, each),
            saves=False,
        )
    if not have:
        st.caption(_("Nobody yet. Volunteers stay longer where they are several, and know each other."))
    if had := [each for each in found if each.until is not None]:
        with st.expander(_("Who had it before ({count})").format(count=len(had)), key="task-had"):
            with section(_("Who had it before"), len(had), unseen=True).rows("had"):
                for each in first_ones(had, "task-had-shown", at_once=SHOWN):
                    _had_row(each)
            more_button(had, "task-had-shown", at_once=SHOWN)
    if gives and task.closed_at is None:
        _could(context, task.id)


def _had_row(each: Holding) -> None:
    to = _("handed to {name}").format(name=each.handed_to) if each.handed_to else _("handed to nobody")
    until = on_date(each.until) if each.until else ""
    row(
        addresses.VOLUNTEER,
        each.engagement_id,
        each.name,
        place=to,
        what=each.handed_over,
        when=_("until {day}").format(day=until),
    )


def _handing(task_id: UUID, holding: Holding, context: Context) -> None:
    """To whom, and what is passed on."""

    @cache
    def find(search: str) -> list[Choice]:
        found = could_take(session=context.session, actor=actor_of(context), task_id=task_id, search=search)
        return [Choice(each.engagement_id, each.name, each.workplace) for each in found]

    key = f"over-to-{holding.holder_id}"
    to_id = choose_person(_("Who takes over? (may be left blank)"), find, key=key, empty=_("Nobody yet"))
    draft = FormDraft(f"hand-over:{holding.holder_id}", f"over-words-{holding.holder_id}")
    words = st.text_area(
        _("What is passed on? (may be left blank)"),
        key=f"over-words-{holding.holder_id}",
        placeholder=_("Keys, agreements, and who is good to know"),
    )
    draft.keep()
    if st.button(_("Hand it over"), type="primary", key="over-save"):
        act(
            lambda by: hand_over(
                **by,
                holder_id=holding.holder_id,
                to_id=to_id,
                handed_over=words,
                expected_version=holding.version,
            ),
            _("It is handed over."),
            then=draft.sent(partial(_handed, key)),
        )


def _handed(key: str, _done: None) -> None:
    forget(key)
    close_dialog()


def _could(context: Context, task_id: UUID) -> None:
    """Who could take it: those near to it, or whoever is searched for."""
    search = SEARCH.of(task_id)
    found = could_take(session=context.session, actor=actor_of(context), task_id=task_id, search=search.get())
    heading = section(
        _("Who could take it"),
        len(found[:SHOWN]),
        note=_("Volunteers at the same workplace or in the same programme. Why stands beside each, and you decide."),
    )
    st.text_input(
        _("Search among all volunteers"), key=search.key, placeholder=_("A part of the name"), autocomplete="off"
    )
    if not found:
        st.caption(
            _("Nobody found. Write less of the name, or check how it is spelled.")
            if search.get().strip()
            else _("Nobody at the workplace or in the programme could take it now.")
        )
    with heading.rows("could"):
        for each in found[:SHOWN]:
            row(
                addresses.VOLUNTEER,
                each.engagement_id,
                each.name,
                place=each.workplace,
                what=why(each),
                state=_near(each),
            )
            if row_button(_("Give the task"), f"give-{each.engagement_id}"):
                act(
                    partial(_give, task_id, each.engagement_id),
                    _("{name} has the task now.").format(name=each.name),
                )
    if len(found) > SHOWN:
        st.caption(_("More than {count} fit. Write more of the name.").format(count=SHOWN))


def _give(task_id: UUID, engagement_id: UUID, by: By) -> object:
    return give_task(**by, task_id=task_id, engagement_id=engagement_id)


def _near(each: Candidate) -> RowState:
    return RowState(_("Same workplace"), "green") if each.same_workplace else RowState()


def why(each: Candidate) -> str:
    """Why somebody could take it, in words: when they come, what they wish, what they do and have done."""
    told = [
        (_("Comes: {words}"), each.times),
        (_("Wishes: {words}"), each.wishes),
        (_("Has: {words}"), and_words(each.has)),
        (_("Has had: {words}"), and_words(each.had)),
    ]
    found = [said.format(words=words) for said, words in told if words]
    if each.same_programme:
        found.insert(0, _("Same programme"))
    return " · ".join(found)
