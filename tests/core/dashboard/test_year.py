"""A year against the year before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from core.courses.rules import LeaderSpan
from core.dashboard.printing import PrintedFigure, print_figures
from core.dashboard.year import YearCount, year_counts
from core.errors import DomainError
from core.i18n import local_day
from db.approvals import Approval
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_scene
from tests.core.courses.builders import a_run
from tests.core.documents.readback import lines_on, opened, pages_of
from tests.core.recognition.test_year import sets, thanked
from tests.core.register.test_documents import another

TODAY = date(2026, 11, 2)
NOTHING = YearCount(2026, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, 0, 0, 0, None)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    found = a_scene(session, now, programme="laer_at_tackle")
    _begins(session, found, date(2025, 3, 1))
    return found


def _begins(session, scene, day: date, *, ended: date | None = None) -> None:
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.begins_on, engagement.ended_on = day, ended
        session.add(engagement)


def _years(session, scene, *, year=2026, programme="", actor=None, today=TODAY):
    return year_counts(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        year=year,
        programme=programme,
        today=today,
    )


def _approved(session, scene, now, decision: str, on: date) -> None:
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision=decision,
                decided_on=on,
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )


def test_who_came_and_who_left_are_counted_in_their_year(session, scene, now) -> None:
    _begins(session, another(session, scene, now, name="Bo"), date(2026, 1, 1))
    _begins(session, another(session, scene, now, name="Ea"), date(2025, 12, 31), ended=date(2026, 5, 1))
    _begins(session, another(session, scene, now, name="Ib"), date(2026, 12, 24))
    before, year = _years(session, scene)
    assert (before.new, before.left, before.at_end) == (2, 0, 2)
    # Who begins in December is not new on the second of November.
    assert (year.new, year.left, year.at_end) == (1, 1, 2)


def test_what_was_held_is_told_of_what_should_have_been_held_by_now(session, scene, now) -> None:
    leads = [LeaderSpan(scene.engagement.id)]
    a_run(session, scene, leads, first_on=date(2026, 10, 20), held=1)
    a_run(session, scene, leads, first_on=date(2025, 9, 2), held=3)
    a_run(session, scene, leads, first_on=date(2025, 9, 2), cancelled=True)
    before, year = _years(session, scene)
    assert (before.courses, before.planned, before.held) == (1, 3, 3)
    assert (year.courses, year.planned, year.held) == (1, 2, 1)


def test_approvals_thanks_and_money_stand_against_last_year(session, scene, now) -> None:
    _approved(session, scene, now, "approved", date(2025, 6, 1))
    _approved(session, scene, now, "ended", date(2026, 6, 1))
    today = local_day(now)
    thanked(session, scene, now, scene, given=400, on=today)
    thanked(session, scene, now, scene, given=600, on=today)
    sets(session, scene, now, amount=5000)
    before, year = _years(session, scene, year=today.year, today=today)
    assert (before.approved + year.approved, before.ended + year.ended) == (1, 1)
    assert (year.thanks, year.thanked, year.spent, year.budget) == (2, 1, 1000, 5000)
    assert (before.thanks, before.spent, before.budget) == (0, 0, None)


def test_a_programme_narrows_all_but_the_money(session, scene, now) -> None:
    thanked(session, scene, now, scene, given=400, on=local_day(now))
    whole = _years(session, scene, year=local_day(now).year, today=local_day(now))[1]
    assert _years(session, scene, year=whole.year, programme="laer_at_tackle", today=local_day(now))[1] == whole
    other = _years(session, scene, year=whole.year, programme="kommunal_frivillig", today=local_day(now))[1]
    assert other == replace(NOTHING, year=whole.year, spent=400)


def test_figures_are_for_who_may_see_them(session, scene) -> None:
    with pytest.raises(DomainError, match="not_allowed"):
        _years(session, scene, actor=scene.as_volunteer)


def test_the_year_takes_as_many_queries_and_rows_for_many_as_for_one(session, scene, now, count_queries) -> None:
    _years(session, scene)
    with count_queries() as one:
        _years(session, scene)
    for name in ("Ea", "Ib", "Pia"):
        _begins(session, another(session, scene, now, name=name), TODAY - timedelta(days=30))
    _years(session, scene)
    with count_queries() as many:
        _years(session, scene)
    assert (many.total, many.rows) == (one.total, one.rows)


def test_the_figures_are_printed_with_headings_and_a_letter_nobody_has_keeps_nothing(session, scene, now) -> None:
    data = print_figures(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        heading="Året 2026 i tal",
        figures=[
            PrintedFigure(
                "Nye",
                "2 nye i 2026, mod 1 året før.",
                ("Hvad", "2025", "2026"),
                [("Nye", "1", "2"), ("Sted 𓀀", "1", "")],
            )
        ],
        language="da",
        now=now,
    )
    said = pages_of(data)[0]
    assert "Året 2026 i tal" in said
    assert "2 nye i 2026, mod 1 året før." in said
    assert "Sted [egyptian hieroglyph a001]" in said
    with pytest.raises(DomainError, match="not_allowed"):
        print_figures(
            session=session,
            actor=scene.as_volunteer,
            organisation_id=scene.organisation.id,
            heading="",
            figures=[],
            language="da",
            now=now,
        )


def test_on_paper_the_years_of_tables_below_each_other_stand_in_line_and_a_note_says_how_to_read_one(
    session, scene, now
) -> None:
    years, note = ("2025", "2026"), "Samtaler, der ikke længere gemmes, er ikke talt med."
    data = print_figures(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        heading="Året 2026 i tal",
        figures=[
            PrintedFigure("Nye", "2 nye i 2026.", ("Hvad", *years), [("Nye", "1", "2")]),
            PrintedFigure("Slut", "Fire grunde.", ("Hvorfor", "Antal"), [("Fik arbejde", "4")]),
            PrintedFigure("Talt", "1 i 2026.", ("Hvad", *years), [("Samtaler, der er aftalt", "12", "1")], note),
        ],
        language="da",
        now=now,
    )
    with opened(data) as file:
        lines = [line for page in file.pages for line in lines_on(page)]
    for year in years:
        assert len({line.x for line in lines if line.text == year}) == 1
    assert note in pages_of(data)[0]


def test_a_sentence_without_a_table_takes_no_page_of_its_own_where_it_fits(session, scene, now) -> None:
    data = print_figures(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        heading="Året 2026 i tal",
        figures=[
            # So many that there is room for a sentence below them, and none for a table.
            PrintedFigure("Steder", "Mange steder.", ("Sted", "Antal"), [("Broen", "1")] * 34),
            PrintedFigure("Hvorfor frivillige stopper", "Så få vises ikke."),
        ],
        language="da",
        now=now,
    )
    (said,) = pages_of(data)
    assert "Så få vises ikke." in said
