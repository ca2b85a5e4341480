"""One message to a group: each gets it alone or nobody does, and until then it is its writer's only."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.courses.rules import LeaderSpan
from core.errors import DomainError, ManyRefused
from core.group_messages.reading import group_message, group_messages, messages_got
from core.group_messages.rules import WAITS, GroupKind, MailStanding, MessageGroup, MessageState
from core.group_messages.service import (
    begin_message,
    leave_out,
    save_message,
    send_message,
    take_message_back,
    throw_away,
)
from core.mail_choices.rules import MailKind, Wanted
from core.messages.groups import group_told, preview
from db.engine import transaction
from db.group_messages import GroupMessage, GroupMessageRecipient
from db.mail_choices import MailChoice
from db.outbox import OutboxItem
from db.people import Engagement, Person
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.courses.builders import a_run, beside, ids
from tests.core.offers.builders import an_offer, invited, says


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def begun(session: Session, scene: Scene, now: datetime, *chosen: UUID, actor: Actor | None = None) -> GroupMessage:
    return begin_message(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        group=MessageGroup(GroupKind.CHOSEN, engagement_ids=chosen or (scene.engagement.id,)),
        now=now,
    )


def write(session: Session, scene: Scene, message: GroupMessage, now: datetime, **changes: str) -> GroupMessage:
    return save_message(
        session=session,
        actor=scene.as_coordinator,
        message_id=message.id,
        changes=changes or {"subject": "Sommerfest", "words": "Kære {fornavn}\n\nKom den 3. juni."},
        expected_version=message.version,
        now=now,
    )


def send(session: Session, scene: Scene, message: GroupMessage, now: datetime) -> None:
    send_message(
        session=session,
        actor=scene.as_coordinator,
        message_id=message.id,
        expected_version=message.version,
        now=now,
    )


def standings(session: Session, scene: Scene, message: GroupMessage, now: datetime) -> dict[str, MailStanding]:
    view = group_message(session=session, actor=scene.as_coordinator, message_id=message.id, now=now)
    return {each.name: each.standing for each in view.people}


def mails(session: Session) -> list[OutboxItem]:
    return [row for row in session.exec(select(OutboxItem)) if row.params["message"] == "group_message"]


def without_address(session: Session, scene: Scene) -> None:
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.email = ""
        session.add(person)


def test_each_gets_a_mail_of_their_own_and_who_has_no_address_is_named_with_a_phone(session, scene, now):
    bo = beside(session, scene, now, "Bo Dahl")
    without_address(session, scene)
    message = write(session, scene, begun(session, scene, now, *ids(scene, bo)), now)
    send(session, scene, message, now)
    (mail,) = mails(session)
    assert (mail.params["person_id"], mail.due_at) == (str(bo.volunteer.id), now + WAITS)
    assert standings(session, scene, message, now) == {
        "Bo Dahl": MailStanding.WAITS,
        "Karen Møller": MailStanding.NO_EMAIL,
    }
    view = group_message(session=session, actor=scene.as_coordinator, message_id=message.id, now=now)
    assert [each.phone for each in view.those(MailStanding.NO_EMAIL)] == ["+45 20 30 40 50"]


def test_a_message_taken_back_reaches_nobody_and_can_be_written_on_and_sent_again(session, scene, now):
    message = write(session, scene, begun(session, scene, now), now)
    send(session, scene, message, now)
    later = now + WAITS - timedelta(seconds=1)
    take_message_back(session=session, actor=scene.as_coordinator, message_id=message.id, now=later)
    assert mails(session) == []
    again = write(session, scene, message, later, words="Hej {fornavn}")
    send(session, scene, again, later)
    assert [row.due_at for row in mails(session)] == [later + WAITS]


def test_once_its_mails_are_under_way_it_is_neither_taken_back_nor_changed_nor_sent_again(session, scene, now):
    message = write(session, scene, begun(session, scene, now), now)
    send(session, scene, message, now)
    with pytest.raises(DomainError, match="too_late"):
        take_message_back(session=session, actor=scene.as_coordinator, message_id=message.id, now=now + WAITS)
    for does in (lambda: write(session, scene, message, now), lambda: send(session, scene, message, now)):
        with pytest.raises(DomainError, match="message_sent"):
            does()
    assert len(mails(session)) == 1


def test_what_is_missing_is_told_at_both_fields_at_once_and_nothing_is_sent(session, scene, now):
    message = begun(session, scene, now)
    with pytest.raises(ManyRefused) as refused:
        send(session, scene, message, now)
    assert {name: error.code for name, error in refused.value.by_field.items()} == {
        "subject": "message_subject_missing",
        "words": "words_missing",
    }
    assert mails(session) == []


def test_a_message_that_nobody_would_get_is_not_sent(session, scene, now):
    without_address(session, scene)
    message = write(session, scene, begun(session, scene, now), now)
    with pytest.raises(DomainError, match="message_nobody"):
        send(session, scene, message, now)
    assert session.get_one(GroupMessage, message.id, populate_existing=True).sends_at is None


def test_who_wrote_in_another_tab_is_not_overwritten(session, scene, now):
    message = begun(session, scene, now)
    write(session, scene, message, now)
    for does in (
        lambda: save_message(
            session=session,
            actor=scene.as_coordinator,
            message_id=message.id,
            changes={"words": "Nej"},
            expected_version=1,
            now=now,
        ),
        lambda: send_message(
            session=session, actor=scene.as_coordinator, message_id=message.id, expected_version=1, now=now
        ),
    ):
        with pytest.raises(DomainError, match="changed_meanwhile"):
            does()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": "Kære {navn}"}, "message_braces"),
        ({"subject": "{hvem}"}, "message_braces"),
        ({"words": "010190-1234"}, "cpr_not_wanted"),
        ({"words": "x" * 4001}, "text_long"),
    ],
)
def test_what_would_read_wrongly_is_refused_while_it_is_written(session, scene, now, changes, code):
    message = begun(session, scene, now)
    with pytest.raises(DomainError, match=code):
        write(session, scene, message, now, **changes)


def test_a_message_is_for_those_who_lead_a_course_and_have_not_stopped(session, scene, now):
    bo, eva = beside(session, scene, now, "Bo Dahl"), beside(session, scene, now, "Eva Lund")
    run = a_run(
        session,
        scene,
        [LeaderSpan(scene.engagement.id), LeaderSpan(bo.engagement.id, stopped=True), LeaderSpan(eva.engagement.id)],
    )
    message = begin(session, scene, now, GroupKind.COURSE, run.id)
    assert [*standings(session, scene, message, now)] == ["Eva Lund", "Karen Møller"]
    assert begin(session, scene, now, GroupKind.COURSE, run.id).id == message.id


def test_a_message_is_for_those_who_have_a_seat_at_an_offer_colleagues_too(session, scene, now):
    offer = an_offer(session, scene, now)
    bo = beside(session, scene, now, "Bo Dahl")
    people = [scene.volunteer.id, bo.volunteer.id, scene.contact_person.id]
    invited(session, scene, offer, people, now)
    for person_id in (scene.volunteer.id, scene.contact_person.id):
        says(session, scene, offer, person_id, now)
    message = begin(session, scene, now, GroupKind.OFFER, offer.id)
    rows = session.exec(select(GroupMessageRecipient).where(GroupMessageRecipient.message_id == message.id)).all()
    assert {row.person_id: row.engagement_id for row in rows} == {
        scene.volunteer.id: scene.engagement.id,
        scene.contact_person.id: None,
    }


def test_a_message_is_for_the_volunteers_at_a_workplace_but_for_who_has_stopped(session, scene, now):
    bo = beside(session, scene, now, "Bo Dahl")
    with transaction(session):
        engagement = session.get_one(Engagement, bo.engagement.id)
        engagement.ended_at, engagement.ended_on = now, date(2026, 1, 1)
        session.add(engagement)
    message = begin(session, scene, now, GroupKind.WORKPLACE, scene.workplace.id)
    assert [*standings(session, scene, message, now)] == ["Karen Møller"]


def begin(session: Session, scene: Scene, now: datetime, kind: GroupKind, about_id: UUID | None) -> GroupMessage:
    return begin_message(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        group=MessageGroup(kind, about_id),
        now=now,
    )


def test_a_group_of_another_organisation_or_of_nothing_is_none(session, scene, now):
    elsewhere = a_scene(session, now)
    offer = an_offer(session, elsewhere, now)
    for kind, about_id in [
        (GroupKind.WORKPLACE, elsewhere.workplace.id),
        (GroupKind.OFFER, offer.id),
        (GroupKind.COURSE, uuid4()),
        (GroupKind.COURSE, None),
    ]:
        with pytest.raises(DomainError, match="not_found"):
            begin(session, scene, now, kind, about_id)
    with pytest.raises(DomainError, match="message_nobody"):
        begun(session, scene, now, elsewhere.engagement.id)


def test_somebody_can_be_left_out_until_it_is_sent(session, scene, now):
    bo = beside(session, scene, now, "Bo Dahl")
    message = write(session, scene, begun(session, scene, now, *ids(scene, bo)), now)

    def leave() -> None:
        leave_out(
            session=session,
            actor=scene.as_coordinator,
            message_id=message.id,
            person_id=scene.volunteer.id,
            now=now,
        )

    leave()
    assert [*standings(session, scene, message, now)] == ["Bo Dahl"]
    send(session, scene, message, now)
    with pytest.raises(DomainError, match="message_sent"):
        leave()


def test_what_is_not_sent_is_its_writers_alone_and_what_is_sent_is_every_coordinators(session, scene, now):
    other = an_actor(a_member(session, scene.organisation, now, name="Ida Bro"), scene.organisation, Role.COORDINATOR)
    message = write(session, scene, begun(session, scene, now), now)

    def listed(actor: Actor, at: datetime) -> list[tuple[str, MessageState]]:
        rows = group_messages(session=session, actor=actor, organisation_id=scene.organisation.id, now=at)
        return [(each.subject, each.state) for each in rows]

    assert listed(scene.as_coordinator, now) == [("Sommerfest", MessageState.DRAFT)]
    assert listed(other, now) == []
    for does in (
        lambda: group_message(session=session, actor=other, message_id=message.id, now=now),
        lambda: throw_away(session=session, actor=other, message_id=message.id, now=now),
        lambda: send_message(session=session, actor=other, message_id=message.id, expected_version=2, now=now),
    ):
        with pytest.raises(DomainError, match="not_found"):
            does()
    send(session, scene, message, now)
    assert listed(other, now) == [("Sommerfest", MessageState.WAITS)]
    assert listed(other, now + WAITS) == [("Sommerfest", MessageState.SENT)]
    with pytest.raises(DomainError, match="not_found"):
        take_message_back(session=session, actor=other, message_id=message.id, now=now)


def test_a_message_that_is_thrown_away_is_gone(session, scene, now):
    message = begun(session, scene, now)
    throw_away(session=session, actor=scene.as_coordinator, message_id=message.id, now=now)
    assert session.exec(select(GroupMessage)).all() == []
    assert session.exec(select(GroupMessageRecipient)).all() == []


def test_each_persons_page_tells_what_they_got_as_they_read_it_and_not_what_waits(session, scene, now):
    message = write(session, scene, begun(session, scene, now), now)
    send(session, scene, message, now)

    def got(at: datetime) -> list[tuple[str, str, str]]:
        rows = messages_got(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, now=at)
        return [(each.subject, each.words, each.by) for each in rows]

    assert got(now) == []
    assert got(now + WAITS) == [("Sommerfest", "Kære Karen\n\nKom den 3. juni.", scene.coordinator.name)]
    with pytest.raises(DomainError, match="not_allowed"):
        messages_got(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id, now=now)


def test_nobody_but_a_coordinator_writes_to_many(session, scene, now):
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            begun(session, scene, now, actor=actor)
        with pytest.raises(DomainError, match="not_allowed"):
            group_messages(session=session, actor=actor, organisation_id=scene.organisation.id, now=now)


def test_it_is_shown_as_they_get_it_in_their_own_language_and_to_nobody_outside_it(session, scene, now):
    with transaction(session):
        scene.volunteer.language = "en"
        session.add(scene.volunteer)
    message = write(session, scene, begun(session, scene, now), now)

    def shown(person_id: UUID):
        return preview(
            session=session,
            actor=scene.as_coordinator,
            message_id=message.id,
            person_id=person_id,
            base_url="http://x",
            now=now,
        )

    mail = shown(scene.volunteer.id)
    assert (mail.to, mail.subject, mail.reply_to) == (
        scene.volunteer.email,
        "Sommerfest",
        scene.coordinator.email,
    )
    assert mail.body.startswith("Kære Karen\n\nKom den 3. juni.\n\nKind regards\n")
    with pytest.raises(DomainError, match="not_found"):
        shown(scene.contact_person.id)


def test_who_wants_no_such_mails_gets_none_also_who_says_so_after_it_was_sent(session, scene, now):
    bo = beside(session, scene, now, "Bo Dahl")
    with transaction(session):
        session.add(MailChoice(person_id=bo.volunteer.id, kind=MailKind.GROUPS, wanted=Wanted.NO))
    message = write(session, scene, begun(session, scene, now, *ids(scene, bo)), now)
    assert standings(session, scene, message, now)["Bo Dahl"] is MailStanding.SAID_NO
    send(session, scene, message, now)
    assert standings(session, scene, message, now)["Bo Dahl"] is MailStanding.SAID_NO
    (mail,) = mails(session)
    assert group_told(session, mail.params) is not None
    with transaction(session):
        session.add(MailChoice(person_id=scene.volunteer.id, kind=MailKind.GROUPS, wanted=Wanted.NO))
    assert group_told(session, mail.params) is None
