"""Two instructors who lead courses together: joined by a coordinator, with an agreement between the two (B0–B5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.case import gather
from core.documents.drafting.service import share, store_draft, withdraw
from core.documents.rules import DocumentState, change_refused, state_of
from core.documents.template.model import PAIR_KINDS
from core.documents.template.publishing import newest
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, known, local_day
from core.people.search import by_name, finds
from core.programmes.publishing import programme_of, versions_where
from db.documents import Document
from db.engine import transaction
from db.organisations import Workplace
from db.pairs import Pair
from db.people import Engagement, Person

(AGREEMENT,) = PAIR_KINDS


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair in a list; `document_id` and `state` are of its newest agreement, None where there is none."""

    pair_id: UUID
    first_id: UUID
    first_name: str
    second_id: UUID
    second_name: str
    begins_on: date
    ended_at: datetime | None
    document_id: UUID | None
    state: DocumentState | None


@dataclass(frozen=True, slots=True)
class Instructor:
    """Somebody who can be joined with another; `partner` is the name of who they are a pair with now, "" for nobody.

    `workplace` tells two of one name apart.
    """

    engagement_id: UUID
    name: str
    workplace: str
    language: str
    partner_id: UUID | None
    partner: str


@dataclass(frozen=True, slots=True)
class PairDetails:
    """Which two engagements work together, from which day, and the language they sign their agreement in."""

    first_id: UUID
    second_id: UUID
    begins_on: date
    signing_language: str


def make_pair(*, session: Session, actor: Actor, details: PairDetails, now: datetime) -> Pair:
    """Join two engagements, and send both their agreement. A pair either was in before ends, for a new partner takes
    its place.

    Raises "pair_same_person", "pair_exists", "pair_programme", "choice_invalid" for a language, or "not_allowed".
    """
    with transaction(session):
        first, second = _both(session, actor, details.first_id, details.second_id)
        if details.signing_language not in LANGUAGES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        for former in _current(session, [first.id, second.id]):
            if {former.first_id, former.second_id} == {first.id, second.id}:
                raise DomainError(ErrorCode.PAIR_EXISTS)
            _end(session, former, actor, now)
        pair = Pair(
            organisation_id=first.organisation_id,
            first_id=first.id,
            second_id=second.id,
            begins_on=details.begins_on,
            created_by_id=actor.person_id,
            created_at=now,
        )
        session.add(pair)
        session.flush()
        trace(session, pair.organisation_id, actor, "pair.made", "pair", pair.id, now)
        current = newest(session, [AGREEMENT], organisation_id=pair.organisation_id, today=local_day(now))
        published = current[AGREEMENT]
        document = store_draft(session, first, published, details.signing_language, pair=pair, actor=actor, now=now)
        share(session=session, actor=actor, document_id=document.id, now=now)
        return pair


def end_pair(*, session: Session, actor: Actor, pair_id: UUID, now: datetime) -> Pair:
    """The two no longer work as a pair: what is not signed is withdrawn, what is signed holds no longer and is kept.

    Ending it twice changes nothing.
    """
    with transaction(session):
        pair = session.exec(select(Pair).where(Pair.id == pair_id).with_for_update()).one_or_none()
        if pair is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MAKE_PAIR, Subject(pair.organisation_id))
        if pair.ended_at is None:
            _end(session, pair, actor, now)
        return pair


def pairs(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    former: bool = False,
    search: str = "",
    most: int | None = None,
) -> list[PairRow]:
    """The pairs of today, or the `former` ones, by the name of the first: those where a name holds `search`.

    No more than `most`, however many there are.
    """
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    asked = _ROWS.where(*_conditions(organisation_id, former, search))
    ordered = asked.order_by(func.lower(_ONE.name), func.lower(_OTHER.name), col(Pair.id)).limit(most)
    rows = session.exec(ordered).all()
    agreements = _agreements(session, [pair.id for pair, _one, _other in rows])
    return [
        PairRow(
            pair_id=pair.id,
            first_id=pair.first_id,
            first_name=first_name,
            second_id=pair.second_id,
            second_name=second_name,
            begins_on=pair.begins_on,
            ended_at=pair.ended_at,
            document_id=agreements[pair.id][0] if pair.id in agreements else None,
            state=agreements[pair.id][1] if pair.id in agreements else None,
        )
        for pair, first_name, second_name in rows
    ]


def count_pairs(
    *, session: Session, actor: Actor, organisation_id: UUID, former: bool = False, search: str = ""
) -> int:
    """How many `pairs` there are."""
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    counted = _COUNT if search.strip() else select(func.count(col(Pair.id)))
    return int(session.exec(counted.where(*_conditions(organisation_id, former, search))).one())


_FIRST, _SECOND = aliased(Engagement), aliased(Engagement)
_ONE, _OTHER = aliased(Person), aliased(Person)


def _with_names(chosen: Any) -> Any:
    return (
        chosen.select_from(Pair)
        .join(_FIRST, col(_FIRST.id) == Pair.first_id)
        .join(_SECOND, col(_SECOND.id) == Pair.second_id)
        .join(_ONE, col(_ONE.id) == _FIRST.person_id)
        .join(_OTHER, col(_OTHER.id) == _SECOND.person_id)
    )


