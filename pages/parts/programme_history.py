"""Every published version of a programme, and what each changed."""

import streamlit as st

from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.programmes.editing import ProgrammeView
from core.programmes.rules import differences
from pages.parts.plain import plain
from pages.parts.programme_words import change_words, people_words, version_words


def history(view: ProgrammeView) -> None:
    """Every version, and what it changed."""
    st.header(_("Versions"), anchor=False)
    for version in view.versions:
        former = view.former(version)
        with st.container(border=True):
            st.markdown(f"**{version_words(version)}** · {people_words(version.people)}")
            day = on_date(local_day(version.published_at))
            if version.own:
                st.caption(_("Published {day} by {name}").format(day=day, name=plain(version.published_by)))
            if former is not None:
                st.markdown(change_words(differences(former.programme, version.programme)))
