"""Talks in peer teams, and what an organisation says of them."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_support",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("crisis_hours", sa.Integer(), nullable=False),
        sa.Column("clarifying_days", sa.Integer(), nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("to_hour", sa.Integer(), nullable=False),
        sa.Column("every_day", sa.Boolean(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("peer_days", sa.Integer(), nullable=False),
        sa.Column("acute_phone", sa.String(), nullable=False),
        sa.Column("helpline_phone", sa.String(), nullable=False),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_support_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_support")),
    )
    op.create_table(
        "support_talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.LargeBinary(), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_support_talk_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_support_talk_team_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_talk_person_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_support_talk_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_talk")),
    )
    for column in ("organisation_id", "team_id", "person_id", "answered_by_id"):
        op.create_index(op.f(f"ix_support_talk_{column}"), "support_talk", [column], unique=False)


def downgrade() -> None:
    for table in ("support_talk", "organisation_support"):
        op.drop_table(table)
