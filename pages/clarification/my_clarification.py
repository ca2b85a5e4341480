"""A volunteer's clarification meeting: whether the day suits, what they think beforehand, and what was agreed."""

import streamlit as st

from core.access.permissions import Action
from core.clarification.content import meeting_sheet
from core.clarification.planning import accept_meeting, ask_for_another_day, finish_preparation
from core.clarification.reading import MeetingView, meeting_of, my_meetings
from core.clarification.rules import MeetingSide, MeetingTurn
from core.i18n import gettext as _
from core.i18n import language
from db.clarification import ClarificationMeeting
from pages.clarification.agreed import came_of_it, points
from pages.clarification.preparing import side_by_side, topic_fields
from pages.clarification.printing import agenda_buttons
from pages.clarification.words import when_and_where
from pages.guidelines.principles import Matter, own_principle
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

# A phone shows so many topics at a time.
AT_A_TIME = 4
PART = ScreenState("clarification-part", 0)
ANOTHER = ScreenState("clarification-another", False)
OPEN_TURNS = (MeetingTurn.ANSWER, MeetingTurn.PREPARE, MeetingTurn.PREPARE_OURS, MeetingTurn.READY, MeetingTurn.HOLD)

context = require_actor(Action.PREPARE_CLARIFICATION)
actor = actor_of(context)


def the_day(view: MeetingView, meeting: ClarificationMeeting) -> None:
    """When and where, and the volunteer's answer to it."""
    with st.container(border=True):
        st.subheader(plain(when_and_where(meeting)) or _("The day is not found yet"), anchor=False)
        st.markdown(_("You meet {coordinator}.").format(coordinator=plain(view.coordinator)))
        if view.turn is MeetingTurn.ANOTHER_DAY:
            st.markdown(_("You have asked for another day. You hear when there is one."))
        elif meeting.accepted_at is not None:
            st.markdown(f":material/check: {_('You have said that the day suits you.')}")
        if meeting.volunteer_ready_at is not None:
            st.markdown(f":material/check: {_('You have prepared. You can still change your words until you meet.')}")
        if view.turn in OPEN_TURNS:
            with st.container(horizontal=True):
                # A yes is to the day that was read: the button of another day is another button.
                if meeting.accepted_at is None and st.button(
                    _("The day suits me"), type="primary", icon=":material/check:", key=f"meeting-yes-{meeting.version}"
                ):
                    act(
                        lambda by: accept_meeting(**by, meeting_id=meeting.id, expected_version=meeting.version),
                        _("Good. Below you can think the meeting through."),
                        redraw_refused=True,
                    )
                if st.button(_("Another day"), key="meeting-another", type="tertiary", icon=":material/event:"):
                    ANOTHER.set(not ANOTHER.get())
                    st.rerun()
            if ANOTHER.get():
                another_day(meeting)


def another_day(meeting: ClarificationMeeting) -> None:
    """What suits better, in the volunteer's own words."""
    draft = FormDraft(f"meeting-wish:{meeting.id}", f"meeting-wish-{meeting.id}")
    wish = st.text_area(_("Which days and times suit you? (may be left blank)"), key=f"meeting-wish-{meeting.id}")
    draft.keep()
    if st.button(_("Ask for another day"), key=f"meeting-ask-{meeting.version}"):
        act(
            lambda by: ask_for_another_day(**by, meeting_id=meeting.id, wish=wish, expected_version=meeting.version),
            _("Your coordinator finds another day."),
            then=draft.sent(lambda _none: ANOTHER.forget()),
        )


def think_it_through(view: MeetingView, meeting: ClarificationMeeting) -> None:
    """The topics a few at a time, and saying that one has finished."""
    topics = meeting_sheet().topics
    last = (len(topics) - 1) // AT_A_TIME
    part = min(PART.get(), last)
    section(
        _("Think it through beforehand"),
        note=_("Part {number} of {count}").format(number=part + 1, count=last + 1),
    )
    st.markdown(
        _(
            "Write a word or two where you want to. {coordinator} does the same, and you see each other's answers when "
            "you have both finished, or at the meeting. What to allow for is read by the two of you alone."
        ).format(coordinator=plain(view.coordinator))
    )
    topic_fields(view, MeetingSide.VOLUNTEER, view.own, topics[part * AT_A_TIME : (part + 1) * AT_A_TIME])
    with st.container(horizontal=True):
        if part and st.button(_("Back"), key="meeting-back", icon=":material/arrow_back:"):
            PART.set(part - 1)
            st.rerun()
        if part < last:
            if st.button(_("Continue"), key="meeting-on", type="primary", icon=":material/arrow_forward:"):
                PART.set(part + 1)
                st.rerun()
        elif meeting.volunteer_ready_at is None and st.button(
            _("I have finished"), key="meeting-ready", type="primary", icon=":material/check:"
        ):
            act(
                lambda by: finish_preparation(**by, meeting_id=meeting.id, side=MeetingSide.VOLUNTEER),
                _("Thank you. You can still change your words until you meet."),
                redraw_refused=True,
            )


def draw(view: MeetingView) -> None:
    """The whole meeting, what comes next first."""
    meeting = view.meeting
    if meeting is None:
        st.info(_("No meeting is planned yet. Your coordinator proposes a day."), icon=":material/event:")
        return
    st.markdown(meeting_sheet().intro.in_language(language()))
    if meeting.outcome:
        came_of_it(view, meeting)
    else:
        the_day(view, meeting)
    points(view)
    side_by_side(view)
    if not meeting.outcome and meeting.volunteer_ready_at is None:
        think_it_through(view, meeting)
    elif not meeting.outcome:
        folded = st.expander(
            _("Change your words"), icon=":material/edit:", on_change="rerun", key=f"meeting-words-{meeting.id}"
        )
        if folded.open:
            with folded:
                think_it_through(view, meeting)
    own_principle(Matter.CLARIFYING, view.engagement.id)
    agenda_buttons(view)


show_flashes()
with page_head(_("Clarification meeting")):
    st.page_link(addresses.MY_PATH, label=_("My path"), icon=":material/arrow_back:", width="content")
with refusal_shown():
    own = my_meetings(session=context.session, actor=actor)
    wanted = st.query_params.get("id")
    if wanted or own:
        engagement_id = id_in_address(wanted) if wanted else own[0]
        draw(meeting_of(session=context.session, actor=actor, engagement_id=engagement_id, today=context.today))
    else:
        st.info(_("No meeting is planned yet. Your coordinator proposes a day."), icon=":material/event:")
