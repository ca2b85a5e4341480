"""The form by which something is told to be wrong: by a volunteer, or by a colleague who was told on the phone."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.worries.around import WorryQuestion, worry_question
from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, tell_worry
from db.worries import Worry
from pages.people.reaching import call_address
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm
from pages.widgets.inputs import one_of
from pages.widgets.plain import plain, plain_label
from pages.worries.words import about_words, what_the_law_asks


def tell_form(context: Context, engagement_id: UUID, key: str, then: Callable[[Worry], object], *, own: bool) -> None:
    """What it is about first; then what is to be known of that, a few words, and to whom it goes. `key` changes with
    each that was told, so that the fields begin anew."""
    question = worry_question(
        session=context.session, actor=actor_of(context), engagement_id=engagement_id, today=context.today
    )
    about = st.radio(
        _("What is this about?"),
        _choices(question),
        index=None,
        format_func=lambda each: plain_label(_called(question, each, own=own)),
        key=f"worry-about-{key}",
    )
    if about is None:
        return
    if about is WorryAbout.HARM:
        what_the_law_asks(question.social_phone, question.organisation_phone)
    about_id = question.whom.get(about)
    if about is WorryAbout.COLLEAGUE:
        about_id = one_of(
            _("Who is it about?"),
            [*question.colleagues, None],
            format_func=lambda each: plain_label(question.names[each]) if each else _("Nobody on this list"),
            key=f"worry-whom-{key}",
            help=_("So that it does not go to the one it is about."),
        )
    can_be_told = question.receivers(about_id)
    if not can_be_told:
        _nobody(question)
        return
    form = EntryForm(f"worry-{key}")
    with form.field("words") as said:
        label = _("What is wrong? (may be left blank, then you are called)") if own else _("What were you told?")
        words = st.text_area(label + said, key=f"worry-words-{key}", height=160)
    to_id = can_be_told[0]
    if len(can_be_told) > 1:
        to_id = st.selectbox(
            _("Who is to read it?"),
            can_be_told,
            format_func=lambda each: plain_label(question.names[each]),
            key=f"worry-to-{key}-{about}-{about_id}",
        )
    st.markdown(_what_happens(question, about_id, to_id))
    if st.button(_("Send it"), type="primary", icon=":material/send:", key=f"worry-send-{key}"):
        told = WorryDetails(about, about_id, to_id, words)
        form.send(
            lambda by: tell_worry(**by, engagement_id=engagement_id, told=told),
            _("It is told to {name}, and to nobody else.").format(name=plain(question.names[to_id])),
            icon=":material/send:",
            then=then,
        )


def _choices(question: WorryQuestion) -> list[WorryAbout]:
    """What it can be about here: the contact person may be the coordinator too, and not everybody has a partner."""
    left_out = set()
    if question.whom[WorryAbout.CONTACT_PERSON] == question.whom[WorryAbout.COORDINATOR]:
        left_out.add(WorryAbout.CONTACT_PERSON)
    if WorryAbout.PARTNER not in question.whom:
        left_out.add(WorryAbout.PARTNER)
    if not question.colleagues:
        left_out.add(WorryAbout.COLLEAGUE)
    return [each for each in WorryAbout if each not in left_out]


def _called(question: WorryQuestion, about: WorryAbout, *, own: bool) -> str:
    name = question.names[question.whom[about]] if about in question.whom else ""
    return about_words(about, name, own=own or about is WorryAbout.COLLEAGUE)


def _what_happens(question: WorryQuestion, about_id: UUID | None, to_id: UUID) -> str:
    """Who reads it and who does not, by when it is answered, and what happens where it is not."""
    name = plain(question.names[to_id])
    told = _(
        "{name} alone reads it. The mail about it holds none of your words. By **{day}** you have an answer here."
    ).format(name=name, day=on_date(question.answer_by))
    if next_one := question.next_one(about_id, to_id):
        told += " " + _("If not, {name} is told that somebody waits, and can take it over.").format(
            name=plain(next_one)
        )
    return told


def _nobody(question: WorryQuestion) -> None:
    told = _("There is nobody else here who could take it. Call {organisation} instead.")
    if question.organisation_phone:
        told += f" [{plain(question.organisation_phone)}]({call_address(question.organisation_phone)})"
    st.info(told.format(organisation=plain(question.organisation)), icon=":material/call:")
