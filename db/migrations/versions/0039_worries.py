"""What volunteers tell is wrong, and how an organisation takes care then and when somebody stops."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PEOPLE = ("person_id", "recorded_by_id", "about_id", "waits_for_id", "next_id")
INDEXED = ("organisation_id", "engagement_id", "person_id", "waits_for_id")


def upgrade() -> None:
    op.create_table(
        "worry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for_id", sa.Uuid(), nullable=False),
        sa.Column("next_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_worry_organisation_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_worry_engagement_id")),
        *(sa.ForeignKeyConstraint([each], ["person.id"], name=op.f(f"fk_worry_{each}")) for each in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_worry_{column}"), "worry", [column])
    op.create_table(
        "organisation_care",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("social_phone", sa.String(), nullable=False),
        sa.Column("when_ill", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_care_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_care")),
    )
