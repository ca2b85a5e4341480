"""A clarification meeting as its coordinator sees it: planned, prepared, held, and on to the agreement."""

from datetime import datetime, time, timedelta

import streamlit as st

from core.access.permissions import Action
from core.clarification.content import meeting_sheet
from core.clarification.holding import MeetingResult, PointDetails, add_point, close_meeting
from core.clarification.planning import MeetingDetails, finish_preparation, propose_meeting, undo_proposal
from core.clarification.reading import MeetingView, meeting_of
from core.clarification.rules import DoneBy, MeetingOutcome, MeetingSide, MeetingTurn, NotNowReason
from core.documents.template.model import kind_name
from core.i18n import COPENHAGEN, known, language, local_day
from core.i18n import gettext as _
from db.people import Person
from pages.clarification.agreed import came_of_it, points
from pages.clarification.preparing import side_by_side, topic_fields
from pages.clarification.printing import agenda_buttons
from pages.clarification.words import DONE_BY, REASONS, TURNS, when_and_where
from pages.guidelines.principles import Matter, own_principle
from pages.journey.doing import make
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.telling.telling import waiting
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import next_thing
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

IN_A_WEEK, AT = timedelta(days=7), time(10)
PLAN, POINT, CLOSE = "plan", "point", "close"
# The one form that is open: one of these, "" for none.
OPEN = ScreenState("clarification-open", "")
TO_PLAN = (MeetingTurn.PLAN, MeetingTurn.ANOTHER_DAY, MeetingTurn.NOT_NOW, MeetingTurn.AGAIN)

context = require_actor(Action.HOLD_CLARIFICATION)
actor = actor_of(context)


def first_name(view: MeetingView) -> str:
    """What the volunteer is called on this page."""
    return plain(view.name.split()[0])


def what_is_next(view: MeetingView) -> None:
    """Where it stands and the one loud button, with what else may be done beside it."""
    title, note = (_(said).format(name=first_name(view)) for said in TURNS[view.turn])
    meeting = view.meeting
    if meeting is not None and view.turn is MeetingTurn.ANOTHER_DAY and meeting.wish:
        note = _("“{wish}”").format(wish=meeting.wish)
    where = when_and_where(meeting) if meeting is not None and not meeting.outcome else ""
    ways = []
    if view.turn is not MeetingTurn.HELD:
        again = meeting is not None and not meeting.outcome and view.turn is not MeetingTurn.ANOTHER_DAY
        ways = [
            (PLAN, _("Another day") if again else _("Propose a day"), ":material/event:", view.turn in TO_PLAN),
            (CLOSE, _("Write down how it ended"), ":material/edit_note:", view.turn is MeetingTurn.HOLD),
        ]
    if meeting is not None:
        ways.append((POINT, _("Write down what you agreed"), ":material/add:", False))
    with next_thing(title, note, state=where):
        if view.turn is MeetingTurn.HELD:
            _agreement(view)
        for way, label, icon, loud in sorted(ways, key=lambda each: not each[3]):
            if st.button(label, icon=icon, key=f"meeting-{way}", type="primary" if loud else "secondary"):
                OPEN.of(view.engagement.id).set("" if OPEN.of(view.engagement.id).get() == way else way)
                st.rerun()


def _agreement(view: MeetingView) -> None:
    """On to the document that the meeting ends with: made in one press, or opened where it is there."""
    kind = view.programme.agreement
    if view.agreement_id is not None:
        if st.button(
            _("Open the {document}").format(document=kind_name(kind).lower()),
            type="primary",
            icon=":material/description:",
            key="meeting-agreement",
        ):
            go(addresses.LETTER, view.agreement_id)
    elif st.button(
        _("Make the {document}").format(document=kind_name(kind).lower()),
        type="primary",
        icon=":material/description:",
        key="meeting-agreement",
    ):
        person = context.session.get_one(Person, view.engagement.person_id)
        make(view.engagement.id, kind, known(person.language))


def opened(view: MeetingView) -> None:
    """The form that somebody opened."""
    asked = OPEN.of(view.engagement.id).get()
    if not asked:
        return
    with st.container(border=True):
        if asked == PLAN:
            _propose(view)
        elif asked == POINT:
            _point(view)
        else:
            _close(view)


def _done(view: MeetingView) -> None:
    OPEN.of(view.engagement.id).forget()


