"""Nobody is mentioned in public who did not say yes; a no that somebody said stays, with when."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mention_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mention_choice")),
    )
    op.execute(
        "INSERT INTO mention_choice (person_id, allowed, said_at) SELECT person_id, FALSE, said_at FROM no_mention"
    )
    op.drop_table("no_mention")


def downgrade() -> None:
    op.create_table(
        "no_mention",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_mention_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_no_mention")),
    )
    op.execute(
        "INSERT INTO no_mention (person_id, said_at) SELECT person_id, said_at FROM mention_choice WHERE NOT allowed"
    )
    op.drop_table("mention_choice")
