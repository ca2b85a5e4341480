"""What a list shows: chosen by workplace, programme, contact person and state, and remembered until one logs out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.filter import EngagementFilter
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.inputs import one_of

WORKPLACE = ScreenState[UUID | None]("filter-workplace", None)
PROGRAMME = ScreenState[str | None]("filter-programme", None)
CONTACT_PERSON = ScreenState[UUID | None]("filter-contact", None)
STATE = ScreenState[DocumentState | None]("filter-state", None)
FILTERS: tuple[ScreenState[Any], ...] = (WORKPLACE, PROGRAMME, CONTACT_PERSON, STATE)


@dataclass(frozen=True, slots=True)
class Chosen(EngagementFilter):
    """What the reader wants to see; None is all."""

    state: DocumentState | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Chosen()

    def for_query(self) -> dict[str, Any]:
        """The part of it that the database sorts out."""
        return {
            "workplace_id": self.workplace_id,
            "programme": self.programme,
            "contact_person_id": self.contact_person_id,
        }


def filters(
    context: Context,
    organisation_id: UUID,
    programmes: Callable[[], Mapping[str, str]],
    *,
    states: Mapping[DocumentState, str] | None = None,
    more: Callable[[], None] | None = None,
) -> Chosen:
    """The choices, folded away until they are wanted; what was chosen before holds all the while.

    `programmes` reads what there is to choose from, once that is looked at. `states` are the states of documents to
    choose from, in words, where a list is of documents. `more` draws what else a page lets choose.
    """
    before = _kept()
    folded = st.expander(
        _("Choose what to see"),
        icon=":material/tune:",
        key="filters",
        expanded=not before.everything,
        on_change="rerun",
    )
    if folded.open:
        with folded:
            _draw(context, organisation_id, programmes(), states)
            if more is not None:
                more()
    chosen = _kept()
    return replace(chosen, state=None) if states is None else chosen


def _kept() -> Chosen:
    return Chosen(WORKPLACE.get(), PROGRAMME.get(), CONTACT_PERSON.get(), STATE.get())


def _draw(
    context: Context,
    organisation_id: UUID,
    programmes: Mapping[str, str],
    states: Mapping[DocumentState, str] | None,
) -> None:
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    people = contact_people(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    choices: list[tuple[str, Mapping[Any, str]]] = [
        (_("Workplace"), places),
        (_("Programme"), programmes),
        (_("Contact person"), people),
        (_("State"), states or {}),
    ]
    columns = st.columns(len(choices) if states else len(choices) - 1)
    for column, kept, (label, options) in zip(columns, FILTERS, choices, strict=False):
        one_of(
            label,
            [None, *options],
            format_func=partial(_called, options),
            where=column,
            key=kept.key,
            persist_state="session",
        )


def _called(options: Mapping[Any, str], key: Any) -> str:
    return _("All") if key is None else options[key]


def take_workplace(chosen: ScreenState[UUID | None] = WORKPLACE) -> None:
    """Choose the workplace the address names, as the reader would; before the choices are drawn."""
    asked = st.query_params.pop("workplace", None)
    if asked is not None:
        try:
            chosen.set(UUID(asked))
        except ValueError:
            return
