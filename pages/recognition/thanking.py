"""Planning to thank somebody whom no occasion named: some people, a pair, a workplace, a programme, or colleagues."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import N_
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.pairs.service import pairs
from core.people.search import ASKED_FOR
from core.recognition.planning import Thankable, plan_thanks, those_to_thank
from core.recognition.rules import Gift
from core.register.documents import programme_names
from pages.people.choosing import Choice, choose_people, choose_person
from pages.recognition import plan_form
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog
from pages.widgets.form import EntryForm

ROUND = ScreenState("thank-round", 0)
# The two of each pair that was found, in one round.
PAIRS = ScreenState[dict[UUID, list[UUID]]]("thank-pairs", {})
Some = TypeVar("Some")


class RecipientChoice(StrEnum):
    """By what those who are to be thanked are chosen."""

    SOME = "some"
    PAIR = "pair"
    WORKPLACE = "workplace"
    PROGRAMME = "programme"
    COLLEAGUES = "colleagues"


WHOM = {
    RecipientChoice.SOME: N_("Some volunteers"),
    RecipientChoice.PAIR: N_("A pair"),
    RecipientChoice.WORKPLACE: N_("Everybody at a workplace"),
    RecipientChoice.PROGRAMME: N_("Everybody in a programme"),
    RecipientChoice.COLLEAGUES: N_("Colleagues"),
}


def thank(context: Context, organisation_id: UUID, colleagues: Mapping[UUID, str]) -> None:
    """The form."""
    # With each round the fields begin anew, so that a second press cannot plan the same again.
    number = ROUND.get()
    form = EntryForm("thank")
    whom = st.radio(_("Whom?"), [*RecipientChoice], format_func=lambda each: _(WHOM[each]), key=f"thank-whom-{number}")
    chosen: list[UUID] = []
    staff: list[UUID] = []
    if whom is RecipientChoice.COLLEAGUES:
        with form.field("people") as said:
            staff = st.multiselect(
                _("Who?") + said,
                [*colleagues],
                format_func=colleagues.__getitem__,
                placeholder=_("Choose a person"),
                key=f"thank-staff-{number}",
            )
    else:
        with form.field("people"):
            chosen = _chosen(context, organisation_id, whom, number)
    before = plan_form.suggested_plan(Gift.FLOWERS, context.today, _giver(context, colleagues))
    draft = FormDraft(f"thank:{organisation_id}", f"gift-thank-{number}-", Gift)
    written = plan_form.draw(form, context, organisation_id, before, colleagues, f"gift-thank-{number}-", chosen)
    draft.keep()
    plan_form.gentle_warning(context, organisation_id, written, engagement_ids=chosen, person_ids=staff)
    if st.button(_("Plan a thank-you"), type="primary", key="thank"):
        form.send(
            lambda by: plan_thanks(
                **by,
                organisation_id=organisation_id,
                plan=written,
                engagement_ids=chosen,
                colleague_ids=staff,
            ),
            _("It is planned."),
            icon=":material/redeem:",
            then=draft.sent(lambda _planned: _begin_anew(number)),
        )


def thank_one(context: Context, organisation_id: UUID, engagement_id: UUID, colleagues: Mapping[UUID, str]) -> None:
    """The form for one volunteer."""
    before = plan_form.suggested_plan(Gift.FLOWERS, context.today, _giver(context, colleagues))
    form = EntryForm(f"thank-{engagement_id}")
    draft = FormDraft(f"thank-one:{engagement_id}", f"gift-{engagement_id}-", Gift)
    written = plan_form.draw(
        form, context, organisation_id, before, colleagues, f"gift-{engagement_id}-", [engagement_id]
    )
    draft.keep()
    plan_form.gentle_warning(context, organisation_id, written, engagement_ids=[engagement_id])
    if st.button(_("Plan a thank-you"), type="primary", key=f"thank-{engagement_id}"):
        form.send(
            lambda by: plan_thanks(**by, organisation_id=organisation_id, plan=written, engagement_ids=[engagement_id]),
            _("It is planned."),
            icon=":material/redeem:",
            then=draft.sent(close_dialog),
        )


def _giver(context: Context, colleagues: Mapping[UUID, str]) -> UUID:
    """Who plans it, where they are among those who may give it."""
    own = actor_of(context).person_id
    return own if own in colleagues else next(iter(colleagues))


def _begin_anew(number: int) -> None:
    close_dialog()
    ROUND.set(number + 1)


def _chosen(context: Context, organisation_id: UUID, whom: RecipientChoice, number: int) -> list[UUID]:
    actor = actor_of(context)

    def people(**narrowed: Any) -> tuple[Thankable, ...]:
        return those_to_thank(session=context.session, actor=actor, organisation_id=organisation_id, **narrowed)

    match whom:
        case RecipientChoice.PAIR:
            return _both(context, organisation_id, number) if may(context.actor, Action.MAKE_PAIR) else []
        case RecipientChoice.WORKPLACE:
            called = {place.id: place.name for place in workplaces(context.session, organisation_id)}
            place = _one(_("Workplace"), called, f"thank-workplace-{number}")
            return [each.engagement_id for each in people(workplace_id=place)] if place else []
        case RecipientChoice.PROGRAMME:
            called_so = programme_names(session=context.session, actor=actor, language=context.language)
            programme = _one(_("Programme"), called_so, f"thank-programme-{number}")
            return [each.engagement_id for each in people(programme=programme)] if programme else []
        case _:
            return choose_people(
                _("Who?"),
                lambda search: [
                    Choice(each.engagement_id, each.name, each.workplace) for each in people(search=search)
                ],
                key=f"thank-some-{number}",
            )


def _both(context: Context, organisation_id: UUID, number: int) -> list[UUID]:
    """The two of a pair that is found by either name."""
    seen = PAIRS.of(number).first({})

    def find(search: str) -> list[Choice]:
        found = pairs(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            search=search,
            most=ASKED_FOR,
        )
        seen.update({each.pair_id: [each.first_id, each.second_id] for each in found})
        return [Choice(each.pair_id, f"{each.first_name} · {each.second_name}") for each in found]

    pair = choose_person(_("Which pair?"), find, key=f"thank-pair-{number}", empty=_("Choose"))
    return seen[pair] if pair is not None else []


def _one(label: str, called: Mapping[Some, str], key: str) -> Some | None:
    return st.selectbox(label, [*called], format_func=called.__getitem__, index=None, placeholder=_("Choose"), key=key)
