"""A colleague leaves: who takes over what, what is told to whom, and one deed that can be undone for a day."""

from collections.abc import Collection
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Role
from core.access.roles import NAMES
from core.bulk.handing_over import BY_ITSELF, Departure, Duty, Leaving, departure, hand_over
from core.i18n import N_, ngettext
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import colleagues
from db.people import DutyHandover
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.plain import and_words, plain, plain_label

# What is looked after, and how it is said in the question.
LABELS = {
    Duty.CONTACT: N_("Volunteers whose contact person {name} is ({count})"),
    Duty.COORDINATION: N_("Volunteers whose coordinator {name} is ({count})"),
    Duty.SIGNATURE: N_("Documents that wait for a signature from {name} ({count})"),
    Duty.SUPERVISION: N_("Supervisions {name} is to hold ({count})"),
    Duty.EVALUATION: N_("Courses whose evaluation {name} keys in ({count})"),
    Duty.THANKS: N_("Thank-yous {name} is to give ({count})"),
    Duty.ASSOCIATION: N_("Associations {name} follows ({count})"),
    Duty.TEAM_LEAD: N_("Peer teams {name} leads ({count})"),
    Duty.TEAM_TALKS: N_("Peer teams whose psychologist {name} is ({count})"),
    Duty.TEAM_PLACE: N_("Peer teams {name} is there for at the workplace ({count})"),
    Duty.WORRY: N_("What {name} was told is wrong ({count})"),
    Duty.SUPPORT: N_("Talks {name} has with peers ({count})"),
}
ENDS, TO, TELLS = (
    ScreenState[list[UUID]]("leaving-ends", []),
    ScreenState[list[UUID]]("leaving-to", []),
    ScreenState("leaving-tells", True),
)

WIDTH = 620  # a list of names is not read across the whole screen

context = require_actor(Action.MANAGE_COLLEAGUES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MANAGE_COLLEAGUES)


def roles_that_end(person_id: UUID) -> Collection[UUID]:
    """The roles given up: all of them, unless somebody keeps one of several."""
    found = colleagues(session=context.session, actor=actor, organisation_id=organisation_id)
    held = next((row.memberships for row in found if row.person.id == person_id), ())
    if len(held) < 2:
        return [each.id for each in held]
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    named = {
        each.id: " · ".join(
            part
            for part in (_(NAMES[Role(each.role)]), places.get(each.workplace_id, "") if each.workplace_id else "")
            if part
        )
        for each in held
    }
    asked = st.query_params.get("role")
    chosen = ENDS.of(person_id)
    chosen.first([each for each in named if asked in (None, str(each))])
    return st.multiselect(
        _("Roles that end"), list(named), format_func=named.__getitem__, key=chosen.key, placeholder=_("Choose")
    )


def takers(leaves: Departure) -> dict[Duty, list[UUID]]:
    """Who takes over each thing; several share it."""
    name = leaves.person.name.split()[0]
    found = {}
    for duty, count in leaves.held.items():
        if duty in BY_ITSELF:
            st.markdown(f"**{_(LABELS[duty]).format(name=plain(name), count=count)}**")
            st.caption(
                _("It goes to the right person by itself, never to the one it is about, and nobody else reads it.")
            )
            continue
        chosen = TO.of(leaves.person.id, duty)
        can = leaves.takers[duty]
        chosen.first(list(can) if len(can) == 1 else [])
        found[duty] = st.multiselect(
            _(LABELS[duty]).format(name=plain_label(name), count=count),
            list(can),
            format_func=can.__getitem__,
            key=chosen.key,
            placeholder=_("Choose one, or several who share"),
            width=WIDTH,
        )
        if duty is Duty.CONTACT:
            st.caption(_("Talks planned with them go along."))
        if duty is Duty.ASSOCIATION:
            st.caption(_("Alignments of expectations with them go along."))
        if not can:
            st.warning(_("No colleague has a role for this yet. Give somebody one first."), icon=":material/group_add:")
    return found


def question(leaves: Departure, to: dict[Duty, list[UUID]], *, tells: bool) -> None:
    """What happens, and who hears of it."""
    name = leaves.person.name.split()[0]
    for duty, chosen in to.items():
        names = and_words(plain(leaves.takers[duty][each]) for each in chosen)
        st.markdown(f"- {_(LABELS[duty]).format(name=plain(name), count=leaves.held[duty])}: **{names}**")
    if leaves.again:
        st.markdown(
            ngettext(
                "Somebody has signed {count} of the documents. It names who signs for you, so they sign it again, and "
                "get a mail.",
                "Somebody has signed {count} of the documents. They name who signs for you, so they sign them again, "
                "and get a mail.",
                leaves.again,
            ).format(count=leaves.again)
        )
    if to:
        st.markdown(_("Those who take over get a mail."))
    if Duty.CONTACT in to:
        st.markdown(
            _("The volunteers get a mail that they have another contact person.")
            if tells
            else _("The volunteers get no mail. Tell them yourselves.")
        )
    st.markdown(_("It can be undone until this time tomorrow."))


def draw(person_id: UUID) -> None:
    """The small path: roles, who takes over, what is told, and the question."""
    ends = roles_that_end(person_id)
    if not ends:
        st.info(_("Choose which roles end."))
        return
    leaves = departure(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        person_id=person_id,
        membership_ids=ends,
    )
    name = leaves.person.name.split()[0]
    section(_("Who takes over for {name}?").format(name=leaves.person.name))
    if not leaves.held:
        st.markdown(_("Nothing waits for {name}. Nobody has to take anything over.").format(name=plain(name)))
    to = takers(leaves)
    tells = False
    if Duty.CONTACT in leaves.held:
        telling = TELLS.of(person_id)
        telling.first(True)
        tells = st.checkbox(_("Write to the volunteers that they have another contact person"), key=telling.key)
    missing = [duty for duty in leaves.held if duty not in BY_ITSELF and not to[duty]]
    with st.popover(_("{name} leaves").format(name=plain(name)), icon=":material/waving_hand:", type="primary"):
        if missing:
            st.markdown(_("Choose who takes over first:"))
            for duty in missing:
                st.markdown(f"- {_(LABELS[duty]).format(name=plain(name), count=leaves.held[duty])}")
            return
        question(leaves, to, tells=tells)
        if st.button(_("Yes, hand it over"), type="primary", key="hand-over"):
            act(
                lambda by: hand_over(**by, leaving=Leaving(organisation_id, person_id, ends, to, tells)),
                _("It is handed over. It can be undone until this time tomorrow."),
                icon=":material/waving_hand:",
                then=_back,
            )


def _back(_handover: DutyHandover) -> None:
    st.switch_page(addresses.COLLEAGUES)


show_flashes()
with page_head(_("A colleague leaves")):
    st.page_link(addresses.COLLEAGUES, label=_("Colleagues"), icon=":material/arrow_back:", width="content")
with refusal_shown():
    draw(id_in_address(st.query_params.get("id")))
