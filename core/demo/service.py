"""The demonstration: an invented municipality whose people, letters and signatures show every state.

It goes through the same services as real use, at invented times, and only into a portal that is not in use.
"""

import secrets
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from core.access.invitations import invite
from core.access.passphrase import hash_passphrase
from core.access.permissions import Actor, Grant, Role
from core.demo.applicants import apply
from core.demo.care import tell_and_answer
from core.demo.clarifying import clarify
from core.demo.covering import ask_to_come_in
from core.demo.farewells import part
from core.demo.guidelines import publish_texts, read_all
from core.demo.house import add_operator, can_be_reached, close_in_summer, logo, phone, tell_in_order
from core.demo.learning import learn
from core.demo.logins import LOGINS, DemoLogin
from core.demo.partners import work_together
from core.demo.recruiting import recruit
from core.demo.season import Season
from core.demo.second_year import Paper, go_on
from core.demo.teams import team_up
from core.demo.written import write_to_many
from core.documents.drafting.answering import save_answer
from core.documents.drafting.renewing import renew
from core.documents.drafting.service import draft, share, withdraw
from core.documents.reading import read
from core.documents.sealing.service import seal_pending
from core.documents.signing.declining import decline, record_discussed
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import DEFAULT_LANGUAGE, known, local_day, words_in
from core.organisations.service import OrganisationDetails, claim, make_organisation, save_logo, setup_code, state
from core.pairs.service import PairDetails, make_pair
from core.people.service import NewVolunteer, add_volunteer
from db.documents import Document, DocumentParty
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.outbox import OutboxItem
from db.people import Account, Engagement, Membership, Person

FOLDER = Path(__file__).parent
# How a document's story goes: who has signed, and what happened to it.
CHANGED_EXTENT = {"da": "Mandag og onsdag formiddag", "en": "Monday and Wednesday mornings"}
SIGNED_BY: dict[str, tuple[str, ...]] = {
    "sealed": ("volunteer", "organisation"),
    "waiting_volunteer": ("organisation",),
    "waiting_organisation": ("volunteer",),
    "changed": ("volunteer",),
    "renewed": ("volunteer", "organisation"),
    "pair": ("volunteer", "partner"),
}


@dataclass
class _Cast:
    """Everybody and every place, by the ids of municipality.toml."""

    organisation: Organisation
    workplaces: dict[str, Workplace]
    people: dict[str, Person]
    roles: dict[UUID, tuple[Grant, ...]]
    engagements: dict[str, Engagement]

    def actor(self, person: Person) -> Actor:
        volunteer = (Grant(self.organisation.id, Role.VOLUNTEER),)
        return Actor(person.id, UUID(int=0), person.name, person.language, self.roles.get(person.id, volunteer))


def demo_logins(session: Session) -> list[DemoLogin]:
    """The logins to offer, with the names of those who have them; empty where this is no demonstration."""
    if state(session) != "demonstration":
        return []
    rows = session.exec(select(Account.login_name, Person.name).where(Person.id == Account.person_id)).all()
    names = dict(rows)
    return [DemoLogin(role, names[login], login) for role, login in LOGINS if login in names]


def load(*, session: Session, code: str, now: datetime) -> None:
    """Fill an unused portal with the demonstration.

    Raises "setup_code_wrong", "already_set_up", or "holds_real_records" where an organisation exists.
    """
    with transaction(session):
        if session.exec(select(Organisation.id)).first() is not None:
            raise DomainError(ErrorCode.HOLDS_REAL_RECORDS)
        claim(session, code=code, demonstration=True, now=now)
        cast = _colleagues(session, now)
        places = {place_id: place.id for place_id, place in cast.workplaces.items()}
        editor = cast.actor(cast.people["mette"])
        publish_texts(session, editor, cast.organisation.id, places, now, later=False)
        for told in _municipality()["volunteer"]:
            _volunteer(session, cast, told, now)
        publish_texts(session, editor, cast.organisation.id, places, now, later=True)
        for told in _municipality()["pair"]:
            _pair(session, cast, told, now)
        admin = cast.actor(cast.people["soeren"])
        close_in_summer(session, admin, cast.organisation.id, now)
        coordinator, supervisor = (cast.actor(cast.people[who]) for who in ("mette", "vibeke"))
        Season(session, cast.engagements, coordinator, supervisor, now).play()
        actors, login = _actors(session, cast), partial(_account, session)
        learn(session, cast.organisation.id, coordinator, actors, now)
        work_together(session, cast.organisation.id, _municipality(), actors, cast.engagements, login, now)
        clarify(session, cast.engagements, coordinator, now)
        part(session, cast.engagements, coordinator, now)
        team_up(session, actors, cast.engagements, places, now)
        paper = Paper(partial(_document, session, cast), partial(_sign, session, cast))
        go_on(session, actors, cast.engagements, places, paper, now)
        tell_and_answer(session, cast.engagements, _actors(session, cast), now)
        apply(session, cast.organisation.id, coordinator, _actors(session, cast), places, cast.engagements, now)
        recruit(session, coordinator, places, cast.engagements, now)
        write_to_many(session, coordinator, cast.engagements, now)
        ask_to_come_in(session, coordinator, now)
        save_logo(session=session, actor=admin, organisation_id=cast.organisation.id, data=logo(), now=now)
        tell_in_order(session, cast.organisation.id)
        # The seals are made already, and nobody in a demonstration may get a mail, whatever mail server it is given.
        for item in session.exec(select(OutboxItem)):
            item.done_at = now
            session.add(item)


