"""What stands in a peer's way, and the check-ins agreed with who leads their team."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("in_the_way", sa.LargeBinary(), nullable=False),
        sa.Column("check_in_on", sa.Date(), nullable=True),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["team_member.id"], name=op.f("fk_team_follow_up_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_follow_up")),
        sa.UniqueConstraint("member_id", name=op.f("uq_team_follow_up_member_id")),
    )


def downgrade() -> None:
    op.drop_table("team_follow_up")
