from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.documents.text.difference import differences
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from core.i18n import use
from tests.pages.drawn import html_of

LETTER = FrozenText(
    kind="welcome_letter",
    language="da",
    template="welcome_letter@1",
    organisation="Fjordby Kommune",
    title="Velkommen som frivillig",
    in_short="Vi glæder os til at have dig med.",
    not_binding="Brevet binder ingen juridisk.",
    opening="Kære Birgit",
    parties=(
        FrozenParty("volunteer", "Frivillig", "Birgit <b>Holm</b>", "", ("Åvej 2", "12 34 56 78"), True),
        FrozenParty("contact_person", "Kontaktperson", "Karen {name}", "Fjordby Kommune", (), True),
    ),
    sections=(
        FrozenSection(
            "tasks",
            "1",
            "Det, du gør",
            "",
            (
                FrozenClause("cafe", "1.1", "Caféen", "Du brygger kaffe :coffee:\n$5 pr. kop", reworded=True),
                FrozenClause("walks", "", "", "Du går tur *hver* uge. <i>Mere</i> på ast.dk.", reworded=False),
            ),
        ),
    ),
    declaration="Jeg har læst brevet.",
)


def drawn(text: FrozenText, *, reading_aid: bool = False, language: str = "da") -> str:
    def page(canonical, reading_aid, language):
        from core.documents.text.exact import FrozenText
        from core.i18n import use
        from pages.widgets import paper

        use(language)
        paper.draw(FrozenText.from_canonical(canonical), reading_aid=reading_aid)

    arguments = {"canonical": text.canonical(), "reading_aid": reading_aid, "language": language}
    shown = html_of(AppTest.from_function(page, kwargs=arguments).run())
    use("da")
    return shown


def changed(new: FrozenText) -> str:
    def page(old, new):
        from core.documents.text.difference import differences
        from core.documents.text.exact import FrozenText
        from pages.widgets import paper

        paper.draw_changes(differences(FrozenText.from_canonical(old), FrozenText.from_canonical(new)))

    arguments = {"old": LETTER.canonical(), "new": new.canonical()}
    return html_of(AppTest.from_function(page, kwargs=arguments).run())


@pytest.mark.parametrize(
    "part",
    ["Velkommen som frivillig", "Vi glæder os til at have dig med.", "Brevet binder ingen juridisk.", "Kære Birgit"]
    + ["Åvej 2", "12 34 56 78", "1.1", "Caféen", "Du går tur *hver* uge.", "Jeg har læst brevet.", "Fjordby Kommune"],
)
def test_the_paper_shows_every_part_of_the_text_as_it_is_written(part):
    assert part in drawn(LETTER)


def test_line_breaks_and_signs_that_markdown_knows_stay_as_they_were_written():
    assert "Du brygger kaffe :coffee:\n$5 pr. kop" in drawn(LETTER)


def test_html_in_a_name_is_shown_and_not_obeyed():
    shown = drawn(LETTER)
    assert "Birgit &lt;b&gt;Holm&lt;/b&gt;" in shown
    assert "på vegne af Fjordby Kommune" in shown
    assert "Karen {name}" in shown


def test_headings_are_in_the_language_of_the_document_and_it_is_marked_as_such():
    shown = drawn(replace(LETTER, language="en"), language="da")
    assert 'lang="en"' in shown
    assert "In short" in shown
    assert "Kort fortalt" not in shown


def test_a_clause_that_was_reworded_says_so():
    assert drawn(LETTER).count("tilpasset") == 1


def test_a_reading_aid_is_marked_in_the_readers_language_and_the_document_itself_is_not():
    aid = drawn(replace(LETTER, language="en"), reading_aid=True, language="da")
    assert "det er ikke den, I skriver under på" in aid
    assert "<strong>English</strong>" in aid
    assert "hs-aid" not in drawn(LETTER)


def test_changes_show_what_was_taken_out_and_what_is_new_in_words_too():
    shown = changed(replace(LETTER, in_short="Vi glæder os til at se dig <her>."))
    assert '<p class="hs-changes-where">Kort fortalt</p>' in shown
    assert "taget ud:" in shown
    assert "nyt:" in shown
    assert "&lt;" in shown


def test_a_text_that_did_not_change_shows_no_change():
    assert not differences(LETTER, LETTER)
    assert "<li>" not in changed(LETTER)


def test_a_public_site_that_a_point_names_opens_beside_it():
    link = '<a href="https://ast.dk" target="_blank" rel="noopener noreferrer">ast.dk</a>'
    assert f"&lt;i&gt;Mere&lt;/i&gt; på {link}." in drawn(LETTER)
