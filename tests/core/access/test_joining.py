from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from core.access import identity, invitations, joining, sessions
from core.access.evidence import evidence_faults
from core.access.permissions import Role
from core.errors import DomainError
from core.i18n import local_day
from core.people.service import NewVolunteer, add_volunteer
from db import audit, outbox
from db.access import Invitation
from db.documents import Consent, DocumentParty, DocumentVersion
from db.engine import transaction
from db.guidelines import Acknowledgement, GuidelineVersion
from db.journey import EngagementNext
from db.outbox import OutboxItem
from db.pairs import Pair
from db.people import Account, Engagement, Membership, Person
from tests.builders import (
    PASSPHRASE,
    Scene,
    a_member,
    a_scene,
    a_workplace,
    an_account,
    an_actor,
    an_organisation,
    look_again,
    tell,
)
from tests.core.documents.stories import a_letter


@pytest.fixture
def scene(session, now):
    """Karen volunteers in Solbjerg, and can log in."""
    made = a_scene(session, now)
    an_account(session, made.volunteer, now)
    return made


@pytest.fixture
def elsewhere(session, scene, now):
    """Nabokommunen has added her too, and knows nothing of Solbjerg."""
    return _added(session, an_organisation(session, now, name="Nabokommunen"), now)


def _added(session, organisation, now, *, name="Karen M."):
    workplace = a_workplace(session, organisation, name="Nabohuset")
    coordinator = a_member(session, organisation, now, name="Nina Nabo")
    engagement = add_volunteer(
        session=session,
        actor=an_actor(coordinator, organisation, Role.COORDINATOR),
        organisation_id=organisation.id,
        volunteer=NewVolunteer(
            name=name,
            email="k.moeller@example.dk",
            language="en",
            programme="kommunal_frivillig",
            workplace_id=workplace.id,
            contact_person_id=coordinator.id,
            coordinator_id=coordinator.id,
        ),
        now=now,
    )
    person = session.get_one(Person, engagement.person_id)
    return Scene(organisation, workplace, person, coordinator, coordinator, engagement)


def _link(session, scene, now, person=None):
    made = invitations.invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=(person or scene.volunteer).id,
        organisation_id=scene.organisation.id,
        now=now,
    )
    return invitations.link(made, "http://portal.test/").removeprefix("http://portal.test/invitation?t=")


def _join(session, token, now, *, login_name="karen", passphrase=PASSPHRASE):
    return joining.join_with_login(
        session=session, token=token, login_name=login_name, passphrase=passphrase, device="", now=now
    )


def test_whoever_has_a_login_joins_with_it_and_is_one_person(session, scene, elsewhere, now) -> None:
    added_id, engagement_id, karen_id = elsewhere.volunteer.id, elsewhere.engagement.id, scene.volunteer.id
    login = _join(session, _link(session, elsewhere, now), now)
    assert login.person_id == karen_id
    assert session.get_one(Engagement, engagement_id).person_id == karen_id
    assert session.get(Person, added_id) is None
    actor = sessions.actor_for(session=session, token=login.token, now=now)
    assert actor is not None
    assert set(actor.organisations()) == {scene.organisation.id, elsewhere.organisation.id}


def test_own_contact_details_stay_as_the_person_has_them(session, scene, elsewhere, now) -> None:
    karen_id, before = scene.volunteer.id, session.get_one(Person, scene.volunteer.id).model_dump()
    _join(session, _link(session, elsewhere, now), now)
    assert session.get_one(Person, karen_id).model_dump() == before


