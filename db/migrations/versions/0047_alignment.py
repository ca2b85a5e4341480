"""What two sides expect of each other, and what they agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=True),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ours_finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theirs_finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(association_id IS NULL) <> (engagement_id IS NULL)", name=op.f("ck_alignment_one_of_two")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_alignment_organisation_id")),
        sa.ForeignKeyConstraint(["association_id"], ["association.id"], name=op.f("fk_alignment_association_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_alignment_engagement_id")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_alignment_begun_by_id")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_alignment_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment")),
    )
    for column in ("organisation_id", "association_id", "engagement_id"):
        op.create_index(op.f(f"ix_alignment_{column}"), "alignment", [column])
    op.create_table(
        "alignment_answer",
        sa.Column("alignment_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("filled_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alignment_id"], ["alignment.id"], name=op.f("fk_alignment_answer_alignment_id")),
        sa.ForeignKeyConstraint(["filled_by_id"], ["person.id"], name=op.f("fk_alignment_answer_filled_by_id")),
        sa.PrimaryKeyConstraint("alignment_id", "side", "question_id", name=op.f("pk_alignment_answer")),
    )
    op.create_table(
        "agreed_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alignment_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alignment_id"], ["alignment.id"], name=op.f("fk_agreed_point_alignment_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_agreed_point_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_point")),
    )
    op.create_index(op.f("ix_agreed_point_alignment_id"), "agreed_point", ["alignment_id"])


def downgrade() -> None:
    for table in ("agreed_point", "alignment_answer", "alignment"):
        op.drop_table(table)
