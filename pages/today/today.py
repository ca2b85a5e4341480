"""A coordinator's morning: what needs them today, one line for each volunteer, most urgent first."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import ngettext
from core.journey.steps import StepKind
from core.recognition.reading import planned_until
from core.register.documents import programme_names
from core.register.renewals import count_to_look_at_again
from core.today.service import A_PAGE, TodayRow, morning
from pages.journey.doing import RowSubject, next_button
from pages.journey.next_words import due_badge, waits_for_words, what_words
from pages.shell import addresses
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes, show_unsent
from pages.shell.navigation import link_to
from pages.shell.scope import current_organisation
from pages.today.filter import PAGE, chosen_filter, urgencies
from pages.widgets.pager import pager
from pages.widgets.plain import plain

NAME_WIDTH, WORDS_WIDTH = 220, 540


def _beside(label: str, key: str, *, loud: bool) -> bool:
    return st.button(label, key=key, type="primary" if loud else "secondary", width="stretch", wrap=True)


def _line(row: TodayRow, programmes: Mapping[str, str], context: Context, *, first: bool = False) -> None:
    """One line: words and button beside each other, on a phone below each other. It holds little: a list has many."""
    told = (waits_for_words(row), row.workplace, programmes.get(row.programme, ""))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.page_link(
            link_to("volunteer"), label=plain(row.name), width=NAME_WIDTH, query_params={"id": str(row.engagement_id)}
        )
        st.markdown(
            f"{what_words(row)} {due_badge(row, context.today)}  \n"
            f":small[{plain(' · '.join(part for part in told if part))}]",
            width=WORDS_WIDTH,
        )
        about = RowSubject(row.engagement_id, row.subject_id, row.step, to_sign=row.kind == StepKind.SIGN)
        next_button(row.do, about, key=f"today-{row.engagement_id}", loud=first, drawn_by=_beside)


A_WEEK = timedelta(days=7)

context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_VOLUNTEERS)
programmes = programme_names(session=context.session, actor=actor, language=context.language)
can_add = may(actor, Action.ADD_VOLUNTEER)


def nobody_yet() -> None:
    """What a coordinator meets on the first day."""
    with st.container(border=True):
        st.subheader(_("Nobody here yet"))
        if not can_add:
            st.write(_("When a coordinator makes you somebody's contact person, you see them here."))
            return
        st.write(_("Add your first volunteer. You write a name and a place, and we help you with the rest."))
        if st.button(_("Add your first volunteer"), type="primary", icon=":material/person_add:"):
            st.switch_page(addresses.ADD_VOLUNTEER)


def nothing_to_do() -> None:
    """That all is well, or that nobody fits."""
    if chosen.everything:
        st.success(_("All is well. Nothing needs you today: enjoy your coffee."), icon=":material/local_cafe:")
    else:
        st.info(_("Nothing here fits what you chose."), icon=":material/search_off:")


def renewals() -> None:
    """The way to agreements that are to be looked at again."""
    count = count_to_look_at_again(
        session=context.session, actor=actor, organisation_id=organisation_id, today=context.today
    )
    if count:
        label = ngettext(
            "{count} agreement is to be looked at again", "{count} agreements are to be looked at again", count
        )
        st.page_link(addresses.ALL_DOCUMENTS, label=label.format(count=count), icon=":material/autorenew:")


def thanks() -> None:
    """The way to thanks that are planned within the week, or that nobody has written down yet."""
    if not may(actor, Action.RECOGNISE):
        return
    last = context.today + A_WEEK
    count = planned_until(session=context.session, actor=actor, organisation_id=organisation_id, last=last)
    if count:
        label = _("Thanks planned within a week: {count}")
        st.page_link(addresses.RECOGNITION, label=label.format(count=count), icon=":material/redeem:")


show_flashes()
with st.container(key="hs-wide"):
    head, add = st.columns([3, 1], vertical_alignment="center")
head.title(_("Today"), anchor=False)
if can_add and add.button(_("Add a volunteer"), icon=":material/person_add:", width="stretch"):
    st.switch_page(addresses.ADD_VOLUNTEER)
show_unsent(context, organisation_id)
place = st.empty()
with place.container():
    chosen = chosen_filter(context, organisation_id, programmes)
found = morning(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    filtered_by=chosen,
    page=PAGE.get(),
    now=context.now,
)
if not found.everybody and chosen.everything:
    place.empty()
    nobody_yet()
    st.stop()
urgencies(found.counts)
for number, row in enumerate(found.rows):
    _line(row, programmes, context, first=number == 0)
if not found.rows:
    nothing_to_do()
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
renewals()
thanks()
