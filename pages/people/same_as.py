"""Whether somebody is here twice: who is like them, a way to compare, and what can still be taken apart."""

from collections.abc import Collection
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.people.known import Described, known_already, look_alikes
from core.people.merging import merges, unmerge
from core.people.service import VolunteerView, volunteers
from core.register.documents import programme_names
from pages.people.choosing import Choice, choose_person
from pages.people.knowing import places_of, what_is_alike
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.rows import line, row, row_button


def draw(context: Context, view: VolunteerView) -> None:
    """On the page about a volunteer, when it is asked for."""
    organisation_id, person = view.engagement.organisation_id, view.person
    session, actor = context.session, actor_of(context)
    _taken_apart(context, organisation_id, person.id)
    found = known_already(
        session=session,
        actor=actor,
        organisation_id=organisation_id,
        like=Described(person.name, person.email, person.phone),
        but={person.id},
    )
    if found:
        names = programme_names(session=session, actor=actor, language=context.language)
        with section(_("These are like {name}").format(name=person.name), len(found)).rows("alike"):
            for known in found:
                row(
                    addresses.SAME_PERSON,
                    person.id,
                    known.name,
                    place=places_of(known, names),
                    what=what_is_alike(known),
                    also={"other": str(known.person_id)},
                )
    else:
        st.markdown(_("Nobody here has the same name, mail or phone number."))

    def others(search: str) -> list[Choice]:
        told = volunteers(session=session, actor=actor, organisation_id=organisation_id, search=search)
        return [Choice(each.person_id, each.name, each.workplace) for each in told]

    chosen = choose_person(_("Somebody with another name"), others, key=f"same-as-{person.id}", but={person.id})
    if chosen is not None and st.button(_("Compare them"), key="compare"):
        st.switch_page(addresses.SAME_PERSON, query_params={"id": str(person.id), "other": str(chosen)})


def twice(context: Context, organisation_id: UUID, engagement_ids: Collection[UUID]) -> None:
    """Below a list of volunteers, quietly: who of them may stand there twice."""
    actor = actor_of(context)
    if not may(actor, Action.MERGE_PEOPLE, Subject(organisation_id)):
        return
    found = look_alikes(
        session=context.session, actor=actor, organisation_id=organisation_id, engagement_ids=engagement_ids
    )
    if not found:
        return
    with section(_("Perhaps here twice"), len(found)).rows("twice"):
        for each in found:
            first, second = each.person_ids
            row(
                addresses.SAME_PERSON,
                first,
                each.name,
                place=" · ".join(each.places),
                what=_("Is it the same person?"),
                also={"other": str(second)},
            )


def _taken_apart(context: Context, organisation_id: UUID, person_id: UUID) -> None:
    """What was put together within a day, each with a way back."""
    found = merges(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        person_id=person_id,
        now=context.now,
    )
    if not found:
        return
    with section(_("Put together within a day"), len(found)).rows("undo-merge"):
        for each in found:
            by = _("{by} wrote it down on {date}.").format(date=on_date(local_day(each.at)), by=each.by)
            line(each.name, what=by)
            if row_button(_("Undo"), f"undo-{each.merge_id}"):
                _undo(each.merge_id)


def _undo(merge_id: UUID) -> None:
    act(
        lambda by: unmerge(**by, merge_id=merge_id),
        _("They are two again, each with what was theirs."),
        icon=":material/undo:",
        redraw_refused=True,
    )
