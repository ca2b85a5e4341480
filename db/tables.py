"""Every table, imported once so that metadata is whole wherever it is needed."""

from sqlmodel import SQLModel

from db import (
    access,
    applications,
    approvals,
    audit,
    certificates,
    courses,
    documents,
    expenses,
    guidelines,
    journey,
    notices,
    offers,
    organisations,
    outbox,
    pairs,
    partnerships,
    people,
    programmes,
    recognition,
    supervision,
    talks,
    tasks,
    worries,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "access",
    "applications",
    "approvals",
    "audit",
    "certificates",
    "courses",
    "documents",
    "expenses",
    "guidelines",
    "journey",
    "notices",
    "offers",
    "organisations",
    "outbox",
    "pairs",
    "partnerships",
    "people",
    "programmes",
    "recognition",
    "supervision",
    "talks",
    "tasks",
    "worries",
]
