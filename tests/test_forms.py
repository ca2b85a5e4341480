"""A form of several fields that can be refused says all of it at once, on top and at each field; and a long one keeps
what is written in it until it is sent."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.architecture import ROOT, none_of, python_files, tree

# What is written or brought, and may be refused; a choice among what is offered never is.
ASKS = {"text_input", "text_area", "day_input", "number_input", "time_input", "upload"}
ASKS |= {"login_name_field", "new_passphrase_field"}
SENDS = {"button", "form_submit_button"}
SAYS_ALL = {"EntryForm", "error_summary"}
THE_PAGE = "the page"
# What looks like such a form and is none, each with why.
NO_FORM = {
    "pages/access/login.py: _ask": "one answer for both, as nobody is told which of them was wrong",
    "pages/access/invitation.py: _join_with_own_login": "the same",
    "pages/audit/log.py: the page": "what is looked for, and nothing is kept",
    "pages/documents/signing/borrowed.py: sign": "the name is looked at before a proof counts as an attempt",
    "pages/guidelines/editor.py: _write": "each field is kept as it is left",
    "pages/guidelines/editor.py: _point": "the same",
    "pages/organisations/sealing.py: own": "the password is of the file, so one refusal is about both",
    "pages/templates/publishing.py: draw_publish": "a day to publish on, and beside it a file to bring in",
}

# What is written in a form: words of one's own are more than a line, and what is asked for each of several is much.
WRITTEN = {
    "numbers": 3,
    "text_input": 1,
    "day": 1,
    "number": 1,
    "day_input": 1,
    "number_input": 1,
    "time_input": 1,
    "text_area": 2,
}
LONG = 3
KEEPS = {"FormDraft", "_kept_form", "saved_field"}
NOBODY_YET = "whoever writes has no login, and the browser alone holds it"
THEIR_OWN = "only their own passphrase opens it: nothing of it is kept otherwise"
CHOSEN = "its days and numbers are proposed, and chosen in a moment"
# What is long and keeps nothing, each with why.
NO_DRAFT = {
    "pages/alignment/meeting.py: _settle": CHOSEN,
    "pages/applications/asking.py: _contact": NOBODY_YET,
    "pages/applications/calling.py: _who_are_you": NOBODY_YET,
    "pages/courses/leading.py: _change": CHOSEN,
    "pages/courses/modules.py: _move": CHOSEN,
    "pages/courses/modules.py: _ways": "the same",
    "pages/documents/signing/borrowed.py: sign": "a passphrase, on somebody else's device: nothing of it may be kept",
    "pages/expenses/handling.py: _write_rate": CHOSEN,
    "pages/guidelines/edit_guidelines.py: one_text": "each field is kept as it is left",
    "pages/guidelines/editor.py: _write": "each field is kept as it is left",
    "pages/guidelines/editor.py: _point": "the same",
    "pages/organisations/care.py: care_form": CHOSEN,
    "pages/organisations/closing.py: closed_days": CHOSEN,
    "pages/organisations/organisation.py: details": "it stands there already, and a line of it is changed",
    "pages/organisations/organisations.py: new_organisation": "three short lines",
    "pages/organisations/pace.py: pace_form": CHOSEN,
    "pages/organisations/reminding.py: reminding_form": CHOSEN,
    "pages/personal_log/opening.py: _forgotten": "a passphrase, and nothing of a log book may be kept openly",
    "pages/personal_log/writing.py: write": THEIR_OWN,
    "pages/supervision/supervision.py: _feedback_to": "each field is kept as it is left",
    "pages/support/settings.py: talks_form": CHOSEN,
    "pages/telling/reminder_words.py: asked": "it is seen as it would be sent, and saved in the same moment",
    "pages/training/moving.py: _ask": CHOSEN,
    "pages/training/moving.py: _move_gathering": "the same",
}


def test_a_form_of_several_fields_says_all_that_is_refused_at_once() -> None:
    none_of(sorted(set(_half_told()) - NO_FORM.keys()))


def test_what_is_no_such_form_is_there() -> None:
    none_of(sorted(NO_FORM.keys() - set(_half_told())))


def test_a_long_form_keeps_what_is_written_in_it_until_it_is_sent() -> None:
    none_of(sorted(set(_kept_nowhere()) - NO_DRAFT.keys()))


def test_what_is_long_and_keeps_nothing_is_there() -> None:
    none_of(sorted(NO_DRAFT.keys() - set(_kept_nowhere())))


def _kept_nowhere() -> Iterator[str]:
    """Where what is long is sent by a button, and nothing keeps it before. Several forms on a page are none that is
    long: each is looked at where it is drawn."""
    for path in python_files("pages"):
        for name, node in {**_functions(path), THE_PAGE: tree(path)}.items():
            if not {_name(call) for call in _calls(node)} & SENDS:
                continue
            asked = [*_asked(path, node, {(path, name)}, 1)]
            called = [each for each, _times in asked]
            if KEEPS & set(called) or called.count("EntryForm") > 1:
                continue
            if sum(WRITTEN.get(each, 0) * times for each, times in asked) >= LONG:
                yield f"{path.relative_to(ROOT)}: {name}"


def _asked(path: Path, node: ast.AST, seen: set[tuple[Path, str]], times: int) -> Iterator[tuple[str, int]]:
    """What is called as `node` runs, in its own file and in those of other pages, twice where it is for each of
    several."""
    for call, often in _calls_in_loops(node, times):
        name = _name(call)
        yield name, often
        found = _where(path, ast.unparse(call.func))
        if found is not None and found not in seen:
            seen.add(found)
            yield from _asked(found[0], _functions(found[0])[found[1]], seen, often)


def _where(path: Path, name: str) -> tuple[Path, str] | None:
    """Where a page's function stands that `path` calls by this name; None for one of a widget or of the shell."""
    if name in _functions(path):
        return path, name
    return next((each for called, each in _imported(path) if called == name), None)


