import ast

from pages.audit.words import ACTIONS
from tests.architecture import python_files, tree


def recorded() -> set[str]:
    """Every action the services write to the log."""
    found = set()
    for path in python_files("core"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "trace",
                "trace_document",
                "_trace",
                "_changed",
            ):
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
                found |= {
                    inner.value
                    for value in values
                    for inner in ast.walk(value)
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and "." in inner.value
                }
    return found - {"invitation."} | {"invitation.join", "invitation.passphrase"}


def test_everything_the_log_holds_can_be_said_in_words() -> None:
    assert recorded() == set(ACTIONS)
