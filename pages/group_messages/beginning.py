"""The way to a message to a group, from wherever the group is seen."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.group_messages.rules import MessageGroup
from core.group_messages.service import begin_message
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context


def write_to(context: Context, organisation_id: UUID, group: MessageGroup, label: str, *, quiet: bool = True) -> None:
    """A button that begins a message to the group, and leads to it; nothing for who writes to nobody there."""
    if not may(context.actor, Action.WRITE_TO_MANY, Subject(organisation_id)):
        return
    if st.button(
        label, key=f"write-to-{group.kind}", icon=":material/edit_note:", type="tertiary" if quiet else "secondary"
    ):
        act(
            lambda by: begin_message(**by, organisation_id=organisation_id, group=group),
            then=lambda message: go(addresses.GROUP_MESSAGE, message.id),
        )
