"""A document not yet signed by everyone, taken along when its template has a newer version in force.

What everyone has signed never changes; see `core.documents.drafting.renewing` for asking anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, require
from core.documents.case import DocumentCase, load, load_locked, template_of
from core.documents.drafting.changing import refuse_when_over, retire_when_changed, trace_document
from core.documents.drafting.service import parties_of
from core.documents.rules import change_refused
from core.documents.template.model import Template
from core.documents.template.publishing import newest, templates, whole_templates
from core.documents.text.compose import ClauseChoice, compose, default_choices
from core.documents.text.difference import TextChange, differences
from core.documents.text.values import checked
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Document, DocumentParty, DocumentPoint
from db.engine import transaction
from db.pairs import Pair
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class NewerTemplate:
    """What a newer version of the template changes in a document; perhaps nothing."""

    changes: tuple[TextChange, ...]


def newer_template_of(*, session: Session, actor: Actor, document_id: UUID, today: date) -> NewerTemplate | None:
    """Whether the template of a document has moved on, and what the document would say otherwise; None where it has
    not, or where nothing in the document can be changed any more."""
    document = session.get(Document, document_id)
    if document is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    # Asked first, because it takes one query and the answer is nearly always that nothing has moved.
    target = _target(session, document, today)
    if target == _used(document):
        return None
    case = load(session, document_id)
    require(actor, Action.DRAFT_DOCUMENT, case.subject)
    if change_refused(case.standing()) is not None:
        return None
    template = whole_templates(session, [target])[target]
    hidden = case.hidden_until_both_answered(actor.person_id)
    values = {field_id: value for field_id, value in case.values().items() if field_id not in hidden}
    language = template.spoken(case.document.signing_language)
    text = compose(
        template,
        language,
        facts=case.facts(language),
        chosen=choices_carried(template, case.programme.id, case.choices),
        answers=answers_carried(case.template, template, values),
    )
    now_says = case.composed(without=hidden)
    return NewerTemplate(differences(now_says, replace(text, template=now_says.template)))


def move_to_newest(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """Take the document along to the version of its template that is in force now, and of what is attached to it.

    Points chosen and answers given stay where the new version still has them; its new points begin as the programme
    says. Who had signed the former text signs anew. Raises what a change to a document over is refused with.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        document = case.document
        target = _target(session, document, local_day(now))
        if target == _used(document):
            return document
        template = whole_templates(session, [target])[target]
        document.template_version_id, document.attached_version_id = target
        document.version += 1
        session.add(document)
        _move_points(session, case, template)
        _move_answers(session, case, template)
        _move_parties(session, case, template)
        session.flush()
        moved = load(session, document_id)
        retire_when_changed(session, moved, actor=actor, now=now)
        trace_document(session, moved, actor, "document.moved", now)
        return document


def choices_carried(
    template: Template, programme_id: str, former: Mapping[str, ClauseChoice]
) -> dict[str, ClauseChoice]:
    """The points of `template` as they were chosen before; one that is new begins as the programme says. Pure."""
    found = default_choices(template, programme_id)
    for clause in template.clauses():
        if clause.id in former:
            choice = former[clause.id]
            found[clause.id] = ClauseChoice(
                choice.included or clause.mandatory, choice.wording if clause.rewordable else None
            )
    return found


def answers_carried(old: Template, new: Template, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that still answer a question of `new`: asked of the same party, and of a kind it takes. Pure."""
    asked = {field.id: field for field in new.fields if field.source is None}
    before = {field.id: field.filled_by for field in old.fields}
    found = {}
    for field_id, value in answers.items():
        field = asked.get(field_id)
        if field is None or before.get(field_id, field.filled_by) != field.filled_by:
            continue
        try:
            if checked(field, value) == value:
                found[field_id] = value
        except DomainError:
            continue
    return found


def _used(document: Document) -> tuple[UUID, UUID | None]:
    return template_of(document), document.attached_version_id


def _target(session: Session, document: Document, today: date) -> tuple[UUID, UUID | None]:
    """The versions the document would be made from today."""
    own, attached = _used(document)
    kinds = [document.kind]
    if attached is not None:
        kinds.append(templates(session, [attached])[attached].kind)
    current = newest(session, kinds, organisation_id=document.organisation_id, today=today)
    return current.get(kinds[0], own), current.get(kinds[-1], attached) if attached is not None else None


def _move_points(session: Session, case: DocumentCase, template: Template) -> None:
    for clause_id, choice in choices_carried(template, case.programme.id, case.choices).items():
        session.merge(
            DocumentPoint(
                document_id=case.document.id, clause_id=clause_id, included=choice.included, wording=choice.wording
            )
        )


def _move_answers(session: Session, case: DocumentCase, template: Template) -> None:
    kept = answers_carried(case.template, template, case.values())
    for field_id, answer in case.answers.items():
        if field_id not in kept:
            session.delete(answer)


def _move_parties(session: Session, case: DocumentCase, template: Template) -> None:
    """Who signs, and who stands for the organisation, may be another in the new version."""
    pair = session.get(Pair, case.document.pair_id) if case.document.pair_id else None
    partner = session.get_one(Engagement, pair.second_id) if pair else None
    roles = {party.capacity: party.role for party in case.template.parties}
    same = {party.capacity for party in template.parties if roles.get(party.capacity) == party.role}
    wanted = {each.capacity: each for each in parties_of(case.document.id, template, case.engagement, partner)}
    there = session.exec(select(DocumentParty).where(col(DocumentParty.document_id) == case.document.id)).all()
    for party in there:
        now_wanted = wanted.pop(party.capacity, None)
        party.required = now_wanted is not None and now_wanted.required
        if now_wanted is not None and party.capacity not in same:
            party.person_id = now_wanted.person_id
        session.add(party)
    session.add_all(wanted.values())
