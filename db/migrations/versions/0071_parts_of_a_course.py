"""Somebody may lead several parts of one course."""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

ONE = "uq_course_instructor_course_run_id_engagement_id"
EACH = ["course_run_id", "engagement_id"]
PARTS = "uq_course_instructor_course_run_id_engagement_id_from_module"


def upgrade() -> None:
    with op.batch_alter_table("course_instructor") as batch:
        batch.drop_constraint(op.f(ONE), type_="unique")
        batch.create_unique_constraint(op.f(PARTS), [*EACH, "from_module"])


def downgrade() -> None:
    with op.batch_alter_table("course_instructor") as batch:
        batch.drop_constraint(op.f(PARTS), type_="unique")
        batch.create_unique_constraint(op.f(ONE), EACH)
