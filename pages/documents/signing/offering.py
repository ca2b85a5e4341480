"""What was written before, offered for the fields that are empty: all of it in one press, or one field at a time."""

from collections.abc import Collection, Mapping
from uuid import UUID

import streamlit as st

from core.documents.drafting.earlier import EarlierAnswer, earlier_answers, take_over
from core.documents.reading import DocumentView
from core.documents.template.model import Field, kind_name
from core.i18n import gettext as _
from core.i18n import language, name_in_words, ngettext, on_date
from pages.shell.action import act_and_flash
from pages.shell.context import actor_of, current
from pages.widgets.plain import plain

SHOWN = 120


def offers_for(view: DocumentView) -> Mapping[str, EarlierAnswer]:
    """What is offered for the fields its reader fills in, by field."""
    context = current()
    if view.aside:  # what was signed is changed word by word, and each word is seen in the difference
        return {}
    return earlier_answers(session=context.session, actor=actor_of(context), view=view)


def head(view: DocumentView, offers: Mapping[str, EarlierAnswer]) -> None:
    """What holds for all the fields: the language they are written in, and everything offered in one press."""
    if view.language != language():
        wanted = name_in_words(view.language)
        st.info(
            _("This document is signed in {language}. Please write your answers in {language}.").format(
                language=wanted
            ),
            icon=":material/translate:",
        )
    if not offers:
        return
    with st.container(border=True):
        st.markdown(_("Something was written before that fits here. Nothing you have written is replaced."))
        st.button(
            ngettext("Use it in {count} empty field", "Use it in {count} empty fields", len(offers)).format(
                count=len(offers)
            ),
            icon=":material/content_paste_go:",
            key=f"{view.document.id}:take-all",
            on_click=_take,
            args=(view.document.id, tuple(offers)),
        )


def below(view: DocumentView, field: Field, offer: EarlierAnswer | None) -> None:
    """What is offered for one field, and from where; nothing where nothing is."""
    if offer is None:
        return
    said = view.template.words(language()).fields[field.id].choices.get(offer.value, offer.value)
    short = said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()} …"
    with st.container(gap=None):
        st.markdown(f":small[{_from(view, offer)}: {plain(' '.join(short.split()))}]")
        st.button(
            _("Use it"),
            type="tertiary",
            icon=":material/content_paste_go:",
            key=f"{view.document.id}:{field.id}:take",
            on_click=_take,
            args=(view.document.id, (field.id,)),
        )


def _from(view: DocumentView, offer: EarlierAnswer) -> str:
    day = on_date(offer.written_on)
    if offer.same_volunteer:
        return _("From {document}, {day}").format(document=plain(kind_name(offer.kind)), day=day)
    return _("Last time at {workplace}, {day}").format(workplace=plain(view.workplace_name), day=day)


def _take(document_id: UUID, field_ids: Collection[str]) -> None:
    act_and_flash(
        lambda by: take_over(**by, document_id=document_id, field_ids=field_ids),
        _("It is written in. You can change it as you like."),
        icon=":material/content_paste_go:",
    )
