"""What a list shows: chosen by workplace, programme, contact person and state, and remembered until one logs out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from core.documents.rules import DocumentState
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from pages.parts.session import Context, actor_of
from pages.parts.status import word


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader wants to see; None is all."""

    workplace_id: UUID | None
    programme: str | None
    contact_person_id: UUID | None
    state: DocumentState | None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Chosen(None, None, None, None)

    def for_query(self) -> dict[str, Any]:
        """The part of it that the database sorts out."""
        return {
            "workplace_id": self.workplace_id,
            "programme": self.programme,
            "contact_person_id": self.contact_person_id,
        }


def filters(context: Context, organisation_id: UUID, programmes: Mapping[str, str], *, states: bool = True) -> Chosen:
    """Draw the choices, folded away until they are wanted."""
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    people = {
        person.id: person.name
        for person in contact_people(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    }
    kept = [st.session_state.get(f"filter-{name}") for name in ("workplace", "programme", "contact", "state")]
    chosen_before = any(choice is not None for choice in kept)
    with st.expander(_("Choose what to see"), icon=":material/tune:", expanded=chosen_before):
        first, second, third, fourth = st.columns(4)
        with first:
            workplace_id = _choice(_("Workplace"), "workplace", places)
        with second:
            programme = _choice(_("Programme"), "programme", programmes)
        with third:
            contact_person_id = _choice(_("Contact person"), "contact", people)
        with fourth:
            state = _choice(_("State"), "state", {state: word(state) for state in DocumentState}) if states else None
    return Chosen(workplace_id, programme, contact_person_id, state)


def _choice(label: str, name: str, options: Mapping[Any, str]) -> Any:
    return st.selectbox(
        label,
        [None, *options],
        format_func=lambda key: _("All") if key is None else options[key],
        key=f"filter-{name}",
        persist_state="session",
    )
