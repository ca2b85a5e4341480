"""A year of modules is counted from an index, which takes the place of one on its first column alone."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_course_module_held", "course_module", ["course_run_id", "starts_at", "held_at"], unique=False)
    op.drop_index("ix_course_module_course_run_id", table_name="course_module")


def downgrade() -> None:
    op.create_index("ix_course_module_course_run_id", "course_module", ["course_run_id"], unique=False)
    op.drop_index("ix_course_module_held", table_name="course_module")
