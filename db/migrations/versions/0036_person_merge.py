"""Two records of one person are made one, which can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("merged_by_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("rewritten", sa.LargeBinary(), nullable=False),
        sa.Column("taken_out", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["person.id"], name=op.f("fk_person_merge_merged_by_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_merge_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index(op.f("ix_person_merge_organisation_id"), "person_merge", ["organisation_id"])
    op.create_index(op.f("ix_person_merge_kept_id"), "person_merge", ["kept_id"])
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        person.create_foreign_key(op.f("fk_person_merged_into_id"), "person", ["merged_into_id"], ["id"])
        person.create_index(op.f("ix_person_merged_into_id"), ["merged_into_id"])


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_index(op.f("ix_person_merged_into_id"))
        person.drop_constraint(op.f("fk_person_merged_into_id"), type_="foreignkey")
        person.drop_column("merged_into_id")
    op.drop_table("person_merge")
