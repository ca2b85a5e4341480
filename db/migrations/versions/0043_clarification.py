"""The clarification meeting before a training."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MEETING, ANSWER, POINT = "clarification_meeting", "clarification_answer", "clarification_point"


def upgrade() -> None:
    op.create_table(
        MEETING,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_another_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish", sa.LargeBinary(), nullable=False),
        sa.Column("volunteer_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("first_course_on", sa.Date(), nullable=True),
        sa.Column("honorarium", sa.LargeBinary(), nullable=False),
        sa.Column("pair_guide_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{MEETING}_organisation_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f(f"fk_{MEETING}_engagement_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f(f"fk_{MEETING}_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MEETING}")),
    )
    op.create_index(op.f(f"ix_{MEETING}_organisation_id"), MEETING, ["organisation_id"])
    op.create_index(op.f(f"ix_{MEETING}_engagement_id"), MEETING, ["engagement_id"])
    op.create_table(
        ANSWER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], [f"{MEETING}.id"], name=op.f(f"fk_{ANSWER}_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ANSWER}")),
        sa.UniqueConstraint("meeting_id", "side", "topic", name=op.f(f"uq_{ANSWER}_meeting_id_side_topic")),
    )
    op.create_index(op.f(f"ix_{ANSWER}_meeting_id"), ANSWER, ["meeting_id"])
    op.create_table(
        POINT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], [f"{MEETING}.id"], name=op.f(f"fk_{POINT}_meeting_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f(f"fk_{POINT}_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{POINT}")),
    )
    op.create_index(op.f(f"ix_{POINT}_meeting_id"), POINT, ["meeting_id"])


def downgrade() -> None:
    op.drop_table(POINT)
    op.drop_table(ANSWER)
    op.drop_table(MEETING)