def _version(view: MeetingView) -> int:
    """Which meeting a form was read above: where somebody else has changed it, its button is another one, so that what
    is sent is never about what nobody has seen."""
    return view.meeting.version if view.meeting is not None else 0


def _propose(view: MeetingView) -> None:
    meeting = view.meeting
    form, key = EntryForm(f"propose-{view.engagement.id}"), f"propose-{view.engagement.id}-"
    draft = FormDraft(f"propose:{view.engagement.id}:{_version(view)}", key)
    left, right = st.columns(2)
    before = meeting.starts_at.astimezone(COPENHAGEN) if meeting is not None and meeting.starts_at else None
    ahead = before if before is not None and before > context.now else None
    with left:
        day = form.day(
            "starts_at",
            _("Which day?"),
            local_day(ahead) if ahead else context.today + IN_A_WEEK,
            needed=True,
            key=f"{key}day",
        )
    at = right.time_input(_("At what time?"), value=ahead.time() if ahead else AT, key=f"{key}time", step=900)
    with form.field("place") as said:
        place = st.text_input(
            _("Where? (may be left blank)") + said, meeting.place if meeting else "", key=f"{key}place"
        )
    agreed = st.checkbox(
        _("{name} has already said yes to it, as on the phone").format(name=first_name(view)), key=f"{key}agreed"
    )
    draft.keep()
    if st.button(_("Propose the day"), type="primary", icon=":material/event:", key=f"propose-{_version(view)}"):
        starts_at = datetime.combine(day, at or AT, tzinfo=COPENHAGEN) if day is not None else None
        form.send(
            lambda by: propose_meeting(
                **by,
                engagement_id=view.engagement.id,
                details=MeetingDetails(starts_at, place, agreed),
                expected_version=meeting.version if meeting else None,
            ),
            _("The day is proposed. It stands on the volunteer's path."),
            icon=":material/event:",
            then=draft.sent(lambda _meeting: _done(view)),
        )


def _point(view: MeetingView) -> None:
    titles = {id_: said for id_, said in meeting_sheet().titles(language()).items() if id_ not in view.hidden}
    key = f"point-{view.engagement.id}-{len(view.points)}"
    form, draft = EntryForm(f"point-{view.engagement.id}"), FormDraft(f"meeting-{key}", f"{key}-", DoneBy)
    topic = st.selectbox(_("What is it about?"), [*titles], format_func=titles.__getitem__, key=f"{key}-topic")
    with form.field("words") as said:
        words = st.text_area(_("What did you agree?") + said, key=f"{key}-words")
    left, right = st.columns(2)
    who = left.radio(_("Who does it?"), [*DoneBy], index=2, format_func=lambda each: _(DONE_BY[each]), key=f"{key}-who")
    with right:
        by_on = form.day("by_on", _("By when? (may be left blank)"), None, key=f"{key}-day")
    draft.keep()
    if st.button(_("Save what you agreed"), type="primary", icon=":material/save:", key="point-save"):
        form.send(
            lambda by: add_point(
                **by,
                engagement_id=view.engagement.id,
                details=PointDetails(topic or "", words, who or DoneBy.BOTH, by_on),
            ),
            _("It is written down."),
            then=draft.sent(),
        )


