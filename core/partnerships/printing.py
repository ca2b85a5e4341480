"""The framework agreement on paper, for both managements and the employees to sign; with room where nothing is said."""

from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.printing.document import feet, title, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, reading
from core.partnerships.agreement import AgreementView, agreement
from core.partnerships.rules import agreement_sheet
from core.pdf.fonts import clean
from core.pdf.style import BODY, BRAND, DETAIL, NAME, QUIET, WIDTH
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet, leading_of

RULE, LINES = 9.0, 2


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
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(called),
        author=clean(view.organisation),
        identifier=f"agreement-{association.id}-{language}",
        created_at=association.created_at,
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(view.organisation, BRAND)], LEFT, WIDTH)
    sheet.y += 3
    title(sheet, called, between)
    sheet.y += 2
    for group in agreement_sheet().groups:
        _heading(sheet, group.title.in_language(language), "H2")
        for topic in group.topics:
            _heading(sheet, topic.title.in_language(language), "H3")
            found = view.texts.get(topic.id)
            if found is not None and found.words:
                sheet.block([Run(found.words, BODY)], LEFT, WIDTH)
                sheet.y += 4
            else:
                _lines(sheet, LINES)
    _heading(sheet, gettext("Date and signature"), "H2")
    for said in (view.organisation, association.name, gettext("The employees")):
        sheet.need(RULE * 2)
        sheet.block([Run(said, DETAIL)], LEFT, WIDTH)
        _lines(sheet, 1)
    feet(sheet, between, words, head=between)
    return pdf.finished()


def _heading(sheet: Sheet, said: str, level: str) -> None:
    lines = sheet.wrapped([Run(said, NAME)], WIDTH)
    sheet.need(leading_of(lines) + RULE * 2)
    sheet.pdf.bookmark(clean(said), 1 if level == "H2" else 2, sheet.y)
    sheet.flow(lines, LEFT, level)
    sheet.y += 2


def _lines(sheet: Sheet, count: int) -> None:
    for _each in range(count):
        sheet.need(RULE)
        sheet.y += RULE
        with sheet.pdf.artifact():
            sheet.pdf.field(LEFT, sheet.y - 0.3, WIDTH, 0.25, QUIET)
    sheet.y += 5
