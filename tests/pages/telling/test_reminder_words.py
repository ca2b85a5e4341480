"""The words of a reminder are changed on a page, and seen as they would be sent before they are kept."""

from core.messages.wording import own_wordings
from core.reminders.rules import ReminderKind
from tests.pages.as_admin import now_stored, press, text, visit
from tests.pages.drawn import html_of

PAGE = "telling/reminder_words.py"


def test_an_administrator_sees_a_reminder_in_their_own_words_and_keeps_it(session, office):
    app = visit(session, office.admin, PAGE)
    app.text_input[0].set_value("Husk {day}")
    app = press(app, "Se den, som den bliver sendt")
    assert "så dagen eller tallene er opfundet" in text(app)
    assert own_wordings(now_stored(session), office.scene.organisation.id, "da") == {}
    app = press(app, "Gem ordene")
    kept = own_wordings(now_stored(session), office.scene.organisation.id, "da")
    assert kept[ReminderKind.SIGN].subject == "Husk {day}"
    app.text_input[0].set_value("Husk {navn}")
    app = press(app, "Gem ordene")
    assert "wrong-wording-" in html_of(app)


def test_what_is_seen_is_drawn_as_it_would_be_sent_and_only_as_long_as_the_words_are_these(session, office):
    app = visit(session, office.admin, PAGE)
    app.text_input[0].set_value("Husk *vesten* (kl. 17)")
    app = press(app, "Se den, som den bliver sendt")
    assert "Husk *vesten* (kl. 17)" in html_of(app)
    app.text_area[0].set_value("Noget andet")
    assert "Husk *vesten*" not in html_of(app.run())
