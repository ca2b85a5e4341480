"""The rounds with one association or one volunteer, on the page about them: each a way to it, and one to begin."""

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.alignment.form import AlignmentKind
from core.alignment.reading import AlignmentRow, alignments_of, alignments_with, own_alignments
from core.alignment.rules import AlignmentSide, AlignmentStage
from core.alignment.service import begin_with_association, begin_with_volunteer
from core.i18n import gettext as _
from db.alignment import Alignment
from pages.alignment.words import KINDS, WHY_AGAIN, state_of, when_of
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.rows import row


def with_association(context: Context, association_id: UUID, *, side: AlignmentSide, goes_on: bool) -> None:
    """Those with one association, as whoever is on `side` reads them."""
    found = alignments_with(
        session=context.session, actor=actor_of(context), association_id=association_id, today=context.today
    )
    if not found and (side is AlignmentSide.THEIRS or not goes_on):
        return
    _rounds(found, side)
    if side is AlignmentSide.OURS and goes_on:
        with st.container(horizontal=True):
            _begin(
                [each for each in found if each.kind is AlignmentKind.PARTNERSHIP],
                lambda by: begin_with_association(**by, association_id=association_id),
                AlignmentKind.PARTNERSHIP,
            )
            _begin(
                [each for each in found if each.kind is AlignmentKind.EVALUATION],
                lambda by: begin_with_association(**by, association_id=association_id, kind=AlignmentKind.EVALUATION),
                AlignmentKind.EVALUATION,
            )


def with_volunteer(context: Context, engagement_id: UUID, *, over: bool) -> None:
    """Those with one volunteer, for whoever follows them."""
    found = alignments_of(
        session=context.session, actor=actor_of(context), engagement_id=engagement_id, today=context.today
    )
    _rounds(found, AlignmentSide.OURS)
    if not over:
        _begin(
            found,
            lambda by: begin_with_volunteer(**by, engagement_id=engagement_id),
            AlignmentKind.WORKPLACE,
        )


def own(context: Context) -> None:
    """The volunteer's own, on their path; nothing where there are none."""
    actor = actor_of(context)
    if not may(actor, Action.ALIGN):
        return
    for each in own_alignments(session=context.session, actor=actor, today=context.today):
        label = _("What you expect of each other")
        if each.stage in (AlignmentStage.BOTH, AlignmentStage.THEIRS):
            label = _("Say what you expect of each other")
        st.page_link(
            addresses.ALIGNMENT, label=label, icon=":material/forum:", query_params={"id": str(each.alignment_id)}
        )


def _rounds(found: Sequence[AlignmentRow], side: AlignmentSide) -> None:
    for each in found:
        for reason in each.reasons:
            st.warning(f"{_(KINDS[each.kind])}: {_(WHY_AGAIN[reason])}", icon=":material/autorenew:")
    with section(_("What you expect of each other"), len(found)).rows("alignments"):
        for each in found:
            row(
                addresses.ALIGNMENT,
                each.alignment_id,
                _(KINDS[each.kind]),
                state=state_of(each, side),
                when=when_of(each),
            )


def _begin(found: Sequence[AlignmentRow], does: Callable[[By], Alignment], kind: AlignmentKind) -> None:
    if found and found[0].stage is not AlignmentStage.AGREED:
        return
    label = _("Ask how it goes") if kind is AlignmentKind.EVALUATION else _("Align expectations")
    if st.button(label, icon=":material/forum:", key=f"begin-{kind}"):
        act(
            does,
            _("Both can answer now, each alone."),
            then=lambda made: go(addresses.ALIGNMENT, made.id),
        )
