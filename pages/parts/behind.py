"""The list behind a figure: what its address asks for, and the way back to everybody."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.courses.rules import Term
from core.i18n import gettext as _
from core.i18n import on_date
from core.journey.steps import Stage
from core.overview.figures import behind
from core.overview.volunteers import VolunteerRow
from pages.parts.session import Context, actor_of
from pages.parts.stages import STAGES

NAMES = ("stage", "since", "before")


def take_workplace(key: str = "filter-workplace") -> None:
    """Choose the workplace the address names, as the reader would; before the choices are drawn."""
    asked = st.query_params.pop("workplace", None)
    if asked is not None:
        try:
            st.session_state[key] = UUID(asked)
        except ValueError:
            return


def take_term(known: Sequence[Term]) -> None:
    """Choose the term of courses the address names, as the reader would, where it is one of those `known`."""
    asked = st.query_params.pop("term", None)
    found = {f"{term.year}-{2 if term.autumn else 1}": term for term in known}
    if asked in found:
        st.session_state["courses-term"] = found[asked]


def narrowed(context: Context, organisation_id: UUID, rows: Sequence[VolunteerRow]) -> list[VolunteerRow]:
    """Those of `rows` the address asks for, said above the list; all where it asks for nothing that is known."""
    actor, told = actor_of(context), _asked()
    if not told or not may(actor, Action.SEE_FIGURES):
        return list(rows)
    wanted = behind(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        stage=_stage(),
        since=_day("since"),
        before=_day("before"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/filter_alt: **{told}**")
        if st.button(_("Show everybody"), key="show-everybody", icon=":material/close:"):
            for name in NAMES:
                st.query_params.pop(name, None)
            st.rerun()
    return [row for row in rows if row.engagement_id in wanted]


def _asked() -> str:
    stage, since, before = _stage(), _day("since"), _day("before")
    told = [_(STAGES[stage])] if stage else []
    if since and before:
        told.append(
            _("The approval runs out from {first} to {last}").format(first=on_date(since), last=on_date(before))
        )
    elif before:
        told.append(_("The approval runs out by {last}").format(last=on_date(before)))
    return " · ".join(told)


def _stage() -> Stage | None:
    asked = st.query_params.get("stage", "")
    return Stage(asked) if asked in set(Stage) else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None
