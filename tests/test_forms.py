"""A form of several fields that can be refused says all of it at once, on top and at each field."""

import ast
from collections.abc import Iterator, Mapping

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


def test_a_form_of_several_fields_says_all_that_is_refused_at_once() -> None:
    none_of(sorted(set(_half_told()) - NO_FORM.keys()))


def test_what_is_no_such_form_is_there() -> None:
    none_of(sorted(NO_FORM.keys() - set(_half_told())))


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
