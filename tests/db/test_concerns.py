"""Every table says which engagements it concerns, by ways that are there."""

from db.concerns import Hop, declarations
from db.tables import METADATA

DECLARED = declarations()


def test_every_table_says_which_engagements_it_concerns_or_why_none() -> None:
    assert set(DECLARED) == set(METADATA.tables)
    unsaid = [name for name, declared in DECLARED.items() if bool(declared.ways) == bool(declared.because.strip())]
    assert unsaid == []


def test_every_way_goes_by_columns_that_point_to_one_another_and_ends_at_an_engagement() -> None:
    wrong = [
        (name, each)
        for name, declared in DECLARED.items()
        for each in declared.ways
        if not leads_to_an_engagement(name, each.column, each.hops)
    ]
    assert wrong == []


def leads_to_an_engagement(table: str, column: str, hops: tuple[Hop, ...]) -> bool:
    """Whether each column names the same rows as the next hop matches, and the last names engagements."""
    here = named_by(table, column)
    for hop in hops:
        if here != named_by(hop.table, hop.matching):
            return False
        here = named_by(hop.table, hop.to)
    return here == "engagement"


def named_by(table: str, column: str) -> str:
    """The table whose rows are named in a column: its own by "id", else what the foreign key points to."""
    keys = METADATA.tables[table].c[column].foreign_keys
    return next(iter(keys)).column.table.name if keys else table
