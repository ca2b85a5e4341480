"""The count of statements and rows that tests and benchmarks rely on."""

from sqlmodel import select

from db.programmes import ProgrammeVersion


def test_rows_are_counted_as_they_come_back_and_not_those_that_stay(session, count_queries) -> None:
    shipped = len(session.exec(select(ProgrammeVersion)).all())
    with count_queries() as counted:
        session.exec(select(ProgrammeVersion)).all()
        session.exec(select(ProgrammeVersion).limit(1)).first()
        list(session.exec(select(ProgrammeVersion).execution_options(yield_per=2)))
    assert shipped > 2
    assert (counted.total, counted.rows) == (3, 2 * shipped + 1)
