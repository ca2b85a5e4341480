"""Reading rounds: one as a side may see it, those of an organisation, and those that it is time to look at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, func, or_, select

from core.access.permissions import Action, Actor, Reach, may, organisations_where, require, require_in
from core.access.reach import visible_to
from core.alignment.agreed import as_agreed
from core.alignment.case import AlignmentCase, load
from core.alignment.form import AlignmentKind
from core.alignment.rules import (
    AgreedThen,
    AlignmentSide,
    AlignmentStage,
    ComparedExpectation,
    LookAgain,
    reasons_to_look_again,
    stage_of,
)
from core.documents.text.exact import FrozenText
from core.i18n import end_of_day, local_day
from core.organisations.pace import pace_of
from core.organisations.rules import OrganisationPace
from core.partnerships import case as partnership_case
from db.alignment import Alignment, AlignmentAnswer
from db.partnerships import Association, AssociationContact
from db.people import Engagement, Person

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class AlignmentView:
    """A round as its reader may see it. `answers` holds those of the sides they write for; of the others' they see
    nothing before both have finished, and then all in `compared`. `text` is what was agreed, None before it is and
    where it was before that was kept."""

    case: AlignmentCase
    side: AlignmentSide
    answers: Mapping[AlignmentSide, Mapping[str, AlignmentAnswer]]
    compared: tuple[ComparedExpectation, ...]
    reasons: tuple[LookAgain, ...]
    stage: AlignmentStage
    pace: OrganisationPace
    text: FrozenText | None


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """A round in a list: with whom, how far it has come, until when it holds, and why to look at it again."""

    alignment_id: UUID
    name: str
    kind: AlignmentKind
    stage: AlignmentStage
    begun_on: date
    agreed_on: date | None
    look_again_on: date | None
    valid_until: date | None
    reasons: tuple[LookAgain, ...]


@dataclass(frozen=True, slots=True)
class AlignmentPage:
    """A page of a list: `page` counts from 1, and is the last one for a page beyond it."""

    rows: tuple[AlignmentRow, ...]
    total: int
    page: int


def alignment(*, session: Session, actor: Actor, alignment_id: UUID, today: date) -> AlignmentView:
    """One round, or "not_found" / "not_allowed"."""
    case = load(session, alignment_id)
    require(actor, Action.ALIGN, case.subject)
    (row,) = _rows(session, [Alignment.id == alignment_id], today)
    return AlignmentView(
        case=case,
        side=case.side_of(actor),
        answers={side: case.answers[side] for side in case.writes(actor)},
        compared=case.compared() if case.both_finished else (),
        reasons=row.reasons,
        stage=row.stage,
        pace=pace_of(session, case.alignment.organisation_id),
        text=as_agreed(session, alignment_id) if case.alignment.agreed_at is not None else None,
    )


def alignments(
    *, session: Session, actor: Actor, organisation_id: UUID, again: bool = False, page: int = 1, today: date
) -> AlignmentPage:
    """The rounds `actor` may see there, the newest first; with `again` those it is time to look at again alone."""
    require_in(actor, Action.ALIGN, organisation_id)
    which = [Alignment.organisation_id == organisation_id, *_narrowed(actor, organisation_id)]
    if again:
        which.append(_to_look_at_again(today))
    total = session.exec(_joined(select(func.count(col(Alignment.id)))).where(*which)).one()
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    return AlignmentPage(tuple(_rows(session, which, today, offset=(page - 1) * A_PAGE)), total, page)


def count_alignments_to_look_at(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> int:
    """How many of the rounds `actor` may see there it is time to look at again."""
    require_in(actor, Action.ALIGN, organisation_id)
    which = [Alignment.organisation_id == organisation_id, *_narrowed(actor, organisation_id), _to_look_at_again(today)]
    return int(session.exec(_joined(select(func.count(col(Alignment.id)))).where(*which)).one())


def alignments_with(*, session: Session, actor: Actor, association_id: UUID, today: date) -> list[AlignmentRow]:
    """The rounds with one association, the newest first."""
    require(actor, Action.ALIGN, partnership_case.load(session, association_id).subject)
    return _rows(session, [Alignment.association_id == association_id], today)


def alignments_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> list[AlignmentRow]:
    """The rounds with one volunteer whom `actor` follows, the newest first."""
    engagement = session.get_one(Engagement, engagement_id)
    which = visible_to(actor, Action.ALIGN, engagement.organisation_id)
    return _rows(session, [Alignment.engagement_id == engagement_id, *which], today)


def own_alignments(*, session: Session, actor: Actor, today: date) -> list[AlignmentRow]:
    """The rounds `actor` is in as a volunteer, but for those that another has taken the place of."""
    if not may(actor, Action.ALIGN):
        return []
    return _rows(session, [Engagement.person_id == actor.person_id, ~_followed()], today)


def waiting_and_to_look_at(session: Session, organisation_id: UUID, begun: date, first: date, last: date) -> list[UUID]:
    """The rounds that were begun after the day `begun` and are not agreed on yet, and those to be looked at again on
    one of the days `first` to `last`. For whoever may know it of all of them."""
    chosen = _joined(select(Alignment.id)).where(
        Alignment.organisation_id == organisation_id,
        col(Association.ended_at).is_(None),
        col(Engagement.ended_at).is_(None),
        ~_followed(),
        or_(
            and_(col(Alignment.agreed_at).is_(None), col(Alignment.begun_at) > end_of_day(begun)),
            and_(col(Alignment.agreed_at).is_not(None), col(Alignment.look_again_on).between(first, last)),
        ),
    )
    return list(session.exec(chosen))


_JOINED = (
    (Association, col(Association.id) == col(Alignment.association_id)),
    (Engagement, col(Engagement.id) == col(Alignment.engagement_id)),
    (Person, col(Person.id) == col(Engagement.person_id)),
)


def _joined(chosen: Any) -> Any:
    asked = chosen.select_from(Alignment)
    for table, on in _JOINED:
        asked = asked.outerjoin(table, on)
    return asked


def _our_contact_changed() -> Any:
    return func.coalesce(Association.followed_by_id, Engagement.contact_person_id) != Alignment.contact_person_id


def _their_contact_changed() -> Any:
    return exists().where(
        col(AssociationContact.association_id) == col(Alignment.association_id),
        or_(
            col(AssociationContact.created_at) > col(Alignment.agreed_at),
            col(AssociationContact.ended_at) > col(Alignment.agreed_at),
        ),
    )


def _followed() -> Any:
    """A later round has taken the place of this one."""
    later = aliased(Alignment)
    same = or_(
        col(later.association_id) == col(Alignment.association_id),
        col(later.engagement_id) == col(Alignment.engagement_id),
    )
    return exists().where(same, col(later.kind) == col(Alignment.kind), col(later.begun_at) > col(Alignment.begun_at))


def _to_look_at_again(today: date) -> Any:
    """What `reasons_to_look_again` says, as SQL, of rounds that no later one has taken the place of and whose two still
    have to do with each other."""
    return and_(
        col(Alignment.agreed_at).is_not(None),
        col(Association.ended_at).is_(None),
        col(Engagement.ended_at).is_(None),
        ~_followed(),
        or_(
            col(Alignment.valid_until) < today,
            col(Alignment.look_again_on) <= today,
            _our_contact_changed(),
            _their_contact_changed(),
        ),
    )


def _rows(session: Session, which: list[Any], today: date, *, offset: int = 0) -> list[AlignmentRow]:
    asked = _joined(
        select(  # type: ignore[call-overload]
            Alignment,
            func.coalesce(Association.name, Person.name),
            func.coalesce(_our_contact_changed(), False),
            _their_contact_changed(),
            _followed(),
        )
    )
    found = session.exec(
        asked.where(*which).order_by(col(Alignment.begun_at).desc(), col(Alignment.id)).offset(offset).limit(A_PAGE)
    ).all()
    return [
        _row(each, name, AgreedThen(each.valid_until, each.look_again_on, bool(ours), bool(theirs)), over, today)
        for each, name, ours, theirs, over in found
    ]


def _row(each: Alignment, name: str, then: AgreedThen, over: bool, today: date) -> AlignmentRow:
    agreed = each.agreed_at is not None
    return AlignmentRow(
        alignment_id=each.id,
        name=name,
        kind=AlignmentKind(each.kind),
        stage=stage_of(
            ours=each.ours_finished_at is not None, theirs=each.theirs_finished_at is not None, agreed=agreed
        ),
        begun_on=local_day(each.begun_at),
        agreed_on=each.met_on,
        look_again_on=each.look_again_on,
        valid_until=each.valid_until,
        reasons=reasons_to_look_again(then, today) if agreed and not over else (),
    )


def _narrowed(actor: Actor, organisation_id: UUID) -> list[Any]:
    """What `may` says of each round, as SQL: all for who sees them all, else those one follows or is in."""
    if organisation_id in organisations_where(actor, Action.ALIGN, (Reach.ORGANISATION,)):
        return []
    theirs = select(AssociationContact.association_id).where(
        AssociationContact.person_id == actor.person_id, col(AssociationContact.ended_at).is_(None)
    )
    followed = Association.followed_by_id == actor.person_id
    follows = organisation_id in organisations_where(actor, Action.ALIGN, (Reach.WORKPLACE,))
    with_volunteer = and_(col(Alignment.engagement_id).is_not(None), *visible_to(actor, Action.ALIGN, organisation_id))
    return [or_(with_volunteer, col(Alignment.association_id).in_(theirs), *([followed] if follows else []))]