def test_documents_invitations_and_mails_go_along(session, scene, elsewhere, now) -> None:
    document = a_letter(session, elsewhere, now)
    document_id, added_id, karen_id = document.id, elsewhere.volunteer.id, scene.volunteer.id
    with transaction(session):
        party = session.exec(select(DocumentParty).where(DocumentParty.person_id == added_id)).one()
        frozen = DocumentVersion(
            document_id=document_id, number=1, text="", fingerprint="", frozen_by_id=added_id, frozen_at=now
        )
        session.add(frozen)
        session.flush()
        session.add(
            Consent(
                version_id=frozen.id, party_id=party.id, person_id=added_id, typed_name="", fingerprint="", given_at=now
            )
        )
        tell(session, now)
    with transaction(session):
        params = {"message": "document_shared", "document_id": str(document_id), "person_id": str(added_id)}
        outbox.post(session, kind="mail", params=params, organisation_id=elsewhere.organisation.id, now=now)
        given_up = outbox.post(session, kind="mail", params=params, organisation_id=elsewhere.organisation.id, now=now)
        outbox.done(session, given_up, now=now, lost="address_refused")
    token = _link(session, elsewhere, now)
    _join(session, token, now)
    own = session.exec(
        select(DocumentParty.person_id).where(
            DocumentParty.document_id == document_id, DocumentParty.capacity == "volunteer"
        )
    ).one()
    assert own == karen_id
    assert session.exec(select(Consent.person_id)).all() == [karen_id]
    assert evidence_faults(session) == [], "the log tells that the signature is hers"
    theirs = [item.params for item in session.exec(select(OutboxItem)) if item.params["message"] != "joined"]
    assert {params["person_id"] for params in theirs} == {str(karen_id)}
    told = [item.params for item in session.exec(select(OutboxItem)) if item.params["message"] == "joined"]
    assert [params["who_id"] for params in told] == [str(karen_id)], "Nina hears that she has joined"
    assert {each.person_id for each in session.exec(select(Invitation))} == {karen_id}


def test_the_link_is_used_once_and_the_others_stop_working(session, scene, elsewhere, now) -> None:
    first = _link(session, elsewhere, now)
    second = _link(session, elsewhere, now)
    with pytest.raises(DomainError, match="link_unusable"):
        _join(session, first, now)
    _join(session, second, now)
    with pytest.raises(DomainError, match="link_unusable"):
        _join(session, second, now)
    with pytest.raises(DomainError, match="link_unusable"):
        invitations.opened(session=session, token=second, now=now)
    used = session.exec(select(Invitation).where(Invitation.used_at != None)).one()  # noqa: E711
    assert (used.token, used.withdrawn_at) == (None, None)


def test_two_clicks_at_once_join_once(portal, session, scene, elsewhere, now) -> None:
    token = _link(session, elsewhere, now)

    def click(_number: int) -> str:
        with portal.session() as own:
            try:
                _join(own, token, now)
            except DomainError as error:
                return error.code
        return "joined"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == ["joined", "link_unusable"]


def test_the_inviting_organisation_sees_it_in_its_log_and_the_other_does_not(session, scene, elsewhere, now) -> None:
    karen_id = scene.volunteer.id
    _join(session, _link(session, elsewhere, now), now)
    events = session.exec(select(audit.AuditEvent).where(audit.AuditEvent.action == "account.joined")).all()
    assert [(each.organisation_id, each.actor_id) for each in events] == [(elsewhere.organisation.id, karen_id)]
    assert audit.first_break(session, elsewhere.organisation.id) is None


def test_a_wrong_passphrase_changes_nothing_and_counts_like_a_wrong_login(session, scene, elsewhere, now) -> None:
    token, added_id = _link(session, elsewhere, now), elsewhere.volunteer.id
    for _attempt in range(4):
        with pytest.raises(DomainError, match="login_failed"):
            _join(session, token, now, passphrase="noget helt andet")
    with pytest.raises(DomainError, match="login_locked"):
        _join(session, token, now, passphrase="noget helt andet")
    with pytest.raises(DomainError, match="login_locked"):
        sessions.log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now)
    with pytest.raises(DomainError, match="login_locked"):
        _join(session, token, now)
    assert session.get(Person, added_id) is not None
    assert _join(session, token, now + timedelta(minutes=16)).person_id == scene.volunteer.id


def test_an_unknown_login_gets_the_same_answer_as_a_wrong_passphrase(session, scene, elsewhere, now) -> None:
    with pytest.raises(DomainError, match="login_failed"):
        _join(session, _link(session, elsewhere, now), now, login_name="findes.ikke")


def test_a_second_engagement_in_the_same_organisation_and_programme_is_allowed(session, scene, now) -> None:
    added = _added(session, scene.organisation, now)
    _join(session, _link(session, added, now), now)
    own = session.exec(select(Engagement).where(Engagement.person_id == scene.volunteer.id)).all()
    assert len(own) == 2
    assert {each.organisation_id for each in own} == {scene.organisation.id}


