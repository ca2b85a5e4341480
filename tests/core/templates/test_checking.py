"""No template an administrator can write crashes a page, leaks another person's data or runs code."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.documents.template.model import Template, shipped
from core.documents.template.placeholders import PLACEHOLDER
from core.documents.text.compose import compose, default_choices
from core.errors import DomainError
from core.i18n import reading, use
from core.templates import rules
from core.templates.checking import placeholders_for, problems
from core.templates.writing import OPENING, Writing
from tests.core.documents.text.test_compose import BIRTHE, facts

LETTER = Writing.of(shipped()["welcome_letter"])
SECRET = "HEMMELIG"
PERSON = replace(BIRTHE, next_of_kin_name=f"{SECRET} Jens", address=f"{SECRET} vej 1")
ATTACKS = (
    "{{ ''.__class__.__mro__ }}",
    "{{ volunteer.phone }}",
    "{{ volunteer.address }}",
    "{{ volunteer.next_of_kin_name }}",
    "{{ volunteer }}",
    "{{ organisation.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% for x in range(1000000000) %}x{% endfor %}",
    "{% include 'x' %}",
    "{{ 9 ** 999999999 }}",
    "{{ '{0.__class__}'.format(volunteer) }}",
    "{{ config }}",
    "{# skjult #}",
    "%(name)s {0} {name!r:>{width}}",
    "{{ answers.task }}",
    "${volunteer.name}",
    "{{",
    "}}",
    "{" * 3000,
    "(" * 3000,
)
KNOWN = tuple(f"{{{{ {name} }}}}" for name in placeholders_for(LETTER))
PIECES = (*ATTACKS, *KNOWN, "\n", " ", "{", "}", "%", "Tekst. ", "\u202e", "\x00", "æøå", "\ud7ff", "𐍈")
anything = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
languages = st.sampled_from(["da", "en"])


def written(piece: str, part: str, language: str, text: str) -> Writing:
    """The welcome letter with `text` in one place, as a file could hold it: nothing is tidied."""
    content = LETTER.model_dump()
    kind, _, name = piece.partition(":")
    words = content["languages"][language]
    (words if kind == "opening" else words[f"{kind}s"][name])[part] = text
    return Writing.model_validate(content)


places = st.one_of(
    st.tuples(st.just("opening"), st.sampled_from(OPENING)),
    st.tuples(st.sampled_from([f"section:{s.id}" for s in LETTER.sections]), st.sampled_from(["title", "intro"])),
    st.tuples(
        st.sampled_from([f"clause:{c.id}" for c in LETTER.clauses()]), st.sampled_from(["title", "text", "help"])
    ),
    st.tuples(st.sampled_from([f"field:{f.id}" for f in LETTER.fields]), st.sampled_from(["label", "help", "line"])),
)


def read_by(template: Template, language: str) -> str:
    """All a reader would see, every point chosen."""
    about = facts(language=language, volunteer=PERSON)
    chosen = {
        name: replace(choice, included=True) for name, choice in default_choices(template, "peer_stoette").items()
    }
    return compose(template, language, facts=about, chosen=chosen, answers={}).canonical()


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(places, languages, anything)
def test_whatever_is_written_is_refused_with_its_place_or_read_as_written(
    place: tuple[str, str], language: str, text: str
) -> None:
    piece, part = place
    writing = written(piece, part, language, text)
    found = problems(writing)
    read = read_by(writing.readable(), language)
    # A question's own line may print its own answer again, and nothing else of the person.
    assert read.count(SECRET) <= read_by(LETTER, language).count(SECRET) + text.count("answers.")
    if found:
        assert {(problem.where, problem.language, problem.part) for problem in found} == {(piece, language, part)}
        assert all(problem.what and (not problem.line or problem.wrong in text) for problem in found)
        return
    published = writing.published(7)
    assert read_by(Template.from_json(published.content_json()), language).count(SECRET) == read.count(SECRET)
    left = PLACEHOLDER.sub("", text)
    assert "{{" not in left
    assert "{%" not in left


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_or_stands_as_plain_words(attack: str) -> None:
    writing = written("clause:effort", "text", "da", attack)
    kept = next(c.text for s in compose_all(writing) for c in s.clauses if c.id == "effort")
    assert kept.startswith(attack)
    if "{{" in attack or "{%" in attack or "{#" in attack or "}}" in attack:
        assert problems(writing)


def compose_all(writing: Writing):
    about = facts(volunteer=PERSON)
    return compose(
        writing.readable(), "da", facts=about, chosen=default_choices(writing, "kommunal_frivillig"), answers={}
    ).sections


def test_a_stored_template_is_checked_again_before_it_is_filled_in() -> None:
    """As if somebody had changed the row in the database after it was published."""
    tampered = LETTER.model_copy(
        update={"languages": {**written("clause:effort", "text", "da", "{{ ''.__class__ }}").languages}}
    )
    assert "{{ ''.__class__ }}" in read_by(tampered, "da")


def test_the_line_that_is_wrong_is_named_with_what_was_meant() -> None:
    text = "Kære {{ volunteer.name }}\nring til {{ organisation.phon }}\ntak"
    use("da")
    (problem,) = problems(written("clause:effort", "text", "da", text))
    assert (problem.line, problem.wrong) == (2, "ring til {{ organisation.phon }}")
    assert problem.what == "{{ organisation.phon }} er ikke en, vi kender. Mente du {{ organisation.phone }}?"
    with reading("en"):
        (problem,) = problems(written("clause:effort", "text", "da", text))
        assert problem.what.startswith("{{ organisation.phon }} is not one we know.")


def test_a_missing_language_is_named_for_every_text() -> None:
    content = LETTER.model_dump()
    del content["languages"]["en"]
    found = problems(Writing.model_validate(content))
    assert {problem.language for problem in found} == {"en"}
    assert {problem.where for problem in found} == {
        "opening",
        *(name for name in rules.pieces(LETTER) if name != "opening"),
    }


def test_nobody_signing_is_a_problem() -> None:
    writing = rules.save_opening(LETTER, words={}, parties={}, signs={"volunteer": False, "organisation": False})
    use("en")
    assert [problem.what for problem in problems(writing)] == ["Nobody signs. Choose at least one who does."]
    use("da")


def changed(**parts: object) -> Writing:
    return Writing.model_validate({**LETTER.model_dump(), **parts})


@pytest.mark.parametrize(
    "writing",
    [
        changed(sections=[], fields=[]),
        changed(sections=[*LETTER.model_dump()["sections"], {"id": "empty"}]),
        changed(parties=[{"capacity": "volunteer", "signs": True}]),
        changed(sections=[*LETTER.model_dump()["sections"], LETTER.model_dump()["sections"][0]]),
        changed(fields=[*LETTER.model_dump()["fields"], LETTER.model_dump()["fields"][0]]),
        changed(fields=[{**LETTER.model_dump()["fields"][0], "only_with": "gone"}]),
        changed(fields=[{**LETTER.model_dump()["fields"][0], "type": "choice"}]),
        changed(fields=[{**LETTER.model_dump()["fields"][0], "choices": ["a"]}]),
    ],
)
def test_a_structure_that_does_not_hold_is_a_problem_and_can_still_be_looked_at(writing: Writing) -> None:
    assert problems(writing)
    assert read_by(writing.readable(), "da")


clause_ids = st.sampled_from([clause.id for clause in LETTER.clauses()])
steps = st.one_of(
    st.tuples(st.just("remove"), st.sampled_from(rules.pieces(LETTER)[1:])),
    st.tuples(st.just("up"), st.sampled_from(rules.pieces(LETTER)[1:])),
    st.tuples(st.just("down"), st.sampled_from(rules.pieces(LETTER)[1:])),
    st.tuples(st.just("say"), clause_ids),
    st.tuples(st.just("section"), st.text(max_size=20)),
    st.tuples(st.just("field"), st.text(max_size=20)),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(steps, anything), max_size=12))
def test_any_way_of_writing_ends_in_problems_or_a_whole_template(way: list[tuple[tuple[str, str], str]]) -> None:
    writing = LETTER
    for (what, name), text in way:
        try:
            if what == "remove":
                writing = rules.remove(writing, name)
            elif what in ("up", "down"):
                writing = rules.move(writing, name, -1 if what == "up" else 1)
            elif what == "say":
                writing = rules.save_clause(writing, name, words={"da": {"text": text}, "en": {"title": text}})
            elif what == "section":
                writing = rules.save_section(writing, rules.new_id(writing, name), words={"da": {"title": text}})
            else:
                writing = rules.save_field(writing, rules.new_id(writing, name), words={"da": {"label": text}})
        except (DomainError, KeyError):
            continue
        assert Writing.from_json(writing.content_json()) == writing
    found = problems(writing)
    for language in ("da", "en"):
        read_by(writing.readable(), language)
    assert found or read_by(writing.published(2), "da")
