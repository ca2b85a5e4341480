"""A break, another place or contact person, and goodbye: whatever changes between somebody and the organisation."""

from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.approvals.view import pauses_told
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.people.colleagues import contact_people
from core.people.service import EngagementDetails, VolunteerView, change_engagement, volunteer
from db.people import Engagement
from pages.approvals.ending import goodbye
from pages.approvals.pause import pauses
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.beside import parts
from pages.widgets.field import Question, Stored, saved_field
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

context = require_actor(Action.RECORD_PAUSE)
actor = actor_of(context)


def move(view: VolunteerView) -> None:
    """Where they are, whose they are, and since when; nothing for who may not change it."""
    engagement = view.engagement
    if not may(actor, Action.ADD_VOLUNTEER, Subject.of(engagement)):
        return
    section(_("Another place or contact person"))
    places = {str(place.id): place.name for place in workplaces(context.session, engagement.organisation_id)}
    colleagues = contact_people(session=context.session, actor=actor, organisation_id=engagement.organisation_id)
    people = {str(person_id): name for person_id, name in colleagues.items()}
    # Somebody who is no contact person any more, and a place that is closed, still stand there until they are changed.
    places.setdefault(str(view.workplace.id), view.workplace.name)
    people.setdefault(str(view.contact_person.id), view.contact_person.name)
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


show_flashes()
with refusal_shown(_("Break, move or goodbye")):
    view = volunteer(session=context.session, actor=actor, engagement_id=id_in_address(st.query_params.get("id")))
    engagement_id = view.engagement.id
    found = pauses_told(session=context.session, actor=actor, engagement_id=engagement_id)
    with page_head(_("{name}: break, move or goodbye").format(name=plain(view.person.name))):
        st.page_link(
            addresses.VOLUNTEER,
            label=_("Everything about {name}").format(name=plain(view.person.name)),
            icon=":material/arrow_back:",
            query_params={"id": str(engagement_id)},
            width="content",
        )
    if view.engagement.ended_at is not None:
        st.info(_("They are no longer a volunteer here."), icon=":material/waving_hand:")
    else:
        away, leaving = parts("changes", 2)
        with leaving:
            section(_("Goodbye"))
            over = goodbye(context, engagement_id)
        with away:
            section(_("A break"), note=_("A break stops the clocks: what has a day waits as many days longer."))
            pauses(engagement_id, found, loud=not over)
            move(view)
