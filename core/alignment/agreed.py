"""A round as it was agreed: the text frozen on the day it was settled, which no later word, name or form changes."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session

from core.alignment.case import AlignmentCase
from core.alignment.rules import BOTH, AlignmentSide
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText
from core.i18n import gettext, on_date, reading
from db.alignment import AlignmentAsAgreed
from db.organisations import Organisation

KIND = "alignment"


def freeze(session: Session, case: AlignmentCase, language: str) -> None:
    """Keep the round as it reads now, in the transaction in which it is settled."""
    organisation = session.get_one(Organisation, case.alignment.organisation_id).name
    text = text_of(case, organisation, language)
    session.add(
        AlignmentAsAgreed(alignment_id=case.alignment.id, content=text.canonical(), fingerprint=text.fingerprint())
    )
    session.flush()


def as_agreed(session: Session, alignment_id: UUID) -> FrozenText | None:
    """The text as it was agreed; None for a round that is not settled, or that was before its text was kept."""
    found = session.get(AlignmentAsAgreed, alignment_id)
    return FrozenText.from_canonical(found.content) if found is not None else None


def text_of(case: AlignmentCase, organisation: str, language: str) -> FrozenText:
    """What a settled round says: until when it holds, what was agreed, and what both answered to each question."""
    form = case.form
    with reading(language):
        return FrozenText(
            kind=KIND,
            language=language,
            template=f"{KIND} {case.alignment.kind}",
            organisation=organisation,
            title=form.title.in_language(language),
            in_short=" ".join(_in_short(case)),
            not_binding=gettext("What you agree here does not bind you in law."),
            opening="",
            parties=tuple(
                FrozenParty(str(side), label, case.name_of(side), "", (), signs=False)
                for side, label in zip(AlignmentSide, (gettext("Between"), gettext("and")), strict=True)
            ),
            sections=tuple(_sections(case, language)),
            declaration="",
        )


def _in_short(case: AlignmentCase) -> Iterator[str]:
    alignment = case.alignment
    days = (
        (gettext("You met on"), alignment.met_on),
        (gettext("Holds until"), alignment.valid_until),
        (gettext("Look at it again"), alignment.look_again_on),
    )
    for said, day in days:
        if day is not None:
            yield f"{said}: {on_date(day)}."


def _sections(case: AlignmentCase, language: str) -> Iterator[FrozenSection]:
    """What was agreed first, and then the steps with what each side said."""
    agreed = tuple(
        FrozenClause(
            f"agreed_{number}",
            "",
            gettext("Both") if each.owner == BOTH else case.name_of(AlignmentSide(each.owner)),
            f"{each.words} ({gettext('by {date}').format(date=on_date(each.due_on))})" if each.due_on else each.words,
        )
        for number, each in enumerate(case.points, 1)
    )
    yield FrozenSection("agreed", "", gettext("What you agree"), "", agreed)
    said = {side: case.values(side) for side in AlignmentSide}
    for number, step in enumerate(case.form.steps, 1):
        clauses = tuple(
            FrozenClause(
                question.id,
                "",
                question.words.in_language(language),
                "\n".join(
                    f"{case.name_of(side)}: {question.said(said[side].get(question.id, ''), language)}"
                    for side in AlignmentSide
                    if said[side].get(question.id)
                )
                or gettext("Has not answered"),
            )
            for question in step.questions
        )
        yield FrozenSection(f"step_{number}", str(number), step.title.in_language(language), "", clauses)
