"""The volunteers' own network: joined and left by oneself, and read by those alone who joined."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.network.service import (
    A_PAGE,
    NetworkDetails,
    OwnNetwork,
    join_network,
    leave_network,
    network_members,
    own_networks,
)
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.pager import pager
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import line

PAGE = ScreenState("network-page", 1)
context = require_actor(Action.JOIN_NETWORK)
actor = actor_of(context)


def share(network: OwnNetwork) -> None:
    """What one lets the others read, to join or to say it otherwise."""
    told, key = network.details or NetworkDetails("", ""), f"{network.organisation_id}"
    form, draft = EntryForm(f"network-{key}"), FormDraft(f"network:{key}", f"in-network-{key}-")
    with form.field("shares") as said:
        shares = st.text_area(
            _("A few words about you (may be left blank)") + said,
            told.shares,
            key=f"in-network-{key}-shares",
            placeholder=_("I read aloud on Mondays, and would like to hear how others do it."),
        )
    with form.field("reach") as said:
        reach = st.text_input(
            _("How can the others reach you?") + said,
            told.reach,
            key=f"in-network-{key}-reach",
            autocomplete="off",
            help=_("A phone number, a mail address, or where one meets you."),
        )
    draft.keep()
    joined = network.details is not None
    if st.button(
        _("Save") if joined else _("Join the network"),
        type="primary",
        icon=":material/check:" if joined else ":material/group_add:",
        key=f"network-join-{key}",
    ):
        form.send(
            lambda by: join_network(
                **by, organisation_id=network.organisation_id, details=NetworkDetails(shares, reach)
            ),
            _("The others see it now.") if joined else _("You are in the network now."),
            then=draft.sent(),
        )


def others(network: OwnNetwork) -> None:
    """Those who joined, by name, each with what they share."""
    found = network_members(
        session=context.session, actor=actor, organisation_id=network.organisation_id, page=PAGE.get()
    )
    heading = section(_("The others"), found.total)
    if not found.total:
        st.write(_("You are the first. Tell the other volunteers of it where you meet them."))
    with heading.rows("network"):
        for member in found.rows:
            line(member.name, place=member.reach, what=member.shares)
    pager(PAGE, found.page, total=found.total, at_once=A_PAGE)


def leave(network: OwnNetwork) -> None:
    """The way out."""
    if st.button(_("Leave the network"), icon=":material/logout:", key=f"network-leave-{network.organisation_id}"):
        act(
            lambda by: leave_network(**by, organisation_id=network.organisation_id),
            _("You have left the network, and what you shared is gone."),
            icon=":material/logout:",
        )


show_flashes()
st.title(_("The volunteers’ own network"), anchor=False)
networks = own_networks(session=context.session, actor=actor)
here = networks[0]
if len(networks) > 1:
    chosen = st.selectbox(
        _("Where?"),
        range(len(networks)),
        format_func=lambda number: plain_label(networks[number].organisation),
        key="network-where",
    )
    here = networks[chosen]
st.write(
    _(
        "A free space for the volunteers at {organisation}. You join if you like, and see those who joined too. Nobody "
        "who works for {organisation} reads it: no coordinator, contact person or administrator. Supervisors and team "
        "leads who are volunteers themselves may join. You leave when you like, and when you stop as a volunteer."
    ).format(organisation=plain(here.organisation))
)
if here.outside:
    st.info(
        _("You work for {organisation} as well, so you stay outside: it is the volunteers’ own.").format(
            organisation=plain(here.organisation)
        ),
        icon=":material/door_front:",
    )
elif here.details is None:
    share(here)
else:
    others(here)
    with st.expander(_("What you share"), icon=":material/edit:"):
        share(here)
if here.details is not None:
    leave(here)
