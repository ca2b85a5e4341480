"""One kind of document in the organisation's own words: written piece by piece, read beside it, published."""

import streamlit as st

from core.access.permissions import Action
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import language as readers_language
from core.i18n import on_date
from core.templates.checking import problems
from core.templates.reading import Draft, KindView, kind_view, version_text
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.templates.pieces import draw_form
from pages.templates.publishing import begin, draw_import, draw_publish
from pages.templates.reading import draw_difference, draw_preview, draw_versions
from pages.templates.structure import (
    choose_language,
    choose_piece,
    draw_moves,
    draw_problems,
    draw_where,
    open_what_was_added,
)
from pages.templates.words import version_words
from pages.widgets.headings import page_head

context = require_actor(Action.EDIT_TEMPLATES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_TEMPLATES)


def published(view: KindView) -> None:
    """What is in force, as long as nobody writes a new version."""
    with st.container(horizontal=True):
        begin(organisation_id, view.kind)
        draw_import(organisation_id, view.kind, None)
    both = st.container(key="hs-write-and-read")
    with both.container():
        language = choose_language(view.kind)
        draw_versions(organisation_id, view, language)
    template = version_text(
        session=context.session, actor=actor, organisation_id=organisation_id, version_id=view.in_force.id
    )
    with both.container(key="hs-read"):
        draw_preview(organisation_id, template, language, f"template:{view.kind}:in-force")


def written(view: KindView, draft: Draft) -> None:
    """The version being written: what is wrong on top, the pieces on the left, the document on the right."""
    open_what_was_added(view.kind)
    found = problems(draft.writing)
    draw_where(draft)
    draw_problems(draft, found, readers_language())
    draw_publish(organisation_id, draft, wrong=len(found))
    former = version_text(
        session=context.session, actor=actor, organisation_id=organisation_id, version_id=draft.based_on_id
    )
    language = choose_language(view.kind)
    draw_difference(former, draft.writing, language)
    both = st.container(key="hs-write-and-read")
    with both.container():
        piece = choose_piece(draft, language)
        draw_moves(organisation_id, draft, piece, language)
        draw_form(organisation_id, draft, piece, language, found)
    with both.container(key="hs-read"):
        draw_preview(organisation_id, draft.writing, language, f"template:{view.kind}:preview")
    draw_versions(organisation_id, view, language)


def draw(view: KindView) -> None:
    """The head of the page, and below it what is published or what is written."""
    with page_head(kind_name(view.kind)):
        st.page_link(addresses.TEMPLATES, label=_("All documents"), icon=":material/arrow_back:", width="content")
    since = _("In force from {date}").format(date=on_date(view.in_force.in_force_from))
    st.markdown(f"{version_words(view.in_force)}. {since}.")
    for version in view.coming:
        st.markdown(
            _("Version {number} comes into force on {date}.").format(
                number=version.number, date=on_date(version.in_force_from)
            )
        )
    if view.draft is None:
        published(view)
    else:
        written(view, view.draft)


show_flashes()
with st.container(key="hs-wide"), refusal_shown(_("Our own documents")):
    draw(
        kind_view(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            kind=st.query_params.get("kind") or "welcome_letter",
            today=context.today,
        )
    )
