"""The organisation's programmes: which version is in use, and how many volunteers are on each."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import language, ngettext, words_in
from core.programmes.editing import ProgrammeView, programmes
from pages.programmes.words import people_words, version_words
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.plain import plain

context = require_actor(Action.EDIT_PROGRAMMES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_PROGRAMMES)


def draw(view: ProgrammeView) -> None:
    """One programme, its version in use, those who are on an earlier one, and the way to its settings."""
    with st.container(border=True):
        st.subheader(plain(words_in(view.newest.programme.name, language())), anchor=False)
        st.write(plain(words_in(view.newest.programme.description, language())))
        st.markdown(f"{version_words(view.newest)} · {people_words(view.newest.people)}")
        if view.behind:
            told = ngettext(
                "{count} volunteer is on an earlier version.",
                "{count} volunteers are on an earlier version.",
                view.behind,
            )
            st.markdown(f":material/history: {told.format(count=view.behind)}")
        with st.container(horizontal=True):
            st.page_link(
                addresses.PROGRAMME,
                label=_("Read or adjust it"),
                icon=":material/tune:",
                query_params={"id": view.id},
            )


show_flashes()
st.title(_("Programmes"), anchor=False)
st.write(
    _(
        "A programme says what a volunteer signs, how many supervisions there are, and how long an approval holds. "
        "Here you make it fit your organisation."
    )
)
for one in programmes(session=context.session, actor=actor, organisation_id=organisation_id):
    draw(one)
