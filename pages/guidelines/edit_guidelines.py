"""The guidelines of each workplace and the organisation's principles: read, written, published, and who has read."""

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.guidelines.editing import EditedText, Reader, text_to_edit, texts_to_edit, who_has_acknowledged
from core.guidelines.reading import Shelf
from core.guidelines.rules import AcknowledgementState
from core.guidelines.text import WORKPLACE
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from pages.guidelines import texts
from pages.guidelines.editor import edit
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.rows import line, row_button

context = require_actor(Action.EDIT_GUIDELINES)
actor = actor_of(context)


def asked_for() -> Shelf | None:
    """The text of the address; None for the list."""
    kind, place = st.query_params.get("text"), st.query_params.get("place")
    if not kind:
        return None
    return Shelf(organisation_id, kind, id_in_address(place) if place else None)


def all_texts() -> None:
    """Every text the reader may write, with the version that is read now."""
    page_head(_("Guidelines and principles"))
    found = texts_to_edit(session=context.session, actor=actor, organisation_id=organisation_id)
    heading = section(
        _("Texts"),
        len(found),
        note=_(
            "Volunteers read these and confirm them. When one changes in substance, they are asked to read it again."
        ),
    )
    with heading.rows("guidelines"):
        for each in found:
            written = each.newest is not None and each.text is not None
            line(
                texts.name_of(each.shelf, each.place),
                what=texts.title_of(each.text) if each.text else _("Nobody has written any yet."),
                when=texts.version_words(each.newest) if each.newest and written else "",
            )
            if row_button(_("Open"), f"open-{each.shelf.kind}-{each.shelf.workplace_id}"):
                st.query_params["text"] = each.shelf.kind
                if each.shelf.workplace_id:
                    st.query_params["place"] = str(each.shelf.workplace_id)
                st.rerun()


def readers(shelf: Shelf) -> None:
    """Who has confirmed it, those who have not first."""
    if not may(actor, Action.SEE_VOLUNTEERS, Subject(shelf.organisation_id, workplace_id=shelf.workplace_id)):
        return
    found = who_has_acknowledged(session=context.session, actor=actor, shelf=shelf)
    held = sum(reader.standing is AcknowledgementState.HOLDS for reader in found)
    label = _("Who has confirmed it ({held} of {all})").format(held=held, all=len(found))
    with st.expander(label, icon=":material/group:", key="readers"):
        for reader in found:
            st.page_link(addresses.VOLUNTEER, label=told(reader), query_params={"id": str(reader.engagement_id)})


def told(reader: Reader) -> str:
    """How one volunteer stands to the text."""
    if reader.given_at is None:
        return f"{plain(reader.name)} · {_('Not confirmed yet')}"
    said = _("Version {number} confirmed on {day}").format(
        number=reader.number, day=on_date(local_day(reader.given_at))
    )
    newer = "" if reader.standing is AcknowledgementState.HOLDS else f" · {_('A newer version is not confirmed yet.')}"
    return f"{plain(reader.name)} · {said}{newer}"


def versions(edited: EditedText) -> None:
    """Every version that was ever published, as it was."""
    for version in reversed(edited.versions):
        label = texts.version_words(version)
        with st.expander(label, icon=":material/history:", key=f"version-{version.id}"):
            texts.draw(edited.texts[version.id], place=edited.place)


def one_text(shelf: Shelf) -> None:
    """One text: written, its readers, and all its versions."""
    edited = text_to_edit(session=context.session, actor=actor, shelf=shelf)
    with page_head(plain(texts.name_of(shelf, edited.place))):
        if st.button(_("All guidelines and principles"), type="tertiary", icon=":material/arrow_back:"):
            st.query_params.clear()
            st.rerun()
    if shelf.kind != WORKPLACE and not any(version.own for version in edited.versions):
        st.write(_("This came with the portal. When you publish your own version, your volunteers read that instead."))
    edit(edited)
    readers(shelf)
    if edited.versions:
        st.header(_("All versions"), anchor=False)
        versions(edited)


show_flashes()
with refusal_shown():
    organisation_id = current_organisation(context, Action.EDIT_GUIDELINES)
    shelf = asked_for()
    if shelf is None:
        all_texts()
    else:
        with st.container(key="hs-wide"):
            one_text(shelf)
