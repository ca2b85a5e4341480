"""A page about one thing: its next thing, its facts, and a form that says what is to be put right."""

from streamlit.testing.v1 import AppTest

from tests.pages.drawn import html_of


def test_the_question_is_read_before_the_facts_and_these_before_everything_else():
    def page():
        from pages.widgets.beside import beside, next_thing
        from pages.widgets.facts import Fact, facts
        from pages.widgets.headings import section

        places = beside()
        with places.rest:
            section("Resten")
        with places.facts:
            facts("Kontakt", [Fact("Telefon", "20 30 <b>", "tel:+452030"), Fact("Adresse", "Havnen 2")])
        with places.question:
            next_thing("Tag stilling", "Venter på Lise", state="I gang", late="2 dage over tiden")

    told = html_of(AppTest.from_function(page).run())
    assert told.index("Tag stilling") < told.index("Kontakt") < told.index("Resten")
    assert '<strong class="hs-late">2 dage over tiden</strong> Venter på Lise' in told
    assert '<dt>Telefon</dt>\n<dd><a href="tel:+452030">20 30 &lt;b&gt;</a></dd>' in told
    assert "<dd>Havnen 2</dd>" in told


def test_a_heading_says_how_many_there_are_and_a_sentence_about_them():
    def page():
        from pages.widgets.headings import section

        section("Dokumenter", 0, note="Ingen <endnu>.")
        section("Kurser")

    told = html_of(AppTest.from_function(page).run())
    assert '<h2>Dokumenter <span class="hs-count">0</span></h2>\n<p>Ingen &lt;endnu&gt;.</p>' in told
    assert "<h2>Kurser</h2>\n</div>" in told


def test_what_is_wrong_leads_from_the_top_to_its_field_and_a_form_that_is_right_says_nothing():
    def page(wrong):
        import streamlit as st

        from pages.widgets.form import error_summary, field

        error_summary(wrong)
        with field("name", wrong) as said:
            st.text_input(f"Navn{said}")

    run = AppTest.from_function(page, kwargs={"wrong": {"name": "Skriv <et> navn."}}).run()
    told = html_of(run)
    assert 'role="alert"' in told
    assert '<a href="#wrong-name">Skriv &lt;et&gt; navn.</a>' in told
    assert '<p class="hs-error" id="wrong-name" tabindex="-1">Skriv &lt;et&gt; navn.</p>' in told
    assert run.text_input[0].label == "Navn (skal rettes)"
    run = AppTest.from_function(page, kwargs={"wrong": {}}).run()
    assert html_of(run) == ""
    assert run.text_input[0].label == "Navn"


def test_who_comes_back_to_a_page_does_not_meet_the_dialog_they_left_it_by():
    def page(here):
        import streamlit as st

        from pages.widgets.dialogs import OPENED, open_dialog
        from pages.widgets.form import arrive

        arrive(here)
        st.button("Open", on_click=open_dialog, args=("roles",))
        st.text(OPENED.get())

    run = AppTest.from_function(page, kwargs={"here": "colleagues"}).run()
    run = run.button[0].click().run().run()
    assert run.text[0].value == "roles"
    run.kwargs = {"here": "colleague-leaves"}
    assert run.run().text[0].value == ""
