"""Filling in a document and checking the answers."""

from datetime import date
from functools import partial
from uuid import UUID

import streamlit as st

from core.documents.drafting.answering import save_answer
from core.documents.drafting.earlier import EarlierAnswer
from core.documents.reading import DocumentView
from core.documents.template.model import Field
from core.documents.text.compose import MissingField
from core.i18n import gettext as _
from core.i18n import language, on_date
from pages.documents.signing import offering
from pages.documents.signing.steps import LEADS_ON, DocumentStep, detail_of, go, own_details, own_fields
from pages.people.details import DETAILS, detail_field, name_fields, own_person
from pages.shell.context import actor_of, current
from pages.widgets.field import Question, Stored, saved_field
from pages.widgets.plain import and_words, plain


def fill_in(view: DocumentView, only: str | None) -> None:
    """The reader's fields, each saved as it is left; `only` one of them when it is corrected from the check page."""
    fields = own_fields(view)
    alone = tuple(field for field in fields if field.id == only)
    offers = offering.offers_for(view)
    offering.head(view, {} if alone else offers)
    for detail in () if alone else own_details(view):
        if detail in DETAILS:
            _detail(detail)
    for field in alone or fields:
        answer_field(view, field, offers.get(field.id))
    if not fields and not own_details(view):
        st.markdown(_("There is nothing for you to fill in here."))
    st.button(
        _("Back to my answers") if alone else _("Continue"),
        type="primary",
        icon=":material/arrow_forward:",
        key=LEADS_ON.of(view.document.id).key,
        on_click=go,
        args=(DocumentStep.CHECK,),
    )


def field_key(view: DocumentView, field: Field) -> str:
    """The key of the widget that holds the answer to `field`."""
    return f"{view.document.id}:{field.id}"


def answer_field(view: DocumentView, field: Field, offer: EarlierAnswer | None = None) -> None:
    """One field of a document, with what is offered for it; one from the reader's contact details is saved there."""
    if field.source is not None:
        _detail(detail_of(field.source), required=field.required)
        return
    said = view.template.words(language()).fields[field.id]
    answer = view.answers.get(field.id)
    stored = Stored(answer.value, answer.version, answer.saved_at) if answer else Stored("")
    question = Question(
        key=field_key(view, field),
        label=said.label,
        kind=field.type,
        help=said.help,
        optional=not field.required,
        choices={option: said.choices[option] for option in field.options()},
    )
    saved_field(question, stored, partial(_save, view.document.id, field.id))
    offering.below(view, field, offer)
    if field.twin:
        _twin(view, view.template.field(field.twin))


def _twin(view: DocumentView, other: Field) -> None:
    """The other instructor's answer to the same question, once both have answered (B5)."""
    name = next((plain(party.name) for party in view.parties if party.capacity == other.filled_by), "")
    value = view.value(other)
    if value:
        with st.container(border=True):
            st.markdown(_("{name} answers:").format(name=name))
            st.text(value)
    else:
        st.caption(_("You see each other's answers when you have both answered."))


def check(view: DocumentView) -> None:
    """Everything that is filled in, by whom, and what is missing; then on to reading."""
    own = own_fields(view)
    others = [field for field in view.fields if field not in own]
    if own:
        with st.container(border=True):
            for field in own:
                _row(view, field, changeable=True)
    if others:
        with st.expander(_("Filled in by others"), expanded=not own):
            for field in others:
                _row(view, field, changeable=False)
    still_missing(view)
    _onward(view)


def _row(view: DocumentView, field: Field, *, changeable: bool) -> None:
    # What is the reader's own is called as it is where they write it, and not as another reads of them.
    is_own = changeable and field.source is not None
    named = view.template.words(language()).fields[field.id].label
    label = _(DETAILS[detail_of(field.source or "")].label) if is_own else named
    value = printed(view, field)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.markdown(f"**{label}**")
            if value:
                st.text(value)
            else:
                st.markdown(f"*{_('Not filled in')}*")
        if changeable:
            st.button(
                _("Change"),
                type="tertiary",
                key=f"{view.document.id}:{field.id}:change",
                on_click=go,
                args=(DocumentStep.FILL, field.id),
            )


def printed(view: DocumentView, field: Field) -> str:
    """The answer as its reader reads it: dates in words, choices by their names."""
    value = view.value(field)
    if field.type == "date" and value:
        return on_date(date.fromisoformat(value))
    return view.template.words(language()).fields[field.id].choices.get(value, value)


def still_missing(view: DocumentView) -> None:
    """What is missing before anybody can sign: the reader's own, and what others have to give, by name."""
    mine = [item for item in view.missing if item.filled_by == view.mine]
    others = [item for item in view.missing if item.filled_by != view.mine]
    if mine:
        st.warning(_list(view, _("This is missing before you can sign:"), mine), icon=":material/edit_note:")
    if others:
        asked = {item.filled_by for item in others}
        names = and_words(plain(party.name) for party in view.parties if party.capacity in asked)
        said = _("{name} still has this to fill in before anybody can sign. You need not do more now.")
        st.info(_list(view, said.format(name=names), others), icon=":material/hourglass_empty:")


def _list(view: DocumentView, said: str, items: list[MissingField]) -> str:
    return "\n".join([said, "", *(f"- {plain(item.label(view.template, language()))}" for item in items)])


def _onward(view: DocumentView) -> None:
    mine_missing = any(item.filled_by == view.mine for item in view.missing)
    step = DocumentStep.FILL if mine_missing else DocumentStep.READ
    st.button(
        _("Fill in what is missing") if mine_missing else _("Continue to read it"),
        type="primary",
        icon=":material/arrow_forward:",
        key=f"{view.document.id}:from-check",
        on_click=go,
        args=(step,),
    )


def _detail(name: str, *, required: bool = False) -> None:
    person = own_person()
    if name in ("name", "latin_name"):
        name_fields(person)
    else:
        detail_field(name, person, required=required)


def _save(document_id: UUID, field_id: str, written: str, seen: Stored) -> Stored:
    context = current()
    saved = save_answer(
        session=context.session,
        actor=actor_of(context),
        document_id=document_id,
        field_id=field_id,
        value=written,
        expected_version=seen.version,
        now=context.now,
    )
    return Stored(saved.value, saved.version, saved.saved_at)
