"""The whole way of one volunteer on their page, and what belongs to it, folded away until somebody wants to see it."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.approvals.rules import ApprovalState
from core.approvals.view import ApprovalSummary
from core.i18n import gettext as _
from core.journey.moving import is_behind
from core.journey.service import path_of
from core.people.service import VolunteerView
from pages.approvals.words import missing_words, state_badge, until_words, year_words
from pages.journey import path as journey
from pages.journey.path_words import path_steps
from pages.shell import addresses
from pages.shell.context import Context, actor_of

# While these hold, what a decision still waits for is told.
ON_THE_WAY = (
    ApprovalState.TRAINING,
    ApprovalState.IN_APPROVAL,
    ApprovalState.RUNNING_OUT,
    ApprovalState.LAPSED,
)


def way(context: Context, view: VolunteerView) -> None:
    """Every step, where they stand with an approval, and the ways to what is decided about it."""
    actor, engagement = actor_of(context), view.engagement
    if engagement.ended_at is not None:
        return
    folded = st.expander(_("The whole way"), icon=":material/route:", on_change="rerun", key=f"path-of-{engagement.id}")
    if not folded.open:
        return
    path = path_of(session=context.session, actor=actor, engagement_id=engagement.id, today=context.today)
    with folded:
        journey.draw(path_steps(path.steps, context.today))
        if path.approval is not None:
            _approval(context, engagement.id, path.approval)
        if may(actor, Action.MOVE_ENGAGEMENTS, Subject.of(engagement)) and is_behind(
            session=context.session, actor=actor, engagement_id=engagement.id
        ):
            st.page_link(
                addresses.NEWER_VERSION,
                label=_("There is a newer version of the programme: see what it would change"),
                icon=":material/move_up:",
                query_params={"id": path.programme.id},
            )


def _approval(context: Context, engagement_id: UUID, where: ApprovalSummary) -> None:
    told = missing_words(where.missing) if where.state in ON_THE_WAY else []
    if where.year is not None:
        told.append(f"{_('Courses this year')}: {year_words(where.year)}")
    st.markdown(
        f"**{_('Approval')}** {state_badge(where.state)} {until_words(where)}\n\n"
        + "\n".join(f"- {sentence}" for sentence in told)
    )
    if may(context.actor, Action.DECIDE_APPROVAL):
        st.page_link(
            addresses.APPROVAL,
            label=_("Decide on the approval") if where.state is ApprovalState.READY else _("The approval"),
            icon=":material/arrow_forward:",
            query_params={"id": str(engagement_id)},
            width="content",
        )
