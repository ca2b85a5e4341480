"""Associations, who speaks for them, and which volunteers come from them."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "association",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("run_by", sa.String(), nullable=False),
        sa.Column("followed_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_association_organisation_id")),
        sa.ForeignKeyConstraint(["followed_by_id"], ["person.id"], name=op.f("fk_association_followed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_association_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association")),
    )
    op.create_index(op.f("ix_association_organisation_id"), "association", ["organisation_id"])
    op.create_index(op.f("ix_association_followed_by_id"), "association", ["followed_by_id"])
    op.create_table(
        "association_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_association_contact_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_association_contact_association_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_association_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_contact")),
        sa.UniqueConstraint(
            "association_id", "person_id", name=op.f("uq_association_contact_association_id_person_id")
        ),
    )
    for column in ("organisation_id", "association_id", "person_id"):
        op.create_index(op.f(f"ix_association_contact_{column}"), "association_contact", [column])
    op.create_table(
        "association_volunteer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_association_volunteer_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_association_volunteer_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_volunteer")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_association_volunteer_engagement_id")),
    )
    for column in ("association_id", "engagement_id"):
        op.create_index(op.f(f"ix_association_volunteer_{column}"), "association_volunteer", [column])


def downgrade() -> None:
    for table in ("association_volunteer", "association_contact", "association"):
        op.drop_table(table)
