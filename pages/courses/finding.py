"""Finding those who lead courses two and two: by a part of the name, or the one an address names."""

from functools import cache
from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.pairs.service import instructors
from pages.people.choosing import Choice, Find
from pages.shell.action import attempt
from pages.shell.context import Context, actor_of
from pages.shell.scope import id_in_address


def instructors_found(context: Context, organisation_id: UUID) -> Find:
    """Finds those who lead courses two and two by a part of the name; the same search once in a run."""

    @cache
    def find(search: str) -> list[Choice]:
        found = instructors(
            session=context.session, actor=actor_of(context), organisation_id=organisation_id, search=search
        )
        return [Choice(each.engagement_id, each.name, each.workplace) for each in found]

    return find


def instructor_asked(context: Context, organisation_id: UUID) -> Choice | None:
    """Whom the address asks for by `for`; None where it names nobody who leads courses here."""
    named = attempt(lambda: id_in_address(st.query_params.get("for")))
    if isinstance(named, DomainError):
        return None
    found = instructors(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, engagement_ids=[named]
    )
    return next((Choice(each.engagement_id, each.name, each.workplace) for each in found), None)
