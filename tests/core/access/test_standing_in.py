"""A colleague could be in as somebody else by a link they made: its owner hears why, and is asked until they answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.access import sessions
from core.access.invitations import accept, make_passphrase_link, opened, withdraw
from core.access.permissions import Actor
from core.access.standing_in import confirm_links, told_links
from core.documents.reading import read
from core.documents.signing.opened_by_others import opened_by_others
from core.errors import DomainError
from db.access import Invitation
from db.audit import AuditEvent
from tests.builders import PASSPHRASE, Scene, a_scene, an_account
from tests.core.documents.stories import a_letter, sign

NEW = "syv gule ballonner"


class Story:
    """Karen, who has a login, and Mette, who makes links to it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.scene: Scene = a_scene(session, now)
        an_account(session, self.scene.volunteer, now)

    def link(self, hours: int, reason: str = "Karen ringede") -> Invitation:
        return make_passphrase_link(
            session=self.session,
            actor=self.scene.as_coordinator,
            person_id=self.scene.volunteer.id,
            organisation_id=self.scene.organisation.id,
            reason=reason,
            now=self.at(hours),
        )

    def at(self, hours: int) -> datetime:
        return self.now + timedelta(hours=hours)

    def used(self, link: Invitation, hours: int) -> str:
        return accept(
            session=self.session, token=link.token or "", login_name="", passphrase=NEW, device="", now=self.at(hours)
        ).token

    def login(self, hours: int, passphrase: str = NEW) -> str:
        return sessions.log_in(
            session=self.session, login_name="karen", passphrase=passphrase, device="", now=self.at(hours)
        ).token

    def actor(self, token: str, hours: int) -> Actor:
        self.session.rollback()
        actor = sessions.actor_for(session=self.session, token=token, now=self.at(hours))
        assert actor is not None
        return actor

    def told(self, token: str, hours: int) -> list[tuple[str, bool, bool]]:
        found = told_links(session=self.session, actor=self.actor(token, hours), token=token)
        return [(link.reason, link.used_at is not None, link.here) for link in found]


@pytest.fixture
def story(session: Session, now: datetime) -> Story:
    return Story(session, now)


@pytest.mark.parametrize(("written", "refused"), [(" ", "link_reason_missing"), ("120385-1234", "cpr_not_wanted")])
def test_a_link_to_anothers_passphrase_takes_a_reason(story: Story, written: str, refused: str) -> None:
    with pytest.raises(DomainError) as told:
        story.link(0, written)
    assert {error.code for error in told.value.by_field.values()} == {refused}  # type: ignore[attr-defined]
    assert story.session.exec(select(Invitation)).all() == []


def test_its_owner_is_told_wherever_they_log_in_until_they_say_that_they_know(story: Story) -> None:
    before = story.login(0, PASSPHRASE)
    assert not story.actor(before, 0).has_links
    link = story.link(1)
    assert story.actor(before, 1).has_links
    assert story.told(before, 1) == [("Karen ringede", False, False)]
    confirm_links(session=story.session, actor=story.actor(before, 1), token=before, now=story.at(1))
    assert not story.actor(before, 1).has_links
    # That it was used is something else again, and whoever used it does not confirm it.
    by_link = story.used(link, 2)
    assert story.told(by_link, 2) == [("Karen ringede", True, True)]
    with pytest.raises(DomainError, match="not_allowed"):
        confirm_links(session=story.session, actor=story.actor(by_link, 2), token=by_link, now=story.at(2))
    own = story.login(3)
    assert story.told(own, 3) == [("Karen ringede", True, False)]
    confirm_links(session=story.session, actor=story.actor(own, 3), token=own, now=story.at(3))
    assert [story.told(each, 3) for each in (own, by_link)] == [[], []]
    actions = story.session.exec(
        select(AuditEvent.action, AuditEvent.fields).where(
            AuditEvent.organisation_id == story.scene.organisation.id,
            AuditEvent.action.in_(["invitation.passphrase", "passphrase.confirmed"]),  # type: ignore[attr-defined]
        )
    ).all()
    assert sorted((action, fields) for action, fields in actions) == [
        ("invitation.passphrase", ["reason"]),
        ("passphrase.confirmed", []),
        ("passphrase.confirmed", []),
    ]


def test_a_link_that_was_taken_back_is_told_too_and_nobody_else_hears_of_it(story: Story) -> None:
    link = story.link(0)
    withdraw(session=story.session, actor=story.scene.as_coordinator, invitation_id=link.id, now=story.at(0))
    own = story.login(1, PASSPHRASE)
    assert story.told(own, 1) == [("Karen ringede", False, False)]
    an_account(story.session, story.scene.coordinator, story.now, login_name="mette")
    mette = sessions.log_in(
        session=story.session, login_name="mette", passphrase=PASSPHRASE, device="", now=story.at(1)
    ).token
    assert not story.actor(mette, 1).has_links
    assert story.told(mette, 1) == []
    confirm_links(session=story.session, actor=story.actor(mette, 1), token=mette, now=story.at(1))
    assert story.told(own, 1) != []


def test_an_own_new_passphrase_closes_the_links_that_are_out(story: Story) -> None:
    own = story.login(0, PASSPHRASE)
    token = story.link(0).token or ""
    sessions.change_passphrase(
        session=story.session,
        actor=story.actor(own, 0),
        current=PASSPHRASE,
        passphrase=NEW,
        token=own,
        now=story.at(0),
    )
    with pytest.raises(DomainError, match="link_unusable"):
        opened(session=story.session, token=token, now=story.at(1))


def test_a_signature_from_a_login_opened_so_is_marked_until_its_owner_has_confirmed_it(
    story: Story, session: Session
) -> None:
    letter = a_letter(session, story.scene, story.now)
    story.used(story.link(1), 1)

    def marks(reader: Callable[[], Actor] = lambda: story.scene.as_coordinator) -> list[tuple[str, bool]]:
        session.rollback()
        view = read(session=session, actor=reader(), document_id=letter.id)
        found = opened_by_others(session=session, actor=reader(), view=view)
        return [(login.by, login.confirmed) for login in found.values()]

    sign(session, story.scene.as_volunteer, letter.id, story.at(2))
    mette = story.scene.coordinator.name
    assert marks() == marks(lambda: story.scene.as_volunteer) == [(mette, False)]
    own = story.login(3)
    confirm_links(session=session, actor=story.actor(own, 3), token=own, now=story.at(3))
    assert marks() == [(mette, True)]
    sign(session, story.scene.as_contact_person, letter.id, story.at(4))
    assert marks() == [(mette, True)]
