"""Partnerships: who may add and see them, who speaks for an association, and whose names it sees."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.invitations import invite, link_of, opened
from core.access.permissions import Role
from core.access.sessions import actor_for, begin
from core.errors import DomainError, ManyRefused
from core.partnerships.reading import comes_from, own_partnerships, partnership, partnerships
from core.partnerships.service import (
    AssociationDetails,
    NewSpeaker,
    add_association,
    add_members,
    add_speaker,
    change_association,
    end_partnership,
    end_speaker,
    remove_member,
    show_name,
)
from db.audit import AuditEvent
from db.partnerships import AssociationContact
from tests.builders import Scene, a_member, a_scene, an_account, an_actor
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def refused(does) -> str:
    with pytest.raises(DomainError) as error:
        does()
    return error.value.code


def refused_or_none(does, code: str) -> bool:
    """Whether it is refused for this reason; it may be done instead."""
    try:
        does()
    except DomainError as error:
        return error.code == code
    return False


def test_only_a_coordinator_adds_an_association_and_its_own_contact_and_those_who_speak_for_it_see_it(
    session, scene, now
):
    association = an_association(session, scene, now)
    speaker = a_speaker(session, scene, association, now)
    other = a_speaker(session, scene, an_association(session, scene, now, name="Andre Venner"), now)
    lise, auditor = (
        scene.as_contact_person,
        an_actor(a_member(session, scene.organisation, now, role=Role.AUDITOR), scene.organisation, Role.AUDITOR),
    )
    stranger = an_actor(scene.coordinator, scene.organisation, Role.CONTACT_PERSON, scene.workplace)
    details = AssociationDetails(name="Nye", followed_by_id=scene.contact_person.id)
    for actor in (scene.as_volunteer, lise, auditor, as_speaker(scene, speaker)):
        assert (
            refused(
                lambda actor=actor: add_association(
                    session=session, actor=actor, organisation_id=scene.organisation.id, details=details, now=now
                )
            )
            == "not_allowed"
        )

    def sees(actor) -> bool:
        return not refused_or_none(
            lambda: partnership(session=session, actor=actor, association_id=association.id), "not_allowed"
        )

    assert [
        sees(each)
        for each in (
            scene.as_coordinator,
            lise,
            as_speaker(scene, speaker),
            scene.as_volunteer,
            auditor,
            stranger,
            as_speaker(scene, other),
        )
    ] == [True, True, True, False, False, False, False]
    listed = {
        who: [
            row.name for row in partnerships(session=session, actor=actor, organisation_id=scene.organisation.id).rows
        ]
        for who, actor in (
            ("coordinator", scene.as_coordinator),
            ("speaker", as_speaker(scene, speaker)),
            ("stranger", stranger),
        )
    }
    assert listed == {
        "coordinator": ["Andre Venner", "Fjordens Venner"],
        "speaker": ["Fjordens Venner"],
        "stranger": [],
    }


def test_a_coordinator_elsewhere_sees_and_changes_nothing_of_it(session, scene, now):
    association = an_association(session, scene, now)
    a_speaker(session, scene, association, now)
    contact = session.exec(select(AssociationContact)).one()
    elsewhere = a_scene(session, now, volunteer="Per Lund")
    them = elsewhere.as_coordinator
    details = AssociationDetails(name="Taget", followed_by_id=elsewhere.contact_person.id)
    speaker = NewSpeaker(name="Ib Holm")
    for does in (
        lambda: partnership(session=session, actor=them, association_id=association.id),
        lambda: partnerships(session=session, actor=them, organisation_id=scene.organisation.id),
        lambda: change_association(
            session=session,
            actor=them,
            association_id=association.id,
            details=details,
            expected_version=1,
            now=now,
        ),
        lambda: end_partnership(session=session, actor=them, association_id=association.id, now=now),
        lambda: add_speaker(session=session, actor=them, association_id=association.id, speaker=speaker, now=now),
        lambda: end_speaker(session=session, actor=them, contact_id=contact.id, now=now),
        lambda: add_members(session=session, actor=them, association_id=association.id, engagement_ids=[], now=now),
        lambda: invite(
            session=session,
            actor=them,
            person_id=contact.person_id,
            organisation_id=scene.organisation.id,
            now=now,
        ),
    ):
        assert refused(does) == "not_allowed"
    # Nor do volunteers of another organisation come from it.
    assert (
        refused(
            lambda: add_members(
                session=session,
                actor=scene.as_coordinator,
                association_id=association.id,
                engagement_ids=[elsewhere.engagement.id],
                now=now,
            )
        )
        == "not_found"
    )


def test_all_that_is_wrong_is_told_at_once_and_a_slower_editor_is_told(session, scene, now):
    details = AssociationDetails(name=" ", phone="12", email="nej", followed_by_id=scene.volunteer.id)
    with pytest.raises(ManyRefused) as error:
        add_association(
            session=session,
            actor=scene.as_coordinator,
            organisation_id=scene.organisation.id,
            details=details,
            now=now,
        )
    assert list(error.value.by_field) == ["name", "phone", "email", "followed_by_id"]
    association = an_association(session, scene, now)
    changed = AssociationDetails(name="Fjordens Gode Venner", followed_by_id=scene.coordinator.id)

    def change():
        return change_association(
            session=session,
            actor=scene.as_coordinator,
            association_id=association.id,
            details=changed,
            expected_version=1,
            now=now,
        )

    assert (change().name, association.version) == ("Fjordens Gode Venner", 2)
    assert refused(change) == "changed_meanwhile"
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "association.changed"))
    assert "Fjordens" not in str(entry)


def test_whoever_speaks_for_it_joins_by_a_link_with_that_role_alone_until_they_no_longer_do(session, scene, now):
    association = an_association(session, scene, now)
    speaker = a_speaker(session, scene, association, now)
    asked: Any = {"session": session, "actor": scene.as_coordinator, "person_id": speaker.id}
    made = invite(**asked, organisation_id=scene.organisation.id, now=now)
    open_link = link_of(**asked, organisation_id=scene.organisation.id)
    assert open_link is not None
    assert open_link.id == made.id
    assert made.token is not None
    read = opened(session=session, token=made.token, now=now)
    assert (read.association, read.programme) == ("Fjordens Venner", "")
    account = an_account(session, speaker, now, login_name="bodil")
    token = begin(session, account=account, device="", now=now).token
    session.commit()
    actor = actor_for(session=session, token=token, now=now)
    assert actor is not None
    assert actor.roles() == {Role.ASSOCIATION}
    assert own_partnerships(session=session, actor=actor) == [(association.id, "Fjordens Venner")]
    contact = session.exec(select(AssociationContact)).one()
    for _twice in range(2):
        end_speaker(session=session, actor=scene.as_coordinator, contact_id=contact.id, now=now)
    left = actor_for(session=session, token=token, now=now)
    assert left is not None
    assert left.grants == ()
    assert refused(lambda: invite(**asked, organisation_id=scene.organisation.id, now=now)) == "not_found"


def test_volunteers_are_counted_and_named_only_where_they_say_so_themselves(session, scene, now):
    association = an_association(session, scene, now)
    speaker = as_speaker(scene, a_speaker(session, scene, association, now))
    own = {"session": session, "actor": scene.as_volunteer}
    assert refused(lambda: show_name(**own, engagement_id=scene.engagement.id, shown=True, now=now)) == "not_found"
    added = {"session": session, "actor": scene.as_coordinator, "engagement_ids": [scene.engagement.id], "now": now}
    assert [add_members(**added, association_id=association.id) for _twice in range(2)] == [1, 0]

    def seen_by(actor):
        view = partnership(session=session, actor=actor, association_id=association.id)
        return view.count, [each.name for each in view.members]

    assert (seen_by(scene.as_coordinator), seen_by(speaker)) == ((1, ["Karen Møller"]), (1, []))
    for actor in (scene.as_coordinator, speaker):
        assert (
            refused(
                lambda actor=actor: show_name(
                    session=session, actor=actor, engagement_id=scene.engagement.id, shown=True, now=now
                )
            )
            == "not_allowed"
        )
    show_name(**own, engagement_id=scene.engagement.id, shown=True, now=now)
    assert seen_by(speaker) == (1, ["Karen Møller"])
    assert [each.shown for each in comes_from(**own)] == [True]
    show_name(**own, engagement_id=scene.engagement.id, shown=False, now=now)
    assert seen_by(speaker) == (1, [])
    # What was shown to one association is not shown to the next.
    show_name(**own, engagement_id=scene.engagement.id, shown=True, now=now)
    other = an_association(session, scene, now, name="Andre Venner")
    assert add_members(**added, association_id=other.id) == 1
    assert [(each.association, each.shown) for each in comes_from(**own)] == [("Andre Venner", False)]
    assert seen_by(scene.as_coordinator) == (0, [])
    for _twice in range(2):
        remove_member(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, now=now)
    assert comes_from(**own) == []


def test_a_partnership_that_has_ended_is_kept_and_shown_to_nobody_of_the_association(session, scene, now):
    association = an_association(session, scene, now)
    speaker = as_speaker(scene, a_speaker(session, scene, association, now))
    for _twice in range(2):
        end_partnership(session=session, actor=scene.as_coordinator, association_id=association.id, now=now)
    assert refused(lambda: partnership(session=session, actor=speaker, association_id=association.id)) == "not_allowed"
    asked = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    assert [partnerships(**asked, ended=ended).total for ended in (False, True)] == [0, 1]
    added = NewSpeaker(name="Ib Holm")
    later = now + timedelta(days=1)
    assert (
        refused(
            lambda: add_speaker(
                session=session,
                actor=scene.as_coordinator,
                association_id=association.id,
                speaker=added,
                now=later,
            )
        )
        == "not_found"
    )
