"""The organisation's own wording: every kind of document, the version in force, and what is being written."""

import streamlit as st

from core.access.permissions import Action, may
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.templates.anew import how_many_anew
from core.templates.reading import KindView, kinds
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.templates.words import version_words
from pages.widgets.plain import plain

context = require_actor(Action.EDIT_TEMPLATES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_TEMPLATES)
at = {"session": context.session, "actor": actor, "organisation_id": organisation_id, "today": context.today}


def draw(view: KindView, anew: int) -> None:
    """One kind of document, and the way to its words."""
    since = _("In force from {date}").format(date=on_date(view.in_force.in_force_from))
    with st.container(border=True):
        st.subheader(kind_name(view.kind), anchor=False)
        st.markdown(f"{version_words(view.in_force)}. {since}.")
        for version in view.coming:
            st.markdown(
                _("Version {number} comes into force on {date}.").format(
                    number=version.number, date=on_date(version.in_force_from)
                )
            )
        if view.draft is not None:
            st.markdown(_("A new version is being written, last by {name}.").format(name=plain(view.draft.edited_by)))
        if anew:
            told = ngettext(
                "{count} signed document says what a former version said.",
                "{count} signed documents say what a former version said.",
                anew,
            )
            st.markdown(told.format(count=anew))
        with st.container(horizontal=True):
            st.page_link(
                addresses.TEMPLATE,
                label=_("Go on writing") if view.draft else _("Read or change it"),
                icon=":material/edit_document:",
                query_params={"kind": view.kind},
            )
            if anew and may(actor, Action.DRAFT_DOCUMENT):
                st.page_link(
                    addresses.AGREE_ANEW,
                    label=_("Who would need to agree anew?"),
                    icon=":material/group:",
                    query_params={"kind": view.kind},
                )


show_flashes()
st.title(_("Our own documents"), anchor=False)
st.write(
    _(
        "Here you write the documents in your own words. A new version is only used for new documents; "
        "what has been signed stays as it was signed."
    )
)
counted = how_many_anew(**at)  # type: ignore[arg-type]
for one in kinds(**at):  # type: ignore[arg-type]
    draw(one, counted.get(one.kind, 0))
