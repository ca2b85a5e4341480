"""Columns are named after what they hold: the colleague whose device it was, and the last day on which a row holds."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PROJECTIONS = ("engagement_next", "occasion_days")


def upgrade() -> None:
    _rename_person("beside_id", "host_person_id")
    for table in PROJECTIONS:
        _rename_day(table, "turns_on", "valid_until")
        # It was the first day on which the row said too little; as everywhere else it is now the last one it holds.
        _move(table, "valid_until", -1)


def downgrade() -> None:
    for table in PROJECTIONS:
        _move(table, "valid_until", +1)
        _rename_day(table, "valid_until", "turns_on")
    _rename_person("host_person_id", "beside_id")


def _rename_person(before: str, after: str) -> None:
    # Made anew on SQLite, which cannot give a constraint another name, and knows the new name only afterwards.
    with op.batch_alter_table("consent") as batch:
        batch.drop_constraint(f"fk_consent_{before}", type_="foreignkey")
        batch.alter_column(before, new_column_name=after, existing_type=sa.Uuid(), existing_nullable=True)
    with op.batch_alter_table("consent") as batch:
        batch.create_foreign_key(op.f(f"fk_consent_{after}"), "person", [after], ["id"])


def _rename_day(table: str, before: str, after: str) -> None:
    op.drop_index(f"ix_{table}_{before}", table_name=table)
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    op.create_index(f"ix_{table}_{after}", table, ["organisation_id", after], unique=False)


def _move(table: str, column: str, days: int) -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    moved = f"date({column}, '{days:+d} days')" if on_sqlite else f"{column} + ({days})"
    op.execute(f"UPDATE {table} SET {column} = {moved} WHERE {column} IS NOT NULL")
