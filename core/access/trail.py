"""The trail of what was done, by whom: the one way into the audit log."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require, require_in
from core.i18n import N_
from db import audit
from db.audit import AuditDeed
from db.engine import transaction


class ListKind(StrEnum):
    """A list that is taken out of the portal as a table."""

    COURSES = "courses"
    SUPERVISIONS = "supervisions"
    SUPERVISIONS_BEFORE = "supervisions_before"
    PAIRS = "pairs"
    PAIRS_BEFORE = "pairs_before"
    TASKS = "tasks"
    FORECAST = "forecast"
    APPLICATIONS = "applications"
    PARTNERSHIPS = "partnerships"
    LOG = "log"
    OFFERS = "offers"
    FORMER_OFFERS = "former_offers"
    PARTICIPANTS = "participants"
    COLLEAGUES = "colleagues"
    DOCUMENTS = "documents"
    TEAMS = "teams"
    EXPENSES = "expenses"


LISTS: dict[str, str] = {
    ListKind.COURSES: N_("Courses"),
    ListKind.SUPERVISIONS: N_("Supervisions"),
    ListKind.SUPERVISIONS_BEFORE: N_("Former supervisions"),
    ListKind.PAIRS: N_("Pairs"),
    ListKind.PAIRS_BEFORE: N_("Earlier pairs"),
    ListKind.TASKS: N_("Tasks"),
    ListKind.FORECAST: N_("Forecast of approvals"),
    ListKind.APPLICATIONS: N_("Applications"),
    ListKind.PARTNERSHIPS: N_("Partnerships"),
    ListKind.LOG: N_("Log"),
    ListKind.OFFERS: N_("Learn and meet"),
    ListKind.FORMER_OFFERS: N_("Former offers"),
    ListKind.PARTICIPANTS: N_("Who comes"),
    ListKind.COLLEAGUES: N_("Colleagues"),
    ListKind.DOCUMENTS: N_("Documents"),
    ListKind.TEAMS: N_("Peer teams"),
    ListKind.EXPENSES: N_("Expenses"),
}


def trace(
    session: Session,
    organisation_id: UUID | None,
    actor: Actor | UUID | None,
    action: str,
    subject_kind: str,
    subject_id: UUID,
    now: datetime,
    fields: Sequence[str] = (),
) -> None:
    """Add "`actor` did `action` to the subject, changing `fields`" to the organisation's audit log.

    `actor` is the person's id alone where nobody is logged in yet, and None for what the portal does by itself.
    `organisation_id` is None for what concerns no organisation, such as a login.
    """
    audit.append(
        session,
        organisation_id=organisation_id,
        actor_id=actor.person_id if isinstance(actor, Actor) else actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        now=now,
        fields=fields,
    )


def list_taken(
    *, session: Session, actor: Actor, action: Action, organisation_id: UUID, kind: ListKind, now: datetime
) -> None:
    """Note in the log that `actor` took a list of the organisation out. "not_allowed" for who may do `action`, by which
    the list is read, to nothing there."""
    with transaction(session):
        require_in(actor, action, organisation_id)
        trace(session, organisation_id, actor, "list.downloaded", "organisation", organisation_id, now, [kind])


def trace_all(
    session: Session, organisation_id: UUID, actor: Actor | UUID | None, told: Iterable[AuditDeed], now: datetime
) -> None:
    """The same of many things done at once, in their order."""
    actor_id = actor.person_id if isinstance(actor, Actor) else actor
    audit.append_all(session, organisation_id=organisation_id, actor_id=actor_id, told=told, now=now)


def holds_for(*, session: Session, actor: Actor, action: Action, organisation_id: UUID, today: date) -> Hashable:
    """What is counted among all that is in an organisation holds for this: the organisation, the day, and the end of
    its trail. While it is the same, so are the counts, because whatever changes a fact leaves its trace with it.
    "not_allowed" for who may not do `action` there."""
    require(actor, action, Subject(organisation_id))
    return organisation_id, today, audit.end_of(session, organisation_id)
