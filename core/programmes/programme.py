"""A programme: what differs between one kind of volunteer and another, as data.

Three are shipped as TOML beside this module. An organisation publishes its own versions of them; an engagement keeps
the version it began under. Every count is a range or a setting, because they vary between places and change over time.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from core.i18n import gettext, ngettext, reading
from core.strict import StrictModel

FOLDER = Path(__file__).parent

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[dict[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=50)]
Days = Annotated[int, Field(ge=1, le=730)]
Months = Annotated[int, Field(ge=1, le=600)]


class ApprovalPath(StrictModel):
    """From training to approval and on (S1, S2, S3).

    `supervisions_*` count the supervisions (vejledninger) on the first `first_courses` course runs. `courses_per_year`
    keeps the certificate, counted over the `year` named; a season begins on the first day of
    `season_begins_month`. An approval lasts `approval_years` years; reminders go out
    `warn_days` days before it ends, longest first.
    """

    supervisions_min: Count
    supervisions_max: Count
    supervisions_default: Count
    first_courses: Count
    courses_per_year: Count
    year: Literal["calendar", "season", "since_approval"]
    approval_years: Count
    warn_days: tuple[Days, ...]
    season_begins_month: Annotated[int, Field(ge=1, le=12)] = 8

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        if not self.supervisions_min <= self.supervisions_default <= self.supervisions_max:
            raise ValueError("supervisions_default must lie between supervisions_min and supervisions_max")
        if list(self.warn_days) != sorted(set(self.warn_days), reverse=True):
            raise ValueError("warn_days must fall, each day once")
        return self


class Celebrations(StrictModel):
    """What is celebrated: flowers with the last supervision, that is the approval (H3), a certificate with it and
    diplomas after years (H4), the first course and round numbers of them, the end of a season, a goodbye.

    An occasion is proposed `ahead_days` before its day, and until `propose_days` after it. Who was thanked with gift
    cards for more than `gift_cards_most` kroner in a year is pointed out, and who was not thanked for `unseen_days`.
    """

    flowers_at_approval: bool = False
    certificate_at_approval: bool = True
    diploma_years: tuple[Count, ...] = ()
    course_counts: tuple[Count, ...] = (1, 10)
    season_end: bool = True
    goodbye: bool = True
    ahead_days: Days = 30
    propose_days: Days = 180
    gift_cards_most: Annotated[int, Field(ge=1, le=100_000)] = 1400
    unseen_days: Days = 365


class Pace(StrictModel):
    """How soon things are to happen, in days: a document is answered, a supervision is planned after it was ordered,
    feedback is written after one was held, a pair is contacted after a module, a run is evaluated and reviewed after
    its last module, and whoever would like to stop is answered within `wish_days`; `courses_days` before a year ends,
    courses that are still needed are asked for. Who was reminded of a document is left in peace for `remind_days`,
    unless something happens with it."""

    answer_days: Days = 14
    remind_days: Days = 3
    plan_days: Days = 14
    feedback_days: Days = 7
    contact_days: Days = 7
    evaluate_days: Days = 14
    review_days: Days = 30
    wish_days: Days = 4
    courses_days: Days = 180


OfferKinds = Literal[
    "method_course", "network_meeting", "national_gathering", "refresher", "talk", "introduction", "gathering"
]


class Competence(StrictModel):
    """Competence development (A1.8, A2.8, K1). `counts` are the kinds of offer that count, and one of them is expected
    every `every_years` years, if possible; None expects nothing. Whose approval runs out within `ahead_days` is
    proposed for an invitation."""

    counts: tuple[OfferKinds, ...] = ("method_course", "network_meeting", "national_gathering", "refresher")
    every_years: Count | None = None
    ahead_days: Days = 180


class AlongTheWay(StrictModel):
    """How it goes, talked about along the way (Q11, Q12): a talk so many `months` after the first day, shortest first;
    an education plan is made together after `plan_months`, and moving on to something new is thought of from
    `moves_on_months`. A programme without any of it says () and None."""

    months: tuple[Months, ...] = ()
    plan_months: Months | None = None
    moves_on_months: Months | None = None

    @model_validator(mode="after")
    def _months_rise(self) -> Self:
        if list(self.months) != sorted(set(self.months)):
            raise ValueError("months must rise, each once")
        return self


class Expenses(StrictModel):
    """What volunteers are paid back (A1.7): up to `most` kroner at a time, for what they paid in the last `days_back`
    days. `kilometres` is whether a rate is paid for their own car, which only an association may do free of tax."""

    kilometres: bool = False
    most: Annotated[int, Field(ge=1, le=100_000)] = 5000
    days_back: Days = 180


class TrainingPace(StrictModel):
    """How peers in teams are trained (Q3, Q4, Q12): on at most `days_a_week` days; after the plan a professional
    afternoon, an experience meeting and an activity at the workplace, each every so many months. A peer is expected to
    stay between `stay_least_months` and `stay_most_months`, and a new round is proposed when at least `round_months`
    have passed since the last. What peers told their lead of their days is kept for `reflection_days` after the
    plan."""

    days_a_week: Annotated[int, Field(ge=1, le=7)] = 4
    afternoon_months: Count = 1
    experience_months: Count = 1
    activity_months: Count = 2
    stay_least_months: Count = 12
    stay_most_months: Count = 24
    round_months: Count = 12
    reflection_days: Days = 90

    @model_validator(mode="after")
    def _stays_as_long(self) -> Self:
        if self.stay_least_months > self.stay_most_months:
            raise ValueError("stay_least_months must not be more than stay_most_months")
        return self


class Validity(StrictModel):
    """How long a kind of document holds (V2, F7), both in months from the day it is sealed; None is for as long as
    both want. `look_again_months` is when it is time to look at it together."""

    months: Months | None = None
    look_again_months: Months | None = None


class Programme(StrictModel):
    """One version of a programme. `documents` are the kinds to sign, in order; `approval` is None where none is given.

    `pairs` is whether its volunteers work two and two (B0), `clarification` whether a meeting is held with each before
    they begin (M1), `teams` whether they work in teams that one of them leads (Q7). `may_use` are kinds that can be
    made when they are wanted (L6); `validity` is by kind. `principles` is the set that its volunteers read (E1, E3),
    None for none. `name` and `description` are by language: all of the portal's are demanded when they are published
    (`core.programmes.rules`), and what one lacks is read in another.
    """

    id: Identifier
    version: Annotated[int, Field(ge=1)]
    name: Words
    description: Words
    documents: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pairs: bool = False
    clarification: bool = False
    teams: bool = False
    may_use: tuple[Identifier, ...] = ()
    validity: dict[Identifier, Validity] = {}
    principles: Literal["municipal", "regional"] | None = None
    approval: ApprovalPath | None = None
    pace: Pace = Pace()
    recognition: Celebrations = Celebrations()
    competence: Competence = Competence()
    along_the_way: AlongTheWay = AlongTheWay()
    expenses: Expenses = Expenses()
    training: TrainingPace = TrainingPace()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        kinds = (*self.documents, *self.may_use)
        if len(set(kinds)) != len(kinds):
            raise ValueError(f"{self.id}: a document is named twice")
        if unknown := set(self.validity) - {*kinds, "pair_agreement"}:
            raise ValueError(f"{self.id}: validity of a document it does not use: {', '.join(sorted(unknown))}")
        if self.approval is None and "cooperation_agreement" in self.documents:
            raise ValueError(f"{self.id}: the cooperation agreement speaks of approval, so its counts are needed")
        if self.approval is None and self.recognition.flowers_at_approval:
            raise ValueError(f"{self.id}: flowers at the approval need an approval")
        if self.principles is not None and self.expenses.kilometres:
            raise ValueError(f"{self.id}: only associations pay a rate for kilometres, not municipalities and regions")
        return self

    @property
    def agreement(self) -> str:
        """The kind of document that a clarification meeting ends with (M3)."""
        return "cooperation_agreement" if "cooperation_agreement" in self.documents else self.documents[0]

    def values(self, language: str) -> Mapping[str, str]:
        """The counts as phrases in `language`, for the placeholders `programme.*` of a template (A1.1–A1.3, A2.1–A2.3).

        They carry their noun ("2 kurser", "hvert 2. år"), so that a sentence stays right when a count is changed.
        Empty where the programme has no approval.
        """
        path = self.approval
        if path is None:
            return {}
        with reading(language):
            return {
                "supervisions": _between(path.supervisions_min, path.supervisions_max),
                "first_courses": ngettext(
                    "the first basic course", "the first {count} basic courses", path.first_courses
                ).format(count=path.first_courses),
                "courses_per_year": ngettext("{count} course", "{count} courses", path.courses_per_year).format(
                    count=path.courses_per_year
                ),
                "approval_years": ngettext("every year", "every {count} years", path.approval_years).format(
                    count=path.approval_years
                ),
            }

    def content_json(self) -> str:
        """The one spelling of this version as JSON; what is stored when it is published.

        What is left at its default is left out, so that a programme keeps its fingerprint when programmes learn more.
        """
        stated = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of `content_json()` as 64 hexadecimal digits."""
        return hashlib.sha256(self.content_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """Read back what `content_json()` wrote; a pydantic ValidationError where it is not a whole programme."""
        return cls.model_validate_json(stored)


def _between(least: int, most: int) -> str:
    if least == most:
        return ngettext("{count} supervision", "{count} supervisions", least).format(count=least)
    return gettext("{least} to {most} supervisions").format(least=least, most=most)


def read(path: Path) -> Programme:
    """The programme in one TOML file."""
    return Programme.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def shipped() -> Mapping[str, Programme]:
    """The programmes that come with the portal, by id."""
    found = [read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {programme.id: programme for programme in found}
