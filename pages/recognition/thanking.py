"""Planning to thank somebody whom no occasion named: some people, a pair, a workplace, a programme, or colleagues."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.errors import DomainError
from core.i18n import N_
from core.i18n import gettext as _
from core.pairs.service import pairs
from core.recognition.planning import Thankable, plan_thanks, those_to_thank
from core.recognition.rules import Gift
from core.register.documents import programme_names
from pages.recognition import plan_form
from pages.shell.context import Context, actor_of, refused
from pages.shell.flash import say

ROUND = "thank-round"


class Whom(StrEnum):
    """How those to thank are chosen."""

    SOME = "some"
    PAIR = "pair"
    WORKPLACE = "workplace"
    PROGRAMME = "programme"
    COLLEAGUES = "colleagues"


WHOM = {
    Whom.SOME: N_("Some volunteers"),
    Whom.PAIR: N_("A pair"),
    Whom.WORKPLACE: N_("Everybody at a workplace"),
    Whom.PROGRAMME: N_("Everybody in a programme"),
    Whom.COLLEAGUES: N_("Colleagues"),
}


def thank(context: Context, organisation_id: UUID, colleagues: Mapping[UUID, str]) -> None:
    """The form, folded away."""
    folded = st.expander(
        _("Thank somebody else"), icon=":material/add_reaction:", on_change="rerun", key="thank-somebody"
    )
    if not folded.open:
        return
    # With each round the fields begin anew, so that a second press cannot plan the same again.
    number = st.session_state.setdefault(ROUND, 0)
    with folded:
        whom = st.radio(_("Whom?"), [*Whom], format_func=lambda each: _(WHOM[each]), key=f"thank-whom-{number}")
        people = those_to_thank(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
        chosen: list[UUID] = []
        staff: list[UUID] = []
        if whom is Whom.COLLEAGUES:
            staff = st.multiselect(
                _("Who?"),
                [*colleagues],
                format_func=colleagues.__getitem__,
                placeholder=_("Choose a person"),
                key=f"thank-staff-{number}",
            )
        else:
            chosen = _chosen(context, organisation_id, whom, people, number)
        before = plan_form.suggested_plan(Gift.FLOWERS, context.today, next(iter(colleagues)))
        written = plan_form.draw(before, colleagues, f"thank-{number}")
        plan_form.gentle_warning(context, organisation_id, written, engagement_ids=chosen, person_ids=staff)
        if st.button(_("Plan a thank-you"), type="primary", key="thank"):
            try:
                plan_thanks(
                    session=context.session,
                    actor=actor_of(context),
                    organisation_id=organisation_id,
                    plan=written.whole(),
                    engagement_ids=chosen,
                    colleague_ids=staff,
                    now=context.now,
                )
            except DomainError as error:
                refused(error)
            else:
                say(_("It is planned."), icon=":material/redeem:")
                st.session_state[ROUND] += 1
                st.rerun()


def _chosen(
    context: Context, organisation_id: UUID, whom: Whom, people: tuple[Thankable, ...], number: int
) -> list[UUID]:
    names = {each.engagement_id: each.name for each in people}
    match whom:
        case Whom.PAIR:
            if not may(context.actor, Action.MAKE_PAIR):
                return []
            found = pairs(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
            now = {each.pair_id: each for each in found if each.ended_at is None}
            called = {key: f"{each.first_name} · {each.second_name}" for key, each in now.items()}
            pair = _one(_("Which pair?"), called, f"thank-pair-{number}")
            return [now[pair].first_id, now[pair].second_id] if pair is not None else []
        case Whom.WORKPLACE:
            place = _one(
                _("Workplace"), {each.workplace_id: each.workplace for each in people}, f"thank-workplace-{number}"
            )
            return [each.engagement_id for each in people if each.workplace_id == place]
        case Whom.PROGRAMME:
            called_so = programme_names(session=context.session, actor=actor_of(context), language=context.language)
            programme = st.selectbox(
                _("Programme"),
                [*called_so],
                format_func=called_so.__getitem__,
                index=None,
                placeholder=_("Choose"),
                key=f"thank-programme-{number}",
            )
            return [each.engagement_id for each in people if each.programme == programme]
        case _:
            return st.multiselect(
                _("Who?"),
                [*names],
                format_func=names.__getitem__,
                placeholder=_("Choose a person"),
                key=f"thank-some-{number}",
            )


def _one(label: str, called: Mapping[UUID, str], key: str) -> UUID | None:
    return st.selectbox(label, [*called], format_func=called.__getitem__, index=None, placeholder=_("Choose"), key=key)
