"""Two records of one person become one and are taken apart again, row by row as they were."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select as rows_of
from sqlalchemy import update
from sqlmodel import Session, col, select

from core.access.evidence import evidence_faults
from core.access.identity import naming_a_person
from core.access.permissions import Grant, Role
from core.access.sessions import actor_for, log_in
from core.access.trail import trace
from core.errors import DomainError
from core.i18n import local_day, utc_now
from core.journey.projecting import rebuild
from core.people import going_over
from core.people.merging import Merging, compare, merge, merges, unmerge
from core.people.rules import CAN_BE_UNDONE
from core.register.history import history_of
from db.access import Invitation
from db.audit import AuditEvent
from db.documents import DocumentFile, DocumentParty, DocumentVersion
from db.engine import transaction
from db.journey import EngagementNext, OccasionDays
from db.organisations import Organisation
from db.people import Engagement, Membership, Person, PersonMerge
from db.tables import METADATA
from tests.builders import (
    PASSPHRASE,
    Scene,
    a_member,
    a_person,
    a_scene,
    a_workplace,
    an_account,
    an_actor,
    an_organisation,
    look_again,
)
from tests.core.documents.stories import a_letter, a_sealed_letter
from tests.rows import a_row

# What tells of a merge, and goes on counting when it is undone.
TELLS = {"audit_event", "audit_head", "person_merge"}


def everything(session: Session) -> dict[str, list[Any]]:
    """Every row of every table, but what tells of a merge and how often a person was changed."""
    look_again(session)
    found = {}
    for table in METADATA.sorted_tables:
        if table.name not in TELLS:
            columns = [each for each in table.columns if (table.name, each.name) != ("person", "version")]
            found[table.name] = sorted(map(repr, session.execute(rows_of(*columns))))
    return found


def difference(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, tuple[list[Any], list[Any]]]:
    return {
        name: (sorted(set(before[name]) - set(after[name])), sorted(set(after[name]) - set(before[name])))
        for name in before
        if before[name] != after[name]
    }


def test_whatever_column_names_somebody_goes_over_and_comes_back(demonstration: Session) -> None:
    """Also of a table that is new: each column that points to a person is made to name one, whatever it is for."""
    session = demonstration
    kept, merged = (a_person(session, utc_now(), name=name) for name in ("Ea Vang", "Ea Wang"))
    with transaction(session):
        for column in naming_a_person():
            table = column.table
            key = tuple(table.primary_key.columns)
            filled, any_one = rows_of(*key).where(column.is_not(None)).limit(1), rows_of(*key).limit(1)
            if session.execute(any_one).first() is None:
                a_row(session, table, column)
            one = session.execute(filled).first() or session.execute(any_one).one()
            where = [own == value for own, value in zip(key, one, strict=True)]
            session.execute(update(table).where(*where).values({column: merged.id}))
    before = everything(session)
    with transaction(session):
        gone = going_over.go_over(session, merged.id, kept.id)
        trace(session, None, None, "person.merged", "person", kept.id, utc_now())
    for column in naming_a_person():
        left = session.execute(rows_of(column).where(column == merged.id)).first()
        assert left is None or column.table.name in going_over.OWN, column
    with transaction(session):
        going_over.go_back(session, gone, merged.id, kept.id)
        trace(session, None, None, "person.unmerged", "person", kept.id, utc_now())
    assert difference(before, everything(session)) == {}


def test_an_id_of_a_person_stands_nowhere_that_is_not_known(demonstration: Session) -> None:
    """A column without a foreign key that holds one is gone through too, or tells what was, as the log does."""
    session = demonstration
    people = {str(each) for each in session.exec(select(Person.id))}
    known = {(model.__tablename__, name) for model, name in going_over.NAMED_AMONG}
    known |= {("person", "id"), ("audit_event", "actor_id"), ("audit_event", "subject_id")}
    known |= {(column.table.name, column.name) for column in naming_a_person()}
    found = set()
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if (table.name, column.name) not in known:
                told = " ".join(str(value) for value in session.execute(rows_of(column)).scalars())
                if any(each in told for each in people):
                    found.add(f"{table.name}.{column.name}")
    assert found == set()


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def again(session: Session, scene: Scene, now, name: str = "Karen Moeller", **details: str) -> Person:
    """The volunteer of the scene once more, at another place."""
    person = a_person(session, now + timedelta(minutes=5), name=name, email="", full=False)
    place = a_workplace(session, scene.organisation, name="Biblioteket")
    with transaction(session):
        for field, value in details.items():
            setattr(person, field, value)
        session.add(person)
        session.add(
            Engagement(
                organisation_id=scene.organisation.id,
                person_id=person.id,
                programme_version_id=scene.engagement.programme_version_id,
                workplace_id=place.id,
                contact_person_id=scene.contact_person.id,
                coordinator_id=scene.coordinator.id,
                created_at=now,
            )
        )
    return person


def put_together(session: Session, scene: Scene, other: Person, now, actor=None, **choices) -> PersonMerge:
    return merge(
        session=session,
        actor=actor or scene.as_coordinator,
        merging=Merging(
            organisation_id=scene.organisation.id,
            person_ids=(scene.volunteer.id, other.id),
            whose={"name": scene.volunteer.id, **choices.pop("whose", {})},
            **choices,
        ),
        now=now,
    )


def take_apart(session: Session, scene: Scene, done: PersonMerge, now, actor=None) -> None:
    unmerge(session=session, actor=actor or scene.as_coordinator, merge_id=done.id, now=now)


def test_two_of_the_demonstration_become_one_and_are_two_again_row_by_row(demonstration: Session) -> None:
    """With what they signed, did, were given and paid; lists sort by what follows from the facts all the while."""
    session, now = demonstration, utc_now()
    volunteers = session.exec(select(Person).join(Engagement, col(Engagement.person_id) == Person.id)).all()
    karen = next(each for each in volunteers if each.name == "Karen Møller")
    here = session.exec(select(Engagement.organisation_id).where(Engagement.person_id == karen.id)).first()
    leader = session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.organisation_id == here, Membership.role == Role.COORDINATOR)
    ).first()
    assert here is not None
    assert leader is not None
    actor = an_actor(leader, session.get_one(Organisation, here), Role.COORDINATOR)
    before, merged = everything(session), 0
    for other in volunteers:
        if other.id == karen.id:
            continue
        ids = (karen.id, other.id)
        asked = compare(session=session, actor=actor, organisation_id=here, person_ids=ids)
        if asked.obstacle is not None:
            continue
        whose = dict.fromkeys(asked.differ, other.id)
        signed = sealed(session)
        done = merge(session=session, actor=actor, merging=Merging(here, ids, whose, karen.id), now=now)
        look_again(session)
        assert session.exec(select(Engagement.id).where(Engagement.person_id == done.merged_id)).first() is None
        assert session.get_one(Person, done.kept_id).name == other.name
        # What was signed is what it was.
        assert sealed(session) == signed
        follows = projected(session)
        rebuild(session, local_day(now))
        assert projected(session) == follows
        unmerge(session=session, actor=actor, merge_id=done.id, now=now)
        assert difference(before, everything(session)) == {}
        merged += 1
        if merged == 4:
            break
    assert merged == 4
    # The log tells of what it was, what it became and what it is again.
    assert evidence_faults(session) == []


def sealed(session: Session) -> list[Any]:
    """Every text that was frozen and every file, as they are."""
    versions = session.exec(select(DocumentVersion.id, DocumentVersion.text, DocumentVersion.fingerprint)).all()
    files = session.exec(select(DocumentFile.version_id, DocumentFile.sha256)).all()
    return sorted([*versions, *files])


def projected(session: Session) -> list[str]:
    """What follows from the facts."""
    look_again(session)
    return sorted(
        repr(row.model_dump()) for model in (EngagementNext, OccasionDays) for row in session.exec(select(model))
    )


def test_both_histories_are_of_the_one_with_the_details_chosen_and_traced(session, scene, now):
    document = a_letter(session, scene, now)
    other = again(session, scene, now, phone="+45 40 50 60 70", address="Havnegade 3")
    with pytest.raises(DomainError, match="choice_invalid"):
        put_together(session, scene, other, now)
    chosen = {"phone": other.id, "address": scene.volunteer.id}
    done = put_together(session, scene, other, now, whose=chosen)
    look_again(session)
    kept = session.get_one(Person, scene.volunteer.id)
    assert (done.kept_id, done.merged_id) == (kept.id, other.id)
    assert (kept.name, kept.phone, kept.address) == ("Karen Møller", "+45 40 50 60 70", "Engvej 7\n4999 Solbjerg")
    assert {each.person_id for each in session.exec(select(Engagement))} == {kept.id}
    assert (
        document.id in session.exec(select(DocumentParty.document_id).where(DocumentParty.person_id == kept.id)).all()
    )
    told = history_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, count=1)
    assert [(each.action, each.fields) for each in told] == [("person.merged", ("phone",))]
    (row,) = merges(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        person_id=kept.id,
        now=now + CAN_BE_UNDONE,
    )
    assert (row.merge_id, row.name, row.by) == (done.id, "Karen Moeller", "Jonas Holm")


def test_what_has_come_since_goes_with_its_engagement_and_what_was_changed_since_stays(session, scene, now):
    other = again(session, scene, now, phone="+45 40 50 60 70")
    done = put_together(session, scene, other, now, whose={"phone": other.id})
    look_again(session)
    moved = session.exec(select(Engagement).where(Engagement.workplace_id != scene.workplace.id)).one()
    since = Scene(scene.organisation, scene.workplace, scene.volunteer, scene.contact_person, scene.coordinator, moved)
    document = a_letter(session, since, now)
    scene.volunteer.address = "Ny adresse 1"
    session.commit()
    take_apart(session, scene, done, now + CAN_BE_UNDONE)
    look_again(session)
    parties = session.exec(select(DocumentParty).where(DocumentParty.document_id == document.id)).all()
    assert other.id in {each.person_id for each in parties}
    assert scene.volunteer.id not in {each.person_id for each in parties}
    kept = session.get_one(Person, scene.volunteer.id)
    assert (kept.phone, kept.address) == ("+45 20 30 40 50", "Ny adresse 1")
    assert session.exec(select(AuditEvent.action).order_by(col(AuditEvent.at).desc())).first() is not None
    with pytest.raises(DomainError, match="not_found"):
        take_apart(session, scene, done, now)


def test_after_a_day_or_when_merged_on_it_is_too_late(session, scene, now):
    other, third = again(session, scene, now), again(session, scene, now, name="Karen M.")
    first = put_together(session, scene, other, now)
    with pytest.raises(DomainError, match="too_late"):
        take_apart(session, scene, first, now + CAN_BE_UNDONE + timedelta(seconds=1))
    an_account(session, third, now)
    second = put_together(session, scene, third, now)
    assert second.kept_id == third.id
    look_again(session)
    assert {each.merged_into_id for each in session.exec(select(Person)) if each.merged_into_id} == {third.id}
    with pytest.raises(DomainError, match="too_late"):
        take_apart(session, scene, first, now)
    take_apart(session, scene, second, now)
    take_apart(session, scene, first, now)


def test_one_login_stays_and_the_other_leads_nowhere_until_it_is_undone(session, scene, now):
    other = again(session, scene, now)
    an_account(session, scene.volunteer, now, login_name="karen")
    an_account(session, other, now, login_name="karen2")
    tokens = {
        name: log_in(session=session, login_name=name, passphrase=PASSPHRASE, device="", now=now).token
        for name in ("karen", "karen2")
    }
    with pytest.raises(DomainError, match="choice_invalid"):
        put_together(session, scene, other, now)
    done = put_together(session, scene, other, now, login_of=other.id)
    assert done.kept_id == other.id
    look_again(session)
    actor = actor_for(session=session, token=tokens["karen2"], now=now)
    assert actor is not None
    assert (actor.name, actor.person_id) == ("Karen Møller", other.id)
    assert actor_for(session=session, token=tokens["karen"], now=now) is None
    with pytest.raises(DomainError, match="login_failed"):
        log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now)
    take_apart(session, scene, done, now)
    assert actor_for(session=session, token=tokens["karen"], now=now) is not None
    log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now)


def test_a_role_that_goes_over_is_held_where_it_was_held_by_one_and_its_end_comes_back(session, scene, now):
    admin = scene.as_coordinator
    admin = replace(admin, grants=(*admin.grants, Grant(scene.organisation.id, Role.ADMIN)))
    other = again(session, scene, now)
    given = {"organisation_id": scene.organisation.id, "role": Role.SUPERVISOR, "created_at": now}
    session.add_all(
        [
            Membership(person_id=scene.volunteer.id, ended_at=now, **given),
            Membership(person_id=other.id, **given),
        ]
    )
    session.commit()
    before = everything(session)
    with pytest.raises(DomainError, match="merge_colleagues"):
        put_together(session, scene, other, now)
    done = put_together(session, scene, other, now, actor=admin)
    look_again(session)
    (held,) = session.exec(select(Membership).where(Membership.role == Role.SUPERVISOR))
    assert (held.person_id, held.ended_at) == (scene.volunteer.id, None)
    with pytest.raises(DomainError, match="merge_colleagues"):
        take_apart(session, scene, done, now)
    take_apart(session, scene, done, now, actor=admin)
    assert difference(before, everything(session)) == {}


def test_who_may_not_and_who_are_two_people(session, scene, now):
    other = again(session, scene, now)
    for actor in (
        scene.as_volunteer,
        scene.as_contact_person,
        an_actor(scene.coordinator, scene.organisation, Role.ADMIN),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            put_together(session, scene, other, now, actor=actor)
    herself = an_actor(scene.volunteer, scene.organisation, Role.COORDINATOR)
    with pytest.raises(DomainError, match="merge_oneself"):
        put_together(session, scene, other, now, actor=herself)
    with pytest.raises(DomainError, match="merge_two_people"):
        put_together(session, scene, scene.contact_person, now)
    with pytest.raises(DomainError, match="not_found"):
        put_together(session, scene, scene.volunteer, now)
    sealed_with = a_sealed_letter(session, scene, now)
    assert sealed_with is not None
    session.add(
        DocumentParty(
            document_id=session.exec(select(DocumentParty.document_id)).first(), capacity="witness", person_id=other.id
        )
    )
    session.commit()
    with pytest.raises(DomainError, match="merge_two_people"):
        put_together(session, scene, other, now)


def test_nothing_of_another_organisation_is_touched(session, scene, now):
    other = again(session, scene, now)
    neighbours = an_organisation(session, now, name="Nabokommunen")
    stranger = a_member(session, neighbours, now, name="Nina Nabo")
    with pytest.raises(DomainError, match="not_found"):
        put_together(session, scene, stranger, now)
    with pytest.raises(DomainError, match="not_allowed"):
        put_together(session, scene, other, now, actor=an_actor(stranger, neighbours, Role.COORDINATOR))
    session.add(
        Membership(organisation_id=neighbours.id, person_id=other.id, role=Role.AUDITOR, created_at=now, ended_at=now)
    )
    session.commit()
    with pytest.raises(DomainError, match="merge_elsewhere"):
        put_together(session, scene, other, now)


def test_a_link_to_a_passphrase_stays_with_the_login_it_is_of(session, scene, now):
    other = again(session, scene, now)
    common = {"organisation_id": scene.organisation.id, "person_id": other.id, "created_at": now, "expires_at": now}
    session.add_all(Invitation(purpose=purpose, token_hash=purpose, **common) for purpose in ("join", "passphrase"))
    session.commit()
    put_together(session, scene, other, now)
    look_again(session)
    held = {each.purpose: each.person_id for each in session.exec(select(Invitation))}
    assert held == {"join": scene.volunteer.id, "passphrase": other.id}
