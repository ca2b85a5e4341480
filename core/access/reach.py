"""The permission table as SQL: what a list may show to whoever reads it."""

from typing import Any
from uuid import UUID

from sqlalchemy import false
from sqlmodel import col, or_

from core.access.permissions import TABLE, Action, Actor, Reach
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.courses import CourseRun
from db.people import Engagement
from db.tasks import VolunteerTask


def visible_to(
    actor: Actor,
    action: Action,
    organisation_id: UUID,
    table: type[Engagement] | type[CourseRun] | type[VolunteerTask] = Engagement,
) -> list[Any]:
    """SQL conditions on `table`: the rows in the organisation that `actor` may do `action` to, as `may` says of each.

    A run of a course and a task tell neither who follows them nor whom they concern, so a workplace alone leads there.
    "not_allowed" where the actor may do it to nothing there, so that an empty list is never a refusal.
    """
    rights = TABLE.get(action, {})
    held = [
        (reach, grant.workplace_id)
        for grant in actor.grants
        if grant.organisation_id == organisation_id and (reach := rights.get(grant.role))
    ]
    reaches = {reach for reach, _workplace_id in held}
    if not reaches:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    inside = col(table.organisation_id) == organisation_id
    if Reach.ORGANISATION in reaches:
        return [inside]
    within: list[Any] = []
    if Reach.WORKPLACE in reaches:
        places = [workplace_id for reach, workplace_id in held if reach is Reach.WORKPLACE and workplace_id]
        within.append(col(table.workplace_id).in_(places))
        if table is Engagement:
            within.append(col(Engagement.contact_person_id) == actor.person_id)
    if Reach.OWN in reaches and table is Engagement:
        within.append(col(Engagement.person_id) == actor.person_id)
    return [inside, or_(false(), *within)]


def narrowed_to(actor: Actor, action: Action, organisation_id: UUID) -> list[Any]:
    """What `visible_to` asks of an `Engagement` beyond its organisation; [] for whoever may do it to all there.

    For lists of what has the organisation beside it: they need not read the engagements where this is [].
    """
    return visible_to(actor, action, organisation_id)[1:]
