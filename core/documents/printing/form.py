"""A document on paper before anybody has signed it: with lines to write on, blank or with what is known (O4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.documents.printing.clauses import Answers, ClauseSetting, set_clause
from core.documents.printing.closing import closing
from core.documents.printing.document import feet, masthead, opening, words_of
from core.documents.printing.typography import answers_as_printed, as_printed
from core.documents.template.model import Field, Template
from core.documents.text.compose import GAP, ClauseChoice, Facts, answers_in, compose, fields_to_ask, value_of
from core.documents.text.exact import FrozenSection, FrozenText
from core.i18n import N_
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from core.pdf.style import BODY, HEADING, INDENT, INK, PADDING, QUIET, SMALL_HEADING, WIDTH, heading, words_said
from core.pdf.tagged import BOX_LINE, TaggedPDF
from core.pdf.typeset import BOTTOM, LEFT, TOP, Line, Run, Sheet, leading_of

# As much room as a hand takes for one line; a name within a sentence gets as much as an ordinary one.
RULE, BOX, LONG_TEXT_LINES = 8.5, 3.6, 3
ROOM = "…" * 12

FORM_WORDS = {
    "print": N_("This is a print to write on. It is not sealed."),
    "foot": N_("print, not sealed"),
    "fingerprint": N_("text {start}"),
    "number": N_("Document number {number}"),
    "blank": N_("Blank form"),
    "optional": N_("{label} (may be left blank)"),
}


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """Something to write by hand: `lines` to write on, or boxes to tick for `choices`."""

    label: str
    lines: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A text with its open questions by the clause they stand below, None above the first one, and what is answered."""

    text: FrozenText
    questions: Mapping[str | None, Sequence[FormQuestion]]
    answers: Answers


@dataclass(frozen=True, slots=True)
class FormPrint:
    """Which form is printed: the document's `number` and the start of its text's `fingerprint`, both "" for a blank
    one."""

    identifier: str
    made_at: datetime
    number: str = ""
    fingerprint: str = ""


def form_of(
    template: Template, language: str, *, facts: Facts, chosen: Mapping[str, ClauseChoice], answers: Mapping[str, str]
) -> Form:
    """The document in `language` as it reads now, and what is still to be written in it."""
    text = compose(template, language, facts=facts, chosen=chosen, answers=answers, open_lines=False)
    found = defaultdict(list)
    for field in fields_to_ask(template, chosen):
        if not value_of(field, facts, answers):
            found[field.only_with].append(_question(template, field, language))
    return Form(FrozenText.from_canonical(text.canonical().replace(GAP, ROOM)), found, answers_in(template, text))


def draw_form(form: Form, *, issue: FormPrint, logo: bytes | None) -> bytes:
    """The form as PDF/A-2u and PDF/UA-1; the same input always gives the same bytes."""
    text = as_printed(form.text)
    form = replace(form, text=text, answers=answers_as_printed(form.answers, text.language))
    words, own = words_of(text.language), words_said(FORM_WORDS, text.language)
    pdf = TaggedPDF(
        language=words["lang"],
        title=clean(text.title),
        author=clean(text.organisation),
        identifier=issue.identifier,
        created_at=issue.made_at,
    )
    sheet = Sheet(pdf)
    masthead(sheet, text.organisation, words, logo)
    which = own["number"].format(number=issue.number) if issue.number else own["blank"]
    opening(sheet, text, words, f"{which} · {own['print']}")
    _ask(sheet, form.questions.get(None, ()), LEFT, WIDTH)
    end = closing(sheet, text, (), words, None)
    for section in text.sections:
        _section(sheet, section, form, end.together() if section is text.sections[-1] else 0.0)
    end.draw(sheet)
    parts = [which, own["fingerprint"].format(start=issue.fingerprint) if issue.fingerprint else "", own["foot"]]
    feet(sheet, " · ".join(part for part in parts if part), words, head=text.title)
    return pdf.finished()


def _question(template: Template, field: Field, language: str) -> FormQuestion:
    said = template.words(language).fields[field.id]
    label = said.label if field.required else words_said(FORM_WORDS, language)["optional"].format(label=said.label)
    choices = tuple(said.choices[option] for option in field.options())
    return FormQuestion(label, LONG_TEXT_LINES if field.type == "long_text" else 1, choices)


