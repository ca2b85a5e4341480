"""Gatherings that come up by themselves: those to be planned now, and how often which comes up (H6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from core.i18n import day_and_month, ngettext
from core.i18n import gettext as _
from core.offers.planning import offer_title
from core.offers.rhythm import RhythmDetails, RhythmRow, end_rhythm, leave_turn, set_rhythm
from core.offers.rules import MOST_MONTHS, Audience, OfferKind
from core.organisations.service import workplaces
from core.register.documents import programme_names
from db.offers import OfferRhythm
from pages.offers.form import narrowed
from pages.offers.words import kind_word, whom_word
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import section, section_line
from pages.widgets.rows import RowState, line, more_button, row_button
from pages.widgets.show_more import first_ones
from pages.widgets.show_more import more_button as more_shown

# The one that is being left this time, by its id; "new" for the form that sets another, "" for none.
OPEN = ScreenState("rhythm-open", "")
NEW = "new"
USUAL_MONTHS = 12


def draw_due(context: Context, rows: Sequence[RhythmRow]) -> None:
    """Those of `rows` that are to be planned now."""
    due = [(row, row.due_on) for row in rows if row.due_on is not None]
    if due:
        with section(_("Time to plan"), len(due), note=_("These come up by themselves.")).rows("rhythms-due"):
            for row, due_on in due:
                _due(context, row, due_on)


def draw_all(context: Context, organisation_id: UUID, rows: Sequence[RhythmRow]) -> None:
    """Every rhythm, and the way to set one."""
    acts, heading = section_line("rhythms", _("Comes up by itself"), len(rows))
    with acts:
        if st.button(_("Set how often"), icon=":material/event_repeat:", key="rhythm-new", type="tertiary"):
            OPEN.set("" if OPEN.get() == NEW else NEW)
            st.rerun()
    if OPEN.get() == NEW:
        with st.container(border=True):
            _new(context, organisation_id)
    if not rows:
        st.caption(_("Gatherings that come back monthly or yearly. You are told when it is time to plan the next."))
        return
    names = programme_names(session=context.session, actor=actor_of(context), language=context.language)
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    with heading.rows("rhythms"):
        for row in first_ones(rows, "rhythms-shown"):
            _rhythm(row.rhythm, names.get(row.rhythm.programme, ""), places)
        more_shown(rows, "rhythms-shown")


def _due(context: Context, row: RhythmRow, due_on: date) -> None:
    rhythm = row.rhythm
    late = due_on < context.today
    told = _("was to be on {day}") if late else _("about {day}")
    line(
        rhythm.title,
        place=kind_word(rhythm.kind),
        what=every_words(rhythm.every_months),
        state=RowState(told.format(day=day_and_month(due_on, context.today)), "red" if late else "orange"),
    )
    if more_button(_("Not this time"), f"leave-{rhythm.id}"):
        OPEN.set("" if OPEN.get() == str(rhythm.id) else str(rhythm.id))
        st.rerun()
    if row_button(_("Plan it"), f"plan-{rhythm.id}"):
        st.switch_page(addresses.PLAN_OFFER, query_params={"rhythm": str(rhythm.id)})
    if OPEN.get() == str(rhythm.id):
        with st.container(border=True):
            _leave(rhythm, due_on)


def _leave(rhythm: OfferRhythm, due_on: date) -> None:
    words = st.text_input(_("Why not this time?"), key=f"leave-words-{rhythm.id}")
    if st.button(_("Leave it out this time"), key=f"leave-it-{rhythm.id}-{due_on}"):
        act(
            lambda by: leave_turn(**by, rhythm_id=rhythm.id, due_on=due_on, words=words),
            _("It comes up again next time."),
            icon=":material/event_repeat:",
            then=lambda _none: OPEN.forget(),
        )


def _rhythm(rhythm: OfferRhythm, programme: str, places: Mapping[UUID, str]) -> None:
    place = places.get(rhythm.workplace_id, "") if rhythm.workplace_id else ""
    line(
        rhythm.title,
        place=kind_word(rhythm.kind),
        what=" · ".join(part for part in (whom_word(rhythm.whom), programme, place) if part),
        when=every_words(rhythm.every_months),
    )
    if row_button(_("End it"), f"rhythm-end-{rhythm.id}"):
        act(
            lambda by: end_rhythm(**by, rhythm_id=rhythm.id),
            _("It comes up no more. What is planned stays."),
            redraw_refused=True,
        )


def every_words(months: int) -> str:
    """How often it comes up."""
    if months % 12 == 0:
        years = months // 12
        return ngettext("every year", "every {count} years", years).format(count=years)
    return ngettext("every month", "every {count} months", months).format(count=months)


def _new(context: Context, organisation_id: UUID) -> None:
    form, draft = EntryForm("rhythm"), FormDraft(f"rhythm:{organisation_id}", "comes-up-", OfferKind, Audience)
    kinds = [*OfferKind]
    kind = st.selectbox(
        _("What is it?"), kinds, index=kinds.index(OfferKind.GATHERING), format_func=kind_word, key="comes-up-kind"
    )
    with form.field("title") as said:
        title = st.text_input(_("What is it called?") + said, key="comes-up-title", autocomplete="off")
    # Beside a day that is missing, and not after it.
    form.check("title", lambda: offer_title(title))
    left, right = st.columns(2)
    with left:
        months = form.number(
            "every_months",
            _("How many months between (1 is monthly, 12 is yearly)"),
            USUAL_MONTHS,
            least=1,
            most=MOST_MONTHS,
            needed=True,
            key="comes-up-months",
        )
    with right:
        first_on = form.day("first_on", _("When is the next one, about?"), None, needed=True, key="comes-up-first")
    whom = st.radio(_("Who is it for?"), [*Audience], format_func=whom_word, key="comes-up-whom")
    programme, workplace_id = narrowed(form, context, organisation_id, None, "comes-up")
    draft.keep()
    if st.button(_("Let it come up"), type="primary", icon=":material/event_repeat:", key="rhythm-set"):
        details = RhythmDetails(
            kind=kind or OfferKind.GATHERING,
            title=title,
            first_on=first_on,
            every_months=months,
            whom=whom or Audience.EVERYBODY,
            programme=programme,
            workplace_id=workplace_id,
        )
        form.send(
            lambda by: set_rhythm(**by, organisation_id=organisation_id, details=details),
            _("You are told when it is time to plan it."),
            icon=":material/event_repeat:",
            then=draft.sent(lambda _rhythm: OPEN.forget()),
        )
