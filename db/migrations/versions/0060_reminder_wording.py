"""Reminders in an organisation's own words."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "language", "subject", "says")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_wording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_wording")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "language",
            name=op.f("uq_reminder_wording_organisation_id_kind_language"),
        ),
    )
