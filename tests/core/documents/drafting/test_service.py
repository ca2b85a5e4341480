"""Drafting, choosing points, sending, reminding and withdrawing."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.drafting.aside import send_aside
from core.documents.drafting.service import choose_points, draft, remind, share, withdraw
from core.documents.reading import DocumentView, read
from core.documents.rules import number_as_printed
from core.documents.text.compose import ClauseChoice
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from db.audit import AuditEvent, first_break
from db.documents import Document
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, a_signed_letter, mails, sign, together

LATER = timedelta(hours=1)


def refusal(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def choose(
    session: Session, actor: Actor, document_id: UUID, choices: dict[str, ClauseChoice], now: datetime, version: int = 1
) -> Document:
    return choose_points(
        session=session, actor=actor, document_id=document_id, choices=choices, expected_version=version, now=now
    )


def seen(session: Session, scene: Scene, document: Document) -> DocumentView:
    return read(session=session, actor=scene.as_coordinator, document_id=document.id)


def test_a_draft_begins_with_the_points_of_its_programme_and_the_start_that_is_known(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    view = seen(session, scene, a_draft(session, scene, now))
    assert view.state == "draft"
    assert view.choices["name_badge"].included
    assert not view.choices["child_protection_certificate"].included
    assert view.answers["start_date"].value == local_day(now).isoformat()
    assert number_as_printed(view.document.number) == view.document.number
    assert [(party.capacity, party.person) for party in view.parties] == [
        ("volunteer", scene.volunteer),
        ("organisation", scene.contact_person),
    ]


def test_the_coordinator_signs_the_cooperation_agreement(session: Session, now: datetime) -> None:
    scene = a_scene(session, now, programme="laer_at_tackle")
    view = seen(session, scene, a_draft(session, scene, now, kind="cooperation_agreement"))
    assert [party.person for party in view.parties if party.signs] == [scene.coordinator, scene.volunteer]


def test_the_volunteer_alone_signs_the_confidentiality_declaration(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    view = seen(session, scene, a_draft(session, scene, now, kind="confidentiality_declaration"))
    assert [party.capacity for party in view.parties if party.signs] == ["volunteer"]


def test_a_second_document_of_the_kind_is_refused_while_the_first_is_under_way(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    first = a_draft(session, scene, now)
    with pytest.raises(DomainError) as error:
        a_draft(session, scene, now)
    assert refusal(error) == "document_exists"
    a_draft(session, scene, now, kind="confidentiality_declaration")
    withdraw(session=session, actor=scene.as_coordinator, document_id=first.id, now=now)
    a_draft(session, scene, now)


def test_a_sealed_document_may_be_followed_by_a_new_one(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    a_draft(session, scene, now)


def test_a_document_signed_by_everyone_is_under_way_until_it_is_sealed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    a_signed_letter(session, scene, now)
    with pytest.raises(DomainError) as error:
        a_draft(session, scene, now)
    assert refusal(error) == "document_exists"


@pytest.mark.parametrize(
    ("kind", "language"), [("cooperation_agreement", "da"), ("no_such_kind", "da"), ("welcome_letter", "de")]
)
def test_only_a_kind_of_the_programme_in_a_known_language_is_drafted(
    session: Session, now: datetime, kind: str, language: str
) -> None:
    scene = a_scene(session, now)
    with pytest.raises(DomainError) as error:
        a_draft(session, scene, now, kind=kind, language=language)
    assert refusal(error) == "choice_invalid"


def test_who_is_not_of_the_workplace_or_the_organisation_drafts_nothing(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    elsewhere = a_workplace(session, scene.organisation, name="Biblioteket")
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lind", workplace=elsewhere)
    stranger = a_scene(session, now)
    for actor in (
        scene.as_volunteer,
        an_actor(other, scene.organisation, Role.CONTACT_PERSON, elsewhere),
        an_actor(scene.coordinator, scene.organisation, Role.ADMIN),
        stranger.as_coordinator,
    ):
        with pytest.raises(DomainError) as error:
            draft(
                session=session,
                actor=actor,
                engagement_id=scene.engagement.id,
                kind="welcome_letter",
                signing_language="da",
                now=now,
            )
        assert refusal(error) == "not_allowed"


def test_points_are_chosen_and_reworded(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    wanted = {"name_badge": ClauseChoice(False), "unpaid": ClauseChoice(True, "Du får ikke løn,\nmen kaffe.")}
    assert choose(session, scene.as_contact_person, document.id, wanted, now).version == 2
    clauses = {
        clause.id: clause for section in seen(session, scene, document).text.sections for clause in section.clauses
    }
    assert "name_badge" not in clauses
    assert clauses["unpaid"].text == "Du får ikke løn,\nmen kaffe."
    assert clauses["unpaid"].reworded


def test_a_wording_that_is_empty_or_the_templates_own_goes_back_to_the_template(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    standard = seen(session, scene, document).standard_wording("unpaid")
    choose(session, scene.as_contact_person, document.id, {"unpaid": ClauseChoice(True, "Andet.")}, now)
    choose(
        session, scene.as_contact_person, document.id, {"unpaid": ClauseChoice(True, f" {standard}\n")}, now, version=2
    )
    assert seen(session, scene, document).choices["unpaid"] == ClauseChoice(True)
    choose(session, scene.as_contact_person, document.id, {"unpaid": ClauseChoice(True, "  ")}, now, version=3)
    assert seen(session, scene, document).document.version == 3


@pytest.mark.parametrize(
    ("clause", "choice", "code"),
    [
        ("confidentiality", ClauseChoice(False), "clause_mandatory"),
        ("confidentiality", ClauseChoice(True, "Sig det bare videre."), "clause_fixed"),
        ("no_such_point", ClauseChoice(True), "not_found"),
        ("unpaid", ClauseChoice(True, "Ring til 010203-1234."), "cpr_not_wanted"),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused_and_changes_nothing(
    session: Session, now: datetime, clause: str, choice: ClauseChoice, code: str
) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    with pytest.raises(DomainError) as error:
        choose(session, scene.as_coordinator, document.id, {"name_badge": ClauseChoice(False), clause: choice}, now)
    assert refusal(error) == code
    assert seen(session, scene, document).choices["name_badge"].included


def test_of_two_who_choose_at_once_the_later_is_told(portal: Portal, session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document_id = a_draft(session, scene, now).id
    outcomes: list[str] = []
    ready = Barrier(2)

    def edit(actor: Actor, clause: str) -> None:
        with portal.session() as own:
            ready.wait()
            try:
                choose(own, actor, document_id, {clause: ClauseChoice(False)}, now)
                outcomes.append(clause)
            except DomainError as error:
                outcomes.append(error.code)

    together(
        Thread(target=edit, args=(scene.as_contact_person, "name_badge")),
        Thread(target=edit, args=(scene.as_coordinator, "unpaid")),
    )
    session.rollback()
    choices = read(session=session, actor=scene.as_coordinator, document_id=document_id).choices
    kept = {clause for clause in ("name_badge", "unpaid") if not choices[clause].included}
    assert len(kept) == 1
    assert set(outcomes) == kept | {"changed_meanwhile"}


def test_choosing_what_is_chosen_already_disturbs_nobody(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    choose(session, scene.as_coordinator, document.id, {"unpaid": ClauseChoice(True)}, now, version=99)
    assert seen(session, scene, document).waiting_for == ("volunteer",)


def test_a_changed_point_asks_those_who_had_signed_again(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    choose(session, scene.as_contact_person, document.id, {"name_badge": ClauseChoice(False)}, now)
    assert read(session=session, actor=scene.as_volunteer, document_id=document.id).has_signed
    assert mails(session, "document_changed") == []
    send_aside(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert (view.state, view.has_signed, view.version) == ("waiting", False, None)
    assert view.waiting_for == ("volunteer", "organisation")
    assert view.previous_text is not None
    assert view.changes()
    assert mails(session, "document_changed") == [scene.volunteer.id]


def test_sending_tells_the_volunteer_once(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    for _click in range(2):
        share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    assert mails(session, "document_shared") == [scene.volunteer.id]
    assert seen(session, scene, document).state == "filling_in"


def test_a_volunteer_without_an_address_is_sent_no_mail(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    with transaction(session):
        scene.volunteer.email = ""
        session.add(scene.volunteer)
    document = a_letter(session, scene, now)
    assert mails(session, "document_shared") == []
    with pytest.raises(DomainError) as error:
        remind(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    assert refusal(error) == "email_missing"


def test_a_reminder_goes_to_those_it_waits_for_but_not_to_oneself(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    with pytest.raises(DomainError) as error:
        remind(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    assert refusal(error) == "not_shared_yet"
    withdraw(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    letter = a_letter(session, scene, now)
    remind(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    assert mails(session, "document_reminder") == [scene.volunteer.id]
    sign(session, scene.as_volunteer, letter.id, now)
    remind(session=session, actor=scene.as_coordinator, document_id=letter.id, now=now + LATER)
    assert mails(session, "document_reminder") == [scene.volunteer.id, scene.contact_person.id]


def test_a_withdrawn_document_refuses_every_change(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    withdraw(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    for change in (
        lambda: choose(session, scene.as_coordinator, document.id, {"unpaid": ClauseChoice(False)}, now),
        lambda: share(session=session, actor=scene.as_coordinator, document_id=document.id, now=now),
        lambda: withdraw(session=session, actor=scene.as_coordinator, document_id=document.id, now=now),
        lambda: remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=now),
        lambda: sign(session, scene.as_volunteer, document.id, now),
    ):
        with pytest.raises(DomainError) as error:
            change()
        assert refusal(error) == "document_withdrawn"


def test_a_document_signed_by_everyone_refuses_every_change(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_signed_letter(session, scene, now)
    for change in (
        lambda: choose(session, scene.as_coordinator, document.id, {"unpaid": ClauseChoice(False)}, now),
        lambda: withdraw(session=session, actor=scene.as_coordinator, document_id=document.id, now=now),
        lambda: remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=now),
    ):
        with pytest.raises(DomainError) as error:
            change()
        assert refusal(error) == "already_sealed"


def test_a_volunteer_makes_no_changes_to_the_document_itself(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    actor = scene.as_volunteer
    for change in (
        lambda: choose(session, actor, document.id, {"unpaid": ClauseChoice(False)}, now),
        lambda: share(session=session, actor=actor, document_id=document.id, now=now),
        lambda: withdraw(session=session, actor=actor, document_id=document.id, now=now),
        lambda: remind(session=session, actor=actor, document_id=document.id, now=now),
    ):
        with pytest.raises(DomainError) as error:
            change()
        assert refusal(error) == "not_allowed"


def test_every_change_leaves_its_trace_with_names_of_fields_and_nothing_more(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    choose(session, scene.as_contact_person, document.id, {"unpaid": ClauseChoice(True, "Kun kaffe.")}, now)
    share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    withdraw(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    events = session.exec(
        select(AuditEvent).where(AuditEvent.subject_id == document.id).order_by(AuditEvent.sequence)  # type: ignore[arg-type]
    ).all()
    assert [(event.action, event.fields, event.actor_id) for event in events] == [
        ("document.drafted", [], scene.contact_person.id),
        ("document.points_chosen", ["unpaid"], scene.contact_person.id),
        ("document.shared", [], scene.contact_person.id),
        ("document.reminded", [], scene.coordinator.id),
        ("document.withdrawn", [], scene.coordinator.id),
    ]
    assert first_break(session, scene.organisation.id) is None


def test_nobody_is_reminded_again_of_the_same_before_the_days_the_programme_names(session: Session, now: datetime):
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)

    def reminded(at: datetime):
        return remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=at)

    before = reminded(now)
    for seconds in (0, 10, 30):
        with pytest.raises(DomainError, match="reminded_already"):
            reminded(now + timedelta(seconds=seconds))
    assert mails(session, "document_reminder") == list(before)
    assert reminded(now + timedelta(days=3)) == before


def test_once_something_happened_the_others_are_reminded_at_once(session: Session, now: datetime):
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    sign(session, scene.as_volunteer, document.id, now)
    told = remind(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert told == (scene.contact_person.id,)
