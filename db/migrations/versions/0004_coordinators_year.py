"""The coordinator's year: course runs, supervision, approval, talks, and the projection that lists sort by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "history_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("to_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisation.id"], name=op.f("fk_history_share_from_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_history_share_person_id")),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisation.id"], name=op.f("fk_history_share_to_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_share")),
    )
    op.create_index(op.f("ix_history_share_person_id"), "history_share", ["person_id"], unique=False)
    op.create_index(op.f("ix_history_share_to_organisation_id"), "history_share", ["to_organisation_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_saved_view_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "name", name=op.f("uq_saved_view_organisation_id_person_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"], unique=False)

    op.create_table(
        "course_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("room_note", sa.String(), nullable=False),
        sa.Column("catering_note", sa.String(), nullable=False),
        sa.Column("keyed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("improvements", sa.LargeBinary(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_course_run_created_by_id")),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["person.id"], name=op.f("fk_course_run_keyed_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_course_run_organisation_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_course_run_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_run")),
    )
    op.create_index(op.f("ix_course_run_first_on"), "course_run", ["first_on"], unique=False)
    op.create_index(op.f("ix_course_run_keyed_by_id"), "course_run", ["keyed_by_id"], unique=False)
    op.create_index(op.f("ix_course_run_organisation_id"), "course_run", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_course_run_workplace_id"), "course_run", ["workplace_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("other_roles", sa.LargeBinary(), nullable=False),
        sa.Column("closing_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_approval_decided_by_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_approval_engagement_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_approval_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_engagement_id"), "approval", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_approval_organisation_id"), "approval", ["organisation_id"], unique=False)

    op.create_table(
        "course_instructor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_run_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("substitute", sa.Boolean(), nullable=False),
        sa.Column("from_module", sa.Integer(), nullable=False),
        sa.Column("to_module", sa.Integer(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["course_run_id"], ["course_run.id"], name=op.f("fk_course_instructor_course_run_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_course_instructor_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_instructor")),
        sa.UniqueConstraint(
            "course_run_id", "engagement_id", name=op.f("uq_course_instructor_course_run_id_engagement_id")
        ),
    )
    op.create_index(op.f("ix_course_instructor_course_run_id"), "course_instructor", ["course_run_id"], unique=False)
    op.create_index(op.f("ix_course_instructor_engagement_id"), "course_instructor", ["engagement_id"], unique=False)

    op.create_table(
        "course_module",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["course_run_id"], ["course_run.id"], name=op.f("fk_course_module_course_run_id")),
        sa.ForeignKeyConstraint(["held_by_id"], ["person.id"], name=op.f("fk_course_module_held_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_module")),
        sa.UniqueConstraint("course_run_id", "number", name=op.f("uq_course_module_course_run_id_number")),
    )
    op.create_index(op.f("ix_course_module_course_run_id"), "course_module", ["course_run_id"], unique=False)
    op.create_index(op.f("ix_course_module_starts_at"), "course_module", ["starts_at"], unique=False)

    op.create_table(
        "engagement_next",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sought", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("approved_until", sa.Date(), nullable=True),
        sa.Column("courses_missing", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("turns_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_next_engagement_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_engagement_next_organisation_id")
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_engagement_next")),
    )
    op.create_index("ix_engagement_next_name", "engagement_next", ["organisation_id", "sought"], unique=False)
    op.create_index(
        "ix_engagement_next_order", "engagement_next", ["organisation_id", "urgency", "due_on", "sought"], unique=False
    )
    op.create_index(op.f("ix_engagement_next_stage"), "engagement_next", ["stage"], unique=False)
    op.create_index(op.f("ix_engagement_next_turns_on"), "engagement_next", ["turns_on"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_run_id", sa.Uuid(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("comments", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_run_id"], ["course_run.id"], name=op.f("fk_evaluation_course_run_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_evaluation_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("course_run_id", name=op.f("uq_evaluation_course_run_id")),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_log_entry_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    op.create_index(op.f("ix_log_entry_engagement_id"), "log_entry", ["engagement_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_note_engagement_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_note_organisation_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_engagement_id"), "note", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_note_organisation_id"), "note", ["organisation_id"], unique=False)

    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_pause_engagement_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pause_organisation_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_pause_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_engagement_id"), "pause", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_pause_organisation_id"), "pause", ["organisation_id"], unique=False)

    op.create_table(
        "evaluation_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=False),
        sa.Column("keyed_by_id", sa.Uuid(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_form_evaluation_id")),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["person.id"], name=op.f("fk_evaluation_form_keyed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_form")),
    )
    op.create_index(op.f("ix_evaluation_form_evaluation_id"), "evaluation_form", ["evaluation_id"], unique=False)

    op.create_table(
        "module_feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_module_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_module_id"], ["course_module.id"], name=op.f("fk_module_feedback_course_module_id")
        ),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_module_feedback_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_feedback")),
        sa.UniqueConstraint(
            "course_module_id", "engagement_id", name=op.f("uq_module_feedback_course_module_id_engagement_id")
        ),
    )
    op.create_index(op.f("ix_module_feedback_course_module_id"), "module_feedback", ["course_module_id"], unique=False)
    op.create_index(op.f("ix_module_feedback_engagement_id"), "module_feedback", ["engagement_id"], unique=False)

    op.create_table(
        "supervision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("course_run_id", sa.Uuid(), nullable=True),
        sa.Column("course_module_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_module_id"], ["course_module.id"], name=op.f("fk_supervision_course_module_id")
        ),
        sa.ForeignKeyConstraint(["course_run_id"], ["course_run.id"], name=op.f("fk_supervision_course_run_id")),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["person.id"], name=op.f("fk_supervision_ordered_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_supervision_organisation_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_supervision_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index(op.f("ix_supervision_course_run_id"), "supervision", ["course_run_id"], unique=False)
    op.create_index(op.f("ix_supervision_organisation_id"), "supervision", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_supervision_planned_at"), "supervision", ["planned_at"], unique=False)
    op.create_index(op.f("ix_supervision_supervisor_id"), "supervision", ["supervisor_id"], unique=False)

    op.create_table(
        "talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("course_module_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_module_id"], ["course_module.id"], name=op.f("fk_talk_course_module_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_talk_engagement_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_talk_organisation_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_talk_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
    )
    op.create_index(op.f("ix_talk_course_module_id"), "talk", ["course_module_id"], unique=False)
    op.create_index(op.f("ix_talk_engagement_id"), "talk", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_talk_organisation_id"), "talk", ["organisation_id"], unique=False)

    op.create_table(
        "supervision_subject",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supervision_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("went_well", sa.LargeBinary(), nullable=False),
        sa.Column("work_on", sa.LargeBinary(), nullable=False),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_supervision_subject_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision.id"], name=op.f("fk_supervision_subject_supervision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_subject")),
        sa.UniqueConstraint(
            "supervision_id", "engagement_id", name=op.f("uq_supervision_subject_supervision_id_engagement_id")
        ),
    )
    op.create_index(
        op.f("ix_supervision_subject_engagement_id"), "supervision_subject", ["engagement_id"], unique=False
    )
    op.create_index(
        op.f("ix_supervision_subject_supervision_id"), "supervision_subject", ["supervision_id"], unique=False
    )

    op.create_table(
        "log_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_log_task_engagement_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["supervision_subject.id"], name=op.f("fk_log_task_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_task")),
    )
    op.create_index(op.f("ix_log_task_engagement_id"), "log_task", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_log_task_subject_id"), "log_task", ["subject_id"], unique=False)

    with op.batch_alter_table("deployment") as batch:
        batch.add_column(sa.Column("days_ahead", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("engagement") as batch:
        batch.add_column(sa.Column("trained_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("end_reason", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("programme_version") as batch:
        batch.add_column(sa.Column("published_by_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_programme_version_published_by_id"), "person", ["published_by_id"], ["id"])
