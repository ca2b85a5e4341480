"""The framework agreement: what it says and lacks, who writes and reads it, that it was signed, and its paper."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pdfua import validate
from sqlalchemy import text
from sqlmodel import Session

from core.errors import DomainError, ManyRefused
from core.i18n import LANGUAGES, local_day
from core.partnerships.agreement import PaperSigning, agreement, record_signing, write_topic
from core.partnerships.printing import print_agreement
from core.partnerships.rules import agreement_lacks, agreement_sheet, said_in
from core.pdf.quotes import typographic
from db.engine import transaction
from db.evidence import faults
from db.partnerships import AgreementSigning
from tests.builders import Scene, a_scene
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import tags_of
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker

TOPICS = [each.id for each in agreement_sheet().topics]


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def test_the_checklist_asks_four_questions_with_twelve_below_and_frames_them():
    groups = agreement_sheet().groups
    assert [len(each.topics) for each in groups] == [4, 1, 7, 1, 3]
    assert len(set(TOPICS)) == len(TOPICS)
    words = [each.title for each in groups] + [
        each for topic in agreement_sheet().topics for each in (topic.title, topic.hint)
    ]
    assert all(set(each.languages) == set(LANGUAGES) for each in words)


def test_what_was_signed_on_paper_stays_as_it_read_that_day(session, scene, now):
    association = an_association(session, scene, now)
    asked = {"session": session, "association_id": association.id, "actor": scene.as_coordinator}
    topic = {"topic_id": "purpose", "words": "Besøgsvenner", "expected_version": 0, "now": now}
    write_topic(**asked, **topic)
    paper = PaperSigning(signed_on=local_day(now), ours="Mette Lund", theirs="Bodil Friis", language="en")
    with pytest.raises(DomainError, match="choice_invalid"):
        record_signing(**asked, signing=replace(paper, language="tlh"), now=now)
    record_signing(**asked, signing=paper, now=now)
    later = now + timedelta(hours=1)
    write_topic(**asked, **topic | {"words": "Gåture", "expected_version": 1, "now": later})
    view = agreement(**asked)
    ((_signing, frozen),) = view.papers
    assert frozen is not None
    assert (said_in(frozen), frozen.language) == ({"purpose": "Besøgsvenner"}, "en")
    assert [party.name for party in frozen.parties] == ["Mette Lund", "Bodil Friis"]
    assert view.lacks.signature
    # Written back, it says what was signed again.
    write_topic(**asked, **topic | {"expected_version": 2, "now": later})
    assert not agreement(**asked).lacks.signature
    record_signing(**asked, signing=paper, now=later)
    assert [said_in(each) for _signing, each in agreement(**asked).papers if each] == [{"purpose": "Besøgsvenner"}] * 2


def test_the_text_that_was_signed_on_paper_stands_under_the_log(session, scene, now):
    association = an_association(session, scene, now)
    asked = {"session": session, "association_id": association.id, "actor": scene.as_coordinator}
    write_topic(**asked, topic_id="purpose", words="Besøgsvenner", expected_version=0, now=now)
    paper = PaperSigning(signed_on=local_day(now), ours="Mette Lund", theirs="Bodil Friis")
    record_signing(**asked, signing=paper, now=now)
    assert not [each for each in faults(session) if each.row.startswith("agreement")]
    with transaction(session):
        session.execute(text("UPDATE agreement_as_signed SET fingerprint = 'another'"))
    assert [each.problem for each in faults(session) if each.row.startswith("agreement")] == ["changed"]


def test_of_one_recorded_before_its_text_was_kept_the_times_tell_whether_it_has_changed(session, scene, now):
    association = an_association(session, scene, now)
    asked = {"session": session, "association_id": association.id, "actor": scene.as_coordinator}
    write_topic(**asked, topic_id="purpose", words="Besøgsvenner", expected_version=0, now=now)
    with transaction(session):
        session.add(
            AgreementSigning(
                association_id=association.id,
                signed_on=local_day(now),
                ours="Mette Lund",
                theirs="Bodil Friis",
                recorded_by_id=scene.coordinator.id,
                recorded_at=now,
            )
        )
    view = agreement(**asked)
    assert [frozen for _signing, frozen in view.papers] == [None]
    assert not view.lacks.signature


def test_what_is_missing_is_each_topic_without_a_word_a_speaker_and_a_signature_of_what_it_says():
    whole = dict.fromkeys(TOPICS, "Aftalt")
    assert agreement_lacks(whole, speakers=1, signed_as_it_is=True).count == 0
    lacks = agreement_lacks(whole | {"law": " ", "peers": ""}, speakers=0, signed_as_it_is=False)
    assert (lacks.topics, lacks.speaker, lacks.signature, lacks.count) == (("law", "peers"), True, True, 4)


def test_a_coordinator_writes_it_both_read_it_and_a_change_after_signing_is_told(session, scene, now):
    association = an_association(session, scene, now)
    speaker = as_speaker(scene, a_speaker(session, scene, association, now))
    asked = {"session": session, "association_id": association.id}
    topic = {"topic_id": "purpose", "words": "Besøgsvenner", "expected_version": 0, "now": now}
    paper = PaperSigning(signed_on=local_day(now), ours="Mette Lund", theirs="Bodil Friis")
    ours = scene.as_coordinator
    with pytest.raises(DomainError, match="agreement_empty"):
        record_signing(**asked, actor=ours, signing=paper, now=now)
    elsewhere = a_scene(session, now, volunteer="Per Lund").as_coordinator
    for actor in (speaker, scene.as_contact_person, scene.as_volunteer, elsewhere):
        with pytest.raises(DomainError, match="not_allowed"):
            write_topic(**asked, actor=actor, **topic)
        with pytest.raises(DomainError, match="not_allowed"):
            record_signing(**asked, actor=actor, signing=paper, now=now)
    write_topic(**asked, actor=ours, **topic)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        write_topic(**asked, actor=ours, **topic)
    with pytest.raises(DomainError, match="not_found"):
        write_topic(**asked, actor=ours, **topic | {"topic_id": "noget"})
    assert agreement(**asked, actor=speaker).texts["purpose"].words == "Besøgsvenner"
    for actor in (scene.as_volunteer, elsewhere):
        with pytest.raises(DomainError, match="not_allowed"):
            agreement(**asked, actor=actor)
    wrong = PaperSigning(signed_on=local_day(now) + timedelta(days=1), ours=" ", theirs="")
    with pytest.raises(ManyRefused) as error:
        record_signing(**asked, actor=ours, signing=wrong, now=now)
    assert list(error.value.by_field) == ["signed_on", "ours", "theirs"]
    record_signing(**asked, actor=ours, signing=paper, now=now)
    assert not agreement(**asked, actor=speaker).lacks.signature
    later = now + timedelta(hours=1)
    write_topic(**asked, actor=ours, **topic | {"words": "Gåture", "expected_version": 1, "now": later})
    assert agreement(**asked, actor=speaker).lacks.signature


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_paper_says_what_was_written_and_leaves_room_for_the_rest(session, scene, now, language, tmp_path: Path):
    association = an_association(session, scene, now)
    asked = {"session": session, "association_id": association.id, "actor": scene.as_coordinator}
    write_topic(**asked, topic_id="purpose", words="Besøgsvenner", expected_version=0, now=now)
    made = print_agreement(**asked, language=language)
    (path := tmp_path / "agreement.pdf").write_bytes(made)
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    assert tags_of(made).count("H1") == 1
    printed = " ".join(said(made).split())
    for words in ("Besøgsvenner", *(each.title.in_language(language) for each in agreement_sheet().topics)):
        assert typographic(words, language) in printed
    assert made == print_agreement(**asked, language=language)
    with pytest.raises(DomainError, match="choice_invalid"):
        print_agreement(**asked, language="fr")
