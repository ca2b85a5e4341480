"""The rules of the house, held by reading its source."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.access.permissions import Action
from pages.shell.entries import PAGES, Entry
from tests.architecture import (
    FLOORS,
    ROOT,
    called_names,
    floor_of,
    imports,
    module_of,
    nodes,
    none_of,
    part_of,
    python_files,
    tree,
)

LONGEST_FILE, MOST_IN_A_FOLDER = 400, 20
MOST_PARAMETERS = 8  # session, actor, now and the version that was seen take four: the rest is what somebody wrote
SOURCE = [*python_files("db", "core", "pages"), ROOT / "app.py"]
OWN_CODE = [path for path in SOURCE if "migrations" not in path.parts]
DOES = (ast.Expr, ast.If, ast.With, ast.For, ast.Match, ast.Try)
KNOWS_STREAMLIT = ROOT / "core" / "access" / "passphrase.py"
OF_THE_WORLD = {"now", "today", "utc_now", "utcnow", "open", "exec", "open_portal"}
PAST_THE_SESSION = {"bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings", "connection", "get_bind"}
CLOCKS = ("datetime.now", "datetime.utcnow", "date.today", "time.time")
MAY_CATCH_EVERYTHING = {
    "app.py": 1,  # the boundary
    "pages/shell/part.py": 1,  # the same for a part of a page that is run alone
    "db/engine.py": 1,  # undoes, and raises again
    "core/documents/sealing/waiting.py": 1,  # whatever goes wrong while sealing, what was signed stays readable
    "core/messages/sending.py": 1,  # one piece of work that fails must not stop the others
    "core/reminders/sending.py": 1,  # what is wrong in one organisation must not keep the reminders of the others
}

# Where a page catches a refusal: the action helper, and those who can do something else than say it, each with why.
MAY_CATCH_A_REFUSAL: dict[str, str] = {
    "pages/shell/action.py": "does what is asked on a page and says why it is refused",
    "pages/shell/part.py": "what app.py does around a page, for a part of one that is run alone",
    "pages/routes/archive.py": "a route has no page to say it on, and answers with a status",
    "pages/routes/unsubscribe.py": "a route has no page to say it on, and answers with a status",
    "pages/people/details.py": "tries again where somebody changed another detail; else raises it again",
    "pages/documents/signing/signing.py": "shows the new text where it changed under the hand",
    "pages/documents/signing/borrowed.py": "goes on where the text changed or the handover ended under the hand",
}

ASK_FOR_DAYS_AND_NUMBERS = {
    "pages/widgets/inputs.py": "says what lies outside a range in words",
    "pages/shell/demo_clock.py": "takes every day and shows the nearest, and stands below the widgets",
}
# A form that Enter sends, each with why it is whole by then.
SENT_BY_ENTER = {
    ("pages/access/login.py", "'login'"): "half of it is told and counts as no attempt",
    ("pages/access/invitation.py", "'own-login-form'"): "the same",
    ("pages/access/first_run.py", "'set-up-organisation'"): "one field",
    ("pages/access/forgotten.py", "'forgotten'"): "one field",
    ("pages/people/add_volunteer.py", "'first-workplace'"): "one field",
    ("pages/documents/signing/borrowed.py", "_key(handed, 'take-back')"): "one field",
}
REACHES_INTO_THE_STATE = "pages/shell/state.py"  # names and types what a screen remembers


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_file_stands_on_a_floor() -> None:
    none_of(name_of(path) for path in OWN_CODE if floor_of(module_of(path)) is None)


def test_imports_go_down_only() -> None:
    none_of(found for path in OWN_CODE for found in imports_that_do_not_go_down(path))


def imports_that_do_not_go_down(path: Path) -> Iterator[str]:
    """Where `path` imports what does not stand below it."""
    own, height = part_of(module_of(path)), floor_of(module_of(path))
    for module, line in imports(path):
        other = floor_of(module)
        if other is not None and height is not None and part_of(module) != own and other >= height:
            yield f"{name_of(path)}:{line} imports {module}"


def test_widgets_know_no_capability() -> None:
    """What all pages are put together from knows the ground they stand on, and the text of a document at most."""
    highest = FLOORS.index(("core.documents",))
    none_of(
        f"{name_of(path)}:{line} imports {module}"
        for path in python_files("pages/widgets")
        for module, line in imports(path)
        if module.split(".")[0] in ("core", "db") and not 0 < (floor_of(module) or 0) <= highest
    )


def test_rows_are_written_through_a_session_which_notices_whose_facts_they_are() -> None:
    found = {
        (name_of(path), node.attr)
        for path in OWN_CODE
        if path.parent != ROOT / "db"
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in PAST_THE_SESSION
    }
    # It waits for other processes there, and writes nothing by it.
    none_of(found - {("core/startup.py", "connection")})


def test_every_floor_is_there() -> None:
    found = {part_of(module_of(path)) for path in SOURCE}
    assert {part for parts in FLOORS for part in parts} == found - {None}


def test_core_and_db_know_no_streamlit() -> None:
    knowing = [
        f"{name_of(path)}:{line} imports {module}"
        for path in python_files("db", "core")
        if path != KNOWS_STREAMLIT
        for module, line in imports(path)
        if module.split(".")[0].startswith("streamlit")
    ]
    none_of(knowing)


def test_the_one_exception_loads_streamlit_only_when_it_is_needed() -> None:
    top = tree(KNOWS_STREAMLIT).body
    named = [ast.unparse(node) for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    none_of(line for line in named if "streamlit" in line)


def test_nothing_lies_directly_in_pages() -> None:
    none_of(path.name for path in (ROOT / "pages").iterdir() if path.is_file() and path.name != "__init__.py")


def test_the_list_of_pages_names_every_file_that_draws_when_it_is_run() -> None:
    """A file that says something at its top level is a page; what else lies below pages/ only defines."""
    drawing = {
        str(path.relative_to(ROOT))
        for path in python_files("pages")
        if any(isinstance(node, DOES) and called_names(node) for node in tree(path).body)
    }
    assert {entry.path for entry in PAGES} == drawing
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)


def test_a_page_asks_first_for_what_the_list_says_it_takes() -> None:
    none_of(fault for entry in PAGES if entry.action for fault in faults_of_a_page(entry))


def faults_of_a_page(entry: Entry) -> Iterator[str]:
    """What is wrong with how a page asks who is there."""
    path, action = ROOT / entry.path, Action(str(entry.action))
    asked = [
        ast.unparse(node.args[0])
        for node in nodes(path)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_actor"
    ]
    if asked != [f"Action.{action.name}"]:
        yield f"{name_of(path)} asks for {asked}, not once for Action.{action.name}"
        return
    body = tree(path).body
    first = next(node for node in body if "require_actor" in called_names(node))
    before = [node for node in body[: body.index(first)] if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if any(called_names(node) & {"write", "title", "markdown", "exec"} for node in before):
        yield f"{name_of(path)} shows something before it asks"


def test_no_file_is_long() -> None:
    none_of(longer_than(LONGEST_FILE, [*SOURCE, *python_files("tests")]))


def test_no_folder_is_a_drawer() -> None:
    """Whoever looks for something reads the names of a folder, and about twenty can be read at a glance."""
    folders = {path.parent for path in python_files("core", "pages")}
    none_of(
        f"{name_of(folder)}: {len(python_files_in(folder))} files"
        for folder in sorted(folders)
        if len(python_files_in(folder)) > MOST_IN_A_FOLDER
    )


def python_files_in(folder: Path) -> list[Path]:
    """The Python files directly in `folder` that hold something."""
    return [path for path in folder.glob("*.py") if path.stat().st_size]


def longer_than(most: int, paths: Iterable[Path]) -> list[str]:
    """The files of more than `most` lines."""
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name}: {length} lines, {most} at most" for name, length in lengths.items() if length > most]


def test_only_the_transaction_commits() -> None:
    committing = [name_of(path) for path in OWN_CODE if "commit" in called_names(tree(path))]
    none_of(name for name in committing if name != "db/engine.py")


def test_there_is_one_way_to_write_the_trail() -> None:
    around = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in OWN_CODE
        if name_of(path) not in ("db/audit.py", "core/access/trail.py")
        for node in nodes(path)
        if (isinstance(node, ast.ImportFrom) and node.module == "db.audit" and "append" in {n.name for n in node.names})
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.append", "AuditEvent", "audit.AuditEvent"))
    ]
    none_of(around)


def test_rules_are_pure() -> None:
    none_of(fault for path in python_files("core") if path.stem == "rules" for fault in impurities(path))


def impurities(path: Path) -> Iterator[str]:
    """What a file asks of the world around it."""
    for name in sorted(called_names(tree(path)) & OF_THE_WORLD):
        yield f"{name_of(path)} calls {name}"
    for module, line in imports(path):
        if module.startswith(("sqlmodel", "sqlalchemy", "db.engine")):
            yield f"{name_of(path)}:{line} imports {module}"


def test_there_is_one_clock() -> None:
    others = [
        f"{name_of(path)}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in python_files("core", "db", "pages")
        if path != ROOT / "core" / "i18n.py"
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    ]
    none_of(others)


def test_the_day_of_a_moment_is_the_day_in_copenhagen() -> None:
    """A moment's own `.date()` is the day in UTC: for two hours of the night another one, which no test sees by day."""
    typed = ROOT / "core" / "__main__.py"  # a day somebody wrote, which has no hour
    none_of(
        f"{name_of(path)}:{node.lineno} calls .date()"
        for path in [*python_files("core", "db", "pages", "tests"), ROOT / "app.py"]
        if path not in (ROOT / "core" / "i18n.py", typed)
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
        if not node.args and not node.keywords
    )


