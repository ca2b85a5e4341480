"""Certificates made once, made anew, made by the hundred, and proofs for whoever asks for their own; both databases."""

import csv
import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.access.permissions import Role
from core.certificates.archive import archive, make_certificates_download
from core.certificates.reading import (
    certificate_file,
    certificates_of,
    earned_certificates,
    earned_kinds,
    earned_places,
    made_ones,
    my_certificates,
    own_engagements,
    those_made,
    without_one,
)
from core.certificates.service import ONCE, make_each, prove
from core.certificates.text import CertificateKind
from core.documents.export.downloads import take_download
from core.documents.sealing.verify import verify
from core.errors import DomainError
from core.i18n import local_day
from core.recognition.giving import ThanksDetails, give
from core.recognition.planning import RecognitionPlan
from core.recognition.rules import Gift
from core.recognition.service import accept
from db.audit import AuditEvent
from db.certificates import Certificate
from db.engine import transaction
from db.people import Person
from tests.builders import a_member, an_actor, an_organisation
from tests.core.certificates.stories import began, file_of, makes
from tests.core.documents.readback import pages_of
from tests.core.recognition.test_service import approve
from tests.core.register.test_documents import another


def asked(session, scene, now):
    return {
        "session": session,
        "actor": scene.as_coordinator,
        "organisation_id": scene.organisation.id,
        "today": local_day(now),
    }


def earned(session, scene, now, count=50):
    """Everything that was earned, kind by kind."""
    wanted = asked(session, scene, now)
    return [row for key in earned_kinds(**wanted) for row in earned_certificates(**wanted, key=key, count=count).rows]


def own(session, scene):
    return my_certificates(session=session, actor=scene.as_volunteer)


def test_what_was_earned_is_listed_with_what_is_made(session, scene, now):
    assert {row.key: row.certificate_id for row in earned(session, scene, now)} == dict.fromkeys(
        ("diploma:5", "diploma:10", "certificate")
    )
    made = makes(session, scene, now)
    assert {row.key: row.certificate_id for row in earned(session, scene, now)}["diploma:10"] == made.id
    assert made_ones(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_ids=[scene.engagement.id],
    ) == {(scene.engagement.id, "diploma:10"): made.id}


def test_a_list_of_many_takes_as_many_queries_as_one(session, scene, now, count_queries):
    earned(session, scene, now)
    with count_queries() as one:
        earned(session, scene, now)
    for name in ("Bo", "Ea", "Ib"):
        approve(session, another(session, scene, now, name=name), local_day(now))
    with count_queries() as many:
        assert len(earned(session, scene, now)) == 12
    assert many.total <= one.total


def test_a_page_counts_everybody_and_tells_what_is_made_and_what_is_missing(session, scene, now):
    others = [another(session, scene, now, name=name) for name in ("Bo", "Ea", "Ib")]
    for other in others:
        approve(session, other, local_day(now))
    first = makes(session, others[0], now, key="certificate", actor=scene.as_coordinator)
    newer = makes(session, others[0], now, key="certificate", actor=scene.as_coordinator, again=True)
    assert newer.edition == first.edition + 1
    wanted = asked(session, scene, now) | {"key": "certificate"}
    page = earned_certificates(**wanted, count=2)
    assert [(row.name, row.certificate_id) for row in page.rows] == [("Bo", newer.id), ("Ea", None)]
    assert (page.total, page.made) == (4, 1)
    assert those_made(**wanted) == (newer.id,)
    ids = [each.engagement.id for each in (*others[1:], scene)]
    assert list(without_one(**wanted)) == ids
    assert earned_places(**wanted) == {scene.workplace.id: "Birkehuset"}
    assert earned_certificates(**wanted, workplace_ids=[uuid4()], count=2).total == 0
    assert [*earned_kinds(**asked(session, scene, now))] == ["certificate", "diploma:5", "diploma:10"]
    organisation = an_organisation(session, now)
    elsewhere = an_actor(a_member(session, organisation, now), organisation, Role.COORDINATOR)
    for read in (earned_places, without_one, those_made):
        with pytest.raises(DomainError, match="not_allowed"):
            read(**wanted | {"actor": elsewhere})
    with pytest.raises(DomainError, match="not_allowed"):
        earned_kinds(**asked(session, scene, now) | {"actor": elsewhere})