def _actors(session: Session, cast: _Cast) -> dict[str, Actor]:
    """Everybody who can log in, by login."""
    colleagues = {login: cast.actor(person) for login, person in cast.people.items()}
    volunteers = {
        login: cast.actor(session.get_one(Person, engagement.person_id))
        for login, engagement in cast.engagements.items()
    }
    return colleagues | volunteers


def load_without_code(*, session: Session, now: datetime) -> None:
    """`load` for whoever runs the command line, who needs no code."""
    load(session=session, code=setup_code(session), now=now)


def how_many() -> int:
    """How many volunteers the demonstration invents."""
    return len(_municipality()["volunteer"])


@cache
def _municipality() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "municipality.toml").read_text(encoding="utf-8"))


@cache
def _answers() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "answers.toml").read_text(encoding="utf-8"))


@cache
def _unused_hash() -> str:
    """Nobody knows the passphrase: the demonstration's accounts open by one click only."""
    return hash_passphrase(secrets.token_urlsafe())


def _colleagues(session: Session, now: datetime) -> _Cast:
    told = _municipality()
    began = now - timedelta(days=1300)
    organisation = make_organisation(session, OrganisationDetails(**told["organisation"]), now=began)
    workplaces = {
        place["id"]: Workplace(organisation_id=organisation.id, name=place["name"], address=place["address"])
        for place in told["workplace"]
    }
    session.add_all(workplaces.values())
    session.flush()
    cast = _Cast(organisation, workplaces, {}, {}, {})
    for number, colleague in enumerate(told["colleague"]):
        person = Person(
            name=colleague["name"],
            email=f"{colleague['id']}@fjordby.example.dk",
            phone=phone(number),
            address=organisation.address,
            created_at=began,
        )
        session.add(person)
        session.flush()
        _account(session, person, colleague["id"], began)
        place = workplaces[colleague["workplace"]].id if "workplace" in colleague else None
        for role in colleague["roles"]:
            session.add(
                Membership(
                    organisation_id=organisation.id,
                    person_id=person.id,
                    role=role,
                    workplace_id=place,
                    created_at=began,
                    welcomed_at=began,
                )
            )
        cast.people[colleague["id"]] = person
        cast.roles[person.id] = tuple(Grant(organisation.id, Role(role), place) for role in colleague["roles"])
    operator = add_operator(session, **told["operator"], now=began)
    _account(session, operator, told["operator"]["id"], began)
    return cast


def _account(session: Session, person: Person, login_name: str, now: datetime) -> None:
    session.add(Account(person_id=person.id, login_name=login_name, passphrase_hash=_unused_hash(), created_at=now))
    session.flush()


def _volunteer(session: Session, cast: _Cast, told: dict[str, Any], now: datetime) -> None:
    added = now - timedelta(days=told["days"], hours=2)
    coordinator = cast.people["mette" if told["contact_person"] != "jonas" else "jonas"]
    engagement = add_volunteer(
        session=session,
        actor=cast.actor(coordinator),
        organisation_id=cast.organisation.id,
        volunteer=NewVolunteer(
            name=told["name"],
            email=f"{told['login']}@example.dk" if "login" in told else "",
            language=known(told["language"]),
            programme=told["programme"],
            workplace_id=cast.workplaces[told["workplace"]].id,
            contact_person_id=cast.people[told["contact_person"]].id,
            coordinator_id=coordinator.id,
            begins_on=local_day(now - timedelta(days=told.get("begins", told["days"]), hours=2)),
        ),
        now=added,
    )
    person = session.get_one(Person, engagement.person_id)
    stories: dict[str, str] = told.get("story", {})
    if "login" in told:
        cast.engagements[told["login"]] = engagement
        _account(session, person, told["login"], added + timedelta(hours=5))
    elif told["days"]:
        invite(
            session=session,
            actor=cast.actor(coordinator),
            person_id=person.id,
            organisation_id=cast.organisation.id,
            now=added,
        )
    person.latin_name = told.get("latin_name", "")
    if any(story not in ("draft", "filling_in") for story in stories.values()):
        number = _municipality()["volunteer"].index(told)
        can_be_reached(person, number, known(told["language"]))
    session.add(person)
    session.flush()
    for order, (kind, story) in enumerate(stories.items()):
        began = added + timedelta(hours=1 + order, minutes=len(told["name"]))
        _document(session, cast, engagement, kind, story, told, began)
    if stories.get("welcome_letter") == "sealed" or "renewed" in told:
        read_all(session, cast.actor(person), added + timedelta(hours=20))


