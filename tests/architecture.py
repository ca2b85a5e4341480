"""The floors of the house, and reading the source for the tests that hold it to them."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

# From the ground up. A part imports itself and what stands before it here; parts on one line do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("db",),
    ("core.i18n",),
    ("core.error_codes",),
    ("core.error_words",),
    ("core.errors",),
    ("core.pictures", "core.flattening"),
    ("core.strict", "core.settings", "core.contact", "core.spreadsheet", "core.scan", "core.amounts"),
    ("core.pdf",),
    ("core.access",),
    ("core.programmes",),
    ("core.documents",),
    ("core.templates",),
    ("core.organisations",),
    ("core.calendar",),
    ("core.notices",),
    ("core.mail_choices",),
    ("core.unsent",),
    ("core.people",),
    ("core.tasks",),
    ("core.applications",),
    ("core.network",),
    ("core.teams",),
    ("core.personal_log",),
    ("core.training",),
    ("core.support",),
    ("core.pairs",),
    ("core.worries",),
    ("core.guidelines",),
    ("core.courses",),
    ("core.supervision",),
    ("core.approvals",),
    ("core.talks",),
    ("core.along_the_way",),
    ("core.assessments",),
    ("core.clarification",),
    ("core.expenses",),
    ("core.recognition",),
    ("core.certificates",),
    ("core.offers",),
    ("core.planning",),
    ("core.cover",),
    ("core.sharing",),
    ("core.partnerships",),
    ("core.alignment",),
    ("core.group_messages",),
    ("core.calendar_feed",),
    ("core.journey",),
    ("core.startup",),
    ("core.terminal",),
    ("core.today",),
    ("core.register",),
    ("core.dashboard",),
    ("core.bulk",),
    ("core.importing",),
    ("core.reminders",),
    ("core.messages",),
    ("core.demo",),
    ("core.safekeeping",),
    ("core.rotating",),
    ("core.commands",),
    ("core.__main__",),
    ("pages.routes",),
    ("pages.shell",),
    ("pages.widgets",),
    ("pages.mail_choices",),
    ("pages.unsent",),
    ("pages.access",),
    ("pages.telling",),
    ("pages.group_messages",),
    ("pages.audit",),
    ("pages.guidelines",),
    ("pages.approvals",),
    ("pages.certificates",),
    ("pages.sharing",),
    ("pages.people",),
    ("pages.worries",),
    ("pages.personal_log",),
    ("pages.support",),
    ("pages.teams",),
    ("pages.training",),
    ("pages.network",),
    ("pages.calendar_feed",),
    ("pages.alignment",),
    ("pages.partnerships",),
    ("pages.bulk",),
    ("pages.importing",),
    ("pages.assessments",),
    ("pages.courses",),
    ("pages.cover",),
    ("pages.planning",),
    ("pages.recognition",),
    ("pages.offers",),
    ("pages.tasks",),
    ("pages.applications",),
    ("pages.programmes",),
    ("pages.journey",),
    ("pages.along_the_way",),
    ("pages.documents",),
    ("pages.dashboard",),
    ("pages.expenses",),
    ("pages.organisations",),
    ("pages.safekeeping",),
    ("pages.pairs",),
    ("pages.public",),
    ("pages.supervision",),
    ("pages.today",),
    ("pages.talks",),
    ("pages.clarification",),
    ("pages.register",),
    ("pages.templates",),
    ("app",),
)


def python_files(*folders: str) -> list[Path]:
    """All Python files below `folders` of the project that hold something, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if path.stat().st_size)


def none_of(offenders: Iterable[object]) -> None:
    """Fail where there is one, naming them all, each on a line of its own."""
    named = [str(offender) for offender in offenders]
    assert not named, "\n" + "\n".join(named)


def module_of(path: Path) -> str:
    """The dotted name of a file of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: str) -> int | None:
    """How high in the house `module` stands; None for what is not ours."""
    for height, parts in enumerate(FLOORS):
        if any(module == part or module.startswith(f"{part}.") for part in parts):
            return height
    return None


def part_of(module: str) -> str | None:
    """The part of the house `module` belongs to."""
    return next((part for parts in FLOORS for part in parts if module == part or module.startswith(f"{part}.")), None)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed source of `path`."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the parsed source of `path`."""
    return tuple(ast.walk(tree(path)))


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """The modules `path` imports, wherever in the file, each with its line."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner if _is_module(inner) else str(node.module)), node.lineno


@cache
def _is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").exists() or place.is_dir()


def called_names(node: ast.AST) -> set[str]:
    """The last part of every name called inside `node`."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            if isinstance(inner.func, ast.Name):
                found.add(inner.func.id)
            elif isinstance(inner.func, ast.Attribute):
                found.add(inner.func.attr)
    return found
