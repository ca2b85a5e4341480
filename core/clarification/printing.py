"""The agenda of a clarification meeting to print and write on: tagged, blank or with names and days (M3, O4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.clarification.content import MeetingSheet, meeting_sheet
from core.clarification.reading import MeetingView, meeting_of
from core.documents.printing.document import begun, feet, words_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import LANGUAGES, N_, clock, local_day, on_date, reading, spoken
from core.pdf.fonts import clean
from core.pdf.style import BODY, BRAND, NAME, RULE, WIDTH, lines_to_write_on, words_said
from core.pdf.typeset import LEFT, Run, Sheet, leading_of
from db.organisations import Organisation

# One line for each point, so that the agenda itself is one sheet; there is more room under the topics.
AGENDA_LINES, TOPIC_LINES = 1, 3
AGENDA_WORDS = {
    "volunteer": N_("Volunteer"),
    "coordinator": N_("Coordinator"),
    "when": N_("When and where"),
    "agenda": N_("What we talk about"),
    "beforehand": N_("Think it through beforehand"),
    "signing": N_("We have talked about it on"),
}


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """What stands at the top; "" for what is written by hand."""

    organisation: str
    volunteer: str = ""
    coordinator: str = ""
    when: str = ""


def print_agenda(
    *, session: Session, actor: Actor, engagement_id: UUID, blank: bool, language: str, today: date
) -> bytes:
    """The agenda and the topics, for either side of a meeting: with names, day and place, or `blank`. Nothing that
    anybody has answered is printed.

    Raises what `meeting_of` does, or "choice_invalid" for an unknown language.
    """
    view = meeting_of(session=session, actor=actor, engagement_id=engagement_id, today=today)
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    organisation = session.get_one(Organisation, view.engagement.organisation_id).name
    facts = AgendaFacts(organisation) if blank else _facts(view, organisation, language)
    sheet = meeting_sheet()
    return draw_agenda(sheet, spoken(sheet.title.languages, language), facts, made_at=view.engagement.created_at)


def draw_agenda(sheet_of: MeetingSheet, language: str, facts: AgendaFacts, *, made_at: datetime) -> bytes:
    """The form as PDF/A-2u and PDF/UA-1; the same input always gives the same bytes."""
    words, own = words_of(language), words_said(AGENDA_WORDS, language)
    name = sheet_of.title.in_language(language)
    sheet = begun(
        name,
        facts.volunteer,
        language,
        organisation=facts.organisation,
        identifier=f"clarification-{language}",
        made_at=made_at,
    )
    sheet.block([Run(sheet_of.intro.in_language(language), BODY)], LEFT, WIDTH)
    sheet.y += 3
    for label, known in (
        (own["volunteer"], facts.volunteer),
        (own["coordinator"], facts.coordinator),
        (own["when"], facts.when),
    ):
        _known(sheet, label, known)
    _part(
        sheet,
        own["agenda"],
        [(f"{number}. {each.in_language(language)}", "") for number, each in enumerate(sheet_of.agenda, 1)],
        AGENDA_LINES,
    )
    topics = [
        (
            f"{number}. {topic.title.in_language(language)}",
            f"{topic.volunteer.in_language(language)} {topic.organisation.in_language(language)}",
        )
        for number, topic in enumerate(sheet_of.topics, 1)
    ]
    _part(sheet, own["beforehand"], topics, TOPIC_LINES)
    _known(sheet, own["signing"], "")
    feet(sheet, facts.organisation, words, head=name)
    return sheet.pdf.finished()


def _facts(view: MeetingView, organisation: str, language: str) -> AgendaFacts:
    meeting, when = view.meeting, ""
    if meeting is not None and meeting.starts_at is not None:
        with reading(language):
            when = f"{on_date(local_day(meeting.starts_at))}, {clock(meeting.starts_at)}"
        when = ", ".join(part for part in (when, meeting.place) if part)
    return AgendaFacts(organisation, view.name, view.coordinator, when)


def _known(sheet: Sheet, label: str, known: str) -> None:
    """What is known behind its name, or a line to write it on."""
    lines = sheet.wrapped([Run(f"{label}: ", NAME), Run(known, BODY)] if known else [Run(f"{label}:", NAME)], WIDTH)
    sheet.need(leading_of(lines) + RULE)
    sheet.flow(lines, LEFT, "P")
    sheet.y += 2 if known else 0
    if not known:
        lines_to_write_on(sheet, 1)
        sheet.y += 2


def _part(sheet: Sheet, heading: str, asked: Sequence[tuple[str, str]], lines: int) -> None:
    sheet.y += 5
    top = sheet.wrapped([Run(heading, BRAND)], WIDTH)
    wrapped = [
        (label, sheet.wrapped([Run(label, NAME)], WIDTH), sheet.wrapped([Run(said, BODY)], WIDTH) if said else [])
        for label, said in asked
    ]
    heights = [leading_of(name) + leading_of(told) + RULE * lines for _label, name, told in wrapped]
    # With the first of what stands below it: a heading alone at the foot of a page leads nowhere.
    sheet.need(leading_of(top) + 3 + heights[0])
    sheet.pdf.bookmark(clean(heading), 0, sheet.y)
    sheet.flow(top, LEFT, "H2")
    for (label, name, told), height in zip(wrapped, heights, strict=True):
        sheet.y += 3
        sheet.need(height)
        sheet.pdf.bookmark(clean(label), 1, sheet.y)
        sheet.flow(name, LEFT, "H3")
        if told:
            sheet.flow(told, LEFT, "P")
        lines_to_write_on(sheet, lines)
        sheet.y += 2
