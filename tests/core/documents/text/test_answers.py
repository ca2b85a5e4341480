"""The answers are found again in the text they were put in, from the text alone."""

from dataclasses import replace

import pytest

from core.documents.template.model import KINDS, Field, shipped
from core.documents.text.compose import ClauseChoice, answers_in, compose, standard_wording
from tests.core.documents.text.test_compose import LETTER, clauses, facts, letter

OTHER_WORDS = "Andre ord.\nPå to linjer"


def written(field: Field) -> str:
    if field.options():
        return field.options()[0]
    return "2026-12-01" if field.type == "date" else f"Svar på {field.id}: det er langt\nog går over to linjer"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_answered_is_found_again_whatever_was_written(kind: str, language: str) -> None:
    template, known = shipped()[kind], facts(language=language)
    answers = {field.id: written(field) for field in template.fields if field.source is None}
    for wording in (None, OTHER_WORDS):
        chosen = {clause.id: ClauseChoice(True, wording) for clause in template.clauses()}
        text = compose(template, language, facts=known, chosen=chosen, answers=answers)
        found = answers_in(template, text)
        for clause in clauses(text).values():
            end = "\n".join(found.get(clause.id, ()))
            own = OTHER_WORDS if clause.reworded else standard_wording(template, language, clause.id, facts=known)
            # Where no words lead to the answer, nothing tells it from a point that was reworded.
            wordless = clause.reworded and kind == "task_description" and clause.id in ("can_do", "cannot_do")
            assert wordless or clause.text == (f"{own}\n{end}" if end else own), clause.id


def test_the_answers_in_a_signed_text_do_not_change_with_what_is_known_today() -> None:
    text = letter()
    assert answers_in(LETTER, text)["next_of_kin"] == (
        "Vi ringer til: Jens Ørsted",
        "Telefon: 20 00 00 02",
        "Forhold til dig: mand",
    )
    assert answers_in(LETTER, replace(text, sections=())) == {}