# Putting them together takes longer than running them, and all but the conditions is always the same.
_ROWS, _COUNT = _with_names(select(Pair, _ONE.name, _OTHER.name)), _with_names(select(func.count(col(Pair.id))))


def _conditions(organisation_id: UUID, former: bool, search: str) -> list[Any]:
    conditions = [
        Pair.organisation_id == organisation_id,
        col(Pair.ended_at).is_not(None) if former else col(Pair.ended_at).is_(None),
    ]
    if search.strip():
        conditions.append(or_(*(and_(*finds(col(each.found_by), search)) for each in (_ONE, _OTHER))))
    return conditions


def instructors(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    search: str = "",
    engagement_ids: Collection[UUID] | None = None,
) -> list[Instructor]:
    """Who can be joined in a pair, by name: the engagements in programmes with pairs.

    Of those whose name holds `search` at most `core.people.search.ASKED_FOR`; or of `engagement_ids` alone, all.
    """
    require(actor, Action.MAKE_PAIR, Subject(organisation_id))
    conditions = [in_programmes_with_pairs(session, organisation_id)]
    columns = (Engagement.id, Person.name, Workplace.name, Person.language)
    rows = session.exec(by_name(organisation_id, conditions, search, engagement_ids, *columns)).all()
    partners = _partners(session, [engagement_id for engagement_id, *_rest in rows])
    return [
        Instructor(each, name, place, known(language), *partners.get(each, (None, "")))
        for each, name, place, language in rows
    ]


def in_programmes_with_pairs(session: Session, organisation_id: UUID) -> Any:
    """The SQL condition on an `Engagement` of the organisation: it is of one who leads courses two and two."""
    paired = versions_where(session, organisation_id, lambda programme: programme.pairs)
    return col(Engagement.programme_version_id).in_(paired)


def _partners(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Who each of them is a pair with now, and the name."""
    found: dict[UUID, tuple[UUID, str]] = {}
    for own, other in ((Pair.first_id, Pair.second_id), (Pair.second_id, Pair.first_id)):
        asked = (
            select(own, other, Person.name)
            .join(Engagement, col(Engagement.id) == col(other))
            .join(Person, col(Person.id) == col(Engagement.person_id))
            .where(col(own).in_(engagement_ids), col(Pair.ended_at).is_(None))
        )
        found |= {engagement_id: (partner_id, name) for engagement_id, partner_id, name in session.exec(asked)}
    return found


def _both(session: Session, actor: Actor, first_id: UUID, second_id: UUID) -> tuple[Engagement, Engagement]:
    """The two engagements, held so that nobody else joins them meanwhile."""
    held = session.exec(
        select(Engagement)
        .where(col(Engagement.id).in_([first_id, second_id]))
        .order_by(col(Engagement.id))
        .with_for_update()
    ).all()
    found = {engagement.id: engagement for engagement in held}
    for engagement_id in (first_id, second_id):
        if engagement_id not in found:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MAKE_PAIR, Subject(found[engagement_id].organisation_id))
    first, second = found[first_id], found[second_id]
    if first.person_id == second.person_id:
        raise DomainError(ErrorCode.PAIR_SAME_PERSON)
    paired = all(programme_of(session, each.programme_version_id).pairs for each in (first, second))
    over = first.ended_at or second.ended_at
    if first.organisation_id != second.organisation_id or not paired or over:
        raise DomainError(ErrorCode.PAIR_PROGRAMME)
    return first, second


def _current(session: Session, engagement_ids: list[UUID]) -> list[Pair]:
    """The pairs these engagements are in now."""
    either = or_(col(Pair.first_id).in_(engagement_ids), col(Pair.second_id).in_(engagement_ids))
    return list(session.exec(select(Pair).where(either, col(Pair.ended_at).is_(None))))


def _end(session: Session, pair: Pair, actor: Actor, now: datetime) -> None:
    pair.ended_at = now
    session.add(pair)
    document_ids = session.exec(select(Document.id).where(Document.pair_id == pair.id)).all()
    for case in gather(session, document_ids):
        if change_refused(case.standing()) is None:
            withdraw(session=session, actor=actor, document_id=case.document.id, now=now)
        elif case.document.withdrawn_at is None and case.document.superseded_at is None:
            case.document.superseded_at = now
            session.add(case.document)
    session.flush()
    trace(session, pair.organisation_id, actor, "pair.ended", "pair", pair.id, now)


def _agreements(session: Session, pair_ids: list[UUID]) -> dict[UUID, tuple[UUID, DocumentState]]:
    """The newest agreement of each pair and where it stands."""
    document_ids = session.exec(
        select(Document.id).where(col(Document.pair_id).in_(pair_ids)).order_by(col(Document.created_at))
    ).all()
    return {
        case.document.pair_id: (case.document.id, state_of(case.standing()))
        for case in gather(session, document_ids)
        if case.document.pair_id
    }
