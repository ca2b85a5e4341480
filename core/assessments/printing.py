"""The questionnaire and the guide to the interview on paper: tagged, blank or with what is known (R12, R13, O4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.assessments.sheets import Questionnaire, QuestionnaireTopic
from core.documents.printing.document import begun, feet, words_of
from core.pdf.quotes import typographic
from core.pdf.style import BODY, HEADING, WIDTH, heading, room_to_write
from core.pdf.typeset import LEFT, Run, Sheet

ANSWER_LINES, NOTE_LINES = 3, 3


@dataclass(frozen=True, slots=True)
class SheetIssue:
    """Whose sheet it is: the organisation, the task, and the applicant, "" on a blank one."""

    organisation: str
    task: str
    name: str
    made_at: datetime


def draw_questionnaire(
    sheet_of: Questionnaire, language: str, issue: SheetIssue, answers: Mapping[str, str] | None = None
) -> bytes:
    """The questionnaire as PDF/A-2u and PDF/UA-1: with the answers where there are some, else with room to write."""
    sheet = _begun(sheet_of.title.in_language(language), language, issue, "questionnaire")
    _paragraph(sheet, sheet_of.intro.in_language(language))
    for topic in sheet_of.topics:
        _topic(sheet, topic, language)
        for question in topic.questions:
            said = (answers or {}).get(question.id, "")
            room_to_write(sheet, question.in_language(language), ANSWER_LINES, said=said, tag="H3")
    return _finished(sheet, sheet_of.title.in_language(language), language, issue)


def draw_interview(
    sheet_of: Questionnaire, language: str, issue: SheetIssue, shared: Mapping[str, str] | None = None
) -> bytes:
    """The guide to the interview: what was shared of the questionnaire, what to go on with, and room for notes."""
    heading_words = sheet_of.interview.in_language(language)
    sheet = _begun(heading_words, language, issue, "interview")
    _paragraph(sheet, sheet_of.interview_intro.in_language(language))
    for topic in sheet_of.topics:
        _topic(sheet, topic, language)
        for question in topic.questions:
            if said := (shared or {}).get(question.id, ""):
                room_to_write(sheet, question.in_language(language), 0, said=said, tag="H3")
        for prompt in topic.talk:
            room_to_write(sheet, prompt.in_language(language), NOTE_LINES, tag="H3")
    sheet.y += 2
    _paragraph(sheet, sheet_of.interview_end.in_language(language))
    return _finished(sheet, heading_words, language, issue)


def _begun(said: str, language: str, issue: SheetIssue, kind: str) -> Sheet:
    about = " · ".join(each for each in (issue.task, issue.name) if each)
    return begun(
        said,
        about,
        language,
        organisation=issue.organisation,
        identifier=f"{kind}-{language}",
        made_at=issue.made_at,
    )


def _paragraph(sheet: Sheet, said: str) -> None:
    sheet.flow(sheet.wrapped([Run(typographic(said, sheet.pdf.spoken), BODY)], WIDTH), LEFT)
    sheet.y += 3


def _topic(sheet: Sheet, topic: QuestionnaireTopic, language: str) -> None:
    sheet.space(5)
    heading(sheet, typographic(topic.name.in_language(language), sheet.pdf.spoken), HEADING, 34)
    sheet.y += 1


def _finished(sheet: Sheet, said: str, language: str, issue: SheetIssue) -> bytes:
    feet(sheet, " · ".join(each for each in (issue.organisation, issue.task) if each), words_of(language), head=said)
    return sheet.pdf.finished()


def draw_letter(letter_words: str, subject: str, language: str, issue: SheetIssue) -> bytes:
    """The answer to an application, for whoever gets it on paper (O4)."""
    sheet = _begun(subject, language, issue, "answer")
    for paragraph in letter_words.split("\n\n"):
        _paragraph(sheet, paragraph)
    return _finished(sheet, subject, language, issue)
