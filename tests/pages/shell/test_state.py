"""What a screen remembers: named once, typed, and shared with the widget that chooses it."""

from typing import Any, cast

import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shell.state import ScreenState


def _screen() -> None:
    import streamlit as st

    from pages.shell.state import ScreenState

    shape, page = ScreenState("shape", "list"), ScreenState("page", 1)
    if st.session_state.setdefault("seen", shape.get()) != shape.get():
        page.set(1)
        st.session_state["seen"] = shape.get()
    st.selectbox("Shape", ["list", "table"], key=shape.key)
    st.button("Next", on_click=page.set, args=(page.get() + 1,))
    st.button("Back to the list", on_click=shape.set, args=("list",))
    st.write(f"{shape.get()} {page.get()}")


def _said(app: AppTest) -> str:
    return cast(Any, app.markdown[0]).value


def test_what_a_widget_chooses_is_remembered_and_can_be_set_before_it_is_drawn() -> None:
    app = AppTest.from_function(_screen).run()
    assert _said(app) == "list 1"
    app = app.selectbox[0].select("table").run()
    assert _said(app) == "table 1"
    app = app.button[0].click().run()
    assert _said(app) == "table 2"
    app = app.button[1].click().run()
    assert _said(app) == "list 1"


def test_each_of_several_is_remembered_by_itself(monkeypatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    seen = ScreenState("seen", 0)
    seen.of("a").set(3)
    assert (seen.of("a").get(), seen.of("b").get(), seen.get()) == (3, 0, 0)
    seen.of("b", 1).set(5)
    seen.of("a").forget()
    assert (seen.of("a").is_set(), seen.of("b", 1).is_set()) == (False, True)
    seen.forget_all()
    assert st.session_state == {}


def test_what_was_before_is_told_once(monkeypatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    version = ScreenState("version", 0)
    assert [version.swap(2), version.swap(3), version.get()] == [2, 2, 3]
    assert [version.take(), version.take()] == [3, 0]


def test_what_is_changed_in_place_is_the_same_in_every_run(monkeypatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    chosen = ScreenState[dict[str, int]]("chosen", {})
    chosen.first({})["a"] = 1
    assert chosen.first({}) == {"a": 1}
    assert chosen.default == {}