@cache
def _imported(path: Path) -> list[tuple[str, tuple[Path, str]]]:
    found = []
    for each in ast.walk(tree(path)):
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("pages."):
            there = ROOT / f"{(each.module or '').replace('.', '/')}.py"
            if there.parent.name in ("widgets", "shell"):
                continue
            if there.exists():
                found += [(one.asname or one.name, (there, one.name)) for one in each.names]
            for one in each.names:
                if (module := there.with_suffix("") / f"{one.name}.py").exists():
                    found += [(f"{one.name}.{called}", (module, called)) for called in _functions(module)]
    return [(called, at) for called, at in found if at[1] in _functions(at[0])]


@cache
def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {each.name: each for each in ast.walk(tree(path)) if isinstance(each, ast.FunctionDef)}


def _calls_in_loops(node: ast.AST, times: int) -> Iterator[tuple[ast.Call, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda | ast.FunctionDef | ast.ClassDef):
            continue
        often = 2 if isinstance(child, ast.For) else times
        if isinstance(child, ast.Call):
            yield child, often
        yield from _calls_in_loops(child, often)


def _half_told() -> Iterator[str]:
    """Where a button stands with two fields or more, its own or those of what it calls in its file, and one refusal
    at a time is said."""
    for path in python_files("pages"):
        functions = {each.name: each for each in ast.walk(tree(path)) if isinstance(each, ast.FunctionDef)}
        for name, node in {**functions, THE_PAGE: tree(path)}.items():
            if not {_name(call) for call in _calls(node)} & SENDS:
                continue
            called = [*_reached(node, functions, {name})]
            if sum(each in ASKS for each in called) > 1 and not SAYS_ALL & set(called):
                yield f"{path.relative_to(ROOT)}: {name}"


def _reached(node: ast.AST, functions: Mapping[str, ast.FunctionDef], seen: set[str]) -> Iterator[str]:
    for call in _calls(node):
        name = _name(call)
        yield name
        if name in functions and name not in seen and isinstance(call.func, ast.Name):
            seen.add(name)
            yield from _reached(functions[name], functions, seen)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made as `node` runs; what a dialog or a service is given runs elsewhere."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda | ast.FunctionDef | ast.ClassDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls(child)


def _name(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
