"""A volunteer can say themselves that they would like to stop, and why; and is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("goodbye", sa.Column("wished_on", sa.Date(), nullable=True))
    op.add_column("goodbye", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.add_column("goodbye", sa.Column("words", sa.LargeBinary(), nullable=True))
    op.add_column("goodbye", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("goodbye", sa.Column("answer", sa.LargeBinary(), nullable=True))