def _section(sheet: Sheet, section: FrozenSection, form: Form, end: float) -> None:
    """A section with what is asked below each of its points; the last point stays with the `end`."""
    words = words_of(form.text.language)
    sheet.space(7)
    indent = INDENT if any([section.number, *(clause.number for clause in section.clauses)]) else 0.0
    x, width = LEFT + indent, WIDTH - indent
    intro = sheet.wrapped([Run(section.intro, BODY)], width) if section.intro else []
    points = [set_clause(sheet, each, words, width, form.answers.get(each.id, ())) for each in section.clauses]
    asked = [form.questions.get(point.clause.id, ()) for point in points]
    kept = [end if point is points[-1] else 0.0 for point in points]
    following = [
        _following(sheet, point, questions, width, after)
        for point, questions, after in zip(points, asked, kept, strict=True)
    ]
    if section.title:
        first = 4 + (points[0].height() + following[0] if asked[0] else points[0].start(following[0]))
        heading(sheet, section.title, HEADING, leading_of(intro) + first, number=section.number)
    if intro:
        sheet.flow(intro, x)
    for point, questions, after, stays in zip(points, asked, kept, following, strict=True):
        sheet.space(4)
        with sheet.group("L"):
            point.draw(sheet, x, "H3" if section.title else "H2", following=stays, whole=bool(questions))
        _ask(sheet, questions, x, width, after)


def _following(
    sheet: Sheet, point: ClauseSetting, questions: Sequence[FormQuestion], width: float, after: float
) -> float:
    """What stays with a point: all that is asked below it where a page has room, else the first; and what comes `after`
    where no other question stands between."""
    heights = [_height(sheet, question, width) for question in questions]
    fits = point.height() + sum(heights) <= BOTTOM - TOP - HEADING.leading - 8
    return sum(heights if fits else heights[:1]) + (after if len(heights) < 2 else 0.0)


def _label(sheet: Sheet, question: FormQuestion, width: float) -> list[Line]:
    return sheet.wrapped(
        [Run(typographic(question.label, sheet.pdf.spoken), replace(SMALL_HEADING, colour=QUIET))], width
    )


def _height(sheet: Sheet, question: FormQuestion, width: float) -> float:
    """How high a question is with what is written or ticked below it."""
    boxes = [leading_of(lines) + 1 for lines in _choices(sheet, question, width)]
    return 2 + leading_of(_label(sheet, question, width)) + (sum(boxes) if boxes else RULE * question.lines)


def _choices(sheet: Sheet, question: FormQuestion, width: float) -> list[list[Line]]:
    return [
        sheet.wrapped([Run(typographic(choice, sheet.pdf.spoken), BODY)], width - BOX - PADDING)
        for choice in question.choices
    ]


def _ask(sheet: Sheet, questions: Sequence[FormQuestion], x: float, width: float, following: float = 0.0) -> None:
    """What is asked, the last of it on the page of the `following` millimetres."""
    for question in questions:
        sheet.space(2)
        kept = following if question is questions[-1] else 0.0
        sheet.need(_height(sheet, question, width) - 2 + kept)
        sheet.flow(_label(sheet, question, width), x)
        if question.choices:
            _boxes(sheet, _choices(sheet, question, width), x)
        else:
            _rules(sheet, question.lines, x, width)


def _rules(sheet: Sheet, count: int, x: float, width: float) -> None:
    for _each in range(count):
        sheet.need(RULE)
        sheet.y += RULE
        with sheet.pdf.artifact():
            sheet.pdf.field(x, sheet.y - 0.3, width, 0.25, QUIET)


def _boxes(sheet: Sheet, choices: Sequence[list[Line]], x: float) -> None:
    with sheet.group("L"):
        for lines in choices:
            sheet.need(leading_of(lines) + 1)
            sheet.y += 1
            with sheet.pdf.artifact():
                sheet.pdf.frame(x, sheet.y + 0.8, BOX, BOX, BOX_LINE, INK)
            with sheet.group("LI"), sheet.group("LBody"):
                sheet.flow(lines, x + BOX + 2)
