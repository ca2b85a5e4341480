"""Recognition as events: what they are called and thought to cost, invitations and answers, and yearly budgets."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recognition") as batch:
        batch.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("clock", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("planned_cost", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("invites", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("thanks", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("recognised") as batch:
        batch.add_column(sa.Column("comes", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("diet", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "no_mention",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_mention_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_no_mention")),
    )
    op.create_table(
        "recognition_budget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recognition_budget_organisation_id")
        ),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_recognition_budget_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_budget")),
        sa.UniqueConstraint(
            "organisation_id",
            "workplace_id",
            "year",
            name=op.f("uq_recognition_budget_organisation_id_workplace_id_year"),
        ),
    )
    op.create_index(
        op.f("ix_recognition_budget_organisation_id"), "recognition_budget", ["organisation_id"], unique=False
    )
