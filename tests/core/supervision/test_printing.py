"""The log book on paper: accessible, the same each time, and for those who may read it."""

from datetime import datetime
from pathlib import Path

import pytest
from pdfua import validate
from sqlmodel import Session

from core.errors import DomainError
from core.i18n import local_day
from core.supervision.log_book import write_entry
from core.supervision.printing import print_log_book
from core.supervision.service import SupervisionFeedback, give_feedback, hold
from db.engine import transaction
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import opened, tags_of
from tests.core.supervision.stories import Teaching, ordered, teaching


def a_full_one(session: Session, now: datetime) -> Teaching:
    told = teaching(session, now)
    found = ordered(session, told, now)
    hold(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        held_on=local_day(now),
        expected_version=found.version,
        now=now,
    )
    give_feedback(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        engagement_id=told.scene.engagement.id,
        feedback=SupervisionFeedback(
            went_well="God ro i rummet.", work_on="Giv plads til spørgsmål.", tasks=["Øv pauser"]
        ),
        now=now,
    )
    own = told.scene.as_volunteer
    write_entry(
        session=session, actor=own, engagement_id=told.scene.engagement.id, words="Jeg var rolig 🙂 王.", now=now
    )
    return told


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_log_book_is_whole_accessible_and_the_same_each_time(
    session: Session, now: datetime, language: str, tmp_path: Path
):
    told = a_full_one(session, now)
    with transaction(session):
        told.scene.volunteer.name, told.scene.volunteer.latin_name = "علي", "Ali Møller"
        session.add(told.scene.volunteer)

    def made() -> bytes:
        return print_log_book(
            session=session,
            actor=told.scene.as_volunteer,
            engagement_id=told.scene.engagement.id,
            language=language,
        )

    (path := tmp_path / "log.pdf").write_bytes(made())
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    printed = " ".join(said(made()).split())
    for each in (
        "Ali Møller",
        "God ro i rummet.",
        "Giv plads til spørgsmål.",
        "Øv pauser",
        "Jeg var rolig 🙂 [cjk 738b].",
    ):
        assert each in printed
    assert tags_of(made()).count("H1") == 1
    assert made() == made()
    tags = tags_of(made())
    assert tags[tags.index("L") :][:3] == ["L", "LI", "LBody"]
    with opened(made()) as file, file.open_outline() as outline:
        (whole,) = outline.root
        assert len(whole.children) == 3


def test_who_may_not_read_it_does_not_print_it(session: Session, now: datetime):
    told = a_full_one(session, now)
    with pytest.raises(DomainError, match="not_allowed"):
        print_log_book(
            session=session,
            actor=told.scene.as_contact_person,
            engagement_id=told.scene.engagement.id,
            language="da",
        )
