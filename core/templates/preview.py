"""A template in the making as a document would read: with invented people, or with a real volunteer's data."""

from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, require
from core.documents.template.model import Template
from core.documents.text.compose import ClauseChoice, Facts, OrganisationFacts, PersonFacts, compose, default_choices
from core.documents.text.exact import FrozenText
from core.documents.text.facts import person_facts
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import reading, words_in
from core.programmes.programme import Programme
from core.programmes.programme import shipped as programmes
from core.programmes.publishing import programme_of
from core.templates.writing import Writing
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person

SAMPLE = "kommunal_frivillig"


def preview(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    template: Template,
    language: str,
    programme_id: str | None = None,
    engagement_id: UUID | None = None,
) -> FrozenText:
    """`template` as it would read in `language`: the points a programme begins with, or every point where it is None.

    With the data of the volunteer of an engagement for who may see it ("not_allowed"), else with invented people.
    Whatever is unfinished in it stands as it is written.
    """
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    house = _house(session, organisation_id)
    if engagement_id is None:
        facts = _invented(house, language, programmes().get(programme_id or SAMPLE, programmes()[SAMPLE]))
    else:
        facts = _real(session, actor, organisation_id, house, language, engagement_id)
    readable = template.readable() if isinstance(template, Writing) else template
    chosen = default_choices(readable, programme_id or "")
    if programme_id is None:
        chosen = {clause.id: ClauseChoice(True) for clause in readable.clauses()}
    return compose(readable, language, facts=facts, chosen=chosen, answers={})


def _house(session: Session, organisation_id: UUID) -> OrganisationFacts:
    return OrganisationFacts(
        *session.exec(
            select(Organisation.name, Organisation.address, Organisation.phone, Organisation.email).where(
                Organisation.id == organisation_id
            )
        ).one()
    )


def _invented(house: OrganisationFacts, language: str, programme: Programme) -> Facts:
    with reading(language):
        return _facts(
            house,
            programme,
            language,
            workplace=_("The house by the wood"),
            volunteer=PersonFacts("Birthe Eksempel", "Engvej 4, 9999 Prøveby", "20 00 00 01", "birthe@example.dk"),
            contact_person=PersonFacts("Anne Eksempel", phone="20 00 00 02", email="anne@example.dk"),
            coordinator=PersonFacts("Per Eksempel", phone="20 00 00 03", email="per@example.dk"),
            partner=PersonFacts("Kim Eksempel", phone="20 00 00 04", email="kim@example.dk"),
        )


def _real(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    house: OrganisationFacts,
    language: str,
    engagement_id: UUID,
) -> Facts:
    engagement = session.get(Engagement, engagement_id)
    if engagement is None or engagement.organisation_id != organisation_id:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_VOLUNTEERS, Subject.of(engagement))
    person, contact_person, coordinator = (
        person_facts(session.get_one(Person, person_id))
        for person_id in (engagement.person_id, engagement.contact_person_id, engagement.coordinator_id)
    )
    return _facts(
        house,
        programme_of(session, engagement.programme_version_id),
        language,
        workplace=session.get_one(Workplace, engagement.workplace_id).name,
        volunteer=person,
        contact_person=contact_person,
        coordinator=coordinator,
        partner=None,
    )


def _facts(
    house: OrganisationFacts,
    programme: Programme,
    language: str,
    *,
    workplace: str,
    volunteer: PersonFacts,
    contact_person: PersonFacts,
    coordinator: PersonFacts,
    partner: PersonFacts | None,
) -> Facts:
    return Facts(
        organisation=house,
        workplace_name=workplace,
        volunteer=volunteer,
        contact_person=contact_person,
        coordinator=coordinator,
        programme_id=programme.id,
        programme_name=words_in(programme.name, language),
        programme_values=programme.values(language),
        partner=partner,
    )
