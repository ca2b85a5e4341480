"""Feedback to one instructor: kept as it is written, and shown to the instructor when it is ready."""

from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.i18n import clock
from core.i18n import gettext as _
from core.supervision.lists import SessionRow, Supervised
from core.supervision.service import give_feedback
from pages.parts.plain import plain
from pages.parts.said import say, say_refused
from pages.parts.session import actor_of, current, refused

PARTS = ("well", "work", "tasks")


def feedback_to(row: SessionRow, each: Supervised, *, first: bool) -> None:
    """Three fields and one button, the first of a page standing out; what is written is kept when a field is left."""
    st.header(_("Feedback to {name}").format(name=plain(each.name)), anchor=False)
    if each.feedback_at is not None:
        st.caption(_("{name} can read it in the log book.").format(name=plain(each.name)))
    stored = (each.went_well, each.work_on, "\n".join(each.tasks))
    labels = (_("What went well"), _("What to work on"), _("Tasks for next time, one on each line"))
    for part, label, value in zip(PARTS, labels, stored, strict=True):
        st.text_area(
            label,
            value=value,
            key=_key(row.supervision_id, each.engagement_id, part),
            on_change=_keep,
            args=(row.supervision_id, each.engagement_id),
        )
    if (kept := st.session_state.get(_key(row.supervision_id, each.engagement_id, "kept"))) is not None:
        st.caption(f":material/check: {kept}")
    button = _("Save the feedback") if each.feedback_at else _("The feedback is ready")
    if st.button(
        button, type="primary" if first else "secondary", key=_key(row.supervision_id, each.engagement_id, "ready")
    ):
        try:
            _give(row.supervision_id, each.engagement_id, done=True)
        except DomainError as error:
            refused(error)
            return
        say(_("{name} can read it now.").format(name=plain(each.name)))
        st.rerun()


def _keep(supervision_id: UUID, engagement_id: UUID) -> None:
    """A field was left: keep it all as it stands."""
    try:
        _give(supervision_id, engagement_id, done=False)
    except DomainError as error:
        say_refused(error)
    else:
        said = _("Saved at {time}").format(time=clock(current().now))
        st.session_state[_key(supervision_id, engagement_id, "kept")] = said


def _give(supervision_id: UUID, engagement_id: UUID, *, done: bool) -> None:
    context = current()
    well, work, tasks = (st.session_state[_key(supervision_id, engagement_id, part)] for part in PARTS)
    give_feedback(
        session=context.session,
        actor=actor_of(context),
        supervision_id=supervision_id,
        engagement_id=engagement_id,
        went_well=well,
        work_on=work,
        tasks=tasks.splitlines(),
        done=done,
        now=context.now,
    )


def _key(supervision_id: UUID, engagement_id: UUID, part: str) -> str:
    return f"feedback-{supervision_id}-{engagement_id}-{part}"