def _close(view: MeetingView) -> None:
    meeting, programme = view.meeting, view.programme
    form, key = EntryForm(f"close-{view.engagement.id}"), f"close-{view.engagement.id}-"
    draft = FormDraft(f"close-meeting:{view.engagement.id}", key, MeetingOutcome, NotNowReason)
    on = local_day(meeting.starts_at) if meeting is not None and meeting.starts_at and not meeting.outcome else None
    held_on = form.day(
        "held_on",
        _("When was it?"),
        on if on is not None and on <= context.today else context.today,
        needed=True,
        key=f"{key}day",
    )
    outcome = st.radio(
        _("How did it end?"),
        [*MeetingOutcome],
        format_func=lambda each: _("We go on together") if each is MeetingOutcome.AGREED else _("Not now"),
        key=f"{key}outcome",
    )
    said: dict[str, object] = {}
    if outcome is MeetingOutcome.AGREED:
        if programme.approval is not None:
            said["trained_on"] = form.day(
                "trained_on",
                _("When is the training over? (may be left blank)"),
                view.engagement.trained_on,
                key=f"{key}trained",
            )
        if programme.approval is not None:
            said["first_course_on"] = form.day(
                "first_course_on", _("When is the first course? (may be left blank)"), None, key=f"{key}first"
            )
        said["evaluation_on"] = form.day(
            "evaluation_on", _("When do you look back together? (may be left blank)"), None, key=f"{key}evaluation"
        )
        said["honorarium"] = _honorarium(form, key)
        if programme.pairs:
            said["pair_guide"] = st.checkbox(_("The guide for pairs is handed over"), key=f"{key}pair-guide")
    else:
        with form.field("reason") as marked:
            said["reason"] = st.radio(
                _("Why not now?") + marked,
                [*NotNowReason],
                index=None,
                format_func=lambda each: _(REASONS[each]),
                key=f"{key}reason",
            )
        said["again_on"] = form.day(
            "again_on", _("When do you ask again? (may be left blank)"), None, key=f"{key}again"
        )
    with form.field("words") as marked:
        words = st.text_area(
            _("Your own words, which you both read (may be left blank)") + marked,
            help=_("Write what you agreed, never what somebody is ill with."),
            key=f"{key}words",
        )
    draft.keep()
    if st.button(_("Save how it ended"), type="primary", icon=":material/save:", key=f"close-save-{_version(view)}"):
        result = MeetingResult(held_on=held_on, outcome=outcome or MeetingOutcome.AGREED, words=words, **said)  # type: ignore[arg-type]
        form.send(
            lambda by: close_meeting(
                **by,
                engagement_id=view.engagement.id,
                result=result,
                expected_version=meeting.version if meeting else None,
            ),
            _("It is written down. The days stand on the path."),
            then=draft.sent(lambda _meeting: _done(view)),
        )


def _honorarium(form: EntryForm, key: str) -> str | None:
    """Agreed before the first course, also where there is none (A3.3): None until somebody has said which."""
    with form.field("honorarium") as marked:
        paid = st.radio(
            _("Is there an honorarium?") + marked,
            [False, True],
            index=None,
            format_func=lambda each: _("Yes, we have agreed on one") if each else _("No, it is unpaid"),
            key=f"{key}honorarium",
        )
        if not paid:
            return "" if paid is False else None
        return st.text_input(_("What have you agreed?"), key=f"{key}honorarium-words").strip() or None


def our_side(view: MeetingView) -> None:
    """The coordinator's own preparation, and that of a volunteer who writes on paper."""
    meeting = view.meeting
    if meeting is None or meeting.outcome:
        return
    sides = [(MeetingSide.ORGANISATION, _("Prepare your side"), view.own, meeting.organisation_ready_at)]
    if not view.joined:
        label = _("Write what {name} wrote on paper").format(name=first_name(view))
        sides.append((MeetingSide.VOLUNTEER, label, view.paper, meeting.volunteer_ready_at))
    for side, label, answers, ready_at in sides:
        folded = st.expander(
            label,
            icon=":material/edit:" if ready_at is None else ":material/check:",
            on_change="rerun",
            key=f"prepare-{side}-{meeting.id}",
        )
        if folded.open:
            with folded:
                st.markdown(_("You see each other's answers when both have finished, or at the meeting."))
                topic_fields(view, side, answers, meeting_sheet().topics)
                if ready_at is None and st.button(
                    _("This side has finished"), icon=":material/check:", key=f"ready-{side}"
                ):
                    act(
                        lambda by, of=side: finish_preparation(**by, meeting_id=meeting.id, side=of),  # type: ignore[misc]
                        _("It is noted. You can still change the words until you meet."),
                        redraw_refused=True,
                    )


show_flashes()
with refusal_shown(_("Clarification meeting")):
    view = meeting_of(
        session=context.session,
        actor=actor,
        engagement_id=id_in_address(st.query_params.get("id")),
        today=context.today,
    )
    with page_head(_("Clarification meeting with {name}").format(name=plain(view.name))):
        st.page_link(
            addresses.VOLUNTEER,
            label=first_name(view),
            icon=":material/person:",
            query_params={"id": str(view.engagement.id)},
            width="content",
        )
    what_is_next(view)
    if view.meeting is not None and not view.meeting.outcome:
        waiting(
            context,
            view.meeting.id,
            lambda by, notice_id: undo_proposal(**by, engagement_id=view.engagement.id, notice_id=notice_id),
        )
    opened(view)
    if view.meeting is not None and view.meeting.outcome:
        came_of_it(view, view.meeting)
    points(view)
    our_side(view)
    side_by_side(view)
    own_principle(Matter.CLARIFYING, view.engagement.id)
    agenda_buttons(view)
