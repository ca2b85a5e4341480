"""The participants' evaluation as a blank form to print: tagged, and with room to tick and write (V1, O4)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, may, require
from core.courses.case import load
from core.courses.evaluation import QuestionSheet, question_sheet
from core.documents.printing.document import begun, feet, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, spoken
from core.pdf.fonts import clean
from core.pdf.style import BODY, DETAIL, INK, NAME, WIDTH, room_to_write
from core.pdf.tagged import BOX_LINE
from core.pdf.typeset import LEFT, Run, Sheet, leading_of
from db.organisations import Organisation

BOX, COMMENT_LINES = 4.2, 3


def print_evaluation(*, session: Session, actor: Actor, run_id: UUID, language: str) -> bytes:
    """A blank form for the participants of a run, for whoever leads it, sees it or keys it in.

    The same run always gives the same bytes. Raises "not_found", "not_allowed", or "choice_invalid" for an
    unknown language.
    """
    case = load(session, run_id)
    leads = may(actor, Action.LEAD_COURSE, case.subject)
    if not (leads or may(actor, Action.SEE_COURSES, case.subject)):
        require(actor, Action.ENTER_EVALUATION, case.keyer)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    organisation = session.get_one(Organisation, case.run.organisation_id).name
    sheet = question_sheet()
    return draw_evaluation(
        sheet,
        spoken(sheet.title.languages, language),
        organisation=organisation,
        course=case.run.name,
        made_at=case.run.created_at,
    )


def draw_evaluation(
    sheet_of: QuestionSheet, language: str, *, organisation: str, course: str, made_at: datetime
) -> bytes:
    """The form as PDF/A-2u and PDF/UA-1."""
    words = words_of(language)
    called = sheet_of.title.in_language(language)
    sheet = begun(
        called, course, language, organisation=organisation, identifier=f"evaluation-{language}", made_at=made_at
    )
    sheet.block([Run(sheet_of.intro.in_language(language), BODY)], LEFT, WIDTH)
    sheet.y += 3
    for number, question in enumerate(sheet_of.questions, start=1):
        _ask(
            sheet,
            f"{number}. {question.in_language(language)}",
            [step.in_language(language) for step in sheet_of.steps],
        )
    room_to_write(sheet, sheet_of.comment.in_language(language), COMMENT_LINES)
    feet(sheet, f"{organisation} · {course}", words, head=course)
    return sheet.pdf.finished()


def _ask(sheet: Sheet, question: str, steps: list[str]) -> None:
    """A question above its boxes, which stand side by side and are read one after the other."""
    label = sheet.wrapped([Run(question, NAME)], WIDTH)
    column = WIDTH / len(steps)
    choices = [sheet.wrapped([Run(step, DETAIL)], column - BOX - 4) for step in steps]
    height = max(BOX, *map(leading_of, choices))
    sheet.need(leading_of(label) + 2 + height + 6)
    sheet.pdf.bookmark(clean(question), 1, sheet.y)
    sheet.flow(label, LEFT, "H2")
    sheet.y += 2
    with sheet.group("L"):
        for position, lines in enumerate(choices):
            x = LEFT + position * column
            with sheet.pdf.artifact():
                sheet.pdf.frame(x, sheet.y, BOX, BOX, BOX_LINE, INK)
            with sheet.group("LI"), sheet.group("LBody"), sheet.pdf.tagged("P"):
                sheet.draw(lines, x + BOX + 2, sheet.y)
    sheet.y += height + 6
