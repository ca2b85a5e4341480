"""Messages to groups, and whom each is for."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_group_message_organisation_id")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_group_message_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_message")),
    )
    op.create_index(op.f("ix_group_message_organisation_id"), "group_message", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_group_message_sender_id"), "group_message", ["sender_id"], unique=False)
    op.create_table(
        "group_message_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("outbox_item_id", sa.Uuid(), nullable=True),
        sa.Column("left_out", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["group_message.id"], name=op.f("fk_group_message_recipient_message_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_message_recipient_person_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_group_message_recipient_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["outbox_item_id"], ["outbox_item.id"], name=op.f("fk_group_message_recipient_outbox_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_message_recipient")),
        sa.UniqueConstraint("message_id", "person_id", name=op.f("uq_group_message_recipient_message_id_person_id")),
    )
    for column in ("message_id", "person_id", "engagement_id", "outbox_item_id"):
        op.create_index(op.f(f"ix_group_message_recipient_{column}"), "group_message_recipient", [column], unique=False)
