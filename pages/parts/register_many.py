"""Several volunteers of the register chosen, and something done with all of them, with progress and a way to stop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.bulk.looking_after import Changed, change_contact_person_each, invite_each
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import ngettext
from core.overview.register import RegisterRow, everyone_found
from core.overview.register_rules import Sought
from core.people.colleagues import contact_people
from pages.parts.plain import plain, plain_label
from pages.parts.rows import VOLUNTEER, first_ones, more_button
from pages.parts.session import Context, actor_of, current
from pages.parts.working import Work, work

CHOOSING, CHOSEN, KEY = "register-choosing", "register-chosen", "register-work"


@dataclass(kw_only=True)
class Job(Work[Changed]):
    """Work on those chosen: another contact person, or a link to join by where `contact_person_id` is None."""

    versions: Mapping[UUID, int]
    contact_person_id: UUID | None


def under_way() -> Job | None:
    """The reader's own work that is under way or was not put aside yet."""
    job = st.session_state.get(KEY)
    return job if job is not None and job.owner == actor_of(current()).person_id else None


def do_it(job: Job) -> None:
    """Do what was asked, or say what came of it."""
    if job.waits_to_begin:
        title = _("Making links to join") if job.contact_person_id is None else _("Changing the contact person")
        work(job, _coming(job), title, _("What is done stays done. You can go on with the rest later."))
    _outcome(job)


def choosing(context: Context, organisation_id: UUID, sought: Sought, total: int) -> None:
    """The way to choose several, and what can be done with those chosen."""
    if not may(context.actor, Action.ADD_VOLUNTEER) or not total or sought.former:
        return
    if not st.toggle(_("Choose several"), key=CHOOSING):
        st.session_state.pop(CHOSEN, None)
        return
    chosen: dict[UUID, int] = st.session_state.setdefault(CHOSEN, {})
    with st.container(horizontal=True, vertical_alignment="center", key="register-actions"):
        st.markdown(ngettext("**{count}** chosen", "**{count}** chosen", len(chosen)).format(count=len(chosen)))
        if len(chosen) < total and st.button(
            ngettext("Choose the {count} found", "Choose all {count} found", total).format(count=total),
            key="choose-all",
            icon=":material/select_all:",
        ):
            everybody = everyone_found(
                session=context.session,
                actor=actor_of(context),
                organisation_id=organisation_id,
                sought=sought,
                now=context.now,
            )
            _choose({row.engagement_id: row.version for row in everybody})
            st.rerun()
        if chosen:
            if st.button(_("Choose nobody"), key="choose-none", icon=":material/deselect:"):
                _choose({})
                st.rerun()
            _actions(context, organisation_id, chosen)


def tick(row: RegisterRow) -> None:
    """A row's box, while several are being chosen."""
    chosen: dict[UUID, int] | None = st.session_state.get(CHOSEN)
    if chosen is None:
        return
    key = _box(row.engagement_id)
    st.session_state[key] = row.engagement_id in chosen
    st.checkbox(
        plain_label(_("Choose {name}").format(name=row.name)),
        key=key,
        label_visibility="collapsed",
        on_change=_ticked,
        args=(row.engagement_id, row.version),
        width=32,
    )


def _box(engagement_id: UUID) -> str:
    return f"chosen-{engagement_id}"


def _ticked(engagement_id: UUID, version: int) -> None:
    chosen: dict[UUID, int] = st.session_state.setdefault(CHOSEN, {})
    if st.session_state[_box(engagement_id)]:
        chosen[engagement_id] = version
    else:
        chosen.pop(engagement_id, None)


def _choose(versions: dict[UUID, int]) -> None:
    st.session_state[CHOSEN] = versions


def _actions(context: Context, organisation_id: UUID, chosen: dict[UUID, int]) -> None:
    actor = actor_of(context)
    with st.popover(_("Another contact person"), icon=":material/person_pin:"):
        people = contact_people(session=context.session, actor=actor, organisation_id=organisation_id)
        names = {person.id: person.name for person in people}
        contact_person_id = st.selectbox(
            _("Who?"),
            [*names],
            format_func=names.__getitem__,
            index=None,
            placeholder=_("Choose a person"),
            key="many-contact",
        )
        st.caption(_("Documents that are begun already keep the contact person they have."))
        if st.button(_("Change it for those chosen"), key="change-contact", type="primary") and contact_person_id:
            _begin(organisation_id, chosen, contact_person_id)
    if st.button(_("Make links to join"), key="invite-many", icon=":material/forward_to_inbox:"):
        _begin(organisation_id, chosen, None)


def _begin(organisation_id: UUID, chosen: dict[UUID, int], contact_person_id: UUID | None) -> None:
    st.session_state[KEY] = Job(
        owner=actor_of(current()).person_id,
        organisation_id=organisation_id,
        engagement_ids=tuple(chosen),
        versions=dict(chosen),
        contact_person_id=contact_person_id,
    )
    st.rerun()


def _coming(job: Job) -> Iterator[Changed]:
    context = current()
    if job.contact_person_id is None:
        return invite_each(
            session=context.session, actor=actor_of(context), engagement_ids=job.engagement_ids, now=context.now
        )
    return change_contact_person_each(
        session=context.session,
        actor=actor_of(context),
        versions=job.versions,
        contact_person_id=job.contact_person_id,
        now=context.now,
    )


def _outcome(job: Job) -> None:
    job.stopped.set()
    left, done = job.left(), sum(each.refused is None for each in job.outcomes)
    st.success(
        ngettext("Done for {count} volunteer.", "Done for {count} volunteers.", done).format(count=done),
        icon=":material/check_circle:",
    )
    if left:
        told = ngettext("It was stopped. {count} is left.", "It was stopped. {count} are left.", len(left))
        st.info(told.format(count=len(left)), icon=":material/pause_circle:")
    not_done = [each for each in job.outcomes if each.refused]
    if not_done:
        st.subheader(_("Nothing was changed for these"), anchor=False)
        for each in first_ones(not_done, "not-done", at_once=10):
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                why = words(DomainError(each.refused or ""))
                st.markdown(f"**{plain(each.name) or _('Unknown')}**  \n{why}", width="stretch")
                if each.name:
                    st.page_link(
                        VOLUNTEER,
                        label=_("Open"),
                        icon=":material/person:",
                        query_params={"id": str(each.engagement_id)},
                    )
        more_button(not_done, "not-done", at_once=10)
    with st.container(horizontal=True):
        if left:
            st.button(_("Go on with the rest"), type="primary", key="go-on", on_click=_go_on, args=(job, left))
        st.button(
            _("Done"), type="secondary" if left else "primary", icon=":material/check:", key="done", on_click=_put_aside
        )


def _go_on(job: Job, left: list[UUID]) -> None:
    st.session_state[KEY] = Job(
        owner=job.owner,
        organisation_id=job.organisation_id,
        engagement_ids=tuple(left),
        versions=job.versions,
        contact_person_id=job.contact_person_id,
    )


def _put_aside() -> None:
    st.session_state.pop(KEY, None)
    st.session_state.pop(CHOSEN, None)
    st.session_state[CHOOSING] = False
