import pytest

from core.documents.template.model import KINDS, Template, shipped
from core.errors import DomainError
from core.templates import rules
from core.templates.checking import problems
from core.templates.writing import MOST_SECTIONS, Writing

LETTER = Writing.of(shipped()["welcome_letter"])
BOTH = {
    "da": {"title": "Nyt", "text": "Ny tekst.", "help": "Hjælp."},
    "en": {"title": "New", "text": "T.", "help": "H."},
}


def ids(writing: Template) -> list[str]:
    return [clause.id for clause in writing.clauses()]


def test_pieces_stand_in_reading_order_with_each_question_below_its_point() -> None:
    pieces = rules.pieces(LETTER)
    assert pieces[:3] == ("opening", "section:us", "clause:contact_details")
    assert pieces.index("field:task") > pieces.index("clause:effort")
    assert len(pieces) == len(set(pieces)) == 1 + len(LETTER.sections) + len(LETTER.clauses()) + len(LETTER.fields)


def test_an_id_is_made_of_the_title_and_of_nothing_else_there() -> None:
    assert rules.new_id(LETTER, "Børn & Åse: 2") == "boern_aase_2"
    assert rules.new_id(LETTER, "Effort") == "effort_2"
    assert rules.new_id(LETTER, "7 dage") == "n_7_dage"
    assert rules.new_id(LETTER, "漢字") == "new"


def test_a_new_point_is_the_last_of_its_section() -> None:
    after = rules.save_clause(LETTER, "extra", section_id="us", words=BOTH)
    assert [clause.id for clause in after.sections[0].clauses][-1] == "extra"
    assert after.words("en").clauses["extra"].title == "New"
    assert problems(after) == []


def test_settings_not_named_stay() -> None:
    before = LETTER.clause("no_care")
    after = rules.save_clause(LETTER, "no_care", words=BOTH, rewordable=False).clause("no_care")
    assert after.default == before.default
    assert not after.rewordable


def test_a_point_at_the_end_of_its_section_moves_into_the_next() -> None:
    last = LETTER.sections[0].clauses[-1].id
    after = rules.move(LETTER, f"clause:{last}", 1)
    assert after.sections[1].clauses[0].id == last
    assert rules.move(after, f"clause:{last}", -1) == LETTER


def test_what_is_at_the_very_end_stays() -> None:
    last = LETTER.clauses()[-1].id
    assert rules.move(LETTER, f"clause:{last}", 1) == LETTER
    assert rules.move(LETTER, f"section:{LETTER.sections[0].id}", -1) == LETTER


def test_a_removed_section_takes_its_points_and_their_questions_with_it() -> None:
    after = rules.remove(LETTER, "section:task")
    assert "effort" not in ids(after)
    assert "task" not in [field.id for field in after.fields]
    assert "effort" not in after.words("da").clauses
    assert problems(after) == []


def test_a_question_that_is_no_longer_a_choice_has_no_answers_to_choose() -> None:
    field = LETTER.field("insurance_cover")
    after = rules.save_field(LETTER, field.id, words={}, type="text")
    assert after.field(field.id).choices == ()
    assert after.words("da").fields[field.id].choices == {}


def test_answers_to_choose_have_words_in_both_languages() -> None:
    after = rules.save_field(
        LETTER, "wishes", words={}, type="choice", choices={"a": {"da": "Ja", "en": "Yes"}, "b": {"da": "Nej"}}
    )
    assert [(p.language, p.part) for p in problems(after)] == [("en", "choice")]


def test_a_piece_that_is_gone_is_not_changed() -> None:
    for change in (
        lambda: rules.save_clause(LETTER, "gone", words=BOTH),
        lambda: rules.remove(LETTER, "clause:gone"),
        lambda: rules.remove(LETTER, "opening"),
        lambda: rules.move(LETTER, "field:gone", 1),
    ):
        with pytest.raises(KeyError):
            change()


@pytest.mark.parametrize(("text", "code"), [("x" * 5000, "text_long"), ("Skriv 010190-1234", "cpr_not_wanted")])
def test_what_nobody_may_write_is_refused_at_once(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        rules.save_clause(LETTER, "effort", words={"da": {"text": text}})
    assert refusal.value.code == code


def test_a_template_does_not_grow_without_end() -> None:
    writing = LETTER
    for number in range(MOST_SECTIONS - len(LETTER.sections)):
        writing = rules.save_section(writing, f"s{number}", words={"da": {"title": "T"}})
    with pytest.raises(DomainError) as refusal:
        rules.save_section(writing, "one_more", words={"da": {"title": "T"}})
    assert refusal.value.code == "template_large"


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_with_the_portal_has_no_problems_and_survives_being_written_on(kind: str) -> None:
    writing = Writing.of(shipped()[kind])
    assert problems(writing) == []
    assert writing.published(writing.version) == shipped()[kind]
    assert writing.readable() == writing