def test_a_diploma_is_sealed_as_it_was_made_and_is_genuine(session, scene, now):
    pdf = file_of(session, scene.as_coordinator, makes(session, scene, now))
    (page,) = pages_of(pdf)
    assert "Karen Møller" in page
    assert "10 år som frivillig" in page
    verdict = verify(session=session, data=pdf)
    assert (verdict.status, verdict.kind, verdict.version) == ("genuine", "diploma", 1)
    assert verify(session=session, data=pdf[:-40] + b"x" * 40).status == "altered"


def test_a_double_click_makes_one(session, scene, now):
    assert makes(session, scene, now).id == makes(session, scene, now).id
    assert len(session.exec(select(Certificate)).all()) == 1


def test_one_made_anew_stands_in_front_and_the_former_is_still_genuine(session, scene, now):
    former = makes(session, scene, now)
    pdf = file_of(session, scene.as_coordinator, former)
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.name = "Karen Marie Møller"
        session.add(person)
    anew = makes(session, scene, now + timedelta(days=1), again=True)
    assert (anew.edition, anew.number == former.number) == (2, False)
    assert [row.certificate_id for row in own(session, scene)] == [anew.id]
    assert "Karen Marie Møller" in pages_of(file_of(session, scene.as_volunteer, anew))[0]
    assert file_of(session, scene.as_coordinator, former) == pdf
    assert verify(session=session, data=pdf).status == "genuine"


def test_what_is_not_earned_is_not_made(session, scene, now):
    for key in ("diploma:25", "flowers", "proof:2026-11-02"):
        with pytest.raises(DomainError, match="certificate_not_earned"):
            makes(session, scene, now, key)


def test_a_name_without_latin_letters_is_refused_and_nothing_is_kept(session, scene, now):
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.name = "王小明"
        session.add(person)
    with pytest.raises(DomainError, match="letters_unprintable"):
        makes(session, scene, now)
    assert session.exec(select(Certificate)).all() == []


