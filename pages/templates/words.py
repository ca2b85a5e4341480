"""The pieces of a template in words, and what the editor remembers of them in this browser."""

from dataclasses import dataclass
from typing import Any

from core.documents.template.model import Template
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from core.templates import rules
from core.templates.checking import PARTS, TemplateProblem
from core.templates.reading import Draft, PublishedTemplate
from pages.shell.state import ScreenState
from pages.widgets.plain import plain


@dataclass(slots=True)
class ShownPiece:
    """A piece of a template as it was stored when this browser last drew it; a save names `version` as the one it
    builds on."""

    form: int
    version: int
    content: dict[str, Any]


# Of one kind of document: what this browser has seen of each piece.
SEEN = ScreenState[dict[str, ShownPiece]]("template-seen", {})


def piece_name(template: Template, name: str, language: str) -> str:
    """A piece as it is listed, questions and points below what they belong to."""
    kind, _colon, own = name.partition(":")
    words = template.words(language)
    match kind:
        case "section":
            return words.sections[own].title or _("A section without a heading")
        case "clause":
            return f"– {words.clauses[own].title or _('A point without a heading')}"
        case "field":
            return f"– – {words.fields[own].label or _('A question without words')}"
        case _:
            return _("The title, the opening and the parties")


def problem_words(template: Template, problem: TemplateProblem, language: str) -> str:
    """Where something is wrong, the line it stands in, and what it is."""
    there = problem.where in rules.pieces(template)  # type: ignore[arg-type]
    place = [piece_name(template, problem.where, language).lstrip("– ") if there else problem.where]
    if problem.part in PARTS:
        place.append(_(PARTS[problem.part]))
    if problem.language:
        place.append(LANGUAGES[problem.language])
    if problem.line:
        place.append(_("line {number}").format(number=problem.line))
    wrong = f" “{problem.wrong.strip()[:80]}”" if problem.wrong.strip() else ""
    return plain(f"{' · '.join(place)}: {problem.what}{wrong}")


def version_words(version: PublishedTemplate) -> str:
    """Which version it is, and whose."""
    if version.own:
        return _("Version {number}, your own").format(number=version.number)
    return _("Version {number}, came with the portal").format(number=version.number)


def seen(kind: str, piece: str, draft: Draft) -> ShownPiece:
    """What this browser has seen of a piece. Where nobody else changed the piece, the newest version is seen."""
    known = SEEN.of(kind).first({})
    content = rules.content_of(draft.writing, piece)
    found = known.setdefault(piece, ShownPiece(draft.version, draft.version, content))
    if found.content == content:
        found.version = draft.version
    return found


def forget(kind: str, piece: str) -> None:
    """Draw the piece anew from what is stored."""
    SEEN.of(kind).first({}).pop(piece, None)
