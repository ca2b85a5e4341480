"""Where somebody stands between a file and the register, and what they chose so far."""

from collections.abc import Hashable
from enum import StrEnum
from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.importing.drafts import DraftRead, choose, give_up
from core.importing.plan import ImportPlan
from pages.shell.action import act
from pages.shell.state import ScreenState


class ImportStep(StrEnum):
    """One question of a few."""

    FILE = "file"
    SHEET = "sheet"
    COLUMNS = "columns"
    MEANINGS = "meanings"
    ROWS = "rows"


STEPS = {
    ImportStep.FILE: N_("The file"),
    ImportStep.SHEET: N_("Another sheet"),
    ImportStep.COLUMNS: N_("The columns"),
    ImportStep.MEANINGS: N_("What the words mean"),
    ImportStep.ROWS: N_("The rows"),
}
# The question somebody went back to; None for the one that is next.
BACK_TO = ScreenState[ImportStep | None]("import-back-to", None)
PLANNED = ScreenState[tuple[Hashable, ImportPlan] | None]("import-planned", None)


def question(step: ImportStep, asked: str, *, sheets: int = 1) -> None:
    """The heading of a step: what is asked, and how far one has come; which of `sheets` it is is asked of several."""
    st.header(asked, anchor=False)
    steps = [each for each in ImportStep if each is not ImportStep.SHEET or sheets > 1]
    st.caption(_("Step {number} of {count}").format(number=steps.index(step) + 1, count=len(steps)))


def keep(draft: DraftRead, organisation_id: UUID, **chosen: Any) -> None:
    """Keep what was chosen, and go on to what comes next."""
    choices = draft.choices.model_copy(update=chosen)
    act(
        lambda by: choose(**by, organisation_id=organisation_id, choices=choices, expected_version=draft.version),
        then=lambda _done: BACK_TO.forget(),
    )


def ways_back(draft: DraftRead, organisation_id: UUID, *steps: ImportStep) -> None:
    """Back to former questions, and the way to give it up."""
    with st.container(horizontal=True):
        for step in steps:
            if step is ImportStep.SHEET and len(draft.sheets) == 1:
                continue
            if st.button(_(STEPS[step]), key=f"back-{step}", type="tertiary", icon=":material/arrow_back:"):
                BACK_TO.set(step)
                st.rerun()
        if st.button(_("Another file"), key="import-give-up", type="tertiary", icon=":material/close:"):
            act(
                lambda by: give_up(session=by["session"], actor=by["actor"], organisation_id=organisation_id),
                then=lambda _done: BACK_TO.forget(),
            )
