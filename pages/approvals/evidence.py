"""What a decision about approval is made beside: supervisions, courses, the year, and what was decided before."""

import streamlit as st

from core.approvals.rules import Decision
from core.approvals.service import record_closing
from core.approvals.view import ApprovalView, DecisionTold, SupervisionTold
from core.courses.reading import LedRun
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from pages.approvals.words import DECISIONS, KINDS, year_words
from pages.shell.action import act
from pages.shell.context import current
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import section
from pages.widgets.inputs import day_input
from pages.widgets.plain import day_first, plain


def in_short(view: ApprovalView) -> None:
    """What a decision leans on, at a glance: the training, how many supervisions and courses, and the year."""
    told = []
    if view.engagement.trained_on:
        told.append(Fact(_("Training completed"), on_date(view.engagement.trained_on)))
    told.append(Fact(_("Supervisions held"), str(len(view.supervisions))))
    told.append(Fact(_("Courses led"), str(len(view.courses))))
    if view.where.year is not None:
        told.append(Fact(_("Courses this year"), year_words(view.where.year)))
    facts(_("What it leans on"), told)


def evidence(view: ApprovalView) -> None:
    """The supervisions with their feedback to read, and the courses."""
    section(_("Supervisions held"))
    if not view.supervisions:
        st.markdown(_("No supervision with feedback has been held yet."))
    for number, supervision in enumerate(view.supervisions, start=1):
        _supervision(number, supervision)
    section(_("Courses led"))
    if not view.courses:
        st.markdown(_("No course has been led to the end yet."))
    else:
        st.markdown("\n".join(f"- {_led(run)}" for run in view.courses))


def _led(run: LedRun) -> str:
    """One course that counts. Not finishing it because of illness never counts against anybody (A2.4)."""
    told = f"{plain(run.name)}, {on_date(run.first_on)} – {on_date(run.last_on)}"
    return told + (f" ({_('could not finish it; it counts')})" if run.stopped_on else "")


def _supervision(number: int, supervision: SupervisionTold) -> None:
    label = f"{number}. {_(KINDS[supervision.kind])}, {on_date(supervision.held_on)}"
    with st.expander(label, icon=":material/rate_review:", key=f"supervision-{supervision.supervision_id}"):
        who = [plain(each) for each in (supervision.supervisor, supervision.course) if each]
        if who:
            st.caption(" · ".join(who))
        st.markdown(f"**{_('Went well')}**  \n{_lines(supervision.went_well)}")
        st.markdown(f"**{_('To work on')}**  \n{_lines(supervision.work_on)}")
        for task in supervision.tasks:
            st.markdown(f"- {plain(task)}")


def history(view: ApprovalView) -> None:
    """Every decision that was made, newest first, with its closing meeting."""
    if not view.decisions:
        return
    section(_("Decisions"))
    for each in view.decisions:
        with st.container(key=f"hs-point-{each.approval_id}"):
            _decision(each)


def _decision(each: DecisionTold) -> None:
    told = [
        f"**{_(DECISIONS[each.decision])}**",
        day_first(_("{day}, decided by {name}").format(day=on_date(each.decided_on), name=plain(each.decided_by))),
    ]
    if each.valid_until:
        told.append(_("Given until {day}").format(day=on_date(each.valid_until)))
    supervisions = ngettext("{count} supervision", "{count} supervisions", each.supervisions).format(
        count=each.supervisions
    )
    courses = ngettext("{count} course", "{count} courses", each.courses).format(count=each.courses)
    told.append(_("It leant on {supervisions} and {courses}.").format(supervisions=supervisions, courses=courses))
    st.markdown("  \n".join(told))
    for label, words in ((_("Reason"), each.reason), (_("Other roles offered"), each.other_roles)):
        if words:
            st.markdown(f"*{label}:* {_lines(words)}")
    if each.decision is not Decision.APPROVED:
        _closing(each)


def _closing(each: DecisionTold) -> None:
    if each.closed_on:
        st.markdown(_("The closing meeting was held on {day}.").format(day=on_date(each.closed_on)))
        return
    if each.closing_on:
        st.markdown(_("The closing meeting is planned for {day}.").format(day=on_date(each.closing_on)))
    context = current()
    with st.popover(_("The meeting was held"), icon=":material/forum:"):
        day = day_input(_("Held on"), context.today, key=f"closing-day-{each.approval_id}")
        if st.button(_("Record the meeting"), key=f"closing-{each.approval_id}"):
            act(
                lambda by: record_closing(**by, approval_id=each.approval_id, held_on=day.needed()),
                _("The meeting is recorded."),
                icon=":material/forum:",
            )


def _lines(words: str) -> str:
    """Somebody's words with their own lines kept."""
    return "  \n".join(plain(line) for line in words.splitlines()) or "–"
