"""How received applications are assessed: the criteria, what others say, the questionnaire, and the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("criteria", sa.LargeBinary(), nullable=False),
        sa.Column("criteria_until", sa.Date(), nullable=True),
        sa.Column("handed_out", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("views_until", sa.Date(), nullable=True),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("interview", sa.LargeBinary(), nullable=False),
        sa.Column("own_words", sa.LargeBinary(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_assessment_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_criteria_until"), "assessment", ["criteria_until"], unique=False)
    op.create_index(op.f("ix_assessment_organisation_id"), "assessment", ["organisation_id"], unique=False)
    op.create_table(
        "assessment_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_assessment_view_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_view_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_view")),
        sa.UniqueConstraint("application_id", "person_id", name=op.f("uq_assessment_view_application_id_person_id")),
    )
    op.create_index(op.f("ix_assessment_view_organisation_id"), "assessment_view", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_assessment_view_person_id"), "assessment_view", ["person_id"], unique=False)
    op.create_table(
        "questionnaire",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_questionnaire_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_questionnaire_organisation_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_questionnaire")),
    )
    op.create_index(op.f("ix_questionnaire_organisation_id"), "questionnaire", ["organisation_id"], unique=False)
