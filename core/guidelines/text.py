"""A text that is read and acknowledged: a title, an opening and points.

It is published in every language of the portal, and read in another where one of them came later.

It is plain words in bounded fields. Nothing in it is markup, so nobody can put any into a page with it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from core import contact
from core.documents.text.difference import TextChange, compare
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, name_of, spoken
from core.strict import StrictModel

FOLDER = Path(__file__).parent
WORKPLACE = "workplace_guidelines"
PRINCIPLES = ("principles_municipal", "principles_regional")
MOST_POINTS = 30
LONGEST_POINT = 1200

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=contact.LONGEST_NAME)]
Body = Annotated[str, Field(max_length=LONGEST_POINT)]


class GuidelinePoint(StrictModel):
    """One point. Its id stays the same from version to version, so that a change in it can be told."""

    id: Id
    title: dict[str, Title]
    text: dict[str, Body]


class Guideline(StrictModel):
    """The words of one version. `made_by` and `made_on` say who made it and when: at a workplace, its works council."""

    title: dict[str, Title]
    intro: dict[str, Body]
    points: Annotated[tuple[GuidelinePoint, ...], Field(min_length=1, max_length=MOST_POINTS)]
    made_by: Annotated[str, Field(max_length=contact.LONGEST_LINE)] = ""
    made_on: date | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for words in (self.title, self.intro, *(each for point in self.points for each in (point.title, point.text))):
            if not words or set(words) != set(self.title):
                raise ValueError("all of it must be said in the same languages")
        if len({point.id for point in self.points}) != len(self.points):
            raise ValueError("two points have the same id")
        return self

    def spoken(self, language: str) -> str:
        """The language it is read in by whoever reads `language`: that one, or another where it lacks that."""
        return spoken(self.title, language)

    def content_json(self) -> str:
        """The one spelling of these words as JSON; what is stored when they are published."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of `content_json()` as 64 hexadecimal digits."""
        return hashlib.sha256(self.content_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """Read back what `content_json()` wrote."""
        return cls.model_validate_json(stored)


class GuidelineDraft(BaseModel):
    """What an editor has written, not yet checked; a point that is empty in every language is left out."""

    title: dict[str, str]
    intro: dict[str, str]
    points: list[tuple[str, dict[str, str], dict[str, str]]]
    made_by: str = ""
    made_on: date | None = None


def checked(written: GuidelineDraft) -> Guideline:
    """`written` tidied and whole.

    Raises "guideline_title_missing", "guideline_points_missing", "guideline_point_missing" (a point without a title
    in one of the languages), "guideline_points_many", "text_long", or "cpr_not_wanted".
    """
    title = _titles(written.title, ErrorCode.GUIDELINE_TITLE_MISSING)
    kept = [
        (number, point)
        for number, point in enumerate(written.points, start=1)
        if any(said.strip() for words in point[1:] for said in words.values())
    ]
    if not kept:
        raise DomainError(ErrorCode.GUIDELINE_POINTS_MISSING)
    if len(kept) > MOST_POINTS:
        raise DomainError(ErrorCode.GUIDELINE_POINTS_MANY, most=MOST_POINTS)
    points = [
        {
            "id": point_id,
            "title": _titles(titles, ErrorCode.GUIDELINE_POINT_MISSING, number=number),
            "text": _bodies(texts),
        }
        for number, (point_id, titles, texts) in kept
    ]
    return Guideline.model_validate(
        {
            "title": title,
            "intro": _bodies(written.intro),
            "points": points,
            "made_by": contact.line(written.made_by),
            "made_on": written.made_on,
        }
    )


def _titles(written: Mapping[str, str], missing: ErrorCode, **where: int) -> dict[str, str]:
    said = {language: contact.line(written.get(language, "")) for language in LANGUAGES}
    if lacking := [name_of(language) for language, title in said.items() if not title]:
        raise DomainError(missing, languages=", ".join(lacking), **where)
    if any(len(title) > contact.LONGEST_NAME for title in said.values()):
        raise DomainError(ErrorCode.TEXT_LONG, most=contact.LONGEST_NAME)
    return said


def _bodies(written: Mapping[str, str]) -> dict[str, str]:
    said = {language: contact.text(written.get(language, "")) for language in LANGUAGES}
    if any(len(words) > LONGEST_POINT for words in said.values()):
        raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_POINT)
    return said


def changes(old: Guideline, new: Guideline, language: str) -> tuple[TextChange, ...]:
    """Every place where `new` says something else than `old` in `language`, in the order `new` is read; all of it where
    `old` was not in that language."""
    before, after = dict(_parts(old, language)), dict(_parts(new, language))
    found = [change for key in {**after, **before} if (change := _change(before.get(key), after.get(key)))]
    kept_before = [key for key in before if key in after]
    kept_after = [key for key in after if key in before]
    if kept_before != kept_after:
        orders = ["\n".join(parts[key][0] for key in parts) for parts in (before, after)]
        found.append(TextChange("order", "changed", compare(*orders)))
    return tuple(found)


def changes_as_read(old: Guideline, new: Guideline, language: str) -> tuple[TextChange, ...]:
    """What is new for whoever reads `language` and read `old`, in a language both are in: translating is no news."""
    both = [code for code in new.title if code in old.title] or [*new.title]
    return changes(old, new, spoken(both, language))


def _parts(text: Guideline, language: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Where each part stands, and its words; the names of the parts are those of `core.documents.text.difference`."""
    yield "title", ("title", text.title.get(language, ""))
    yield "intro", ("opening", text.intro.get(language, ""))
    for point in text.points:
        title, said = point.title.get(language, ""), point.text.get(language, "")
        yield f"point:{point.id}", (title, "\n".join(words for words in (title, said) if words))


def _change(before: tuple[str, str] | None, after: tuple[str, str] | None) -> TextChange | None:
    where, old, new = (after or before or ("", ""))[0], before[1] if before else "", after[1] if after else ""
    if old == new:
        return None
    kind: Literal["added", "removed", "changed"] = "added" if not old else "removed" if not new else "changed"
    return TextChange(where, kind, compare(old, new))


class ShippedPrinciples(StrictModel):
    """A set of principles that comes with the portal; `substance` as in `db.guidelines.GuidelineVersion`."""

    kind: Literal["principles_municipal", "principles_regional"]
    number: Annotated[int, Field(ge=1)]
    substance: bool
    text: Guideline


@cache
def shipped() -> Mapping[str, ShippedPrinciples]:
    """The principles that come with the portal, by kind."""
    found = [
        ShippedPrinciples.model_validate(loads(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.toml"))
    ]
    return {each.kind: each for each in found}
