"""Changes to a template in the making, one piece at a time. Pure: each takes the writing and gives the changed one.

A piece is called "opening", "section:us", "clause:effort" or "field:task". Its id never changes once it is there, so
that choices and answers of documents under way find it again in the next version. KeyError for a piece that is gone.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from core import contact
from core.documents.rules import ORGANISATION
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.templates.writing import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_CHOICES,
    MOST_CLAUSES,
    MOST_FIELDS,
    MOST_SECTIONS,
    OPENING,
    TITLES,
    Writing,
)

Words = Mapping[str, Mapping[str, str]]  # by language, then by part: {"da": {"title": …}}
Kind = Literal["section", "clause", "field"]
OPENING_PIECE = "opening"
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "ß": "ss"})
OWN = "own"  # instead of a row of docs/sources.md, for what an organisation adds itself


def piece(kind: Kind, name: str) -> str:
    """What a piece is called: "clause:effort"."""
    return f"{kind}:{name}"


def pieces(writing: Writing) -> tuple[str, ...]:
    """Every piece in reading order: the opening, each section with its points, and each point's questions."""
    found = [OPENING_PIECE]
    for section in writing.sections:
        found.append(piece("section", section.id))
        for clause in section.clauses:
            found.append(piece("clause", clause.id))
            found += [piece("field", field.id) for field in writing.fields if field.only_with == clause.id]
    placed = set(found)
    return (*found, *(name for field in writing.fields if (name := piece("field", field.id)) not in placed))


def new_id(writing: Writing, title: str) -> str:
    """An id nothing else has, made from a title, for people who read the file."""
    plain = unicodedata.normalize("NFKD", title.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    wanted = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "new"
    wanted = wanted if wanted[0].isalpha() else f"n_{wanted}"
    taken = {name.partition(":")[2] for name in pieces(writing)}
    return next(
        name for number in range(1, 1000) if (name := f"{wanted}_{number}" if number > 1 else wanted) not in taken
    )


def save_opening(
    writing: Writing, *, words: Words, parties: Words, signs: Mapping[str, bool], role: str | None = None
) -> Writing:
    """The texts around the points, what each party is called, who signs, and in which `role` for the organisation."""
    content = _content(writing)
    for language, said in words.items():
        own = _words(content, language)
        own |= {name: _tidy(name, said.get(name, own[name])) for name in OPENING}
        own["parties"] |= {capacity: _tidy("label", label) for capacity, label in parties.get(language, {}).items()}
    for party in content["parties"]:
        party["signs"] = signs.get(party["capacity"], party["signs"])
        if party["capacity"] == ORGANISATION and role is not None:
            party["role"] = role
    return _whole(content)


def save_section(writing: Writing, section_id: str, *, words: Words, number: str = "") -> Writing:
    """The heading and intro of a section; a section that is not there yet is added as the last one."""
    content = _content(writing)
    if section_id not in {section["id"] for section in content["sections"]}:
        content["sections"].append({"id": section_id, "clauses": []})
    _find(content["sections"], section_id)["number"] = _tidy("number", number)
    _say(content, "sections", section_id, words, {"title": "", "intro": ""})
    return _whole(content)


def save_clause(
    writing: Writing, clause_id: str, *, words: Words, section_id: str | None = None, **settings: object
) -> Writing:
    """The words of a point and its settings (`default`, `mandatory`, `rewordable`, `number`); those not named stay.

    A point that is not there yet is added as the last one of the section `section_id`.
    """
    content = _content(writing)
    if section_id is not None and clause_id not in {clause.id for clause in writing.clauses()}:
        _find(content["sections"], section_id)["clauses"].append({"id": clause_id, "source": OWN})
    clause = _find([clause for section in content["sections"] for clause in section["clauses"]], clause_id)
    clause |= settings
    _say(content, "clauses", clause_id, words, {"title": "", "text": "", "help": ""})
    return _whole(content)


def save_field(
    writing: Writing,
    field_id: str,
    *,
    words: Words,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    **settings: object,
) -> Writing:
    """The words of a question and its settings (`type`, `filled_by`, `required`, `only_with`, `source`).

    `choices` are the answers to choose between in their order, each with its words by language. One that is not there
    yet is added as the last question.
    """
    content = _content(writing)
    if field_id not in {field["id"] for field in content["fields"]}:
        content["fields"].append({"id": field_id, "type": "text", "filled_by": "volunteer"})
    field = _find(content["fields"], field_id)
    field |= settings
    _say(content, "fields", field_id, words, {"label": "", "help": "", "line": "", "choices": {}})
    if field["type"] not in ("choice", "yes_no"):
        choices = {}
    if choices is not None:
        field["choices"] = list(choices) if field["type"] == "choice" else []
        for language in content["languages"]:
            said = _words(content, language)["fields"][field_id]
            said["choices"] = {option: _tidy("label", by.get(language, "")) for option, by in choices.items()}
    return _whole(content)


def remove(writing: Writing, name: str) -> Writing:
    """Without the piece; a section takes its points with it, and a point its questions."""
    kind, _, own = name.partition(":")
    if name not in pieces(writing) or name == OPENING_PIECE:
        raise KeyError(name)
    content = _content(writing)
    clauses = {own} if kind == "clause" else set()
    if kind == "section":
        clauses = {clause["id"] for clause in _find(content["sections"], own)["clauses"]}
        content["sections"] = [section for section in content["sections"] if section["id"] != own]
    fields = {own} if kind == "field" else {f["id"] for f in content["fields"] if f.get("only_with") in clauses}
    for field in content["fields"]:
        field["twin"] = None if field.get("twin") in fields else field.get("twin")
    for section in content["sections"]:
        section["clauses"] = [clause for clause in section["clauses"] if clause["id"] not in clauses]
    content["fields"] = [field for field in content["fields"] if field["id"] not in fields]
    return _whole(without_loose_words(content))


def move(writing: Writing, name: str, by: Literal[-1, 1]) -> Writing:
    """The piece one place up (-1) or down (1). A point at the end of its section goes into the next one; what is at
    the very end stays."""
    kind, _, own = name.partition(":")
    content = _content(writing)
    if kind == "clause":
        _move_clause(content["sections"], own, by)
    elif kind in ("section", "field"):
        things = content[f"{kind}s"]
        place = things.index(_find(things, own))
        _swap(things, place, place + by)
    else:
        raise KeyError(name)
    return _whole(content)


def content_of(writing: Writing, name: str) -> dict[str, Any]:
    """All that is said and set in one piece, to see whether it was changed; nothing for one that is gone."""
    kind, _, own = name.partition(":")
    content = _content(writing)
    if name not in pieces(writing):
        return {}
    if kind == OPENING_PIECE:
        said = {
            language: [*(words[part] for part in OPENING), words["parties"]]
            for language, words in content["languages"].items()
        }
        return {"said": said, "set": content["parties"]}
    things = content["sections"] if kind != "field" else content["fields"]
    if kind == "clause":
        things = [clause for section in content["sections"] for clause in section["clauses"]]
    stands = {key: value for key, value in _find(things, own).items() if key != "clauses"}
    return {"said": [words[f"{kind}s"][own] for words in content["languages"].values()], "set": stands}


def choices_from_lines(writing: Writing, field_id: str, language: str, lines: str) -> dict[str, dict[str, str]]:
    """The answers to choose between from their words in one language, one a line; what an answer is called otherwise
    stays. A line that was there before keeps its id, another takes the next id that is free."""
    said = [line.strip() for line in lines.split("\n") if line.strip()]
    before = {field.id: field for field in writing.fields}.get(field_id)
    known = {code: words.fields[field_id].choices for code, words in writing.readable().languages.items() if before}
    options = list(before.options()) if before else []
    own = known.get(language, {})
    by_line = {line: next((option for option in options if own.get(option) == line), "") for line in said}
    free = [option for option in options if option not in by_line.values()]
    found: dict[str, dict[str, str]] = {}
    for line in dict.fromkeys(said):
        option = by_line[line] or (free.pop(0) if free else _free_option({*options, *found}))
        found[option] = {code: words.get(option, "") for code, words in known.items()} | {language: line}
    return found


def _free_option(taken: set[str]) -> str:
    return next(name for number in range(1, 1000) if (name := f"option_{number}") not in taken)


def without_loose_words(content: dict[str, Any]) -> dict[str, Any]:
    """`content` without words for what is not in it, in place."""
    there = {
        "parties": {party["capacity"] for party in content["parties"]},
        "sections": {section["id"] for section in content["sections"]},
        "clauses": {clause["id"] for section in content["sections"] for clause in section["clauses"]},
        "fields": {field["id"] for field in content["fields"]},
    }
    for words in content["languages"].values():
        for part, ids in there.items():
            words[part] = {name: said for name, said in words[part].items() if name in ids}
    return content


def refuse_when_too_big(writing: Writing) -> Writing:
    """`writing`, or "template_large" or "text_long": a document must stay one that somebody reads."""
    for things, most in (
        (writing.sections, MOST_SECTIONS),
        (writing.clauses(), MOST_CLAUSES),
        (writing.fields, MOST_FIELDS),
        *((field.choices, MOST_CHOICES) for field in writing.fields),
    ):
        if len(things) > most:
            raise DomainError(ErrorCode.TEMPLATE_LARGE, most=most)
    if any(len(text) > LONGEST_TEXT for text in _strings(writing.model_dump())):
        raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_TEXT)
    return writing


