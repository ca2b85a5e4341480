"""Peer teams and who is in them."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("psychologist_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_team_organisation_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_team_workplace_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_team_lead_id")),
        sa.ForeignKeyConstraint(["psychologist_id"], ["person.id"], name=op.f("fk_team_psychologist_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_team_contact_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_team_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    for column in ("organisation_id", "lead_id", "psychologist_id", "contact_id"):
        op.create_index(op.f(f"ix_team_{column}"), "team", [column], unique=False)
    op.create_table(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("accommodations", sa.LargeBinary(), nullable=False),
        sa.Column("shown_to", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_team_member_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    for column in ("team_id", "engagement_id"):
        op.create_index(op.f(f"ix_team_member_{column}"), "team_member", [column], unique=False)
    op.create_index(
        "uq_team_member_now",
        "team_member",
        ["engagement_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("team_member")
    op.drop_table("team")
