"""A personal log book and the guide to it on paper, and the book as plain text to take elsewhere (Q6, Q13)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from hashlib import sha256

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.documents.printing.document import begun, feet, words_of
from core.documents.text.facts import printed_name
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, gettext, on_date, reading
from core.pdf.style import BODY, HEADING, NAME, heading, lines_to_write_on, paragraph
from core.pdf.typeset import Sheet
from core.personal_log.locking import LogKey
from core.personal_log.rules import QUESTIONS, LogTool, PersonalPage, as_bytes
from core.personal_log.service import pages
from core.personal_log.words import ASKED, GUIDE, TOOLS
from db.people import Person

NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
GUIDE_MADE = datetime(2026, 11, 27, tzinfo=UTC)
ROOM, LINES, ABOVE = 24, 4, 5


def print_personal_log(*, session: Session, actor: Actor, key: LogKey, language: str) -> bytes:
    """All pages of an open log book as a PDF, the newest first. The same pages always give the same bytes.

    Raises "not_found", "not_allowed", or "choice_invalid" for an unknown language.
    """
    found = pages(session=session, actor=actor, key=key)
    name = printed_name(session.get_one(Person, actor.person_id))
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    with reading(language):
        return _drawn(found, name, language)


def log_as_text(*, session: Session, actor: Actor, key: LogKey, language: str) -> str:
    """The same as plain text, for any other program. Raises as `print_personal_log`."""
    found = pages(session=session, actor=actor, key=key)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    with reading(language):
        return "\n\n\n".join(_as_text(page) for page in found)


def print_log_guide(*, session: Session, actor: Actor, language: str, blank: bool = False) -> bytes:
    """The guide to the log book; `blank`: and the questions of each tool to write on by hand. The same bytes always.

    Raises "not_allowed", or "choice_invalid" for an unknown language.
    """
    require(actor, Action.KEEP_PERSONAL_LOG)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    name = printed_name(session.get_one(Person, actor.person_id)) if blank else ""
    with reading(language):
        words, title = words_of(language), gettext("Guide to the personal log book")
        sheet = begun(
            title, name, language, organisation="", identifier=f"log-guide-{language}-{blank}", made_at=GUIDE_MADE
        )
        for head, said in GUIDE:
            _heading(sheet, gettext(head))
            paragraph(sheet, gettext(said), BODY)
        if blank:
            for tool in LogTool:
                _heading(sheet, gettext(TOOLS[tool]))
                for question in QUESTIONS[tool]:
                    paragraph(sheet, gettext(ASKED[f"{tool}.{question}"]), NAME, "H3", above=2.5)
                    lines_to_write_on(sheet, LINES)
        feet(sheet, title, words, head=title)
        return sheet.pdf.finished()


def _drawn(found: Sequence[PersonalPage], name: str, language: str) -> bytes:
    words, title = words_of(language), gettext("My personal log book")
    newest = max((page.written_on for page in found), default=None)
    digest = sha256(b"".join(as_bytes(page) for page in found)).hexdigest()[:16]
    sheet = begun(
        title,
        "",
        language,
        organisation=name,
        identifier=f"personal-log-{digest}-{language}",
        made_at=datetime.combine(newest, time(12), UTC) if newest else NOTHING_YET,
    )
    for page in found:
        _heading(sheet, f"{on_date(page.written_on)} · {gettext(TOOLS[page.tool])}")
        for question in QUESTIONS[page.tool]:
            if said := page.words.get(question):
                _answer(sheet, page.tool, question, said)
    if not found:
        paragraph(sheet, gettext("There is nothing in it yet."), BODY)
    feet(sheet, title, words, head=title)
    return sheet.pdf.finished()


def _heading(sheet: Sheet, said: str) -> None:
    """What begins anew stands further from what is above it than from what it heads."""
    sheet.space(ABOVE)
    heading(sheet, said, HEADING, ROOM)


def _answer(sheet: Sheet, tool: LogTool, question: str, said: str) -> None:
    if tool is not LogTool.FREE:
        paragraph(sheet, gettext(ASKED[f"{tool}.{question}"]), NAME, "H3", above=2.5)
    paragraph(sheet, said, BODY)


def _as_text(page: PersonalPage) -> str:
    told = [f"{on_date(page.written_on)} · {gettext(TOOLS[page.tool])}"]
    for question in QUESTIONS[page.tool]:
        if said := page.words.get(question):
            told.append(said if page.tool is LogTool.FREE else f"{gettext(ASKED[f'{page.tool}.{question}'])}\n{said}")
    return "\n\n".join(told)
