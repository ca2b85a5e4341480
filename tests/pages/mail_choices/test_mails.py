"""The page behind the link in a mail: what one gets, changed in one tap, without a login."""

from core.i18n import utc_now
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import address_of, choices_at
from tests.builders import a_scene, look_again
from tests.pages.as_admin import press, text, visit

PAGE = "mail_choices/mails.py"


def test_who_comes_from_a_mail_gets_less_in_one_press_and_can_choose_otherwise(session):
    scene = a_scene(session, now := utc_now())
    token = address_of(session, scene.volunteer.id, now)
    app = visit(session, None, PAGE, t=token, k="reminders")
    assert scene.volunteer.name not in text(app)
    app = press(app, "Kun det, andre venter på, tak")
    assert "Sådan er det fra nu af." in text(app)
    look_again(session)
    assert choices_at(session=session, token=token)[MailKind.REMINDERS] is Wanted.NEEDED
    assert not any(each.label == "Kun det, andre venter på, tak" for each in app.button)
    app.radio[0].set_value(Wanted.WEEKLY).run()
    look_again(session)
    assert choices_at(session=session, token=token)[MailKind.REMINDERS] is Wanted.WEEKLY


def test_a_link_that_is_nobodys_says_so_and_offers_nothing(session):
    a_scene(session, utc_now())
    app = visit(session, None, PAGE, t="nobody", k="reminders")
    assert "Linket virker ikke længere" in text(app)
    assert not app.radio


def test_somebody_logged_in_chooses_on_the_page_of_their_login(session):
    scene = a_scene(session, utc_now())
    app = visit(session, scene.coordinator, "access/account.py")
    morning = next(each for each in app.radio if each.label.startswith("Hvor meget der venter"))
    morning.set_value(Wanted.NO).run()
    look_again(session)
    token = address_of(session, scene.coordinator.id, utc_now())
    assert choices_at(session=session, token=token)[MailKind.MORNING] is Wanted.NO
