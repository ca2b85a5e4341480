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
        ["organisation_id", "last_on", "first_on", "kind", "key"],
        unique=False,
    )
    op.create_index(
        "ix_occasion_days_earned",
        "occasion_days",
        ["organisation_id", "kind", "ended", "key", "day", "workplace_id", "sought"],
        unique=False,
    )
    op.create_index("ix_occasion_days_key", "occasion_days", ["organisation_id", "key", "day", "sought"], unique=False)
    for column in ("made_on", "turns_on"):
        op.create_index(f"ix_occasion_days_{column}", "occasion_days", ["organisation_id", column], unique=False)
    # Every list first asks which rows are of another day; with an index for each half it reads none of the others.
    op.drop_index("ix_engagement_next_turns_on", table_name="engagement_next")
    for column in ("made_on", "turns_on"):
        op.create_index(f"ix_engagement_next_{column}", "engagement_next", ["organisation_id", column], unique=False)
    op.create_index(op.f("ix_answered_occasion_recognition_id"), "answered_occasion", ["recognition_id"], unique=False)
    # An engagement without a row has everything that is kept beside the facts written anew at the next start.
    op.execute("DELETE FROM engagement_next")


def downgrade() -> None:
    for column in ("made_on", "turns_on"):
        op.drop_index(f"ix_engagement_next_{column}", table_name="engagement_next")
    op.create_index("ix_engagement_next_turns_on", "engagement_next", ["turns_on"], unique=False)
    op.drop_index(op.f("ix_answered_occasion_recognition_id"), table_name="answered_occasion")
    op.drop_table("occasion_days")
