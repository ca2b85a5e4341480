"""The organisation's own numbers for applications and alignments: read by who needs them, kept by who may."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.errors import all_refused
from core.i18n import local_day
from core.organisations.held import check_bounds
from core.organisations.rules import PACE_BOUNDS, LeftMonths, OrganisationPace
from db.engine import transaction
from db.organisations import Organisation


def pace_in(organisation: Organisation) -> OrganisationPace:
    """The numbers of an organisation that is at hand."""
    return OrganisationPace(**{name: getattr(organisation, name) for name in PACE_BOUNDS})


def pace_of(session: Session, organisation_id: UUID) -> OrganisationPace:
    """The numbers that hold in an organisation."""
    return pace_in(session.get_one(Organisation, organisation_id))


def left_months_in(organisation: Organisation) -> LeftMonths:
    """How long what is about somebody who has stopped is kept in an organisation that is at hand."""
    told = tuple((date.fromisoformat(until), int(months)) for until, months in organisation.left_before)
    return LeftMonths(organisation.left_months, told)


def left_months_of(session: Session, organisation_id: UUID) -> LeftMonths:
    """How long what is about somebody who has stopped is kept in an organisation."""
    return left_months_in(session.get_one(Organisation, organisation_id))


def save_pace(*, session: Session, actor: Actor, organisation_id: UUID, pace: OrganisationPace, now: datetime) -> None:
    """Keep the numbers; they hold for what happens from now on, and no applicant's promised day moves. That of who has
    stopped comes sooner where the number is less, and never later than they were told.

    The organisation's version stays: whoever changes its name meanwhile has missed nothing.
    Raises every "number_outside" at once, by the names of `OrganisationPace`.
    """
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        numbers = asdict(pace)
        with all_refused() as check:
            check_bounds(check, pace, PACE_BOUNDS)
        organisation = session.exec(
            select(Organisation).where(Organisation.id == organisation_id).with_for_update()
        ).one()
        changed = [name for name, number in numbers.items() if getattr(organisation, name) != number]
        if "left_months" in changed:
            told = left_months_in(organisation).changed(pace.left_months, local_day(now)).before
            organisation.left_before = [[until.isoformat(), months] for until, months in told]
        for name in changed:
            setattr(organisation, name, numbers[name])
        if changed:
            session.add(organisation)
            trace(
                session, organisation_id, actor, "organisation.changed", "organisation", organisation_id, now, changed
            )
