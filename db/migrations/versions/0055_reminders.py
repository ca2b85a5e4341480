"""What people were reminded of, how an organisation reminds, and which mails people would like."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_choice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_mail_choice_person_id_kind")),
    )
    op.create_table(
        "organisation_reminders",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sends", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("first_days", "every_days", "most", "at_hour", "quiet_from", "quiet_until", "week_begins")
        ),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_reminders_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_reminders")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["outbox_item.id"], name=op.f("fk_reminder_item_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("person_id", "cause", "day", name=op.f("uq_reminder_person_id_cause_day")),
    )
    op.create_index(op.f("ix_reminder_item_id"), "reminder", ["item_id"], unique=False)
    op.create_index(op.f("ix_reminder_organisation_id"), "reminder", ["organisation_id"], unique=False)
