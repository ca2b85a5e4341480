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
from pages.widgets.headings import page_head, section
from pages.widgets.rows import row, row_button

context = require_actor(Action.EDIT_TEMPLATES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_TEMPLATES)
at = {"session": context.session, "actor": actor, "organisation_id": organisation_id, "today": context.today}


def draw(view: KindView, anew: int) -> None:
    """One kind of document as a row, and the way to those who would agree anew."""
    since = _("In force from {date}").format(date=on_date(view.in_force.in_force_from))
    told = [
        _("Version {number} comes into force on {date}.").format(
            number=version.number, date=on_date(version.in_force_from)
        )
        for version in view.coming
    ]
    if view.draft is not None:
        told.append(_("A new version is being written, last by {name}.").format(name=view.draft.edited_by))
    if anew:
        said = ngettext(
            "{count} signed document says what a former version said.",
            "{count} signed documents say what a former version said.",
            anew,
        )
        told.append(said.format(count=anew))
    row(
        addresses.TEMPLATE,
        view.kind,
        kind_name(view.kind),
        place=f"{version_words(view.in_force)}. {since}.",
        what=" ".join(told),
        also={"kind": view.kind},
    )
    if anew and may(actor, Action.DRAFT_DOCUMENT) and row_button(_("Who needs to agree anew?"), f"anew-{view.kind}"):
        st.switch_page(addresses.AGREE_ANEW, query_params={"kind": view.kind})


show_flashes()
page_head(_("Our own documents"))
counted = how_many_anew(**at)  # type: ignore[arg-type]
found = kinds(**at)  # type: ignore[arg-type]
heading = section(
    _("Kinds of document"),
    len(found),
    note=_(
        "Here you write the documents in your own words. A new version is only used for new documents; "
        "what has been signed stays as it was signed."
    ),
)
with heading.rows("templates"):
    for one in found:
        draw(one, counted.get(one.kind, 0))
