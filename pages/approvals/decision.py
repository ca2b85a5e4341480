"""Deciding: approve until a day, say no with a closing meeting, end an approval; and when training was completed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import streamlit as st

from core.approvals.rules import ApprovalState, Decision
from core.approvals.service import ClosingMeeting, approve, end_approval, record_training, say_no
from core.approvals.view import ApprovalView
from core.i18n import gettext as _
from pages.shell.action import By, act
from pages.shell.context import actor_of, current
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import day_input
from pages.widgets.plain import plain

CLOSING_IN = timedelta(days=14)
# What the page showed when a button was pressed, to be told when somebody else has changed it meanwhile.
SEEN = ScreenState[UUID | None]("approval-seen", None)
TRAINING_SEEN = ScreenState("training-seen", 0)


def decide(view: ApprovalView) -> None:
    """The decision where it is offered, and a no where one can be said."""
    seen = SEEN.of(view.engagement.id).swap(view.newest_id)
    newest = view.decisions[0].decision if view.decisions else None
    # A button that is no longer there would otherwise be pressed in vain, without a word.
    if seen != view.newest_id and view.decisions[0].decided_by != actor_of(current()).name:
        said = _("{name} has decided since you opened this page. The decision is below.")
        st.warning(said.format(name=plain(view.decisions[0].decided_by)), icon=":material/sync:")
    if view.offered:
        _yes(view, seen)
    if view.offered or newest is None:
        dialog_button(
            _("Not approved"),
            f"no-{view.engagement.id}",
            _("Not approved"),
            lambda _here: _no(view, seen),
            icon=":material/do_not_disturb_on:",
            saves=False,
        )
    if newest is Decision.APPROVED and seen is not None:
        dialog_button(
            _("End the approval"),
            f"end-{view.engagement.id}",
            _("End the approval"),
            lambda _here: _end(view, seen),
            icon=":material/block:",
            saves=False,
        )


def training(view: ApprovalView) -> None:
    """When the instructor training was, or will be, completed; asked for until somebody is approved."""
    if view.where.state not in (ApprovalState.TRAINING, ApprovalState.IN_APPROVAL, ApprovalState.READY):
        return
    version = TRAINING_SEEN.of(view.engagement.id).swap(view.engagement.version)
    if view.where.state is ApprovalState.TRAINING:
        section(_("The instructor training"))
        _trained(view, version)
    else:
        dialog_button(
            _("The instructor training"),
            f"training-{view.engagement.id}",
            _("The instructor training"),
            lambda _here: _trained(view, version),
            icon=":material/school:",
        )


def saying_no(view: ApprovalView, after_id: UUID | None) -> Callable[[By, ClosingMeeting], object]:
    """Saying no to this instructor after that decision."""
    return lambda by, meeting: say_no(
        **by,
        engagement_id=view.engagement.id,
        after_id=after_id,
        meeting=meeting,
    )


def ending_it(view: ApprovalView, after_id: UUID) -> Callable[[By, ClosingMeeting], object]:
    """Ending that approval."""
    return lambda by, meeting: end_approval(
        **by,
        engagement_id=view.engagement.id,
        after_id=after_id,
        meeting=meeting,
    )


def _trained(view: ApprovalView, version: int) -> None:
    day = day_input(
        _("Completed on (may be planned)"),
        view.engagement.trained_on,
        key=f"trained-{view.engagement.id}",
    )
    if st.button(_("Save the day"), key="save-training", icon=":material/check:"):
        act(
            lambda by: record_training(
                **by,
                engagement_id=view.engagement.id,
                trained_on=day.optional(),
                expected_version=version if isinstance(version, int) else 0,
            ),
            _("The day is saved."),
            then=close_dialog,
        )


def _no(view: ApprovalView, seen: UUID | None) -> None:
    st.markdown(
        _(
            "Say it in person first: they get a mail that it is decided, not what. Plan a closing meeting, and "
            "think of other roles that may suit them."
        )
    )
    key = f"no-{view.engagement.id}"
    _with_meeting(key, _("Record: not approved"), saying_no(view, seen), _("It is recorded as a no."))


def _end(view: ApprovalView, seen: UUID) -> None:
    st.markdown(_("An approval never ends by itself: somebody decides it. A closing meeting belongs to it."))
    key = f"end-{view.engagement.id}"
    _with_meeting(key, _("End it"), ending_it(view, seen), _("The approval has been ended."))


def _yes(view: ApprovalView, after_id: UUID | None) -> None:
    with st.container(border=True):
        section(_("What it takes is there. You decide."))
        day = day_input(
            _("Approved until"),
            view.usual_until,
            key=f"until-{view.engagement.id}",
            help=_("The day the programme suggests. Choose another one where you have agreed on it."),
        )
        label = _("Renew the approval") if view.decisions else _("Approve")
        if st.button(label, type="primary", icon=":material/check_circle:", key="approve"):
            act(
                lambda by: approve(**by, engagement_id=view.engagement.id, after_id=after_id, valid_until=day.needed()),
                _("The approval is recorded. This is a good day for flowers."),
            )


def _with_meeting(key: str, label: str, does: Callable[[By, ClosingMeeting], object], said: str) -> None:
    """`key` names whom it is about too: what is written about one never stands in the form about another."""
    form = EntryForm(f"meeting-{key}")
    draft = FormDraft(f"approval:{key}", f"{key}-said-")
    day = form.day("on", _("Closing meeting on"), current().today + CLOSING_IN, key=f"{key}-said-day")
    with form.field("reason") as wrong:
        reason = st.text_area(
            _("Why, in a few neutral words (may be left blank)") + wrong, key=f"{key}-said-reason", max_chars=2000
        )
    with form.field("other_roles") as wrong:
        roles = st.text_area(
            _("Other roles to offer") + wrong,
            key=f"{key}-said-roles",
            max_chars=2000,
            help=_("For example finding participants, keying in evaluations, or a task in an association."),
        )
    draft.keep()
    if st.button(label, key=f"{key}-record", type="primary"):
        form.send(
            lambda by: does(by, ClosingMeeting(on=day, reason=reason or "", other_roles=roles or "")),
            said,
            then=draft.sent(close_dialog),
        )
