"""The facts of many engagements, read in a fixed number of queries however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.approvals.reading import facts_of, pauses_of
from core.approvals.rules import InstructorFacts
from core.clarification.reading import newest_meetings
from core.courses.reading import LedRun, runs_of
from core.documents.case import DocumentCase, gather
from core.documents.rules import VOLUNTEER
from core.documents.template.model import Template
from core.documents.template.publishing import newest_of, templates
from core.guidelines.reading import TextReading, readings
from core.guidelines.rules import AcknowledgementState
from core.i18n import local_day
from core.journey.goodbye_facts import goodbye_states
from core.journey.steps import NEEDED_DETAILS, DocumentFacts, LearningFact, ModuleFact, PathFacts, RunFact, TalkFact
from core.offers.reading import learned_by
from core.pdf.fonts import unprintable
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from core.talks.rules import TalkKind
from db.approvals import Goodbye
from db.courses import CourseModule, CourseRun, Evaluation
from db.documents import Document, DocumentParty
from db.organisations import Organisation
from db.pairs import Pair
from db.people import Account, Engagement, Person
from db.talks import Talk


@dataclass(frozen=True, slots=True)
class Known:
    """One engagement with its facts, and the names a path is told with."""

    engagement: Engagement
    person: Person
    organisation: str
    contact_person: str
    programme: Programme
    facts: PathFacts


def _engaged() -> Any:
    contact = aliased(Person)
    return (
        select(Engagement, Person, Organisation.name, contact.name, col(Account.id).is_not(None), Goodbye)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == Engagement.person_id)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(contact, contact.id == Engagement.contact_person_id)
        .join(Account, col(Account.person_id) == Engagement.person_id, isouter=True)
        .join(Goodbye, col(Goodbye.engagement_id) == Engagement.id, isouter=True)
        .order_by(col(Engagement.created_at))
    )


_ENGAGED = _engaged()


def known(session: Session, conditions: Iterable[Any], today: date, *, under: Programme | None = None) -> list[Known]:
    """The engagements that meet all conditions on `Engagement`, oldest first, each with its facts.

    `under` is a programme to read them under instead of each one's own: what a move to it would make of them.
    """
    engaged = session.exec(_ENGAGED.where(*conditions)).all()
    if not engaged:
        return []
    ids = [engagement.id for engagement, *_rest in engaged]
    cases = _cases(session, ids)
    programmes = {
        engagement.id: under or programme_of(session, engagement.programme_version_id) for engagement, *_rest in engaged
    }
    owners = {engagement.organisation_id for engagement, *_rest in engaged}
    to_draft = _newest_templates(session, programmes.values(), owners, today)
    to_read = readings(session, [engagement for engagement, *_rest in engaged])
    instructors = [engagement_id for engagement_id in ids if programmes[engagement_id].approval is not None]
    led = runs_of(session, instructors)
    own_facts = facts_of(session, instructors, led=led)
    paused = pauses_of(session, [engagement_id for engagement_id in ids if engagement_id not in own_facts])
    own_facts |= {engagement_id: InstructorFacts(pauses=found) for engagement_id, found in paused.items()}
    runs, (talks, followed_up) = _runs(session, led), _talks(session, ids)
    expected = [engagement_id for engagement_id in ids if programmes[engagement_id].competence.every_years is not None]
    learning = learned_by(session, expected)
    paired = _paired(session, [engagement_id for engagement_id in ids if programmes[engagement_id].pairs])
    clarifying = [engagement_id for engagement_id in ids if programmes[engagement_id].clarification]
    meetings, clarified = newest_meetings(session, clarifying), _clarified(session, clarifying)
    goodbyes = goodbye_states(session, [goodbye for *_rest, goodbye in engaged if goodbye is not None])
    found = []
    for engagement, person, organisation, contact_person, joined, _goodbye in engaged:
        programme, own = programmes[engagement.id], cases[engagement.id]
        facts = PathFacts(
            joined=joined,
            details_missing=details_missing(person),
            documents={kind: _document(case, engagement.id) for kind, case in own.items()},
            writers=_writers(programme, own, to_draft[engagement.organisation_id]),
            begins_on=engagement.begins_on,
            unread=_unread(to_read[engagement.id]),
            added_on=local_day(engagement.created_at),
            paired=engagement.id in paired,
            runs=runs.get(engagement.id, ()),
            talks=tuple(talks.get(engagement.id, ())),
            followed_up=tuple(followed_up.get(engagement.id, ())),
            learning=tuple(LearningFact(*each) for each in learning.get(engagement.id, ())),
            instructor=own_facts[engagement.id],
            goodbye=goodbyes.get(engagement.id),
            clarification=meetings.get(engagement.id),
            clarified=engagement.id in clarified,
        )
        found.append(Known(engagement, person, organisation, contact_person, programme, facts))
    return found


def details_missing(person: Person) -> tuple[str, ...]:
    """The contact details somebody has yet to give: `NEEDED_DETAILS`, and a Latin spelling of a name that no document
    can print (L5)."""
    needed = [*NEEDED_DETAILS, *(["latin_name"] if unprintable(person.name) else [])]
    return tuple(detail for detail in needed if not getattr(person, detail).strip())


def _cases(session: Session, engagement_ids: Sequence[UUID]) -> dict[UUID, dict[str, DocumentCase]]:
    """The newest document of each kind an engagement stands in and that was not withdrawn."""
    document_ids = session.exec(
        select(Document.id)
        .join(DocumentParty, col(DocumentParty.document_id) == Document.id)
        .where(col(DocumentParty.engagement_id).in_(engagement_ids), col(Document.withdrawn_at).is_(None))
        .order_by(col(Document.created_at))
    ).all()
    found: dict[UUID, dict[str, DocumentCase]] = {engagement_id: {} for engagement_id in engagement_ids}
    for case in gather(session, document_ids):
        for party in case.parties:
            if party.engagement_id in found:
                found[party.engagement_id][case.document.kind] = case
    return found


def _document(case: DocumentCase, engagement_id: UUID) -> DocumentFacts:
    given = case.given(case.current.id) if case.current else ()
    moments = [case.document.shared_at, case.document.declined_at, *(consent.given_at for consent in given)]
    since = max((moment for moment in moments if moment is not None), default=None)
    return DocumentFacts(
        document_id=case.document.id,
        standing=case.standing(),
        capacity=case.capacity_of(engagement_id) or VOLUNTEER,
        since=local_day(since) if since else None,
    )


def _newest_templates(
    session: Session, programmes: Iterable[Programme], owners: Collection[UUID], today: date
) -> dict[UUID | None, dict[str, Template]]:
    """What new documents are made from, by organisation and kind."""
    wanted = {kind for programme in programmes for kind in programme.documents}
    versions = newest_of(session, wanted, organisation_ids=owners, today=today)
    read = templates(session, {version_id for of_one in versions.values() for version_id in of_one.values()})
    return {owner: {kind: read[id_] for kind, id_ in of_one.items()} for owner, of_one in versions.items()}


def _unread(own: Sequence[TextReading]) -> int | None:
    return sum(reading.standing is not AcknowledgementState.HOLDS for reading in own) if own else None


def _writers(programme: Programme, own: Mapping[str, DocumentCase], to_draft: Mapping[str, Template]) -> dict[str, str]:
    """Who acts for the organisation in each kind: as the drafted document says, else as its newest template does."""
    found = {kind: to_draft[kind] for kind in programme.documents if kind in to_draft}
    found |= {kind: case.template for kind, case in own.items()}
    return {
        kind: party.role for kind, template in found.items() for party in template.parties if party.role is not None
    }


def _paired(session: Session, engagement_ids: Collection[UUID]) -> set[UUID]:
    """Those of these engagements that are in a pair now."""
    if not engagement_ids:
        return set()
    rows = session.exec(
        select(Pair.first_id, Pair.second_id).where(
            col(Pair.ended_at).is_(None),
            or_(col(Pair.first_id).in_(engagement_ids), col(Pair.second_id).in_(engagement_ids)),
        )
    )
    return {engagement_id for both in rows for engagement_id in both}.intersection(engagement_ids)


def _runs(session: Session, led: Mapping[UUID, tuple[LedRun, ...]]) -> dict[UUID, tuple[RunFact, ...]]:
    """What the runs that these engagements lead, by engagement, ask of the coordinator."""
    run_ids = {run.course_run_id for of_one in led.values() for run in of_one}
    if not run_ids:
        return {}
    rows = session.exec(
        select(CourseRun.id, col(CourseRun.reviewed_on), col(Evaluation.finished_at))
        .join(Evaluation, col(Evaluation.course_run_id) == CourseRun.id, isouter=True)
        .where(col(CourseRun.id).in_(run_ids))
    ).all()
    ends = {run_id: (finished_at is not None, reviewed_on is not None) for run_id, reviewed_on, finished_at in rows}
    newest, unheld = _modules(session, [run_id for run_id, (evaluated, _reviewed) in ends.items() if not evaluated])
    contacted = _contacted(session, led, [module_id for module_id, _day in newest.values()])
    found = {}
    for engagement_id, of_one in led.items():
        facts = []
        for run in of_one:
            # Who stood in for somebody, or had to stop, is not asked about the run as a whole.
            if run.substitute or run.stopped_on is not None:
                continue
            evaluated, reviewed = ends[run.course_run_id]
            module = newest.get(run.course_run_id)
            facts.append(
                RunFact(
                    course_run_id=run.course_run_id,
                    last_on=run.last_on,
                    held=evaluated or (module is not None and run.course_run_id not in unheld),
                    evaluated=evaluated,
                    reviewed=reviewed,
                    newest_module=ModuleFact(*module, (engagement_id, module[0]) in contacted) if module else None,
                )
            )
        found[engagement_id] = tuple(facts)
    return found


def _talks(
    session: Session, engagement_ids: Collection[UUID]
) -> tuple[dict[UUID, list[TalkFact]], dict[UUID, list[date]]]:
    """The talks that are planned and were not held, and the days on which it was talked about how it goes."""
    planned: dict[UUID, list[TalkFact]] = defaultdict(list)
    held: dict[UUID, list[date]] = defaultdict(list)
    rows = session.exec(
        select(Talk.engagement_id, Talk.id, Talk.kind, col(Talk.planned_on), col(Talk.held_on)).where(  # type: ignore[call-overload]
            col(Talk.engagement_id).in_(engagement_ids),
            or_(col(Talk.held_on).is_(None), Talk.kind == TalkKind.FOLLOW_UP),
        )
    )
    for engagement_id, talk_id, kind, planned_on, held_on in rows:
        if held_on is not None:
            held[engagement_id].append(held_on)
        elif planned_on is not None:
            planned[engagement_id].append(TalkFact(talk_id, planned_on, follow_up=kind == TalkKind.FOLLOW_UP))
    return planned, held


def _clarified(session: Session, engagement_ids: Collection[UUID]) -> set[UUID]:
    """With whom a talk before the training was held, as it was done before there were meetings."""
    if not engagement_ids:
        return set()
    return set(
        session.exec(
            select(Talk.engagement_id).where(
                col(Talk.engagement_id).in_(engagement_ids),
                Talk.kind == TalkKind.CLARIFICATION,
                col(Talk.held_on).is_not(None),
            )
        )
    )


def _modules(session: Session, run_ids: Collection[UUID]) -> tuple[dict[UUID, tuple[UUID, date]], set[UUID]]:
    """The newest module of each run that was held, and the runs with modules that were not."""
    rows = session.exec(
        select(CourseModule.course_run_id, CourseModule.id, CourseModule.starts_at, CourseModule.held_at)
        .where(col(CourseModule.course_run_id).in_(run_ids))
        .order_by(col(CourseModule.number))
    ).all()
    newest: dict[UUID, tuple[UUID, date]] = {}
    unheld: set[UUID] = set()
    for run_id, module_id, starts_at, held_at in rows:
        if held_at is None:
            unheld.add(run_id)
        else:
            newest[run_id] = (module_id, local_day(starts_at))
    return newest, unheld


def _contacted(
    session: Session, engagement_ids: Collection[UUID], module_ids: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """With whom somebody has talked since which module."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = session.exec(
        select(Talk.engagement_id, Talk.course_module_id).where(
            col(Talk.engagement_id).in_(engagement_ids),
            col(Talk.course_module_id).in_(module_ids),
            col(Talk.held_on).is_not(None),
        )
    )
    for engagement_id, module_id in rows:
        if module_id is not None:
            found[engagement_id].add(module_id)
    return {(engagement_id, module_id) for engagement_id, of_one in found.items() for module_id in of_one}
