"""Lists whose rows are links with a button at the end."""

from streamlit.testing.v1 import AppTest

from pages.widgets.rows import RowState


def drawn(**told):
    def page(told):
        import streamlit as st

        from pages.widgets.rows import row, row_button, row_list

        target = st.Page(lambda: st.write("there"), url_path="volunteer", title="There")
        st.navigation([st.Page(lambda: None, url_path="here", title="Here"), target], position="hidden")
        with row_list("people"):
            row(target, "7", **told)
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
