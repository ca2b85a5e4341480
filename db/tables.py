"""Every table, imported once so that metadata is whole wherever it is needed."""

from sqlmodel import SQLModel

from db import (
    access,
    approvals,
    audit,
    certificates,
    competence,
    courses,
    documents,
    expenses,
    guidelines,
    organisations,
    outbox,
    pairs,
    people,
    programmes,
    recognition,
    standing,
    supervision,
    talks,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "access",
    "approvals",
    "audit",
    "certificates",
    "competence",
    "courses",
    "documents",
    "expenses",
    "guidelines",
    "organisations",
    "outbox",
    "pairs",
    "people",
    "programmes",
    "recognition",
    "standing",
    "supervision",
    "talks",
]
