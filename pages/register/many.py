"""Several volunteers of the register chosen, and something done with all of them, with progress and a way to stop."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.bulk.looking_after import ChangeOutcome, change_contact_person_each, invite_each
from core.group_messages.rules import GroupKind, MessageGroup
from core.i18n import gettext as _
from core.i18n import ngettext
from core.people.colleagues import contact_people
from core.register.choices import RegisterFilter
from core.register.service import RegisterRow, everyone_found
from pages.bulk.changing import begin
from pages.group_messages.beginning import write_to
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.question import ask_first

CHOOSING = ScreenState("register-choosing", False)
# Their engagements and the version of each that was read; None while nobody is being chosen.
CHOSEN = ScreenState[dict[UUID, int] | None]("register-chosen", None)
PRESSED = ScreenState[list[UUID]]("register-pressed", [])
FORGETS = (CHOOSING, CHOSEN)


def choosing(context: Context, organisation_id: UUID, filtered_by: RegisterFilter, total: int) -> None:
    """The way to choose several, and what can be done with those chosen."""
    if not may(context.actor, Action.ADD_VOLUNTEER) or not total or filtered_by.former:
        return
    if not st.toggle(_("Choose several"), key=CHOOSING.key):
        CHOSEN.forget()
        return
    chosen = CHOSEN.first({}) or {}
    with st.container(horizontal=True, vertical_alignment="center", key="register-actions"):
        st.markdown(ngettext("**{count}** chosen", "**{count}** chosen", len(chosen)).format(count=len(chosen)))
        if len(chosen) < total and st.button(
            ngettext("Choose the {count} found", "Choose all {count} found", total).format(count=total),
            key="choose-all",
            icon=":material/select_all:",
        ):
            everybody = everyone_found(
                session=context.session,
                actor=actor_of(context),
                organisation_id=organisation_id,
                filtered_by=filtered_by,
                now=context.now,
            )
            CHOSEN.set({row.engagement_id: row.version for row in everybody})
            st.rerun()
        if chosen:
            if st.button(_("Choose nobody"), key="choose-none", icon=":material/deselect:"):
                CHOSEN.set({})
                st.rerun()
            _actions(context, organisation_id, chosen)


def under_way() -> bool:
    """Whether somebody is being chosen."""
    return CHOSEN.get() is not None


def rows_to_choose(rows: Sequence[RegisterRow], told: Callable[[RegisterRow], str]) -> None:
    """The rows of a page while several are being chosen: each is a button that stays pressed, and says `told`."""
    chosen = CHOSEN.get() or {}
    versions = {row.engagement_id: row.version for row in rows}
    PRESSED.set([each for each in versions if each in chosen])
    words = {row.engagement_id: told(row) for row in rows}
    with st.container(key="hs-choose"):
        st.pills(
            _("Volunteers"),
            [*versions],
            selection_mode="multi",
            format_func=words.__getitem__,
            key=PRESSED.key,
            label_visibility="collapsed",
            on_change=_pressed,
            args=(versions,),
            width="stretch",
        )


def _pressed(versions: dict[UUID, int]) -> None:
    others = {each: seen for each, seen in (CHOSEN.get() or {}).items() if each not in versions}
    CHOSEN.set({**others, **{each: versions[each] for each in PRESSED.get()}})


def _actions(context: Context, organisation_id: UUID, chosen: dict[UUID, int]) -> None:
    actor = actor_of(context)
    with st.popover(_("Another contact person"), icon=":material/person_pin:"):
        names = contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
        contact_person_id = st.selectbox(
            _("Who?"),
            [*names],
            format_func=names.__getitem__,
            index=None,
            placeholder=_("Choose a person"),
            key="many-contact",
        )
        st.caption(_("Documents that are begun already keep the contact person they have."))
        if st.button(_("Change it for those chosen"), key="change-contact", type="primary") and contact_person_id:
            changes = partial(_change_contact_person, contact_person_id, dict(chosen))
            begin(context, organisation_id, [*chosen], _("Changing the contact person"), changes, FORGETS)
    group = MessageGroup(GroupKind.CHOSEN, engagement_ids=[*chosen])
    write_to(context, organisation_id, group, _("Write to them"), quiet=False)
    ask_first(
        _("Make links to join"),
        ngettext(
            "A link is made for **{count}** volunteer, and sent by mail. A mail cannot be taken back.",
            "A link is made for each of **{count}** volunteers, and sent by mail. Mails cannot be taken back.",
            len(chosen),
        ).format(count=len(chosen)),
        lambda: begin(context, organisation_id, [*chosen], _("Making links to join"), _invite, FORGETS),
        key="invite-many",
        icon=":material/forward_to_inbox:",
    )


def _change_contact_person(
    contact_person_id: UUID, versions: dict[UUID, int], context: Context, engagement_ids: Sequence[UUID]
) -> Iterator[ChangeOutcome]:
    return change_contact_person_each(
        session=context.session,
        actor=actor_of(context),
        versions={engagement_id: versions[engagement_id] for engagement_id in engagement_ids},
        contact_person_id=contact_person_id,
        now=context.now,
    )


def _invite(context: Context, engagement_ids: Sequence[UUID]) -> Iterator[ChangeOutcome]:
    return invite_each(session=context.session, actor=actor_of(context), engagement_ids=engagement_ids, now=context.now)
