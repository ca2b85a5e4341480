"""Printing a form: of one document, with what is known or blank, or of a kind without anybody in it (O4)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require_in
from core.documents.case import DocumentCase, load, require_reader
from core.documents.printing.form import FormPrint, draw_form, form_of
from core.documents.template.model import PAIR_KINDS
from core.documents.template.publishing import newest, templates
from core.documents.text.compose import Facts, OrganisationFacts, PersonFacts, default_choices
from core.documents.text.facts import missing_spellings
from core.documents.text.values import printable
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, words_in
from core.programmes.programme import Programme
from core.programmes.publishing import newest as newest_programmes
from core.programmes.publishing import programme_of
from db.documents import TemplateVersion
from db.organisations import Organisation

SHOWN_OF_FINGERPRINT = 16


def print_form(*, session: Session, actor: Actor, document_id: UUID, blank: bool = False) -> bytes:
    """A document to write on, for whoever may read it: as it reads now, or `blank` with its points alone.

    What is known carries the start of the text's fingerprint, so that a signed print can be held against the screen.
    Raises "letters_unprintable" where a name in it still needs a Latin spelling.
    """
    case = load(session, document_id)
    require_reader(actor, case)
    language, document = case.language, case.document
    logo = session.get_one(Organisation, document.organisation_id).logo
    if blank:
        facts = _nobody(case.organisation, case.programme, language, case.workplace_name)
        form = form_of(case.template, language, facts=facts, chosen=case.choices, answers={})
        return draw_form(form, issue=FormPrint(case.template.name(), document.created_at), logo=logo)
    hidden = case.hidden_until_both_answered(actor.person_id)
    answers = {field_id: value for field_id, value in case.values().items() if field_id not in hidden}
    facts = case.facts(language)
    for name in missing_spellings(facts, case.composed):
        printable(name.text)
    form = form_of(case.template, language, facts=facts, chosen=case.choices, answers=answers)
    return draw_form(form, issue=_issue(case, hidden), logo=logo)


def print_blank(
    *, session: Session, actor: Actor, organisation_id: UUID, kind: str, language: str, today: date
) -> bytes:
    """A blank form of `kind`, for whoever makes documents in the organisation; "choice_invalid" for no such kind."""
    require_in(actor, Action.DRAFT_DOCUMENT, organisation_id)
    kinds = _printable(session)
    if kind not in kinds or language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return _blank(session, session.get_one(Organisation, organisation_id), kind, kinds[kind], language, today)


def each_blank(session: Session, organisation_id: UUID, today: date) -> Iterator[bytes]:
    """A blank form of every kind the organisation may use, as it looks there; whoever calls this asks the table."""
    organisation = session.get_one(Organisation, organisation_id)
    for kind, programme in _printable(session).items():
        yield _blank(session, organisation, kind, programme, DEFAULT_LANGUAGE, today)


def _blank(
    session: Session, organisation: Organisation, kind: str, programme: Programme, language: str, today: date
) -> bytes:
    version = newest(session, [kind], organisation_id=organisation.id, today=today)[kind]
    template = templates(session, [version])[version]
    language = template.spoken(language)
    house = OrganisationFacts(organisation.name, organisation.address, organisation.phone, organisation.email)
    form = form_of(
        template,
        language,
        facts=_nobody(house, programme, language, ""),
        chosen=default_choices(template, programme.id),
        answers={},
    )
    made_at = session.get_one(TemplateVersion, version).published_at
    return draw_form(form, issue=FormPrint(template.name(), made_at), logo=organisation.logo)


def blank_kinds(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> dict[str, tuple[str, ...]]:
    """The kinds there are blank forms of, those the programmes ask for or may use, each with its languages."""
    require_in(actor, Action.DRAFT_DOCUMENT, organisation_id)
    kinds = _printable(session)
    versions = newest(session, list(kinds), organisation_id=organisation_id, today=today)
    known = templates(session, versions.values())
    return {
        kind: tuple(code for code in LANGUAGES if code in known[versions[kind]].languages) or (DEFAULT_LANGUAGE,)
        for kind in kinds
    }


def _printable(session: Session) -> dict[str, Programme]:
    """Each kind there is, with a programme that uses it."""
    found: dict[str, Programme] = {}
    for _name, version in sorted(newest_programmes(session).items()):
        programme = programme_of(session, version)
        for kind in (*programme.documents, *programme.may_use, *(PAIR_KINDS if programme.pairs else ())):
            found.setdefault(kind, programme)
    return found


def _issue(case: DocumentCase, hidden: frozenset[str]) -> FormPrint:
    start = case.composed(without=hidden).fingerprint()[:SHOWN_OF_FINGERPRINT]
    grouped = " ".join(start[at : at + 4] for at in range(0, len(start), 4))
    return FormPrint(case.document.number, case.document.created_at, case.document.number, grouped)


def _nobody(organisation: OrganisationFacts, programme: Programme, language: str, workplace: str) -> Facts:
    """What stands in a form before anybody is named in it."""
    return Facts(
        organisation=organisation,
        workplace_name=workplace,
        volunteer=PersonFacts(""),
        contact_person=PersonFacts(""),
        coordinator=PersonFacts(""),
        programme_id=programme.id,
        programme_name=words_in(programme.name, language),
        programme_values=programme.values(language),
        partner=None,
    )
