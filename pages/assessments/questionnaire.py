"""The questionnaire of somebody who applies, by the link of their application: theirs until they share it."""

import streamlit as st

from core.assessments.half_written import (
    SHARE,
    drop_questionnaire_draft,
    keep_questionnaire_draft,
    questionnaire_draft,
)
from core.assessments.questioning import (
    OwnQuestionnaire,
    own_questionnaire,
    print_own_questionnaire,
    save_questionnaire,
)
from core.assessments.sheets import questionnaire
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import language
from pages.shell import addresses
from pages.shell.action import attempt
from pages.shell.context import current, suggest_language
from pages.shell.flash import say, show_flashes
from pages.unsent.keeping import DraftKeeper, FormDraft
from pages.widgets.downloads import print_buttons
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.plain import plain

context = current()
KEY = "questionnaire-"  # what the keys of its fields begin with


def ask(token: str, own: OwnQuestionnaire) -> None:
    """The questions by topic, and who may read what is answered. What is written is kept, and counts once
    it is saved."""
    sheet, answers = questionnaire(), dict[str, str]()
    form = EntryForm("questionnaire")
    stored = {**{each: own.answers.get(each, "") for each in sheet.ids}, SHARE: own.shared}
    draft = FormDraft(f"questionnaire:{own.application_id}", KEY, keeper=_keeper(token), stored=stored)
    for topic in sheet.topics:
        section(topic.name.in_language(language()))
        for question in topic.questions:
            with form.field(question.id) as said:
                answers[question.id] = st.text_area(
                    question.in_language(language()) + said,
                    own.answers.get(question.id, ""),
                    key=f"{KEY}{question.id}",
                )
    section(_("Who may read it?"))
    share = st.radio(
        _("Who may read it?"),
        [False, True],
        index=int(own.shared),
        format_func=lambda each: _("You and the coordinators") if each else _("You alone"),
        captions=[_("You can share it later, or not at all."), _("You can take it back whenever you like.")],
        label_visibility="collapsed",
        key=f"{KEY}{SHARE}",
    )
    st.caption(
        _(
            "What you write is kept for you alone until you press “Save”. You can close this page and go on later by "
            "your link."
        )
    )
    draft.keep()
    # What nobody has written in here may be saved from another tab meanwhile, and stays as it is.
    answers = {each: answers[each] if each in draft.touched else own.answers.get(each, "") for each in sheet.ids}
    share = share if SHARE in draft.touched else own.shared
    if st.button(_("Save"), type="primary", icon=":material/check:", key="save-questionnaire"):
        done = form.attempt(
            lambda: save_questionnaire(
                session=context.session, token=token, answers=answers, share=bool(share), now=context.now
            )
        )
        if not isinstance(done, DomainError):
            said = (
                _("It is saved, and the coordinators can read it.")
                if share
                else _("It is saved, and you alone can read it.")
            )
            draft.sent(lambda _saved: say(said))(done)
            st.rerun()


def _keeper(token: str) -> DraftKeeper:
    """The applicant has no login, so that their link keeps what they write."""
    return DraftKeeper(
        lambda: questionnaire_draft(session=current().session, token=token),
        lambda fields: keep_questionnaire_draft(
            session=current().session, token=token, fields=fields, now=current().now
        ),
        lambda: drop_questionnaire_draft(session=current().session, token=token, now=current().now),
    )


def prints(token: str) -> None:
    """The questionnaire on paper as it is written so far."""
    print_buttons(
        _("Print in {language}"),
        lambda session, chosen: print_own_questionnaire(session=session, token=token, language=chosen),
        "questionnaire",
        key="print-own-",
    )


token = st.query_params.get("t", "")
own = attempt(lambda: own_questionnaire(session=context.session, token=token))
if isinstance(own, DomainError):
    st.title(_("We cannot find that"), anchor=False)
    st.write(words(own))
    st.stop()
suggest_language(own.language)
show_flashes()
st.title(questionnaire().title.in_language(language()), anchor=False)
st.caption(f"{plain(own.task)} · {plain(own.organisation)}")
st.write(questionnaire().intro.in_language(language()))
ask(token, own)
prints(token)
st.page_link(
    addresses.APPLY, label=_("Back to your application"), icon=":material/arrow_back:", query_params={"t": token}
)
