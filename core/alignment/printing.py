"""A round on paper: blank to write on, with one's own answers, or with all that was said and agreed (O4)."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.alignment.case import AlignmentCase, load
from core.alignment.form import ExpectationQuestion
from core.alignment.rules import BOTH, AlignmentSide
from core.documents.printing.document import begun, feet, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, on_date, reading
from core.pdf.quotes import typographic
from core.pdf.style import BODY, DETAIL, HEADING, INK, WIDTH, heading, lines_to_write_on, room_to_write, sign_here
from core.pdf.tagged import BOX_LINE
from core.pdf.typeset import LEFT, Run, Sheet, leading_of
from db.organisations import Organisation

BOX, LINES, ROOM = 4.2, 3, 20


def print_alignment(*, session: Session, actor: Actor, alignment_id: UUID, language: str, blank: bool = False) -> bytes:
    """The round for whoever is on one of its sides: `blank`, else with what they may see.

    The same answers always give the same bytes. Raises "not_found", "not_allowed", or "choice_invalid" for an unknown
    language.
    """
    case = load(session, alignment_id)
    require(actor, Action.ALIGN, case.subject)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    shown: Sequence[AlignmentSide] = () if blank else [*AlignmentSide] if case.both_finished else [case.side_of(actor)]
    organisation = session.get_one(Organisation, case.alignment.organisation_id).name
    with reading(language):
        return _drawn(case, shown, language, organisation=organisation)


def _drawn(case: AlignmentCase, shown: Sequence[AlignmentSide], language: str, *, organisation: str) -> bytes:
    """The paper as PDF/A-2u and PDF/UA-1."""
    words, form = words_of(language), case.form
    between = f"{case.ours} · {case.theirs}"
    sheet = begun(
        form.title.in_language(language),
        between,
        language,
        organisation=organisation,
        identifier=f"alignment-{case.alignment.id}-{language}-{len(shown)}",
        made_at=case.alignment.begun_at,
    )
    if len(shown) < len(AlignmentSide):
        sheet.block([Run(form.intro.in_language(language), BODY)], LEFT, WIDTH)
        sheet.y += 3
    else:
        _agreed(sheet, case, language)
    for number, step in enumerate(form.steps, start=1):
        heading(sheet, f"{number}. {step.title.in_language(language)}", HEADING, ROOM)
        for question in step.questions:
            _ask(sheet, case, question, shown, language)
    feet(sheet, f"{organisation} · {between}", words, head=between)
    return sheet.pdf.finished()


def _ask(
    sheet: Sheet, case: AlignmentCase, question: ExpectationQuestion, shown: Sequence[AlignmentSide], language: str
) -> None:
    """A question with what was said, or with boxes to tick or lines to write on."""
    lines = 0 if shown or question.choices else LINES
    if not lines:
        # With what stands below it: a question alone at the foot of a page is answered overleaf.
        sheet.need(ROOM)
    room_to_write(sheet, question.words.in_language(language), lines, tag="H3")
    if shown:
        for side in shown:
            value = question.said(case.values(side).get(question.id, ""), language)
            if len(shown) > 1:
                sheet.block([Run(case.name_of(side), DETAIL)], LEFT, WIDTH)
            sheet.block([Run(typographic(value, language) or gettext("Has not answered"), BODY)], LEFT, WIDTH)
            sheet.y += 1
        sheet.y += 3
    elif question.choices:
        _boxes(sheet, [each.in_language(language) for each in question.choices])


def _boxes(sheet: Sheet, choices: Sequence[str]) -> None:
    with sheet.group("L"):
        for said in choices:
            lines = sheet.wrapped([Run(said, BODY)], WIDTH - BOX - 2)
            sheet.need(leading_of(lines) + 2)
            with sheet.pdf.artifact():
                sheet.pdf.frame(LEFT, sheet.y + 0.5, BOX, BOX, BOX_LINE, INK)
            with sheet.group("LI"), sheet.group("LBody"), sheet.pdf.tagged("P"):
                sheet.draw(lines, LEFT + BOX + 2, sheet.y)
            sheet.y += leading_of(lines) + 2
    sheet.y += 3


def _agreed(sheet: Sheet, case: AlignmentCase, language: str) -> None:
    """What was agreed, until when, and where the two sign."""
    alignment = case.alignment
    heading(sheet, gettext("What you agree"), HEADING, ROOM)
    for point in case.points:
        owner = gettext("Both") if point.owner == BOTH else case.name_of(AlignmentSide(point.owner))
        by = f", {gettext('by {date}').format(date=on_date(point.due_on))}" if point.due_on else ""
        sheet.block([Run(typographic(f"– {point.words} ({owner}{by})", language), BODY)], LEFT, WIDTH)
        sheet.y += 1
    if not case.points:
        lines_to_write_on(sheet, LINES)
        sheet.y += 5
    days = (
        (gettext("You met on"), alignment.met_on),
        (gettext("Holds until"), alignment.valid_until),
        (gettext("Look at it again"), alignment.look_again_on),
    )
    for said, day in days:
        sheet.block([Run(f"{said}: {on_date(day) if day else '________________'}", BODY)], LEFT, WIDTH)
    sheet.y += 3
    for name in (case.ours, case.theirs):
        sign_here(sheet, gettext("Date and signature for {name}").format(name=name))
