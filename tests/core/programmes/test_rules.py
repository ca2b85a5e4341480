"""A programme adjusted setting by setting: what is refused, what is made of it, and what changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.programmes.programme import Programme, Validity, shipped
from core.programmes.rules import (
    SettingChange,
    VersionLabel,
    adjusted,
    differences,
    former,
    kinds_to_choose,
    problems,
    settings_of,
    usual_approval,
)

TACKLE, ORDINARY = shipped()["laer_at_tackle"], shipped()["kommunal_frivillig"]
programmes = st.sampled_from([*shipped().values()])
counts = st.integers(min_value=-3, max_value=800)
some_changes = st.fixed_dictionaries(
    {},
    optional={
        "name.da": st.text(max_size=100),
        "documents": st.lists(st.sampled_from(kinds_to_choose()), max_size=5).map(tuple),
        "may_use": st.lists(st.sampled_from(kinds_to_choose()), max_size=3).map(tuple),
        "pairs": st.booleans(),
        "approval": st.booleans(),
        "approval.supervisions_min": counts,
        "approval.supervisions_default": counts,
        "approval.supervisions_max": counts,
        "approval.courses_per_year": counts,
        "approval.warn_days": st.lists(counts, max_size=3).map(tuple),
        "approval.year": st.sampled_from(("calendar", "season", "since_approval", "never")),
        "pace.answer_days": counts,
        "validity.welcome_letter.months": st.none() | counts,
        "validity.welcome_letter.look_again_months": st.none() | counts,
        "recognition.diploma_years": st.lists(counts, max_size=3).map(tuple),
        "recognition.flowers_at_approval": st.booleans(),
    },
)


def codes(base: Programme, **changes: Any) -> list[tuple[str, str]]:
    written = {name.replace("__", "."): value for name, value in changes.items()}
    return [(each.setting, each.code) for each in problems(base, written)]


@given(base=programmes, changes=some_changes)
def test_whatever_is_chosen_is_either_told_what_is_wrong_or_makes_a_whole_programme(base, changes) -> None:
    if problems(base, changes):
        return
    made = adjusted(base, changes, base.version + 1)
    assert Programme.from_json(made.content_json()) == made
    assert made.version == base.version + 1
    assert {each.setting.partition(".")[0] for each in differences(base, made)} <= {
        *(name.partition(".")[0] for name in changes),
        # Where the approval goes, its flowers go; what is not used any more does not hold any more.
        "recognition",
        "validity",
    }


@given(base=programmes)
def test_nothing_changed_is_no_difference(base) -> None:
    assert problems(base, settings_of(base)) == ()
    assert differences(base, adjusted(base, settings_of(base), 9)) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name__da": "  "}, [("name.da", "programme_words_missing")]),
        ({"name__en": "x" * 81}, [("name.en", "text_long")]),
        ({"description__da": "CPR 010190-1234"}, [("description.da", "cpr_not_wanted")]),
        ({"documents": ()}, [("documents", "programme_documents_none")]),
        ({"documents": ("a_stranger",)}, [("documents", "choice_invalid")]),
        ({"may_use": ("welcome_letter",)}, [("may_use", "programme_document_twice")]),
        ({"approval": False}, [("approval", "programme_needs_approval")]),
        ({"approval__supervisions_min": 4}, [("approval.supervisions_max", "programme_most_under_least")]),
        ({"approval__supervisions_default": 5}, [("approval.supervisions_default", "programme_usual_outside")]),
        ({"approval__warn_days": (30, 90)}, [("approval.warn_days", "programme_days_fall")]),
        ({"approval__warn_days": (30, 30)}, [("approval.warn_days", "programme_days_fall")]),
        ({"approval__courses_per_year": 0}, [("approval.courses_per_year", "number_outside")]),
        ({"approval__warn_days": ("soon",)}, [("approval.warn_days", "number_outside")]),
        ({"approval__year": "never"}, [("approval.year", "choice_invalid")]),
        ({"pace__plan_days": 731}, [("pace.plan_days", "number_outside")]),
        (
            {"validity__welcome_letter__months": 6},
            [("validity.welcome_letter.look_again_months", "programme_look_again_late")],
        ),
        ({"expenses__kilometres": True}, [("expenses.kilometres", "expense_kilometres")]),
        ({"expenses__most": 0}, [("expenses.most", "number_outside")]),
        ({"expenses__days_back": 731}, [("expenses.days_back", "number_outside")]),
    ],
)
def test_what_cannot_be_published_is_told_at_the_setting(changes, told) -> None:
    assert codes(TACKLE, **changes) == told


def test_several_things_wrong_are_told_in_the_order_they_are_read() -> None:
    found = codes(TACKLE, pace__plan_days=0, approval__approval_years=0)
    assert [setting for setting, _code in found] == ["approval.approval_years", "pace.plan_days"]
    assert codes(TACKLE, approval__supervisions_min=9, name__da="") == [
        ("name.da", "programme_words_missing"),
        ("approval.supervisions_max", "programme_most_under_least"),
    ]


def test_an_approval_begins_with_the_counts_the_sources_state() -> None:
    made = adjusted(ORDINARY, {"approval": True, "approval.courses_per_year": 3}, 3)
    assert made.approval == usual_approval().model_copy(update={"courses_per_year": 3})
    assert SettingChange("approval", False, True) in differences(ORDINARY, made)


def test_without_approval_its_counts_and_flowers_go_and_are_told_once() -> None:
    made = adjusted(TACKLE, {"approval": False, "documents": ("welcome_letter",)}, 3)
    assert (made.approval, made.recognition.flowers_at_approval) == (None, False)
    told = [each.setting for each in differences(TACKLE, made)]
    assert "approval" in told
    assert not [each for each in told if each.startswith("approval.")]


def test_what_a_document_no_longer_used_held_for_is_gone_with_it() -> None:
    made = adjusted(TACKLE, {"documents": ("welcome_letter", "confidentiality_declaration")}, 3)
    assert "cooperation_agreement" not in made.validity
    assert made.validity["welcome_letter"].look_again_months == 12


def test_kilometres_are_switched_on_where_nobody_public_pays_and_stay_on() -> None:
    made = adjusted(ORDINARY, {"principles": None, "expenses.kilometres": True, "expenses.most": 800}, 3)
    kept = Programme.from_json(adjusted(made, {"pace.plan_days": 20}, 4).content_json())
    assert (kept.expenses.kilometres, kept.expenses.most, kept.expenses.days_back) == (True, 800, 180)


def _leaves(stated: dict[str, Any], above: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in stated.items():
        found |= _leaves(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}"}
    return found


def test_everything_a_programme_holds_is_a_setting() -> None:
    stated = TACKLE.model_dump(exclude={"id", "version"})
    used = (*TACKLE.documents, *TACKLE.may_use, "pair_agreement")
    stated["validity"] = {kind: stated["validity"].get(kind) or Validity().model_dump() for kind in used}
    assert {*settings_of(TACKLE)} - {"approval"} == _leaves(stated)


ANOTHER: dict[str, Any] = {
    "documents": ("cooperation_agreement", "welcome_letter", "confidentiality_declaration"),
    "may_use": (),
    "pairs": True,
    "principles": None,
    "approval": True,
    "approval.year": "season",
    "competence.counts": ("refresher",),
}


def _another(setting: str, value: Any) -> Any:
    """Another value that this setting can have."""
    if setting in ANOTHER:
        return ANOTHER[setting]
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return (*value, 1)
    if isinstance(value, str):
        return f"{value} Mere."
    return (value or 22) + 2


def test_every_setting_survives_being_published_and_whatever_is_published_after_it() -> None:
    changes = {name: _another(name, value) for name, value in settings_of(TACKLE).items()}
    changes = {name: value for name, value in changes.items() if not name.startswith("validity.task_description")}
    assert problems(TACKLE, changes) == ()
    made = Programme.from_json(adjusted(TACKLE, changes, 4).content_json())
    assert settings_of(made) == changes
    again = Programme.from_json(adjusted(made, {"pace.plan_days": 99}, 5).content_json())
    assert settings_of(again) == {**changes, "pace.plan_days": 99}


def test_spaces_around_words_are_no_change() -> None:
    assert differences(TACKLE, adjusted(TACKLE, {"name.da": f"  {TACKLE.name['da']} \n"}, 3)) == ()


PORTALS = (VersionLabel(1, False), VersionLabel(2, False), VersionLabel(4, False))
OWN = (VersionLabel(3, True), VersionLabel(4, True))


@pytest.mark.parametrize(
    ("version", "before"),
    [
        (VersionLabel(1, False), None),
        (VersionLabel(2, False), VersionLabel(1, False)),
        (VersionLabel(3, True), VersionLabel(2, False)),
        (VersionLabel(4, True), VersionLabel(3, True)),
        (VersionLabel(4, False), VersionLabel(2, False)),
    ],
)
def test_a_version_knows_what_it_was_made_from(version, before) -> None:
    assert former((*PORTALS, *OWN), version) == before
