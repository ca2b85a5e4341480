import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.template.model import KINDS, shipped
from core.templates import rules
from core.templates.telling import difference_from
from core.templates.writing import Writing

LETTER = Writing.of(shipped()["welcome_letter"])
CLAUSES = [clause.id for clause in LETTER.clauses()]


def told(writing: Writing, language: str = "da") -> list[str]:
    """Each place that is new, with its words in order."""
    return [
        f"{change.where}: " + "".join(f"[{kind[0]}:{words}]" if kind != "same" else "" for kind, words in change.words)
        for change in difference_from(LETTER, writing, language)
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_is_new_in_what_is_the_same(kind: str, language: str) -> None:
    assert difference_from(shipped()[kind], Writing.of(shipped()[kind]), language) == ()


def test_a_changed_word_is_told_with_its_heading() -> None:
    text = LETTER.words("da").clauses["effort"].text
    after = rules.save_clause(LETTER, "effort", words={"da": {"text": text.replace(text.split()[1], "besluttet")}})
    (change,) = told(after)
    assert change.startswith(LETTER.words("da").clauses["effort"].title)
    assert "[r:" in change
    assert "besluttet" in change
    assert told(after, "en") == []


def test_a_setting_is_told_in_a_sentence() -> None:
    after = rules.save_clause(LETTER, "right_to_refuse", words={}, mandatory=True)
    (change,) = told(after, "en")
    assert "Always" in change
    field = LETTER.field("wishes")
    after = rules.save_field(LETTER, field.id, words={}, required=not field.required)
    assert len(told(after, "en")) == 1


def test_a_point_added_removed_or_moved_is_told() -> None:
    added = rules.save_clause(LETTER, "extra", section_id="us", words={"da": {"title": "Nøgler", "text": "Ja."}})
    assert any(change.startswith("Nøgler: [a:") for change in told(added))
    assert any("[r:" in change for change in told(rules.remove(LETTER, "clause:unpaid")))
    assert told(rules.move(LETTER, "clause:unpaid", -1))


@settings(max_examples=40)
@given(st.sampled_from(CLAUSES), st.sampled_from(["title", "text", "help"]), st.text(min_size=1, max_size=80))
def test_any_other_words_are_told(clause_id: str, part: str, text: str) -> None:
    content = LETTER.model_dump()
    content["languages"]["da"]["clauses"][clause_id][part] = text
    after = Writing.model_validate(content)
    same = getattr(LETTER.words("da").clauses[clause_id], part) == text
    assert bool(difference_from(LETTER, after, "da")) is not same
