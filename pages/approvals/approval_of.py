"""An instructor's approval as one card on the page about them."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.approvals.rules import ApprovalState
from core.approvals.view import where_they_stand
from core.i18n import gettext as _
from pages.approvals.words import missing_words, state_badge, until_words, year_words
from pages.shell import addresses
from pages.shell.context import Context, actor_of


def draw(context: Context, engagement_id: UUID) -> bool:
    """Where they stand, and the way to the decision; False and nothing where the programme gives no approval."""
    actor = actor_of(context)
    where = where_they_stand(session=context.session, actor=actor, engagement_id=engagement_id, today=context.today)
    if where is None:
        return False
    with st.container(border=True, key=f"approval-{engagement_id}"):
        st.markdown(f"**{_('Approval')}** {state_badge(where.state)} {until_words(where)}")
        told = [_("On a break: the clocks stand still.")] if where.paused else []
        if where.state in (
            ApprovalState.TRAINING,
            ApprovalState.IN_APPROVAL,
            ApprovalState.RUNNING_OUT,
            ApprovalState.LAPSED,
        ):
            told += missing_words(where.missing)
        if where.year is not None:
            told.append(f"{_('Courses this year')}: {year_words(where.year)}")
        if told:
            st.markdown("\n".join(f"- {sentence}" for sentence in told))
        if may(actor, Action.DECIDE_APPROVAL):
            st.page_link(
                addresses.APPROVAL,
                label=_("Decide on the approval") if where.state is ApprovalState.READY else _("Approval and breaks"),
                icon=":material/arrow_forward:",
                query_params={"id": str(engagement_id)},
                width="content",
            )
    return True
