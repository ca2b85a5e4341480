"""The volunteers on a former version of a programme: what the newest would change for each, and moving them to it."""

from functools import partial

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.journey.moving import Moving, moving, what_would_change
from pages.parts import changing_many
from pages.parts.house import organisation_for
from pages.parts.plain import plain
from pages.parts.rows import first_ones, more_button
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor
from pages.parts.version_moving import box, move_them, one, what_is_different

AT_ONCE = 10
context = require_actor(Action.MOVE_ENGAGEMENTS)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.MOVE_ENGAGEMENTS)


def draw(found: Moving) -> None:
    """What is different in the programme, and who could be moved to it."""
    name = plain(found.programme.name[language()])  # type: ignore[index]
    st.title(_("Move to the newest version"), anchor=False)
    st.write(_("{programme}, version {number}").format(programme=name, number=found.programme.version))
    if not found.behind:
        st.info(_("Everybody is on the newest version."), icon=":material/check_circle:")
        return
    st.write(
        _(
            "A volunteer keeps the version they began under until you move them. What is signed stays as it was "
            "signed. Talk with those it means something for before you move them."
        )
    )
    what_is_different(found)
    st.header(_("What it means for each"), anchor=False)
    above = st.container(horizontal=True, vertical_alignment="center")
    everybody = above.checkbox(_("Choose all ({count})").format(count=len(found.behind)), key="move-all")
    shown = first_ones(found.behind, "behind", at_once=AT_ONCE)
    would = what_would_change(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        engagement_ids=[each.engagement_id for each in shown],
        to=found.to,
        today=context.today,
    )
    for each in shown:
        one(each, would.get(each.engagement_id, ()), everybody)
    more_button(found.behind, "behind", at_once=AT_ONCE)
    chosen = {
        each.engagement_id: each.version
        for each in found.behind
        if st.session_state.get(box(each.engagement_id, everybody), everybody)
    }
    label = ngettext("Move {count} volunteer", "Move {count} volunteers", len(chosen)).format(count=len(chosen))
    if above.button(label, type="primary", icon=":material/move_up:", disabled=not chosen, key="move"):
        moves = partial(move_them, found.to, chosen)
        changing_many.begin(context, organisation_id, [*chosen], _("Moving to the newest version"), moves)


show_said()
job = changing_many.under_way()
if job is not None:
    st.title(_("Move to the newest version"), anchor=False)
    changing_many.do_it(job)
    st.stop()
try:
    draw(
        moving(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            programme_id=st.query_params.get("id") or "",
        )
    )
except DomainError as error:
    st.title(_("Move to the newest version"), anchor=False)
    refused(error)
