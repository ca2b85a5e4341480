"""What is collected is used: no column is written and read by nothing."""

import ast

from sqlmodel import SQLModel

import db.tables  # noqa: F401
from core.offers.rules import NeedsQuestion
from tests.architecture import python_files, tree

# Read by the name of what they hold, so that no attribute names them.
READ_BY_NAME = {f"need.{question.value}" for question in NeedsQuestion}


def _read() -> set[str]:
    return {
        node.attr
        for path in python_files("core", "pages", "db")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_every_column_is_read_somewhere() -> None:
    read = _read()
    unread = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name not in read
    }
    assert unread == READ_BY_NAME
