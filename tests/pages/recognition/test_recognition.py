"""Recognition as a coordinator meets it: what is up, planned, put off, left, and given."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.amounts import ore
from core.approvals.pauses import PauseDetails, begin_pause
from core.errors import DomainError
from core.i18n import local_day, utc_now
from db.approvals import Approval
from db.engine import transaction
from db.recognition import AnsweredOccasion, Recognition
from tests.builders import Scene, a_scene
from tests.pages.as_colleague import in_dialog, named, only_button, opened, said_in_rows, visit
from tests.pages.as_volunteer import field, text
from tests.pages.as_volunteer import visit as home

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    found = a_scene(session, NOW, programme="laer_at_tackle")
    with transaction(session):
        session.add(
            Approval(
                organisation_id=found.organisation.id,
                engagement_id=found.engagement.id,
                decision="approved",
                decided_on=local_day(NOW),
                valid_until=local_day(NOW) + timedelta(days=730),
                decided_by_id=found.coordinator.id,
                created_at=NOW,
            )
        )
    return found


def at(session, scene):
    return visit(session, scene.coordinator, "recognition/recognition")


def key(scene, occasion: str) -> str:
    return f"{scene.engagement.id}-{occasion}"


def planned(session, scene):
    """The page after flowers are planned as suggested."""
    page = only_button(at(session, scene), f"open-plan-{key(scene, 'flowers')}").click().run()
    return only_button(page, f"accept-{key(scene, 'flowers')}").click().run()


def stored(session, kind):
    session.rollback()
    session.expire_all()
    return session.exec(select(kind)).all()


def test_what_is_up_is_shown_with_who_and_why(session, scene):
    page = at(session, scene)
    assert named(page) == ["Karen Møller", "Karen Møller"]
    assert "Er blevet godkendt: Det er tid til blomster" in said_in_rows(page)
    assert '<span class="hs-count">2</span>' in text(page)


def test_an_occasion_is_planned_with_what_is_suggested_and_then_given(session, scene):
    page = planned(session, scene)
    assert not page.exception
    (made,) = stored(session, Recognition)
    assert (made.gift, made.planned_on, made.giver_id) == ("flowers", local_day(utc_now()), scene.contact_person.id)
    assert named(page) == ["Karen Møller"]
    page = only_button(page, f"open-give-{made.id}").click().run()
    field(page, "Hvad det kostede").set_value("149,50")
    field(page, "Hvad der blev sagt").set_value("Tak for alt")
    page = only_button(page, f"given-{made.id}").click().run()
    assert not page.exception
    (given,) = stored(session, Recognition)
    assert (given.cost, given.words, given.given_on) == (14950, "Tak for alt", local_day(utc_now()))
    assert "149,50" in said_in_rows(opened(page, "given"))


def test_a_wrong_amount_is_told_and_what_was_written_stays(session, scene):
    page = planned(session, scene)
    (made,) = stored(session, Recognition)
    page = only_button(page, f"open-give-{made.id}").click().run()
    field(page, "Hvad det kostede").set_value("en masse")
    page = only_button(page, f"given-{made.id}").click().run()
    assert "Skriv, hvad det kostede i kroner" in text(page)
    assert field(page, "Hvad det kostede").value == "en masse"
    assert stored(session, Recognition)[0].given_on is None


def test_one_is_put_off_and_another_left_with_a_reason(session, scene):
    page = in_dialog(at(session, scene), f"later-{key(scene, 'flowers')}")
    page = only_button(page, f"postpone-{key(scene, 'flowers')}").click().run()
    page = in_dialog(page, f"no-{key(scene, 'certificate')}")
    page = only_button(page, f"decline-{key(scene, 'certificate')}").click().run()
    assert "Skriv noget først." in text(page)
    field(page, "Hvorfor?").set_value("Har allerede et")
    page = only_button(page, f"decline-{key(scene, 'certificate')}").click().run()
    assert "Lige nu er der ingen, der mangler en tak." in text(page)
    assert sorted(each.answer for each in stored(session, AnsweredOccasion)) == ["declined", "postponed"]


def test_what_is_called_off_is_up_again(session, scene):
    page = planned(session, scene)
    (made,) = stored(session, Recognition)
    page = in_dialog(page, f"call-off-{made.id}")
    page = only_button(page, f"yes-call-off-{made.id}").click().run()
    assert not page.exception
    assert len(named(page)) == 2


def test_everybody_at_a_workplace_is_thanked_at_once_and_the_form_begins_anew(session, scene):
    page = at(session, scene)
    page = only_button(page, "open-thank-somebody").click().run()
    page = next(each for each in page.radio if each.label == "Hvem skal takkes?").set_value("workplace").run()
    page = next(each for each in page.selectbox if each.label == "Arbejdsplads").set_value(scene.workplace.id).run()
    page = only_button(page, "thank").click().run()
    assert not page.exception
    (made,) = stored(session, Recognition)
    assert ":gray[Karen Møller]" in said_in_rows(page)
    page = only_button(only_button(page, "open-thank-somebody").click().run(), "thank").click().run()
    assert "Vælg, hvem der skal takkes." in text(page)
    assert [each.id for each in stored(session, Recognition)] == [made.id]


@pytest.mark.parametrize("whom", ["some", "pair", "programme", "colleagues"])
def test_each_way_to_choose_asks_for_somebody(session, scene, whom):
    page = at(session, scene)
    page = only_button(page, "open-thank-somebody").click().run()
    page = next(each for each in page.radio if each.label == "Hvem skal takkes?").set_value(whom).run()
    page = only_button(page, "thank").click().run()
    assert not page.exception
    assert "Vælg, hvem der skal takkes." in text(page)
    assert stored(session, Recognition) == []


def test_the_volunteer_reads_what_was_said_and_nothing_of_a_surprise(session, scene):
    page = planned(session, scene)
    assert "Tak til dig" not in text(home(session, scene.volunteer, "journey/my_path"))
    (made,) = stored(session, Recognition)
    page = only_button(page, f"open-give-{made.id}").click().run()
    field(page, "Hvad der blev sagt").set_value("Tak for alt")
    only_button(page, f"given-{made.id}").click().run()
    said = text(home(session, scene.volunteer, "journey/my_path"))
    assert "Tak til dig" in said
    assert "**Blomster** fra Lise Bach" in said
    assert "Tak for alt" in said


def test_the_volunteers_page_tells_what_is_planned_for_them(session, scene):
    planned(session, scene)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "recognition"
    assert ":gray-badge[aftalt]" in text(page.run())


MORE_AMOUNTS = [
    ("1.200,00 kr", 120000),
    ("١٥", 1500),
    ("149.50", 14950),
    ("9.50", 950),
    ("9.5", 950),
    ("48,-", 4800),
    ("kr. 48", 4800),
    ("1.200", 120000),
    ("12.345.678", 1234567800),
    ("0,05", 5),
]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("", 0),
        ("150", 15000),
        ("149,50", 14950),
        ("149,5", 14950),
        ("1.200 kr.", 120000),
        ("1.200,00 kr", 120000),
        ("100 kroner", 10000),
        ("100 DKK", 10000),
        ("12,", 1200),
        ("12.5", 1250),
        ("1.234.567,5", 123456750),
        *MORE_AMOUNTS,
    ],
)
def test_an_amount_is_written_as_one_writes_it(written, amount):
    assert ore(written) == amount


@pytest.mark.parametrize("written", ["en masse", "-5", "1,234", "1,x", "kr", "1.20,50", "1.2.3", "1.234.5", "1.234.56"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(DomainError, match="cost_invalid"):
        ore(written)


def test_who_can_hardly_be_there_is_said_while_a_thank_you_is_planned_and_moved(session, scene):
    begin_pause(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=PauseDetails(begins_on=local_day(NOW)),
        now=NOW,
    )
    said = "Karen Møller holder pause: "
    page = only_button(at(session, scene), f"open-plan-{key(scene, 'flowers')}").click().run()
    assert said in warned(page)
    page = planned(session, scene)
    (made,) = stored(session, Recognition)
    page = in_dialog(page, f"change-{made.id}")
    day = local_day(NOW) + timedelta(days=30)
    field(page, "Hvornår?").set_value(day).run()
    assert f"{said}{day:%d.%m.%Y}" in warned(page)
    page = only_button(at(session, scene), "open-thank-somebody").click().run()
    next(each for each in page.radio if each.label == "Hvem skal takkes?").set_value("workplace").run()
    page = next(each for each in page.selectbox if each.label == "Arbejdsplads").set_value(scene.workplace.id).run()
    assert said in warned(page)


def warned(page) -> str:
    return "\n".join(each.value for each in page.warning)
