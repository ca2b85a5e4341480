"""The facts of the time before, as the objects that the same done by hand would have made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import SQLModel

from core.access.permissions import Actor
from core.approvals.rules import Decision
from core.courses.rules import meeting_on
from core.i18n import gettext as _
from core.i18n import reading
from core.importing.history import ToAdd
from core.programmes.programme import Programme
from core.supervision.rules import SupervisionKind
from db.approvals import Approval
from db.audit import AuditDeed
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from db.pairs import Pair
from db.people import Engagement
from db.recognition import Recognised, Recognition
from db.supervision import Supervision, SupervisionSubject

# A sheet says the day of a course and not its hours.
BEGINS, ENDS = time(17), time(19, 30)
Fact = SQLModel | AuditDeed


@dataclass(frozen=True, slots=True)
class FactMaker:
    """Makes the facts of one organisation, written down by `actor` at `now`."""

    organisation_id: UUID
    actor: Actor
    now: datetime

    def history(
        self, engagement: Engagement, programme: Programme, told: ToAdd, run_of: dict[date, UUID]
    ) -> Iterator[Fact]:
        """All but the pair, each fact followed by what the log says of it. `run_of` are the courses that a partner in
        the same sheet led on the same days; those made here are put in."""
        supervised = [*self._supervisions(engagement, programme, told)]
        led: list[tuple[date, UUID]] = []
        yield from (fact for _day, fact in supervised)
        for day in told.led:
            if day in run_of:
                run_id = run_of[day]
            else:
                run, facts = self._run(engagement, programme, day)
                run_id = run_of[day] = run.id
                yield from facts
            led.append((day, run_id))
            yield CourseInstructor(course_run_id=run_id, engagement_id=engagement.id)
        if told.approved is not None:
            decided_on, until = told.approved
            evidence = {
                "supervisions": sorted(
                    str(fact.id) for day, fact in supervised if isinstance(fact, Supervision) and day <= decided_on
                ),
                "courses": sorted(str(run_id) for day, run_id in led if day <= decided_on),
            }
            made = Approval(
                organisation_id=self.organisation_id,
                engagement_id=engagement.id,
                decision=Decision.APPROVED,
                decided_on=decided_on,
                valid_until=until,
                evidence=evidence,
                decided_by_id=self.actor.person_id,
                created_at=self.now,
            )
            yield made
            yield AuditDeed("approval.approved", "approval", made.id)
        if told.thanked is not None:
            yield from self._thanks(engagement, told)

    def pair(self, first_id: UUID, second_id: UUID, begins_on: date) -> tuple[Pair, AuditDeed]:
        """Two who work together; their agreement is made when somebody makes it, as nobody is written to."""
        pair = Pair(
            organisation_id=self.organisation_id,
            first_id=first_id,
            second_id=second_id,
            begins_on=begins_on,
            created_by_id=self.actor.person_id,
            created_at=self.now,
        )
        return pair, AuditDeed("pair.made", "pair", pair.id)

    def _supervisions(self, engagement: Engagement, programme: Programme, told: ToAdd) -> Iterator[tuple[date, Fact]]:
        """Held, with feedback that says no more than that: those before an approval are of the first, as many as the
        programme has; any others are extra."""
        path = programme.approval
        assert path is not None or not told.supervised
        with reading(self.actor.language):
            words = _("Held before. Taken over from a spreadsheet.")
        for number, day in enumerate(told.supervised):
            is_first = path is not None and number < path.supervisions_max
            is_first = is_first and (told.approved is None or day <= told.approved[0])
            made = Supervision(
                organisation_id=self.organisation_id,
                kind=SupervisionKind.FIRST if is_first else SupervisionKind.EXTRA,
                held_on=day,
                ordered_by_id=self.actor.person_id,
                created_at=self.now,
            )
            yield day, made
            yield (
                day,
                SupervisionSubject(
                    supervision_id=made.id, engagement_id=engagement.id, went_well=words, feedback_at=self.now
                ),
            )
            yield day, AuditDeed("supervision.held", "supervision", made.id)

    def _run(self, engagement: Engagement, programme: Programme, day: date) -> tuple[CourseRun, list[Fact]]:
        """A course that is over and done with: nobody is asked to evaluate it now."""
        with reading(self.actor.language):
            name = _("Course from before")
        run = CourseRun(
            organisation_id=self.organisation_id,
            workplace_id=engagement.workplace_id,
            programme=programme.id,
            name=name,
            first_on=day,
            last_on=day,
            reviewed_on=day,
            created_by_id=self.actor.person_id,
            created_at=self.now,
        )
        meeting = meeting_on(day, BEGINS, ENDS)
        module = CourseModule(
            course_run_id=run.id,
            number=1,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            held_at=meeting.ends_at,
        )
        evaluation = Evaluation(
            course_run_id=run.id, entered_by_id=self.actor.person_id, created_at=self.now, finished_at=self.now
        )
        return run, [run, module, evaluation, AuditDeed("course.planned", "course_run", run.id)]

    def _thanks(self, engagement: Engagement, told: ToAdd) -> Iterator[Fact]:
        assert told.thanked is not None
        day, gift = told.thanked
        made = Recognition(
            organisation_id=self.organisation_id,
            gift=gift,
            planned_on=day,
            given_on=day,
            giver_id=self.actor.person_id,
            created_by_id=self.actor.person_id,
            created_at=self.now,
        )
        yield made
        yield Recognised(recognition_id=made.id, person_id=engagement.person_id, engagement_id=engagement.id)
        yield AuditDeed("recognition.given", "recognition", made.id)
