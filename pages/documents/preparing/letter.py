"""Prepare a document: choose its points, write what is the organisation's, read it as it will read, and send it."""

import streamlit as st

from core.access.permissions import Action
from core.documents.drafting.aside import Aside, read_aside
from core.documents.drafting.attaching import attach
from core.documents.drafting.newer_template import move_to_newest, newer_template_of
from core.documents.reading import DocumentView, read
from core.documents.template.model import ATTACHABLE, kind_name
from core.i18n import gettext as _
from core.i18n import name_in_words
from pages.documents.preparing import changing_signed
from pages.documents.preparing.paper_ways import draw_paper
from pages.documents.preparing.points import ON, WORDS, draw_points, has_choices
from pages.documents.preparing.still_needed import (
    FIELDS,
    LED,
    POINTS,
    WORK,
    draw_actions,
    draw_fields,
    draw_missing,
    ours_missing,
)
from pages.documents.signing import lifecycle as living
from pages.documents.signing import reader
from pages.documents.signing.filling import field_key
from pages.documents.status import badge
from pages.guidelines import texts as guidelines
from pages.shell import addresses
from pages.shell.action import act, act_and_flash, refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.widgets import paper
from pages.widgets.headings import section
from pages.widgets.leading import leads
from pages.widgets.plain import and_words, plain


def _draw_moved_on(view: DocumentView) -> None:
    """The difference and a button, where a newer version of the template is in force; nothing where there is none."""
    if not view.can_edit_points:
        return
    context = current()
    moved = newer_template_of(
        session=context.session, actor=actor_of(context), document_id=view.document.id, today=context.today
    )
    if moved is None:
        return
    with st.container(border=True, key="moved-on"):
        st.markdown(f":material/update: **{_('The template has moved on')}**")
        st.write(_("There is a newer version of this document. What you have chosen and written stays."))
        with st.expander(_("What would change ({count})").format(count=len(moved.changes))):
            if moved.changes:
                paper.draw_changes(moved.changes)
            else:
                st.write(_("Nothing you can read here."))
        if not view.someone_signed:
            if st.button(_("Use the new version"), icon=":material/update:", key="move-along"):
                _move(view)
            return
        with st.popover(_("Use the new version"), icon=":material/update:"):
            st.write(_("Who has signed must sign again, and is told."))
            if st.button(_("Yes, use it"), type="primary", key="move-along"):
                _move(view)


def _move(view: DocumentView) -> None:
    act(
        lambda by: move_to_newest(**by, document_id=view.document.id),
        _("The document has the new version now."),
        redraw_refused=True,
    )


# Whether a document of this kind is part of the letter.
ATTACHED = ScreenState("attached", False)


def _attaching(view: DocumentView) -> None:
    """A switch for each kind that can be part of this document, for whoever may choose its points now."""
    for kind in ATTACHABLE.get(view.document.kind, ()):
        st.toggle(
            _("{document} is part of it").format(document=kind_name(kind)),
            view.case.attached_version_id is not None,
            key=ATTACHED.of(view.document.id, kind).key,
            on_change=_attach,
            args=(view, kind),
        )
        st.caption(_("It comes after the points of the letter, and one signature holds for both."))


def _attach(view: DocumentView, kind: str) -> None:
    wanted = kind if ATTACHED.of(view.document.id, kind).get() else None
    act_and_flash(
        lambda by: attach(**by, document_id=view.document.id, kind=wanted),
        _("It is part of the letter now.") if wanted else _("It is no longer part of the letter."),
        icon=":material/attach_file:",
    )


context = require_actor(Action.DRAFT_DOCUMENT)
actor = actor_of(context)


def work(view: DocumentView) -> None:
    """What can be changed: the points, and what the organisation writes."""
    left = ours_missing(view)
    parts = {
        POINTS: _("Choose the points"),
        FIELDS: _("Write ({count} left)").format(count=left) if left else _("Write"),
    }
    if not has_choices(view):
        del parts[POINTS]
    chosen: str | None = FIELDS
    if len(parts) > 1:
        opened = WORK.of(view.document.id)
        opened.first(POINTS)
        chosen = st.segmented_control(
            _("What do you want to work on?"),
            [*parts],
            format_func=parts.__getitem__,
            required=True,
            key=opened.key,
            width="stretch",
        )
    if chosen == POINTS:
        draw_points(view)
    else:
        draw_fields(view)


def _points_written(view: DocumentView) -> dict[str, str]:
    """Which point each widget of this page writes or chooses, by the widget's key."""
    asked = {field_key(view, field): field.only_with for field in view.fields if field.only_with}
    chosen = {
        part.of(view.document.id, each.id).key: each.id for part in (ON, WORDS) for each in view.template.clauses()
    }
    return asked | chosen


def draw(view: DocumentView, aside: Aside | None) -> None:
    """The document's head, then work and letter side by side; on a phone one below the other. What is changed aside
    takes the place of what was signed."""
    people = and_words(person.name for person in (view.volunteer, view.partner) if person)
    title = _("{document} for {name}").format(document=kind_name(view.document.kind), name=people)
    edited = DocumentView(aside.case, actor, aside=True) if aside else view
    st.title(plain(title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(view.state)
        st.markdown(_("Signed in {language}").format(language=name_in_words(view.language)), width="content")
        st.page_link(
            addresses.VOLUNTEER,
            label=plain(view.volunteer.name),
            icon=":material/person:",
            query_params={"id": str(view.engagement.id)},
        )
    both = st.container(key="hs-write-and-read")
    with both.container(key="hs-write"):
        living.told_no(view)
        if aside:
            changing_signed.draw(view, edited, aside)
        else:
            draw_actions(view)
            draw_paper(view)
        draw_missing(edited)
        if not aside:
            _draw_moved_on(view)
        if view.document.kind == "welcome_letter":
            guidelines.card(view.engagement.id)
        if edited.can_edit_points and (aside or not view.someone_signed):
            _attaching(edited)
            work(edited)
        elif edited.can_edit_points and not aside:
            changing_signed.offer(view)
        leads(LED.get(), _points_written(edited), f"{view.document.id}:leads")
    with both.container(key="hs-read"):
        section(_("As it will read"))
        reader.document(edited)


show_flashes()
with st.container(key="hs-wide"), refusal_shown():
    document_id = id_in_address(st.query_params.get("id"))
    draw(
        read(session=context.session, actor=actor, document_id=document_id),
        read_aside(session=context.session, actor=actor, document_id=document_id),
    )
