"""A coordinator's morning: what needs them today, one line for each volunteer, most urgent first."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.alignment.reading import count_alignments_to_look_at
from core.i18n import gettext as _
from core.i18n import ngettext
from core.journey.steps import StepKind
from core.offers.rhythm import gatherings_to_plan
from core.partnerships.reading import agreements_waiting
from core.register.renewals import count_to_look_at_again
from core.talks.service import take_contact_back
from core.today.besides import besides
from core.today.just_done import JustDone, just_done
from core.today.rules import When
from core.today.service import A_PAGE, TodayRow, morning
from pages.access.welcome import welcome
from pages.approvals.clearing import day_has_come
from pages.cover.urgent import uncovered_modules
from pages.journey.doing import RowSubject, next_button, pressed_and_gone
from pages.journey.next_words import WHEN, due_colour, due_said, reminded_words, waits_for_words, what_words
from pages.organisations.later import later
from pages.organisations.seal_notice import seal_notice
from pages.shell import addresses
from pages.shell.action import act_and_flash
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.support.notice import talks_wait
from pages.teams.notice import own_teams_here
from pages.telling.mails import mails
from pages.today.done import done_words
from pages.today.filter import PAGE, chosen_filter, urgencies
from pages.training.notice import new_rounds, workplaces_prepare
from pages.widgets.beginning import BEGINS
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import More, Notice, RowState, ToldRow, notices, row_button, unfolding, unfolding_row
from pages.worries.notice import worries_wait

A_WEEK = timedelta(days=7)
UNFOLDED = ScreenState[frozenset[UUID]]("today-unfolded", frozenset())
MORE = ScreenState[UUID | None]("today-more", None)
# What is not read out: `when` and the words of the row say it too.
SHAPES = {
    When.OVERDUE: "error",
    When.SOON: "schedule",
    When.LATER: "radio_button_unchecked",
    When.OTHERS: "hourglass_empty",
    When.AHEAD: "event",
}


def _lines(
    row: TodayRow, context: Context, others: Sequence[TodayRow], done: JustDone | None, *, first: bool = False
) -> None:
    """A line and its button; where more is to be done the way to it, and what it is once that was asked for."""
    told = done_words(done, context.now) if done is not None and done.subject_id == row.subject_id else ""
    _line(row, context, row.name, SHAPES[row.when], told)
    _button(row, f"today-{row.engagement_id}", loud=first)
    for number, other in enumerate(others):
        _line(other, context, "", "subdirectory_arrow_right")
        _button(other, f"today-{row.engagement_id}-{number}")


def _line(row: TodayRow, context: Context, name: str, icon: str, done: str = "") -> None:
    turn = " · ".join(each for each in (waits_for_words(row), _reminded(row, context)) if each)
    unfolding_row(
        addresses.VOLUNTEER,
        row.engagement_id,
        ToldRow(
            name,
            row.workplace if name else "",
            what_words(row, str),
            RowState(due_said(row, context.today), due_colour(row), icon),
            done or (_("Your turn") if row.my_turn else turn),
            minded=row.my_turn and not done,
        ),
        _more(row) if name and row.more else None,
    )


def _reminded(row: TodayRow, context: Context) -> str:
    return reminded_words(row.reminded_on, context.today) if row.reminded_on else ""


def _take_back(done: Sequence[JustDone], context: Context) -> None:
    """What was just done and can be taken back, on top: its line may have gone on to another place."""
    if not done:
        return
    with section(_("Just done"), len(done)).rows("today-done"):
        for each in done:
            _done(each, context)


def _done(done: JustDone, context: Context) -> None:
    told = ToldRow(done.name, what=done_words(done, context.now), state=RowState(icon="check_circle"))
    unfolding_row(addresses.VOLUNTEER, done.engagement_id, told)
    # Before the page is read: whoever comes too late finds no such row any more, and is told.
    row_button(_("Undo"), f"undo-{done.engagement_id}", told=partial(_undo, done.engagement_id))


def _undo(engagement_id: UUID) -> None:
    act_and_flash(
        lambda by: take_contact_back(**by, engagement_id=engagement_id),
        _("Taken back. It stands among what is to be done again."),
        icon=":material/undo:",
    )


def _button(row: TodayRow, key: str, *, loud: bool = False) -> None:
    about = RowSubject(row.engagement_id, row.subject_id, row.step, row.kind, to_sign=row.kind == StepKind.SIGN)
    next_button(row.do, about, key=key, loud=loud)


def _more(row: TodayRow) -> More:
    """What unfolds what else is to be done, or folds it away again; what is folded away is not even read."""
    unfolded = row.engagement_id in UNFOLDED.get()
    label = _("Hide") if unfolded else _("+{count} more").format(count=row.more)
    return More(label, MORE.key, str(row.engagement_id), unfolded)


def _unfold(engagement_id: UUID) -> None:
    UNFOLDED.set(UNFOLDED.get() ^ {engagement_id})


context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_VOLUNTEERS)
can_add = may(actor, Action.ADD_VOLUNTEER)


def nobody_yet() -> None:
    """What a coordinator meets on the first day."""
    with st.container(border=True):
        st.subheader(_("Nobody here yet"))
        if not can_add:
            st.write(_("When a coordinator makes you somebody's contact person, you see them here."))
            return
        if BEGINS.take():
            st.switch_page(addresses.ADD_VOLUNTEER)
        st.write(_("Add your first volunteer. You write a name and a place, and we help you with the rest."))
        if st.button(_("Add your first volunteer"), type="primary", icon=":material/person_add:"):
            st.switch_page(addresses.ADD_VOLUNTEER)


def nothing_to_do() -> None:
    """That all is well, or that nobody fits."""
    if chosen.everything:
        st.success(_("All is well. Nothing needs you today: enjoy your coffee."), icon=":material/local_cafe:")
    else:
        st.info(_("Nothing here fits what you chose."), icon=":material/search_off:")


def renewals() -> Iterator[Notice]:
    """The way to agreements that are to be looked at again."""
    count = count_to_look_at_again(
        session=context.session, actor=actor, organisation_id=organisation_id, today=context.today
    )
    if count:
        label = ngettext(
            "{count} agreement is to be looked at again", "{count} agreements are to be looked at again", count
        )
        yield Notice(addresses.ALL_DOCUMENTS, label.format(count=count), "autorenew")


def framework_agreements() -> Iterator[Notice]:
    """The way to each framework agreement that the reader is to sign, or to answer a no to."""
    if not may(actor, Action.SEE_PARTNERSHIP):
        return
    for each in agreements_waiting(session=context.session, actor=actor, organisation_id=organisation_id):
        said = (
            _("Somebody said no to the framework agreement with {name}")
            if each.declined
            else _("The framework agreement with {name} waits for you to sign it")
        )
        yield Notice(
            addresses.AGREEMENT,
            said.format(name=each.association),
            "do_not_disturb_on" if each.declined else "draw",
            {"id": str(each.document_id)},
        )


def expectations() -> Iterator[Notice]:
    """The way to what two sides agreed and are to look at again."""
    count = count_alignments_to_look_at(
        session=context.session, actor=actor, organisation_id=organisation_id, today=context.today
    )
    if count:
        label = ngettext(
            "{count} alignment of expectations is to be looked at again",
            "{count} alignments of expectations are to be looked at again",
            count,
        )
        yield Notice(addresses.ALIGNMENTS, label.format(count=count), "forum")


def waits_besides() -> Iterator[Notice]:
    """The ways to gatherings to plan, applications that wait, expenses that were sent, thanks within the week or not
    written down yet, and to what people wish for and say that they need."""
    last = context.today + A_WEEK
    found = besides(
        session=context.session, actor=actor, organisation_id=organisation_id, today=context.today, last=last
    )
    if found.applications:
        label = ngettext("{count} application waits for you", "{count} applications wait for you", found.applications)
        yield Notice(addresses.APPLICATIONS, label.format(count=found.applications), "inbox")
    gatherings = gatherings_to_plan(
        session=context.session, actor=actor, organisation_id=organisation_id, today=context.today
    )
    if gatherings:
        label = ngettext("{count} gathering is to be planned", "{count} gatherings are to be planned", gatherings)
        yield Notice(addresses.OFFERS, label.format(count=gatherings), "event_repeat")
    if found.expenses:
        label = ngettext("{count} expense waits to be approved", "{count} expenses wait to be approved", found.expenses)
        yield Notice(addresses.EXPENSES, label.format(count=found.expenses), "receipt_long")
    if found.thanks:
        label = _("Thanks planned within a week: {count}")
        yield Notice(addresses.RECOGNITION, label.format(count=found.thanks), "redeem")
    if found.over:
        label = _("Thanks whose day is over, and nobody has written down: {count}")
        yield Notice(addresses.RECOGNITION, label.format(count=found.over), "history")
    if found.wishes:
        label = ngettext("{count} wish has nothing planned", "{count} wishes have nothing planned", found.wishes)
        yield Notice(addresses.OFFERS, label.format(count=found.wishes), "lightbulb")
    if found.needs:
        label = ngettext(
            "{count} person has told this week what they need",
            "{count} people have told this week what they need",
            found.needs,
        )
        yield Notice(addresses.OFFERS, label.format(count=found.needs), "forum")


show_flashes()
with page_head(_("Today")):
    if can_add and st.button(_("Add a volunteer"), icon=":material/person_add:"):
        st.switch_page(addresses.ADD_VOLUNTEER)
welcome(context, organisation_id)
mails(context, organisation_id)
seal_notice(context, organisation_id)
# A line each, so that thirteen people still stand above the fold below them.
urgent = (worries_wait, talks_wait, uncovered_modules, own_teams_here, new_rounds, workplaces_prepare)
with st.container(key="hs-first", gap=None):
    # The buttons that offer more of them, which are drawn as they are read, stand below their list.
    above = st.empty()
    waiting = [each for told in urgent for each in told(context, organisation_id)]
    with above:
        notices(waiting, first=True)
place = st.empty()
with place.container(key="hs-choices", horizontal=True, vertical_alignment="center", gap="small"):
    counted = st.container(width="content")
    chosen = chosen_filter(context, organisation_id)
found = morning(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    filtered_by=chosen,
    page=PAGE.get(),
    unfolded=UNFOLDED.get(),
    now=context.now,
)
if not found.everybody and chosen.everything:
    place.empty()
    nobody_yet()
    later(context, organisation_id)
    st.stop()
with counted:
    urgencies(found.counts)
done = just_done(session=context.session, actor=actor, organisation_id=organisation_id, now=context.now)
_take_back([each for each in done if each.undoable], context)
done_about = {each.engagement_id: each for each in done if not each.undoable}
# The one loud button is the reader's own: what waits for somebody else is no more theirs for standing first.
loud = next((row.engagement_id for row in found.rows if row.my_turn), None)
for when, rows in groupby(found.rows, key=lambda each: each.when):
    with section(_(WHEN[when]), found.counts[when]).rows(f"today-{when}"):
        for row in rows:
            others = found.unfolded.get(row.engagement_id, ())
            _lines(row, context, others, done_about.get(row.engagement_id), first=row.engagement_id == loud)
unfolding([row.engagement_id for row in found.rows if row.more], MORE, _unfold)
pressed_and_gone()
if not found.rows:
    nothing_to_do()
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
notices([*framework_agreements(), *renewals(), *expectations(), *waits_besides()])
day_has_come(context, organisation_id)
later(context, organisation_id)
