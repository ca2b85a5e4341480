"""The rules of the house, held by reading its source."""

import ast
from pathlib import Path

import pytest

from core.access.permissions import Action
from pages.shell.navigation import PAGES
from tests.architecture import FLOORS, ROOT, called_names, floor_of, imports, module_of, part_of, python_files, tree

LONGEST_FILE = 400
SOURCE = [*python_files("db", "core", "pages"), ROOT / "app.py"]
OWN_CODE = [path for path in SOURCE if "migrations" not in path.parts]
PAGE_FILES = [ROOT / path for path in sorted({entry.path for entry in PAGES})]
SERVICE_FILES = [path for path in python_files("core") if path.stem != "rules"]
DOES = (ast.Expr, ast.If, ast.With, ast.For, ast.Match, ast.Try)
ASKS = {"require", "may", "organisations_where"}

# Services that ask for no permission, each with the reason why not.
OPEN_SERVICES: dict[str, str] = {
    "core.access.invitations.opened": "whoever holds the link reads it",
    "core.access.invitations.accept": "whoever holds the link uses it, once",
    "core.access.invitations.ask_new_passphrase": "asked before logging in; the answer is always the same",
    "core.access.joining.join_with_login": "whoever holds the link uses it, once, with their own passphrase",
    "core.access.sessions.log_in": "comes before anybody is known",
    "core.access.sessions.prove": "comes before anybody is known; does what its caller may do",
    "core.access.sessions.log_in_demonstration": "comes before anybody is known; works in a demonstration only",
    "core.access.sessions.actor_for": "finds out who is asking",
    "core.access.sessions.log_out": "whoever holds the session's token ends it",
    "core.access.sessions.sessions_of": "the actor's own sessions alone",
    "core.access.sessions.end_session": "the actor's own sessions alone",
    "core.access.sessions.log_out_everywhere": "the actor's own sessions alone",
    "core.access.sessions.make_ticket": "whoever holds the session's token",
    "core.access.sessions.take_ticket": "whoever holds the ticket and the nonce of its browser",
    "core.access.sessions.ticket_waits": "whoever holds the ticket",
    "core.access.sessions.change_language": "the actor's own language",
    "core.access.sessions.change_passphrase": "the actor's own passphrase, proven by the present one",
    "core.demo.service.load": "comes before anybody is known; guarded by the setup code",
    "core.demo.service.load_without_code": "for the command line; refused where there are real records",
    "core.documents.signing.proving.by_passphrase": "whoever knows the passphrase; does what its caller may do",
    "core.documents.signing.proving.by_code": "whoever holds the newest code; does what its caller may do",
    "core.documents.signing.together.handed": "whoever holds the session's token learns in whose hands it is",
    "core.documents.signing.together.shown": "the one document a session's browser was handed over for",
    "core.documents.signing.together.ways": "how the one it was handed to can confirm",
    "core.documents.signing.together.send_code": "a mail to the one it was handed to, three in an hour",
    "core.documents.signing.together.confirm": "the one it was handed to, by their own passphrase or code",
    "core.documents.signing.together.take_back": "the session's owner, by their own passphrase",
    "core.documents.sealing.service.seal_pending": "finishes what everybody has consented to; shows nothing",
    "core.documents.sealing.verify.verify": "anybody may check a file; the answer names no person",
    "core.documents.sealing.verify.number_known": "anybody may check a number; the answer names no person",
    "core.organisations.service.set_up": "comes before anybody is known; guarded by the setup code",
}
# Functions that open a transaction although they take the session by position, each with the reason.
OWN_TRANSACTION: dict[str, str] = {
    "core.organisations.service.setup_code": "called once at start, by the portal itself",
    "core.journey.projecting.rebuild": "called at start and from the command line; writes what follows from the facts",
    "core.journey.projecting.refresh": "called by lists; writes what follows from the facts on another day",
}
# Functions without an actor that pages may call although they read the database, each with the reason.
OPEN_READERS: dict[str, str] = {
    "core.demo.service.demo_logins": "invented people only; empty where the portal is no demonstration",
    "core.organisations.service.state": "whether the portal is set up, for everybody",
    "core.organisations.service.state_and_days_ahead": "whether the portal is set up, and what day it is there",
    "core.organisations.service.workplaces": "the names of places; nothing about a person",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """The public functions of a file's top level."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def arguments(function: ast.FunctionDef) -> list[str]:
    """All argument names of `function`."""
    return [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


def services() -> list[tuple[Path, ast.FunctionDef]]:
    """What is done or shown for somebody: the public functions in core that take their session by name."""
    return [
        (path, function)
        for path in SERVICE_FILES
        for function in public_functions(path)
        if "session" in [argument.arg for argument in function.args.kwonlyargs]
    ]


def helpers() -> dict[str, ast.FunctionDef]:
    """The public functions in core that work inside a caller's transaction: they take its session by position."""
    return {
        f"{module_of(path)}.{function.name}": function
        for path in SERVICE_FILES
        for function in public_functions(path)
        if "session" in [argument.arg for argument in function.args.args]
    }


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_imports_go_down_only(path: Path) -> None:
    own, height = part_of(module_of(path)), floor_of(module_of(path))
    assert height is not None, f"{path} stands on no floor of tests/architecture.py"
    for module, line in imports(path):
        other = floor_of(module)
        if other is None or part_of(module) == own:
            continue
        assert other < height, f"{path}:{line} imports {module}, which does not stand below it"


def test_every_floor_is_there() -> None:
    found = {part_of(module_of(path)) for path in SOURCE}
    assert {part for parts in FLOORS for part in parts} == found - {None}


@pytest.mark.parametrize("path", python_files("db", "core"), ids=name_of)
def test_core_and_db_know_no_streamlit(path: Path) -> None:
    if path == ROOT / "core" / "access" / "passphrase.py":
        return
    assert [module for module, _ in imports(path) if module.split(".")[0].startswith("streamlit")] == []


def test_the_one_exception_loads_streamlit_only_when_it_is_needed() -> None:
    top = tree(ROOT / "core" / "access" / "passphrase.py").body
    named = [ast.unparse(node) for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [line for line in named if "streamlit" in line] == []


def test_nothing_lies_directly_in_pages() -> None:
    assert [path.name for path in (ROOT / "pages").iterdir() if path.is_file() and path.name != "__init__.py"] == []


def test_the_list_of_pages_names_every_file_that_draws_when_it_is_run() -> None:
    """A file that says something at its top level is a page; what else lies below pages/ only defines."""
    drawing = {
        str(path.relative_to(ROOT))
        for path in python_files("pages")
        if any(isinstance(node, DOES) and called_names(node) for node in tree(path).body)
    }
    assert {entry.path for entry in PAGES} == drawing
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)


@pytest.mark.parametrize("entry", [entry for entry in PAGES if entry.action], ids=lambda entry: entry.path)
def test_a_page_asks_first_for_what_the_list_says_it_takes(entry: object) -> None:
    path, action = ROOT / entry.path, entry.action  # type: ignore[attr-defined]
    guards = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_actor"
    ]
    assert [ast.unparse(node.args[0]) for node in guards] == [f"Action.{Action(action).name}"], path
    body = tree(path).body
    first = next(node for node in body if any("require_actor" in called_names(inner) for inner in ast.walk(node)))
    before = [node for node in body[: body.index(first)] if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert not any(called_names(node) & {"write", "title", "markdown", "exec"} for node in before), path


@pytest.mark.parametrize("path", [*SOURCE, *python_files("tests")], ids=name_of)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(("path", "function"), services(), ids=lambda value: getattr(value, "name", ""))
def test_a_service_is_called_by_name_and_asks_for_permission(path: Path, function: ast.FunctionDef) -> None:
    spelled = f"{module_of(path)}.{function.name}"
    assert [a.arg for a in (*function.args.posonlyargs, *function.args.args)] == [], f"{spelled}: arguments by position"
    assert arguments(function)[0] == "session", f"{spelled}: session comes first"
    if "actor" in arguments(function):
        assert arguments(function)[1] == "actor", f"{spelled}: actor comes second"
    if spelled not in OPEN_SERVICES:
        assert "actor" in arguments(function), f"{spelled} takes no actor and is not listed in OPEN_SERVICES"
        assert asks(path, function), f"{spelled} asks for no permission and is not listed in OPEN_SERVICES"


def test_only_services_open_a_transaction() -> None:
    opening = {name for name, function in helpers().items() if "transaction" in called_names(function)}
    assert opening == set(OWN_TRANSACTION)


def test_pages_reach_people_through_services_only() -> None:
    """A helper asks for no permission, so a page that calls one would show what nobody allowed."""
    for path in python_files("pages"):
        called = called_names(tree(path))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("core."):
                for alias in node.names:
                    spelled = f"{node.module}.{alias.name}"
                    allowed = spelled not in helpers() or spelled in OPEN_READERS or alias.name not in called
                    assert allowed, f"{path} calls {spelled}, which asks for no permission"
        assert "transaction" not in called, f"{path} opens a transaction"


def asks(path: Path, function: ast.FunctionDef) -> bool:
    """Whether `function` asks the permission table, itself or through what it calls in core."""
    return bool(reached(path, function.name, set()) & ASKS)


def reached(path: Path, name: str, seen: set[tuple[Path, str]]) -> set[str]:
    """The names `name` of `path` calls, directly or through functions of ours."""
    if (path, name) in seen:
        return set()
    seen.add((path, name))
    module = tree(path)
    homes = {
        alias.asname or alias.name: ROOT / (str(node.module).replace(".", "/") + ".py")
        for node in module.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    if name not in own:
        return set()
    found = called_names(own[name])
    for inner in list(found):
        home = path if inner in own else homes.get(inner)
        if home is not None and home.exists() and home.is_relative_to(ROOT / "core"):
            found |= reached(home, inner, seen)
    return found


def test_every_open_service_is_there_and_says_why() -> None:
    there = {f"{module_of(path)}.{function.name}" for path, function in services()}
    assert set(OPEN_SERVICES) - there == set()
    assert set(OPEN_READERS) - set(helpers()) == set()
    assert all(len(reason) > 15 for reason in (*OPEN_SERVICES.values(), *OPEN_READERS.values()))


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_only_the_transaction_commits(path: Path) -> None:
    if path == ROOT / "db" / "engine.py":
        return
    assert "commit" not in called_names(tree(path))


@pytest.mark.parametrize("path", [p for p in python_files("core") if p.stem == "rules"], ids=name_of)
def test_rules_are_pure(path: Path) -> None:
    assert not called_names(tree(path)) & {"now", "today", "utc_now", "utcnow", "open", "exec", "open_portal"}
    assert [module for module, _ in imports(path) if module.startswith(("sqlmodel", "sqlalchemy", "db.engine"))] == []


@pytest.mark.parametrize("path", python_files("core", "db", "pages"), ids=name_of)
def test_there_is_one_clock(path: Path) -> None:
    if path == ROOT / "core" / "i18n.py":
        return
    spelled = [ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert [name for name in spelled if name in ("datetime.now", "datetime.utcnow", "date.today", "time.time")] == []


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_public_functions_say_what_they_are(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module) or not module.body, path
    missing = [
        f"{path.name}:{node.lineno} {node.name}"
        for node in module.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert missing == []


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_nothing_of_a_person_is_shared_between_visitors(path: Path) -> None:
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not used & {"cache_data", "cache_resource", "experimental_memo"}


@pytest.mark.parametrize("path", OWN_CODE, ids=name_of)
def test_errors_are_caught_by_name(path: Path) -> None:
    caught = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    allowed = {
        "app.py": 1,  # the boundary
        "db/engine.py": 1,  # undoes, and raises again
        "core/messages/sending.py": 1,  # one piece of work that fails must not stop the others
    }
    assert len(caught) <= allowed.get(name_of(path), 0)


@pytest.mark.parametrize("path", [*SOURCE, *python_files("tests")], ids=name_of)
def test_nothing_is_left_for_later(path: Path) -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "pytest.sk" + "ip", "mark.sk" + "ip")
    text = path.read_text(encoding="utf-8")
    assert [mark for mark in marks if mark in text] == []
