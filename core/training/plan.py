"""A training plan: days in order, each in one of three tracks, and what the workplace prepares meanwhile (Q2, Q3, Q5).

It is plain words in every language of the portal, as an organisation wrote them or as they came with the portal.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Annotated, Self

from pydantic import Field, model_validator

from core import contact
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES, language, words_in
from core.strict import StrictModel
from core.training.rules import DayToLay, Track

SHIPPED = Path(__file__).parent / "plan.toml"
MOST_DAYS, MOST_POINTS, MOST_WEEKS, MOST_HOURS, LONGEST_WORDS = 60, 30, 12, 8, 1200

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=contact.LONGEST_NAME)]
Said = Annotated[str, Field(max_length=LONGEST_WORDS)]


class PlanPoint(StrictModel):
    """Something on the workplace's list. Its id stays the same from version to version."""

    id: Id
    title: dict[str, Title]
    words: dict[str, Said]

    @property
    def called(self) -> str:
        """Its title for whoever reads."""
        return words_in(self.title, language())

    @property
    def holds(self) -> str:
        """Its words for whoever reads."""
        return words_in(self.words, language()) if self.words else ""


class PlanDay(PlanPoint):
    """A day of the plan: the week of it that it lies in, its track, how many hours it takes, and whether everybody has
    it on the same day."""

    week: Annotated[int, Field(ge=1, le=MOST_WEEKS)]
    track: Track
    hours: Annotated[int, Field(ge=1, le=MOST_HOURS)] = 5
    shared: bool = True


class TrainingPlan(StrictModel):
    """The days in the order they are had, and the workplace's list."""

    days: Annotated[tuple[PlanDay, ...], Field(min_length=1, max_length=MOST_DAYS)]
    preparations: Annotated[tuple[PlanPoint, ...], Field(max_length=MOST_POINTS)] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for points in (self.days, self.preparations):
            if len({each.id for each in points}) != len(points):
                raise ValueError("two have the same id")
        if [each.week for each in self.days] != sorted(each.week for each in self.days):
            raise ValueError("the weeks do not follow each other")
        return self

    @property
    def to_lay(self) -> tuple[DayToLay, ...]:
        """The days as they are laid on dates."""
        return tuple(DayToLay(each.id, each.week, each.shared) for each in self.days)

    def day(self, id_: str) -> PlanDay | None:
        """One of its days, None for none of them."""
        return next((each for each in self.days if each.id == id_), None)

    def content_json(self) -> str:
        """The one spelling of it as JSON; what is stored."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """Read back what `content_json()` wrote."""
        return cls.model_validate_json(stored)

    def with_day(self, day: PlanDay) -> Self:
        """The plan with `day` in it: instead of the one with its id, or last in its week where it is new. One whose
        week changes goes to the end of that week."""
        here = self.day(day.id)
        if here is not None and here.week == day.week:
            days = [day if each.id == day.id else each for each in self.days]
        else:
            days = [each for each in self.days if each.id != day.id]
            place = sum(each.week <= day.week for each in days)
            days.insert(place, day)
        if len(days) > MOST_DAYS:
            raise DomainError(ErrorCode.TRAINING_MANY, most=MOST_DAYS)
        return self.model_copy(update={"days": tuple(days)})

    def without_day(self, id_: str) -> Self:
        """The plan without one of its days. The last one stays: "training_empty"."""
        days = tuple(each for each in self.days if each.id != id_)
        if not days:
            raise DomainError(ErrorCode.TRAINING_EMPTY)
        return self.model_copy(update={"days": days})

    def moved_up(self, id_: str) -> Self:
        """One of its days before the one before it, where both are in the same week; else as it is."""
        days = list(self.days)
        at = next((number for number, each in enumerate(days) if each.id == id_), 0)
        if at and days[at - 1].week == days[at].week:
            days[at - 1], days[at] = days[at], days[at - 1]
        return self.model_copy(update={"days": tuple(days)})

    def with_point(self, point: PlanPoint) -> Self:
        """The plan with `point` on the workplace's list: instead of the one with its id, or last where it is new."""
        there = point.id in {each.id for each in self.preparations}
        points = [point if each.id == point.id else each for each in self.preparations] + ([] if there else [point])
        if len(points) > MOST_POINTS:
            raise DomainError(ErrorCode.TRAINING_MANY, most=MOST_POINTS)
        return self.model_copy(update={"preparations": tuple(points)})

    def without_point(self, id_: str) -> Self:
        """The plan without one thing on the workplace's list."""
        points = tuple(each for each in self.preparations if each.id != id_)
        return self.model_copy(update={"preparations": points})


def said(title: Mapping[str, str], words: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """A title and its words tidied, each in every language.

    Raises all that is refused at once, at "title-da" and "words-da" and so for each language: "words_missing" without
    a title, "text_long", or "cpr_not_wanted".
    """
    titles, bodies = {}, {}
    with all_refused() as check:
        for code in LANGUAGES:
            with check.at(f"title-{code}"):
                titles[code] = contact.line(title.get(code, ""))
                if not titles[code]:
                    raise DomainError(ErrorCode.WORDS_MISSING)
                if len(titles[code]) > contact.LONGEST_NAME:
                    raise DomainError(ErrorCode.TEXT_LONG, most=contact.LONGEST_NAME)
            with check.at(f"words-{code}"):
                bodies[code] = contact.text(words.get(code, ""))
                if len(bodies[code]) > LONGEST_WORDS:
                    raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_WORDS)
    return titles, bodies


@cache
def shipped() -> TrainingPlan:
    """The plan that comes with the portal."""
    return TrainingPlan.model_validate(loads(SHIPPED.read_text(encoding="utf-8")))
