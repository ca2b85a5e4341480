"""Every table of words keyed by an enum, or by what a `Literal` allows, has a word for each of its members.

A second table of the same words, keyed by strings, once left the login page of the demonstration dead; so tables are
found wherever they stand, and a word that is missing on purpose is declared below.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

from core.error_codes import ErrorCode
from tests.architecture import ROOT, module_of, python_files, tree

SOURCE = [path for path in [*python_files("db", "core", "pages"), ROOT / "app.py"] if "migrations" not in path.parts]
WORDS = {"N_", "_", "gettext", "ngettext"}

# Tables that leave something out, by file and name: what, and why nothing is missing there.
A_DOCUMENT = {"DRAFT", "FILL_IN", "SIGN", "SEALING", "HOLD"}
PARTIAL: dict[str, tuple[set[str], str]] = {
    "choosing.KEPT_BACK": (
        {"WAITS", "SENT", "LOST", "NOT_SENT", "PRETENDED"},
        "only what is kept back is listed there",
    ),
    "kept.REACHES": ({"PORTAL"}, "who makes organisations reads about nobody"),
    "expenses.nothing": ({"PAID", "RETURNED", "WITHDRAWN"}, "an empty list of the others is told in one sentence"),
    "field.INPUT_TYPES": ({"default"}, "every other field is an ordinary one"),
    "first_run.ways": ({"empty"}, "what it is set up to be, and not what it was"),
    "sending.HELD_BACK": ({"NEW", "RENEW"}, "these are sent, not held back"),
    "next_words.ROLES": ({"contact_person", "coordinator", "me", "volunteer"}, "a line names these by name"),
    "invitations.PREFIX": ({"COURSE"}, "a course has an event for each module"),
    "details.UNNAMED": ({"COURSE", "OFFER", "EVENT", "CLARIFICATION", "GATHERING"}, "these are told by their name"),
    "next_words.COLOURS": ({"LATER", "OTHERS", "AHEAD"}, "quiet, all in one colour"),
    "path_words.OWNERS": ({"me"}, "only a filter knows who the reader is"),
    "words.OCCASIONS": ({"DIPLOMA", "COURSES"}, "these are said with their number"),
    "welcome.BEGIN_WITH": (
        {"VOLUNTEER", "FORMER", "ADMIN", "ASSOCIATION", "OPERATOR"},
        "volunteers walk their path, whoever speaks for an association sees it, an administrator is welcomed with the "
        "list of what can wait, and the page of an operator says itself what is theirs",
    ),
    "roles.DOES": (
        {"VOLUNTEER", "FORMER", "ASSOCIATION"},
        "these are not given; whoever speaks for an association is told by its page",
    ),
    "stopping.OWN_WHY": ({"NOT_APPROVED"}, "nobody says that of themselves: an organisation decides it"),
    "steps.OWN_DETAIL": ({"organisation"}, "an organisation is no person with details"),
    "step_words.STEPS": (
        {"held", "plan"},
        "why a step waits, in words that happen to be those of a clarification meeting",
    ),
    "words.SHOWN_TO": ({"PEER", "COORDINATOR"}, "a peer shows it to those alone who can do something about it"),
    "words.BUTTONS": ({"PLANNED", "DONE", "CALLED_OFF"}, "these are opened to be read"),
    "verify.ADVICE": (
        {each.name for each in ErrorCode if not each.startswith("upload_")},
        "only a file that cannot be checked calls for advice",
    ),
}


@dataclass(frozen=True)
class Table:
    """A table as it is written: its file and name, what it is keyed by, and which members it leaves out."""

    name: str
    keyed_by: str
    missing: frozenset[str]


# Parts of a table that is written in several files, each with what asks for a word for each member.
IN_PARTS = {"error_words.AROUND_AGREEMENT": "tests.core.test_errors.test_every_code_has_its_sentence"}


@cache
def enums() -> dict[str, type[Enum]]:
    """Every enum of the portal, by module and name."""
    return {
        f"{module_of(path)}.{node.name}": getattr(import_module(module_of(path)), node.name)
        for path in SOURCE
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
    }


@cache
def vocabularies() -> dict[str, frozenset[str]]:
    """The strings that a `StrEnum` or a `Literal` allows, by where it stands."""
    found = {
        name: frozenset(member.value for member in enum) for name, enum in enums().items() if issubclass(enum, StrEnum)
    }
    for path in SOURCE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
                values = ast.literal_eval(ast.unparse(node.slice))
                if isinstance(values, tuple) and all(isinstance(value, str) for value in values):
                    found[f"{module_of(path)}:{node.lineno}"] = frozenset(values)
    return found


def _imported(path: Path) -> dict[str, tuple[str, str]]:
    """What `path` calls each thing of ours: its module and its name there."""
    found = {node.name: (module_of(path), node.name) for node in tree(path).body if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in ("core", "db", "pages"):
            found |= {alias.asname or alias.name: (str(node.module), alias.name) for alias in node.names}
    return found


def _named(path: Path) -> Iterator[tuple[str, ast.Dict]]:
    """Every dict written in `path` with the name it is given, or that of the function it stands in."""

    def inside(node: ast.AST, name: str) -> Iterator[tuple[str, ast.Dict]]:
        for child in ast.iter_child_nodes(node):
            inner = name
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = child.name
            elif isinstance(child, ast.Assign | ast.AnnAssign):
                inner = ast.unparse(child.targets[0] if isinstance(child, ast.Assign) else child.target)
            if isinstance(child, ast.Dict):
                yield inner, child
            yield from inside(child, inner)

    yield from inside(tree(path), path.stem)


def _says_something(table: ast.Dict) -> bool:
    """Whether it holds words to translate, or a string for each key, such as the name of an icon."""
    inside = [list(ast.walk(value)) for value in table.values]
    words = any(isinstance(node, ast.Call) and ast.unparse(node.func) in WORDS for value in inside for node in value)
    return words or all(
        any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in each) for each in inside
    )


def tables(path: Path) -> Iterator[Table]:
    """The tables in `path` that say something about the members of an enum, or about what a `Literal` allows."""
    imported = _imported(path)
    for name, table in _named(path):
        keys = [key for key in table.keys if key is not None]
        if len(keys) < max(2, len(table.keys)) or not _says_something(table):
            continue
        where = f"{path.stem}.{name}"
        owners = {ast.unparse(key.value) for key in keys if isinstance(key, ast.Attribute)}
        enum = enums().get(".".join(imported.get(owners.pop(), ("", "")))) if len(owners) == 1 else None
        if enum is not None and all(isinstance(key, ast.Attribute) for key in keys):
            told = {key.attr for key in keys if isinstance(key, ast.Attribute)}
            yield Table(where, enum.__name__, frozenset(member.name for member in enum) - told)
            continue
        strings = _strings(keys, imported)
        fitting = {each: allowed - strings for each, allowed in vocabularies().items() if strings <= allowed}
        if len(strings) > 1 and fitting:
            nearest = min(fitting, key=lambda each: (len(fitting[each]), each))
            yield Table(where, nearest, fitting[nearest])


def _strings(keys: Sequence[ast.expr], imported: dict[str, tuple[str, str]]) -> frozenset[str]:
    """The strings among `keys`, also those that are the constants of another module; () where one is neither."""
    found = set()
    for key in keys:
        value = key.value if isinstance(key, ast.Constant) else None
        if isinstance(key, ast.Name) and key.id in imported:
            module, name = imported[key.id]
            value = getattr(import_module(module), name)
        if isinstance(value, str):
            found.add(value)
        elif not (isinstance(key, ast.Constant) and value is None):
            return frozenset()
    return frozenset(found)


@cache
def found() -> list[Table]:
    """All of them; read when a test asks, as every run of any test imports this module."""
    return [table for path in SOURCE for table in tables(path)]


def test_every_table_of_words_has_one_for_each_member_or_says_why_not() -> None:
    left_out = {table.name: (set(table.missing), table.keyed_by) for table in found() if table.missing}
    undeclared = {
        name: told
        for name, told in left_out.items()
        if name not in IN_PARTS and told[0] != PARTIAL.get(name, (set(), ""))[0]
    }
    assert undeclared == {}


def test_what_is_declared_to_be_left_out_is_still_left_out_for_a_reason() -> None:
    assert PARTIAL.keys() - {table.name for table in found() if table.missing} == set()
    assert all(reason for _missing, reason in PARTIAL.values())


def test_roles_are_named_in_one_table() -> None:
    assert [table.name for table in found() if table.keyed_by == "Role" and not table.missing] == ["roles.NAMES"]
