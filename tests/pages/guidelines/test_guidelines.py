"""What applies here: read one by one, confirmed, read again."""

from sqlmodel import Session

from tests.builders import a_scene
from tests.core.guidelines.samples import publish_guidelines, read_everything
from tests.pages.as_volunteer import buttons, press, text, visit


def test_texts_are_read_and_confirmed_one_by_one(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = visit(session, scene.volunteer, "guidelines/guidelines")
    assert "Der er 2 tekster at læse" in text(page)
    assert "Den står i køkkenet." in text(page)
    assert "Lavet af Lokal-MED" in text(page)
    page = press(page, "Jeg har læst det")
    assert "Der er 1 tekst at læse" in text(page)
    page = press(page, "Jeg har læst det")
    assert "Du har læst alt det, der gælder her." in text(page)
    assert "Jeg har læst det" not in buttons(page)
    assert "Udgave 1 bekræftet" in text(page)
    assert not page.exception


def test_what_is_new_is_told_in_words_and_the_old_can_still_be_read(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    read_everything(session, scene, now)
    publish_guidelines(session, scene, now, intro={"da": "Ring altid først.", "en": "Always call first."})
    page = visit(session, scene.volunteer, "guidelines/guidelines")
    assert "Der står noget nyt, siden du bekræftede den." in text(page)
    assert "<ins" in text(page)
    page = press(page, "Jeg har læst det")
    assert "Udgave 2 bekræftet" in text(page)
    assert "Godt, at du er her." in text(page)


def test_markup_in_guidelines_is_only_letters(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(
        session,
        scene,
        now,
        title={"da": "<b>Hej</b> **du** :red[x]", "en": "Hello"},
        intro={"da": "<script>alert(1)</script>", "en": ""},
    )
    read_everything(session, scene, now)
    page = visit(session, scene.volunteer, "guidelines/guidelines")
    assert "<script>alert" not in text(page)
    assert "&lt;b&gt;Hej&lt;/b&gt; **du** :red[x]" in text(page)
    assert all(":red[" not in each.label for each in page.expander)
