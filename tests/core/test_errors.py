import ast
import re
from collections import Counter

from core.error_codes import ErrorCode
from core.errors import MESSAGES, DomainError, words
from core.i18n import catalogue, reading
from tests.architecture import ROOT, nodes, none_of, python_files

PLACEHOLDER = re.compile(r"{(\w+)}")


def raised() -> list[tuple[ErrorCode, tuple[str, ...], str]]:
    """Every `DomainError(ErrorCode.…, detail=…)` written in the source: code, names of details, where."""
    found = []
    for path in python_files("core", "pages", "db"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "DomainError" and node.args:
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                for code in _codes(node.args[0]):
                    found.append((code, tuple(sorted({k.arg or "" for k in node.keywords})), where))
    return found


def _codes(argument: ast.expr) -> list[ErrorCode]:
    return [
        ErrorCode[node.attr]
        for node in ast.walk(argument)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "ErrorCode"
    ]


def test_every_refusal_has_its_sentence_and_what_fills_it() -> None:
    unsaid = [f"{where}: {code}" for code, _, where in raised() if code not in MESSAGES]
    unfilled = [
        f"{where}: {code} is given {details}"
        for code, details, where in raised()
        if set(PLACEHOLDER.findall(MESSAGES.get(code, ""))) != set(details)
    ]
    none_of(unsaid + unfilled)


def test_every_sentence_is_used() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in python_files("core", "pages"))
    named = Counter(re.findall(r"\bErrorCode\.(\w+)", written))
    none_of(code.name for code in ErrorCode if named[code.name] < 2)


def test_every_refusal_is_said_in_danish() -> None:
    none_of(code for code, sentence in MESSAGES.items() if sentence not in catalogue("da"))


def test_words_are_in_the_readers_language_and_filled_in() -> None:
    error = DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=10)
    with reading("en"):
        assert words(error) == "The file is larger than 10 MB."
    with reading("da"):
        assert words(error) != "The file is larger than 10 MB."
        assert "10" in words(error)


def test_an_error_shows_its_code_and_no_value_in_a_log() -> None:
    assert str(DomainError(ErrorCode.TYPED_NAME_DIFFERS, name="Karen Møller")) == "typed_name_differs"


def test_every_code_has_its_sentence() -> None:
    assert MESSAGES.keys() == set(ErrorCode)
