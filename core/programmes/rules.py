"""A programme as settings that an organisation adjusts one by one, what is wrong with them, and what changed. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from core.contact import CPR
from core.error_codes import ErrorCode
from core.i18n import LANGUAGES, name_in_words
from core.programmes.programme import (
    AlongTheWay,
    ApprovalPath,
    Celebrations,
    Competence,
    Expenses,
    Pace,
    Programme,
    TrainingPace,
    shipped,
)

Value = str | int | bool | None | tuple[str, ...] | tuple[int, ...]

APPROVAL = "approval"
PAIR_AGREEMENT, COOPERATION_AGREEMENT = "pair_agreement", "cooperation_agreement"
COUNT_LEAST, COUNT_MOST, DAYS_MOST, MONTHS_MOST, KRONER_MOST, WEEK_MOST = 1, 50, 730, 600, 100_000, 7
LONGEST_NAME, LONGEST_DESCRIPTION = 80, 600


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """Something that keeps the settings from being published: where, and the code of what is wrong with it."""

    setting: str
    code: ErrorCode
    details: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that differs between two versions; None where it is not there or says nothing."""

    setting: str
    before: Value
    after: Value


def kinds_to_choose() -> tuple[str, ...]:
    """The kinds of document a programme can use: those that the shipped programmes use."""
    kinds = [kind for programme in shipped().values() for kind in (*programme.documents, *programme.may_use)]
    return tuple(dict.fromkeys(kinds))


def settings_of(programme: Programme) -> dict[str, Value]:
    """Everything that can be adjusted, by dotted name, in the order it is read (S1, S2, S3, V2, H3, H4).

    Without an approval `approval` is False and none of its counts are there; the validity of each kind that is used.
    """
    stated = programme.model_dump()
    found: dict[str, Value] = {}
    for words in ("name", "description"):
        found |= {f"{words}.{language}": stated[words].get(language, "") for language in LANGUAGES}
    found |= {name: stated[name] for name in ("documents", "may_use", "pairs", "clarification", "teams", "principles")}
    found[APPROVAL] = programme.approval is not None
    if programme.approval is not None:
        found |= {f"{APPROVAL}.{name}": stated[APPROVAL][name] for name in ApprovalPath.model_fields}
    found |= {f"pace.{name}": stated["pace"][name] for name in Pace.model_fields}
    for kind in _with_validity(programme.documents, programme.may_use, pairs=programme.pairs):
        holds = stated["validity"].get(kind) or {}
        found |= {f"validity.{kind}.{name}": holds.get(name) for name in ("months", "look_again_months")}
    parts = (
        ("recognition", Celebrations),
        ("competence", Competence),
        ("expenses", Expenses),
        ("training", TrainingPace),
        ("along_the_way", AlongTheWay),
    )
    for part, fields in parts:
        found |= {f"{part}.{name}": stated[part][name] for name in fields.model_fields}
    return found


def usual_approval() -> ApprovalPath:
    """The counts a programme gets when it begins to give an approval: those the sources state."""
    path = shipped()["laer_at_tackle"].approval
    assert path is not None
    return path


def problems(base: Programme, changes: Mapping[str, Value]) -> tuple[SettingProblem, ...]:
    """What keeps `base` with `changes` from being published, in the order it is read; () when nothing does."""
    wanted = _wanted(base, changes)
    found = [
        *_words(wanted),
        *_documents(wanted),
        *_approval(wanted),
        *_validity(wanted),
        *_expenses(wanted),
        *_training(wanted),
        *_along_the_way(wanted),
    ]
    if not found:
        try:
            Programme.model_validate(_nested(base, wanted, base.version))
        except ValidationError as error:
            found = [_from_model(each) for each in error.errors()]
    order = list(wanted)
    return tuple(sorted(found, key=lambda each: order.index(each.setting) if each.setting in order else len(order)))


def adjusted(base: Programme, changes: Mapping[str, Value], number: int) -> Programme:
    """`base` with `changes` as version `number`; a pydantic ValidationError where `problems` finds any."""
    return Programme.model_validate(_nested(base, _wanted(base, changes), number))


