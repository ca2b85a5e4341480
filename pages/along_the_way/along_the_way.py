"""Along the way: the talks about how it goes, what is known to be hard, the education plan, and what comes after."""

import streamlit as st

from core.access.permissions import Action
from core.documents.template.model import EDUCATION_PLAN
from core.i18n import gettext as _
from core.journey.service import Path, my_path
from core.journey.steps import StepKind
from pages.along_the_way import challenges
from pages.journey import own_words
from pages.journey import path as journey
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.widgets.plain import plain

context = require_actor(Action.SEE_OWN_DOCUMENTS)
actor = actor_of(context)


def talks(path: Path) -> None:
    """The talks with their days."""
    steps = [step for step in path.steps if step.kind is StepKind.FOLLOW_UP and own_words.is_told(step)]
    journey.draw(
        [
            journey.PathStep(own_words.title(step), step.status, own_words.sentence(step, path, context.today))
            for step in steps
        ]
    )


def plan(path: Path) -> None:
    """What the plan is, and the way to it where it is made."""
    made = next((step for step in path.steps if step.id == EDUCATION_PLAN and step.document_id), None)
    st.header(_("Your education plan"), anchor=False)
    st.markdown(
        _(
            "After about a year you and we can make a plan together, if you would like to stay: what you have learnt, "
            "what you would like, and which new tasks can open up. You both sign it."
        )
    )
    if made is not None:
        st.page_link(
            addresses.DOCUMENT,
            label=_("Read the plan"),
            icon=":material/school:",
            query_params={"id": str(made.document_id)},
        )


def moving_on(path: Path) -> None:
    """That moving on is expected, and what is done about it."""
    st.header(_("What comes after this"), anchor=False)
    st.markdown(
        _(
            "Many would like something new after a year or two. That is expected, and it is worth celebrating. Tell us "
            "early: then what you do can go on to others, and you get our thanks and a proof of what you have done."
        )
    )
    st.markdown(
        _("The door stays open. If you would like to come back, {name} is glad to hear from you.").format(
            name=plain(path.contact_person)
        )
    )
    st.page_link(
        addresses.STOPPING,
        label=_("I would like to move on"),
        icon=":material/trending_up:",
        query_params={"to": "on"},
    )


paths = [
    path
    for path in my_path(session=context.session, actor=actor, today=context.today)
    if path.programme.along_the_way.months
]
st.title(_("Along the way"), anchor=False)
if not paths:
    st.info(_("There is nothing here for what you volunteer for."))
for path in paths:
    if len(paths) > 1:
        st.header(plain(path.organisation), anchor=False)
    st.markdown(_("Now and then we talk about how it goes: what is good, what is hard, and what you would like."))
    talks(path)
    st.header(plain(challenges.title()), anchor=False)
    challenges.draw(context, path.organisation, f"challenges-{path.engagement.id}")
    if path.programme.teams:
        st.page_link(addresses.PERSONAL_LOG, label=_("Write about it in my own log book"), icon=":material/lock:")
    if path.programme.along_the_way.plan_months is not None:
        plan(path)
    if any(step.kind is StepKind.MOVE_ON for step in path.steps):
        moving_on(path)
