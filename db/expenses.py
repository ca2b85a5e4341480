"""Expenses of volunteers: what they paid, the receipt, what became of it, and the rates of each year (A1.7)."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.places import EncryptedBytes, EncryptedText


class ExpenseClaim(SQLModel, table=True):
    """Something a volunteer paid; `kind` and `standing` are of `core.expenses.rules`, `amount` is in øre.

    `metres` is how far somebody drove, where they ask for a rate. `sent_at` is when it was first sent. `asked_as` is
    made with the form, so that a double click asks once. `word` is what the coordinator wrote when it was returned.
    """

    __tablename__ = "expense_claim"
    __concerns__ = concerns_no_path("money has its own list")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    engagement_id: UUID = Field(foreign_key="engagement.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    asked_as: UUID = Field(unique=True)
    kind: str
    amount: int
    metres: int | None = None
    spent_on: date
    note: str | None = Field(default=None, sa_type=EncryptedText)
    standing: str
    word: str | None = Field(default=None, sa_type=EncryptedText)
    sent_at: datetime = Field(sa_type=UtcTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    paid_on: date | None = None
    version: int = 1


class ExpenseReceipt(SQLModel, table=True):
    """The receipt as a PDF or picture, cleaned of metadata. No list loads it."""

    __tablename__ = "expense_receipt"
    __concerns__ = concerns_no_path("money has its own list")

    claim_id: UUID = Field(foreign_key="expense_claim.id", primary_key=True)
    content: bytes = Field(sa_type=EncryptedBytes)
    media_type: str


class ExpenseRate(SQLModel, table=True):
    """A rate of one year, in øre a kilometre, and where it stands; rates change every year."""

    __tablename__ = "expense_rate"
    __table_args__ = (UniqueConstraint("organisation_id", "year"),)
    __concerns__ = concerns_no_path("money has its own list")

    id: UUID = id_field()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    year: int
    ore: int
    source: str
    version: int = 1
