"""The approval of one instructor: the decision with its evidence beside it, and what was decided before."""

import streamlit as st

from core.access.permissions import Action
from core.approvals.rules import ApprovalState
from core.approvals.view import ApprovalView, approval_view
from core.i18n import gettext as _
from core.supervision.rules import SupervisionKind
from pages.approvals.decision import decide, training
from pages.approvals.evidence import evidence, history, in_short
from pages.approvals.words import missing_words, state_badge, until_words
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.beside import beside
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.DECIDE_APPROVAL)


def standing(view: ApprovalView) -> None:
    """Where they stand, what is missing, and the way back where an approval has run out."""
    where = view.where
    st.markdown(f"{state_badge(where.state)} {until_words(where)}")
    if where.paused:
        st.info(_("They are on a break. The clocks stand still."), icon=":material/pause_circle:")
    if where.state is ApprovalState.LAPSED:
        st.warning(
            _("Nothing has ended. Plan a re-evaluation, and decide anew after it. Until then, plan no new courses."),
            icon=":material/event_busy:",
        )
    if where.missing and where.state not in (
        ApprovalState.NOT_APPROVED,
        ApprovalState.ENDED,
        ApprovalState.APPROVED,
    ):
        st.markdown(f"**{_('Before it can be decided')}**")
        st.markdown("\n".join(f"- {sentence}" for sentence in missing_words(where.missing)))
        order_what_is_missing(view)


def order_what_is_missing(view: ApprovalView) -> None:
    """The way to order the supervision that a decision waits for, with whom and what it is for named there already."""
    waits_for = {each.what for each in view.where.missing}
    kind, label = SupervisionKind.FIRST, _("Order a supervision")
    if "re_evaluation" in waits_for:
        kind, label = SupervisionKind.RE_EVALUATION, _("Order a re-evaluation")
    elif "supervisions" not in waits_for:
        return
    st.page_link(
        addresses.SUPERVISIONS,
        label=label,
        icon=":material/visibility:",
        query_params={"for": str(view.engagement.id), "kind": kind.value},
        width="content",
    )


show_flashes()
with refusal_shown(_("Approval")):
    found = approval_view(
        session=context.session,
        actor=actor_of(context),
        engagement_id=id_in_address(st.query_params.get("id")),
        today=context.today,
    )
    named = {"id": str(found.engagement.id)}
    with page_head(_("Approval of {name}").format(name=plain(found.person.name))):
        if found.engagement.ended_at is None:
            st.page_link(
                addresses.CHANGES,
                label=_("Break, move or goodbye"),
                icon=":material/alt_route:",
                query_params=named,
                width="content",
            )
        st.page_link(
            addresses.VOLUNTEER,
            label=_("Everything about {name}").format(name=plain(found.person.name)),
            icon=":material/person:",
            query_params=named,
            width="content",
        )
    places = beside()
    with places.question:
        standing(found)
        if found.engagement.ended_at is not None:
            st.info(_("They are no longer a volunteer here."), icon=":material/waving_hand:")
        else:
            decide(found)
            training(found)
    with places.facts:
        in_short(found)
    with places.rest:
        evidence(found)
        history(found)