def differences(before: Programme, after: Programme) -> tuple[SettingChange, ...]:
    """The settings that differ between two versions, in the order they are read. Where the approval is gone, that is
    said once and not of each of its counts."""
    old, new = settings_of(before), settings_of(after)
    names = dict.fromkeys((*new, *old))
    return tuple(
        SettingChange(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name) and (after.approval is not None or not name.startswith(f"{APPROVAL}."))
    )


@dataclass(frozen=True, slots=True)
class VersionLabel:
    """What tells a version of a programme from its others: its number, and whether the organisation published it."""

    number: int
    own: bool


def former(versions: Collection[VersionLabel], version: VersionLabel) -> VersionLabel | None:
    """The version that `version` was made from: the one before it of the same hand; for the organisation's first,
    the newest of the portal's with a lower number. None for the first of all."""
    below = [each for each in versions if each.number < version.number]
    same = [each for each in below if each.own is version.own]
    return max(same or below, key=lambda each: each.number, default=None) if version.own or same else None


def _wanted(base: Programme, changes: Mapping[str, Value]) -> dict[str, Value]:
    """All settings with `changes` in them; what is adjusted alone but is not there yet gets its usual value."""
    approves = bool(changes.get(APPROVAL, base.approval is not None))
    documents, may_use, pairs = (
        changes.get("documents", base.documents),
        changes.get("may_use", base.may_use),
        bool(changes.get("pairs", base.pairs)),
    )
    stated = settings_of(base)
    if approves and base.approval is None:
        usual = usual_approval().model_dump()
        stated |= {f"{APPROVAL}.{name}": usual[name] for name in ApprovalPath.model_fields}
    if not approves:
        stated = {name: value for name, value in stated.items() if not name.startswith(f"{APPROVAL}.")}
        stated["recognition.flowers_at_approval"] = False
    held = [
        f"validity.{kind}.{name}"
        for kind in _with_validity(_several(documents), _several(may_use), pairs=pairs)
        for name in ("months", "look_again_months")
    ]
    stated = {name: value for name, value in stated.items() if not name.startswith("validity.") or name in held}
    stated |= {name: None for name in held if name not in stated}
    return {
        name: _tidy(changes.get(name, value)) if _keeps(name, approves) else value for name, value in stated.items()
    }


def _tidy(value: Value) -> Value:
    """Words on one line without spaces around them; several of something as a tuple."""
    if isinstance(value, str):
        return " ".join(value.split())
    return tuple(value) if isinstance(value, list) else value


def _keeps(name: str, approves: bool) -> bool:
    return approves or name != "recognition.flowers_at_approval"


def _several(value: Value) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, tuple | list) else ()


def _with_validity(documents: Sequence[str], may_use: Sequence[str], *, pairs: bool) -> tuple[str, ...]:
    return (*documents, *may_use, *([PAIR_AGREEMENT] if pairs else []))