def test_every_file_says_what_it_is() -> None:
    none_of(name_of(path) for path in OWN_CODE if tree(path).body and not ast.get_docstring(tree(path)))


def test_nothing_of_a_person_is_shared_between_visitors() -> None:
    shared = [
        f"{name_of(path)}:{node.lineno} uses {node.attr}"
        for path in OWN_CODE
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource", "experimental_memo")
    ]
    none_of(shared)


def test_errors_are_caught_by_name() -> None:
    caught = {
        name_of(path): [
            node.lineno
            for node in nodes(path)
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        ]
        for path in OWN_CODE
    }
    none_of(
        f"{name} catches everything at {lines}"
        for name, lines in caught.items()
        if len(lines) > MAY_CATCH_EVERYTHING.get(name, 0)
    )


def test_pages_catch_a_refusal_in_the_action_helper_alone() -> None:
    catching = {
        name_of(path)
        for path in python_files("pages")
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "DomainError" in ast.unparse(node.type)
    }
    none_of(f"{name} catches a refusal: pages/shell/action.py does" for name in catching - set(MAY_CATCH_A_REFUSAL))
    none_of(f"{name} catches none any more" for name in set(MAY_CATCH_A_REFUSAL) - catching)


def test_no_two_classes_have_one_name() -> None:
    """A name read in a trace, in the glossary or in an import says which class it is, without its module."""
    places: dict[str, list[str]] = {}
    for path in OWN_CODE:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(name_of(path))
    none_of(f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if len(found) > 1)


