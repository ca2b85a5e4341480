"""My calendar: what one has ahead, and the address at which one's own calendar fetches it."""

from datetime import date, datetime

import streamlit as st

from core.access.permissions import Action
from core.calendar_feed.events import CalendarEvent
from core.calendar_feed.ical import as_ics
from core.calendar_feed.service import close_feed, make_feed, my_events, my_feed
from core.i18n import clock, local_day, on_weekday
from core.i18n import gettext as _
from core.settings import settings
from pages.routes.state import served
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor, while_allowed
from pages.shell.flash import show_flashes
from pages.widgets.copying import link_to_copy
from pages.widgets.headings import section
from pages.widgets.rows import line
from pages.widgets.show_more import first_ones, more_button

SHOWN = 10
context = require_actor(Action.FOLLOW_OWN_DAYS)
actor = actor_of(context)


def day_of(when: date | datetime) -> date:
    """The day in Denmark."""
    return local_day(when) if isinstance(when, datetime) else when


def hours_of(event: CalendarEvent) -> str:
    """From when to when, "" for a whole day."""
    if not isinstance(event.starts, datetime) or not isinstance(event.ends, datetime):
        return ""
    return f"{clock(event.starts)}–{clock(event.ends)}"


def ahead(events: list[CalendarEvent]) -> None:
    """What is to come, the next first."""
    coming = [event for event in events if day_of(event.starts) >= context.today]
    heading = section(_("What you have ahead"), len(coming))
    with heading.rows("calendar"):
        for event in first_ones(coming, "calendar", at_once=SHOWN):
            when = " ".join(part for part in (on_weekday(day_of(event.starts)), hours_of(event)) if part)
            line(event.title, place=event.place, what=when)
    if not coming:
        st.write(_("Nothing is planned for you yet. Courses, supervisions and meetings come here by themselves."))
    more_button(coming, "calendar", at_once=SHOWN)


def own_calendar(events: list[CalendarEvent]) -> None:
    """The address, where there are routes to fetch it by; and the same as a file."""
    section(_("In the calendar you use"))
    feed = my_feed(session=context.session, actor=actor)
    if not served():
        st.write(_("This portal cannot be followed by another calendar. Take the days as a file instead."))
    elif feed is None:
        st.write(
            _(
                "Your phone or computer can show these days and keep them right when something is moved. You get an "
                "address of your own for it. It tells when, where and what it is called, and nobody’s name."
            )
        )
        if st.button(_("Make my address"), type="primary", icon=":material/add_link:", key="make-feed"):
            act(lambda by: make_feed(**by), _("Here is your address. Give it to your calendar, and to nobody else."))
    else:
        address = f"{settings().url.rstrip('/')}/calendar/{feed.token}.ics"
        st.write(_("Whoever has this address can see your days. Give it to your calendar, and to nobody else."))
        link_to_copy(address, "copy-feed")
        _how(address)
        _renewed()
    st.download_button(
        _("Take the days as a file"),
        data=while_allowed(lambda: as_ics(events, called=_called, portal=settings().url, now=context.now)),
        file_name="haandslag.ics",
        mime="text/calendar",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
        help=_("A file shows the days as they are now. It does not change when something is moved."),
        key="feed-file",
    )


def _how(address: str) -> None:
    there = address.partition("://")[2]
    with st.expander(_("On an iPhone, iPad or Mac")):
        st.markdown(_("Press the button, and then Subscribe."))
        st.link_button(_("Open it in Calendar"), f"webcal://{there}", icon=":material/calendar_add_on:")
    with st.expander(_("On an Android phone, or in Google Calendar")):
        st.markdown(
            _(
                "1. Copy the address.\n2. Open calendar.google.com on a computer.\n3. Press + beside Other calendars, "
                "then From URL, and paste it.\n\nYour phone shows it soon after. Google can take a day to see a change."
            )
        )
    with st.expander(_("In Outlook")):
        st.markdown(
            _("1. Copy the address.\n2. Choose Add calendar, then Subscribe from web.\n3. Paste it and press Import.")
        )


def _renewed() -> None:
    with st.container(horizontal=True):
        with st.popover(_("Make a new address"), icon=":material/autorenew:"):
            st.write(_("The address you have now stops working in every calendar that follows it."))
            if st.button(_("Make it"), icon=":material/autorenew:", key="renew-feed"):
                act(lambda by: make_feed(**by), _("Here is your new address. The old one no longer works."))
        if st.button(_("Close the address"), type="tertiary", icon=":material/link_off:", key="close-feed"):
            act(lambda by: close_feed(**by), _("The address is closed. No calendar can follow it any more."))


show_flashes()
st.title(_("My calendar"), anchor=False)
_called = _("My days in Håndslag")
found = my_events(session=context.session, actor=actor, now=context.now)
ahead(found)
own_calendar(found)
