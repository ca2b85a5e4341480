"""Spreadsheets taken over: drafts, what came in, and what an organisation's words in them mean."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_import_draft_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("organisation_id", "person_id", name=op.f("uq_import_draft_organisation_id_person_id")),
    )
    op.create_index(op.f("ix_import_draft_organisation_id"), "import_draft", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_import_draft_begun_at"), "import_draft", ["begun_at"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("filled", sa.LargeBinary(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_import_run_organisation_id")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["person.id"], name=op.f("fk_import_run_imported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_organisation_id"), "import_run", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_import_run_imported_at"), "import_run", ["imported_at"], unique=False)
    op.create_table(
        "import_memory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_memory_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_memory")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "written", name=op.f("uq_import_memory_organisation_id_kind_written")
        ),
    )


def downgrade() -> None:
    op.drop_table("import_memory")
    op.drop_table("import_run")
    op.drop_table("import_draft")
