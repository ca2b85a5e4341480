"""What belongs to a goodbye follows from what was done since it was begun; only handing over is said."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

GONE = ("talked_on", "thanked_on", "proved_on")
BEGUN = """
UPDATE goodbye SET begun_on = COALESCE(
    (
        SELECT date(MIN(e.at)) FROM audit_event e
        WHERE e.action = 'goodbye.begun' AND e.subject_id = goodbye.engagement_id
    ),
    last_day
)
"""


def upgrade() -> None:
    op.add_column("goodbye", sa.Column("begun_on", sa.Date(), nullable=True))
    op.execute(BEGUN)
    with op.batch_alter_table("goodbye") as batch:
        batch.alter_column("begun_on", existing_type=sa.Date(), nullable=False)
        for name in GONE:
            batch.drop_column(name)
    op.execute("DELETE FROM engagement_next")


def downgrade() -> None:
    op.execute("DELETE FROM engagement_next")
    with op.batch_alter_table("goodbye") as batch:
        for name in GONE:
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch.drop_column("begun_on")