def test_inputs_of_many_fields_are_one_typed_value() -> None:
    """What a form yields is one frozen dataclass, as `CourseDetails`: named once, and passed on as a whole."""
    none_of(
        f"{name_of(path)}:{node.lineno} {node.name} takes {count}"
        for path in OWN_CODE
        for node in nodes(path)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (count := parameters_of(node)) > MOST_PARAMETERS
    )


def parameters_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many parameters a function has besides the object or class it belongs to."""
    found = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in found if name not in ("self", "cls")]) + sum(
        map(bool, (node.args.vararg, node.args.kwarg))
    )


def test_what_a_screen_remembers_has_a_name_and_a_type() -> None:
    reaching = {
        name_of(path)
        for path in [*python_files("core", "pages"), ROOT / "app.py"]
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    }
    none_of(f"{name} reaches into the session's state" for name in reaching - {REACHES_INTO_THE_STATE})


def test_days_and_numbers_are_asked_for_by_the_widgets_that_say_a_range_in_words() -> None:
    """Streamlit says its own range in English and sends nothing, so that no page hears of what was written."""
    raw = ("date_input", "number_input", "datetime_input", "slider", "select_slider")
    none_of(
        f"{name_of(path)}:{node.lineno} asks with st.{node.func.attr}"
        for path in python_files("pages")
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in raw
        if name_of(path) not in ASK_FOR_DAYS_AND_NUMBERS
    )


def test_enter_in_a_field_sends_no_form_that_may_be_half_filled() -> None:
    """Streamlit sends a form by Enter in any of its fields unless it is told not to."""
    none_of(
        f"{name_of(path)}:{node.lineno} is sent by Enter"
        for path in python_files("pages")
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.form"
        if "enter_to_submit=False" not in ast.unparse(node)
        if (name_of(path), ast.unparse(node.args[0])) not in SENT_BY_ENTER
    )


def test_what_a_screen_remembers_is_owned_by_one_file() -> None:
    """Two files that name the same thing would each take it for their own; who needs another's imports it."""
    owned = [(key, name_of(path)) for path in python_files("pages") for key in keys_of_states(path)]
    assert len(owned) > 50
    keys = [key for key, _name in owned]
    none_of(f"{name}: {key!r} is another's too" for key, name in owned if keys.count(key) > 1)
    none_of(
        f"{name}: {key!r} stands below another" for key, name in owned if any(key.startswith(f"{k}:") for k in keys)
    )


def keys_of_states(path: Path) -> Iterator[str]:
    """The names under which a file has something remembered."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            called = node.func.value if isinstance(node.func, ast.Subscript) else node.func
            if isinstance(called, ast.Name) and called.id == "ScreenState" and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "pytest.sk" + "ip", "mark.sk" + "ip")
    left = [
        f"{name_of(path)}: {mark}"
        for path in (*SOURCE, *python_files("tests"))
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    none_of(left)
