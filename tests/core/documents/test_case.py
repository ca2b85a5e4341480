"""Whatever people do, in whatever order: what must always hold of a document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, select

from core.documents.case import DocumentCase, load
from core.documents.drafting.service import choose_points, withdraw
from core.documents.reading import DocumentView, read
from core.documents.sealing import service as sealing
from core.documents.sealing.service import seal_pending
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.documents.text.compose import ClauseChoice
from core.errors import DomainError
from db.audit import first_break
from db.documents import DocumentFile
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Person
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_letter, answer, sign

SIGNERS = st.sampled_from(["as_volunteer", "as_contact_person"])
REFUSALS = {
    "already_sealed",
    "document_withdrawn",
    "answers_missing",
    "text_changed",
}


@contextmanager
def tolerated() -> Iterator[None]:
    """What is asked at the wrong time is refused with one of the known reasons."""
    try:
        yield
    except DomainError as refused:
        if refused.code not in REFUSALS:
            raise


class Life(RuleBasedStateMachine):
    """One welcome letter, and everybody doing everything to it."""

    session: Session
    now: datetime

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = a_scene(self.session, self.now)
        self.document_id: UUID = a_letter(self.session, self.scene, self.now).id
        self.seen: list[str] = []
        self.settled: str | None = None
        self.file: str | None = None
        self.over = False
        self.badge = True

    def view(self) -> DocumentView:
        self.session.rollback()
        return read(session=self.session, actor=self.scene.as_coordinator, document_id=self.document_id)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @rule()
    def choose(self) -> None:
        with tolerated():
            choose_points(
                session=self.session,
                actor=self.scene.as_contact_person,
                document_id=self.document_id,
                choices={"name_badge": ClauseChoice(not self.badge)},
                expected_version=self.view().document.version,
                now=self.tick(),
            )
            self.badge = not self.badge

    @rule(value=st.sampled_from(["", "Ture", "Kaffe"]), field=st.sampled_from(["wishes", "meetings", "task"]))
    def fill_in_one(self, value: str, field: str) -> None:
        actor = self.scene.as_volunteer if field == "wishes" else self.scene.as_contact_person
        with tolerated():
            answer(self.session, actor, self.document_id, field, value, self.tick())

    @rule(digit=st.sampled_from("12"))
    def change_the_phone_number(self, digit: str) -> None:
        with transaction(self.session):
            person = self.session.get_one(Person, self.scene.volunteer.id)
            person.phone = f"+45 20 30 40 5{digit}"
            self.session.add(person)

    @rule(signer=SIGNERS)
    def open_to_sign(self, signer: str) -> None:
        with tolerated():
            version = begin_signing(
                session=self.session,
                actor=getattr(self.scene, signer),
                document_id=self.document_id,
                now=self.tick(),
            )
            self.seen.append(version.fingerprint)

    @precondition(lambda self: self.seen)
    @rule(signer=SIGNERS, data=st.data())
    def sign_a_text_seen_before(self, signer: str, data: st.DataObject) -> None:
        actor = getattr(self.scene, signer)
        with tolerated():
            consent(
                session=self.session,
                actor=actor,
                document_id=self.document_id,
                signature=TypedSignature(fingerprint=data.draw(st.sampled_from(self.seen)), typed_name=actor.name),
                now=self.tick(),
            )

    @rule(signer=SIGNERS)
    def sign_now(self, signer: str) -> None:
        with tolerated():
            sign(self.session, getattr(self.scene, signer), self.document_id, self.tick())

    @rule()
    def both_sign_now(self) -> None:
        for signer in ("as_volunteer", "as_contact_person"):
            self.sign_now(signer=signer)

    @rule()
    def seal_whatever_there_is(self) -> None:
        for version_id in [version.id for version in self.view().versions]:
            seal_pending(session=self.session, version_id=version_id, now=self.tick())

    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure: int) -> None:
        if sure == 7:
            with tolerated():
                withdraw(
                    session=self.session,
                    actor=self.scene.as_coordinator,
                    document_id=self.document_id,
                    now=self.tick(),
                )
                self.over = True

    @invariant()
    def what_always_holds(self) -> None:
        view = self.view()
        case = load(self.session, self.document_id)
        self.it_is_signed_exactly_when_both_agreed_to_the_version_that_stands(case, view)
        self.no_signature_counts_for_another_text(view)
        self.what_everyone_signed_never_changes(view)
        self.versions_are_counted_and_each_signs_one_once(case)
        self.one_seal_is_asked_for_when_everyone_signed_and_never_else(case)

    def it_is_signed_exactly_when_both_agreed_to_the_version_that_stands(
        self, case: DocumentCase, view: DocumentView
    ) -> None:
        standing = [version for version in case.versions if version.replaced_at is None]
        assert len(standing) <= 1
        agreed = {given.party_id for given in case.consents[standing[0].id]} if standing else set()
        everyone = {party.id for party in case.parties}
        assert (view.state in ("sealing", "sealed")) == (agreed == everyone)
        assert (view.state == "withdrawn") == self.over

    def no_signature_counts_for_another_text(self, view: DocumentView) -> None:
        for party in view.parties:
            if party.consent is not None:
                assert view.version is not None
                assert party.consent.version_id == view.version.id
                assert party.consent.fingerprint == view.version.fingerprint == view.text.fingerprint()
                assert view.version.replaced_at is None

    def what_everyone_signed_never_changes(self, view: DocumentView) -> None:
        if self.settled is not None:
            assert (view.settled, view.text.canonical()) == (True, self.settled)
        if self.file is not None:
            assert view.file is not None
            assert view.file.sha256 == self.file
        if view.settled:
            self.settled = view.text.canonical()
        if view.file:
            assert view.settled
            self.file = view.file.sha256

    def versions_are_counted_and_each_signs_one_once(self, case: DocumentCase) -> None:
        assert [version.number for version in case.versions] == list(range(1, len(case.versions) + 1))
        for version in case.versions:
            given = case.consents[version.id]
            assert len({each.party_id for each in given}) == len(given)
            assert {each.fingerprint for each in given} <= {version.fingerprint}

    def one_seal_is_asked_for_when_everyone_signed_and_never_else(self, case: DocumentCase) -> None:
        versions = {str(version.id) for version in case.versions}
        asked = self.session.exec(select(OutboxItem).where(OutboxItem.kind == "seal"))
        own = [item for item in asked if item.params["version_id"] in versions]
        assert len(own) == (1 if self.settled is not None else 0)

    def teardown(self) -> None:
        self.session.rollback()
        assert first_break(self.session, self.scene.organisation.id) is None


def test_whatever_happens_a_signature_means_what_was_read(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How it is drawn has tests of its own; here it only takes time.
    monkeypatch.setattr(sealing, "draw", lambda _session, case: case.current.text.encode())
    monkeypatch.setattr(sealing, "seal", lambda drawn, _material, at: drawn + at.isoformat().encode() + uuid4().bytes)
    begun = now

    class HereAndNow(Life):
        def __init__(self) -> None:
            self.session, self.now = session, begun
            super().__init__()

    run_state_machine_as_test(
        HereAndNow,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert session.exec(select(DocumentFile)).first() is not None, "no order of events got as far as a seal"
