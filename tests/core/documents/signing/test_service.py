"""Signing: either order, once each, and only the text as it is now."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import LargeBinary, literal
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.drafting.service import withdraw
from core.documents.reading import drawings, read
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.documents.text.exact import FrozenText
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from db.audit import AuditEvent
from db.documents import Consent, DocumentVersion
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Engagement
from db.places import UNREADABLE
from db.tables import METADATA
from tests.builders import Scene, a_scene, look_again
from tests.core.documents.stories import a_draft, a_letter, a_signed_letter, answer, mails, power_cut_at, sign, together

LATER = timedelta(minutes=5)


def agree(
    session: Session, actor: Actor, document_id: UUID, fingerprint: str, now: datetime, name: str | None = None
) -> Consent:
    return consent(
        session=session,
        actor=actor,
        document_id=document_id,
        signature=TypedSignature(fingerprint=fingerprint, typed_name=actor.name if name is None else name),
        now=now,
    )


def seals(session: Session) -> list[str]:
    return [item.params["version_id"] for item in session.exec(select(OutboxItem).where(OutboxItem.kind == "seal"))]


def consents(session: Session) -> list[Consent]:
    return list(session.exec(select(Consent)))


def test_both_sign_in_either_order(session: Session, now: datetime) -> None:
    for first, second in (("as_volunteer", "as_contact_person"), ("as_contact_person", "as_volunteer")):
        scene = a_scene(session, now)
        document = a_letter(session, scene, now)
        sign(session, getattr(scene, first), document.id, now)
        view = read(session=session, actor=getattr(scene, second), document_id=document.id)
        assert (view.state, view.waiting_for, view.has_signed) == ("waiting", (view.mine,), False)
        sign(session, getattr(scene, second), document.id, now + LATER)
        view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
        assert (view.state, view.waiting_for, view.has_signed) == ("sealing", (), True)


def test_the_text_is_frozen_once_while_it_stays_the_same(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    first = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    second = begin_signing(session=session, actor=scene.as_contact_person, document_id=document.id, now=now + LATER)
    assert first.id == second.id
    assert FrozenText.from_canonical(first.text).fingerprint() == first.fingerprint
    assert len(session.exec(select(DocumentVersion)).all()) == 1


def test_nobody_signs_while_something_is_missing(session: Session, now: datetime) -> None:
    scene = a_scene(session, now, full=False)
    document = a_letter(session, scene, now)
    assert read(session=session, actor=scene.as_volunteer, document_id=document.id).missing
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError) as error:
            begin_signing(session=session, actor=actor, document_id=document.id, now=now)
        assert error.value.code == "answers_missing"


def test_nobody_signs_before_it_was_sent_or_after_it_was_withdrawn(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    with pytest.raises(DomainError) as error:
        sign(session, scene.as_contact_person, document.id, now)
    assert error.value.code == "not_shared_yet"
    withdraw(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    with pytest.raises(DomainError) as error:
        sign(session, scene.as_contact_person, document.id, now)
    assert error.value.code == "document_withdrawn"


def test_nobody_signs_for_another(session: Session, now: datetime) -> None:
    scene, stranger = a_scene(session, now), a_scene(session, now)
    document = a_letter(session, scene, now)
    for actor, code in (
        (scene.as_coordinator, "not_a_party"),
        (stranger.as_volunteer, "not_allowed"),
        (stranger.as_coordinator, "not_allowed"),
    ):
        with pytest.raises(DomainError) as error:
            begin_signing(session=session, actor=actor, document_id=document.id, now=now)
        assert error.value.code == code


def test_a_double_click_signs_once(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    first = agree(session, scene.as_volunteer, document.id, version.fingerprint, now)
    second = agree(session, scene.as_volunteer, document.id, version.fingerprint, now + LATER)
    assert (first.id, second.given_at) == (second.id, now)
    assert len(consents(session)) == 1


def test_a_double_click_of_the_last_signer_leaves_one_seal_to_make(
    portal: Portal, session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document_id = a_letter(session, scene, now).id
    sign(session, scene.as_contact_person, document_id, now)
    actor = scene.as_volunteer
    fingerprint = begin_signing(session=session, actor=actor, document_id=document_id, now=now).fingerprint
    session.rollback()
    given: list[UUID] = []
    ready = Barrier(4)

    def click() -> None:
        with portal.session() as own:
            ready.wait()
            given.append(agree(own, actor, document_id, fingerprint, now).id)

    together(*(Thread(target=click) for _ in range(4)))
    assert (len(given), len(set(given))) == (4, 1)
    assert len(seals(session)) == 1
    assert len(consents(session)) == 2


def test_two_who_sign_at_once_leave_one_seal_to_make(portal: Portal, session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document_id = a_letter(session, scene, now).id
    fingerprint = begin_signing(session=session, actor=scene.as_volunteer, document_id=document_id, now=now).fingerprint
    actors = (scene.as_volunteer, scene.as_contact_person)
    session.rollback()
    ready = Barrier(2)

    def click(actor: Actor) -> None:
        with portal.session() as own:
            ready.wait()
            agree(own, actor, document_id, fingerprint, now)

    together(*(Thread(target=click, args=(actor,)) for actor in actors))
    assert len(seals(session)) == 1
    assert read(session=session, actor=scene.as_volunteer, document_id=document_id).state == "sealing"


def test_only_the_last_signature_leaves_a_seal_to_make(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    assert seals(session) == []
    given = sign(session, scene.as_volunteer, document.id, now)
    assert seals(session) == [str(given.version_id)]


def test_a_signature_on_a_text_that_has_changed_is_refused_and_the_difference_shown(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    seen = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now).fingerprint
    answer(session, scene.as_contact_person, document.id, "meetings", "Den første mandag i måneden.", now)
    with pytest.raises(DomainError) as error:
        agree(session, scene.as_volunteer, document.id, seen, now)
    assert error.value.code == "text_changed"
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    said = "".join(text for change in view.changes_since(seen) for kind, text in change.words if kind == "added")
    assert "Den første mandag i måneden." in said
    assert view.changes_since("0" * 64) == ()
    newer = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    assert (newer.number, newer.fingerprint != seen) == (2, True)
    agree(session, scene.as_volunteer, document.id, newer.fingerprint, now)
    assert [given.version_id for given in consents(session)] == [newer.id]


def test_a_changed_phone_number_asks_those_who_had_signed_again(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    seen = sign(session, scene.as_contact_person, document.id, now).fingerprint
    with transaction(session):
        scene.volunteer.phone = "+45 99 88 77 66"
        session.add(scene.volunteer)
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    assert (view.has_signed, view.version, view.waiting_for) == (False, None, ("volunteer", "organisation"))
    with pytest.raises(DomainError) as error:
        agree(session, scene.as_volunteer, document.id, seen, now)
    assert error.value.code == "text_changed"
    sign(session, scene.as_volunteer, document.id, now)
    assert mails(session, "document_changed") == [scene.contact_person.id]
    assert seals(session) == []


def test_what_is_changed_elsewhere_after_everyone_signed_changes_nothing_here(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_signed_letter(session, scene, now)
    before = read(session=session, actor=scene.as_volunteer, document_id=document.id).text
    with transaction(session):
        scene.volunteer.phone = ""
        session.add(scene.volunteer)
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert (view.text, view.state, view.missing) == (before, "sealing", ())
    assert not view.aid_is_exact


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "typed_name_missing"), ("  ", "typed_name_missing"), ("Karen", "typed_name_differs")],
)
def test_the_name_is_typed_as_it_stands_in_the_document(session: Session, now: datetime, typed: str, code: str) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    with pytest.raises(DomainError) as error:
        agree(session, scene.as_volunteer, document.id, version.fingerprint, now, name=typed)
    assert error.value.code == code
    assert consents(session) == []
    given = agree(session, scene.as_volunteer, document.id, version.fingerprint, now, name=" karen  MØLLER ")
    assert (given.typed_name, given.person_id, given.given_at) == ("Karen Møller", scene.volunteer.id, now)


def test_letters_no_document_can_print_are_named_and_a_latin_spelling_asked_for(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now, volunteer="محمد Ali")
    document = a_letter(session, scene, now)
    (item,) = read(session=session, actor=scene.as_volunteer, document_id=document.id).missing
    assert (item.source, item.filled_by) == ("person.latin_name", "volunteer")
    assert set(item.letters) == set("محمد")  # type: ignore[attr-defined]
    assert "محمد Ali" in item.label(None, "da")  # type: ignore[arg-type]
    with transaction(session):
        scene.volunteer.latin_name = "Mohammad Ali"
        session.add(scene.volunteer)
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert (view.missing, view.parties[0].name, view.volunteer.name) == ((), "Mohammad Ali", "محمد Ali")
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    agree(session, scene.as_volunteer, document.id, version.fingerprint, now, name="mohammad ali")
    assert agree(session, scene.as_volunteer, document.id, version.fingerprint, now, name="x").typed_name


@pytest.mark.parametrize("table", ["consent", "outbox_item", "audit_event", "audit_head"])
def test_a_killed_server_leaves_a_signature_absent_or_whole(session: Session, now: datetime, table: str) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    fingerprint, actor = version.fingerprint, scene.as_volunteer
    events = len(session.exec(select(AuditEvent)).all())
    with power_cut_at(session, table):
        agree(session, actor, document.id, fingerprint, now)
    session.rollback()
    assert (len(consents(session)), seals(session)) == (1, [])
    assert len(session.exec(select(AuditEvent)).all()) == events
    agree(session, actor, document.id, fingerprint, now)
    assert (len(consents(session)), len(seals(session))) == (2, 1)


def test_the_volunteer_alone_completes_a_confidentiality_declaration(session: Session, now: datetime) -> None:
    scene: Scene = a_scene(session, now)
    document = a_letter(session, scene, now, kind="confidentiality_declaration")
    sign(session, scene.as_volunteer, document.id, now)
    assert read(session=session, actor=scene.as_coordinator, document_id=document.id).state == "sealing"
    assert len(seals(session)) == 1


def test_a_drawn_signature_is_kept_and_shown_to_the_parties_alone(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    version = begin_signing(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    given = consent(
        session=session,
        actor=scene.as_volunteer,
        document_id=document.id,
        signature=TypedSignature(
            fingerprint=version.fingerprint, typed_name=scene.as_volunteer.name, drawn=b"a picture"
        ),
        now=now,
    )
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    shown = drawings(session=session, actor=scene.as_contact_person, view=view)
    assert shown == {given.id: b"a picture"}
    outsider = replace(scene.as_volunteer, person_id=uuid4())
    with pytest.raises(DomainError, match="not_allowed"):
        drawings(session=session, actor=outsider, view=view)


def test_the_first_day_all_have_signed_for_is_the_engagements(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    answer(session, scene.as_contact_person, letter.id, "start_date", "2026-12-01", now)
    sign(session, scene.as_volunteer, letter.id, now)
    assert session.get_one(Engagement, scene.engagement.id).begins_on == local_day(now)
    sign(session, scene.as_contact_person, letter.id, now)
    session.expire_all()
    assert session.get_one(Engagement, scene.engagement.id).begins_on == date(2026, 12, 1)


def test_a_text_with_something_in_it_that_cannot_be_read_is_signed_by_nobody(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with transaction(session):
        answers = METADATA.tables["document_answer"]
        pasted = answers.update().where(answers.c.field_id == "extent")
        session.connection().execute(pasted.values(value=literal(b"from another row", LargeBinary)))
    look_again(session)
    assert UNREADABLE in read(session=session, actor=scene.as_volunteer, document_id=letter.id).text.canonical()
    with pytest.raises(DomainError, match="kept_unreadable"):
        sign(session, scene.as_volunteer, letter.id, now)