def test_a_text_both_have_read_is_kept_once(session, scene, elsewhere, now) -> None:
    version = session.exec(select(GuidelineVersion)).first()
    if version is None:
        version = GuidelineVersion(kind="x", number=1, content="{}", fingerprint="f", published_at=now)
    with transaction(session):
        session.add(version)
        session.flush()
        for person in (scene.volunteer, elsewhere.volunteer):
            session.add(Acknowledgement(version_id=version.id, person_id=person.id, given_at=now))
    _join(session, _link(session, elsewhere, now), now)
    assert [each.person_id for each in session.exec(select(Acknowledgement))] == [scene.volunteer.id]


def test_a_colleague_joins_with_a_login_and_an_ended_role_begins_again(session, scene, elsewhere, now) -> None:
    organisation = elsewhere.organisation
    with transaction(session):
        session.add(
            Membership(
                organisation_id=organisation.id,
                person_id=scene.volunteer.id,
                role=Role.SUPERVISOR,
                created_at=now,
                ended_at=now,
            )
        )
    added = a_member(session, organisation, now, role=Role.SUPERVISOR, name="Karen")
    administrator = a_member(session, organisation, now, role=Role.ADMIN, name="Adam")
    made = invitations.invite(
        session=session,
        actor=an_actor(administrator, organisation, Role.ADMIN),
        person_id=added.id,
        organisation_id=organisation.id,
        now=now,
    )
    _join(session, made.token, now)
    held = session.exec(select(Membership).where(Membership.role == Role.SUPERVISOR)).one()
    assert (held.person_id, held.ended_at) == (scene.volunteer.id, None)


def test_a_pair_goes_along_unless_it_is_with_oneself(session, scene, elsewhere, now) -> None:
    mate = _added(session, elsewhere.organisation, now, name="Makker")
    with transaction(session):
        pair = Pair(
            organisation_id=elsewhere.organisation.id,
            first_id=elsewhere.engagement.id,
            second_id=mate.engagement.id,
            begins_on=local_day(now),
            created_by_id=elsewhere.coordinator.id,
            created_at=now,
        )
        session.add(pair)
    _join(session, _link(session, elsewhere, now), now)
    look_again(session)
    assert session.exec(select(Pair)).one().first_id == elsewhere.engagement.id
    token = _link(session, mate, now)
    with pytest.raises(DomainError, match="login_other_side"):
        _join(session, token, now)
    look_again(session)
    assert session.get(Person, mate.volunteer.id) is not None
    assert invitations.opened(session=session, token=token, now=now)


def test_nobody_becomes_the_volunteer_they_look_after(session, scene, elsewhere, now) -> None:
    an_account(session, elsewhere.coordinator, now, login_name="nina")
    with pytest.raises(DomainError, match="login_other_side"):
        _join(session, _link(session, elsewhere, now), now, login_name="nina")
    assert session.get(Person, elsewhere.volunteer.id) is not None


def test_a_link_for_a_new_passphrase_joins_nobody(session, scene, elsewhere, now) -> None:
    an_account(session, elsewhere.volunteer, now, login_name="anden")
    made = invitations.make_passphrase_link(
        session=session,
        actor=elsewhere.as_coordinator,
        person_id=elsewhere.volunteer.id,
        organisation_id=elsewhere.organisation.id,
        reason="har glemt den",
        now=now,
    )
    with pytest.raises(DomainError, match="link_unusable"):
        _join(session, made.token, now)
    assert len(session.exec(select(Account)).all()) == 2


def test_no_table_is_left_that_names_somebody_who_is_gone(session, scene, elsewhere, now) -> None:
    """SQLite and PostgreSQL would refuse it; this is that every column is known to be asked."""
    named = {(column.table.name, column.name) for column in identity.naming_a_person()}
    assert {("engagement", "person_id"), ("document_party", "person_id"), ("consent", "person_id")} <= named
    assert {("invitation", "person_id"), ("history_share", "person_id"), ("saved_view", "person_id")} <= named


def test_what_comes_next_is_told_of_whoever_joined(session, scene, elsewhere, now) -> None:
    engagement_id = elsewhere.engagement.id
    assert session.get_one(EngagementNext, engagement_id).stage == "invited"
    _join(session, _link(session, elsewhere, now), now)
    look_again(session)
    row = session.get_one(EngagementNext, engagement_id)
    assert (row.sought, row.stage) == ("karen møller", "papers")
