"""How long applications and alignments take and are kept is the organisation's to choose."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

NEW = {
    "application_unsent_days": "30",
    "application_withdrawn_days": "14",
    "application_criteria_days": "30",
    "application_view_days": "10",
    "application_answer_days": "14",
    "alignment_months": "12",
    "alignment_look_again_months": "6",
}


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        for name, default in NEW.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    with op.batch_alter_table("organisation") as batch:
        for name in NEW:
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        for name in NEW:
            batch.drop_column(name)
