"""An organisation's own versions of the programmes: read, adjusted and published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of, visible
from core.programmes.rules import Value, VersionLabel, adjusted, differences, former, problems
from db.engine import transaction
from db.organisations import Organisation
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class PublishedProgramme:
    """One published version of a programme. `own` is whether the organisation published it, `published_by` who did
    ("" for the portal), `people` how many volunteers are on it now."""

    id: UUID
    number: int
    own: bool
    published_at: datetime
    published_by: str
    people: int
    programme: Programme

    @property
    def label(self) -> VersionLabel:
        """What tells it from the other versions of its programme."""
        return VersionLabel(self.number, self.own)


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme as an organisation has it: its versions, newest first; the first is what new volunteers begin
    under."""

    id: str
    versions: tuple[PublishedProgramme, ...]

    @property
    def newest(self) -> PublishedProgramme:
        """What new volunteers begin under."""
        return self.versions[0]

    @property
    def behind(self) -> int:
        """How many volunteers are on another version than the newest."""
        return sum(version.people for version in self.versions[1:])

    def former(self, version: PublishedProgramme) -> PublishedProgramme | None:
        """The version that `version` was made from; None for the first."""
        found = former([each.label for each in self.versions], version.label)
        return next((each for each in self.versions if each.label == found), None)


def programmes(*, session: Session, actor: Actor, organisation_id: UUID) -> list[ProgrammeView]:
    """The organisation's programmes by id, each with its versions; in a fixed number of queries."""
    require(actor, Action.EDIT_PROGRAMMES, Subject(organisation_id))
    return _views(session, organisation_id)


def programme(*, session: Session, actor: Actor, organisation_id: UUID, programme_id: str) -> ProgrammeView:
    """One programme of the organisation; "not_found" for none."""
    require(actor, Action.EDIT_PROGRAMMES, Subject(organisation_id))
    return _view(session, organisation_id, programme_id)


def adjust(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    programme: str,
    changes: Mapping[str, Value],
    expected_number: int,
    now: datetime,
) -> PublishedProgramme:
    """Publish `programme` with `changes` as the organisation's next version. Nobody is moved to it.

    `changes` are settings by dotted name (`core.programmes.rules.settings_of`); `expected_number` is the version they
    were made from: "changed_meanwhile" where somebody has published another since, "programme_unchanged" where
    nothing would differ, or the code of the first of `problems`.
    """
    with transaction(session):
        require(actor, Action.EDIT_PROGRAMMES, Subject(organisation_id))
        # Two administrators publish one after the other: there is no version yet that could be locked.
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        base = _view(session, organisation_id, programme).newest
        if base.number != expected_number:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        found = problems(base.programme, changes)
        if found:
            raise DomainError(found[0].code, **dict(found[0].details))
        made = adjusted(base.programme, changes, base.number + 1)
        changed = differences(base.programme, made)
        if not changed:
            raise DomainError(ErrorCode.PROGRAMME_UNCHANGED)
        row = ProgrammeVersion(
            organisation_id=organisation_id,
            programme=made.id,
            number=made.version,
            content=made.content_json(),
            fingerprint=made.fingerprint(),
            published_at=now,
            published_by_id=actor.person_id,
        )
        session.add(row)
        session.flush()
        fields = [each.setting for each in changed]
        trace(session, organisation_id, actor, "programme.published", "programme_version", row.id, now, fields)
        return PublishedProgramme(row.id, row.number, True, now, actor.name, 0, made)


def _view(session: Session, organisation_id: UUID, programme_id: str) -> ProgrammeView:
    found = next((view for view in _views(session, organisation_id) if view.id == programme_id), None)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _views(session: Session, organisation_id: UUID) -> list[ProgrammeView]:
    people = dict(
        session.exec(
            select(Engagement.programme_version_id, func.count())
            .where(Engagement.organisation_id == organisation_id, col(Engagement.ended_at).is_(None))
            .group_by(col(Engagement.programme_version_id))
        ).all()
    )
    rows = session.exec(
        select(ProgrammeVersion, Person.name)
        .join(Person, col(Person.id) == col(ProgrammeVersion.published_by_id), isouter=True)
        .where(visible(organisation_id))
        .order_by(col(ProgrammeVersion.organisation_id).is_not(None).desc(), col(ProgrammeVersion.number).desc())
    ).all()
    by_programme: dict[str, list[PublishedProgramme]] = {}
    for row, name in rows:
        version = PublishedProgramme(
            id=row.id,
            number=row.number,
            own=row.organisation_id is not None,
            published_at=row.published_at,
            published_by=name or "",
            people=people.get(row.id, 0),
            programme=programme_of(session, row.id),
        )
        by_programme.setdefault(row.programme, []).append(version)
    return [ProgrammeView(id_, _worth_showing(versions)) for id_, versions in sorted(by_programme.items())]


def _worth_showing(versions: Sequence[PublishedProgramme]) -> tuple[PublishedProgramme, ...]:
    """A version of the portal's that came after the organisation's first is nobody's: its own took its place."""
    own = [version for version in versions if version.own]
    if not own:
        return tuple(versions)
    first = min(version.number for version in own)
    return tuple(version for version in versions if version.own or version.number < first or version.people)
