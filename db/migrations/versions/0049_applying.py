"""How far an applicant has come, mails to them, and what came in a rush; whether a task asks for own experience."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

NEW = (
    ("application", "asked_until", sa.Integer(), "0"),
    ("application", "mails", sa.Integer(), "0"),
    ("task", "asks_experience", sa.Boolean(), sa.false()),
)


def upgrade() -> None:
    for table, name, kind, default in NEW:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(name, server_default=None)
    op.add_column("application", sa.Column("mails_on", sa.Date(), nullable=True))
    op.add_column("application", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("application", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_application_begun", "application", ["organisation_id", "begun_at"])


def downgrade() -> None:
    op.drop_index("ix_application_begun", "application")
    with op.batch_alter_table("application") as batch:
        for name in ("set_aside_at", "confirmed_at", "mails_on", "mails", "asked_until"):
            batch.drop_column(name)
    with op.batch_alter_table("task") as batch:
        batch.drop_column("asks_experience")
