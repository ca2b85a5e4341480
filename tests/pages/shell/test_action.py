"""What is said when something is done on a page, and when it is refused."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import use
from core.startup import Portal
from db.organisations import Organisation
from pages.shell import action
from tests.builders import an_organisation

BY = {"session": "the session", "actor": "the actor", "now": datetime(2026, 3, 2, tzinfo=UTC)}
ERROR, CHECK, SEND = ":material/error:", ":material/check:", ":material/send:"


def a_page(refuse, redraw_refused):
    import streamlit as st

    from core.error_codes import ErrorCode
    from core.errors import DomainError
    from pages.shell import action, flash

    def share(*, session, actor, now, name):
        if refuse:
            raise DomainError(ErrorCode.NOT_ALLOWED)
        return f"{name} {session} {actor} {now.year}"

    flash.show_flashes()
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    st.text_input("Words", key="words")
    if st.button("Share", key="share"):
        refusal = action.act(
            lambda by: share(**by, name="Aase"),
            lambda shared: f"Shared with {shared}",
            icon=":material/send:",
            then=lambda shared: st.session_state.update({"shared": shared}),
            redraw_refused=redraw_refused,
        )
        st.write(f"Refused: {refusal.code}")
    st.button(
        "Share at once",
        key="at-once",
        on_click=lambda: action.act_and_flash(lambda by: share(**by, name="Aase"), "Shared"),
    )


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setattr(action, "acting", lambda: BY)
    use("da")

    def run(*, refuse: bool = False, redraw_refused: bool = False) -> AppTest:
        asked = {"refuse": refuse, "redraw_refused": redraw_refused}
        return AppTest.from_function(a_page, kwargs=asked).run()

    return run


def press(app: AppTest, key: str) -> AppTest:
    app.text_input("words").set_value("Not lost")
    app.button(key).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> list[tuple[str, str]]:
    return [(toast.value, toast.icon) for toast in app.toast]


def refusals(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def why() -> str:
    return words(DomainError(ErrorCode.NOT_ALLOWED))


def test_what_is_done_is_said_on_the_page_drawn_anew_with_what_came_of_it(page):
    app = press(page(), "share")
    came = "Aase the session the actor 2026"
    assert said(app) == [(f"Shared with {came}", SEND)]
    assert app.session_state["shared"] == came
    assert app.session_state["drawn"] == 3
    assert not app.error
    assert not app.markdown


def test_a_refusal_is_shown_where_it_was_asked_and_what_was_written_stays(page):
    app = press(page(refuse=True), "share")
    assert refusals(app) == [why()]
    assert [each.value for each in app.markdown] == ["Refused: not_allowed"]
    assert app.text_input("words").value == "Not lost"
    assert app.session_state["drawn"] == 2
    assert "shared" not in app.session_state
    assert not app.toast


def test_where_the_page_no_longer_holds_a_refusal_is_said_on_the_one_drawn_anew(page):
    app = press(page(refuse=True, redraw_refused=True), "share")
    assert said(app) == [(why(), ERROR)]
    assert app.session_state["drawn"] == 3
    assert "shared" not in app.session_state
    assert not app.error


def test_what_is_done_in_a_callback_is_said_by_the_run_that_follows_it(page):
    app = press(page(), "at-once")
    assert said(app) == [("Shared", CHECK)]
    assert app.session_state["drawn"] == 2


def test_what_is_refused_in_a_callback_is_said_by_the_run_that_follows_it(page):
    app = press(page(refuse=True), "at-once")
    assert said(app) == [(why(), ERROR)]
    assert app.session_state["drawn"] == 2


def test_a_service_is_given_the_session_the_actor_and_the_clock_of_this_run(monkeypatch):
    context = SimpleNamespace(session="the session", now=BY["now"], actor="the actor")
    monkeypatch.setattr(action, "current", lambda: context)
    monkeypatch.setattr(action, "actor_of", lambda each: each.actor)
    assert action.acting() == BY


def test_a_visitor_is_refused_and_nothing_is_done(monkeypatch):
    monkeypatch.setattr(action, "current", lambda: SimpleNamespace(session=None, now=BY["now"], actor=None))
    done: list[object] = []
    refusal = action.attempt(lambda: done.append(action.acting()))
    assert isinstance(refusal, DomainError)
    assert done == []


def test_what_nobody_expected_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        action.attempt(lambda: 1 // 0)


def drawing(page: Callable[[], None]) -> AppTest:
    use("da")
    app = AppTest.from_function(page).run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("portal")
def test_a_refusal_while_drawing_stands_under_the_title_the_page_did_not_reach():
    def page():
        import streamlit as st

        from core.error_codes import ErrorCode
        from core.errors import DomainError
        from pages.shell.action import refusal_shown

        with refusal_shown("Course"):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        st.write("The rest is drawn.")

    app = drawing(page)
    assert [title.value for title in app.title] == ["Course"]
    assert refusals(app) == [why()]
    assert [each.value for each in app.markdown] == ["The rest is drawn."]


def test_drawing_anew_is_no_refusal():
    def page():
        import streamlit as st

        from pages.shell.action import refusal_shown

        with refusal_shown("Course"):
            if "again" not in st.session_state:
                st.session_state["again"] = True
                st.rerun()
        st.write("Drawn twice.")

    app = drawing(page)
    assert [each.value for each in app.markdown] == ["Drawn twice."]
    assert not app.title
    assert not app.error


def test_a_database_that_is_held_for_long_is_a_refusal_in_words_and_pressed_again_it_is_done(
    portal: Portal, now: datetime, database: str
) -> None:
    def impatient(connection: Any, *_rest: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    event.listen(portal.engine, "checkout", impatient)
    holder = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    try:
        with portal.session() as session:
            session.exec(select(Organisation)).all()
            holder.execute("BEGIN IMMEDIATE")
            refused = action.attempt(lambda: an_organisation(session, now))
            assert isinstance(refused, DomainError)
            assert refused.code == ErrorCode.PORTAL_BUSY
            assert session.exec(select(Organisation)).all() == []
            holder.execute("ROLLBACK")
            assert action.attempt(lambda: an_organisation(session, now).name) == "Solbjerg Kommune"
    finally:
        holder.close()
        event.remove(portal.engine, "checkout", impatient)


def test_a_full_disk_is_a_refusal_in_words_and_what_was_saved_is_read_all_the_same(
    portal: Portal, now: datetime
) -> None:
    def full(connection: Any, *_rest: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    with portal.session() as session:
        an_organisation(session, now)
    event.listen(portal.engine, "checkout", full)
    try:
        with portal.session() as session:
            refused = action.attempt(lambda: an_organisation(session, now))
            assert isinstance(refused, DomainError)
            assert refused.code == ErrorCode.PORTAL_FULL
            assert len(session.exec(select(Organisation)).all()) == 1
    finally:
        event.remove(portal.engine, "checkout", full)
        portal.engine.dispose()
