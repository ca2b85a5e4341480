"""An application as a blank form to print, for whoever would rather write on paper. Tagged, with room to write (O4)."""

from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor
from core.applications.rules import ApplicantQuestion, questions_for
from core.applications.words import CHOICES, NOTES, QUESTIONS, UNDER_AGE
from core.documents.printing.document import feet, masthead, title, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, N_, gettext, ngettext, reading
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from core.pdf.style import BODY, DETAIL, INK, NAME, WIDTH, room_to_write, words_said
from core.pdf.tagged import BOX_LINE, TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet, leading_of
from core.tasks.service import task_for
from db.organisations import Organisation
from db.tasks import VolunteerTask

BOX, LINES = 4.2, {ApplicantQuestion.MOTIVATION: 5, ApplicantQuestion.EXPERIENCE: 5}
FEW_LINES = 3
WORDS = {
    "title": N_("I would like to help"),
    "name": N_("Name"),
    "reach": N_("Phone and e-mail"),
    "one": N_("Tick one, or leave it blank."),
    "hand_in": N_("Give this to somebody at {organisation}, or send it there."),
}


def print_application_form(*, session: Session, actor: Actor, task_id: UUID, language: str) -> bytes:
    """The blank form for a task, for whoever handles applications. The same task always gives the same bytes.

    Raises "not_found", "not_allowed", or "choice_invalid" for an unknown language.
    """
    task = task_for(session, actor, Action.HANDLE_APPLICATIONS, task_id)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return draw_application_form(task, session.get_one(Organisation, task.organisation_id), language)


def draw_application_form(task: VolunteerTask, organisation: Organisation, language: str) -> bytes:
    """The form as PDF/A-2u and PDF/UA-1."""
    words = words_said(WORDS, language)
    pdf = TaggedPDF(
        language=words_of(language)["lang"],
        title=clean(f"{words['title']}: {task.title}"),
        author=clean(organisation.name),
        identifier=f"application-{task.id}-{language}",
        created_at=task.created_at,
    )
    sheet = Sheet(pdf)
    masthead(sheet, organisation.name, words_of(language), organisation.logo)
    title(sheet, words["title"], task.title)
    with reading(language):
        _body(sheet, task, organisation, words, language)
    feet(sheet, f"{organisation.name} · {task.title}", words_of(language), head=words["title"])
    return pdf.finished()


def _body(sheet: Sheet, task: VolunteerTask, organisation: Organisation, words: dict[str, str], language: str) -> None:
    room_to_write(sheet, words["name"], 1)
    room_to_write(sheet, words["reach"], 2)
    for question in questions_for(asks_experience=task.asks_experience):
        said = gettext(QUESTIONS[question])
        choices = CHOICES.get(question)
        if choices is None:
            room_to_write(sheet, said, LINES.get(question, FEW_LINES))
        else:
            _tick(sheet, said, [gettext(each) for each in choices.values()], words["one"])
        _paragraph(sheet, gettext(NOTES[question]), language)
    _paragraph(sheet, gettext(UNDER_AGE), language)
    months = organisation.application_months
    kept = ngettext(
        "What you write is read by coordinators alone, and deleted {count} month after we have it.",
        "What you write is read by coordinators alone, and deleted {count} months after we have it.",
        months,
    )
    _paragraph(sheet, kept.format(count=months), language)
    _paragraph(sheet, words["hand_in"].format(organisation=organisation.name), language)


def _paragraph(sheet: Sheet, said: str, language: str) -> None:
    sheet.block([Run(typographic(said, language), DETAIL)], LEFT, WIDTH)
    sheet.y += 4


def _tick(sheet: Sheet, question: str, choices: list[str], note: str) -> None:
    """A question above its boxes, one below the other."""
    label = sheet.wrapped([Run(question, NAME)], WIDTH)
    lines = [sheet.wrapped([Run(each, BODY)], WIDTH - BOX - 4) for each in choices]
    sheet.need(leading_of(label) + sum(leading_of(each) + 2 for each in lines) + 8)
    sheet.pdf.bookmark(clean(question), 1, sheet.y)
    sheet.flow(label, LEFT, "H2")
    sheet.block([Run(note, DETAIL)], LEFT, WIDTH)
    sheet.y += 1
    with sheet.group("L"):
        for each in lines:
            with sheet.pdf.artifact():
                sheet.pdf.frame(LEFT, sheet.y + 0.5, BOX, BOX, BOX_LINE, INK)
            with sheet.group("LI"), sheet.group("LBody"), sheet.pdf.tagged("P"):
                sheet.draw(each, LEFT + BOX + 3, sheet.y)
            sheet.y += leading_of(each) + 2
    sheet.y += 2