def _nested(base: Programme, wanted: Mapping[str, Value], number: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": base.id, "version": number}
    for name, value in wanted.items():
        if name == APPROVAL:
            continue
        *above, last = name.split(".")
        place = found
        for part in above:
            place = place.setdefault(part, {})
        place[last] = value
    found["validity"] = {kind: holds for kind, holds in found.get("validity", {}).items() if any(holds.values())}
    return found


def _words(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    found = []
    for setting, value in wanted.items():
        part, _dot, spoken = setting.partition(".")
        if part not in ("name", "description"):
            continue
        text, most = str(value or "").strip(), LONGEST_NAME if part == "name" else LONGEST_DESCRIPTION
        if not text:
            found.append(
                SettingProblem(setting, ErrorCode.PROGRAMME_WORDS_MISSING, (("language", name_in_words(spoken)),))
            )
        elif len(text) > most:
            found.append(SettingProblem(setting, ErrorCode.TEXT_LONG, (("most", most),)))
        elif CPR.search(text):
            found.append(SettingProblem(setting, ErrorCode.CPR_NOT_WANTED))
    return found


def _documents(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    documents, may_use = _several(wanted["documents"]), _several(wanted["may_use"])
    if not documents:
        return [SettingProblem("documents", ErrorCode.PROGRAMME_DOCUMENTS_NONE)]
    known = kinds_to_choose()
    if not {*documents, *may_use} <= {*known}:
        return [SettingProblem("documents", ErrorCode.CHOICE_INVALID)]
    if len({*documents, *may_use}) < len(documents) + len(may_use):
        return [SettingProblem("may_use", ErrorCode.PROGRAMME_DOCUMENT_TWICE)]
    if COOPERATION_AGREEMENT in (*documents, *may_use) and not wanted[APPROVAL]:
        return [SettingProblem(APPROVAL, ErrorCode.PROGRAMME_NEEDS_APPROVAL)]
    return []


def _approval(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    if not wanted[APPROVAL]:
        return []
    counts = ("supervisions_min", "supervisions_default", "supervisions_max")
    least, usual, most = (wanted[f"{APPROVAL}.{name}"] for name in counts)
    # What is no number at all is told by the model, at the field itself.
    if not all(isinstance(each, int) for each in (least, usual, most)):
        return []
    found = []
    if least > most:  # type: ignore[operator]
        found.append(SettingProblem(f"{APPROVAL}.supervisions_max", ErrorCode.PROGRAMME_MOST_UNDER_LEAST))
    elif not least <= usual <= most:  # type: ignore[operator]
        found.append(SettingProblem(f"{APPROVAL}.supervisions_default", ErrorCode.PROGRAMME_USUAL_OUTSIDE))
    days = wanted[f"{APPROVAL}.warn_days"]
    numbers = [each for each in days if isinstance(each, int)] if isinstance(days, tuple) else []
    if numbers != sorted(set(numbers), reverse=True):
        found.append(SettingProblem(f"{APPROVAL}.warn_days", ErrorCode.PROGRAMME_DAYS_FALL))
    return found


def _validity(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    found = []
    for setting, months in wanted.items():
        if not (setting.startswith("validity.") and setting.endswith(".months")):
            continue
        again = setting.removesuffix("months") + "look_again_months"
        look = wanted[again]
        if isinstance(months, int) and isinstance(look, int) and look > months:
            found.append(SettingProblem(again, ErrorCode.PROGRAMME_LOOK_AGAIN_LATE))
    return found


def _along_the_way(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    months = wanted["along_the_way.months"]
    numbers = [each for each in months if isinstance(each, int)] if isinstance(months, tuple) else []
    return [SettingProblem("along_the_way.months", ErrorCode.PROGRAMME_MONTHS_RISE)] * (numbers != sorted(set(numbers)))


def _expenses(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    public = wanted.get("principles") is not None and wanted.get("expenses.kilometres") is True
    return [SettingProblem("expenses.kilometres", ErrorCode.EXPENSE_KILOMETRES)] if public else []


def _training(wanted: Mapping[str, Value]) -> list[SettingProblem]:
    least, most = (wanted.get(f"training.stay_{name}_months") for name in ("least", "most"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        return [SettingProblem("training.stay_most_months", ErrorCode.PROGRAMME_MOST_UNDER_LEAST)]
    return []


def _from_model(error: Any) -> SettingProblem:
    """What the model refuses, at the setting it is about."""
    parts = [str(part) for part in error["loc"] if not isinstance(part, int)]
    setting = ".".join(parts) or "documents"
    if setting.startswith("pace.") or setting.endswith(
        ("warn_days", "ahead_days", "propose_days", "unseen_days", "days_back", "reflection_days")
    ):
        most = DAYS_MOST
    elif setting in ("recognition.gift_cards_most", "expenses.most"):
        most = KRONER_MOST
    elif setting.startswith(("validity.", "along_the_way.")):
        most = MONTHS_MOST
    elif setting.endswith("season_begins_month"):
        most = 12
    elif setting.endswith("days_a_week"):
        most = WEEK_MOST
    else:
        most = COUNT_MOST
    if error["type"] in ("greater_than_equal", "less_than_equal", "int_type", "int_parsing", "int_from_float"):
        return SettingProblem(setting, ErrorCode.NUMBER_OUTSIDE, (("least", COUNT_LEAST), ("most", most)))
    return SettingProblem(setting, ErrorCode.CHOICE_INVALID)
