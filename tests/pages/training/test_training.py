"""The training on the screen: written by a coordinator, laid for a team, and met by a peer, the lead and the
workplace."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from core.approvals.pauses import PauseDetails, begin_pause
from core.approvals.rules import PauseReason
from core.i18n import local_day, utc_now
from core.training.plan import shipped
from core.training.rules import Attendance
from db.engine import transaction
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering, TrainingPlanVersion, TrainingPreparation, TrainingRound
from tests.builders import look_again
from tests.core.teams.builders import a_peer, a_team
from tests.core.training.builders import TrainingScene, a_training
from tests.pages.as_colleague import in_dialog, keys, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
MINE, TEAM, BEGIN, PLAN = "training/my_training", "training/team_training", "training/begin", "training/plan"
WORDS = "Det var *godt*, men jeg blev træt."


@pytest.fixture
def training(session: Session) -> TrainingScene:
    return a_training(session, NOW, ago=10)


def of_team(session: Session, training: TrainingScene, who, page: str = TEAM):
    return visit(session, who, page, id=str(training.house.team.id))


def said(page) -> list[str]:
    """What the page says of what was just done."""
    return [each.value for each in page.toast]


def come(session: Session, training: TrainingScene) -> list[TrainingDay]:
    return [day for day in training.days(session) if local_day(day.starts_at) <= local_day(utc_now())]


def test_a_peer_meets_the_day_at_hand_first_and_notes_it_in_one_tap(session, training):
    page = visit(session, training.house.scene.volunteer, MINE)
    mine = training.days(session)
    ahead = [day for day in mine if local_day(day.starts_at) >= local_day(utc_now())]
    called = next(each for each in shipped().days if each.id == ahead[0].plan_day).title["da"]
    assert called in html_of(page)
    last = come(session, training)[-1]
    page = only_button(page, f"came-{last.id}").click().run()
    assert said(page) == ["Godt, at du var med."]
    look_again(session)
    assert session.get_one(TrainingDay, last.id).attendance == Attendance.CAME
    only_button(page, f"back-{last.id}").click().run()
    look_again(session)
    assert session.get_one(TrainingDay, last.id).attendance == Attendance.NOT_YET


def test_what_a_peer_tells_of_a_day_is_read_by_the_lead_and_by_no_coordinator(session, training):
    page = visit(session, training.house.scene.volunteer, MINE)
    assert "Kun Inger Lund læser det. Du behøver ikke." in text(page)
    field(page, "Et par ord om dagen").set_value("x" * 700)
    page = press(page, "Send til Inger Lund")
    assert 'hs-error"' in html_of(page)
    field(page, "Et par ord om dagen (skal rettes)").set_value(WORDS)
    page = press(page, "Send til Inger Lund")
    assert said(page) == ["Sendt. Kun din teamleder kan læse det."]
    assert WORDS in said_in_rows(of_team(session, training, training.house.lead))
    for other in (training.house.scene.coordinator, training.house.scene.contact_person):
        assert "men jeg blev træt" not in said_in_rows(of_team(session, training, other))


def test_a_peer_who_says_they_were_there_tells_of_the_day_after_it_on_the_same_page(session, training):
    last = come(session, training)[-1]
    page = visit(session, training.house.scene.volunteer, MINE)
    page = only_button(page, f"came-{last.id}").click().run()
    # Nor does the lead who notes it meanwhile come between.
    only_button(of_team(session, training, training.house.lead), f"back-{last.id}").click().run()
    field(page, "Et par ord om dagen").set_value(WORDS)
    page = press(page, "Send til Inger Lund")
    assert said(page) == ["Sendt. Kun din teamleder kan læse det."]


def test_what_was_told_in_another_tab_is_shown_and_the_next_press_saves_what_is_written_here(session, training):
    here, elsewhere = (visit(session, training.house.scene.volunteer, MINE) for _tab in range(2))
    field(elsewhere, "Et par ord om dagen").set_value("Fra telefonen.")
    press(elsewhere, "Send til Inger Lund")
    field(here, "Et par ord om dagen").set_value(WORDS)
    here = press(here, "Send til Inger Lund")
    assert any("lige ændret" in each.value for each in here.error)
    assert "Nu står der: Fra telefonen" in text(here)
    here = press(here, "Send til Inger Lund")
    assert said(here) == ["Sendt. Kun din teamleder kan læse det."]
    assert WORDS in said_in_rows(of_team(session, training, training.house.lead))


def test_a_lead_notes_who_was_there_and_tells_nobody_of_their_own_day(session, training):
    last = come(session, training)[-1]
    page = of_team(session, training, training.house.lead)
    page = only_button(page, f"more-away-{last.id}").click().run()
    look_again(session)
    assert session.get_one(TrainingDay, last.id).attendance == Attendance.AWAY
    assert "Var ikke med" in said_in_rows(page)
    assert "Et par ord om dagen" not in [each.label for each in visit(session, training.house.lead, MINE).text_area]


def test_the_workplace_ticks_its_list_and_notes_nobodys_attendance(session, training):
    page = of_team(session, training, training.house.scene.contact_person)
    assert "Arbejdspladsen gør klar" in html_of(page)
    assert not [each for each in page.button if str(each.key).startswith(("came-", "more-away-", "open-move"))]
    point = shipped().preparations[0].id
    page = only_button(page, f"tick-{point}").click().run()
    look_again(session)
    assert session.exec(select(TrainingPreparation.point)).all() == [point]
    only_button(page, f"tick-{point}").click().run()
    look_again(session)
    assert session.exec(select(TrainingPreparation.point)).all() == []


def test_a_coordinator_moves_a_day_and_calls_the_training_off(session, training):
    last = training.days(session)[-1]
    was = last.place
    page = in_dialog(of_team(session, training, training.house.scene.coordinator), f"move-{last.plan_day}")
    field(page, "Hvor?").set_value("")
    page = press(page, "Flyt det")
    assert 'hs-error"' in html_of(page)
    field(page, "Hvor? (skal rettes)").set_value("Salen")
    page = press(page, "Flyt det")
    look_again(session)
    assert session.get_one(TrainingDay, last.id).place == "Salen"
    # The mail waits, and one press takes the move back.
    assert "Lige ændret af" in text(page)
    assert "får en mail kl." in text(page)
    undo = next(str(each.key) for each in page.button if str(each.key).startswith("undo-"))
    page = only_button(page, undo).click().run()
    assert "Lige ændret af" not in text(page)
    look_again(session)
    assert session.get_one(TrainingDay, last.id).place == was != "Salen"
    page = in_dialog(of_team(session, training, training.house.scene.coordinator), "training-off")
    page = only_button(page, "training-off-now").click().run()
    assert "Der er ikke planlagt en oplæring for teamet endnu." in text(page)


def test_a_training_is_laid_with_its_days_shown_before_and_all_that_is_wrong_told_at_once(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, BEGIN, id=str(house.team.id))
    assert shipped().days[-1].title["da"] in said_in_rows(page)
    field(page, "Hvor, når det ikke er på arbejdspladsen?").set_value("")
    next(each for each in page.checkbox if each.label == "Karen Møller").uncheck()
    page = only_button(page, "training-begin").click().run()
    assert html_of(page).count('hs-error"') == 2
    field(page, "Hvor, når det ikke er på arbejdspladsen? (skal rettes)").set_value("Salen")
    next(each for each in page.checkbox if each.label == "Karen Møller").check()
    only_button(page, "training-begin").click().run()
    look_again(session)
    assert session.exec(select(TrainingRound.place)).one() == "Salen"
    assert len(session.exec(select(TrainingDay)).all()) == len(shipped().days)


def test_who_comes_later_is_taken_into_the_training_that_goes_on(session, training):
    page = of_team(session, training, training.house.scene.coordinator, BEGIN)
    assert "Vælg dem, der kommer ind nu" in text(page)
    next(each for each in page.checkbox if each.label == "Karen Møller").check()
    only_button(page.run(), "training-begin").click().run()
    look_again(session)
    assert len(training.days(session)) == len(shipped().days)
    assert session.exec(select(TrainingRound)).one()


def test_a_plan_is_changed_in_a_draft_and_published(session):
    house = a_team(session, NOW)
    page = in_dialog(visit(session, house.scene.coordinator, PLAN), "plan-day-house")
    assert "Planen, der følger med portalen." in text(page)
    field(page, "Hvad hedder det på dansk?").set_value("")
    page = only_button(page, "plan-house-save").click().run()
    assert 'hs-error"' in html_of(page)
    field(page, "Hvad hedder det på dansk? (skal rettes)").set_value("Huset *indefra*")
    page = only_button(page, "plan-house-save").click().run()
    assert "I har en kladde, som ingen oplæring følger endnu" in html_of(page)
    assert "Huset *indefra*" in said_in_rows(page)
    page = only_button(page, "plan-publish").click().run()
    look_again(session)
    (row,) = session.exec(select(TrainingPlanVersion)).all()
    assert row.published_at is not None
    assert "Version 1, udgivet af" in text(page)


def test_a_day_and_a_point_are_added_and_removed_and_a_draft_is_dropped(session):
    house = a_team(session, NOW)
    page = in_dialog(visit(session, house.scene.coordinator, PLAN), "plan-day-new")
    for code in ("dansk", "engelsk"):
        field(page, f"Hvad hedder det på {code}?").set_value("En dag mere")
    page = only_button(page, "plan-new-save").click().run()
    assert "En dag mere" in said_in_rows(page)
    page = in_dialog(page, "plan-point-who_comes")
    page = only_button(page, "point-who_comes-remove").click().run()
    assert "Fortæl alle kolleger, hvem der kommer, og hvorfor" not in said_in_rows(page)
    page = in_dialog(page, "plan-day-tools")
    page = only_button(page, "plan-tools-up").click().run()
    page = in_dialog(page, "plan-day-house")
    page = only_button(page, "plan-house-remove").click().run()
    assert "Sådan hænger huset sammen" not in said_in_rows(page)
    only_button(page, "plan-drop").click().run()
    look_again(session)
    assert session.exec(select(TrainingPlanVersion)).all() == []


def test_who_is_in_no_team_is_told_so_and_who_has_no_part_in_the_training_is_not_let_in(session, training):
    page = visit(session, training.house.scene.coordinator, MINE)
    assert "Du er ikke i et team lige nu." in text(page)
    page = visit(session, training.house.scene.coordinator, TEAM, id="nothing")
    assert "Det kan vi ikke finde." in text(page)


def test_todays_workplace_has_its_list_until_it_is_done_and_whoever_plans_hears_when_a_new_round_is_due(session):
    training = a_training(session, NOW, ago=400)
    for who in (training.house.scene.contact_person, training.house.scene.coordinator):
        page = visit(session, who, "today/today")
        assert "Arbejdspladsen mangler at gøre 7 ting klar til Broholdet" in rows(page)
        due = "Det er tid til at lære nye peers op i Broholdet" in rows(page)
        assert due == (who is training.house.scene.coordinator)
    page = visit(session, training.house.scene.coordinator, BEGIN, id=str(training.house.team.id))
    assert "Planlæg oplæring for Broholdet" in html_of(page) + text(page)
    assert "2 peers har været med så længe" in text(page)


def test_a_coordinator_moves_one_of_what_comes_again_and_calls_another_off(session, training):
    asked = select(TrainingGathering).order_by(col(TrainingGathering.starts_at))
    first, second = [each.id for each in session.exec(asked).all()[:2]]
    for who in (training.house.lead, training.house.scene.contact_person, training.house.scene.volunteer):
        assert not [key for key in keys(of_team(session, training, who)) if key.startswith("open-gathering")]
    page = in_dialog(of_team(session, training, training.house.scene.coordinator), f"gathering-{first}")
    assert "Kun denne gang flytter sig" in text(page)
    field(page, "Hvor?").set_value("")
    page = press(page, "Flyt det")
    field(page, "Hvor? (skal rettes)").set_value("*Haven*")
    page = press(page, "Flyt det")
    assert said(page) == ["Flyttet."]
    assert "*Haven*" in said_in_rows(page)
    page = in_dialog(page, f"gathering-{second}")
    page = only_button(page, f"gathering-off-{second}").click().run()
    assert said(page) == ["Aflyst. De andre gange bliver, hvor de er."]
    look_again(session)
    assert session.get(TrainingGathering, second) is None
    # What is called off is said in words, as a line through them is not read out.
    assert "Lige ændret af" in text(page)
    assert "Lige aflyst af" in text(page)
    assert "~~" not in text(page)
    # Both can be taken back, and each says which it is.
    for _time in range(2):
        undo = next(str(each.key) for each in page.button if str(each.key).startswith("undo-"))
        page = only_button(page, undo).click().run()
    look_again(session)
    assert session.get_one(TrainingGathering, second).place
    assert session.get_one(TrainingGathering, first).place != "*Haven*"


def test_what_stands_in_somebodys_way_on_their_own_days_is_told_before_the_days_are_laid(session):
    house = a_team(session, NOW)
    page = visit(session, house.scene.coordinator, BEGIN, id=str(house.team.id))
    assert "Portalen kender ikke til andet, disse peers skal de dage." in text(page)
    pause = PauseDetails(begins_on=local_day(NOW), reason=PauseReason.OTHER)
    begin_pause(
        session=session,
        actor=house.scene.as_coordinator,
        engagement_id=house.scene.engagement.id,
        details=pause,
        now=NOW,
    )
    page = visit(session, house.scene.coordinator, BEGIN, id=str(house.team.id))
    assert "Karen Møller holder pause" in text(page)


def test_the_path_of_a_peer_names_the_day_of_the_training_that_is_next(session, training):
    page = visit(session, training.house.scene.volunteer, "journey/my_path")
    assert "Din oplæring: " in rows(page)


def test_who_has_been_trained_is_not_chosen_again_unasked_and_what_each_has_left_is_shown_before_it_is_laid(session):
    training = a_training(session, NOW, ago=400)
    page = of_team(session, training, training.house.scene.coordinator, BEGIN)
    assert [each.value for each in page.checkbox] == [False, False]
    assert "Alle i teamet er lært op." in text(page)
    next(each for each in page.checkbox if each.label == "Karen Møller").check()
    assert shipped().days[0].title["da"] in said_in_rows(page.run())


def test_the_days_somebody_has_left_are_shown_before_they_are_laid_anew(session, training):
    page = of_team(session, training, training.house.scene.coordinator, BEGIN)
    last = shipped().days[-1].title["da"]
    assert last not in said_in_rows(page)
    next(each for each in page.checkbox if each.label == "Karen Møller").check()
    shown = said_in_rows(page.run())
    had = {each.plan_day for each in come(session, training)}
    for day in shipped().days:
        assert (day.title["da"] in shown) == (day.id not in had)
    assert len(training.days(session)) == len(shipped().days)


def test_who_leads_a_team_without_being_one_of_its_peers_is_led_to_its_training(session, training):
    training.house.team.lead_id = training.house.scene.contact_person.id
    session.add(training.house.team)
    session.commit()
    page = visit(session, training.house.scene.contact_person, MINE)
    assert "Hele teamets oplæring" in html_of(page) + text(page) + rows(page)
    assert "Du er ikke i et team lige nu" not in text(page)


def test_a_morning_names_two_teams_that_a_training_is_due_for_and_offers_the_rest(session):
    training = a_training(session, NOW, ago=500)
    scene, joined = training.house.scene, NOW - timedelta(days=500)
    members = [a_peer(session, scene, joined, name=f"Bo {number}").id for number in range(3)]
    with transaction(session):
        session.refresh(training.house.team)
        session.refresh(training.row)
        for member_id in members:
            team = Team(**training.house.team.model_dump(exclude={"id"}))
            session.add(team)
            session.flush()
            session.add(TrainingRound(**training.row.model_dump(exclude={"id", "team_id"}), team_id=team.id))
            session.add(TeamMember(team_id=team.id, engagement_id=member_id, joined_on=training.starts_on))
    page = visit(session, scene.coordinator, "today/today")
    assert said_in_rows(page).count("Det er tid til at lære nye peers op") == 2
    page = only_button(page, "new-rounds-more").click().run()
    assert said_in_rows(page).count("Det er tid til at lære nye peers op") == 4
