"""Contact details written down for a volunteer who does not log in (O4)."""

from collections.abc import Mapping

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.people.service import VolunteerView, save_volunteer
from db.people import Person
from pages.parts.details import CONTACT, NEXT_OF_KIN, detail_field
from pages.parts.plain import plain
from pages.parts.session import actor_of, current


def write_for(view: VolunteerView) -> None:
    """What the volunteer tells of themselves, for a coordinator to write; whoever has an account does it alone."""
    context = current()
    actor = actor_of(context)
    if view.account or not may(actor, Action.ADD_VOLUNTEER, Subject(view.engagement.organisation_id)):
        return

    def save(changes: Mapping[str, str], version: int) -> Person:
        return save_volunteer(
            session=context.session,
            actor=actor,
            engagement_id=view.engagement.id,
            changes=changes,
            expected_version=version,
            now=context.now,
        )

    name = plain(view.person.name.split()[0])
    folded = st.expander(
        _("Write the details for {name}").format(name=name),
        icon=":material/edit:",
        on_change="rerun",
        key=f"write-for-{view.engagement.id}",
    )
    if folded.open:
        with folded:
            st.markdown(_("Ask {name}, and leave blank what {name} does not have.").format(name=name))
            for detail in (*CONTACT, *NEXT_OF_KIN):
                detail_field(detail, view.person, save=save)
