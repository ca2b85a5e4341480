"""The settings of a programme as fields in groups, each with what it is for and what is wrong with it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.documents.template.model import kind_name
from core.errors import DomainError, words
from core.i18n import N_
from core.i18n import gettext as _
from core.offers.rules import OfferKind
from core.programmes.programme import Programme
from core.programmes.rules import (
    APPROVAL,
    PAIR_AGREEMENT,
    SettingProblem,
    Value,
    kinds_to_choose,
    problems,
    settings_of,
    usual_approval,
)
from pages.offers.words import kind_word
from pages.programmes.words import PRINCIPLES, YEARS, explained, label, month_name
from pages.widgets.inputs import any_number

GROUPS = (
    (N_("Name and description"), ("name", "description"), "badge"),
    (N_("Documents"), ("documents", "may_use", "pairs", "clarification", "teams", "principles"), "description"),
    (N_("Supervision and approval"), ("approval",), "workspace_premium"),
    (N_("How soon things are to happen"), ("pace",), "schedule"),
    (N_("How long documents hold"), ("validity",), "event_repeat"),
    (N_("Thanks and celebration"), ("recognition",), "local_florist"),
    (N_("Learning and meeting"), ("competence",), "lightbulb"),
    (N_("Talks along the way"), ("along_the_way",), "forum"),
    (N_("Expenses"), ("expenses",), "receipt_long"),
    (N_("Training of peers"), ("training",), "stairs"),
)


def draw_form(base: Programme, key: str) -> tuple[dict[str, Value], tuple[SettingProblem, ...]]:
    """The fields, filled from `base` unless somebody writes in them; what differs from it, and what is wrong.

    `key` is the form's own: with another key the fields are filled anew.
    """
    stated = _with_everything(base)
    written: dict[str, Value] = {}
    places: dict[str, Any] = {}
    groups = st.container(gap=None)
    for title, parts, icon in GROUPS:
        with groups.expander(_(title), icon=f":material/{icon}:", key=f"{key}:group:{parts[0]}"):
            for setting in _of_group(stated, parts, written):
                if setting.startswith("approval.") and not written.get(APPROVAL):
                    written[setting] = stated[setting]
                    continue
                written[setting] = _field(setting, stated.get(setting), f"{key}:setting:{setting}")
                places[setting] = st.container()
    there = settings_of(base)
    changes = {
        name: value
        for name, value in written.items()
        if there.get(name) != value and (written[APPROVAL] or not name.startswith("approval."))
    }
    found = problems(base, changes)
    for problem in found:
        with places.get(problem.setting, st.container()):
            st.error(_words(problem), icon=":material/error:")
    return changes, found


def _words(problem: SettingProblem) -> str:
    return words(DomainError(problem.code, **dict(problem.details)))


def _with_everything(base: Programme) -> dict[str, Value]:
    """All settings there can be: also the counts of an approval that is not given yet."""
    stated = settings_of(base)
    if base.approval is None:
        stated |= {f"approval.{name}": value for name, value in usual_approval().model_dump().items()}
    return stated


def _of_group(stated: Mapping[str, Value], parts: tuple[str, ...], written: Mapping[str, Value]) -> list[str]:
    """The settings of a group; the validity of those documents that are chosen above."""
    if parts != ("validity",):
        return [name for name in stated if name.partition(".")[0] in parts]
    kinds = [*written["documents"], *written["may_use"]]  # type: ignore[misc]
    kinds += [PAIR_AGREEMENT] if written["pairs"] else []
    return [f"validity.{kind}.{name}" for kind in dict.fromkeys(kinds) for name in ("months", "look_again_months")]


def _field(setting: str, value: Any, key: str) -> Value:
    """One setting as the field that suits it."""
    said: dict[str, Any] = {"help": explained(setting) or None, "key": key}
    match setting:
        case _ if setting.startswith("name."):
            return st.text_input(label(setting), value, **said).strip()
        case _ if setting.startswith("description."):
            return " ".join(st.text_area(label(setting), value, **said).split())
        case "documents" | "may_use":
            return tuple(
                st.multiselect(
                    label(setting),
                    kinds_to_choose(),
                    default=value,
                    format_func=kind_name,
                    placeholder=_("Choose"),
                    **said,
                )
            )
        case "competence.counts":
            kinds = [str(each) for each in OfferKind]
            return tuple(
                st.multiselect(
                    label(setting), kinds, default=value, format_func=kind_word, placeholder=_("Choose"), **said
                )
            )
        case "principles":
            return st.radio(
                label(setting),
                [*PRINCIPLES],
                index=[*PRINCIPLES].index(value),
                format_func=lambda each: _(PRINCIPLES[each]),
                **said,
            )
        case "approval.year":
            return st.radio(
                label(setting),
                [*YEARS],
                index=[*YEARS].index(value),
                format_func=lambda each: _(YEARS[each]),
                **said,
            )
        case "approval.season_begins_month":
            return st.selectbox(label(setting), range(1, 13), index=value - 1, format_func=month_name, **said)
        case _ if isinstance(value, tuple):
            return _numbers(st.text_input(label(setting), ", ".join(map(str, value)), **said))
        case _ if isinstance(value, bool):
            return st.toggle(label(setting), value, **said)
        case _:
            return any_number(label(setting), value, **said)


def _numbers(written: str) -> tuple[int, ...] | tuple[str, ...]:
    """The numbers in a line; what is no number stays as it is, so that it is refused where it stands."""
    parts = written.replace(",", " ").replace(";", " ").split()
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else tuple(parts)
