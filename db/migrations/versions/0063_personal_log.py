"""Peers' personal log books."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("by_passphrase", sa.LargeBinary(), nullable=False),
        sa.Column("by_code", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_log_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_log")),
        sa.UniqueConstraint("person_id", name=op.f("uq_personal_log_person_id")),
    )
    op.create_table(
        "personal_log_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("log_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["personal_log.id"], name=op.f("fk_personal_log_page_log_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_log_page")),
    )
    op.create_index(op.f("ix_personal_log_page_log_id"), "personal_log_page", ["log_id"], unique=False)
    op.create_table(
        "shared_log_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["personal_log_page.id"], name=op.f("fk_shared_log_page_page_id")),
        sa.ForeignKeyConstraint(["member_id"], ["team_member.id"], name=op.f("fk_shared_log_page_member_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_shared_log_page_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_log_page")),
        sa.UniqueConstraint("page_id", "to_id", name=op.f("uq_shared_log_page_page_id_to_id")),
    )
    for column in ("page_id", "member_id", "to_id"):
        op.create_index(op.f(f"ix_shared_log_page_{column}"), "shared_log_page", [column], unique=False)


def downgrade() -> None:
    for table in ("shared_log_page", "personal_log_page", "personal_log"):
        op.drop_table(table)
