from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from core.approvals.rules import EndReason
from core.courses.rules import Term, term_of
from core.dashboard.figures import AtWorkplace, Figures, Place, Wait, Waits, months_from, terms_around
from core.dashboard.leaving import LeavingGroup
from core.dashboard.year import YearCount
from core.i18n import local_day, reading, utc_now
from db.courses import CourseRun
from db.engine import transaction
from db.journey import EngagementNext
from pages.dashboard import figures as told
from pages.dashboard.report import AnnualReport
from pages.dashboard.year_figures import year_figures
from pages.widgets.tables import Bar, Spread
from tests.builders import a_scene
from tests.core.people.test_service import add
from tests.pages.as_colleague import named, visit
from tests.pages.as_volunteer import text

TODAY = date(2026, 11, 2)
PLACE = UUID(int=7)
NOTHING = Figures({}, 0, dict.fromkeys(months_from(TODAY, 24), 0), terms_around(TODAY), (), Waits((), 0, 0, None), ())


@pytest.fixture
def scene(session):
    return a_scene(session, utc_now())


def _something(session, scene, today):
    with transaction(session):
        session.merge(
            EngagementNext(
                engagement_id=scene.engagement.id,
                organisation_id=scene.organisation.id,
                sought="karen",
                urgency=1,
                made_on=date(2026, 11, 2),
                stage="running_out",
                approved_until=today + timedelta(days=1),
            )
        )
        session.add(
            CourseRun(
                organisation_id=scene.organisation.id,
                workplace_id=scene.workplace.id,
                programme="laer_at_tackle",
                name="Lær at tackle",
                first_on=today,
                created_by_id=scene.coordinator.id,
                created_at=utc_now(),
            )
        )


def _tables(app) -> list[str]:
    return [each.proto.body for each in app.get("html") if "<table" in each.proto.body]


def test_every_figure_says_its_main_thing_where_there_is_nothing(session, scene) -> None:
    app = visit(session, scene.coordinator, "dashboard/dashboard")
    assert not app.exception
    said = text(app)
    assert "Ingen godkendelse udløber de næste to år." in said
    assert "Der begynder ingen kurser i de halvår, der vises her." in said
    assert "Flest: Birkehuset (1)." in said


def test_a_table_is_the_chart_and_its_names_lead_to_the_lists_behind(session, scene) -> None:
    today = local_day(utc_now())
    _something(session, scene, today)
    app = visit(session, scene.coordinator, "dashboard/dashboard")
    assert not app.exception
    assert not app.get("vega_lite_chart")
    assert "Flest er her: Godkendelsen udløber snart (1)." in text(app)
    stages, _running_out, courses, workplaces, *_of_the_year = _tables(app)
    assert 'href="volunteers?stage=running_out"' in stages
    assert 'style="--of:1.000"><span>1</span>' in stages
    assert f'href="courses?workplace={scene.workplace.id}"' in courses
    assert f"term={term_of(today).year}-" in courses
    assert f'href="volunteers?workplace={scene.workplace.id}"' in workplaces


