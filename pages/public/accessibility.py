"""The accessibility statement that the web accessibility act asks for; in the footer of every page."""

from datetime import date

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from pages.public import contacts
from pages.shell.context import current

REVIEWED_ON = date(2026, 11, 26)

context = current()
st.title(_("Accessibility"), anchor=False)
st.markdown(
    _(
        "Everybody must be able to use this portal. The law on the accessibility of public bodies' websites asks for "
        "that, and we want it ourselves. The measure is WCAG 2.1, levels A and AA (EN 301 549)."
    )
)
st.header(_("How far it is"), anchor=False)
st.markdown(_("The portal meets the requirements in part. This does not work as it should yet:"))
st.markdown(
    "\n".join(
        f"- {words}"
        for words in (
            _("Calendars and hours that are typed follow the language of your browser, not the one you chose here."),
            _(
                "An empty date shows letters for day, month and year, and each of them is read aloud by itself. That "
                "is how the date fields we build on are made."
            ),
            _(
                "The browser does not offer to write your address. A field with several lines cannot say "
                "what it is for in what we build on."
            ),
            _(
                "If the browser translates a page for you, a heading may stay as it was when you go on to another "
                "page. Load the page again to see the right one."
            ),
        )
    )
)
st.header(_("If something is in your way"), anchor=False)
st.markdown(
    _("Call or write. Then we help you another way, and put it right. You can also get every document on paper.")
)
contacts.draw(context.session)
st.header(_("If our answer is not good enough"), anchor=False)
st.markdown(
    _(
        "The Agency for Digital Government keeps an eye on whether public bodies follow the law. You can turn to it at "
        "[digst.dk](https://digst.dk)."
    )
)
st.header(_("How we know"), anchor=False)
st.markdown(
    _(
        "We have checked the portal ourselves: every page with an automatic test, by keyboard alone, and on narrow "
        "and wide screens. Nobody from outside has checked it yet."
    )
)
st.caption(_("Last gone through on {date}.").format(date=on_date(REVIEWED_ON)))
