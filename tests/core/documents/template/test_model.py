import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.documents.template.model import FOLDER, KINDS, Template, placeholders, read, shipped


def raw(kind: str = "welcome_letter") -> dict[str, Any]:
    return shipped()[kind].model_dump(mode="json")


def refused(change: Callable[[dict[str, Any]], object], kind: str = "welcome_letter") -> str:
    """Why a template is refused after `change` was done to its content."""
    content = raw(kind)
    change(content)
    with pytest.raises(ValidationError) as refusal:
        Template.model_validate(content)
    return str(refusal.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_survives_being_stored(kind: str) -> None:
    before = shipped()[kind]
    after = Template.from_json(before.content_json())
    assert after == before
    assert after.fingerprint() == before.fingerprint()
    assert after.name() == f"{kind} {before.version}"


def test_one_changed_word_gives_another_fingerprint() -> None:
    content = raw()
    content["languages"]["da"]["clauses"]["recognition"]["text"] += " Tak."
    assert Template.model_validate(content).fingerprint() != shipped()["welcome_letter"].fingerprint()


def test_templates_are_read_once() -> None:
    assert shipped() is shipped()


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_the_same_ids(kind: str) -> None:
    template = shipped()[kind]
    danish, english = template.words("da"), template.words("en")
    for part in ("parties", "sections", "clauses", "fields"):
        assert list(getattr(danish, part)) == list(getattr(english, part))
    assert list(danish.clauses) == [clause.id for clause in template.clauses()]
    assert list(danish.fields) == [field.id for field in template.fields]


def test_a_clause_missing_in_one_language_is_named() -> None:
    assert "en: clauses missing: no_gifts" in refused(lambda c: c["languages"]["en"]["clauses"].pop("no_gifts"))


def test_a_clause_too_many_in_one_language_is_named() -> None:
    words = {"title": "Ny", "text": "Ny.", "help": "Ny."}
    assert "da: clauses unknown: extra" in refused(lambda c: c["languages"]["da"]["clauses"].update(extra=words))


@pytest.mark.parametrize(("part", "name"), [("sections", "trust"), ("fields", "wishes"), ("parties", "volunteer")])
def test_every_other_difference_is_named(part: str, name: str) -> None:
    assert f"en: {part} missing: {name}" in refused(lambda c: c["languages"]["en"][part].pop(name))


def test_a_choice_without_words_is_named() -> None:
    def forget(content: dict[str, Any]) -> None:
        content["languages"]["da"]["fields"]["insurance_cover"]["choices"].pop("own")

    assert "da: choices of insurance_cover missing: own" in refused(forget)


def test_a_yes_or_no_needs_words_for_both() -> None:
    def forget(content: dict[str, Any]) -> None:
        content["languages"]["en"]["fields"]["meals"]["choices"].pop("no")

    assert "en: choices of meals missing: no" in refused(forget)


def test_a_template_without_words_is_refused() -> None:
    assert "words are missing in every language" in refused(lambda c: c["languages"].clear())


def test_a_language_that_a_template_lacks_is_read_in_the_first_it_has() -> None:
    content = raw("welcome_letter")
    del content["languages"]["en"]
    template = Template.model_validate(content)
    assert (template.spoken("en"), template.words("en")) == ("da", template.words("da"))


def test_the_same_id_twice_is_named() -> None:
    assert "clauses named twice: effort" in refused(
        lambda c: c["sections"][0]["clauses"].append(c["sections"][1]["clauses"][0])
    )


def test_the_same_number_twice_is_named() -> None:
    def number(content: dict[str, Any]) -> None:
        content["sections"][0]["clauses"][1]["number"] = "1.1"

    assert "clause numbers named twice: 1.1" in refused(number, "cooperation_agreement")


def test_a_document_nobody_signs_is_refused() -> None:
    assert "nobody signs" in refused(lambda c: c["parties"][0].update(signs=False), "confidentiality_declaration")


def test_a_field_of_an_unknown_clause_is_refused() -> None:
    assert "field address belongs to nowhere" in refused(lambda c: c["fields"][0].update(only_with="nowhere"))


def test_a_line_with_no_clause_to_stand_below_is_refused() -> None:
    def loosen(content: dict[str, Any]) -> None:
        next(field for field in content["fields"] if field["id"] == "task")["only_with"] = None

    assert "field task has a line but no clause" in refused(loosen)


def test_a_choice_without_choices_is_refused() -> None:
    assert "names its choices" in refused(lambda c: c["fields"][0].update(type="choice"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ organisation.nmae }}",
        "{{ volunteer.cpr }}",
        "{{ answers.task }}",
        "{{ volunteer }}",
        "{{ 7 * 7 }}",
        "{{ organisation.name | upper }}",
        "{{ organisation.name.upper() }}",
        "{% if volunteer.name %}x{% endif %}",
        "{{ ''.__class__ }}",
        "{{ organisation.name",
    ],
)
def test_only_known_plain_placeholders_are_let_in(text: str) -> None:
    assert "da: clause effort:" in refused(lambda c: c["languages"]["da"]["clauses"]["effort"].update(text=text))


def test_a_line_prints_its_own_answer_only() -> None:
    def borrow(content: dict[str, Any]) -> None:
        content["languages"]["da"]["fields"]["task"]["line"] = "{{ answers.wishes }}"

    assert "da: field task: unknown placeholder answers.wishes" in refused(borrow)


def test_placeholders_are_found() -> None:
    assert placeholders("Hej {{ volunteer.name }} hos {{workplace.name}}.") == {"volunteer.name", "workplace.name"}


def test_every_clause_and_field_can_be_looked_up() -> None:
    template = shipped()["welcome_letter"]
    assert all(template.clause(clause.id) is clause for clause in template.clauses())
    assert all(template.field(field.id) is field for field in template.fields)
    with pytest.raises(KeyError):
        template.clause("unknown")


def test_files_whose_languages_differ_are_refused_when_read(tmp_path: Path) -> None:
    for path in FOLDER.glob("welcome_letter*.toml"):
        shutil.copy(path, tmp_path)
    assert read("welcome_letter", tmp_path) == shipped()["welcome_letter"]
    english = tmp_path / "welcome_letter.en.toml"
    english.write_text(english.read_text("utf-8").replace("[clauses.no_money]", "[clauses.money]"), "utf-8")
    with pytest.raises(ValidationError, match="en: clauses missing: no_money; en: clauses unknown: money"):
        read("welcome_letter", tmp_path)
