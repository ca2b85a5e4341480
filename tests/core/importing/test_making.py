"""What comes in from a sheet is what the same facts by hand give; all of it or nothing; and it is taken out again."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.approvals.service import record_training
from core.errors import DomainError
from core.i18n import local_day
from core.importing.choices import ImportChoices, Meaning
from core.importing.columns import SheetField
from core.importing.making import SheetToImport, bring_in, holds_up
from core.importing.plan import RowKind
from core.importing.undoing import imports, undo_import
from core.journey import projecting
from core.journey.projecting import rebuild
from core.people.service import NewVolunteer, add_volunteer, save_volunteer
from db.audit import AuditEvent, first_break
from db.journey import EngagementNext, OccasionDays
from db.people import Engagement, Person
from tests.builders import Scene, a_scene, a_workplace, an_account, an_actor, look_again
from tests.core.importing.sheets import all_rows, brought_in, csv, planned

HEADINGS = "Navn;E-mail;Mobil;Adresse;Postnr;By;Pårørende;Tlf pårørende;Startdato;Uddannet;Program;Sted"


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def kept(session: Session, name: str) -> list[object]:
    """All that is kept of the one called so, without keys."""
    person = session.exec(select(Person).where(Person.name == name)).one()
    engagement = session.exec(select(Engagement).where(Engagement.person_id == person.id)).one()
    found: list[object] = []
    for row in (
        person,
        engagement,
        *session.exec(select(EngagementNext).where(EngagementNext.engagement_id == engagement.id)),
        *session.exec(
            select(OccasionDays).where(OccasionDays.engagement_id == engagement.id).order_by(col(OccasionDays.key))
        ),
    ):
        told = row.model_dump(exclude={"id", "person_id", "engagement_id", "version", "name", "sought", "found_by"})
        found.append(told)
    return found


def test_what_comes_in_is_what_the_same_facts_by_hand_give(session, scene, now):
    begins, trained = local_day(now) - timedelta(days=400), local_day(now) - timedelta(days=300)
    sheet = csv(
        HEADINGS,
        f"Bo Bæk;bo@example.dk;20 30 40 51;Engvej 1;4999;Solbjerg;Ib Bæk;30405061;{begins:%d.%m.%Y};{trained:%d/%m-%Y};"
        "Lær at tackle;Birkehuset",
    )
    brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now)
    by = {"session": session, "actor": scene.as_coordinator, "now": now}
    hand = add_volunteer(
        **by,
        organisation_id=scene.organisation.id,
        volunteer=NewVolunteer(
            name="Bo Hånd",
            email="bo@example.dk",
            phone="20 30 40 51",
            language="da",
            programme="laer_at_tackle",
            workplace_id=scene.workplace.id,
            contact_person_id=scene.coordinator.id,
            coordinator_id=scene.coordinator.id,
            begins_on=begins,
        ),
    )
    details = {"address": "Engvej 1\n4999 Solbjerg", "next_of_kin_name": "Ib Bæk", "next_of_kin_phone": "30405061"}
    save_volunteer(**by, engagement_id=hand.id, changes=details, expected_version=1)
    record_training(**by, engagement_id=hand.id, trained_on=trained, expected_version=1)
    assert kept(session, "Bo Bæk") == kept(session, "Bo Hånd")
    before = all_rows(session)
    rebuild(session, local_day(projecting.utc_now()))
    look_again(session)
    assert all_rows(session) == before
    assert first_break(session, scene.organisation.id) is None
    told = [each.action for each in session.exec(select(AuditEvent).order_by(col(AuditEvent.sequence)))]
    at = told.index("import.made")
    assert told[at - 2 : at] == ["volunteer.added", "engagement.trained"]


def test_a_sheet_that_came_in_is_taken_out_again_as_a_whole_within_a_day(session, scene, now):
    scene.volunteer.email, scene.volunteer.address = "karen@example.dk", ""
    scene.engagement.begins_on = None
    session.commit()
    before = all_rows(session)
    sheet = csv(
        "Navn;E-mail;Adresse;Startdato",
        "Karen Møller;karen@example.dk;Engvej 9;01.02.2020",
        "Bo Bæk;bo@example.dk;;",
        "Ib Bro;ib@example.dk;;2019",
    )
    choices = ImportChoices(usual={Meaning.PROGRAMME: "laer_at_tackle"})
    run = brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, choices)
    assert (run.new, run.changed) == (2, 1)
    look_again(session)
    assert scene.volunteer.address == "Engvej 9"
    assert scene.engagement.begins_on == date(2020, 2, 1)
    at = {"session": session, "actor": scene.as_coordinator}
    (row,) = imports(**at, organisation_id=scene.organisation.id, now=now)
    assert (row.new, row.changed, row.by) == (2, 1, "Jonas Holm")
    with pytest.raises(DomainError, match="not_allowed"):
        undo_import(session=session, actor=scene.as_contact_person, run_id=run.id, now=now)
    with pytest.raises(DomainError, match="too_late"):
        undo_import(**at, run_id=run.id, now=now + timedelta(days=1, seconds=1))
    undo_import(**at, run_id=run.id, now=now + timedelta(hours=23))
    look_again(session)
    assert all_rows(session) == before
    assert first_break(session, scene.organisation.id) is None
    assert imports(**at, organisation_id=scene.organisation.id, now=now) == []
    with pytest.raises(DomainError, match="not_found"):
        undo_import(**at, run_id=run.id, now=now)


def test_what_something_has_come_to_hang_on_is_not_taken_out(session, scene, now):
    sheet = csv("Navn;E-mail;Program", "Bo Bæk;bo@example.dk;Lær at tackle")
    run = brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now)
    bo = session.exec(select(Person).where(Person.name == "Bo Bæk")).one()
    an_account(session, bo, now, login_name="bobaek")
    before = all_rows(session)
    with pytest.raises(DomainError, match="import_used") as refused:
        undo_import(session=session, actor=scene.as_coordinator, run_id=run.id, now=now)
    assert refused.value.details == {"count": 1}
    assert all_rows(session) == before


def test_all_comes_in_or_nothing(session, scene, now):
    sheet = csv("Navn;E-mail;Program", "Bo Bæk;bo@example.dk;Lær at tackle", "Ib Bro;ib@example.dk;Lær at tackle")
    before = all_rows(session)

    def fails(_share: float) -> None:
        raise RuntimeError

    wanted = SheetToImport(sheet, ImportChoices(), 2)
    at = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id, "now": now}
    with pytest.raises(RuntimeError):
        bring_in(**at, wanted=wanted, progress=fails)
    with pytest.raises(DomainError, match="sheet_otherwise"):
        bring_in(**at, wanted=SheetToImport(sheet, ImportChoices(), 1))
    with pytest.raises(DomainError, match="sheet_nothing"):
        bring_in(**at, wanted=SheetToImport(csv("Navn;E-mail", "??;x"), ImportChoices(), 0))
    for role in (Role.ADMIN, Role.CONTACT_PERSON, Role.SUPERVISOR):
        with pytest.raises(DomainError, match="not_allowed"):
            bring_in(**{**at, "actor": an_actor(scene.coordinator, scene.organisation, role)}, wanted=wanted)
    look_again(session)
    assert all_rows(session) == before


def test_words_that_were_matched_once_are_known_the_next_time(session, scene, now):
    place = a_workplace(session, scene.organisation, name="Lunden")
    sheet = csv("Hvem;Kasse;Matrikel", "Bo Bæk;20304051;Skovhytten", "Ib Bro;20304052;Birkehuset")
    columns = {0: SheetField.NAME, 1: SheetField.PHONE, 2: SheetField.WORKPLACE}
    choices = ImportChoices(
        heading_row=0,
        columns=columns,
        usual={Meaning.PROGRAMME: "laer_at_tackle"},
        meant={Meaning.WORKPLACE: {"skovhytten": str(place.id)}},
    )
    first = planned(session, scene.as_coordinator, scene.organisation.id, sheet)
    assert first.mapped == {}
    brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, choices)
    again = csv("Matrikel;Hvem;Kasse", "Skovhytten;Eva Eg;20304053")
    later = ImportChoices(heading_row=0, usual={Meaning.PROGRAMME: "laer_at_tackle"})
    plan = planned(session, scene.as_coordinator, scene.organisation.id, again, later)
    assert plan.mapped == {0: "workplace", 1: "name", 2: "phone"}
    assert [(row.kind, row.workplace_id) for row in plan.rows] == [(RowKind.NEW, place.id)]


@pytest.mark.parametrize(("coming", "seconds"), [(0, 0), (1, 0), (600, 0), (900, 3), (10_000, 33)])
def test_it_is_told_how_long_others_wait_where_they_would_notice(coming, seconds):
    assert holds_up(coming) == seconds
