"""Lists whose rows are links with a button at the end."""

import re

from streamlit.testing.v1 import AppTest

from pages.widgets.rows import RowState
from tests.architecture import ROOT
from tests.pages.as_colleague import noticed, unfolding


def drawn(**told):
    def page(told):
        import streamlit as st

        from pages.shell import addresses
        from pages.shell.navigation import link_to
        from pages.widgets.headings import section
        from pages.widgets.rows import row, row_button

        here = st.Page(lambda: None, url_path="here", title="Here")
        st.navigation([here, link_to(addresses.VOLUNTEER)], position="hidden")
        with section("People", 1).rows("people"):
            row(addresses.VOLUNTEER, "7", **told)
            st.session_state["pressed"] = row_button("Påmind", "do-7")

    run = AppTest.from_function(page, kwargs={"told": told}).run()
    assert not run.exception, [error.value for error in run.exception]
    return run


def test_a_row_is_one_link_whose_parts_the_style_sheet_knows_apart():
    run = drawn(
        name="Karen",
        place="Broen",
        what="Velkomstbrev",
        state=RowState("Venter", "orange", "schedule"),
        when="5 dage",
    )
    (link,) = run.get("page_link")
    assert link.proto.label == "**Karen** :small[Broen] :gray[Velkomstbrev] :orange-badge[Venter] _5 dage_"
    assert (link.proto.page, link.proto.query_string) == ("volunteer", "id=7")
    assert link.proto.icon == ":material/schedule:"


def test_what_somebody_wrote_is_no_markup_and_what_is_not_known_takes_no_room():
    (link,) = drawn(name="*Karen* :red[x]").get("page_link")
    assert link.proto.label.startswith(r"**\*Karen\*")
    assert ":red[" not in link.proto.label
    assert link.proto.label.count("**") == 2


def test_what_is_done_about_a_row_is_pressed_at_its_end():
    run = drawn(name="Karen")
    assert not run.session_state["pressed"]
    run.button(key="do-7").click().run()
    assert run.session_state["pressed"]


def test_a_list_has_a_heading_that_says_how_many_as_nothing_else_makes_one():
    made = [path.name for path in (ROOT / "pages").rglob("*.py") if "hs-list-" in path.read_text(encoding="utf-8")]
    assert made == ["headings.py"]
    headings = "".join(each.proto.body for each in drawn(name="Karen").get("html"))
    assert '<h2>People <span class="hs-count">1</span></h2>' in headings


def test_what_waits_elsewhere_is_one_list_that_is_no_markup_and_nothing_where_nothing_waits():
    def page():
        from pages.shell import addresses
        from pages.widgets.rows import Notice, notices

        notices([])
        volunteer = Notice(addresses.VOLUNTEER, "waits for <b>you</b> & *me*", "draw", {"id": "7"}, "Karen:")
        notices([volunteer, Notice(addresses.TODAY, "All", "sms")], first=True)

    run = AppTest.from_function(page).run()
    assert not run.exception, [error.value for error in run.exception]
    (told,) = run.get("html")
    assert noticed(run) == ["Karen: waits for <b>you</b> & *me*", "All"]
    assert re.findall('href="([^"]*)"', told.proto.body) == ["volunteer?id=7", "today"]
    assert told.proto.body.startswith('<ul class="hs-notices hs-first" role="list">')
    assert told.proto.body.count("<li>") == 2


def test_a_row_that_unfolds_is_one_element_with_what_unfolds_it_and_is_no_markup():
    def page():
        import streamlit as st

        from pages.shell import addresses
        from pages.shell.state import ScreenState
        from pages.widgets.rows import More, RowState, ToldRow, unfolding, unfolding_row

        pressed = ScreenState[str | None]("pressed", None)
        told = ToldRow(
            "<b>Karen</b> & Bo", what="Velkomstbrev", state=RowState("for sent", "red", "error"), when="din tur"
        )
        unfolding_row(addresses.VOLUNTEER, "7", told, More("+2 mere", pressed.key, "7", unfolded=False))
        unfolding_row(addresses.VOLUNTEER, "8", ToldRow(what="En snak"))
        unfolding(["7"], pressed, lambda one: st.session_state.update(unfolded=one))

    run = AppTest.from_function(page).run()
    assert not run.exception, [error.value for error in run.exception]
    first, second = unfolding(run)
    assert first == ("<b>Karen</b> & Bo", "<b>Karen</b> & Bo Velkomstbrev for sent din tur", "+2 mere", "7")
    assert second == ("", "En snak", "", "")
    # Pressed again and again, each press is heard: nothing stays chosen.
    for _time in range(2):
        run.pills[0].set_value("7").run()
        assert run.session_state["unfolded"] == "7"
        assert run.session_state["pressed"] is None
        run.session_state["unfolded"] = None
