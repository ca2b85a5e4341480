"""The questionnaire and the interview on paper: whole in both languages, accessible, blank or with what is known."""

from datetime import datetime
from pathlib import Path

import pytest
from pdfua import validate

from core.assessments.printing import SheetIssue, draw_interview, draw_questionnaire
from core.assessments.sheets import questionnaire
from core.pdf.quotes import typographic
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import tags_of

MADE_AT = datetime.fromisoformat("2026-11-02T09:30:00+00:00")
ISSUE = SheetIssue("Solbjerg Kommune", "Gåture i parken", "Ib Lund", MADE_AT)


@pytest.mark.parametrize("language", ["da", "en"])
def test_both_sheets_hold_all_that_is_asked_and_a_checker_finds_nothing(language: str, tmp_path: Path):
    sheet, answers = questionnaire(), {"why": "Jeg har selv været der.\nDet vil jeg bruge.", "need": ""}
    blank, filled = (draw_questionnaire(sheet, language, ISSUE, told) for told in ({}, answers))
    guide = draw_interview(sheet, language, ISSUE, answers)
    for made in (blank, filled, guide):
        (path := tmp_path / "sheet.pdf").write_bytes(made)
        assert {finding.rule_id for finding in validate(str(path)).findings} == set()
        assert tags_of(made).count("H1") == 1
    asked = [question.in_language(language) for topic in sheet.topics for question in topic.questions]
    talked = [prompt.in_language(language) for topic in sheet.topics for prompt in topic.talk]
    for made, whole in ((blank, asked), (filled, asked), (guide, talked)):
        printed = " ".join(said(made).split())
        assert [each for each in whole if typographic(each, language) not in printed] == []
    assert "Jeg har selv været der." not in said(blank)
    assert "Jeg har selv været der." in said(filled)
    assert "Jeg har selv været der." in said(guide)
    assert questionnaire().topics[0].questions[1].in_language(language) not in said(guide)
    assert guide == draw_interview(sheet, language, ISSUE, answers)
