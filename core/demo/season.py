"""A season of courses in the demonstration: instructors in every state, told by season.toml."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from math import cos, sin
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image, ImageDraw
from sqlmodel import Session

from core.access.permissions import Actor, Grant, Role
from core.approvals.pauses import PauseDetails, begin_pause
from core.approvals.rules import PauseReason
from core.approvals.service import ClosingMeeting, approve, record_training, say_no, usual_until
from core.calendar.rules import A_WEEK, skip_closed
from core.calendar.service import calendar_of
from core.certificates.service import make
from core.certificates.signatory import save_signatory, save_signature
from core.courses.evaluating import EvaluationDetails, enter_totals, finish_evaluation, review
from core.courses.evaluation import question_sheet
from core.courses.modules import tick_off
from core.courses.rules import ModuleTime, meeting_on, weekly
from core.courses.service import CourseDetails, NewCourse, plan_course
from core.expenses.rules import ExpenseKind
from core.expenses.service import ExpenseDetails, mark_paid, report, send_back
from core.expenses.service import approve as approve_expense
from core.i18n import COPENHAGEN, DEFAULT_LANGUAGE, local_day
from core.programmes.publishing import programme_of
from core.recognition.giving import ThanksDetails, give
from core.recognition.invitations import answer_invitation
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.recognition.year import BudgetDetails, set_budget
from core.supervision.rules import SupervisionKind
from core.supervision.service import (
    SupervisionDetails,
    SupervisionFeedback,
    SupervisionPlan,
    give_feedback,
    hold,
    order,
    plan,
)
from db.people import Engagement
from db.recognition import Recognition

FILE = Path(__file__).parent / "season.toml"
A_DAY = timedelta(days=1)
BEGINS, ENDS = time(17), time(19, 30)
# How many days before an approval the three supervisions were that led to it.
DAYS_BEFORE = (60, 40, 20)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _signature() -> bytes:
    """A signature nobody writes."""
    image = Image.new("RGB", (600, 180), "white")
    loops = [(30 + 3 * step, 95 + 45 * sin(step / 5) * cos(step / 23) - step / 8) for step in range(180)]
    ImageDraw.Draw(image).line(loops, fill=(24, 32, 96), width=6, joint="curve")
    image.save(out := BytesIO(), "PNG")
    return out.getvalue()


def _receipt(ore: int) -> bytes:
    """A receipt nobody wrote."""
    image = Image.new("RGB", (420, 560), "white")
    pen = ImageDraw.Draw(image)
    pen.text((40, 40), "KVITTERING", fill="black", font_size=36)
    pen.text((40, 120), "Fjordby Handel", fill="black", font_size=24)
    pen.line([(40, 200), (380, 200)], fill="black", width=2)
    pen.text((40, 240), f"I alt {ore // 100},{ore % 100:02d} kr.", fill="black", font_size=32)
    pen.text((40, 480), "Opdigtet", fill="gray", font_size=22)
    image.save(out := BytesIO(), "PNG")
    return out.getvalue()


class Season:
    """Plays the season through the services, each thing at its own time.

    `engagements` are by login, `coordinator` plans and decides, `supervisor` holds the supervisions.
    """

    def __init__(
        self,
        session: Session,
        engagements: Mapping[str, Engagement],
        coordinator: Actor,
        supervisor: Actor,
        now: datetime,
    ) -> None:
        self.session, self.engagements, self.now = session, engagements, now
        self.coordinator, self.supervisor = coordinator, supervisor
        self.calendar = calendar_of(session, coordinator.grants[0].organisation_id)
        self.runs: dict[str, UUID] = {}

    def play(self) -> None:
        """All of it."""
        for login, days in _told()["trained"].items():
            self._train(login, days)
        for told in _told()["course"]:
            self._course(told)
        for login, days in _told()["approved"].items():
            for before in DAYS_BEFORE:
                self._supervision({"of": [login], "held": days + before})
            self._approve(login, days)
        for told in _told()["supervision"]:
            self._supervision(told)
        for told in _told()["pause"]:
            begins = self._ago(told["begins"])
            self._do(
                begin_pause,
                begins,
                engagement_id=self.engagements[told["of"]].id,
                details=PauseDetails(reason=PauseReason(told["reason"]), begins_on=local_day(begins)),
            )
        for told in _told()["no"]:
            self._no(told)
        for told in _told()["thanks"]:
            self._thank(told)
        for told in _told()["expense"]:
            self._expense(told)
        self._certify()
        self._budget()

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _do(self, service: Callable[..., Any], at: datetime, *, by: Actor | None = None, **told: Any) -> Any:
        return service(session=self.session, actor=by or self.coordinator, now=at, **told)

    def _train(self, login: str, days: int) -> None:
        at, engagement = self._ago(days), self.engagements[login]
        self.session.refresh(engagement)
        self._do(
            record_training,
            at,
            engagement_id=engagement.id,
            trained_on=local_day(at),
            expected_version=engagement.version,
        )

    def _course(self, told: Mapping[str, Any]) -> None:
        begins = self._ago(told["first"])
        leaders = [self.engagements[login] for login in told["instructors"]]
        meetings = self._meetings(local_day(begins), told["modules"], told["held"])
        run = self._do(
            plan_course,
            begins - timedelta(days=30),
            organisation_id=leaders[0].organisation_id,
            course=NewCourse(
                programme="laer_at_tackle",
                details=CourseDetails(
                    name=told["name"],
                    place=told["place"],
                    workplace_id=leaders[0].workplace_id,
                    participants=told["participants"],
                    room_note="Bordene i hestesko. Nøglen hentes i receptionen.",
                    catering_note="Kaffe, te og frugt.",
                ),
                meetings=meetings,
                instructors=[leader.id for leader in leaders],
            ),
        )
        self.runs[told["id"]] = run.id
        for number in range(1, told["held"] + 1):
            self._do(tick_off, meetings[number - 1].ends_at + timedelta(hours=1), run_id=run.id, number=number)
        over = meetings[-1].ends_at
        if told["evaluated"]:
            self._evaluate(run.id, told["participants"] - 1, over + timedelta(days=4))
        if told["reviewed"]:
            at = over + timedelta(days=11)
            self.session.refresh(run)
            self._do(
                review,
                at,
                run_id=run.id,
                reviewed_on=local_day(at),
                improvements=_told()["feedback"]["improvements"],
                expected_version=run.version,
            )

    def _meetings(self, first_on: date, count: int, held: int) -> list[ModuleTime]:
        """A module a week and none on a holiday: those that were held lie earlier then, and those to come later."""
        days = [local_day(meeting.starts_at) for meeting in weekly(first_on, count, BEGINS, ENDS)]
        before = skip_closed([*reversed(days[:held])], self.calendar.is_closed, -A_WEEK)
        return [
            meeting_on(day, BEGINS, ENDS)
            for day in (*reversed(before), *skip_closed(days[held:], self.calendar.is_closed))
        ]

    def _open_day(self, at: datetime) -> datetime:
        """The same, or the nearest day before that is no holiday."""
        (day,) = skip_closed([local_day(at)], self.calendar.is_closed, -A_DAY)
        return at - (local_day(at) - day)

    def _evaluate(self, run_id: UUID, answered: int, at: datetime) -> None:
        # Most chose the highest step, some the one below.
        sheet = question_sheet()
        best, next_best = sheet.answers[-1], sheet.answers[-2]
        totals = {
            question.id: {best: answered - answered // 3, next_best: answered // 3} for question in sheet.questions
        }
        self._do(
            enter_totals,
            at,
            run_id=run_id,
            details=EvaluationDetails(answered=answered, totals=totals, comments="Dejligt med god tid til hinanden."),
            expected_version=None,
        )
        self._do(finish_evaluation, at, run_id=run_id)

    def _supervision(self, told: Mapping[str, Any]) -> None:
        day = self._open_day(self._ago(told.get("held", told.get("planned", 0))))
        ids = [self.engagements[login].id for login in told["of"]]
        ordered_at = min(day, self.now) - timedelta(days=10)
        found = self._do(
            order,
            ordered_at,
            details=SupervisionDetails(
                kind=SupervisionKind.FIRST,
                engagement_ids=ids,
                course_run_id=self.runs[told["course"]] if "course" in told else None,
                supervisor_id=self.supervisor.person_id,
            ),
        )
        found = self._do(
            plan,
            ordered_at,
            supervision_id=found.id,
            planned=SupervisionPlan(planned_at=datetime.combine(local_day(day), BEGINS, tzinfo=COPENHAGEN), place=""),
            expected_version=found.version,
        )
        if "held" not in told:
            return
        self._do(
            hold,
            day,
            by=self.supervisor,
            supervision_id=found.id,
            held_on=local_day(day),
            expected_version=found.version,
        )
        words = _told()["feedback"]
        for engagement_id in ids:
            self._do(
                give_feedback,
                day + timedelta(hours=20),
                by=self.supervisor,
                supervision_id=found.id,
                engagement_id=engagement_id,
                feedback=SupervisionFeedback(
                    went_well=words["went_well"], work_on=words["work_on"], tasks=words["tasks"]
                ),
            )

    def _approve(self, login: str, days: int) -> None:
        at, engagement = self._ago(days), self.engagements[login]
        path = programme_of(self.session, engagement.programme_version_id).approval
        assert path is not None
        self._do(
            approve,
            at,
            engagement_id=engagement.id,
            after_id=None,
            valid_until=usual_until(path, local_day(at)),
        )

    def _certify(self) -> None:
        """Who signs, and the certificates of those who were approved first; the others are for the reader to make."""
        told, organisation_id = _told()["signatory"], next(iter(self.engagements.values())).organisation_id
        self._do(
            save_signatory,
            self._ago(told["days"]),
            organisation_id=organisation_id,
            name=told["name"],
            title=told["title"],
            expected_version=0,
        )
        self._do(save_signature, self._ago(told["days"]), organisation_id=organisation_id, data=_signature())
        for login in told["certificates"]:
            self._do(make, self._ago(told["days"] - 1), engagement_id=self.engagements[login].id, key="certificate")

    def _thank(self, told: Mapping[str, Any]) -> None:
        at = self._open_day(self._ago(told["days"]))
        people = [self.engagements[login] for login in told["of"]]
        made = self._do(
            plan_thanks,
            min(at, self.now) - timedelta(days=10),
            organisation_id=people[0].organisation_id,
            plan=RecognitionPlan(
                gift=Gift(told["gift"]),
                planned_on=local_day(at),
                giver_id=self.coordinator.person_id,
                place=told.get("place", ""),
                title=told.get("title", ""),
                clock=told.get("clock", ""),
                cost=told.get("planned_cost", 0),
                invites=told.get("invites", False),
            ),
            engagement_ids=[each.id for each in people],
        )
        for login, diet in told.get("yes", {}).items():
            self._answer(login, made, comes=True, diet=diet)
        for login in told.get("no", ()):
            self._answer(login, made, comes=False, diet="")
        if "words" in told:
            self._do(
                give,
                at,
                recognition_id=made.id,
                details=ThanksDetails(given_on=local_day(at), words=told["words"], cost=told["cost"]),
                expected_version=made.version,
            )

    def _answer(self, login: str, made: Recognition, *, comes: bool, diet: str) -> None:
        engagement = self.engagements[login]
        grants = (Grant(engagement.organisation_id, Role.VOLUNTEER),)
        guest = Actor(engagement.person_id, UUID(int=0), login, DEFAULT_LANGUAGE, grants)
        self._do(answer_invitation, self._ago(1), by=guest, recognition_id=made.id, comes=comes, diet=diet)

    def _budget(self) -> None:
        told, someone = _told()["budget"], self.engagements["erik"]
        for workplace_id, amount in ((None, told["whole"]), (someone.workplace_id, told["amount"])):
            self._do(
                set_budget,
                self._ago(30),
                organisation_id=someone.organisation_id,
                details=BudgetDetails(workplace_id=workplace_id, year=local_day(self.now).year, amount=amount),
                expected_version=0,
            )

    def _expense(self, told: Mapping[str, Any]) -> None:
        engagement = self.engagements[told["of"]]
        grants = (Grant(engagement.organisation_id, Role.VOLUNTEER),)
        at = self._ago(told["days"])
        claim = self._do(
            report,
            at,
            by=Actor(engagement.person_id, UUID(int=0), told["of"], DEFAULT_LANGUAGE, grants),
            engagement_id=engagement.id,
            asked_as=uuid4(),
            written=ExpenseDetails(
                ExpenseKind(told["kind"]),
                local_day(at),
                amount=told["amount"],
                note=told.get("note", ""),
                receipt=_receipt(told["amount"]),
            ),
        )
        about = {"claim_id": claim.id, "expected_version": claim.version}
        if "word" in told:
            self._do(send_back, at + timedelta(days=1), **about, word=told["word"])
        if told.get("approved"):
            self._do(approve_expense, at + timedelta(days=1), **about)
        if "paid" in told:
            paid = self._ago(told["paid"])
            self._do(mark_paid, paid, versions={claim.id: claim.version}, paid_on=local_day(paid))

    def _no(self, told: Mapping[str, Any]) -> None:
        self._do(
            say_no,
            self._ago(told["days"]),
            engagement_id=self.engagements[told["of"]].id,
            after_id=None,
            meeting=ClosingMeeting(on=local_day(self._ago(told["closing"])), other_roles=told["other_roles"]),
        )
