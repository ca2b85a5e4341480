"""The points of a document: each as an item of a list, with what the two answered set apart from what all are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from core.documents.text.exact import FrozenClause, FrozenSection
from core.pdf.style import BODY, BODY_QUIET, CLAY, HEADING, INDENT, NOTE, SAND, STRONG, WIDTH, Words, heading
from core.pdf.typeset import BOTTOM, LEFT, TOP, Line, Run, Sheet, first_part, leading_of

BETWEEN, BAR, BESIDE_BAR = 2.5, 0.8, 4.0
ABOVE_ANSWERS, AROUND_ANSWER = 1.2, 0.7
LONGEST_LABEL = 60
# The first two of a list stay together while that takes no more than this of a page.
KEPT_TOGETHER = 90.0
KEPT_WHOLE = 60.0  # as much of a point with answers is never parted

Answers = Mapping[str, Sequence[str]]
"""By clause, the lines below it that its two parties answered."""


@dataclass(frozen=True, slots=True)
class ClauseSetting:
    """A clause broken into lines."""

    clause: FrozenClause
    title: list[Line]
    body: list[Line]
    answers: Sequence[list[Line]]

    def height(self) -> float:
        """How high all of it is, in millimetres."""
        return leading_of(self.title) + leading_of(self.body) + self._answers_height()

    def beginning(self) -> float:
        """The height of what must stay together at its start."""
        if self.body or not self.answers:
            return leading_of(self.title) + first_part(self.body)
        return leading_of(self.title) + ABOVE_ANSWERS + 2 * AROUND_ANSWER + first_part(self.answers[0])

    def start(self, following: float = 0.0) -> float:
        """The height of what must stay together at its start where its last lines stay with `following` millimetres:
        all of it where it is too short to be parted."""
        whole = self.height() + following
        short = len(self.body) <= 3 and not self.answers or self.answers and self.height() <= KEPT_WHOLE
        return whole if short and whole <= BOTTOM - TOP else self.beginning()

    def draw(self, sheet: Sheet, x: float, tag: str, *, following: float = 0.0, whole: bool = False) -> None:
        """Draw it as an item of a list, its number to the left: its last lines with `following` millimetres kept on
        their page, or the `whole` of it where a page holds that."""
        unparted = whole and self.height() + following <= BOTTOM - TOP
        sheet.need(self.height() + following if unparted else self.start(following))
        with sheet.group("LI"):
            if self.clause.number:
                with sheet.pdf.tagged("Lbl"):
                    sheet.draw(sheet.wrapped([Run(self.clause.number, BODY_QUIET)], INDENT), LEFT, sheet.y)
            with sheet.group("LBody"):
                if self.title:
                    sheet.flow(self.title, x, tag)
                if self.body:
                    first = (
                        ABOVE_ANSWERS + 2 * AROUND_ANSWER + first_part(self.answers[0]) if self.answers else following
                    )
                    sheet.flow(self.body, x, following=first)
                self._draw_answers(sheet, x, following)

    def _draw_answers(self, sheet: Sheet, x: float, following: float) -> None:
        if not self.answers:
            return
        sheet.y += ABOVE_ANSWERS
        behind = partial(_behind, sheet, x)
        for answer in self.answers:
            last = answer is self.answers[-1]
            sheet.need(first_part(answer) + 2 * AROUND_ANSWER)
            sheet.y += AROUND_ANSWER
            sheet.flow(answer, x + BESIDE_BAR, following=following if last else 0.0, behind=behind)
            sheet.y += AROUND_ANSWER

    def _answers_height(self) -> float:
        room = ABOVE_ANSWERS if self.answers else 0.0
        return room + sum(leading_of(answer) + 2 * AROUND_ANSWER for answer in self.answers)


def _behind(sheet: Sheet, x: float, top: float, height: float) -> None:
    """What an answer stands on: the bar is seen on any printer, the sand where there are colours."""
    # A little over the one before it, so that no light falls between.
    y, high = top - AROUND_ANSWER - 0.1, height + 2 * AROUND_ANSWER + 0.1
    with sheet.pdf.artifact():
        sheet.pdf.field(x, y, LEFT + WIDTH - x, high, SAND)
        sheet.pdf.field(x, y, BAR, high, CLAY)


def set_clause(
    sheet: Sheet, clause: FrozenClause, words: Words, width: float, answers: Sequence[str] = ()
) -> ClauseSetting:
    """A clause with its title and its text, of which `answers` are the last lines, broken into lines."""
    title = [Run(clause.title, STRONG)] if clause.title else []
    if clause.reworded:
        title.append(Run(f"· {words['reworded']}" if title else words["reworded"], NOTE))
    told, answered = _apart(clause.text, answers)
    return ClauseSetting(
        clause,
        sheet.wrapped(title, width) if title else [],
        sheet.wrapped([Run(told, BODY)], width) if told else [],
        [sheet.wrapped(_answer(each), width - BESIDE_BAR - 2) for each in answered],
    )


def _apart(text: str, answers: Sequence[str]) -> tuple[str, Sequence[str]]:
    """What everybody is told and what was answered; all of it is the former where it does not end with the latter."""
    end = "\n".join(answers)
    if not end or not f"\n{text}".endswith(f"\n{end}"):
        return text, ()
    return text[: -len(end)].rstrip("\n"), answers


def _answer(line: str) -> list[Run]:
    """ "The task: reading aloud" in two weights; a sentence in the heavier one."""
    label, colon, said = line.partition(": ")
    if colon and len(label) <= LONGEST_LABEL and "\n" not in label:
        return [Run(f"{label}:", BODY), Run(said, STRONG)]
    return [Run(line, STRONG)]


def draw_section(
    sheet: Sheet,
    section: FrozenSection,
    words: Words,
    answers: Answers,
    following: float,
    *,
    kept_together: float = KEPT_TOGETHER,
) -> None:
    """A section with its points; its end stays with the `following` millimetres, and its first point with the second
    while that takes no more than `kept_together`."""
    sheet.space(7)
    numbered = any([section.number, *(clause.number for clause in section.clauses)])
    x = LEFT + (INDENT if numbered else 0.0)
    width = LEFT + WIDTH - x
    intro = sheet.wrapped([Run(section.intro, BODY)], width) if section.intro else []
    points = [set_clause(sheet, each, words, width, answers.get(each.id, ())) for each in section.clauses]
    kept = _kept(points, following, kept_together)
    if section.title:
        heading(sheet, section.title, HEADING, leading_of(intro) + _start(points, kept), number=section.number)
    if intro:
        sheet.flow(intro, x, following=_start(points, kept) if points else following)
    if not points:
        return
    tag = "H3" if section.title else "H2"
    with sheet.group("L", "<</O /List /ListNumbering /Decimal>>" if numbered else ""):
        for point, keep in zip(points, kept, strict=True):
            sheet.space(BETWEEN)
            point.draw(sheet, x, tag, following=keep, whole=point is not points[-1] and keep > 0)


def _kept(points: Sequence[ClauseSetting], following: float, most: float) -> list[float]:
    """What stays with the end of each point: with the last what follows, and with the first the second's beginning."""
    kept = [0.0] * len(points)
    if points:
        kept[-1] = following
    if len(points) > 1:
        second = BETWEEN + (points[1].start(kept[1]) if kept[1] else points[1].beginning())
        if points[0].height() + second <= most:
            kept[0] = second
    return kept


def _start(points: Sequence[ClauseSetting], kept: Sequence[float]) -> float:
    """What stays with the heading of a section: its first point with what stays with that, or the point's beginning."""
    if not points:
        return 0.0
    if len(points) > 1 and kept[0]:
        return BETWEEN + points[0].height() + kept[0]
    return BETWEEN + points[0].start(kept[0])
