"""Whoever waits for what happened hears of it once: who did it inside, nobody's name on the envelope, and where."""

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.invitations import accept, invite, make_passphrase_link
from core.access.permissions import Role
from core.approvals.ending import end_engagement
from core.approvals.goodbye import come_back
from core.approvals.service import ClosingMeeting, approve, say_no
from core.documents.signing.declining import take_back
from core.expenses.service import approve as approve_expense
from core.guidelines.service import acknowledge
from core.i18n import local_day, short_date
from core.messages.sending import work_off
from core.people.colleagues import end_membership, give_role
from core.startup import Portal
from db.engine import transaction
from db.people import Membership, Person
from tests.builders import Scene, a_member, a_person, a_scene, an_account, an_actor
from tests.core.approvals.stories import ready
from tests.core.documents.stories import a_letter, sign
from tests.core.expenses.test_service import handled, pays, reports
from tests.core.guidelines.samples import publish_guidelines

Mail = dict[str, Any]
Sent = Callable[[], list[Mail]]
URL = "http://portal.test/"


@pytest.fixture
def sent(portal: Portal, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What was written to people since it was asked last, a quarter of an hour later."""
    box: list[Mail] = []
    monkeypatch.setattr("core.messages.sending.send_mail", lambda _chosen, mail: box.append(asdict(mail)))
    with_mail = portal.settings.model_copy(update={"smtp_host": "mail.test", "smtp_from": "portal@solbjerg.example.dk"})

    def ask() -> list[Mail]:
        session.rollback()
        work_off(replace(portal, settings=with_mail), clock=lambda: now + timedelta(minutes=15))
        told, box[:] = [*box], []
        return [mail | {"body": " ".join(mail["body"].split())} for mail in told]

    return ask


def the_one(mails: list[Mail], to: str, path: str) -> Mail:
    """The only mail there is, which goes to `to` and leads to `path`."""
    assert [mail["to"] for mail in mails] == [to]
    assert f"{URL}{path}" in mails[0]["body"]
    for name in ("Karen", "Møller", "Lise", "Jonas"):
        assert name not in mails[0]["subject"]
    return mails[0]


def joins(session: Session, scene: Scene, person: Person, now: datetime) -> None:
    asked: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "person_id": person.id}
    link = invite(**asked, organisation_id=scene.organisation.id, now=now)
    name = person.name.split()[0].lower()
    opened: dict[str, Any] = {"login_name": name, "passphrase": "fem gule bier i haven", "device": "test"}
    accept(session=session, token=link.token or "", **opened, now=now)


def test_who_looks_after_a_volunteer_hears_that_they_have_joined(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    joins(session, scene, scene.volunteer, now)
    told = [mail for mail in sent() if "Karen Møller har brugt linket" in mail["body"]]
    the_one(told, scene.contact_person.email, f"volunteer?id={scene.engagement.id}")
    again = make_passphrase_link(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        reason="har glemt den",
        now=now,
    )
    chosen: dict[str, Any] = {"login_name": "", "passphrase": "seks røde sten i skoven", "device": "test"}
    accept(session=session, token=again.token or "", **chosen, now=now)
    assert [mail for mail in sent() if "har brugt linket" in mail["body"]] == []


def test_the_coordinator_hears_it_where_no_mail_reaches_the_contact_person(
    session: Session, now: datetime, sent: Sent
) -> None:
    scene = a_scene(session, now)
    with transaction(session):
        session.get_one(Person, scene.contact_person.id).email = ""
    joins(session, scene, scene.volunteer, now)
    told = [mail for mail in sent() if "har brugt linket" in mail["body"]]
    the_one(told, scene.coordinator.email, f"volunteer?id={scene.engagement.id}")


def test_whoever_made_the_link_hears_that_a_colleague_has_joined(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    joins(session, scene, scene.contact_person, now)
    told = [mail for mail in sent() if "Lise Bach har brugt linket" in mail["body"]]
    the_one(told, scene.coordinator.email, "colleagues")


def test_a_signature_taken_back_is_told_those_it_was_given_to(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    sent()
    take_back(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now)
    told = sent()
    assert {mail["to"] for mail in told} == {scene.contact_person.email, scene.coordinator.email}
    for mail in told:
        assert "Karen Møller har taget en underskrift tilbage: Velkomstbrev til Karen Møller." in mail["body"]
        assert f"{URL}document?id={letter.id}" in mail["body"]
        assert "Møller" not in mail["subject"]
    sign(session, scene.as_volunteer, letter.id, now)
    take_back(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now)
    sign(session, scene.as_volunteer, letter.id, now)
    (only,) = sent()
    assert (only["to"], only["subject"]) == (scene.contact_person.email, "Et dokument venter på din underskrift"), (
        "it was given again before anybody was written to, and waits for the colleague alone"
    )


def test_who_looked_after_a_volunteer_hears_that_they_have_stopped(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    today = local_day(now)
    asked: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    end_engagement(**asked, ended_on=today, reason=None, now=now)
    told = the_one(sent(), scene.contact_person.email, f"volunteer?id={scene.engagement.id}")
    assert "Karen Møller er ikke længere frivillig hos jer. Sidste dag var 2. november 2026." in told["body"]
    come_back(**asked, now=now)
    end_engagement(**asked, ended_on=today, reason=None, now=now)
    come_back(**asked, now=now)
    assert sent() == [], "they had come back before anybody was written to"


def test_a_volunteer_hears_that_their_approval_is_decided_and_not_how(
    session: Session, now: datetime, sent: Sent
) -> None:
    scene = a_scene(session, now, programme="laer_at_tackle")
    today = local_day(now)
    ready(session, scene, today)
    sent()
    asked: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    approve(**asked, after_id=None, valid_until=today + timedelta(days=700), now=now)
    yes = the_one(sent(), scene.volunteer.email, "my-path")
    other = a_scene(session, now, programme="laer_at_tackle")
    asked |= {"actor": other.as_coordinator, "engagement_id": other.engagement.id}
    say_no(**asked, after_id=None, meeting=ClosingMeeting(on=today, reason="Ikke nu"), now=now)
    assert (
        the_one(sent(), other.volunteer.email, "my-path")["body"].partition("/mails?t=")[0]
        == (yes["body"].partition("/mails?t=")[0])
    ), "but for the address at which each chooses their mails"
    assert short_date(today + timedelta(days=700)) not in yes["body"]


def test_who_had_confirmed_a_text_hears_that_it_says_something_new(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    with transaction(session):
        session.get_one(Person, scene.volunteer.id).language = "en"
    first = publish_guidelines(session, scene, now)
    assert sent() == [], "nobody had confirmed anything"
    acknowledge(session=session, actor=scene.as_volunteer, version_id=first.id, now=now)
    publish_guidelines(session, scene, now, intro={"da": "Godt, du er her.", "en": "Good."}, substance=False)
    assert sent() == [], "it is only said better"
    publish_guidelines(session, scene, now, intro={"da": "Ring først.", "en": "Call first."})
    publish_guidelines(session, scene, now, intro={"da": "Skriv først.", "en": "Write first."})
    told = the_one(sent(), scene.volunteer.email, "guidelines?lang=en")
    assert told["subject"] == "Something you have confirmed says something new"


def test_what_is_paid_within_minutes_is_told_once(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    claims = [reports(session, scene, now) for _each in range(3)]
    for claim in claims:
        approve_expense(session=session, **handled(scene, claim, now))
    sent()
    pays(session, scene, now, *claims[:2])
    pays(session, scene, now, claims[2])
    told = the_one(sent(), scene.volunteer.email, "my-expenses")
    # The address at its end is drawn by lot, and may hold any number.
    said = re.sub(r"https?://\S+", "", told["body"])
    assert "96" not in said, "no amount travels by mail"


def test_a_colleague_hears_once_what_they_are_now(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    ada = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Ada Friis")
    admin = an_actor(ada, scene.organisation, Role.ADMIN)
    asked: dict[str, Any] = {"session": session, "actor": admin, "now": now}
    given: dict[str, Any] = {**asked, "organisation_id": scene.organisation.id, "workplace_id": None}
    waiting_to_join = a_person(session, now, name="Bo Lund")
    give_role(**given, person_id=waiting_to_join.id, role=Role.AUDITOR)
    assert sent() == [], "who is still to join hears of it with the link"
    an_account(session, scene.contact_person, now)
    auditor = give_role(**given, person_id=scene.contact_person.id, role=Role.AUDITOR)
    give_role(**given, person_id=scene.contact_person.id, role=Role.SUPERVISOR)
    end_membership(**asked, membership_id=auditor.id)
    told = the_one(sent(), scene.contact_person.email, "?lang=da")
    assert "Kontaktperson" in told["body"]
    assert "Vejleder" in told["body"]
    assert "Revisor" not in told["body"]


def test_who_has_no_role_left_is_told_so(session: Session, now: datetime, sent: Sent) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.contact_person, now)
    held = session.exec(select(Membership).where(Membership.person_id == scene.contact_person.id)).one()
    end_membership(session=session, actor=scene.as_coordinator, membership_id=held.id, now=now)
    told = the_one(sent(), scene.contact_person.email, "?lang=da")
    assert "Du har ikke længere en rolle der." in told["body"]
