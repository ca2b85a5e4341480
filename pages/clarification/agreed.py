"""What came of a clarification meeting: what was agreed on each topic, the days, and how it ended."""

import streamlit as st

from core.clarification.content import meeting_sheet
from core.clarification.holding import take_point_away
from core.clarification.reading import MeetingView
from core.clarification.rules import MeetingOutcome, MeetingSide, NotNowReason
from core.i18n import gettext as _
from core.i18n import language, on_date
from db.clarification import ClarificationMeeting
from pages.clarification.words import DONE_BY, REASONS
from pages.shell.action import act
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import line, row_button


def came_of_it(view: MeetingView, meeting: ClarificationMeeting) -> None:
    """How it ended, to both alike."""
    told = [Fact(_("Held on"), on_date(meeting.held_on))] if meeting.held_on else []
    if meeting.outcome == MeetingOutcome.AGREED:
        days = (
            (_("Training"), view.engagement.trained_on),
            (_("First course"), meeting.first_course_on),
            (_("Pair guide handed over"), meeting.pair_guide_on),
        )
        told += [Fact(name, on_date(day)) for name, day in days if day is not None]
        told.append(Fact(_("Honorarium"), meeting.honorarium or _("None: it is unpaid")))
    else:
        told.append(Fact(_("Why not now"), _(REASONS[NotNowReason(meeting.reason)])))
        if meeting.again_on is not None:
            told.append(Fact(_("We ask again on"), on_date(meeting.again_on)))
    facts(_("What came of it"), told)
    if meeting.words:
        st.text(meeting.words)
    if meeting.outcome == MeetingOutcome.NOT_NOW:
        st.info(
            _("It was good to talk. The door is open, and there may be other tasks that suit better."),
            icon=":material/door_open:",
        )


def points(view: MeetingView) -> None:
    """What was agreed, topic by topic: who does it, and by when. A coordinator can take one away."""
    if not view.points:
        return
    titles = meeting_sheet().titles(language())
    with section(_("What you agreed"), len(view.points)).rows("meeting-points"):
        for each in view.points:
            by = _("by {day}").format(day=on_date(each.by_on)) if each.by_on else ""
            line(titles.get(each.topic, each.topic), place=_(DONE_BY[each.who]), what=each.words, when=plain(by))
            if view.side is MeetingSide.ORGANISATION and row_button(_("Take away"), f"point-away-{each.point_id}"):
                act(
                    lambda by, point_id=each.point_id: take_point_away(**by, point_id=point_id),  # type: ignore[misc]
                    _("It is taken away."),
                    redraw_refused=True,
                )
