"""The fields of a planned thank-you: how, when, where, by whom, for how much, and whether people are invited."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from core.amounts import ore_written
from core.i18n import gettext as _
from core.recognition.planning import RecognitionPlan
from core.recognition.rules import EVENTS, Gift
from core.recognition.year import above_what_is_usual
from pages.recognition.words import gift_words, kroner
from pages.shell.context import Context, actor_of
from pages.telling.days import said_of_day, said_of_people
from pages.widgets.form import EntryForm
from pages.widgets.plain import and_words, plain

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


def draw(
    form: EntryForm,
    context: Context,
    organisation_id: UUID,
    before: RecognitionPlan,
    givers: Mapping[UUID, str],
    key: str,
    whom: Collection[UUID] = (),
) -> RecognitionPlan:
    """The fields in `form`, under keys that begin with `key`, filled from `before`; an event asks for its name and for
    answers too, and what becomes one only now has neither a day nor a giver yet. Who of `whom` it
    is for can hardly be there that day is said. What is missing or wrong, the service refuses."""
    gifts, ids = [*Gift], [*givers]
    chosen = st.selectbox(_("How?"), gifts, index=gifts.index(before.gift), format_func=gift_words, key=f"{key}how")
    gift = chosen or before.gift
    event = gift in EVENTS
    title = clock = ""
    if event:
        with form.field("title") as said:
            title = st.text_input(
                _("What is it called? (may be left blank)") + said, before.title, key=f"{key}title", autocomplete="off"
            )
    same = event == (before.gift in EVENTS)
    new = "" if same else "-new"
    day = form.day("planned_on", _("When?"), before.planned_on if same else None, key=f"{key}on{new}")
    said_of_day(context, organisation_id, day, before.planned_on)
    if day is not None:
        said_of_people(context, whom, [day])
    if event:
        with form.field("clock") as said:
            clock = st.text_input(
                _("At what time? (may be left blank)") + said, before.clock, key=f"{key}clock", autocomplete="off"
            )
    with form.field("place") as said:
        place = st.text_input(
            _("Place (may be left blank)") + said, before.place, key=f"{key}place", autocomplete="off"
        )
    with form.field("giver_id") as said:
        giver = st.selectbox(
            _("Who gives it?") + said,
            ids,
            index=next((at for at, each in enumerate(ids) if same and each == before.giver_id), None),
            format_func=givers.__getitem__,
            placeholder=_("Choose a person"),
            key=f"{key}giver{new}",
        )
    with form.field("cost") as said:
        cost = st.text_input(
            _("What will it cost in kroner? (may be left blank)") + said,
            kroner(before.cost) if before.cost else "",
            key=f"{key}cost",
            autocomplete="off",
        )
    invites, answer_by = False, None
    if event:
        # What becomes an event only now begins with asking people.
        asked = before.invites if before.gift in EVENTS else True
        invites = st.toggle(_("Ask them whether they come"), asked, key=f"{key}invites")
    if invites:
        answer_by = form.day(
            "answer_by",
            _("Answer by (may be left blank)"),
            before.answer_by if day == before.planned_on else _time_to_answer(day, context.today),
            key=f"{key}answer-by-{day}",
        )
    return RecognitionPlan(gift, day, giver, place, title, clock, ore_written(cost), invites, answer_by)


def _time_to_answer(day: date | None, today: date) -> date | None:
    """A week before it where that is still to come, else its own day."""
    return max(day - A_WEEK, min(day, today + A_DAY)) if day is not None else None


def may_warn(plan: RecognitionPlan) -> bool:
    """Whether what stands in the fields can be above what is usual, so that those it is for need be read."""
    return plan.gift is Gift.GIFT_CARD and plan.cost > 0


def gentle_warning(
    context: Context,
    organisation_id: UUID,
    plan: RecognitionPlan,
    *,
    engagement_ids: Collection[UUID] = (),
    person_ids: Collection[UUID] = (),
) -> None:
    """That gift cards to somebody would be above what is usual in a year, and why that matters; nothing is refused."""
    if not may_warn(plan):
        return
    year = (plan.planned_on or context.today).year
    above = above_what_is_usual(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        engagement_ids=engagement_ids,
        person_ids=person_ids,
        cost=plan.cost,
        year=year,
    )
    if above:
        told = _(
            "Gift cards in {year} would come above {most} kr. for {names}. The law has no limit of its own for "
            "volunteers. The tax limit for small gifts to employees is used as a guide, and gift cards may count as "
            "money. You decide."
        )
        names = and_words(plain(name) for name, _most in above)
        st.warning(told.format(year=year, most=above[0][1], names=names), icon=":material/info:")


def suggested_plan(gift: Gift, on: date, giver_id: UUID) -> RecognitionPlan:
    """What a form begins with: the day that an occasion proposes and who looks after them, and neither for an event,
    which somebody has to find a day for."""
    if gift in EVENTS:
        return RecognitionPlan(gift=gift, planned_on=None, giver_id=None, invites=True)
    return RecognitionPlan(gift=gift, planned_on=on, giver_id=giver_id)
