"""Aligning expectations on the screen, from the page of a partnership to what was agreed."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlmodel import Session, select

from core.alignment.rules import AlignmentSide
from core.alignment.service import save_expectation
from core.i18n import local_day, utc_now
from db.alignment import AgreedPoint, Alignment, AlignmentAnswer
from tests.builders import Scene, a_scene, look_again
from tests.core.alignment.builders import a_round, answer, settled
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker
from tests.pages import as_volunteer
from tests.pages.as_colleague import in_dialog, keys, only_button, said_in_rows, visit
from tests.pages.as_volunteer import field, text

NOW = utc_now() - timedelta(hours=2)
OURS, THEIRS = AlignmentSide


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def stored(session, kind=Alignment):
    look_again(session)
    return session.exec(select(kind)).all()


def test_each_answers_alone_and_what_differs_becomes_what_they_talk_about(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    page = visit(session, scene.coordinator, "partnerships/partnership", id=association.id)
    only_button(page, "begin-partnership").click().run()
    (found,) = stored(session)
    page = visit(session, scene.coordinator, "alignment/alignment", id=found.id)
    page = only_button(page, "finish-ours").click().run()
    assert "Svar først på mindst ét spørgsmål" in text(page)
    next(each for each in page.radio if each.key.endswith(":leads")).set_value("both").run()
    (said,) = stored(session, AlignmentAnswer)
    assert (said.side, said.question_id, said.value) == ("ours", "leads", "both")
    page = (
        only_button(visit(session, scene.coordinator, "alignment/alignment", id=found.id), "finish-ours").click().run()
    )
    assert "Når Fjordens Venner også er færdig" in text(page)
    # The association reads nothing of it until it has answered too.
    theirs = visit(session, speaker, "alignment/alignment", id=found.id)
    assert not [each for each in theirs.radio if each.value == "both"]
    answer(session, as_speaker(scene, speaker), found.id, THEIRS, {"leads": "public", "goal": "Ro"}, NOW)
    for person in (speaker, scene.coordinator):
        page = visit(session, person, "alignment/alignment", id=found.id)
        assert [
            words in text(page)
            for words in ("I siger hver sit", "Kommunen eller regionen", "Kun den ene har svaret", "Ro")
        ] == [True] * 4
    page = in_dialog(page, "point")
    field(page, "Hvad aftaler I?").set_value("Vi leder det sammen")
    only_button(page, "agreed-add").click().run()
    assert [each.words for each in stored(session, AgreedPoint)] == ["Vi leder det sammen"]
    scene.organisation.alignment_months = 24
    session.add(scene.organisation)
    session.commit()
    page = in_dialog(visit(session, scene.coordinator, "alignment/alignment", id=found.id), "settle")
    assert not page.get("dialog")[0].proto.dialog.dismissible
    page = only_button(page, "settle").click().run()
    assert not page.exception
    agreed = stored(session)[0]
    assert agreed.agreed_at is not None
    # How long it holds is the organisation's number, and when to look again the number that comes with the portal.
    today = local_day(NOW)
    assert agreed.valid_until == today + relativedelta(months=24)
    assert agreed.look_again_on == today + relativedelta(months=6)
    assert "Vi leder det sammen" in said_in_rows(visit(session, speaker, "alignment/alignment", id=found.id))
    assert "open-settle" not in keys(visit(session, speaker, "alignment/alignment", id=found.id))
    # Either side reads it as it was agreed.
    for person in (speaker, scene.coordinator):
        page = in_dialog(visit(session, person, "alignment/alignment", id=found.id), "as-agreed")
        assert "Fjordens Venner: Kommunen eller regionen" in text(page)
        # Nothing is written there, so it is left as it was opened, by one press.
        assert page.get("dialog")[0].proto.dialog.dismissible


def test_an_answer_that_a_colleague_was_faster_with_is_settled_before_the_answers_are_shared(session, scene):
    found = a_round(session, scene, an_association(session, scene, NOW), NOW)
    page = visit(session, scene.coordinator, "alignment/alignment", id=found.id)
    save_expectation(
        session=session,
        actor=scene.as_coordinator,
        alignment_id=found.id,
        side=OURS,
        question_id="goal",
        value="Ro",
        expected_version=None,
        now=NOW,
    )
    next(each for each in page.text_area if str(each.key).endswith(":goal")).set_value("Fællesskab").run()
    page = only_button(page, "finish-ours").click().run()
    assert "Noget her er ikke gemt endnu." in text(page)
    assert [each.ours_finished_at for each in stored(session)] == [None]


def test_a_change_of_contact_is_told_on_today_and_on_the_page_of_the_partnership(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    found = a_round(session, scene, association, NOW)
    answer(session, scene.as_coordinator, found.id, OURS, {"goal": "Ro"}, NOW)
    answer(session, as_speaker(scene, speaker), found.id, THEIRS, {"goal": "Ro"}, NOW)
    settled(session, scene, found.id, NOW)
    today = visit(session, scene.coordinator, "today/today")
    assert "forventningsafstemning" not in said_in_rows(today)
    a_speaker(session, scene, association, NOW + timedelta(minutes=5), name="Villy Dam")
    assert "1 forventningsafstemning skal ses på igen" in said_in_rows(visit(session, scene.coordinator, "today/today"))
    for person in (scene.coordinator, speaker):
        page = visit(session, person, "partnerships/partnership", id=association.id)
        assert "Nogen er kommet eller gået" in text(page)
    listed = visit(session, scene.coordinator, "alignment/alignments")
    assert said_in_rows(listed).count("Fjordens Venner") == 2


def test_a_volunteer_meets_the_short_form_on_their_path_and_a_colleague_writes_paper_down(session, scene):
    page = visit(session, scene.contact_person, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "alignment"
    page = only_button(page.run(), "begin-workplace").click().run()
    (found,) = stored(session)
    own = as_volunteer.visit(session, scene.volunteer, "journey/my_path")
    assert "Sig, hvad I venter af hinanden" in said_in_rows(own)
    page = visit(session, scene.contact_person, "alignment/alignment", id=found.id)
    assert len(page.radio) == 5
    answer(session, scene.as_contact_person, found.id, OURS, {"often": "weekly"}, NOW)
    page = visit(session, scene.contact_person, "alignment/alignment", id=found.id)
    page = only_button(page, "on-paper").click().run()
    next(each for each in page.radio if each.key.endswith("theirs:often")).set_value("monthly").run()
    assert {(each.side, each.value) for each in stored(session, AlignmentAnswer)} == {
        ("ours", "weekly"),
        ("theirs", "monthly"),
    }


def test_what_is_agreed_with_an_association_leads_either_side_to_the_framework_agreement(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    found = a_round(session, scene, association, NOW)
    answer(session, scene.as_coordinator, found.id, OURS, {"goal": "Ro"}, NOW)
    answer(session, as_speaker(scene, speaker), found.id, THEIRS, {"goal": "Ro"}, NOW)
    settled(session, scene, found.id, NOW)
    for reader in (scene.coordinator, speaker):
        page = visit(session, reader, "alignment/alignment", id=found.id)
        (way,) = [each for each in page.get("page_link") if each.proto.label == "Til partnerskabsaftalen"]
        assert way.proto.query_string == f"id={association.id}"
