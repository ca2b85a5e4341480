from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.reading import read
from core.documents.template.publishing import newest, publish_shipped, templates
from core.errors import DomainError
from core.i18n import local_day
from core.templates.reading import KindView, kind_view, kinds, version_text
from core.templates.service import discard, edit, export, export_draft, import_draft, publish, start_draft
from core.templates.writing import Writing
from db.audit import AuditEvent
from db.documents import Document, TemplateVersion
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.documents.stories import a_draft, a_sealed_letter
from tests.core.templates.making import KIND, SHIPPED, an_admin, begun, published, saying


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    return an_admin(session, scene, now)


def view(session: Session, scene: Scene, admin: Actor, now: datetime) -> KindView:
    return kind_view(
        session=session, actor=admin, organisation_id=scene.organisation.id, kind=KIND, today=local_day(now)
    )


def current(session: Session, scene: Scene, now: datetime, days: int = 0):
    return newest(session, [KIND], organisation_id=scene.organisation.id, today=local_day(now) + timedelta(days=days))[
        KIND
    ]


def test_new_documents_are_made_of_the_organisations_own_words(session: Session, scene: Scene, admin: Actor, now):
    version = published(session, scene, admin, now)
    assert current(session, scene, now) == version.id
    document = a_draft(session, scene, now)
    text = read(session=session, actor=scene.as_contact_person, document_id=document.id).text
    assert "Du pynter op til jul." in text.canonical()
    assert text.template == f"{KIND} {SHIPPED + 1}"


def test_another_organisation_keeps_the_words_that_come_with_the_portal(session: Session, scene: Scene, admin, now):
    version = published(session, scene, admin, now)
    other = an_organisation(session, now, name="Lunde Kommune")
    found = newest(session, [KIND], organisation_id=other.id, today=local_day(now))[KIND]
    assert found != version.id
    assert found == newest(session, [KIND], organisation_id=None, today=local_day(now))[KIND]


def test_a_version_waits_for_its_day(session: Session, scene: Scene, admin: Actor, now):
    version = published(session, scene, admin, now, days=10)
    assert current(session, scene, now, days=9) != version.id
    assert current(session, scene, now, days=10) == version.id
    assert [each.id for each in view(session, scene, admin, now).coming] == [version.id]


def test_the_one_that_came_into_force_last_counts(session: Session, scene: Scene, admin: Actor, now):
    later = published(session, scene, admin, now, saying("Fra januar."), days=60)
    sooner = published(session, scene, admin, now, saying("Fra i morgen."), days=1)
    assert current(session, scene, now, days=1) == sooner.id
    assert current(session, scene, now, days=60) == later.id


def test_the_next_version_goes_on_from_the_last_one_written(session: Session, scene: Scene, admin: Actor, now):
    published(session, scene, admin, now, saying("Kommer til foråret."), days=60)
    draft = begun(session, scene, admin, now)
    assert Writing.from_json(draft.content).words("da").clauses["effort"].text == "Kommer til foråret."


def test_a_new_version_from_the_portal_does_not_push_the_organisations_own_aside(session, scene, admin, now):
    version = published(session, scene, admin, now)
    shipped = session.exec(select(TemplateVersion).where(TemplateVersion.kind == KIND)).first()
    session.add(TemplateVersion(kind=KIND, number=9, content=shipped.content, fingerprint="x", published_at=now))
    session.commit()
    assert current(session, scene, now) == version.id


def test_beginning_twice_goes_on_with_what_is_begun(session: Session, scene: Scene, admin: Actor, now):
    first = begun(session, scene, admin, now, saying("Du pynter op til jul."))
    assert begun(session, scene, admin, now).version == first.version == 2


def test_the_second_of_two_editors_is_told(session: Session, scene: Scene, admin: Actor, now):
    draft = begun(session, scene, admin, now, saying("Du pynter op til jul."))
    at: Any = {"session": session, "actor": admin, "organisation_id": scene.organisation.id, "kind": KIND, "now": now}
    for late in (
        lambda: edit(**at, change=saying("Andet."), expected_version=draft.version - 1),
        lambda: publish(**at, in_force_from=local_day(now), expected_version=draft.version - 1),
        lambda: import_draft(**at, data=export_draft_of(session, scene, admin), expected_version=None),
    ):
        with pytest.raises(DomainError) as refusal:
            late()
        assert refusal.value.code == "changed_meanwhile"


def export_draft_of(session: Session, scene: Scene, admin: Actor) -> bytes:
    return export_draft(session=session, actor=admin, organisation_id=scene.organisation.id, kind=KIND)


def test_a_change_of_nothing_is_not_counted(session: Session, scene: Scene, admin: Actor, now):
    draft = begun(session, scene, admin, now, saying("Du pynter op til jul."))
    assert begun(session, scene, admin, now, saying("Du pynter op til jul.")).version == draft.version


@pytest.mark.parametrize(
    ("text", "days", "code"),
    [("{{ volunteer.phone }}", 0, "template_problems"), (None, 0, "template_same"), ("Nyt.", -1, "date_past")],
)
def test_what_cannot_be_published_is_not(session: Session, scene: Scene, admin: Actor, now, text, days, code):
    draft = begun(session, scene, admin, now, *([saying(text)] if text else []))
    with pytest.raises(DomainError) as refusal:
        publish(
            session=session,
            actor=admin,
            organisation_id=scene.organisation.id,
            kind=KIND,
            in_force_from=local_day(now) + timedelta(days=days),
            expected_version=draft.version,
            now=now,
        )
    assert refusal.value.code == code
    assert view(session, scene, admin, now).draft is not None