def _move_clause(sections: list[dict[str, Any]], own: str, by: int) -> None:
    here = {clause["id"]: place for place, section in enumerate(sections) for clause in section["clauses"]}[own]
    clauses = sections[here]["clauses"]
    place = clauses.index(_find(clauses, own))
    if 0 <= place + by < len(clauses):
        _swap(clauses, place, place + by)
    elif 0 <= here + by < len(sections):
        other = sections[here + by]["clauses"]
        other.insert(0 if by == 1 else len(other), clauses.pop(place))


def _swap(things: list[dict[str, Any]], one: int, other: int) -> None:
    if 0 <= other < len(things):
        things[one], things[other] = things[other], things[one]


def _say(content: dict[str, Any], part: str, name: str, words: Words, empty: Mapping[str, object]) -> None:
    for language in content["languages"]:
        said = _words(content, language)[part].setdefault(name, dict(empty))
        written = words.get(language, {})
        said |= {key: _tidy(key, text) for key, text in written.items() if key in empty and key != "choices"}


def _words(content: dict[str, Any], language: str) -> dict[str, Any]:
    return content["languages"][language]


def _find(things: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {thing["id"]: thing for thing in things}[name]


def _tidy(name: str, written: str) -> str:
    """One line where a title stands, else several; CPR numbers and what is too long are refused in words."""
    if name not in TITLES:
        return contact.text(written)
    line = contact.line(written)
    if len(line) > LONGEST_TITLE:
        raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_TITLE)
    return line


def _content(writing: Writing) -> dict[str, Any]:
    """The content to change, with words in every language."""
    content = writing.readable().model_dump(mode="json")
    content["languages"] = {**writing.model_dump(mode="json")["languages"], **content["languages"]}
    return content


def _whole(content: dict[str, Any]) -> Writing:
    return refuse_when_too_big(Writing.model_validate(content))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for each in inner for text in _strings(each)]
