"""The log book as an accessible PDF: what to work on, feedback, and the instructor's own words (S4, O4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.printing.document import begun, feet, words_of
from core.documents.text.facts import printed_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, on_date, reading
from core.pdf.quotes import typographic
from core.pdf.style import BODY, DETAIL, HEADING, INK, NAME, SEA, STRONG, WIDTH, paragraph
from core.pdf.style import heading as heading_of
from core.pdf.tagged import BOX_LINE
from core.pdf.typeset import LEFT, Run, Sheet, leading_of
from core.supervision.lists import SupervisionRow
from core.supervision.log_book import LogBook, log_book
from core.supervision.rules import KINDS
from db.people import Engagement, Person

BOX, BESIDE_BOX = 3.6, 6.5
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


def print_log_book(*, session: Session, actor: Actor, engagement_id: UUID, language: str) -> bytes:
    """The log book as a PDF, for whoever may read it. The same log book always gives the same bytes.

    Raises "not_found", "not_allowed", or "choice_invalid" for an unknown language.
    """
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    book = _as_printed(session, log_book(session=session, actor=actor, engagement_id=engagement_id))
    with reading(language):
        return _draw(book, language)


def _as_printed(session: Session, book: LogBook) -> LogBook:
    """The book with everybody's name as documents print it."""

    def name_of(person_id: UUID | None) -> str:
        return printed_name(session.get_one(Person, person_id)) if person_id else ""

    return replace(
        book,
        name=name_of(session.get_one(Engagement, book.engagement_id).person_id),
        supervisions=tuple(replace(row, supervisor=name_of(row.supervisor_id)) for row in book.supervisions),
    )


def _draw(book: LogBook, language: str) -> bytes:
    words, heading = words_of(language), gettext("Log book")
    sheet = begun(
        heading,
        book.name,
        language,
        organisation=book.organisation,
        identifier=f"log-book-{book.engagement_id}",
        made_at=_newest(book),
        called=f"{heading}: {book.name}",
    )
    _heading(sheet, gettext("Tasks"))
    _tasks(sheet, book)
    _heading(sheet, gettext("Supervisions"))
    for row in book.supervisions:
        _supervision(sheet, row)
    _nothing_yet(sheet, book.supervisions)
    _heading(sheet, gettext("The instructor's own words"))
    for entry in book.entries:
        paragraph(sheet, on_date(entry.written_on), NAME, "H3", above=2.5)
        paragraph(sheet, entry.words, BODY)
    _nothing_yet(sheet, book.entries)
    feet(sheet, f"{book.organisation} · {book.name}", words, head=f"{heading}: {book.name}")
    return sheet.pdf.finished()


def _heading(sheet: Sheet, said: str) -> None:
    sheet.space(8)
    heading_of(sheet, typographic(said, sheet.pdf.spoken), HEADING, 16)


def _nothing_yet(sheet: Sheet, found: Sequence[object]) -> None:
    if not found:
        paragraph(sheet, gettext("Nothing yet."), BODY)


def _tasks(sheet: Sheet, book: LogBook) -> None:
    """What to work on as a list, with a box for each, filled where it is done."""
    _nothing_yet(sheet, book.tasks)
    if not book.tasks:
        return
    with sheet.group("L"):
        for task in book.tasks:
            done = (
                gettext("Done on {day}").format(day=on_date(task.done_on)) if task.done_on else gettext("Not done yet")
            )
            source = [gettext(KINDS[task.kind]), on_date(task.given_on)] if task.kind and task.given_on else []
            said = sheet.wrapped([Run(task.words, STRONG if not task.done_on else BODY)], WIDTH - BESIDE_BOX)
            about = sheet.wrapped([Run(" · ".join([done, *source]), DETAIL)], WIDTH - BESIDE_BOX)
            sheet.need(leading_of(said) + leading_of(about) + 2)
            sheet.y += 2
            with sheet.pdf.artifact():
                sheet.pdf.frame(LEFT, sheet.y + 0.8, BOX, BOX, BOX_LINE, INK)
                if task.done_on:
                    sheet.pdf.field(LEFT + 0.9, sheet.y + 1.7, BOX - 1.8, BOX - 1.8, SEA)
            with sheet.group("LI"), sheet.group("LBody"):
                sheet.flow(said, LEFT + BESIDE_BOX)
                sheet.flow(about, LEFT + BESIDE_BOX)


def _supervision(sheet: Sheet, row: SupervisionRow) -> None:
    """One supervision with what was said to the instructor."""
    paragraph(sheet, on_date(row.held_on) if row.held_on else gettext("Not held yet"), NAME, "H3", above=2.5)
    paragraph(
        sheet, " · ".join(each for each in (gettext(KINDS[row.kind]), row.course, row.supervisor) if each), DETAIL
    )
    for each in row.supervised:
        told = ((gettext("What went well"), each.went_well), (gettext("What to work on"), each.work_on))
        for label, said in told:
            if said:
                paragraph(sheet, label, STRONG, above=1)
                paragraph(sheet, said, BODY)


def _newest(book: LogBook) -> datetime:
    """When the newest of what is in it was written, so that the same log book always gives the same bytes."""
    given = [each.feedback_at for row in book.supervisions for each in row.supervised if each.feedback_at is not None]
    days = [entry.written_on for entry in book.entries] + [task.done_on for task in book.tasks if task.done_on]
    return max([NOTHING_YET, *given, *(datetime.combine(day, time(), tzinfo=UTC) for day in days)])
