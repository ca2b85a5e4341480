"""Long lists are counted and found from an index, and a document says itself when it was sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Each takes the place of one on its first column alone, which would be a second index of the same.
INDEXES: dict[str, dict[str, tuple[str, ...]]] = {
    "document": {
        "finished": (
            "organisation_id",
            "sealed_at",
            "withdrawn_at",
            "discussed_on",
            "superseded_at",
            "kind",
            "engagement_id",
        ),
        "of": ("engagement_id", "sealed_at", "withdrawn_at", "kind"),
        "look_again_on": ("organisation_id", "look_again_on"),
        "valid_until": ("organisation_id", "valid_until"),
    },
    "engagement": {
        "at_workplace": ("workplace_id", "ended_at"),
        "coordinator_id": ("coordinator_id",),
    },
    "course_run": {"held": ("organisation_id", "first_on", "cancelled_at", "workplace_id", "place")},
    "invitation": {"first": ("organisation_id", "purpose", "person_id", "created_at")},
    "recognised": {"thanked": ("recognition_id", "comes", "engagement_id")},
    "engagement_next": {
        "stage": ("organisation_id", "stage"),
        "approved_until": ("organisation_id", "approved_until"),
    },
}
REPLACED: dict[str, tuple[str, ...]] = {
    "document": ("organisation_id", "engagement_id"),
    "engagement": ("workplace_id",),
    "recognised": ("recognition_id",),
    "course_run": ("organisation_id",),
    "invitation": ("organisation_id",),
    "engagement_next": ("stage",),
}


def upgrade() -> None:
    op.add_column("document", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE document SET sealed_at = (SELECT document_file.stored_at FROM document_version"
        " JOIN document_file ON document_file.version_id = document_version.id"
        " WHERE document_version.document_id = document.id AND document_version.replaced_at IS NULL)"
    )
    for table, columns in REPLACED.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, indexes in INDEXES.items():
        for name, of in indexes.items():
            op.create_index(f"ix_{table}_{name}", table, list(of), unique=False)


def downgrade() -> None:
    for table, indexes in INDEXES.items():
        for name in indexes:
            op.drop_index(f"ix_{table}_{name}", table_name=table)
    for table, columns in REPLACED.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    op.drop_column("document", "sealed_at")
