"""An organisation's own words for a reminder: refused where they would go wrong, and sent as they were seen."""

from datetime import timedelta

import pytest
from sqlmodel import col, update

from core.access.permissions import Role
from core.errors import DomainError, ManyRefused
from core.i18n import LANGUAGES
from core.messages.reminding import REMINDS, Wording
from core.messages.wording import preview_reminder, read_wording, save_wording
from core.reminders.rules import ReminderKind
from db.engine import transaction
from db.people import Account, Engagement
from tests.builders import a_scene, an_account, an_actor
from tests.core.documents.stories import a_letter
from tests.core.reminders.stories import days_that_pass

OWN = Wording("Husk brevet fra {day}", "Der ligger et brev fra {dag}. Ring, hvis du er i tvivl.")


@pytest.fixture
def scene(session, now):
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    return made


@pytest.fixture
def asked(session, scene):
    admin = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    kind = {"kind": ReminderKind.SIGN, "language": "da"}
    return {"session": session, "actor": admin, "organisation_id": scene.organisation.id, **kind}


def test_what_was_seen_is_what_is_sent_and_the_portals_words_come_back(portal, session, now, scene, asked):
    a_letter(session, scene, now)
    seen = preview_reminder(**asked, wording=OWN, base_url="http://portal.test", now=now)
    assert seen.real
    assert seen.subject == "Husk brevet fra mandag 2. november 2026"
    save_wording(**asked, wording=OWN, expected_version=0, now=now)
    assert read_wording(**asked).wording == OWN
    with days_that_pass(portal, session) as days:
        days.pass_to(now)
        assert days.pass_to(now + timedelta(days=5)) == [f"karen@example.dk: {seen.subject}"]
        assert " ".join(seen.body.split()).split("Venlig hilsen")[0] in days.body()
        assert scene.volunteer.name not in seen.body
        save_wording(**asked, wording=Wording("", ""), expected_version=1, now=now)
        assert days.pass_to(now + timedelta(days=12)) == ["karen@example.dk: Et dokument venter på dig"]
    assert read_wording(**asked).version == 0


def test_what_has_waited_so_long_that_nobody_is_reminded_of_it_any_more_is_no_real_day(session, now, scene, asked):
    a_letter(session, scene, now)
    assert not preview_reminder(**asked, wording=OWN, base_url="", now=now + timedelta(days=40)).real


def test_without_anybody_to_remind_the_day_is_made_up_and_said_to_be(now, asked):
    seen = preview_reminder(**asked, wording=OWN, base_url="http://portal.test", now=now)
    assert not seen.real
    assert "mandag 9. november 2026" in seen.subject


def test_a_morning_is_seen_with_numbers_which_are_invented_where_nothing_waits_for_who_asks(session, now, scene, asked):
    asked |= {"kind": ReminderKind.MORNING}
    words = Wording("Din dag", "Det her ligger og venter, {dag}:")
    seen = preview_reminder(**asked, wording=words, base_url="http://portal.test", now=now)
    assert (seen.real, seen.subject) == (False, "Din dag")
    assert "Det her ligger og venter, mandag 2. november 2026:\n\n- 1 skridt er over tiden" in seen.body
    assert "http://portal.test/today?lang=da" in seen.body
    with transaction(session):
        session.add(Account(person_id=scene.coordinator.id, login_name="j", passphrase_hash="x", created_at=now))
        session.execute(
            update(Engagement)
            .where(col(Engagement.id) == scene.engagement.id)
            .values(contact_person_id=scene.coordinator.id)
        )
    assert preview_reminder(**asked, wording=words, base_url="", now=now + timedelta(days=13)).real


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", REMINDS)
def test_the_portals_own_words_are_such_as_could_be_kept(now, asked, kind, language):
    asked |= {"kind": kind, "language": language}
    wording = read_wording(**asked).wording
    assert preview_reminder(**asked, wording=wording, base_url="http://portal.test", now=now).subject
    save_wording(**asked, wording=wording, expected_version=0, now=now)
    assert read_wording(**asked).version == 0


@pytest.mark.parametrize(
    ("wording", "refused"),
    [
        (Wording("Husk", ""), {"says": "words_missing"}),
        (Wording("Kære {name}", "Hej {"), {"subject": "wording_braces", "says": "wording_braces"}),
        (Wording("Husk", "Dit nummer er 010190-1234"), {"says": "cpr_not_wanted"}),
    ],
)
def test_words_that_would_go_wrong_are_refused_at_their_fields_all_at_once(now, asked, wording, refused):
    for tried in (
        lambda: save_wording(**asked, wording=wording, expected_version=0, now=now),
        lambda: preview_reminder(**asked, wording=wording, base_url="http://portal.test", now=now),
    ):
        with pytest.raises(ManyRefused) as found:
            tried()
        assert {name: each.code for name, each in found.value.by_field.items()} == refused


def test_the_slower_of_two_is_told_and_only_who_writes_the_documents_may(session, now, scene, asked):
    save_wording(**asked, wording=OWN, expected_version=0, now=now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        save_wording(**asked, wording=OWN, expected_version=0, now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        read_wording(**asked | {"actor": scene.as_coordinator})