def test_a_piece_that_is_gone_is_not_found(session: Session, scene: Scene, admin: Actor, now):
    draft = begun(session, scene, admin, now, saying("Du pynter op til jul."))
    with pytest.raises(DomainError) as refusal:
        edit(
            session=session,
            actor=admin,
            organisation_id=scene.organisation.id,
            kind=KIND,
            change=saying("x", "gone"),
            expected_version=draft.version,
            now=now,
        )
    assert refusal.value.code == "not_found"


def test_what_is_thrown_away_is_gone_and_what_is_published_stays(session: Session, scene: Scene, admin: Actor, now):
    version = published(session, scene, admin, now)
    begun(session, scene, admin, now, saying("Kasseres."))
    discard(session=session, actor=admin, organisation_id=scene.organisation.id, kind=KIND, now=now)
    seen = view(session, scene, admin, now)
    assert seen.draft is None
    assert seen.in_force.id == version.id
    assert (seen.in_force.own, seen.in_force.publisher) == (True, "Søren Friis")


def test_every_version_stays_readable(session: Session, scene: Scene, admin: Actor, now):
    published(session, scene, admin, now, saying("Første."))
    published(session, scene, admin, now, saying("Anden."))
    texts = [
        version_text(session=session, actor=admin, organisation_id=scene.organisation.id, version_id=version.id)
        .words("da")
        .clauses["effort"]
        .text
        for version in view(session, scene, admin, now).versions
    ]
    assert texts[:2] == ["Anden.", "Første."]
    assert len(texts) == 3


def test_one_municipality_shares_its_words_with_another(session: Session, scene: Scene, admin: Actor, now):
    version = published(session, scene, admin, now)
    data = export(session=session, actor=admin, organisation_id=scene.organisation.id, version_id=version.id)
    other = an_organisation(session, now, name="Lunde Kommune")
    person = a_member(session, other, now, role=Role.ADMIN, name="Ea Lund")
    stranger = an_actor(person, other, Role.ADMIN)
    draft = import_draft(
        session=session,
        actor=stranger,
        organisation_id=other.id,
        kind=KIND,
        data=data,
        expected_version=None,
        now=now,
    )
    taken_over = publish(
        session=session,
        actor=stranger,
        organisation_id=other.id,
        kind=KIND,
        in_force_from=local_day(now),
        expected_version=draft.version,
        now=now,
    )
    ours, theirs = (templates(session, [id_])[id_] for id_ in (version.id, taken_over.id))
    assert ours == theirs
    for forbidden in (
        lambda: export(session=session, actor=stranger, organisation_id=other.id, version_id=version.id),
        lambda: version_text(session=session, actor=stranger, organisation_id=other.id, version_id=version.id),
    ):
        with pytest.raises(DomainError) as refusal:
            forbidden()
        assert refusal.value.code == "not_found"


def test_a_file_of_another_kind_is_refused(session: Session, scene: Scene, admin: Actor, now):
    begun(session, scene, admin, now, saying("Du pynter op til jul."))
    data = export_draft_of(session, scene, admin)
    with pytest.raises(DomainError) as refusal:
        import_draft(
            session=session,
            actor=admin,
            organisation_id=scene.organisation.id,
            kind="cooperation_agreement",
            data=data,
            expected_version=None,
            now=now,
        )
    assert refusal.value.code == "template_other_kind"


@pytest.mark.parametrize("who", ["as_volunteer", "as_contact_person", "as_coordinator"])
def test_only_an_administrator_writes_templates(session: Session, scene: Scene, admin: Actor, now, who: str):
    draft = begun(session, scene, admin, now, saying("Du pynter op til jul."))
    actor = getattr(scene, who)
    at: Any = {"session": session, "actor": actor, "organisation_id": scene.organisation.id}
    for forbidden in (
        lambda: start_draft(**at, kind=KIND, now=now),
        lambda: edit(**at, kind=KIND, change=saying("x"), expected_version=draft.version, now=now),
        lambda: publish(**at, kind=KIND, in_force_from=local_day(now), expected_version=draft.version, now=now),
        lambda: discard(**at, kind=KIND, now=now),
        lambda: export_draft(**at, kind=KIND),
        lambda: kinds(**at, today=local_day(now)),
        lambda: version_text(**at, version_id=draft.based_on_id),
    ):
        with pytest.raises(DomainError) as refusal:
            forbidden()
        assert refusal.value.code == "not_allowed"


def test_a_sealed_document_reads_as_it_was_signed(session: Session, scene: Scene, admin: Actor, now):
    sealed = a_sealed_letter(session, scene, now)
    number = session.exec(select(Document.id)).one()
    before = read(session=session, actor=scene.as_volunteer, document_id=number).text
    published(session, scene, admin, now)
    after = read(session=session, actor=scene.as_volunteer, document_id=number)
    assert after.text == before
    assert after.file is not None
    assert after.file.sha256 == sealed.sha256


def test_every_step_leaves_a_trace_without_its_words(session: Session, scene: Scene, admin: Actor, now):
    published(session, scene, admin, now, saying("Meget bestemte ord."))
    events = session.exec(select(AuditEvent).where(AuditEvent.actor_id == admin.person_id)).all()
    assert [event.action for event in events] == ["template.begun", "template.changed", "template.published"]
    assert "bestemte" not in str([event.model_dump() for event in events])


def test_publishing_what_comes_with_the_portal_again_changes_nothing(session: Session, scene: Scene, admin, now):
    version = published(session, scene, admin, now)
    publish_shipped(session, now)
    assert current(session, scene, now) == version.id
