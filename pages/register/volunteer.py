"""One volunteer: what is next, how to reach them and theirs, and everything that was agreed, done and said."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import on_date
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.service import EngagementDetails, VolunteerView, change_engagement, save_volunteer, volunteer
from core.register.documents import documents_waiting, kinds_to_make, programme_names
from core.register.rules import Joining
from db.people import Engagement, Person
from pages.approvals import approval_of
from pages.approvals.ending import breaks_and_leaving
from pages.audit import history_of
from pages.courses import courses_of
from pages.documents.preparing.new_document import make_documents
from pages.documents.rows import document_row
from pages.guidelines import texts as guidelines
from pages.journey import path_of
from pages.offers import learning_of
from pages.people.details import CONTACT, NEXT_OF_KIN, detail_field
from pages.people.reaching import reach
from pages.recognition import recognition_of
from pages.register.ways_in import draw_way_in, way_of
from pages.sharing import shared_history
from pages.shell.action import refusal_shown
from pages.shell.context import Context, actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.supervision import supervisions_of
from pages.talks import talks_of
from pages.widgets.beside import beside
from pages.widgets.facts import Fact, facts
from pages.widgets.field import Question, Stored, saved_field
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.rows import row_list


def _write_for(view: VolunteerView) -> None:
    """What the volunteer tells of themselves, for a coordinator to write; whoever has an account does it alone."""
    context = current()
    actor = actor_of(context)
    if view.account or not may(actor, Action.ADD_VOLUNTEER, Subject.of(view.engagement)):
        return

    def save(changes: Mapping[str, str], version: int) -> Person:
        return save_volunteer(
            session=context.session,
            actor=actor,
            engagement_id=view.engagement.id,
            changes=changes,
            expected_version=version,
            now=context.now,
        )

    name = plain(view.person.name.split()[0])
    folded = st.expander(
        _("Write the details for {name}").format(name=name),
        icon=":material/edit:",
        on_change="rerun",
        key=f"write-for-{view.engagement.id}",
    )
    if folded.open:
        with folded:
            st.markdown(_("Ask {name}, and leave blank what {name} does not have.").format(name=name))
            for detail in (*CONTACT, *NEXT_OF_KIN):
                detail_field(detail, view.person, save=save)


def _draw_engagement_facts(context: Context, view: VolunteerView) -> None:
    """The fields, folded away; nothing for who may not change them or where the volunteer has stopped."""
    engagement = view.engagement
    actor = actor_of(context)
    if engagement.ended_at is not None or not may(actor, Action.ADD_VOLUNTEER, Subject.of(engagement)):
        return
    folded = st.expander(
        _("Change place, contact person or first day"),
        icon=":material/edit_location:",
        on_change="rerun",
        key=f"facts-of-{engagement.id}",
    )
    if not folded.open:
        return
    organisation_id = engagement.organisation_id
    places = {str(place.id): place.name for place in workplaces(context.session, organisation_id)}
    colleagues = contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
    people = {str(person.id): person.name for person in colleagues}
    # Somebody who is no contact person any more, and a place that is closed, still stand there until they are changed.
    places.setdefault(str(view.workplace.id), view.workplace.name)
    people.setdefault(str(view.contact_person.id), view.contact_person.name)
    with folded:
        _field(engagement, "workplace_id", Question("", _("Workplace"), "list", choices=places))
        _field(engagement, "contact_person_id", Question("", _("Contact person"), "list", choices=people))
        _field(engagement, "begins_on", Question("", _("First day"), "date", optional=True))
        st.caption(_("Documents that are begun already keep the contact person they have."))


def _field(engagement: Engagement, name: str, asked: Question) -> None:
    question = Question(
        f"facts:{engagement.id}:{name}", asked.label, asked.kind, choices=asked.choices, optional=asked.optional
    )
    saved_field(question, Stored(_written(engagement, name), engagement.version), partial(_save, name, engagement.id))


def _written(engagement: Engagement, name: str) -> str:
    value = getattr(engagement, name)
    return "" if value is None else str(value)


def _save(name: str, engagement_id: UUID, written: str, seen: Stored) -> Stored:
    """Save one field. A change to another of the same engagement meanwhile is no conflict."""
    context = current()
    stored = context.session.get_one(Engagement, engagement_id, populate_existing=True)
    if _written(stored, name) != seen.value:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    wanted = {each: _written(stored, each) for each in ("workplace_id", "contact_person_id", "begins_on")}
    wanted[name] = written
    saved = change_engagement(
        session=context.session,
        actor=actor_of(context),
        engagement_id=engagement_id,
        details=EngagementDetails(
            workplace_id=UUID(wanted["workplace_id"]),
            contact_person_id=UUID(wanted["contact_person_id"]),
            begins_on=date.fromisoformat(wanted["begins_on"]) if wanted["begins_on"] else None,
        ),
        expected_version=stored.version,
        now=context.now,
    )
    return Stored(_written(saved, name), saved.version, context.now)


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
    section(_("Documents"), len(rows))
    with row_list("documents"):
        for row in rows:
            document_row(row, {}, named=False)
    kinds = kinds_to_make(session=context.session, actor=actor, engagement_id=view.engagement.id)
    make_documents(view, kinds, rows)


def about() -> None:
    """What ties the volunteer to the organisation."""
    told = [Fact(_("Programme"), programmes.get(view.programme, "")), Fact(_("Workplace"), view.workplace.name)]
    if view.engagement.begins_on:
        told.append(Fact(_("First day"), on_date(view.engagement.begins_on)))
    facts(_("In short"), [*told, Fact(_("Contact person"), view.contact_person.name)])


show_flashes()
with refusal_shown():
    view = volunteer(session=context.session, actor=actor, engagement_id=id_in_address(st.query_params.get("id")))
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    page_head(plain(view.person.name))
    places = beside()
    with places.question:
        path_of.next_step(context, view)
        way_in = way_of(context, view)
        if way_in.state is not Joining.JOINED:
            draw_way_in(context, view, way_in)
        path_of.way(context, view)
    with places.facts:
        reach(view)
        about()
    with places.rest:
        _write_for(view)
        documents()
        approves = approval_of.draw(context, view.engagement.id)
        courses_of.draw(context, view.engagement.id)
        supervisions_of.draw(context, view.engagement.id)
        talks_of.draw(context, view.engagement.id)
        recognition_of.draw(context, view.engagement.id)
        learning_of.draw(context, view.engagement.id)
        guidelines.card(view.engagement.id, written_down_here=not view.account)
        shared_history.draw(context, view.engagement.id)
        if way_in.state is Joining.JOINED:
            draw_way_in(context, view, way_in)
        _draw_engagement_facts(context, view)
        if not approves and view.engagement.ended_at is None:
            breaks_and_leaving(context, view.engagement.id)
        history_of.draw(context, view.engagement.id)
