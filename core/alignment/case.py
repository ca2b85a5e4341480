"""One round with all that belongs to it: whom it is between, what permissions are asked about, and who may see what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.alignment.form import AlignmentForm, AlignmentKind, form_of
from core.alignment.rules import AlignmentSide, AskedAbout, ComparedExpectation, compare
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.partnerships import case as partnership_case
from db.alignment import AgreedPoint, Alignment, AlignmentAnswer
from db.organisations import Organisation, Workplace
from db.partnerships import Association
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class AlignmentCase:
    """A round. `ours` and `theirs` are what the two sides are called, `contact_person_id` who follows it for us now."""

    alignment: Alignment
    subject: Subject
    ours: str
    theirs: str
    answers: Mapping[AlignmentSide, Mapping[str, AlignmentAnswer]]
    points: tuple[AgreedPoint, ...]

    @property
    def form(self) -> AlignmentForm:
        """What is asked."""
        return form_of(AlignmentKind(self.alignment.kind))

    @property
    def both_finished(self) -> bool:
        """Whether the two may see each other's answers."""
        return self.alignment.ours_finished_at is not None and self.alignment.theirs_finished_at is not None

    def name_of(self, side: AlignmentSide) -> str:
        """What a side is called."""
        return self.ours if side is AlignmentSide.OURS else self.theirs

    def finished(self, side: AlignmentSide) -> bool:
        """Whether a side has said what it wants to say."""
        alignment = self.alignment
        at = alignment.ours_finished_at if side is AlignmentSide.OURS else alignment.theirs_finished_at
        return at is not None

    def values(self, side: AlignmentSide) -> dict[str, str]:
        """What a side answered, by question."""
        return {key: answer.value for key, answer in self.answers[side].items()}

    def compared(self) -> tuple[ComparedExpectation, ...]:
        """The two beside each other."""
        asked = [AskedAbout(each.id, bool(each.choices)) for each in self.form.questions]
        return compare(asked, self.values(AlignmentSide.OURS), self.values(AlignmentSide.THEIRS))

    def side_of(self, actor: Actor) -> AlignmentSide:
        """The side `actor` is on: the others' where they are one of them; "not_allowed" for nobody's."""
        if actor.person_id in self.subject.people and may(actor, Action.ALIGN, self.subject):
            return AlignmentSide.THEIRS
        require(actor, Action.ALIGN, replace(self.subject, people=frozenset()))
        return AlignmentSide.OURS

    def writes(self, actor: Actor) -> frozenset[AlignmentSide]:
        """The sides `actor` writes for: their own, and for what the others answered on paper the organisation's too."""
        own = self.side_of(actor)
        both = own is AlignmentSide.OURS and self.alignment.on_paper
        return frozenset(AlignmentSide) if both else frozenset({own})


def load(session: Session, alignment_id: UUID, *, lock: bool = False) -> AlignmentCase:
    """The case of one round, or "not_found"; with `lock` its row is held until the transaction ends."""
    chosen = select(Alignment).where(Alignment.id == alignment_id)
    alignment = session.exec(chosen.with_for_update() if lock else chosen).one_or_none()
    if alignment is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    answers: dict[AlignmentSide, dict[str, AlignmentAnswer]] = {side: {} for side in AlignmentSide}
    for answer in session.exec(select(AlignmentAnswer).where(AlignmentAnswer.alignment_id == alignment_id)):
        answers[AlignmentSide(answer.side)][answer.question_id] = answer
    points = session.exec(
        select(AgreedPoint).where(AgreedPoint.alignment_id == alignment_id).order_by(col(AgreedPoint.written_at))
    ).all()
    subject, ours, theirs = about(session, alignment)
    return AlignmentCase(alignment, subject, ours, theirs, answers, tuple(points))


def about(session: Session, alignment: Alignment) -> tuple[Subject, str, str]:
    """What permissions are asked about, and what the two sides are called."""
    if alignment.association_id is not None:
        found = partnership_case.load(session, alignment.association_id)
        organisation = session.get_one(Organisation, alignment.organisation_id)
        return found.subject, organisation.name, found.association.name
    engagement = session.get_one(Engagement, alignment.engagement_id)
    workplace = session.get_one(Workplace, engagement.workplace_id)
    return Subject.of(engagement), workplace.name, session.get_one(Person, engagement.person_id).name


def follower_of(session: Session, alignment: Alignment) -> UUID:
    """Who follows it for us now."""
    if alignment.association_id is not None:
        return session.get_one(Association, alignment.association_id).followed_by_id
    return session.get_one(Engagement, alignment.engagement_id).contact_person_id
