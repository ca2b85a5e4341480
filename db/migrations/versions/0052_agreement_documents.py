"""A document can be agreed with an association: it stands under that instead of an engagement, and has no template."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

SUBJECT = (
    "(association_id IS NULL) = (engagement_id IS NOT NULL) "
    "AND (association_id IS NULL) = (template_version_id IS NOT NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("association_id", sa.Uuid(), nullable=True))
        for name in ("engagement_id", "template_version_id"):
            batch.alter_column(name, existing_type=sa.Uuid(), nullable=True)
        batch.create_foreign_key(op.f("fk_document_association_id"), "association", ["association_id"], ["id"])
        batch.create_index(op.f("ix_document_association_id"), ["association_id"])
        batch.create_check_constraint(op.f("ck_document_subject"), SUBJECT)


def downgrade() -> None:
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("ck_document_subject"), type_="check")
        batch.drop_index(op.f("ix_document_association_id"))
        batch.drop_constraint(op.f("fk_document_association_id"), type_="foreignkey")
        for name in ("engagement_id", "template_version_id"):
            batch.alter_column(name, existing_type=sa.Uuid(), nullable=False)
        batch.drop_column("association_id")
