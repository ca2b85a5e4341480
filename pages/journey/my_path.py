"""My path: one next thing, and below it the whole way; a thank-you for somebody who has stopped."""

from datetime import timedelta
from itertools import groupby

import streamlit as st

from core.access.permissions import Action
from core.expenses.reading import returned_to_me
from core.i18n import gettext as _
from core.i18n import language, words_in
from core.journey.belonging import former_engagements, has_new_feedback, meetings, partners_words
from core.journey.service import Path, my_path
from core.journey.steps import Step, StepKind
from pages.alignment import rounds
from pages.approvals import progress as staying
from pages.assessments.notice import asked_about
from pages.journey import farewell, own_words, welcome
from pages.journey import path as journey
from pages.offers import learning
from pages.partnerships import showing
from pages.people.details import missing_labels, own_person
from pages.recognition import recognition_of
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.training import notice as training
from pages.widgets.plain import and_words, plain

# How long what somebody wrote is told of at the top.
FRESH_FOR = timedelta(days=14)

context = require_actor(Action.SEE_OWN_DOCUMENTS)
actor = actor_of(context)
paths = my_path(session=context.session, actor=actor, today=context.today)


def next_thing(path: Path, step: Step) -> None:
    """The one thing to do now, as the page's only primary button."""
    asked = own_words.asked(step)
    with st.container(border=True):
        if len(paths) > 1:
            st.markdown(plain(path.organisation))
        st.header(asked.title, anchor=False)
        st.markdown(asked.sentence)
        if step.kind is StepKind.DETAILS:
            still_missing()
        if st.button(asked.button, type="primary", icon=":material/arrow_forward:", key=f"next:{path.engagement.id}"):
            about = path.engagement.id if step.kind is StepKind.CLARIFY else step.document_id
            st.switch_page(asked.page, query_params={"id": str(about)} if about else None)


def still_missing() -> None:
    """Which contact details are asked for."""
    if missing := missing_labels(own_person()):
        st.markdown(_("We still need: {details}.").format(details=and_words(missing)))


def news() -> None:
    """What somebody wrote to the reader lately, each a way to read it."""
    if not any(path.programme.pairs or path.programme.approval for path in paths):
        return
    since = context.now - FRESH_FOR
    for name, group in groupby(partners_words(session=context.session, actor=actor, since=since), lambda w: w.name):
        said = _("{name} has written to you after module {number}").format(
            name=plain(name.split()[0]), number=next(group).number
        )
        st.page_link(addresses.MY_COURSES, label=said, icon=":material/chat:")
    if has_new_feedback(session=context.session, actor=actor, since=since):
        st.page_link(addresses.LOG_BOOK, label=_("There is new feedback to you"), icon=":material/rate_review:")


def whole_way(path: Path) -> None:
    """The path below, and whom to ask; several are told apart by their organisation and programme."""
    steps = [
        journey.PathStep(
            own_words.title(step),
            step.status,
            own_words.sentence(step, path, context.today),
            word=own_words.under_way(step),
            address=own_words.address(step),
        )
        for step in path.steps
        if own_words.is_told(step)
    ]
    if len(paths) > 1:
        programme = words_in(path.programme.name, language())
        st.subheader(plain(f"{path.organisation} · {programme}"), anchor=False)
    journey.draw(steps)
    if path.engagement.id in met and path not in new:
        welcome.meet(_("Do you have a question?"), met[path.engagement.id])


def present() -> None:
    """The one next thing or a welcome, what others have written, and the whole way."""
    if first is not None:
        next_thing(*first)
    elif not new:
        st.success(_("There is nothing you need to do now."), icon=":material/check_circle:")
        for path in paths:
            welcome.after(path, context.today)
    for path in new:
        welcome.draw(path, met.get(path.engagement.id), context.today)
    if any(path.programme.teams for path in paths):
        training.next_day(context)
    asked_about(context)
    news()
    learning.on_the_path(context)
    recognition_of.invited(context)
    if returned_to_me(session=context.session, actor=actor):
        st.page_link(
            addresses.MY_EXPENSES, label=_("An expense has come back with a word"), icon=":material/receipt_long:"
        )
    st.header(_("Your path"), anchor=False)
    for path in paths:
        whole_way(path)
    recognition_of.own(context)
    rounds.own(context)
    showing.draw(context)
    staying.draw([path.approval for path in paths if path.approval is not None])


def always_there() -> None:
    """The ways that are always there, last and in the same place."""
    if any(path.programme.teams for path in paths):
        st.page_link(addresses.NEED_A_TALK, label=_("I need to talk with somebody"), icon=":material/sms:")
    st.page_link(addresses.SOMETHING_WRONG, label=_("Is something wrong?"), icon=":material/support:")
    if paths:
        st.page_link(addresses.STOPPING, label=_("I would like to stop"), icon=":material/waving_hand:")


former = former_engagements(session=context.session, actor=actor) if not paths else []
met = meetings(session=context.session, actor=actor) if paths else {}
first = next(((path, step) for path in paths if (step := path.next) is not None), None)
new = [path for path in paths if first is None and welcome.is_new(path, context.today)]
hello = _("Welcome, {name}") if new else _("Hello, {name}")
st.title(hello.format(name=plain(actor.name.split()[0])), anchor=False)
if former:
    farewell.draw(context, former)
else:
    present()
if former or paths:
    always_there()
