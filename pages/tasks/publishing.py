"""The call of a task: opened when the task is described, handed on as a link and a poster, and closed again."""

from functools import partial
from uuid import UUID

import segno
import streamlit as st

from core.access.permissions import Action, Subject, may
from core.applications.reading import applied_for
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.tasks.calls import call_link, close_call, move_call, open_call
from core.tasks.lists import TaskView
from core.tasks.poster import print_poster
from db.tasks import TaskCall, VolunteerTask
from pages.assessments.notice import aside
from pages.shell import addresses
from pages.shell import theme as look
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.tasks.words import PARTS
from pages.widgets.beside import next_thing
from pages.widgets.copying import link_to_copy
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.downloads import print_buttons
from pages.widgets.inputs import day_input
from pages.widgets.plain import and_words


def call(context: Context, view: TaskView) -> None:
    """What comes next for the call, for whoever may open one; nothing else is said to others."""
    task, actor = view.task, actor_of(context)
    if task.closed_at is not None or not may(actor, Action.PUBLISH_CALL, Subject(task.organisation_id)):
        return
    applied = applied_for(session=context.session, actor=actor, task_id=task.id)
    told = ngettext("{count} has applied.", "{count} have applied.", applied).format(count=applied)
    if view.missing:
        parts = and_words([f"“{_(PARTS[part])}”" for part in view.missing])
        with next_thing(
            _("Describe the task before you look for somebody"), _("It lacks: {parts}.").format(parts=parts)
        ):
            pass
    elif view.called and view.call is not None:
        _open(context, view.call, told)
    else:
        until = view.call.closes_on if view.call is not None and view.call.closed_at is None else None
        over = _("The last call was open until {day}.").format(day=on_date(until)) if until else ""
        said = " ".join(part for part in (over, told if applied else "") if part)
        with next_thing(_("Open a call, so that anybody can apply"), said):
            dialog_button(_("Open a call"), f"call-{task.id}", _("Open a call"), partial(_opening, task.id), loud=True)

    _otherwise(context, task)


def _opening(task_id: UUID, _context: Context) -> None:
    """Until when it is open."""
    st.markdown(_("Everybody who has the link can read about the task and apply, without a login."))
    day = day_input(_("Last day to apply (may be left blank)"), None, key="call-closes")
    if st.button(_("Open the call"), type="primary", key="call-open"):
        act(
            lambda by: open_call(**by, task_id=task_id, closes_on=day.optional()),
            _("The call is open. Pass the link on, or print the poster."),
            icon=":material/campaign:",
            then=close_dialog,
        )


def _open(context: Context, call: TaskCall, told: str) -> None:
    """How it is handed on, and how it ends."""
    until = _("The call is open until {day}").format(day=on_date(call.closes_on)) if call.closes_on else ""
    with next_thing(until or _("The call is open until you close it"), told):
        dialog_button(_("Another last day"), f"move-{call.id}", _("Another last day"), partial(_moving, call))
        if st.button(_("Close the call"), key="call-close", type="tertiary"):
            act(
                lambda by: close_call(**by, call_id=call.id),
                _("The call is closed. Whoever has begun can still send."),
            )
    link = call_link(call)
    link_to_copy(link, key="call-link")
    with st.container(horizontal=True):
        st.link_button(_("See it as others do"), link, icon=":material/open_in_new:", type="tertiary")
        _poster_buttons(context, call)
    shown = st.expander(_("Show a QR code"), icon=":material/qr_code:", on_change="rerun", key="call-qr")
    if shown.open:
        with shown:
            picture = segno.make_qr(link).png_data_uri(scale=8, border=3)
            look.draw("qr", picture=picture, told=_("QR code of the call"))


def _otherwise(context: Context, task: VolunteerTask) -> None:
    """Applications that come another way: on paper, by phone, or kept aside in a rush."""
    with st.container(horizontal=True):
        st.page_link(
            addresses.WRITE_APPLICATION,
            label=_("Write down an application"),
            icon=":material/edit_note:",
            query_params={"id": str(task.id)},
            width="content",
        )
        st.page_link(addresses.APPLICATIONS, label=_("Applications"), icon=":material/inbox:", width="content")
        aside(context, task.organisation_id)


def _moving(call: TaskCall, _context: Context) -> None:
    day = day_input(_("Last day to apply (may be left blank)"), call.closes_on, key="call-closes")
    if st.button(_("Save the day"), type="primary", key="call-move"):
        act(lambda by: move_call(**by, call_id=call.id, closes_on=day.optional()), _("Saved."), then=close_dialog)


def _poster_buttons(context: Context, call: TaskCall) -> None:
    """The poster in each language."""
    actor = actor_of(context)
    print_buttons(
        _("Poster in {language}"),
        lambda session, language: print_poster(session=session, actor=actor, call_id=call.id, language=language),
        "poster",
        key="poster-",
        look="tertiary",
    )
