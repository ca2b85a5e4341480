"""What ties a volunteer to the organisation, field by field: their place, contact person and first day."""

from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.service import VolunteerView, change_engagement
from db.people import Engagement
from pages.parts.fields import Question, Stored, saved_field
from pages.parts.session import Context, actor_of, current


def draw(context: Context, view: VolunteerView) -> None:
    """The fields, folded away; nothing for who may not change them or where the volunteer has stopped."""
    engagement = view.engagement
    actor = actor_of(context)
    if engagement.ended_at is not None or not may(actor, Action.ADD_VOLUNTEER, Subject(engagement.organisation_id)):
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
        raise DomainError("changed_meanwhile")
    wanted = {each: _written(stored, each) for each in ("workplace_id", "contact_person_id", "begins_on")}
    wanted[name] = written
    saved = change_engagement(
        session=context.session,
        actor=actor_of(context),
        engagement_id=engagement_id,
        workplace_id=UUID(wanted["workplace_id"]),
        contact_person_id=UUID(wanted["contact_person_id"]),
        begins_on=date.fromisoformat(wanted["begins_on"]) if wanted["begins_on"] else None,
        expected_version=stored.version,
        now=context.now,
    )
    return Stored(_written(saved, name), saved.version, context.now)
