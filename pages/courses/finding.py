"""Finding those who lead courses two and two, by a part of the name."""

from functools import cache
from uuid import UUID

from core.pairs.service import instructors
from pages.people.choosing import Choice, Find
from pages.shell.context import Context, actor_of


def instructors_found(context: Context, organisation_id: UUID) -> Find:
    """Finds those who lead courses two and two by a part of the name; the same search once in a run."""

    @cache
    def find(search: str) -> list[Choice]:
        found = instructors(
            session=context.session, actor=actor_of(context), organisation_id=organisation_id, search=search
        )
        return [Choice(each.engagement_id, each.name, each.workplace) for each in found]

    return find
