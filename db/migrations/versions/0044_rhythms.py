"""Gatherings that come up by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

RHYTHM, TURN = "offer_rhythm", "rhythm_turn"


def upgrade() -> None:
    op.create_table(
        RHYTHM,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{RHYTHM}_organisation_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f(f"fk_{RHYTHM}_workplace_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f(f"fk_{RHYTHM}_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RHYTHM}")),
    )
    op.create_index(op.f(f"ix_{RHYTHM}_organisation_id"), RHYTHM, ["organisation_id"])
    op.create_table(
        TURN,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rhythm_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rhythm_id"], [f"{RHYTHM}.id"], name=op.f(f"fk_{TURN}_rhythm_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f(f"fk_{TURN}_offer_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f(f"fk_{TURN}_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TURN}")),
        sa.UniqueConstraint("rhythm_id", "due_on", name=op.f(f"uq_{TURN}_rhythm_id_due_on")),
    )
    op.create_index(op.f(f"ix_{TURN}_rhythm_id"), TURN, ["rhythm_id"])
    op.create_index(op.f(f"ix_{TURN}_offer_id"), TURN, ["offer_id"])


def downgrade() -> None:
    op.drop_table(TURN)
    op.drop_table(RHYTHM)
