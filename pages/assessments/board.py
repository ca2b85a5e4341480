"""Applications: what waits for us first, the longest waiting above."""

from functools import partial
from itertools import groupby
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.assessments.board import A_PAGE, BoardFilter, BoardRow, board
from core.assessments.rules import OPEN_STAGES, ApplicationVerdict, BoardStage
from core.i18n import N_
from core.i18n import gettext as _
from pages.assessments.notice import aside
from pages.assessments.words import STAGES, waited_words
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.downloads import ListOut, every_row, list_button
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of
from pages.widgets.pager import pager
from pages.widgets.rows import RowState, row

PAGE = ScreenState("applications-page", 1)
STAGE = ScreenState[BoardStage | None]("applications-stage", None)
TASK = ScreenState[UUID | None]("applications-task", None)
# What is not read out: the heading above says it too.
SHAPES = {
    BoardStage.READY: "how_to_vote",
    BoardStage.LETTER: "mail",
    BoardStage.RECEIVED: "mark_email_unread",
    BoardStage.UNDER_WAY: "edit_note",
    BoardStage.ASKED: "hourglass_empty",
    BoardStage.ANSWERED: "check_circle",
    BoardStage.WITHDRAWN: "undo",
}

context = require_actor(Action.HANDLE_APPLICATIONS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.HANDLE_APPLICATIONS)


def told(each: BoardRow) -> str:
    """What was answered, of one that is."""
    if each.stage is BoardStage.ANSWERED:
        return _("Yes") if each.decision == ApplicationVerdict.YES else _("No")
    return ""


def line(each: BoardRow) -> None:
    """One application; how long somebody waits is said in words, and louder where it is too long."""
    waits = each.stage in OPEN_STAGES
    row(
        addresses.APPLICANT,
        each.application_id,
        each.name,
        place=each.task,
        what=told(each),
        state=RowState(
            waited_words(each.days) if waits else "",
            "orange" if each.late else "gray",
            SHAPES[each.stage],
        ),
    )


def out(chosen: BoardFilter) -> ListOut[BoardRow]:
    """All applications that fit, as a table: where each stands, and nothing of what was written in it."""
    ask = partial(board, actor=actor, organisation_id=organisation_id, chosen=chosen, today=context.today)

    return ListOut(
        ListKind.APPLICATIONS,
        Action.HANDLE_APPLICATIONS,
        organisation_id,
        {
            N_("Name"): lambda each: each.name,
            N_("Task"): lambda each: each.task,
            N_("State"): lambda each: _(STAGES[each.stage]),
            N_("Answer"): told,
            N_("Days waited"): lambda each: each.days,
        },
        every_row(ask),
    )


show_flashes()
page_head(_("Applications"))
with st.container(key="hs-choices", horizontal=True, vertical_alignment="center", gap="small"):
    counted = st.container(width="content")
    chosen_task = st.container(width=280)
page = PAGE.get()
found = board(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    chosen=BoardFilter(STAGE.get(), TASK.get()),
    page=page,
    today=context.today,
)
with counted:
    st.pills(
        _("Show"),
        [each for each in BoardStage if found.counts[each] or each == STAGE.get()],
        format_func=lambda each: f"{_(STAGES[each])} **{found.counts[each]}**",
        key=STAGE.key,
        label_visibility="collapsed",
        on_change=PAGE.forget,
    )
if len(found.tasks) > 1:
    with chosen_task:
        one_of(
            _("Task"),
            [None, *found.tasks],
            format_func=lambda each: found.tasks[each] if each else _("All tasks"),
            key=TASK.key,
            label_visibility="collapsed",
            on_change=PAGE.forget,
        )
for stage, rows in groupby(found.rows, key=lambda each: each.stage):
    with section(_(STAGES[stage]), found.counts[stage]).rows(f"applications-{stage}"):
        for each in rows:
            line(each)
if not found.rows:
    st.info(
        _("No application waits. New ones come here by themselves."),
        icon=":material/inbox:",
    )
aside(context, organisation_id)
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
if found.rows:
    list_button(out(BoardFilter(STAGE.get(), TASK.get())))
