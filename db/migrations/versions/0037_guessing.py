"""Guesses are counted by name and by network, under keyed hashes; a browser one was in with is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "login_attempts"


def upgrade() -> None:
    # What was counted is forgotten within a day anyway.
    op.drop_table(TABLE)
    op.create_table(
        TABLE,
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_login_attempts")),
    )
    op.create_index(op.f("ix_login_attempts_forgotten_at"), TABLE, ["forgotten_at"])
    op.add_column("session_row", sa.Column("browser_hash", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("session_row", "browser_hash")
    op.drop_table(TABLE)
    op.create_table(
        TABLE,
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_login_attempts")),
    )
    op.create_index(op.f("ix_login_attempts_last_at"), TABLE, ["last_at"])
