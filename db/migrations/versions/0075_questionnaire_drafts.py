"""What an applicant has written in the questionnaire and not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questionnaire_draft",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_questionnaire_draft_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_questionnaire_draft_organisation_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_questionnaire_draft")),
    )
    for column in ("organisation_id", "saved_at"):
        op.create_index(op.f(f"ix_questionnaire_draft_{column}"), "questionnaire_draft", [column], unique=False)


def downgrade() -> None:
    op.drop_table("questionnaire_draft")
