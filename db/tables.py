"""Every table, imported once so that metadata is whole wherever it is needed."""

from sqlmodel import SQLModel

from db import access, audit, documents, guidelines, organisations, outbox, pairs, people, programmes

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "access",
    "audit",
    "documents",
    "guidelines",
    "organisations",
    "outbox",
    "pairs",
    "people",
    "programmes",
]
