"""What an organisation's own headings and words mean, kept for the next sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from core.importing.choices import ImportChoices, Meaning
from core.importing.columns import SheetColumn, SheetField
from db.importing import ImportMemory

HEADING = "column"
MOST = 500
_COLUMNS = frozenset(SheetField)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known from before: headings with their column, None where nothing of it is taken over, and words."""

    columns: Mapping[str, SheetField | None]
    meant: Mapping[Meaning, Mapping[str, str]]


def remembered(session: Session, organisation_id: UUID) -> Remembered:
    """What the organisation said last time."""
    headings: dict[str, SheetField | None] = {}
    meant: dict[Meaning, dict[str, str]] = {}
    for each in session.exec(select(ImportMemory).where(ImportMemory.organisation_id == organisation_id)):
        if each.kind != HEADING:
            meant.setdefault(Meaning(each.kind), {})[each.written] = each.means
        elif not each.means or each.means in _COLUMNS:
            headings[each.written] = SheetField(each.means) if each.means else None
    return Remembered(headings, meant)


def with_remembered(choices: ImportChoices, kept: Remembered) -> ImportChoices:
    """The choices with what is known from before where nothing was chosen now."""
    meant = {
        meaning: {**kept.meant.get(meaning, {}), **choices.meant.get(meaning, {})}
        for meaning in Meaning
        if meaning in kept.meant or meaning in choices.meant
    }
    return choices.model_copy(update={"meant": meant})


def remember(
    session: Session,
    organisation_id: UUID,
    found: tuple[SheetColumn, ...],
    mapped: Mapping[int, SheetField],
    choices: ImportChoices,
) -> None:
    """Keep what was chosen, inside the caller's transaction."""
    said = {(HEADING, each.key): str(mapped.get(each.at, "")) for each in found if each.key}
    said |= {
        (str(meaning), written): means for meaning, of_one in choices.meant.items() for written, means in of_one.items()
    }
    asked = select(ImportMemory).where(ImportMemory.organisation_id == organisation_id).with_for_update()
    held = {(each.kind, each.written): each for each in session.exec(asked)}
    for (kind, written), means in said.items():
        row = held.get((kind, written))
        if row is None and len(held) < MOST:
            row = ImportMemory(organisation_id=organisation_id, kind=kind, written=written, means=means)
            held[kind, written] = row
        if row is not None:
            row.means = means
            session.add(row)
    session.flush()
