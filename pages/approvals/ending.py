"""What is touched when somebody is away or leaves, and recording that somebody has stopped."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.approvals.ending import EndingConsequences, end_engagement, ending_consequences
from core.approvals.rules import EndReason
from core.approvals.stopping import wish_of
from core.i18n import at_time, ngettext, on_date
from core.i18n import gettext as _
from core.journey.goodbye_facts import goodbye_of
from core.supervision.rules import SupervisionKind
from pages.approvals.goodbye_of import begin
from pages.approvals.words import KINDS, why
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of
from pages.shell.flash import say
from pages.widgets.inputs import day_input
from pages.widgets.plain import plain


def goodbye(context: Context, engagement_id: UUID) -> bool:
    """What somebody being away or leaving touches, the goodbye before a last day, and that they have stopped.

    Whether their last day has come: then writing that down is the one thing to do on the page.
    """
    actor = actor_of(context)
    touched = ending_consequences(session=context.session, actor=actor, engagement_id=engagement_id)
    _touched(context, touched)
    under_way = goodbye_of(session=context.session, actor=actor, engagement_id=engagement_id)
    wish = wish_of(session=context.session, actor=actor, engagement_id=engagement_id)
    said = wish.reason if wish is not None else None
    begin(engagement_id, under_way, said)
    due = under_way is not None and under_way.last_day <= context.today
    label = _("They have stopped") if under_way else _("They have stopped already")
    folded = st.expander(label, icon=":material/waving_hand:", expanded=due, on_change="rerun", key="stopped")
    if folded.open:
        with folded:
            last_day = min(context.today, under_way.last_day) if under_way else None
            _stop(context, engagement_id, touched, last_day, said, loud=due)
    return due


def _touched(context: Context, touched: EndingConsequences) -> None:
    if touched.nothing:
        st.markdown(_("There is nothing to move, and no substitute to find."))
        return
    for course in touched.courses:
        told = _("{course} from {first} to {last}: find a substitute.").format(
            course=plain(course.name), first=on_date(course.first_on), last=on_date(course.last_on)
        )
        st.page_link(
            addresses.COURSE, label=told, icon=":material/school:", query_params={"id": str(course.course_run_id)}
        )
    for pair in touched.pairs:
        st.markdown("- " + _("Pair with {name}: find a new partner for {name}.").format(name=plain(pair.partner)))
    for each in touched.supervisions:
        kind = _(KINDS[SupervisionKind(each.kind)])
        when = _day(each.planned_at)
        told = _("{kind}, {when}: call it off or move it.") if each.alone else _("{kind}, {when}: the partner stays.")
        st.markdown("- " + told.format(kind=kind, when=when))
    if touched.documents:
        count = len(touched.documents)
        told = ngettext("{count} document is not signed by all.", "{count} documents are not signed by all.", count)
        st.markdown("- " + told.format(count=count))
    if touched.pairs and may(actor_of(context), Action.MAKE_PAIR):
        st.page_link(
            addresses.PAIRS, label=_("Offer a new pair agreement"), icon=":material/group_add:", width="content"
        )


def _stop(
    context: Context,
    engagement_id: UUID,
    touched: EndingConsequences,
    last_day: date | None,
    said: EndReason | None,
    *,
    loud: bool,
) -> None:
    st.markdown(
        _("Thank them, and hear whether something else here would suit them. What is signed is kept.")
        + "".join(f" {said}" for said in _called_off(touched))
        + " "
        + _(
            "From then on they can log in and read what they signed, their thanks and their proofs, and nothing else. "
            "How long we keep talks, notes and contact details is counted from that day, and they see until when."
        )
    )
    day = day_input(_("Last day here"), last_day or context.today, key="stop-day")
    reason = why(said, "stop-reason")
    sure = st.checkbox(_("We have talked about it"), key="stop-sure")
    label = _("Record that they have stopped")
    if st.button(label, key="stop", type="primary" if loud else "secondary", disabled=not sure):
        act(
            lambda by: end_engagement(**by, engagement_id=engagement_id, ended_on=day.needed(), reason=reason),
            _("It is recorded that they have stopped."),
            icon=":material/waving_hand:",
            then=lambda left: _back(engagement_id, left),
        )


def _called_off(touched: EndingConsequences) -> Iterator[str]:
    """What ends with it, and nothing that they have no part in."""
    if touched.pairs:
        yield _("The pair ends.")
    if touched.documents:
        yield _("What is not signed by all is withdrawn.")
    if touched.supervisions:
        yield _("Planned supervisions are called off.")


def _back(engagement_id: UUID, left: EndingConsequences) -> None:
    if left.courses:
        say(_("Find a substitute for: {courses}").format(courses=", ".join(plain(c.name) for c in left.courses)))
    go(addresses.VOLUNTEER, engagement_id)


def _day(planned_at: datetime | None) -> str:
    return at_time(planned_at) if planned_at else _("without a day yet")
