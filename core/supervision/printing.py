"""The log book as an accessible PDF: what to work on, feedback, and the instructor's own words (S4, O4)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.printing.document import feet, title, words_of
from core.documents.text.facts import printed_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, on_date, reading
from core.pdf.fonts import clean
from core.pdf.style import BODY, BRAND, DETAIL, HEADING, NAME, STRONG, WIDTH
from core.pdf.tagged import TaggedPDF
from core.pdf.typeset import LEFT, Run, Sheet, Style
from core.supervision.log_book import LogBook, log_book
from core.supervision.rules import KINDS
from db.people import Engagement, Person

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
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(f"{heading}: {book.name}"),
        author=clean(book.organisation),
        identifier=f"log-book-{book.engagement_id}",
        created_at=_newest(book),
    )
    sheet = Sheet(pdf)
    sheet.y = 18.0
    sheet.block([Run(book.organisation, BRAND)], LEFT, WIDTH)
    sheet.y += 3
    title(sheet, heading, book.name)
    for style, text in _parts(book):
        lines = sheet.wrapped([Run(text, style)], WIDTH)
        sheet.need(12)
        sheet.flow(lines, LEFT, {HEADING: "H2", NAME: "H3"}.get(style, "P"))
        sheet.y += 1.5
    feet(sheet, clean(f"{book.organisation} · {book.name}"), words)
    return pdf.finished()


def _parts(book: LogBook) -> Iterator[tuple[Style, str]]:
    """Everything below the title, in the order it is read."""
    yield HEADING, gettext("Tasks")
    for task in book.tasks:
        done = gettext("Done on {day}").format(day=on_date(task.done_on)) if task.done_on else gettext("Not done yet")
        source = [gettext(KINDS[task.kind]), on_date(task.given_on)] if task.kind and task.given_on else []
        yield BODY, f"{task.words} ({' · '.join([*source, done])})"
    if not book.tasks:
        yield BODY, gettext("Nothing yet.")
    yield HEADING, gettext("Supervisions")
    for row in book.supervisions:
        day = on_date(row.held_on) if row.held_on else gettext("Not held yet")
        yield NAME, day
        yield DETAIL, " · ".join(each for each in (gettext(KINDS[row.kind]), row.course, row.supervisor) if each)
        for each in row.supervised:
            well, work = gettext("What went well"), gettext("What to work on")
            for label, said in ((well, each.went_well), (work, each.work_on)):
                if said:
                    yield STRONG, label
                    yield BODY, said
    if not book.supervisions:
        yield BODY, gettext("Nothing yet.")
    yield HEADING, gettext("The instructor's own words")
    for entry in book.entries:
        yield NAME, on_date(entry.written_on)
        yield BODY, entry.words
    if not book.entries:
        yield BODY, gettext("Nothing yet.")


def _newest(book: LogBook) -> datetime:
    """When the newest of what is in it was written, so that the same log book always gives the same bytes."""
    given = [each.feedback_at for row in book.supervisions for each in row.supervised if each.feedback_at is not None]
    days = [entry.written_on for entry in book.entries] + [task.done_on for task in book.tasks if task.done_on]
    return max([NOTHING_YET, *given, *(datetime.combine(day, time(), tzinfo=UTC) for day in days)])
