"""Views of the register: what somebody has chosen to see, kept under a name and found again in one click."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.journey.steps import Stage
from core.register.choices import SHOWN, Acts, Column, RegisterOrder
from core.register.views import LONGEST_NAME, Settings, View, as_left, forget_view, leave_as, save_view, views_of
from pages.people.filters import CONTACT_PERSON, PROGRAMME, WORKPLACE
from pages.register.choices import (
    ACTS,
    BACKWARDS,
    BEFORE,
    COLUMNS,
    FORMER,
    MINE,
    ORDER,
    SEARCH,
    SHAPE,
    SHAPES,
    SINCE,
    STAGE,
    read,
)
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.flash import say
from pages.shell.state import ScreenState
from pages.widgets.plain import plain_label

# How what is kept as words is read again.
READ: tuple[tuple[ScreenState[Any], Callable[[str], object]], ...] = (
    (WORKPLACE, UUID),
    (PROGRAMME, str),
    (CONTACT_PERSON, UUID),
    (SEARCH, str),
    (STAGE, Stage),
    (ACTS, Acts),
    (SINCE, date.fromisoformat),
    (BEFORE, date.fromisoformat),
)
ON = "on"
# How the list looked when it was last written down; None before it was read.
LEFT = ScreenState[Settings | None]("register-left", None)


def recall(context: Context, organisation_id: UUID) -> None:
    """Once in a session: take the shape, the order and the columns in which the reader left the list."""
    if LEFT.get() is None:
        kept = as_left(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
        if kept is not None:
            _take_looks(kept)
        LEFT.set(_looks())


def remember(context: Context, organisation_id: UUID) -> None:
    """Keep the shape, the order and the columns for the next time, where they are others than before."""
    looks = _looks()
    if looks != LEFT.get():
        actor = actor_of(context)
        leave_as(session=context.session, actor=actor, organisation_id=organisation_id, settings=looks, now=context.now)
        LEFT.set(looks)


def views(context: Context, organisation_id: UUID) -> None:
    """The reader's views, one click each, and the way to keep what is shown now as one."""
    actor = actor_of(context)
    found = views_of(session=context.session, actor=actor, organisation_id=organisation_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        for view in found:
            st.button(
                plain_label(view.name),
                key=f"view-{view.view_id}",
                icon=":material/bookmark:",
                on_click=partial(_take, view.settings),
            )
        with st.popover(_("Views"), icon=":material/bookmark_manager:", type="tertiary"):
            _keep(context, organisation_id, found)


def _keep(context: Context, organisation_id: UUID, found: list[View]) -> None:
    actor = actor_of(context)
    st.write(_("Keep what you have chosen under a name, and find it again in one click. It is yours alone."))
    name = st.text_input(_("Name of the view"), key=f"view-name-{len(found)}", max_chars=LONGEST_NAME)
    if st.button(_("Keep this view"), key="keep-view", type="primary", icon=":material/bookmark_add:"):
        act(
            lambda by: save_view(**by, organisation_id=organisation_id, name=name, settings=_settings()),
            _("The view is kept."),
            icon=":material/bookmark_added:",
        )
    for view in found:
        label = _("Remove “{name}”").format(name=plain_label(view.name))
        if st.button(label, key=f"forget-{view.view_id}", type="tertiary", icon=":material/delete:"):
            forget_view(session=context.session, actor=actor, organisation_id=organisation_id, view_id=view.view_id)
            say(_("The view is removed."), icon=":material/delete:")
            st.rerun()


def _settings() -> Settings:
    kept: Settings = {chosen.key: _written(chosen.get()) for chosen, _how in READ}
    for switch in (MINE, FORMER):
        kept[switch.key] = ON if switch.get() else None
    return kept | _looks()


def _looks() -> Settings:
    return {
        SHAPE.key: SHAPE.get(),
        ORDER.key: ORDER.get(),
        BACKWARDS.key: ON if BACKWARDS.get() else None,
        COLUMNS.key: [str(column) for column in COLUMNS.get()],
    }


def _written(value: object) -> str | None:
    return None if value in (None, "") else value.isoformat() if isinstance(value, date) else str(value)


def _take(settings: Settings) -> None:
    """Choose what a view holds, as the reader would; what there is no longer chooses nothing."""
    for chosen, how in READ:
        value = settings.get(chosen.key)
        found = read(how, value) if isinstance(value, str) else None
        chosen.set(chosen.default if found is None else found)
    for switch in (MINE, FORMER):
        switch.set(settings.get(switch.key) == ON)
    _take_looks(settings)


def _take_looks(settings: Settings) -> None:
    order = settings.get(ORDER.key)
    ORDER.set((read(RegisterOrder, order) if isinstance(order, str) else None) or ORDER.default)
    BACKWARDS.set(settings.get(BACKWARDS.key) == ON)
    shape = settings.get(SHAPE.key)
    SHAPE.set(str(shape) if shape in SHAPES else SHAPE.default)
    kept = settings.get(COLUMNS.key)
    known = [Column(each) for each in kept if each in set(Column)] if isinstance(kept, list) else []
    COLUMNS.set(known or [*SHOWN])