def _pair(session: Session, cast: _Cast, told: dict[str, Any], now: datetime) -> None:
    """Two instructors joined, and how far their agreement has come."""
    began = now - timedelta(days=told["days"])
    engagements = [cast.engagements[told[who]] for who in ("first", "second")]
    coordinator = cast.actor(session.get_one(Person, engagements[0].coordinator_id))
    pair = make_pair(
        session=session,
        actor=coordinator,
        details=PairDetails(
            first_id=engagements[0].id,
            second_id=engagements[1].id,
            begins_on=local_day(began),
            signing_language=DEFAULT_LANGUAGE,
        ),
        now=began,
    )
    document_id = session.exec(select(Document.id).where(Document.pair_id == pair.id)).one()
    if told["story"] == "discussed":
        day = local_day(began + timedelta(days=3))
        record_discussed(session=session, actor=coordinator, document_id=document_id, discussed_on=day, now=now)
        return
    answering = engagements if told["story"] == "sealed" else engagements[:1]
    for capacity, engagement in zip(("volunteer", "partner"), answering, strict=False):
        for question in ("support", "disagreement"):
            save_answer(
                session=session,
                actor=cast.actor(session.get_one(Person, engagement.person_id)),
                document_id=document_id,
                field_id=f"{question}_{capacity}",
                value=words_in(_answers(), DEFAULT_LANGUAGE)["pair"][f"{question}_{capacity}"],
                expected_version=None,
                now=began + timedelta(hours=4),
            )
    if told["story"] == "sealed":
        _sign(session, cast, document_id, "pair", began)


def _document(
    session: Session,
    cast: _Cast,
    engagement: Engagement,
    kind: str,
    story: str,
    told: dict[str, Any],
    began: datetime,
) -> None:
    coordinator = cast.actor(session.get_one(Person, engagement.coordinator_id))
    document = draft(
        session=session,
        actor=coordinator,
        engagement_id=engagement.id,
        kind=kind,
        signing_language=known(told["language"]),
        now=began,
    )
    if story == "draft":
        return
    _fill_in(session, coordinator, document.id, told, began)
    share(session=session, actor=coordinator, document_id=document.id, now=began)
    if story == "withdrawn":
        withdraw(session=session, actor=coordinator, document_id=document.id, now=began + timedelta(hours=30))
        return
    if story == "declined":
        volunteer = cast.actor(session.get_one(Person, engagement.person_id))
        word = _answers()[told["language"]]["no"]
        decline(session=session, actor=volunteer, document_id=document.id, word=word, now=began + timedelta(hours=20))
        return
    _sign(session, cast, document.id, story, began)
    if story == "renewed":
        later = began + timedelta(days=told.get("renewed", 30))
        following = renew(session=session, actor=coordinator, document_id=document.id, now=later)
        share(session=session, actor=coordinator, document_id=following.id, now=later)
        _sign(session, cast, following.id, "sealed", later)
    if story == "changed":
        _change(session, coordinator, document.id, began + timedelta(hours=40))


def _sign(session: Session, cast: _Cast, document_id: UUID, story: str, began: datetime) -> None:
    capacities = SIGNED_BY.get(story, ())
    for step, capacity in enumerate(capacities):
        at = began + timedelta(hours=8 * (step + 1), minutes=11)
        party = session.exec(
            select(DocumentParty).where(DocumentParty.document_id == document_id, DocumentParty.capacity == capacity)
        ).one_or_none()
        if party is None or not party.required:
            continue
        signer = cast.actor(session.get_one(Person, party.person_id))
        version = begin_signing(session=session, actor=signer, document_id=document_id, now=at)
        consent(
            session=session,
            actor=signer,
            document_id=document_id,
            signature=TypedSignature(fingerprint=version.fingerprint, typed_name=signer.name),
            now=at,
        )
        seal_pending(session=session, version_id=version.id, now=at)


def _fill_in(session: Session, actor: Actor, document_id: UUID, told: dict[str, Any], now: datetime) -> None:
    words = _answers()[told["language"]]
    answers = {**words["shared"], **words[told["programme"]]}
    view = read(session=session, actor=actor, document_id=document_id)
    for field in view.fields:
        # What the portal knows, as the first day, is answered already.
        if (
            field.filled_by == "organisation"
            and field.source is None
            and field.id in answers.keys() - view.answers.keys()
        ):
            save_answer(
                session=session,
                actor=actor,
                document_id=document_id,
                field_id=field.id,
                value=answers[field.id],
                expected_version=None,
                now=now,
            )


def _change(session: Session, actor: Actor, document_id: UUID, now: datetime) -> None:
    """After a signature the organisation changes an answer, or a contact detail, so that all are asked again."""
    view = read(session=session, actor=actor, document_id=document_id)
    editable = [field for field in view.fields if field.id == "extent"]
    for field in editable:
        save_answer(
            session=session,
            actor=actor,
            document_id=document_id,
            field_id=field.id,
            value=words_in(CHANGED_EXTENT, actor.language),
            expected_version=view.answers[field.id].version,
            now=now,
        )
