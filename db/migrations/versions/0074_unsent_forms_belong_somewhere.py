"""A form that is not sent says which organisation it is written for, so that it moves with that one alone."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unsent_form") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_unsent_form_organisation_id"), "organisation", ["organisation_id"], ["id"])
        batch.create_index(op.f("ix_unsent_form_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("unsent_form") as batch:
        batch.drop_index(op.f("ix_unsent_form_organisation_id"))
        batch.drop_constraint(op.f("fk_unsent_form_organisation_id"), type_="foreignkey")
        batch.drop_column("organisation_id")
