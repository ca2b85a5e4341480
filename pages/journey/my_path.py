"""My path: one next thing, and below it the whole way."""

import streamlit as st

from core.access.permissions import Action
from core.expenses.reading import returned_to_me
from core.i18n import gettext as _
from core.i18n import language, words_in
from core.journey.service import Path, my_path
from core.journey.steps import Step
from pages.approvals import progress as staying
from pages.journey import own_words
from pages.journey import path as journey
from pages.offers import learning
from pages.recognition import recognition_of
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.widgets.plain import plain

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
        if st.button(asked.button, type="primary", icon=":material/arrow_forward:", key=f"next:{path.engagement.id}"):
            st.switch_page(asked.page, query_params={"id": str(step.document_id)} if step.document_id else None)


def whole_way(path: Path) -> None:
    """The path below, and whom to ask; several are told apart by their organisation and programme."""
    steps = [
        journey.PathStep(own_words.title(step), step.status, own_words.sentence(step, path))
        for step in path.steps
        if own_words.is_told(step)
    ]
    if len(paths) > 1:
        programme = words_in(path.programme.name, language())
        st.subheader(plain(f"{path.organisation} · {programme}"), anchor=False)
    journey.draw(steps)
    st.markdown(_("Do you have a question? Ask your contact person, {name}.").format(name=plain(path.contact_person)))


st.title(_("Hello, {name}").format(name=plain(actor.name.split()[0])), anchor=False)
first = next(((path, step) for path in paths if (step := path.next) is not None), None)
if first is not None:
    next_thing(*first)
else:
    st.success(_("There is nothing you need to do now."), icon=":material/check_circle:")
learning.on_the_path(context)
recognition_of.invited(context)
if returned_to_me(session=context.session, actor=actor):
    st.page_link(addresses.MY_EXPENSES, label=_("An expense has come back with a word"), icon=":material/receipt_long:")
st.header(_("Your path"), anchor=False)
for path in paths:
    whole_way(path)
recognition_of.own(context)
staying.draw([path.approval for path in paths if path.approval is not None])