def test_only_who_recognises_makes_and_reads_them(session, scene, now):
    elsewhere = an_organisation(session, now, name="Fjernby")
    stranger = an_actor(a_member(session, elsewhere, now), elsewhere)
    made = makes(session, scene, now)
    for actor in (scene.as_contact_person, stranger, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            makes(session, scene, now, "diploma:5", actor=actor)
    for actor in (scene.as_contact_person, stranger):
        with pytest.raises(DomainError, match="not_allowed"):
            file_of(session, actor, made)
    assert file_of(session, scene.as_volunteer, made)
    with pytest.raises(DomainError, match="not_found"):
        certificate_file(session=session, actor=scene.as_coordinator, certificate_id=uuid4())


def test_a_planned_surprise_is_not_given_away_before_it_is_given(session, scene, now):
    planned = accept(
        session=session,
        actor=scene.as_coordinator,
        of={scene.engagement.id: 0},
        key="diploma:10",
        plan=RecognitionPlan(Gift.DIPLOMA, local_day(now), scene.contact_person.id),
        now=now,
    )
    made = makes(session, scene, now)
    assert own(session, scene) == ()
    with pytest.raises(DomainError, match="not_allowed"):
        file_of(session, scene.as_volunteer, made)
    give(
        session=session,
        actor=scene.as_coordinator,
        recognition_id=planned.id,
        details=ThanksDetails(given_on=local_day(now), words="Tak", cost=0),
        expected_version=planned.version,
        now=now,
    )
    (row,) = own(session, scene)
    assert (row.certificate_id, row.kind, row.years) == (made.id, CertificateKind.DIPLOMA, 10)
    assert file_of(session, scene.as_volunteer, made)


def test_many_are_made_one_by_one_and_twice_makes_nothing_twice(session, scene, now):
    others = [another(session, scene, now, name=name) for name in ("Bo", "王小明", "Ea")]
    for each in others:
        approve(session, each, local_day(now))
    ids = [scene.engagement.id, *(each.engagement.id for each in others), uuid4()]

    def all_of_them():
        return list(
            make_each(session=session, actor=scene.as_coordinator, engagement_ids=ids, key="certificate", now=now)
        )

    first = all_of_them()
    assert [(each.name, each.refused and each.refused.code) for each in first] == [
        ("Karen Møller", None),
        ("Bo", None),
        ("王小明", "letters_unprintable"),
        ("Ea", None),
        ("", "not_found"),
    ]
    assert [each.certificate_id for each in all_of_them()] == [each.certificate_id for each in first]
    assert len(session.exec(select(Certificate)).all()) == 3


def test_who_stops_half_way_has_whole_ones(session, scene, now):
    bo = another(session, scene, now, name="Bo")
    approve(session, bo, local_day(now))
    coming = make_each(
        session=session,
        actor=scene.as_coordinator,
        engagement_ids=[scene.engagement.id, bo.engagement.id],
        key="certificate",
        now=now,
    )
    next(coming)
    del coming
    assert len(session.exec(select(Certificate)).all()) == 1


def test_together_they_are_one_zip_with_a_list_and_hashes(session, scene, now):
    ids = [makes(session, scene, now, key).id for key in ("certificate", "diploma:5")]
    told = {"certificate_ids": ids, "language": "da", "now": now}
    whole = b"".join(archive(session=session, actor=scene.as_coordinator, **told))
    zipped = zipfile.ZipFile(io.BytesIO(whole))
    files = zipped.namelist()
    assert len(files) == 4
    assert files[1].startswith("diplom-5-aar-karen-moeller-")
    assert verify(session=session, data=zipped.read(files[0])).status == "genuine"
    heading, *lines = csv.reader(io.StringIO(zipped.read("manifest.csv").decode("utf-8-sig")), delimiter=";")
    assert [line[3] for line in lines] == ["Karen Møller", "Karen Møller"]
    assert heading[0] == "Fil"
    assert zipped.read("SHA256SUMS").decode().count("\n") == 3
    assert whole == b"".join(archive(session=session, actor=scene.as_coordinator, **told))


def test_nobody_else_takes_them_out(session, scene, now):
    made = makes(session, scene, now)
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            archive(session=session, actor=actor, certificate_ids=[made.id], language="da", now=now)
    with pytest.raises(DomainError, match="not_found"):
        archive(session=session, actor=scene.as_coordinator, certificate_ids=[made.id, uuid4()], language="da", now=now)


def test_a_ticket_leads_to_certificates_and_to_nothing_else(session, scene, now):
    made = makes(session, scene, now)
    asked = {"session": session, "actor": scene.as_coordinator, "session_token": "t", "now": now}
    ticket = make_certificates_download(**asked, certificate_ids=[made.id])
    with pytest.raises(DomainError, match="not_allowed"):
        take_download(**asked, ticket=ticket)
    assert take_download(**asked, ticket=ticket, what="certificates") == (made.id,)


def proves(session, scene, now, actor=None):
    return prove(session=session, actor=actor or scene.as_volunteer, engagement_id=scene.engagement.id, now=now)


def test_a_proof_is_made_at_once_by_whom_it_is_of(session, scene, now):
    (place,) = own_engagements(session=session, actor=scene.as_volunteer)
    assert (place.engagement_id, place.organisation) == (scene.engagement.id, "Solbjerg Kommune")
    made = proves(session, scene, now)
    page = "\n".join(pages_of(file_of(session, scene.as_volunteer, made)))
    assert "Bevis for frivillig indsats" in page
    assert "Instruktør på LÆR AT TACKLE" in page
    assert verify(session=session, data=file_of(session, scene.as_volunteer, made)).kind == "proof_of_effort"
    assert [row.kind for row in own(session, scene)] == [CertificateKind.PROOF]
    assert [row.kind for row in _of(session, scene)] == [CertificateKind.PROOF]


def _of(session, scene):
    return certificates_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)


def test_two_clicks_are_one_proof_and_later_the_same_day_a_newer_one(session, scene, now):
    made = proves(session, scene, now)
    assert proves(session, scene, now + ONCE / 2).id == made.id
    newer = proves(session, scene, now + ONCE)
    assert newer.edition == 2
    assert [row.certificate_id for row in own(session, scene)] == [newer.id]


def test_only_who_thanks_people_makes_a_proof_of_another_and_nobody_before_the_first_day(session, scene, now):
    with pytest.raises(DomainError, match="not_allowed"):
        proves(session, scene, now, scene.as_contact_person)
    made = proves(session, scene, now, scene.as_coordinator)
    assert [row.certificate_id for row in own(session, scene)] == [made.id]
    began(session, scene, local_day(now) + timedelta(days=3))
    with pytest.raises(DomainError, match="proof_too_early"):
        proves(session, scene, now)


def test_what_was_made_is_in_the_log_without_a_name(session, scene, now):
    makes(session, scene, now)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "certificate.made")).one()
    assert event.subject_id == scene.engagement.id
    assert event.actor_id == scene.coordinator.id
