"""A task as it is described, for whoever may read it: colleagues, and anybody who meets its call."""

from collections.abc import Sequence

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.tasks.rules import RunBy, TaskPart
from core.tasks.service import parts_of
from db.tasks import VolunteerTask
from pages.shell import theme as look
from pages.tasks.words import PARTS, RUNNERS, SOURCE, TERMS
from pages.widgets.plain import linked, plain_with_sites

# Who is sought, when and where comes first, what one gets last.
ORDER = (
    TaskPart.WHAT,
    TaskPart.WHOM,
    TaskPart.HOURS,
    TaskPart.PLACE,
    TaskPart.WHAT_NOT,
    TaskPart.LED_BY,
    TaskPart.ACCOMMODATIONS,
    TaskPart.BENEFITS,
)


def described(task: VolunteerTask, by: str) -> None:
    """The description as a sheet of paper; `by` is whose task it is."""
    said = parts_of(task)
    parts = [(_(PARTS[part]), said[part]) for part in ORDER if said[part]]
    if task.held_on is not None:
        parts.insert(0, (_("The day"), on_date(task.held_on)))
    look.draw("task", by=by, parts=parts, linked=linked)


def terms(task: VolunteerTask) -> None:
    """What applies on insurance, benefits and allowances, as it follows from who runs the activity (L3)."""
    run_by = RunBy(task.run_by)
    applies = TERMS[run_by]
    told: Sequence[tuple[str, str]] = (
        (_("Insurance"), applies.insurance),
        (_("Public benefits"), applies.benefits),
        (_("Allowances"), applies.allowances),
    )
    st.markdown(
        _("It depends on who runs the activity, not on the place. Here it is: **{who}**.").format(
            who=_(RUNNERS[run_by]).lower()
        )
    )
    st.markdown("\n".join(f"- **{title}:** {plain_with_sites(_(words))}" for title, words in told))
    st.caption(plain_with_sites(_(SOURCE)))