def test_a_year_is_told_against_the_year_before_and_is_printed_as_it_stands_there(
    session, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[AnnualReport] = []

    def made(*told: Any) -> AnnualReport:
        reports.append(AnnualReport(*told))
        return reports[-1]

    monkeypatch.setattr("pages.dashboard.report.AnnualReport", made)

    def printed() -> list[str]:
        return [card.title for card in reports[-1].cards]

    app = visit(session, scene.coordinator, "dashboard/dashboard")
    year = local_day(utc_now()).year
    assert f"1 ny i {year}, mod 0 året før." in text(app)
    add(session, scene, utc_now())
    app.run()
    assert f"2 nye i {year}, mod 0 året før." in text(app)
    assert "Flest: Birkehuset (2)." in text(app)
    assert "Frivillige på arbejdspladserne" in printed()
    app.selectbox(key="dashboard-programme").select("laer_at_tackle").run()
    assert not app.exception
    assert f"0 nye i {year}, mod 0 året før." in text(app)
    # What stands under the name of a programme is of that programme.
    assert "Frivillige på arbejdspladserne" not in printed()
    app.selectbox(key="dashboard-year").select(year - 1).run()
    assert not app.exception
    assert f"0 nye i {year - 1}, mod 0 året før." in text(app)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_card_of_the_year_is_whole_in_both_languages_and_on_paper(language: str) -> None:
    before = YearCount(2025, 4, 1, 9, 2, 20, 12, 12, 1, 0, 3, 8.4, 3, 2, 90_000, None)
    now = YearCount(2026, 6, 2, 13, 3, 31, 18, 15, 2, 1, 5, 5.6, 7, 6, 367_000, 1_500_000)
    with reading(language):
        cards = year_figures((before, now))
        printed = [told.printed(card) for card in cards]
    assert all(card.told and "{" not in card.told and ".." not in card.told for card in cards)
    assert all(len(row) == len(each.columns) == 3 for each in printed for row in each.rows)
    thousands = {"da": ["0", "15.000"], "en": ["0", "15,000"]}
    assert printed[-1].rows[-1][1:] == thousands[language]


@pytest.mark.parametrize("language", ["da", "en"])
def test_cards_hold_together_in_both_languages(language: str) -> None:
    now, to_come = Term(2026, autumn=True), Term(2027, autumn=False)
    found = Figures(
        stages={"papers": 3, "approved": 1},
        overdue=0,
        running_out={month: int(month == date(2027, 2, 1)) for month in months_from(TODAY, 24)},
        terms=terms_around(TODAY),
        places=(Place("Havnen <b>", {now: 2, to_come: 1}), Place("", {now: 1})),
        waits=Waits((Wait(date(2026, 10, 1), 2, 1, 4, (3, 5)), Wait(date(2026, 11, 1), 0, 0, None, None)), 2, 1, 4),
        workplaces=(AtWorkplace(PLACE, "Havnen", 4),),
        leaving={EndReason.MOVED: 6, LeavingGroup.REST: 5},
    )
    with reading(language):
        cards = told.all_figures(found, TODAY)
    for card in cards:
        assert card.title
        assert card.told
        assert "{" not in card.told
        assert all(len(line.cells) == len(card.headings) - 1 for line in card.lines)
    stages, running_out, courses, waits, workplaces, leaving = cards
    assert [line.cells for line in stages.lines] == [(Bar(3),), (Bar(1),)]
    assert running_out.lines[3].address == "volunteers?since=2027-02-01&before=2027-02-28"
    assert [line.address for line in running_out.lines].count("") == 23
    here = (*[Bar(0)] * 3, Bar(2, address="courses?term=2026-2"), Bar(1, ahead=True, address="courses?term=2027-1"))
    there = (*[Bar(0)] * 3, Bar(1, address="courses?term=2026-2"), Bar(0, ahead=True))
    assert [line.cells for line in courses.lines] == [here, there]
    assert [line.cells for line in waits.lines] == [(Spread(4, 3, 5), "3–5", 2, 1)]
    assert [line.cells for line in leaving.lines] == [(Bar(6),), (Bar(5),)]
    assert workplaces.lines[0].address == f"volunteers?workplace={PLACE}"


def test_nothing_is_drawn_of_nothing() -> None:
    assert [card.lines for card in told.all_figures(NOTHING, TODAY)] == [()] * 6


def test_of_many_workplaces_those_with_most_are_shown_and_all_when_they_are_asked_for() -> None:
    def page() -> None:
        from uuid import UUID

        from core.dashboard.figures import AtWorkplace, Figures, Waits
        from pages.dashboard.figures import draw, workplaces

        many = tuple(AtWorkplace(UUID(int=number + 1), f"Sted {number}", 99 - number) for number in range(30))
        draw(workplaces(Figures({}, 0, {}, (), (), Waits((), 0, 0, None), many)))

    app = AppTest.from_function(page).run()
    assert [table.count("Sted ") for table in _tables(app)] == [12]
    app.session_state["table-workplaces"] = True
    app.run()
    assert [table.count("Sted ") for table in _tables(app)] == [12, 30]


def test_the_list_behind_a_figure_is_narrowed_to_it_and_everybody_is_one_click_away(session, scene) -> None:
    _something(session, scene, local_day(utc_now()))
    app = visit(session, scene.coordinator, "register/volunteers", stage="papers")
    assert not app.exception
    assert "Karen Møller" not in named(app)
    assert "Ordner papirer" in text(app)
    app = next(each for each in app.button if each.key == "show-everybody").click().run()
    assert "Karen Møller" in named(app)
    assert "stage" not in app.query_params
    day = local_day(utc_now()) + timedelta(days=1)
    app = visit(session, scene.coordinator, "register/volunteers", since=day.isoformat(), before=day.isoformat())
    assert "Karen Møller" in named(app)
    app = visit(session, scene.coordinator, "register/volunteers", before="2020-01-01")
    assert "Karen Møller" not in named(app)


def test_a_workplace_in_the_address_is_chosen_as_the_reader_would(session, scene) -> None:
    app = visit(session, scene.coordinator, "register/volunteers", workplace=scene.workplace.id)
    assert not app.exception
    chosen = next(each for each in app.selectbox if each.label == "Arbejdsplads")
    assert chosen.value == scene.workplace.id
    assert "Karen Møller" in named(app)


@pytest.mark.parametrize("asked", [{"stage": "opfundet"}, {"before": "snart"}, {"workplace": "her"}])
def test_what_an_address_should_not_say_is_passed_over(session, scene, asked) -> None:
    app = visit(session, scene.coordinator, "register/volunteers", **asked)
    assert not app.exception
    assert "Karen Møller" in named(app)


def test_a_contact_person_narrows_their_own_list_and_sees_no_more_by_it(session, scene) -> None:
    app = visit(session, scene.contact_person, "register/volunteers", stage="lapsed")
    assert not app.exception
    assert named(app) == []
    app = next(each for each in app.button if each.key == "show-everybody").click().run()
    assert named(app) == ["Karen Møller"]


def test_a_figure_leads_to_the_courses_of_its_place_and_term(session, scene) -> None:
    today = local_day(utc_now())
    _something(session, scene, today)
    term = term_of(today)
    named_term = f"{term.year}-{2 if term.autumn else 1}"
    app = visit(session, scene.coordinator, "courses/courses", term=named_term, workplace=scene.workplace.id)
    assert not app.exception
    assert app.title[0].value == "Kurser"
    assert app.session_state["courses-workplace"] == scene.workplace.id
    assert app.session_state["courses-term"] == term
