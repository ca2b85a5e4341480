"""The question sheet, and reading totals out of a pasted table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.courses.evaluation import LineProblem, average, question_sheet, read_table
from core.errors import words
from core.i18n import reading

SHEET = question_sheet()
WHOLE = "\n".join(f"{number};0;1;2;3;4" for number in range(1, len(SHEET.questions) + 1))


def said(problem: LineProblem) -> str:
    with reading("en"):
        return words(problem.error)


def test_the_sheet_has_six_questions_on_five_steps_in_both_languages():
    assert (len(SHEET.questions), SHEET.answers) == (6, ("1", "2", "3", "4", "5"))
    assert len({question.id for question in SHEET.questions}) == 6
    assert all(question.in_language("da") != question.in_language("en") for question in SHEET.questions)


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("heading", ["", "Spørgsmål{0}Slet ikke{0}Lidt{0}Noget{0}Meget{0}Rigtig meget\n"])
def test_a_table_is_read_however_a_spreadsheet_writes_it(separator: str, heading: str):
    totals, problems = read_table(heading.format(separator) + WHOLE.replace(";", separator) + "\r\n\n")
    assert problems == ()
    assert totals == {question.id: {"2": 1, "3": 2, "4": 3, "5": 4} for question in SHEET.questions}


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_question_is_known_by_its_words_in_either_language(language: str):
    pasted = "\n".join(
        f"{number}. {question.in_language(language).upper()};1;;;;"
        for number, question in enumerate(SHEET.questions, 1)
    )
    totals, problems = read_table(pasted)
    assert (set(totals), problems) == ({question.id for question in SHEET.questions}, ())


def test_a_csv_file_with_its_mark_and_quoted_commas_is_read():
    pasted = '\ufeff"Føler du dig bedre rustet til det, der er svært?",0,0,1,2,3'
    assert read_table(pasted) == ({"cope": {"3": 1, "4": 2, "5": 3}}, ())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Hvad med kaffen?;1;2;3;4;5", "“Hvad med kaffen?” is none of the questions."),
        ("2;1;2;3", "There must be 5 numbers after the question, but there are 3."),
        ("2;1;2;3;4;5;6", "There must be 5 numbers after the question, but there are 6."),
        ("2;1;to;3;4;5", "“to” is not a whole number."),
        ("2;1;-2;3;4;5", "“-2” is not a whole number."),
        ("2;1;2,5;3;4;5", "“2,5” is not a whole number."),
        ("2;1;²;3;4;5", "“²” is not a whole number."),
        ("1;1;2;3;4;5", "This question stands in the table twice."),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_is_read(line: str, sentence: str):
    totals, problems = read_table(f"1;0;0;0;0;1\n\n{line}\n3;0;0;0;0;2")
    assert [problem.line for problem in problems] == [3]
    assert said(problems[0]).startswith(sentence)
    assert totals["useful"] == {"5": 1}
    assert totals["safe"] == {"5": 2}


@pytest.mark.parametrize("pasted", ["", "\n\n", "Hej"])
def test_a_table_without_a_question_says_so(pasted: str):
    totals, problems = read_table(pasted)
    assert totals == {}
    assert said(problems[0]).startswith("There is no question in the table.")


@given(st.text(max_size=300))
def test_anything_pasted_is_read_or_refused_in_words(pasted: str):
    totals, problems = read_table(pasted)
    assert totals or problems
    for problem in problems:
        assert said(problem)


def test_the_mean_is_of_those_who_answered():
    assert average({"1": 1, "5": 3}) == 4
    assert average({}) is None
