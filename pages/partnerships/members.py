"""The volunteers who come from an association: counted, and by name for whoever may see it."""

from functools import cache
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import ngettext
from core.partnerships.reading import PartnershipView
from core.partnerships.service import add_members, remove_member
from core.people.service import volunteers
from pages.people.choosing import Choice, choose_people, forget
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.headings import section
from pages.widgets.rows import RowState, line, row, row_button
from pages.widgets.show_more import more_of


def members(view: PartnershipView) -> None:
    """The names, and for whoever manages the partnership a way to each and one to add more."""
    title = _("Volunteers from the association") if view.manages else _("Volunteers who show you their name")
    if not view.manages and not view.named:
        return
    with section(title, view.named).rows("association-members"):
        for each in view.members:
            if not view.manages:
                line(each.name)
                continue
            state = RowState(_("shows its name") if each.shown else "", "gray")
            row(addresses.VOLUNTEER, each.engagement_id, each.name, state=state)
            if row_button(_("Remove"), f"remove-{each.engagement_id}"):
                _remove(each.engagement_id)
    more_of(view.named, "association-members")
    if view.manages and view.association.ended_at is None:
        st.button(
            _("Add volunteers"),
            icon=":material/group_add:",
            key="open-members",
            on_click=open_dialog,
            args=("members",),
        )
        dialog("members", _("Add volunteers"), lambda now: _add(now, view))


def _remove(engagement_id: UUID) -> None:
    act(
        lambda by: remove_member(**by, engagement_id=engagement_id),
        _("They no longer count among the association’s volunteers."),
    )


def _begin_anew(_added: int) -> None:
    close_dialog()
    forget("members-chosen")


def _add(context: Context, view: PartnershipView) -> None:
    organisation_id = view.association.organisation_id

    @cache
    def find(search: str) -> list[Choice]:
        found = volunteers(
            session=context.session, actor=actor_of(context), organisation_id=organisation_id, search=search
        )
        return [Choice(each.engagement_id, each.name, each.workplace) for each in found]

    st.write(
        _("Choose those who come from the association. It sees how many they are. Each decides about their own name.")
    )
    chosen = choose_people(_("Volunteers"), find, key="members-chosen")
    if st.button(_("Add them"), type="primary", key="members-add", disabled=not chosen):
        act(
            lambda by: add_members(**by, association_id=view.association.id, engagement_ids=chosen),
            lambda count: ngettext("{count} volunteer is added.", "{count} volunteers are added.", count).format(
                count=count
            ),
            then=_begin_anew,
        )
