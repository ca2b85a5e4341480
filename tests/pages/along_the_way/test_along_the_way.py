"""What a peer meets along the way: talks, what can be hard, a plan, and moving on."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from core.approvals.rules import EndReason
from core.approvals.stopping import own_stopping
from core.i18n import local_day, utc_now
from core.talks.rules import TalkKind
from core.talks.service import record_talk
from db.engine import transaction
from tests.builders import a_scene
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import text
from tests.pages.as_volunteer import visit as visit_own

NOW = utc_now() - timedelta(hours=1)
TODAY = local_day(NOW)


def a_peer_for(session, months: int, programme: str = "peer_stoette"):
    scene = a_scene(session, NOW, programme=programme)
    with transaction(session):
        scene.engagement.begins_on = TODAY - relativedelta(months=months)
        session.add(scene.engagement)
    return scene


def test_a_new_peer_reads_when_the_talks_are_and_what_can_be_hard(session):
    scene = a_peer_for(session, 1)
    page = visit_own(session, scene.volunteer, "along_the_way/along_the_way")
    said = text(page)
    for months in (3, 6, 12):
        assert f"Efter {months} måneder, omkring" in said
    assert len(page.expander) == 5
    assert "At være den eneste" in [each.label for each in page.expander]
    assert "Jeg vil gerne videre" not in said


def test_after_a_year_there_is_the_plan_and_the_way_on(session):
    scene = a_peer_for(session, 13)
    page = visit_own(session, scene.volunteer, "along_the_way/along_the_way")
    said = text(page)
    assert "Din uddannelsesplan" in said
    assert "Døren står åben" in said
    assert scene.contact_person.name in said


def test_who_has_no_such_talks_finds_nothing_and_is_told_so(session):
    scene = a_peer_for(session, 1, programme="kommunal_frivillig")
    page = visit_own(session, scene.volunteer, "along_the_way/along_the_way")
    assert [each.value for each in page.info] == ["Der er ikke noget her til det, du er frivillig med."]


def test_the_talk_is_written_down_with_the_five_things_beside_it_and_is_done_on_the_path(session):
    scene = a_peer_for(session, 3)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page = only_button(page, f"to-record-{scene.engagement.id}").click().run()
    assert "Fem ting, der kan være svære" in [each.label for each in page.expander]
    record_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.FOLLOW_UP,
        held_on=TODAY,
        words="",
        now=NOW,
    )
    own = text(visit_own(session, scene.volunteer, "along_the_way/along_the_way"))
    assert "I har talt om det efter cirka" in own


def test_who_goes_on_to_a_job_says_so_themselves_and_is_congratulated(session):
    scene = a_peer_for(session, 14)
    page = visit_own(session, scene.volunteer, "approvals/stopping")
    why = next(each for each in page.button_group if "Hvorfor" in each.label)
    page = why.set_value(EndReason.NEW_WORK).run()
    assert any("fejre" in each.value for each in page.success)
    send = next(each for each in page.button if each.key and each.key.startswith("stopping-send"))
    send.click().run()
    session.rollback()
    (place,) = own_stopping(session=session, actor=scene.as_volunteer)
    assert place.reason is EndReason.NEW_WORK
