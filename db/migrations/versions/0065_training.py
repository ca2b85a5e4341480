"""Training of peers: the plan in versions, rounds, their days, the workplace's list and the rhythm after it."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def upgrade() -> None:
    op.create_table(
        "training_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_refers("training_plan", organisation_id="organisation", published_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_training_plan_organisation_id_number")),
    )
    op.create_table(
        "training_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        *_refers(
            "training_round",
            organisation_id="organisation",
            team_id="team",
            plan_id="training_plan",
            begun_by_id="person",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_round")),
    )
    op.create_table(
        "training_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("plan_day", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("attendance", sa.String(), nullable=False),
        sa.Column("reflection", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_refers("training_day", round_id="training_round", engagement_id="engagement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_day")),
        sa.UniqueConstraint(
            "round_id", "engagement_id", "plan_day", name=op.f("uq_training_day_round_id_engagement_id_plan_day")
        ),
    )
    op.create_table(
        "training_preparation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("done_by_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        *_refers("training_preparation", round_id="training_round", done_by_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_preparation")),
        sa.UniqueConstraint("round_id", "point", name=op.f("uq_training_preparation_round_id_point")),
    )
    op.create_table(
        "training_gathering",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        *_refers("training_gathering", round_id="training_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_gathering")),
    )
    for table, columns in {
        "training_plan": ("organisation_id",),
        "training_round": ("organisation_id", "team_id"),
        "training_day": ("round_id", "engagement_id", "starts_at"),
        "training_preparation": ("round_id",),
        "training_gathering": ("round_id", "starts_at"),
    }.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table in ("training_gathering", "training_preparation", "training_day", "training_round", "training_plan"):
        op.drop_table(table)
