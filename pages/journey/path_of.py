"""Where one volunteer is on their path, on their page: the one next thing, and folded below it the whole way."""

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.approvals.rules import EndReason
from core.i18n import gettext as _
from core.i18n import on_date
from core.journey.moving import is_behind
from core.journey.service import path_of
from core.journey.steps import Stage
from core.people.service import VolunteerView
from core.register.service import register_row
from core.today.rules import When
from db.people import Engagement
from pages.approvals.ending import WHY
from pages.journey import path as journey
from pages.journey.next_words import due_said, waits_for_words, what_words
from pages.journey.path_words import path_steps
from pages.journey.stages import STAGES
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.beside import next_thing


def next_step(context: Context, view: VolunteerView) -> None:
    """Where they are and what comes next; of who has stopped nothing does."""
    actor, engagement = actor_of(context), view.engagement
    if engagement.ended_at is not None:
        st.info(
            " ".join([_("They are no longer a volunteer here."), *_ended(context, engagement)]),
            icon=":material/waving_hand:",
        )
        return
    row = register_row(
        session=context.session,
        actor=actor,
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        now=context.now,
    )
    if row is not None:
        due, late = due_said(row, context.today), row.when is When.OVERDUE
        told = (due if not late else "", waits_for_words(row))
        next_thing(
            what_words(row, str),
            " · ".join(part for part in told if part),
            state=_(STAGES[Stage(row.stage)]),
            late=due if late else "",
        )


def _ended(context: Context, engagement: Engagement) -> list[str]:
    """The last day and, for who may record it, why."""
    told = []
    if engagement.ended_on is not None:
        told.append(_("The last day was {day}.").format(day=on_date(engagement.ended_on)))
    if engagement.end_reason and may(context.actor, Action.END_ENGAGEMENT, Subject.of(engagement)):
        told.append(f"{_(WHY[EndReason(engagement.end_reason)])}.")
    return told


def way(context: Context, view: VolunteerView) -> None:
    """The whole way, folded away until somebody wants to see it."""
    actor, engagement = actor_of(context), view.engagement
    if engagement.ended_at is not None:
        return
    folded = st.expander(_("The whole way"), icon=":material/route:", on_change="rerun", key=f"path-of-{engagement.id}")
    if not folded.open:
        return
    path = path_of(session=context.session, actor=actor, engagement_id=engagement.id, today=context.today)
    with folded:
        journey.draw(path_steps(path.steps, context.today))
        if may(actor, Action.MOVE_ENGAGEMENTS, Subject.of(engagement)) and is_behind(
            session=context.session, actor=actor, engagement_id=engagement.id
        ):
            st.page_link(
                addresses.NEWER_VERSION,
                label=_("There is a newer version of the programme: see what it would change"),
                icon=":material/move_up:",
                query_params={"id": path.programme.id},
            )
