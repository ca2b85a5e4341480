"""What applicants are asked and answered: whole in every language, of our own, and in the order of the sources."""

import pytest

from core.assessments.sheets import criteria, handouts, letter_body, letter_subject, questionnaire
from core.i18n import LANGUAGES

NAMED = {"name": "Ib {task}", "task": "Gåture", "organisation": "Solbjerg"}


def test_there_are_ten_criteria_and_four_topics_in_every_language():
    assert len({each.id for each in criteria()}) == 10
    assert [each.id for each in questionnaire().topics] == ["motivation", "recovery", "robustness", "readiness"]
    assert len(set(questionnaire().ids)) == len(questionnaire().ids)
    sheet = questionnaire()
    words = [sheet.title, sheet.intro, sheet.interview, sheet.interview_intro, sheet.interview_end, *handouts()]
    words += [each for topic in sheet.topics for each in (topic.name, *topic.questions, *topic.talk)]
    words += [each for criterion in criteria() for each in (criterion.name, criterion.ask)]
    assert all(each.languages.keys() == LANGUAGES.keys() for each in words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("yes", [True, False])
def test_a_letter_says_who_what_and_from_whom_and_what_somebody_added(language: str, yes: bool):
    letter = letter_body(yes=yes, language=language, named=NAMED, own_words=" Vi ses {name}. ", others=["Læseven"])
    assert letter_subject(yes=yes, language=language)
    paragraphs = letter.split("\n\n")
    assert paragraphs[0].endswith("Ib {task}")
    assert "Vi ses {name}." in paragraphs
    assert any(each.endswith("\n- Læseven") for each in paragraphs)
    assert letter.endswith("Solbjerg")
    assert "Gåture" in letter
    assert "\0" not in letter


def test_a_letter_without_other_tasks_offers_none():
    assert "andre opgaver" not in letter_body(yes=False, language="da", named=NAMED)
