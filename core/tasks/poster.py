"""A call as a poster to hang up: the task in short, and a QR code that leads to where one applies. Tagged (O4)."""

from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor
from core.documents.printing.closing import squares_of
from core.documents.printing.document import feet, masthead, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, N_, on_date, reading
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from core.pdf.style import INK, RUST, SEA, WIDTH, words_said
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet, Style
from core.tasks.calls import call_link, call_of
from core.tasks.service import task_for
from db.organisations import Organisation, Workplace
from db.tasks import TaskCall, VolunteerTask

# A poster is read from two metres away.
LARGE, LEAD, SMALL = Style(34, 14.0, SEA, bold=True), Style(16, 8.0, INK), Style(12, 6.2, INK)
LABEL, CALL = Style(11, 5.6, RUST, bold=True), Style(20, 9.0, SEA, bold=True)
QR_SIDE = 62.0
MOST_OF_A_TEXT = 320
WORDS = {
    "wanted": N_("Would you like to help?"),
    "when": N_("When"),
    "where": N_("Where"),
    "whom": N_("Who we are looking for"),
    "scan": N_("Point your phone’s camera here"),
    "then": N_("Then you can read more and apply. You need no login. Or write this in your browser:"),
    "until": N_("Apply by {day}."),
    "ask": N_("Would you rather talk? {ways}"),
    "qr": N_("QR code that leads to {url}"),
}


def print_poster(*, session: Session, actor: Actor, call_id: UUID, language: str) -> bytes:
    """The poster of a call, for whoever may open one. The same call always gives the same bytes.

    Raises "not_found", "not_allowed", or "choice_invalid" for an unknown language.
    """
    call = call_of(session, call_id)
    task = task_for(session, actor, Action.PUBLISH_CALL, call.task_id)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    organisation = session.get_one(Organisation, task.organisation_id)
    place = session.get_one(Workplace, task.workplace_id).name
    return draw_poster(call, task, organisation, place, language)


def draw_poster(
    call: TaskCall, task: VolunteerTask, organisation: Organisation, workplace: str, language: str
) -> bytes:
    """The poster as PDF/A-2u and PDF/UA-1."""
    pdf = TaggedPDF(
        language=words_of(language)["lang"],
        title=clean(task.title),
        author=clean(organisation.name),
        identifier=f"poster-{call.address}-{language}",
        created_at=call.opened_at,
    )
    sheet, words = Sheet(pdf), words_said(WORDS, language)

    def say(text: str, style: Style, after: float, tag: str = "P") -> None:
        sheet.block([Run(typographic(text, language), style)], LEFT, WIDTH, tag)
        sheet.y += after

    masthead(sheet, organisation.name, words_of(language), organisation.logo)
    sheet.y += 4
    say(words["wanted"], CALL, 4)
    pdf.bookmark(clean(task.title), 0, sheet.y)
    say(task.title, LARGE, 5, "H1")
    say(_short(task.what), LEAD, 6)
    for label, told in (
        ("whom", task.whom),
        ("when", on_day(task, language)),
        ("where", where(task.place, workplace)),
    ):
        if told:
            say(words[label], LABEL, 0, "H2")
            say(_short(told), SMALL, 3)
    _code(sheet, call, organisation, words, language)
    feet(sheet, f"{organisation.name} · {task.title}", words_of(language))
    return pdf.finished()


def on_day(task: VolunteerTask, language: str) -> str:
    """Hours and days, and the day of a single event before them."""
    with reading(language):
        day = on_date(task.held_on) if task.held_on else ""
    return " · ".join(each for each in (day, task.hours) if each)


def where(place: str, workplace: str) -> str:
    """The place in the task's own words, and the workplace where these do not name it."""
    return (
        place if workplace.casefold() in place.casefold() else " · ".join(each for each in (place, workplace) if each)
    )


def _short(text: str) -> str:
    """The beginning of a long text, to the end of a word; the rest is read behind the code."""
    told = " ".join(text.split())
    return told if len(told) <= MOST_OF_A_TEXT else f"{told[:MOST_OF_A_TEXT].rsplit(' ', 1)[0]} …"


def _code(sheet: Sheet, call: TaskCall, organisation: Organisation, words: dict[str, str], language: str) -> None:
    """The code, and beside it what to do with it, and who else can be asked."""
    link, ways = call_link(call), [each for each in (organisation.phone, organisation.email) if each]
    sheet.need(QR_SIDE + 6)
    sheet.y += 4
    top, x = sheet.y, LEFT + QR_SIDE + 8
    box = (LEFT, top, QR_SIDE, QR_SIDE)
    with sheet.pdf.tagged("Figure", alt=words["qr"].format(url=link), box=box):
        sheet.pdf.squares(LEFT, top, QR_SIDE, squares_of(link), INK)
    told = [(words["scan"], CALL, "H2"), (words["then"], SMALL, "P"), (link, SMALL, "P")]
    if call.closes_on is not None:
        with reading(language):
            told.append((words["until"].format(day=on_date(call.closes_on)), SMALL, "P"))
    if ways:
        # Each on a line of its own: no line is to begin with a dot between them.
        told += [(each, SMALL, "P") for each in (words["ask"].format(ways=ways[0]), *ways[1:])]
    for text, style, tag in told:
        sheet.block([Run(text, style)], x, WIDTH - QR_SIDE - 8, tag)
        sheet.y += 2
    sheet.y = max(sheet.y, top + QR_SIDE)
