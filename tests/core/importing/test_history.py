"""What was before the portal comes in as the same done by hand at its time, and nothing of it twice."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from core.approvals.service import approve, record_training, usual_until
from core.courses.evaluating import finish_evaluation, review
from core.courses.modules import tick_off
from core.courses.rules import meeting_on
from core.courses.service import CourseDetails, NewCourse, plan_course
from core.i18n import COPENHAGEN, local_day
from core.importing.choices import ImportChoices, Meaning
from core.importing.columns import SheetField
from core.importing.plan import RowKind
from core.importing.rows import RowNote
from core.importing.undoing import undo_import
from core.people.service import NewVolunteer, add_volunteer
from core.programmes.publishing import programme_of
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
from db.approvals import Approval
from db.courses import CourseInstructor, CourseRun
from db.journey import EngagementNext, OccasionDays
from db.pairs import Pair
from db.people import Engagement, Person
from db.recognition import Recognised, Recognition
from db.supervision import Supervision, SupervisionSubject
from tests.builders import Scene, a_scene, look_again
from tests.core.importing.sheets import all_rows, brought_in, csv, planned

USUAL = ImportChoices(usual={Meaning.PROGRAMME: "laer_at_tackle"})
HEADINGS = (
    "Navn;E-mail;Start;Uddannet;Kursus 1;Kursus 2;Vejledning 1;Vejledninger;Godkendt;Godkendt til;Makker;Takket;Gave"
)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def engagement_of(session: Session, name: str) -> Engagement:
    asked = select(Engagement).join(Person, col(Person.id) == Engagement.person_id).where(Person.name == name)
    return session.exec(asked).one()


def stands(session: Session, engagement: Engagement) -> list[dict[str, object]]:
    """Where it stands and what is celebrated, without keys."""
    rows = [
        *session.exec(select(EngagementNext).where(EngagementNext.engagement_id == engagement.id)),
        *session.exec(
            select(OccasionDays).where(OccasionDays.engagement_id == engagement.id).order_by(col(OccasionDays.key))
        ),
    ]
    return [row.model_dump(exclude={"engagement_id", "sought", "found_by", "subject_id"}) for row in rows]


def test_history_from_a_sheet_stands_as_the_same_done_by_hand_at_its_time(session, scene, now):
    today = local_day(now)
    begun, trained, led, seen, approved = (today - timedelta(days=days) for days in (900, 800, 600, 550, 400))
    second_led, second_seen = led + timedelta(days=70), seen + timedelta(days=40)
    sheet = csv(
        HEADINGS,
        f"Bo Bæk;bo@example.dk;{begun};{trained};{led};{second_led};{seen};{second_seen};{approved};;;;",
    )
    brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, USUAL)

    def by(day: date) -> dict[str, Any]:
        at = datetime.combine(day, time(20), tzinfo=COPENHAGEN)
        return {"session": session, "actor": scene.as_coordinator, "now": at}

    hand = add_volunteer(
        **{**by(begun), "now": now},
        organisation_id=scene.organisation.id,
        volunteer=NewVolunteer(
            name="Bo Hånd",
            email="bo@example.dk",
            language="da",
            programme="laer_at_tackle",
            workplace_id=scene.workplace.id,
            contact_person_id=scene.coordinator.id,
            coordinator_id=scene.coordinator.id,
            begins_on=begun,
        ),
    )
    record_training(**by(trained), engagement_id=hand.id, trained_on=trained, expected_version=1)
    for day in (led, second_led):
        details = CourseDetails(name="Kursus", workplace_id=scene.workplace.id)
        course = NewCourse("laer_at_tackle", details, [meeting_on(day, time(17), time(19, 30))], [hand.id])
        run = plan_course(**by(day), organisation_id=scene.organisation.id, course=course)
        tick_off(**by(day), run_id=run.id, number=1)
        finish_evaluation(**by(day), run_id=run.id, nobody_answered=True)
        session.refresh(run)
        review(**by(day), run_id=run.id, reviewed_on=day, improvements="Intet", expected_version=run.version)
    for day in (seen, second_seen):
        made = order(**by(day), details=SupervisionDetails(SupervisionKind.FIRST, [hand.id]))
        planned_at = datetime.combine(day, time(17), tzinfo=COPENHAGEN)
        made = plan(
            **by(day),
            supervision_id=made.id,
            planned=SupervisionPlan(planned_at=planned_at, place=""),
            expected_version=made.version,
        )
        hold(**by(day), supervision_id=made.id, held_on=day, expected_version=made.version)
        words = SupervisionFeedback(went_well="Godt", work_on="", tasks=())
        give_feedback(**by(day), supervision_id=made.id, engagement_id=hand.id, feedback=words)
    path = programme_of(session, hand.programme_version_id).approval
    assert path is not None
    until = usual_until(path, approved)
    approve(**by(approved), engagement_id=hand.id, after_id=None, valid_until=until)
    look_again(session)
    sheet_one, hand_one = engagement_of(session, "Bo Bæk"), engagement_of(session, "Bo Hånd")
    assert stands(session, sheet_one) == stands(session, hand_one)
    own, other = (
        session.exec(select(Approval).where(Approval.engagement_id == each.id)).one() for each in (sheet_one, hand_one)
    )
    assert (own.decided_on, own.valid_until) == (other.decided_on, other.valid_until) == (approved, until)
    assert {name: len(ids) for name, ids in own.evidence.items()} == {"supervisions": 2, "courses": 2}


def test_partners_share_their_courses_and_thanks_and_are_all_undone(session, scene, now):
    before = all_rows(session)
    sheet = csv(
        HEADINGS,
        "Bo Bæk;bo@example.dk;1.2.2020;;3.3.2021;;;;;1.5.2027;Eva Eg;1.12.2023;blomster",
        "Eva Eg;eva@example.dk;1.3.2020;;03-03-2021;;4.4.2021 og 5.5.2021;;;;Bo Bæk;;",
        "Ib Bro;ib@example.dk;;;;;;;;;Ukendt Person;;",
        "Karen Møller;karen@example.dk;;;;;6.6.2022;;;;;;",
    )
    plan_ = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert [row.kind for row in plan_.rows] == [RowKind.NEW, RowKind.NEW, RowKind.NEW, RowKind.CHANGED]
    assert (RowNote.PARTNER_UNKNOWN, SheetField.PARTNER) in plan_.rows[2].notes
    run = brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, USUAL)
    look_again(session)
    bo, eva, karen = (engagement_of(session, name) for name in ("Bo Bæk", "Eva Eg", "Karen Møller"))
    assert len(session.exec(select(CourseRun)).all()) == 1
    assert set(session.exec(select(CourseInstructor.engagement_id))) == {bo.id, eva.id}
    (pair,) = session.exec(select(Pair))
    assert {pair.first_id, pair.second_id} == {bo.id, eva.id}
    (approval,) = session.exec(select(Approval))
    assert (approval.engagement_id, approval.valid_until) == (bo.id, date(2027, 5, 1))
    (thanks,) = session.exec(select(Recognition))
    assert (thanks.gift, thanks.given_on) == ("flowers", date(2023, 12, 1))
    assert session.exec(select(Recognised.engagement_id)).one() == bo.id
    held = (
        select(SupervisionSubject.engagement_id, col(Supervision.held_on))
        .join(Supervision, col(Supervision.id) == SupervisionSubject.supervision_id)
        .order_by(col(Supervision.held_on))
    )
    assert [*session.exec(held)] == [
        (eva.id, date(2021, 4, 4)),
        (eva.id, date(2021, 5, 5)),
        (karen.id, date(2022, 6, 6)),
    ]
    # Once more nothing of it is new.
    again = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert [row.kind for row in again.rows] == [RowKind.SAME] * 4
    undo_import(session=session, actor=scene.as_coordinator, run_id=run.id, now=now)
    look_again(session)
    assert all_rows(session) == before


# A line, and why it is refused.
REFUSED = (
    ("Bo Bæk;;;;1.1.2099;;;;;;;;", "sheet_day_ahead", SheetField.LED_ON),
    ("Bo Bæk;;;;;;engang;;;;;;", "sheet_day", SheetField.SUPERVISED_ON),
    ("Bo Bæk;;;;;;;;1.1.2024;1.1.2023;;;", "approval_until", SheetField.APPROVED_UNTIL),
    ("Bo Bæk;;;;;;;;;;;1.1.2024;en bil", "sheet_gift", SheetField.THANKED_WITH),
    ("Bo Bæk;;;;;;;;;;;1.1.2024;", "sheet_gift", SheetField.THANKED_WITH),
)


def test_what_cannot_have_been_is_refused(session, scene):
    for line, code, column in REFUSED:
        (row,) = planned(session, scene.as_coordinator, scene.organisation.id, csv(HEADINGS, line), USUAL).rows
        assert [(each.error.code, each.column) for each in row.reasons] == [(code, column)], line
    other = ImportChoices(usual={Meaning.PROGRAMME: "kommunal_frivillig"})
    sheet = csv(HEADINGS, "Bo Bæk;;;;;;1.1.2020;;;;Eva Eg;;")
    (row,) = planned(session, scene.as_coordinator, scene.organisation.id, sheet, other).rows
    assert {each.error.code for each in row.reasons} == {"no_approval_here", "pair_programme"}
