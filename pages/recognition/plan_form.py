"""The fields of a planned thank-you: how, when, where, by whom, for how much, and whether people are invited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from core.amounts import ore
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.recognition.planning import RecognitionPlan
from core.recognition.rules import EVENTS, Gift
from core.recognition.year import above_what_is_usual
from pages.recognition.words import gift_words, kroner
from pages.shell.action import attempt
from pages.shell.context import Context, actor_of
from pages.telling.days import said_of_day
from pages.widgets.plain import and_words, plain

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class PlanFields:
    """What is written in the fields of a plan. `plan` is None while a choice is missing, `cost` the amount as typed."""

    plan: RecognitionPlan | None
    cost: str

    def whole(self) -> RecognitionPlan:
        """The plan, or a `DomainError` for an amount that is none or a choice that is missing."""
        if self.plan is None:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        return replace(self.plan, cost=ore(self.cost))


def draw(
    context: Context, organisation_id: UUID, before: RecognitionPlan, givers: Mapping[UUID, str], key: str
) -> PlanFields:
    """The fields, filled from `before`; an event asks for its name and for answers too, and what becomes one only now
    has neither a day nor a giver yet."""
    gifts, ids = [*Gift], [*givers]
    gift = st.selectbox(_("How?"), gifts, index=gifts.index(before.gift), format_func=gift_words, key=f"gift-{key}")
    event = gift in EVENTS
    title = clock = ""
    if event:
        title = st.text_input(
            _("What is it called? (may be left blank)"), before.title, key=f"title-{key}", autocomplete="off"
        )
    same = event == (before.gift in EVENTS)
    new = "" if same else "-new"
    day = st.date_input(
        _("When?"), value=before.planned_on if same else None, format="DD.MM.YYYY", key=f"on-{key}{new}"
    )
    said_of_day(context, organisation_id, day, before.planned_on)
    if event:
        clock = st.text_input(
            _("At what time? (may be left blank)"), before.clock, key=f"clock-{key}", autocomplete="off"
        )
    place = st.text_input(_("Place (may be left blank)"), before.place, key=f"place-{key}", autocomplete="off")
    giver = st.selectbox(
        _("Who gives it?"),
        ids,
        index=next((at for at, each in enumerate(ids) if same and each == before.giver_id), None),
        format_func=givers.__getitem__,
        placeholder=_("Choose a person"),
        key=f"giver-{key}{new}",
    )
    cost = st.text_input(
        _("What will it cost in kroner? (may be left blank)"),
        kroner(before.cost) if before.cost else "",
        key=f"planned-cost-{key}",
        autocomplete="off",
    )
    invites, answer_by = False, None
    if event:
        # What becomes an event only now begins with asking people.
        asked = before.invites if before.gift in EVENTS else True
        invites = st.toggle(_("Ask them whether they come"), asked, key=f"invites-{key}")
    if invites:
        answer_by = st.date_input(
            _("Answer by (may be left blank)"),
            value=before.answer_by if day == before.planned_on else _time_to_answer(day, context.today),
            format="DD.MM.YYYY",
            key=f"answer-by-{day}-{key}",
        )
    if gift is None:
        return PlanFields(None, cost)
    return PlanFields(RecognitionPlan(gift, day, giver, place, title, clock, 0, invites, answer_by), cost)


def _time_to_answer(day: date | None, today: date) -> date | None:
    """A week before it where that is still to come, else its own day."""
    return max(day - A_WEEK, min(day, today + A_DAY)) if day is not None else None


def may_warn(written: PlanFields) -> bool:
    """Whether what stands in the fields can be above what is usual, so that those it is for need be read."""
    return written.plan is not None and written.plan.gift is Gift.GIFT_CARD


def gentle_warning(
    context: Context,
    organisation_id: UUID,
    written: PlanFields,
    *,
    engagement_ids: Collection[UUID] = (),
    person_ids: Collection[UUID] = (),
) -> None:
    """That gift cards to somebody would be above what is usual in a year, and why that matters; nothing is refused."""
    plan = written.plan
    if plan is None or not may_warn(written):
        return
    cost = attempt(lambda: ore(written.cost))
    if isinstance(cost, DomainError):
        return
    year = (plan.planned_on or context.today).year
    above = above_what_is_usual(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        engagement_ids=engagement_ids,
        person_ids=person_ids,
        cost=cost,
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
