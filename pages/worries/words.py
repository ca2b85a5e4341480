"""What a worry is about and how far it has come, in words; and what the law asks where somebody may come to harm."""

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.worries.rules import WorryAbout, WorryState
from pages.people.reaching import call_address
from pages.widgets.plain import plain
from pages.widgets.rows import RowState

ABOUT = {
    WorryAbout.TASK: N_("The task, the place or how it is arranged"),
    WorryAbout.CONTACT_PERSON: N_("My contact person, {name}"),
    WorryAbout.COORDINATOR: N_("The coordinator, {name}"),
    WorryAbout.PARTNER: N_("My partner, {name}"),
    WorryAbout.COLLEAGUE: N_("Somebody else who works here"),
    WorryAbout.HARM: N_("Somebody may be neglected or treated badly"),
    WorryAbout.ELSE: N_("Something else"),
}
# The same as others say it of somebody.
ABOUT_THEM = {
    WorryAbout.TASK: N_("The task, the place or how it is arranged"),
    WorryAbout.CONTACT_PERSON: N_("The contact person, {name}"),
    WorryAbout.COORDINATOR: N_("The coordinator, {name}"),
    WorryAbout.PARTNER: N_("The partner, {name}"),
    WorryAbout.COLLEAGUE: N_("A colleague: {name}"),
    WorryAbout.HARM: N_("Somebody may be neglected or treated badly"),
    WorryAbout.ELSE: N_("Something else"),
}
STATES = {
    WorryState.WAITING: RowState(N_("Waits for an answer"), "orange"),
    WorryState.READ: RowState(N_("Answered"), "blue"),
    WorryState.ENDED: RowState(N_("Ended"), "green"),
    WorryState.TAKEN_BACK: RowState(N_("Taken back")),
}


def about_words(about: WorryAbout, name: str, *, own: bool) -> str:
    """What it is about, as plain text; `name` is the person it is about, "" for nobody who is named."""
    told = ABOUT if own else ABOUT_THEM
    if about is WorryAbout.COLLEAGUE:
        about = WorryAbout.COLLEAGUE if name or own else WorryAbout.ELSE
    return _(told[about]).format(name=name)


def worry_state_words(state: WorryState) -> RowState:
    """How far it has come, as a row says it."""
    found = STATES[state]
    return RowState(_(found.words), found.colour)


def what_the_law_asks(social_phone: str, organisation_phone: str) -> None:
    """Where somebody may come to harm: whom to call, and what everyone's duty is. It tells, and decides nothing."""
    lines = [_("Is anybody in danger now? **[Call 112]({call})**.").format(call=call_address("112"))]
    if number := social_phone or organisation_phone:
        label = (
            _("The municipality’s social on-call service: [{number}]({call}).")
            if social_phone
            else _("The municipality, where you say that it is about a child or an adult: [{number}]({call}).")
        )
        lines.append(label.format(number=plain(number), call=call_address(number)))
    lines += [
        _(
            "**A child:** everyone who learns that a child is neglected or treated badly has a duty to tell the "
            "municipality (barnets lov § 135). Those who work with children as professionals have a stricter one "
            "(§ 133). Whether a volunteer of a municipality comes under it is not settled."
        ),
        _("**An adult:** tell the management at once: your contact person or the coordinator."),
        _(
            "What is written here goes to one person. It is no notification by law: the portal passes nothing on to "
            "any authority, and decides nothing."
        ),
    ]
    with st.container(border=True):
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.caption(_("Barnets lov §§ 133 and 135, read in November 2026. [More on ast.dk](https://ast.dk)."))
