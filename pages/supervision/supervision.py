"""One supervision: given a day, held, and followed by feedback to each instructor. Kept as it is written."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.errors import DomainError
from core.i18n import COPENHAGEN, clock, local_day, on_weekday, short_date
from core.i18n import gettext as _
from core.supervision.holding import correct_held, take_held_back
from core.supervision.lists import Supervised, SupervisionRow, modules_of, one_supervision, supervisors
from core.supervision.rules import SupervisionState
from core.supervision.service import (
    SupervisionFeedback,
    SupervisionPlan,
    call_off,
    give_feedback,
    hold,
    name_supervisor,
    plan,
    undo_supervision_change,
)
from pages.people.reaching import ways_to_reach
from pages.shell import addresses
from pages.shell.action import By, act, acting, attempt
from pages.shell.context import Context, actor_of, current, require_actor
from pages.shell.flash import say_refused, show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.supervision.words import holder_words, kind_word, names_words, state_badge, when_words
from pages.telling.days import said_of_day, said_of_people
from pages.telling.telling import waiting, words_to
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import beside
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.facts import Fact, facts
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.inputs import day_input, one_of
from pages.widgets.plain import plain, plain_label

USUALLY = time(17)
PARTS = ("well", "work", "tasks")
# One part of the feedback to one volunteer, as it is written; and when all of it was kept.
WRITTEN, KEPT = ScreenState("feedback", ""), ScreenState("feedback-kept", "")


def _feedback_to(row: SupervisionRow, each: Supervised, *, first: bool) -> None:
    """Three fields and one button, the first of a page standing out; what is written is kept when a field is left."""
    st.header(_("Feedback to {name}").format(name=plain(each.name)), anchor=False)
    if each.feedback_at is not None:
        st.caption(_("{name} can read it in the log book.").format(name=plain(each.name)))
    stored = (each.went_well, each.work_on, "\n".join(each.tasks))
    labels = (_("What went well"), _("What to work on"), _("Tasks for next time, one on each line"))
    for part, label, value in zip(PARTS, labels, stored, strict=True):
        st.text_area(
            label,
            value=value,
            key=WRITTEN.of(row.supervision_id, each.engagement_id, part).key,
            on_change=_keep,
            args=(row.supervision_id, each.engagement_id),
        )
    if kept := KEPT.of(row.supervision_id, each.engagement_id).get():
        st.caption(f":material/check: {kept}")
    button = _("Save the feedback") if each.feedback_at else _("The feedback is ready")
    if st.button(
        button,
        type="primary" if first else "secondary",
        key=f"feedback-ready-{row.supervision_id}-{each.engagement_id}",
    ):
        act(
            lambda by: _give(by, row.supervision_id, each.engagement_id, done=True),
            _("{name} can read it now.").format(name=plain(each.name)),
        )


def _keep(supervision_id: UUID, engagement_id: UUID) -> None:
    """A field was left: keep it all as it stands."""
    kept = attempt(lambda: _give(acting(), supervision_id, engagement_id, done=False))
    if isinstance(kept, DomainError):
        say_refused(kept)
    else:
        said = _("Saved at {time}").format(time=clock(current().now))
        KEPT.of(supervision_id, engagement_id).set(said)


def _give(by: By, supervision_id: UUID, engagement_id: UUID, *, done: bool) -> None:
    well, work, tasks = (WRITTEN.of(supervision_id, engagement_id, part).get() for part in PARTS)
    give_feedback(
        **by,
        supervision_id=supervision_id,
        engagement_id=engagement_id,
        feedback=SupervisionFeedback(went_well=well, work_on=work, tasks=tasks.splitlines()),
        done=done,
    )


def _name_holder(context: Context, row: SupervisionRow) -> None:
    """Who holds it, for whoever orders supervisions."""
    people = dict(supervisors(session=context.session, actor=actor_of(context), organisation_id=row.organisation_id))
    options = [None, *people]
    at = options.index(row.supervisor_id) if row.supervisor_id in people else 0
    chosen = one_of(
        _("Who holds it?"),
        options,
        index=at,
        format_func=lambda each: plain_label(people[each]) if each else _("Not decided yet"),
        key=f"holder-{row.supervision_id}-{row.version}",
    )
    if chosen is not None and chosen != row.supervisor_id:
        act(
            lambda by: name_supervisor(
                **by, supervision_id=row.supervision_id, expected_version=row.version, supervisor_id=chosen
            ),
            _("Noted."),
        )


def _give_a_day(context: Context, row: SupervisionRow) -> None:
    """What is asked while it has no day; afterwards there is a quiet way to another day."""

    def draw(here: Context) -> None:
        _day_form(here, row)

    if row.state is SupervisionState.PLANNED:
        label = _("Choose another day")
        dialog_button(label, f"day-{row.supervision_id}", label, draw, icon=":material/event:", saves=False)
    else:
        st.header(_("Give it a day"), anchor=False)
        draw(context)


def _day_form(context: Context, row: SupervisionRow) -> None:
    """A day, an hour and a place; on a course, one of its modules. It is kept as it is written."""
    key, words_key = f"give-day-{row.supervision_id}-", f"plan-{row.supervision_id}"
    form = EntryForm(f"plan-{row.supervision_id}")
    draft = FormDraft(f"supervision-day:{row.supervision_id}", key, also=f"words-to-{words_key}")
    listed = modules_of(session=context.session, actor=actor_of(context), supervision_id=row.supervision_id)
    ahead = {each.module_id: each for each in listed if local_day(each.starts_at) >= context.today}
    module_id = None
    if ahead:
        module_id = one_of(
            _("On which module?"),
            [*ahead, None],
            index=_at(row, [*ahead]),
            format_func=lambda each: _module_words(ahead[each]) if each else _("Another day"),
            key=f"{key}module",
        )
    with form.field("planned_at"):
        planned_at = _own_time(context, row, key) if module_id is None else ahead[module_id].starts_at
    if planned_at is not None:
        day = local_day(planned_at)
        said_of_day(context, row.organisation_id, day, local_day(row.planned_at) if row.planned_at else None)
        concerned = [row.supervision_id, *([row.course_run_id] if row.course_run_id else [])]
        said_of_people(context, [each.engagement_id for each in row.supervised], [day], but=concerned)
    with form.field("place") as wrong:
        place = st.text_input(_("Where?") + wrong, value=row.place, key=f"{key}place")
    words = words_to(words_key, _those_told(context, row))
    draft.keep()
    if st.button(_("Save the day"), type="primary", key=f"plan-{row.supervision_id}"):
        form.send(
            lambda by: plan(
                **by,
                supervision_id=row.supervision_id,
                expected_version=row.version,
                planned=SupervisionPlan(planned_at=planned_at, place=place, course_module_id=module_id),
                words=words,
            ),
            _("The day is saved."),
            then=draft.sent(close_dialog),
        )


def _at(row: SupervisionRow, ahead: list[UUID]) -> int:
    """What stands chosen: its module; after them all, the day of its own that it has already."""
    if row.course_module_id in ahead:
        return ahead.index(row.course_module_id)
    return len(ahead) if row.planned_at else 0


def _module_words(module: Any) -> str:
    return _("Module {number}: {day} at {time}").format(
        number=module.number, day=short_date(local_day(module.starts_at)), time=clock(module.starts_at)
    )


def _own_time(context: Context, row: SupervisionRow, key: str) -> datetime | None:
    planned = row.planned_at.astimezone(COPENHAGEN) if row.planned_at else None
    first, second = st.columns(2)
    day = day_input(
        _("Day"),
        local_day(planned) if planned else context.today,
        key=f"{key}day",
        where=first,
    )
    at = second.time_input(_("At"), value=planned.time() if planned else USUALLY, key=f"{key}at", step=900)
    return None if day.value is None or at is None else datetime.combine(day.value, at, tzinfo=COPENHAGEN)


def _record_held(context: Context, row: SupervisionRow) -> None:
    """What is asked once its day has come; before that, a quiet way."""
    planned = local_day(row.planned_at) if row.planned_at else context.today

    def draw(here: Context) -> None:
        _held_form(here, row, planned)

    if row.planned_at is not None and planned <= context.today:
        st.header(_("It has been held"), anchor=False)
        draw(context)
    else:
        dialog_button(
            _("It has been held"),
            f"held-{row.supervision_id}",
            _("It has been held"),
            draw,
            icon=":material/task_alt:",
        )


def _held_form(context: Context, row: SupervisionRow, planned: date) -> None:
    """That it was held, with its day. Where its planned day is still to come, that is asked about."""
    day = day_input(
        _("When was it held?"),
        min(planned, context.today),
        key=f"held-{row.supervision_id}",
    )
    if day.value is not None and day.value > context.today:
        _is_planned_then(row, day.value)
        return
    sure = planned <= context.today or st.checkbox(
        _("It is planned for {day}, and was held earlier than that").format(day=on_weekday(planned)),
        key=f"earlier-{row.supervision_id}",
    )
    if not st.button(_("Record it, and write feedback"), type="primary", key=f"hold-{row.supervision_id}"):
        return
    if not sure:
        st.warning(_("Its day has not come yet. Was it held earlier? Then tick that above, and press once more."))
        return
    act(
        lambda by: hold(**by, supervision_id=row.supervision_id, expected_version=row.version, held_on=day.needed()),
        _("Noted. Now write the feedback."),
        then=close_dialog,
    )


def _is_planned_then(row: SupervisionRow, day: date) -> None:
    """The question about a day that is still to come: it can be planned for it, and held afterwards."""
    told = _("{day} is still to come, so it cannot have been held. Is it to be held that day?")
    st.warning(told.format(day=on_weekday(day)), icon=":material/event_upcoming:")
    if st.button(_("Plan it for that day"), key=f"plan-then-{row.supervision_id}"):
        at = row.planned_at.astimezone(COPENHAGEN).time() if row.planned_at else USUALLY
        planned_at = datetime.combine(day, at, tzinfo=COPENHAGEN)
        act(
            lambda by: plan(
                **by,
                supervision_id=row.supervision_id,
                expected_version=row.version,
                planned=SupervisionPlan(planned_at=planned_at, place=row.place),
            ),
            _("The day is saved."),
            then=close_dialog,
        )


def _put_right(row: SupervisionRow) -> None:
    """Another day than was written down; and until somebody can read their feedback, that it was not held."""

    def draw(_here: Context) -> None:
        day = day_input(_("When was it held?"), row.held_on, key=f"corrected-{row.supervision_id}")
        if st.button(_("Save the day"), key=f"correct-held-{row.supervision_id}", type="primary"):
            act(
                lambda by: correct_held(
                    **by, supervision_id=row.supervision_id, expected_version=row.version, held_on=day.needed()
                ),
                _("The day is saved."),
                then=close_dialog,
            )
        if any(each.feedback_at for each in row.supervised):
            return
        st.write(_("If it was not held, it is as it was before you noted it. What is written is kept."))
        if st.button(_("It was not held"), key=f"not-held-{row.supervision_id}"):
            act(
                lambda by: take_held_back(**by, supervision_id=row.supervision_id, expected_version=row.version),
                _("It is taken back. Note the day it was held."),
                icon=":material/undo:",
                then=close_dialog,
            )

    label = _("It was not held, or on another day")
    dialog_button(label, f"put-right-{row.supervision_id}", label, draw, icon=":material/undo:")


def _call_it_off(row: SupervisionRow) -> None:
    """It does not take place."""

    def draw(here: Context) -> None:
        st.write(_("It will not count, and another can be ordered."))
        draft = FormDraft(f"supervision-off:{row.supervision_id}", f"words-to-off-{row.supervision_id}")
        words = words_to(f"off-{row.supervision_id}", _those_told(here, row))
        draft.keep()
        if st.button(_("Call it off now"), key=f"call-off-{row.supervision_id}"):
            act(
                lambda by: call_off(**by, supervision_id=row.supervision_id, expected_version=row.version, words=words),
                _("It is called off."),
                then=draft.sent(close_dialog),
            )

    label = _("Call it off")
    dialog_button(label, f"off-{row.supervision_id}", label, draw, icon=":material/block:", saves=False)


def _those_told(context: Context, row: SupervisionRow) -> list[str]:
    """Who is told when it changes, but for who changes it."""
    holder = [row.supervisor] if row.supervisor and row.supervisor_id != actor_of(context).person_id else []
    return [*row.names, *holder]


def _about(row: SupervisionRow) -> None:
    """Whom it is with and how to reach them, and what is known of it."""
    for each in row.supervised:
        facts(each.name, ways_to_reach(each.phone, each.email))
        st.page_link(
            addresses.LOG_BOOK,
            label=_("Log book of {name}").format(name=plain(each.name)),
            icon=":material/menu_book:",
            query_params={"id": str(each.engagement_id)},
        )
    told = ((_("Course"), row.course), (_("Place"), row.place), (_("Who holds it"), holder_words(row)))
    facts(_("In short"), [Fact(name, words) for name, words in told if words])


context = require_actor(Action.HOLD_SUPERVISION)
actor = actor_of(context)
show_flashes()
row = one_supervision(session=context.session, actor=actor, supervision_id=id_in_address(st.query_params.get("id")))
orders = may(actor, Action.ORDER_SUPERVISION, Subject(row.organisation_id))
with page_head(names_words(row.names)):
    back, label = (
        (addresses.SUPERVISIONS, _("All supervisions")) if orders else (addresses.MY_SUPERVISIONS, _("My supervisions"))
    )
    st.page_link(back, label=label, icon=":material/arrow_back:", width="content")
st.markdown(f"{state_badge(row)} {kind_word(row.kind)} · {when_words(row)}")
place = beside()
with place.facts:
    _about(row)
with place.question:
    waiting(
        context,
        row.supervision_id,
        lambda by, notice_id: undo_supervision_change(**by, supervision_id=row.supervision_id, notice_id=notice_id),
    )
    match row.state:
        case SupervisionState.ORDERED | SupervisionState.PLANNED:
            if orders:
                _name_holder(context, row)
            _give_a_day(context, row)
            _record_held(context, row)
            if orders:
                _call_it_off(row)
        case SupervisionState.HELD | SupervisionState.DONE:
            first = next((each for each in row.supervised if each.feedback_at is None), None)
            for each in row.supervised:
                _feedback_to(row, each, first=each is first)
            _put_right(row)
        case _:
            st.info(_("It was called off."), icon=":material/block:")
