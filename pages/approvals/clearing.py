"""What is kept of somebody who has stopped: until when, what is deleted then, and the press that does it."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.approvals.clearing import KeptOf, clear_away, count_to_clear, kept, to_clear
from core.i18n import N_, ngettext, on_date
from core.i18n import gettext as _
from core.people.service import VolunteerView
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.plain import plain_label

AT_ONCE = 20
GOES = (
    N_("Talks and notes, with what was written in them."),
    N_("What was prepared and agreed at the clarification meeting."),
    N_("The goodbye: why they stopped, and what they wrote about it. Why they had a break."),
)
GOES_TOO = (N_("Phone, e-mail, address and next of kin. What they wished to learn."),)
STAYS = N_(
    "What is signed stays, with all that proves it. So do courses, supervisions, approvals, thanks and expenses. They "
    "can still log in and read it."
)


def keeping(context: Context, view: VolunteerView) -> None:
    """Until when it is kept, and deleting it; or when that was done."""
    engagement_id = view.engagement.id
    found = kept(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if found.cleared_on is not None:
        said = _("What was only about working together was deleted on {day}. What is signed is kept.")
        st.caption(said.format(day=on_date(found.cleared_on)))
        return
    if found.until < context.today:
        said = _("What is only about working together was to be kept until {day}. It can be deleted now.")
    else:
        said = _("What is only about working together is kept until {day}. Then somebody here is to delete it.")
    st.caption(said.format(day=on_date(found.until)))
    dialog_button(
        _("Delete what is no longer needed"),
        f"clear-{engagement_id}",
        _("Delete what is no longer needed: {who}").format(who=view.person.name),
        partial(_ask, engagement_id, found),
        icon=":material/delete:",
        saves=False,
    )


def _ask(engagement_id: UUID, found: KeptOf, context: Context) -> None:
    st.markdown(_("This is deleted, and nobody can bring it back:"))
    st.markdown("\n".join(f"- {each}" for each in _goes(found)))
    st.markdown(_(STAYS))
    if found.until >= context.today:
        said = _("The day is {day}. Do it sooner only where they ask for it.")
        st.info(said.format(day=on_date(found.until)), icon=":material/event:")
    sure = st.checkbox(_("No law and no case here needs it any more"), key="clear-sure")
    if st.button(_("Delete it"), key="clear", type="primary", disabled=not sure):
        act(
            lambda by: clear_away(**by, engagement_id=engagement_id),
            _("It is deleted. What is signed is kept."),
            icon=":material/delete:",
            then=close_dialog,
        )


def _goes(found: KeptOf) -> Iterator[str]:
    yield from map(_, GOES)
    if found.reached:
        yield from map(_, GOES_TOO)


def day_has_come(context: Context, organisation_id: UUID) -> None:
    """Those who stopped so long ago that what is kept of them can be deleted, by who may; nothing where nobody did."""
    if not may(context.actor, Action.END_ENGAGEMENT):
        return
    asked = {"session": context.session, "actor": actor_of(context), "organisation_id": organisation_id}
    count = count_to_clear(**asked, today=context.today)  # type: ignore[arg-type]
    if not count:
        return
    label = ngettext(
        "{count} person stopped so long ago that what is no longer needed can be deleted",
        "{count} people stopped so long ago that what is no longer needed can be deleted",
        count,
    )
    folded = st.expander(label.format(count=count), icon=":material/delete:", key="to-clear", on_change="rerun")
    if folded.open:
        with folded:
            for each in to_clear(**asked, today=context.today, most=AT_ONCE):  # type: ignore[arg-type]
                told = _("{name}, stopped {day}").format(name=plain_label(each.name), day=on_date(each.ended_on))
                st.page_link(addresses.VOLUNTEER, label=told, query_params={"id": str(each.engagement_id)})
            if count > AT_ONCE:
                st.caption(_("The next come as these are done."))
