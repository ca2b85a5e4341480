"""Signed on paper: recorded with what shows it, counted like any signature, and sealed with a cover that says so."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.reading import read
from core.documents.sealing.service import seal_pending
from core.documents.signing.paper import SignedPaper, papers, record_paper, scan_of
from core.errors import DomainError
from core.i18n import local_day
from core.journey.doing import Do
from core.register.documents import documents_waiting
from db.audit import AuditEvent, first_break
from db.documents import Consent, PaperRecord, PaperScan
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import Scene, a_member, a_scene, an_account, an_actor
from tests.core.documents.readback import pages_of
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, answer, change_signed, fill_in, sign
from tests.core.test_scan import SECRET, a_pdf, a_photo

BOTH = ("volunteer", "organisation")
DAY = timedelta(days=1)


def told(session: Session, scene: Scene, document_id: UUID, capacities: Any = BOTH, **other: Any) -> SignedPaper:
    """What a coordinator tells of a paper signed today."""
    text = read(session=session, actor=scene.as_coordinator, document_id=document_id).text
    values = {"signed_on": date(2026, 11, 2), "fingerprint": text.fingerprint(), "witness": "Jonas Holm", **other}
    return SignedPaper(capacities=capacities, **values)


def record(
    session: Session, scene: Scene, document_id: UUID, now: datetime, *, actor: Actor | None = None, **other: Any
) -> PaperRecord:
    paper = told(session, scene, document_id, **other)
    return record_paper(
        session=session, actor=actor or scene.as_coordinator, document_id=document_id, paper=paper, now=now
    )


def test_both_sign_one_paper_and_the_sealed_file_begins_with_a_page_that_says_so(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    kept = record(session, scene, document.id, now, scan=a_photo(), witness="Åse Vidne")
    consents = session.exec(select(Consent)).all()
    assert {(each.person_id, each.how, each.paper_id) for each in consents} == {
        (scene.volunteer.id, "paper", kept.id),
        (scene.contact_person.id, "paper", kept.id),
    }
    assert [item.kind for item in session.exec(select(OutboxItem)) if item.kind == "seal"] == ["seal"]
    sealed = seal_pending(session=session, version_id=kept.version_id, now=now)
    assert sealed is not None
    cover, *_others, last = (" ".join(page.split()) for page in pages_of(sealed.content))
    scan = session.exec(select(PaperScan)).one()
    for said in (
        "Underskrevet på papir den 2. november 2026",
        "Karen Møller, frivillig",
        "Lise Bach, din kontaktperson",
        "Skrevet ind i portalen af Jonas Holm den 2. november 2026 kl. 10.30",
        "Vidne: Åse Vidne så, at der blev skrevet under",
        scan.sha256,
    ):
        assert said in cover
    assert last.count("Underskrevet på papir den 2. november 2026") == 2
    assert scan.sha256 == hashlib.sha256(scan.content).hexdigest()
    assert SECRET not in scan.content


@pytest.mark.parametrize("paper_first", [True, False])
def test_one_signs_on_paper_and_the_other_on_a_device(session: Session, now: datetime, paper_first: bool) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    if paper_first:
        record(session, scene, document.id, now, capacities=["volunteer"])
        version = sign(session, scene.as_contact_person, document.id, now).version_id
    else:
        version = sign(session, scene.as_contact_person, document.id, now).version_id
        assert record(session, scene, document.id, now, capacities=["volunteer"]).version_id == version
    sealed = seal_pending(session=session, version_id=version, now=now)
    assert sealed is not None
    first, *_others, last = pages_of(sealed.content)
    assert "Lise Bach" not in first
    assert "Underskrevet på egen enhed" in last


def test_a_document_signed_on_devices_alone_has_no_cover(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    assert not any("på papir" in page for page in pages_of(a_sealed_letter(session, scene, now).content))


def test_a_draft_handed_over_on_paper_counts_as_sent(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    fill_in(session, scene, document.id, now)
    record(session, scene, document.id, now, capacities=["volunteer"])
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert (view.state, view.waiting_for) == ("waiting", ("organisation",))


def test_nothing_is_recorded_while_something_is_missing(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    assert refusal(session, scene, document.id, now) == "answers_missing"
    session.rollback()
    assert read(session=session, actor=scene.as_coordinator, document_id=document.id).document.shared_at is None
    assert session.exec(select(PaperRecord)).all() == []


def refusal(session: Session, scene: Scene, document_id: UUID, now: datetime, **other: Any) -> str:
    with pytest.raises(DomainError) as error:
        record(session, scene, document_id, now, **other)
    return error.value.code


def test_what_was_signed_before_the_document_was_made_here_is_recorded_with_its_day(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    record(session, scene, document.id, now, signed_on=local_day(now) - 400 * DAY)
    (kept,) = session.exec(select(PaperRecord)).all()
    assert kept.signed_on == local_day(now) - 400 * DAY


def test_what_is_told_must_hold(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    today = local_day(now)
    refusals: dict[str, dict[str, Any]] = {
        "paper_nobody": {"capacities": []},
        "paper_proof": {"witness": " "},
        "paper_witness": {"witness": "karen  møller"},
        "text_changed": {"fingerprint": "0" * 64},
        "name_missing": {"witness": "123"},
        "letters_unprintable": {"witness": "علي"},
        "cpr_not_wanted": {"witness": "Åse 010190-1234"},
        "scan_kind": {"scan": b"GIF89a"},
        # A file that was chosen and holds nothing is not the same as none.
        "upload_damaged": {"scan": b""},
    }
    for code, other in refusals.items():
        assert refusal(session, scene, document.id, now, **other) == code
        session.rollback()
    assert refusal(session, scene, document.id, now, signed_on=today + DAY) == "paper_date"
    session.rollback()
    assert refusal(session, scene, document.id, now, capacities=["partner"]) == "paper_nobody"
    session.rollback()
    assert session.exec(select(PaperRecord)).all() == []
    assert session.exec(select(Consent)).all() == []


def test_who_has_signed_already_is_not_recorded_again_and_a_double_click_changes_nothing(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    record(session, scene, document.id, now, capacities=["volunteer"])
    assert refusal(session, scene, document.id, now, capacities=["volunteer"]) == "paper_nobody"
    session.rollback()
    record(session, scene, document.id, now, capacities=["organisation"])
    assert refusal(session, scene, document.id, now) == "already_sealed"
    session.rollback()
    assert len(session.exec(select(PaperRecord)).all()) == 2


def test_a_change_after_the_paper_asks_for_a_new_signature(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    record(session, scene, document.id, now, capacities=["volunteer"])
    change_signed(session, scene.as_contact_person, document.id, "extent", "Tre timer", now)
    view = read(session=session, actor=scene.as_coordinator, document_id=document.id)
    assert set(view.waiting_for) == set(BOTH)


def test_only_those_who_make_documents_record_paper(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    auditor = a_member(session, scene.organisation, now, role=Role.AUDITOR, name="Ea Lund")
    for actor in (scene.as_volunteer, an_actor(auditor, scene.organisation, Role.AUDITOR)):
        with pytest.raises(DomainError) as error:
            record(session, scene, document.id, now, actor=actor)
        assert error.value.code == "not_allowed"
        session.rollback()
    record(session, scene, document.id, now, actor=scene.as_contact_person)


def test_the_scan_is_read_by_those_who_read_the_document(session: Session, now: datetime) -> None:
    scene, stranger = a_scene(session, now), a_scene(session, now)
    document, other = a_letter(session, scene, now), a_letter(session, scene, now, kind="confidentiality_declaration")
    kept = record(session, scene, document.id, now, scan=a_pdf())
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        found = scan_of(session=session, actor=actor, document_id=document.id, paper_id=kept.id)
        assert found.media_type == "application/pdf"
    with pytest.raises(DomainError, match="not_allowed"):
        scan_of(session=session, actor=stranger.as_coordinator, document_id=document.id, paper_id=kept.id)
    with pytest.raises(DomainError, match="no_scan"):
        scan_of(session=session, actor=scene.as_coordinator, document_id=other.id, paper_id=kept.id)
    (told_of,) = papers(session=session, actor=scene.as_volunteer, document_id=document.id).values()
    assert (told_of.signed_on, told_of.scan_type) == (date(2026, 11, 2), "application/pdf")


def test_it_is_traced_as_recorded_and_not_as_signed_by_the_recorder(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    record(session, scene, document.id, now)
    actions = [event.action for event in session.exec(select(AuditEvent)) if event.subject_id == document.id]
    assert actions.count("document.signed_on_paper") == 2
    assert "document.consented" not in actions
    assert first_break(session, scene.organisation.id) is None


def test_somebody_with_neither_mail_nor_account_is_signed_for_and_sealed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with transaction(session):
        scene.volunteer.email = scene.volunteer.phone = ""
        session.add(scene.volunteer)
    document = a_letter(session, scene, now)
    answer(session, scene.as_contact_person, document.id, "wishes", "Gerne højtlæsning", now)
    kept = record(session, scene, document.id, now)
    sealed = seal_pending(session=session, version_id=kept.version_id, now=now)
    assert sealed is not None
    assert "Gerne højtlæsning" in "\n".join(pages_of(sealed.content))


def test_a_phone_is_asked_for_as_soon_as_somebody_can_be_asked_on_a_screen(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with transaction(session):
        scene.volunteer.email = scene.volunteer.phone = ""
        session.add(scene.volunteer)
    document = a_letter(session, scene, now)
    rows: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    assert [row.next for row in documents_waiting(**rows, today=local_day(now))] == [Do.PAPER]
    an_account(session, scene.volunteer, now)
    view = read(session=session, actor=scene.as_coordinator, document_id=document.id)
    assert [item.field_id for item in view.missing] == ["phone"]
    assert [row.state for row in documents_waiting(**rows, today=local_day(now))] == ["filling_in"]
