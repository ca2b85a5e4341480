"""A document's text as it is printed: its running text with one kind of quotation marks, its names as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.documents.text.exact import FrozenSection, FrozenText
from core.pdf.quotes import typographic


def as_printed(text: FrozenText) -> FrozenText:
    """`text` with the apostrophes and quotation marks it is printed with. Its fingerprint is that of `text` itself."""

    def said(words: str) -> str:
        return typographic(words, text.language)

    def section(each: FrozenSection) -> FrozenSection:
        clauses = tuple(replace(one, title=said(one.title), text=said(one.text)) for one in each.clauses)
        return replace(each, title=said(each.title), intro=said(each.intro), clauses=clauses)

    return replace(
        text,
        title=said(text.title),
        in_short=said(text.in_short),
        not_binding=said(text.not_binding),
        opening=said(text.opening),
        declaration=said(text.declaration),
        parties=tuple(replace(party, label=said(party.label)) for party in text.parties),
        sections=tuple(map(section, text.sections)),
    )


def answers_as_printed(answers: Mapping[str, Sequence[str]], language: str) -> dict[str, tuple[str, ...]]:
    """The lines that stand in a text as it is printed."""
    return {clause: tuple(typographic(line, language) for line in lines) for clause, lines in answers.items()}
