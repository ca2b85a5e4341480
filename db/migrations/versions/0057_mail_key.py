"""Secret addresses at which people choose which mails they get."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_key_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mail_key_token_hash")),
    )
