"""What is written for whoever works on the portal names only what is there, and what it says to do works."""

import ast
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlmodel import Session

from core.__main__ import cli
from core.documents.template.model import FOLDER, read
from core.documents.text.compose import ClauseChoice, Facts, OrganisationFacts, PersonFacts, compose
from core.errors import MESSAGES
from core.i18n import reading
from core.journey import kinds
from core.journey.rules import journey
from core.journey.steps import PathFacts, StepKind, StepStatus
from core.programmes.programme import shipped as programmes
from core.today.rules import Line, what_to_do
from db.engine import connect
from db.tables import METADATA
from pages.journey import own_words, path_words, step_words
from pages.journey.doing import button_words
from pages.journey.next_words import what_words
from pages.shell import addresses as files
from pages.shell import entries, navigation
from tests.architecture import FLOORS, ROOT, nodes, none_of, python_files, tree
from tests.builders import a_scene
from tests.pages import as_volunteer

README = ROOT / "README.md"
PAGES = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "docs" / "architecture.md",
    ROOT / "docs" / "glossary.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
FIELD, PAGE, STEP, TABLE = (
    ROOT / "docs" / "how-to" / f"add-a-{what}.md" for what in ("field", "page", "step", "table")
)
BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
NAME_IN_A_FILE = re.compile(r"`([A-Za-z_]\w*)` in `([\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
ENDING = re.compile(r"^[\w.-]+\.(py|md|toml|po)$")
DOTTED = re.compile(r"^(core|db|pages|tests|app)(\.\w+)+$")

# What others call so, and what a page makes up to show how something is written.
NOT_OURS = {
    "msgid",
    "msgstr",
    "msgstr[0]",
    "msgstr[2]",
    "false",
    "nb",
    "parking",
    "meeting_place",
    "data/",
    "HttpOnly",
    "batch_alter_table",
}


def words(page: Path) -> str:
    """What a page says, without its blocks of code."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def named(page: Path) -> Iterator[str]:
    """What a page puts in backticks; "<language>" stands for one that is there, Danish."""
    for each in IN_BACKTICKS.findall(" ".join(words(page).split())):
        if each not in NOT_OURS:
            yield each.replace("<language>", "da")


def is_there(name: str) -> bool:
    """Whether what a page names is in the tree: an address, a path, a command, a dotted name, or a name of ours."""
    if " " in name or '"' in name:
        return _command_is_there(name)
    if name.startswith("/"):
        return name in addresses()
    if "/" in name:
        return (ROOT / name).exists()
    if ENDING.match(name):
        return (ROOT / name).exists() or any(name == path.name for path in (ROOT / "core").rglob("*"))
    if name.startswith("st."):
        return hasattr(streamlit, name.removeprefix("st."))
    if DOTTED.match(name):
        return dotted_is_there(name)
    return name.removesuffix("()") in names()


def _command_is_there(line: str) -> bool:
    """Whether the commands of ours in a line are; anything else is an example of how something is written."""
    command = re.match(r"python -m core (\w+)", line)
    script = re.match(r"bash (\S+)", line)
    module = re.match(r"python -m (tests\.[\w.]+)", line)
    return (
        (command is None or command[1] in cli.commands)
        and (script is None or (ROOT / script[1]).exists())
        and (module is None or find_spec(module[1]) is not None)
    )


@cache
def addresses() -> frozenset[str]:
    """What a browser can open: the pages, and the routes of app.py."""
    routes = re.findall(r'Route\("([^"]+)"', (ROOT / "app.py").read_text(encoding="utf-8"))
    return frozenset({"/", *routes, *(f"/{screen.url_path}" for screen in navigation.PAGES)})


def dotted_is_there(name: str) -> bool:
    """Whether a dotted name leads to a file or folder, to what is defined in one, or to a member of that."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        if place.with_suffix(".py").exists():
            return _is_in(tree(place.with_suffix(".py")), parts[length:])
        if place.is_dir():
            return length == len(parts)
    return False


def _is_in(scope: ast.Module | ast.ClassDef, parts: list[str]) -> bool:
    if not parts:
        return True
    found = [node for node in scope.body if parts[0] in _defined(node)]
    inside = [node for node in found if isinstance(node, ast.ClassDef)]
    return bool(found) and (len(parts) == 1 or any(_is_in(each, parts[1:]) for each in inside))


def _defined(node: ast.stmt) -> set[str]:
    """What a statement gives a name to."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {inner.id for each in targets for inner in ast.walk(each) if isinstance(inner, ast.Name)}


@cache
def names() -> frozenset[str]:
    """Every name of ours: what is defined or passed, tables and members of enums as spelled, keys of shipped files."""
    found = {*MESSAGES, "core", "db", "pages", "tests"}
    helping = [path for path in (ROOT / "tests").glob("*.py") if path != Path(__file__)]
    for path in [*python_files("core", "db", "pages"), *helping, ROOT / "app.py"]:
        for node in nodes(path):
            if isinstance(node, ast.stmt):
                found |= _defined(node)
            if isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.ClassDef):
                found |= set(_spelled(node))
    for path in (ROOT / "core").rglob("*.toml"):
        found |= set(re.findall(r"^(\w+) =", path.read_text(encoding="utf-8"), re.M))
    return frozenset(found)


def _spelled(cls: ast.ClassDef) -> Iterator[str]:
    """The names that a class gives in words: of its table, and of an enum's members where they are stored."""
    for node in cls.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def test_everything_that_a_page_names_is_there() -> None:
    none_of(f"{page.name}: {each}" for page in PAGES for each in named(page) if not is_there(each))


def test_every_name_stands_in_the_file_it_is_said_to_stand_in() -> None:
    found = [
        (page.name, name, path)
        for page in PAGES
        for name, path in NAME_IN_A_FILE.findall(" ".join(words(page).split()))
    ]
    assert ("add-a-language.md", "LANGUAGES", "core/i18n.py") in found
    none_of(each for each in found if not re.search(rf"\b{each[1]}\b", (ROOT / each[2]).read_text(encoding="utf-8")))


def test_every_link_between_the_pages_leads_somewhere() -> None:
    none_of(
        f"{page.name}: {link}"
        for page in [README, *PAGES]
        for link in LINK.findall(words(page))
        if not (page.parent / link).exists()
    )


def test_the_readme_leads_to_every_page() -> None:
    """Straight, or by way of a page that it leads to."""
    reached, waiting = set[Path](), [README]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            found = (page.parent / link for link in LINK.findall(words(page)))
            waiting += [each.resolve() for each in found if each.suffix == ".md" and each.exists()]
    none_of(page.name for page in PAGES if page not in reached)


def test_what_is_not_there_is_seen() -> None:
    """The words a page may hold are many, so that what finds a wrong one is tried on wrong ones."""
    wrong = (
        "core/journey/stepps.py",
        "core.journey.steps.StepKind.NOWHERE",
        "core.journey.stepps",
        "db.people.Volunteer",
        "engagement_nxt",
        "/helthz",
        "st.Appp",
        "python -m core nothing",
        "bash tests/runn",
        "CONTRIBUTION.md",
    )
    assert [each for each in wrong if is_there(each)] == []


def test_the_house_is_drawn_as_it_stands() -> None:
    drawn = re.search(r"```text\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.S)
    assert drawn
    floors = [part for parts in FLOORS for part in parts]
    lines = [[each for each in line.split("  ")[0].split() if each in floors] for line in drawn[1].splitlines()]
    assert [part for line in reversed(lines) for part in line] == floors


def block(page: Path, number: int, kind: str = "python") -> str:
    """One block of code of a page, counted from 0."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)[number]


def test_a_field_is_added_to_a_document_as_its_page_says(tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(FOLDER, folder)
    parts = re.findall(
        r"`([\w/]+\.[\w.]*toml)`[^`]*\n```toml\n(.*?)^```$", FIELD.read_text(encoding="utf-8"), re.M | re.S
    )
    assert len(parts) == 3
    for path, added in parts:
        with (folder / Path(path).name).open("a", encoding="utf-8") as file:
            file.write(f"\n{added}")
    letter = read("welcome_letter", folder)
    who = PersonFacts("Karen Møller")
    known = Facts(
        OrganisationFacts("Solbjerg Kommune"), "Birkehuset", who, who, who, "kommunal_frivillig", "Frivillig", {}
    )
    answers = {"parking": "Bag huset"}
    for language, line in (("da", "Parkering: Bag huset"), ("en", "Parking: Bag huset")):
        text = compose(letter, language, facts=known, chosen={"meetings": ClauseChoice(True)}, answers=answers)
        assert line in text.canonical()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_is_added_as_its_page_says(
    session: Session, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_scene(session, now)
    file = tmp_path / "meeting_places.py"
    file.write_text(block(PAGE, 0), encoding="utf-8")
    assert re.match(r'MEETING_PLACES = "pages/\w+/meeting_places.py"', block(PAGE, 1))
    monkeypatch.setattr(files, "MEETING_PLACES", str(file), raising=False)
    entry = eval(block(PAGE, 2), vars(entries))
    monkeypatch.setattr(navigation, "PAGES", (*entries.PAGES, entry))
    assert entry in navigation.menu_of(scene.as_coordinator)
    app = as_volunteer.visit(session, scene.coordinator, "access/account")
    app.switch_page(str(file)).run()
    assert not app.exception
    assert scene.workplace.name in as_volunteer.text(app)


def test_a_document_more_in_a_programme_is_a_step_more() -> None:
    programme = programmes()["kommunal_frivillig"]
    facts = PathFacts(joined=True, details_missing=(), documents={}, writers={})
    more = programme.model_copy(update={"documents": (*programme.documents, "task_description")})
    kinds = [{step.id for step in journey(each, facts, date(2026, 11, 26))} for each in (programme, more)]
    assert kinds[1] - kinds[0] == {"task_description"}


def test_a_new_kind_of_step_is_one_entry_of_its_rule_and_one_of_its_words() -> None:
    """No other file has a table of the kinds, and the page where a step is added names these two."""
    tables = {path for path in python_files("core", "pages") if any(_tells_of_steps(node) for node in nodes(path))}
    assert tables == {ROOT / "core" / "journey" / "kinds.py", ROOT / "pages" / "journey" / "step_words.py"}
    told = STEP.read_text(encoding="utf-8")
    none_of(path for path in tables if f"`{path.relative_to(ROOT)}`" not in told)


def test_a_step_is_added_as_its_page_says(badge: StepKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its two entries it is everybody's: in a row with its button, on the colleagues' path, on the volunteer's."""
    monkeypatch.setitem(kinds.RULES, badge, eval(f"{{{block(STEP, 0)}}}", vars(kinds))[badge])
    monkeypatch.setitem(step_words.STEPS, badge, eval(f"{{{block(STEP, 1)}}}", vars(step_words))[badge])
    step = kinds.step_of("badge", badge, StepStatus.WAITING, due_on=date(2026, 12, 1))
    line = Line(badge.value, step.owner, my_turn=True)
    row: Any = SimpleNamespace(step=step.id, kind=badge.value, reason="")
    path: Any = SimpleNamespace(organisation="Solbjerg Kommune", contact_person="Lise Bach")
    with reading("en"):
        assert button_words(what_to_do(line, lambda _action: True)) == "Open"
        assert what_words(row) == "Has no badge yet"
        assert path_words.title(step) == "A badge"
        assert own_words.title(step) == "Your badge"
        assert own_words.sentence(step, path, date(2026, 11, 26)) == "It is ready on 1 December 2026."


@pytest.fixture
def badge() -> Iterator[StepKind]:
    """A member more of `StepKind`, for as long as the test runs."""
    member = str.__new__(StepKind, "badge")
    member._name_, member._value_ = "BADGE", "badge"
    type.__setattr__(StepKind, "BADGE", member)
    StepKind._member_map_["BADGE"] = StepKind._value2member_map_["badge"] = member
    yield member
    del StepKind._member_map_["BADGE"], StepKind._value2member_map_["badge"]
    type.__delattr__(StepKind, "BADGE")


def _tells_of_steps(node: ast.AST) -> bool:
    keys = node.keys if isinstance(node, ast.Dict) else []
    return sum(isinstance(key, ast.Attribute) and ast.unparse(key.value) == "StepKind" for key in keys) > 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_table_is_added_as_its_page_says(database: str) -> None:
    declared: dict[str, Any] = {"__name__": "db.organisations"}
    exec(block(TABLE, 0), declared)
    table = declared["MeetingPlace"].__table__
    engine = connect(database)
    try:
        with engine.begin() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, METADATA) != []
            with Operations.context(context):
                step: dict[str, Any] = {}
                exec(block(TABLE, 1), step)
                step["upgrade"]()
            assert compare_metadata(context, METADATA) == []
    finally:
        METADATA.remove(table)
        engine.dispose()


def test_the_glossary_has_one_row_for_a_thing_with_a_name_that_is_in_the_code() -> None:
    rows = glossary()
    none_of(f"{danish}: {english}" for danish, english, where in rows if not IN_BACKTICKS.search(where))
    for column in (0, 1):
        terms = [row[column].split(":")[0].split(",")[0] for row in rows]
        none_of(term for term in set(terms) if terms.count(term) > 1)


def test_the_danish_of_the_glossary_is_what_stands_on_the_screens() -> None:
    folders = (ROOT / "core").rglob("*.da.toml"), (ROOT / "core" / "locale" / "da").glob("*.po")
    said = "\n".join(path.read_text(encoding="utf-8") for paths in folders for path in paths)
    danish = "\n".join(line for line in said.splitlines() if not line.startswith(("msgid", "#"))).lower()
    terms = [term.strip() for row in glossary() for term in row[0].split(",")]
    none_of(term for term in terms if not re.search(rf"\b{term}", danish))


def glossary() -> list[list[str]]:
    """The rows of the glossary's tables: Danish, English, and the name in code."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if row[0] != "Danish"]
