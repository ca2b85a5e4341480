"""Supervisions that are under way are found from indexes, however many were held before them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_supervision_organisation_id", table_name="supervision")
    op.create_index(
        "ix_supervision_to_hold", "supervision", ["organisation_id", "cancelled_at", "held_on"], unique=False
    )
    op.create_index(
        "ix_supervision_subject_feedback", "supervision_subject", ["feedback_at", "supervision_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_supervision_subject_feedback", table_name="supervision_subject")
    op.drop_index("ix_supervision_to_hold", table_name="supervision")
    op.create_index("ix_supervision_organisation_id", "supervision", ["organisation_id"], unique=False)
