"""Somebody who comes in for an instructor: what is asked for, and who was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_run_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("from_module", sa.Integer(), nullable=False),
        sa.Column("to_module", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cover_request_organisation_id")
        ),
        sa.ForeignKeyConstraint(["course_run_id"], ["course_run.id"], name=op.f("fk_cover_request_course_run_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_cover_request_engagement_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_cover_request_asked_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["engagement.id"], name=op.f("fk_cover_request_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_request")),
    )
    for column in ("organisation_id", "course_run_id", "engagement_id", "taken_by_id"):
        op.create_index(op.f(f"ix_cover_request_{column}"), "cover_request", [column], unique=False)
    op.create_table(
        "cover_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["cover_request.id"], name=op.f("fk_cover_asked_request_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_cover_asked_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_asked")),
        sa.UniqueConstraint("request_id", "engagement_id", name=op.f("uq_cover_asked_request_id_engagement_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_cover_asked_token_hash")),
    )
    for column in ("request_id", "engagement_id"):
        op.create_index(op.f(f"ix_cover_asked_{column}"), "cover_asked", [column], unique=False)
