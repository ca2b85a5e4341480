"""The blank evaluation form: whole in both languages, accessible, and for those it concerns."""

from datetime import datetime
from pathlib import Path

import pytest
from pdfua import validate
from sqlmodel import Session

from core.courses.evaluation import question_sheet
from core.courses.printing import draw_evaluation, print_evaluation
from core.errors import DomainError
from tests.core.courses.stories import four, plan
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import opened, pages_of, tags_of

MADE_AT = datetime.fromisoformat("2026-11-02T09:30:00+00:00")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_form_asks_everything_on_one_page_and_a_checker_finds_nothing(language: str, tmp_path: Path):
    sheet = question_sheet()
    made = draw_evaluation(sheet, language, organisation="Solbjerg Kommune", course="Tirsdagsholdet", made_at=MADE_AT)
    (path := tmp_path / "form.pdf").write_bytes(made)
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    printed = " ".join(said(made).split())
    for each in (*sheet.questions, *sheet.steps, sheet.comment, sheet.intro):
        assert each.in_language(language) in printed
    assert len(pages_of(made)) == 1
    assert tags_of(made).count("H1") == 1
    with opened(made) as file, file.open_outline() as outline:
        (whole,) = outline.root
        assert len(whole.children) == len(sheet.questions) + 1
    assert made == draw_evaluation(
        sheet, language, organisation="Solbjerg Kommune", course="Tirsdagsholdet", made_at=MADE_AT
    )


def test_those_it_concerns_print_it_and_nobody_else(session: Session, now: datetime):
    told = four(session, now)
    run = plan(session, told, now)
    for actor in (told.coordinator, told.bo.as_volunteer, told.scene.as_contact_person):
        assert print_evaluation(session=session, actor=actor, run_id=run.id, language="da").startswith(b"%PDF")
    with pytest.raises(DomainError, match="not_allowed"):
        print_evaluation(session=session, actor=told.ea.as_volunteer, run_id=run.id, language="da")
    with pytest.raises(DomainError, match="choice_invalid"):
        print_evaluation(session=session, actor=told.coordinator, run_id=run.id, language="tlh")


def test_a_course_may_be_called_anything():
    made = draw_evaluation(question_sheet(), "da", organisation="Fjordby 日", course="Tag fat ★ 🙂", made_at=MADE_AT)
    assert "Fjordby [cjk 65e5] · Tag fat ★ 🙂" in said(made)
