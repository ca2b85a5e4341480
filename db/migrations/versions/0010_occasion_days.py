"""The days on which occasions come up, kept beside the facts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "occasion_days",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("sought", sa.String(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("turns_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_occasion_days_engagement_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_occasion_days_organisation_id")
        ),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_occasion_days_workplace_id")),
        sa.PrimaryKeyConstraint("engagement_id", "key", name=op.f("pk_occasion_days")),
    )
    op.create_index(
        "ix_occasion_days_proposed",
        "occasion_days",
        ["organisation_id", "first_on", "last_on", "kind", "key"],
        unique=False,
    )
    op.create_index(
        "ix_occasion_days_earned",
        "occasion_days",
        ["organisation_id", "kind", "ended", "key", "day", "workplace_id", "sought"],
        unique=False,
    )
    op.create_index(op.f("ix_occasion_days_made_on"), "occasion_days", ["made_on"], unique=False)
    op.create_index(op.f("ix_occasion_days_turns_on"), "occasion_days", ["turns_on"], unique=False)
    op.create_index(op.f("ix_answered_occasion_recognition_id"), "answered_occasion", ["recognition_id"], unique=False)
    # An engagement without a row has everything that is kept beside the facts written anew at the next start.
    op.execute("DELETE FROM engagement_next")


def downgrade() -> None:
    op.drop_index(op.f("ix_answered_occasion_recognition_id"), table_name="answered_occasion")
    op.drop_table("occasion_days")
