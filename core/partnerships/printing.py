"""The framework agreement on paper, for both managements and the employees to sign; with room where nothing is said."""

from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.printing.document import begun, feet, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, reading
from core.partnerships.agreement import AgreementView, agreement
from core.partnerships.rules import agreement_sheet
from core.pdf.style import HEADING, heading, room_to_write, sign_here

ROOM, LINES = 20, 2


def print_agreement(*, session: Session, actor: Actor, association_id: UUID, language: str) -> bytes:
    """The agreement as it reads now, as PDF/A-2u and PDF/UA-1, for whoever may see the partnership.

    The same words always give the same bytes. Raises "not_found", "not_allowed", or "choice_invalid" for an unknown
    language.
    """
    view = agreement(session=session, actor=actor, association_id=association_id)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    with reading(language):
        return _drawn(view, language)


def _drawn(view: AgreementView, language: str) -> bytes:
    words, association = words_of(language), view.case.association
    called, between = gettext("Framework agreement"), f"{view.organisation} · {association.name}"
    sheet = begun(
        called,
        between,
        language,
        organisation=view.organisation,
        identifier=f"agreement-{association.id}-{language}",
        made_at=association.created_at,
    )
    for group in agreement_sheet().groups:
        heading(sheet, group.title.in_language(language), HEADING, ROOM)
        for topic in group.topics:
            found = view.texts.get(topic.id)
            room_to_write(sheet, topic.title.in_language(language), LINES, said=found.words if found else "", tag="H3")
    heading(sheet, gettext("Date and signature"), HEADING, ROOM)
    for said in (view.organisation, association.name, gettext("The employees")):
        sign_here(sheet, said)
    feet(sheet, between, words, head=between)
    return sheet.pdf.finished()
