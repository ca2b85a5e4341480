"""One volunteer: what is next, how to reach them and theirs, and everything that was agreed, done and said."""

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import on_date
from core.overview.service import documents_waiting, kinds_to_make, programme_names
from core.people.service import volunteer
from pages.parts import (
    approval_of,
    courses_of,
    engagement_facts,
    guidelines,
    history_of,
    learning_of,
    path_of,
    recognition_of,
    shared_history,
    supervisions_of,
    talks_of,
)
from pages.parts.house import id_in_address
from pages.parts.leaving import breaks_and_leaving
from pages.parts.making import make_documents
from pages.parts.plain import plain
from pages.parts.reaching import reach
from pages.parts.rows import document_row
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor
from pages.parts.ways_in import draw_way_in
from pages.parts.writing_for import write_for

context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)


def documents() -> None:
    """The volunteer's documents, and those that can be begun."""
    rows = documents_waiting(
        session=context.session,
        actor=actor,
        organisation_id=view.engagement.organisation_id,
        engagement_id=view.engagement.id,
        today=context.today,
    )
    st.subheader(_("Documents"), anchor=False)
    for row in rows:
        document_row(row, {}, named=False)
    kinds = kinds_to_make(session=context.session, actor=actor, engagement_id=view.engagement.id)
    make_documents(view, kinds, rows)


show_said()
try:
    view = volunteer(session=context.session, actor=actor, engagement_id=id_in_address(st.query_params.get("id")))
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    st.title(plain(view.person.name), anchor=False)
    told = [programmes.get(view.programme, ""), view.workplace.name]
    if view.engagement.begins_on:
        told.append(_("First day {day}").format(day=on_date(view.engagement.begins_on)))
    st.write(plain(" · ".join(told)))
    st.write(_("Contact person: {name}").format(name=plain(view.contact_person.name)))
    path_of.next_thing(context, view)
    reach(view)
    write_for(view)
    path_of.way(context, view)
    documents()
    approves = approval_of.draw(context, view.engagement.id)
    courses_of.draw(context, view.engagement.id)
    supervisions_of.draw(context, view.engagement.id)
    talks_of.draw(context, view.engagement.id)
    recognition_of.draw(context, view.engagement.id)
    learning_of.draw(context, view.engagement.id)
    guidelines.card(view.engagement.id, written_down_here=not view.account)
    shared_history.draw(context, view.engagement.id)
    draw_way_in(context, view)
    engagement_facts.draw(context, view)
    if not approves and view.engagement.ended_at is None:
        breaks_and_leaving(context, view.engagement.id)
    history_of.draw(context, view.engagement.id)
except DomainError as error:
    refused(error)
