"""Prepare a document: choose its points, write what is the organisation's, read it as it will read, and send it."""

import streamlit as st

from core.access.permissions import Action
from core.documents.reading import DocumentView, read
from core.errors import DomainError
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from pages.parts import guidelines, living, reader
from pages.parts.attaching import attaching
from pages.parts.house import id_in_address
from pages.parts.moving import draw_moved_on
from pages.parts.on_paper import draw_paper
from pages.parts.phrases import and_words
from pages.parts.plain import plain
from pages.parts.points import draw_points, has_choices
from pages.parts.preparing import draw_actions, draw_fields, draw_missing, may_change, ours_missing, work_key
from pages.parts.rows import VOLUNTEER
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor
from pages.parts.status import badge
from pages.parts.turns import kind_name

context = require_actor(Action.DRAFT_DOCUMENT)
actor = actor_of(context)


def work(view: DocumentView) -> None:
    """What can be changed: the points, and what the organisation writes."""
    left = ours_missing(view)
    parts = {
        "points": _("Choose the points"),
        "fields": _("Write ({count} left)").format(count=left) if left else _("Write"),
    }
    if not has_choices(view):
        del parts["points"]
    chosen: str | None = "fields"
    if len(parts) > 1:
        st.session_state.setdefault(work_key(view), "points")
        chosen = st.segmented_control(
            _("What do you want to work on?"),
            [*parts],
            format_func=parts.__getitem__,
            required=True,
            key=work_key(view),
            width="stretch",
        )
    if chosen == "points":
        draw_points(view)
    else:
        draw_fields(view)


def draw(view: DocumentView) -> None:
    """The document's head, then work and letter side by side; on a phone one below the other."""
    people = and_words(person.name for person in (view.volunteer, view.partner) if person)
    title = _("{document} for {name}").format(document=kind_name(view.document.kind), name=people)
    st.title(plain(title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(view.state)
        st.markdown(
            _("Signed in {language}").format(language=LANGUAGES[view.document.signing_language]), width="content"
        )
        st.page_link(
            VOLUNTEER,
            label=plain(view.volunteer.name),
            icon=":material/person:",
            query_params={"id": str(view.engagement.id)},
        )
    left, right = st.columns(2, gap="large")
    with left:
        living.told_no(view)
        draw_actions(view)
        draw_paper(view)
        draw_missing(view)
        draw_moved_on(view)
        if view.document.kind == "welcome_letter":
            guidelines.card(view.engagement.id)
        if may_change(view):
            attaching(view)
            work(view)
    with right:
        st.subheader(_("As it will read"), anchor=False)
        reader.document(view)


show_said()
with st.container(key="hs-wide"):
    try:
        draw(read(session=context.session, actor=actor, document_id=id_in_address(st.query_params.get("id"))))
    except DomainError as error:
        refused(error)
