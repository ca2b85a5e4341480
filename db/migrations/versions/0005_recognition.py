"""Recognition: what is planned and given, to whom, and the occasions that were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recognition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("gift", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_recognition_created_by_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_recognition_giver_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_recognition_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index(op.f("ix_recognition_organisation_id"), "recognition", ["organisation_id"], unique=False)
    op.create_table(
        "answered_occasion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("recognition_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_answered_occasion_answered_by_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_answered_occasion_engagement_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_answered_occasion_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_answered_occasion_recognition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_occasion")),
        sa.UniqueConstraint("engagement_id", "key", name=op.f("uq_answered_occasion_engagement_id_key")),
    )
    op.create_index(op.f("ix_answered_occasion_engagement_id"), "answered_occasion", ["engagement_id"], unique=False)
    op.create_index(
        op.f("ix_answered_occasion_organisation_id"), "answered_occasion", ["organisation_id"], unique=False
    )
    op.create_table(
        "recognised",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recognition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_recognised_engagement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recognised_person_id")),
        sa.ForeignKeyConstraint(["recognition_id"], ["recognition.id"], name=op.f("fk_recognised_recognition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognised")),
        sa.UniqueConstraint("recognition_id", "person_id", name=op.f("uq_recognised_recognition_id_person_id")),
    )
    op.create_index(op.f("ix_recognised_engagement_id"), "recognised", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_recognised_person_id"), "recognised", ["person_id"], unique=False)
    op.create_index(op.f("ix_recognised_recognition_id"), "recognised", ["recognition_id"], unique=False)
