"""Saying what one expects: each question saved as it is left, until the side says that it has finished."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.alignment.form import ExpectationQuestion
from core.alignment.reading import AlignmentView
from core.alignment.rules import AlignmentSide
from core.alignment.service import finish_side, save_expectation
from core.i18n import gettext as _
from core.i18n import language
from db.alignment import Alignment, AlignmentAnswer
from pages.shell.action import By, act, acting
from pages.widgets.field import Question, Stored, check_saved, saved_field
from pages.widgets.headings import section
from pages.widgets.plain import plain

EMPTY = Stored("")


def questions(view: AlignmentView, side: AlignmentSide) -> None:
    """All questions for `side`, step by step, and the button that says that it has finished."""
    alignment_id, form = view.case.alignment.id, view.case.form
    answers = view.answers[side]
    st.write(form.intro.in_language(language()))
    if side is not view.side:
        st.info(
            _("You write down what {name} answered on paper.").format(name=plain(view.case.name_of(side))),
            icon=":material/edit_note:",
        )
    for number, step in enumerate(form.steps, start=1):
        section(f"{number}. {step.title.in_language(language())}")
        for question in step.questions:
            _ask(alignment_id, side, question, answers.get(question.id))
    if st.button(
        _("Finished: share the answers"),
        type="primary",
        icon=":material/check:",
        key=f"finish-{side}",
        help=_("The other side sees them when it has finished too. Until then you can take it back."),
    ):
        act(
            partial(_finished, alignment_id, side),
            _("Thank you. You both see all answers when both have finished."),
        )


def _finished(alignment_id: UUID, side: AlignmentSide, by: By) -> Alignment:
    check_saved(_key(alignment_id, side))
    return finish_side(**by, alignment_id=alignment_id, side=side)


def _key(alignment_id: UUID, side: AlignmentSide) -> str:
    return f"expect:{alignment_id}:{side}:"


def _ask(alignment_id: UUID, side: AlignmentSide, question: ExpectationQuestion, found: AlignmentAnswer | None) -> None:
    asked = Question(
        key=f"{_key(alignment_id, side)}{question.id}",
        label=question.words.in_language(language()),
        kind="choice" if question.choices else "long_text",
        choices={each.id: each.in_language(language()) for each in question.choices},
        optional=False,
    )
    stored = Stored(found.value, found.version, found.saved_at) if found is not None else EMPTY
    saved_field(asked, stored, partial(_save, alignment_id, side, question.id))


def _save(alignment_id: UUID, side: AlignmentSide, question_id: str, written: str, seen: Stored) -> Stored:
    saved = save_expectation(
        **acting(),
        alignment_id=alignment_id,
        side=side,
        question_id=question_id,
        value=written,
        expected_version=seen.version,
    )
    return Stored(saved.value, saved.version, saved.saved_at)
