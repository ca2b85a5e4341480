"""The log book: what to work on, feedback, supervisions with their days, and the instructor's own words (S4)."""

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.supervision.log_book import log_book, own_log_books
from pages.parts import learning
from pages.parts.house import id_in_address
from pages.parts.log_book import entries, print_button, supervisions, tasks
from pages.parts.plain import plain
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor

context = require_actor(Action.READ_LOG_BOOK)
actor = actor_of(context)
show_said()
asked = st.query_params.get("id")
own = own_log_books(session=context.session, actor=actor) if asked is None else []
if asked is None:
    st.title(_("My log book"), anchor=False)
    if not own:
        st.info(_("There is no log book for what you do here."), icon=":material/menu_book:")
try:
    for engagement_id in own if asked is None else [id_in_address(asked)]:
        book = log_book(session=context.session, actor=actor, engagement_id=engagement_id)
        if not book.own:
            st.title(_("Log book of {name}").format(name=plain(book.name)), anchor=False)
        elif asked is not None:
            st.title(_("My log book"), anchor=False)
        if len(own) > 1:
            st.subheader(plain(book.organisation), anchor=False)
        tasks(book)
        supervisions(book)
        entries(book)
        print_button(book)
    if own:
        learning.wishes(context)
except DomainError as error:
    st.title(_("Log book"), anchor=False)
    refused(error)
