"""Guidelines and principles to read, and a person's acknowledgement of them in words."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Role, may
from core.errors import DomainError
from core.guidelines.reading import Shelf, TextReading
from core.guidelines.rules import AcknowledgementState, PublishedText
from core.guidelines.service import ToRead, acknowledge_for, texts_for
from core.guidelines.text import Guideline, changes_as_read
from core.i18n import N_, language, local_day, on_date, reading
from core.i18n import gettext as _
from pages.shell import addresses
from pages.shell import theme as look
from pages.shell.action import act, attempt
from pages.shell.context import actor_of, current
from pages.widgets import paper
from pages.widgets.plain import plain

PRINCIPLES = {
    "principles_municipal": N_("Principles for volunteers in the municipality"),
    "principles_regional": N_("Principles for volunteers in the health service"),
}


def name_of(shelf: Shelf, place: str) -> str:
    """What a text is called among those who write it; `place` is its workplace, "" for the organisation."""
    return _("Guidelines: {workplace}").format(workplace=place) if place else _(PRINCIPLES[shelf.kind])


def title_of(text: Guideline) -> str:
    """Its title in the reader's language, for Markdown."""
    return plain(text.title[text.spoken(language())])


def draw(text: Guideline, *, place: str, in_language: str | None = None) -> None:
    """Draw the words in the reader's language, or in `in_language`; `place` is who they are from.

    Where they were published before the portal had that language, they are drawn in the one they have.
    """
    spoken = text.spoken(in_language or language())
    points = [{"title": point.title[spoken], "text": point.text[spoken]} for point in text.points]
    with reading(spoken):
        look.draw(
            "guideline",
            language=spoken,
            place=place,
            title=text.title[spoken],
            intro=text.intro[spoken],
            points=points,
            made=made(text),
        )


def made(text: Guideline) -> str:
    """Who made it and when, "" where nobody said."""
    if text.made_by and text.made_on:
        return _("Made by {who}, {day}").format(who=text.made_by, day=on_date(text.made_on))
    if text.made_by:
        return _("Made by {who}").format(who=text.made_by)
    return _("Made on {day}").format(day=on_date(text.made_on)) if text.made_on else ""


def version_words(version: PublishedText) -> str:
    """Which version it is; one that came with the portal has no date of its own here."""
    if not version.own:
        return _("Version {number}, which came with the portal").format(number=version.number)
    day = on_date(local_day(version.published_at))
    return _("Version {number}, {day}").format(number=version.number, day=day)


def standing_words(own: TextReading) -> str:
    """How the person stands to the text: icon and words, as Markdown."""
    if own.acknowledged is None or own.given_at is None:
        return f":material/radio_button_unchecked: {_('Not confirmed yet')}"
    day = on_date(local_day(own.given_at))
    said = _("Version {number} confirmed on {day}").format(number=own.acknowledged.number, day=day)
    if own.standing is AcknowledgementState.HOLDS:
        return f":material/check_circle: {said}"
    return f":material/update: {said}. {_('A newer version is not confirmed yet.')}"


def what_is_new(each: ToRead) -> None:
    """What changed since the version last acknowledged, in words; nothing where there is none."""
    found = changes_as_read(each.before, each.text, language()) if each.before else ()
    if found:
        with st.expander(_("What is new since you confirmed it"), icon=":material/difference:", expanded=True):
            paper.draw_changes(found)


def card(engagement_id: UUID, *, written_down_here: bool = False) -> None:
    """What applies to a volunteer, how they stand to it, and a way to read it; nothing where nobody wrote any.

    Somebody who looks after them, and may write some of it, is led to where it is written. `written_down_here` is for
    a volunteer who cannot log in: what they have read is written down for them (O4).
    """
    context = current()
    actor = actor_of(context)
    found = attempt(lambda: texts_for(session=context.session, actor=actor, engagement_id=engagement_id))
    if isinstance(found, DomainError) or not found:
        return
    with st.container(border=True, key=f"guidelines-{engagement_id}"):
        st.markdown(f"**{_('What applies here')}**")
        for each in found:
            st.markdown(f"{title_of(each.text)} ({plain(each.place)})  \n:small[{standing_words(each.reading)}]")
            if written_down_here and each.reading.standing is not AcknowledgementState.HOLDS:
                _write_down(engagement_id, each)
        if Role.VOLUNTEER in actor.roles():
            _way(addresses.GUIDELINES)
        elif may(actor, Action.EDIT_GUIDELINES):
            _way(addresses.EDIT_GUIDELINES)


def _write_down(engagement_id: UUID, each: ToRead) -> None:
    """The text to read together or to print, and that it was read."""
    version_id = each.reading.newest.id
    with st.expander(_("Read it together"), icon=":material/record_voice_over:", key=f"together-{version_id}"):
        draw(each.text, place=each.place)
        if st.button(_("They have read it, or heard it"), icon=":material/check:", key=f"heard-{version_id}"):
            act(
                lambda by: acknowledge_for(**by, engagement_id=engagement_id, version_id=version_id),
                _("It is written down."),
                redraw_refused=True,
            )


def _way(page: str) -> None:
    st.page_link(page, label=_("Read the guidelines"), icon=":material/menu_book:", width="content")
