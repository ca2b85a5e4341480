"""Everything a person reads is easy to read, in both languages; a failure names the sentence at fault."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from core.documents.printing.document import words_of
from core.documents.template.model import FOLDER, shipped
from core.i18n import LANGUAGES, LOCALE_FOLDER, reading
from core.messages.texts import TEXTS, written
from tests import readability
from tests.architecture import ROOT

PARAMS = {
    "key": "n",
    "team_id": "t",
    "task": "Gåtur om søen",
    **dict.fromkeys(
        ("token", "document_id", "supervision_id", "offer_id", "alignment_id", "engagement_id", "path"), "t"
    ),
    "day": "2. november 2026",
    **{"inviter": "Mette Holm", "roles": "Koordinator", "until": "2. december 2026", "ask": "Ring på 70 10 20 30."},
    "reason": "Du ringede, fordi du har glemt den",
    **{"what": "Et kursus", "changes": "Dag: 2. december", "words": "Vi ses.", "name": "Bo", "who": "Karen Møller"},
    **{"phone": "20 30 40 50", "subject": "Sommerfest", "names": "Karen", "number": "2", "sender": "Mette Holm"},
}
# The demonstration is what invented people wrote, and people write as they like.
FILES = sorted(path for path in (ROOT / "core").rglob("*.toml") if path.parent.name != "demo")


def texts(words: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a tree of words, with its place."""
    if isinstance(words, str):
        yield where, words
    elif isinstance(words, dict | list):
        for key, below in words.items() if isinstance(words, dict) else enumerate(words):
            yield from texts(below, f"{where}.{key}".strip("."))


def spoken(path: Path, language: str) -> list[tuple[str, str]]:
    """What a file says in `language`: all of it, or what stands under the name of the language. The rest are ids."""
    said = texts(tomllib.loads(path.read_text("utf-8")))
    if path.suffixes[0] in {f".{each}" for each in LANGUAGES}:
        return list(said) if path.suffixes[0] == f".{language}" else []
    return [(where, text) for where, text in said if where.endswith(f".{language}")]


SPOKEN = [(path, language) for path in FILES for language in LANGUAGES if spoken(path, language)]


def screen(language: str) -> dict[str, list[tuple[str, str]]]:
    """What the screens say in `language`, by the file of its Danish."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((LOCALE_FOLDER / "da").glob("*.po")):
        with path.open("rb") as file:
            for message in (message for message in read_po(file, locale="da") if message.id):
                said = message.id if language == "en" else message.string
                forms = (said,) if isinstance(said, str) else said or ()
                found.setdefault(path.stem, []).extend((form[:40], form) for form in forms if form)
    return found


def hard(said: list[tuple[str, str]]) -> list[str]:
    return [f"{where}: {fault}" for where, text in said for fault in readability.faults(text)]


def short_ones(said: list[tuple[str, str]]) -> str:
    """The short texts one after the other, as somebody meets them who reads the whole."""
    short = [text for _, text in said if len(readability.words(text)) < readability.ENOUGH_WORDS]
    return "\n".join(short)


@pytest.mark.parametrize(("path", "language"), SPOKEN, ids=lambda value: getattr(value, "name", value))
def test_every_text_that_is_kept_in_a_file_reads_easily(path: Path, language: str) -> None:
    said = spoken(path, language)
    assert hard(said) == []
    assert readability.lix(short_ones(said)) < readability.LIMIT, short_ones(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_on_the_screens_reads_easily(language: str) -> None:
    for area, said in screen(language).items():
        assert hard(said) == [], area
    everything = [pair for said in screen(language).values() for pair in said]
    assert readability.lix(short_ones(everything)) < readability.LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", TEXTS)
def test_every_mail_reads_easily(message: str, language: str) -> None:
    with reading(language):
        _, body = written(message, organisation="Solby Kommune", base_url="https://portal.example", params=PARAMS)
    assert list(readability.faults(body)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", shipped())
def test_a_document_read_from_end_to_end_is_easier_still(kind: str, language: str) -> None:
    words = shipped()[kind].words(language)
    said = [words.in_short, words.not_binding, words.opening, words.declaration]
    assert readability.lix("\n".join([*said, *(clause.text for clause in words.clauses.values())])) < 35


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_pdf_says_of_itself_reads_easily(language: str) -> None:
    assert hard(list(words_of(language).items())) == []


def test_every_template_is_among_the_texts_measured() -> None:
    for kind in shipped():
        for language in LANGUAGES:
            said = dict(spoken(FOLDER / f"{kind}.{language}.toml", language))
            words = shipped()[kind].words(language)
            assert said["in_short"] == words.in_short
            assert {f"clauses.{clause_id}.help" for clause_id in words.clauses} <= set(said)
            assert {f"fields.{field_id}.label" for field_id in words.fields} <= set(said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", shipped())
def test_what_is_on_top_says_in_a_few_plain_sentences_what_it_is_about(kind: str, language: str) -> None:
    in_short = shipped()[kind].words(language).in_short
    assert 3 <= len(readability.sentences(in_short)) <= 5
    assert len(readability.words(in_short)) <= 60
    assert readability.lix(in_short) < 30


EASY = (
    "Du kan altid sige nej. Vi ses i morgen. Så drikker vi kaffe og taler om, hvordan det går med dig og alle os andre."
)
HARD = "Brugerorganisationen forpligter sig til at afholde instruktørens transportudgifter i undervisningsperioden."


def test_easy_words_have_no_fault() -> None:
    assert readability.lix(EASY) < 20
    assert list(readability.faults(EASY)) == []


def test_a_hard_sentence_is_named_even_among_easy_ones() -> None:
    assert list(readability.faults(f"{EASY} {HARD}")) == [f"LIX 70 in: {HARD}"]


def test_a_long_sentence_is_named_however_short_its_words() -> None:
    long = "Du og jeg " + "og du og jeg " * 6 + "går en tur."
    assert list(readability.faults(long)) == [f"30 words in: {long}"]


def test_a_text_that_is_hard_as_a_whole_names_its_hardest_sentence() -> None:
    text = "De frivillige hjælper, når de kan. " * 4 + "Frivillige hjælper beboere."
    [fault] = readability.faults(text)
    assert "most in: Frivillige hjælper beboere." in fault


def test_a_law_its_section_and_when_it_was_checked_are_not_counted() -> None:
    bare = "Spørg os, hvis du er i tvivl."
    assert readability.words(f"{bare} Kilde: forvaltningsloven § 27. Kontrolleret november 2026.") == readability.words(
        bare
    )
    assert len(readability.words("Det står i arbejdsskadesikringsloven § 18 a.")) == 4
    assert readability.lix("Det står i databeskyttelsesforordningen artikel 9.") < 20


def test_what_is_filled_in_is_one_short_name() -> None:
    assert readability.words("Hej {{ contact_person.name }} og {name}") == ["Hej", "Anne", "og", "Anne"]


@pytest.mark.parametrize("text", ["Kom kl. 10 i dag.", "Come at 10 a.m. sharp.", "Se nr. 4 i listen."])
def test_a_shortened_word_ends_no_sentence(text: str) -> None:
    assert len(readability.sentences(text)) == 1


def test_nothing_said_is_not_hard() -> None:
    assert readability.lix("") == 0
    assert list(readability.faults("§ 3")) == []
