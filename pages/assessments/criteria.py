"""The criteria of one applicant, in words, and what they were given to read."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.assessments.assessing import hand_out, mark_criteria
from core.assessments.reading import ApplicantView
from core.assessments.rules import CriterionWord, criterion_word
from core.assessments.sheets import Criterion, QuestionnaireItem, handouts
from core.assessments.sheets import criteria as all_criteria
from core.i18n import gettext as _
from core.i18n import language, on_date
from pages.assessments.words import CRITERIA
from pages.shell.action import By, act
from pages.shell.context import current
from pages.shell.state import ScreenState
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import section_line
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line

# Whether the words on the criteria of one applicant are being changed.
TALKING = ScreenState("criteria-talking", False)


def draw(view: ApplicantView) -> None:
    """How it stands with each; they are changed all at once, after the talk."""
    talking, open_ = TALKING.of(view.application.id), view.answered_on is None and view.application.withdrawn_at is None
    acts, heading = section_line("criteria", _("What you talk through with them"), len(all_criteria()))
    with acts:
        if open_ and st.button(
            _("Close") if talking.get() else _("Talk it through"),
            icon=":material/forum:",
            key="to-criteria",
            type="tertiary",
        ):
            talking.set(not talking.get())
            st.rerun()
    until = on_date(view.criteria_until)
    st.caption(_("Words, never points. Coordinators alone read this, and it is deleted on {day}.").format(day=until))
    if talking.get() and open_:
        _form(view)
        return
    with heading.rows("criteria"):
        for each in all_criteria():
            shown = CRITERIA[criterion_word(view.criteria, each.id)]
            line(each.name.in_language(language()), state=RowState(_(shown.words), shown.colour))


def _form(view: ApplicantView) -> None:
    said: dict[str, str] = {}
    with st.form("criteria", border=False, enter_to_submit=False):
        for each in all_criteria():
            said[each.id] = _word(each, view.criteria)
        if st.form_submit_button(_("Save"), type="primary", icon=":material/check:"):
            act(
                lambda by: mark_criteria(
                    **by, application_id=view.application.id, said=said, expected_version=view.version
                ),
                _("It is noted."),
                then=lambda _made: TALKING.of(view.application.id).forget(),
            )


def _word(criterion: Criterion, said: Mapping[str, str]) -> CriterionWord:
    chosen = st.radio(
        criterion.name.in_language(language()),
        list(CriterionWord),
        index=list(CriterionWord).index(criterion_word(said, criterion.id)),
        format_func=lambda word: _(CRITERIA[word].words),
        horizontal=True,
        help=_("You may begin like this: {question}").format(question=criterion.ask.in_language(language())),
        key=f"criterion-{criterion.id}",
    )
    return chosen or CriterionWord.NOT_ASKED


def handed_out(view: ApplicantView) -> None:
    """What the applicant was given to read, and when (R6)."""
    given = [
        Fact(each.in_language(language()), on_date(view.handed_out[each.id]))
        for each in handouts()
        if each.id in view.handed_out
    ]
    facts(_("Given to read"), given or [Fact(_("So far"), _("Nothing yet"))])
    if view.answered_on is not None or view.application.withdrawn_at is not None:
        return
    for each in handouts():
        _handout(view, each)


def _handout(view: ApplicantView, handout: QuestionnaireItem) -> None:
    given = handout.id in view.handed_out
    name = plain(handout.in_language(language()))
    label = _("Undo: {what}") if given else _("Given today: {what}")

    def note(by: By) -> None:
        day: date | None = None if given else current().today
        hand_out(**by, application_id=view.application.id, handout=handout.id, day=day)

    if st.button(
        label.format(what=name),
        key=f"handout-{handout.id}",
        type="tertiary",
        icon=":material/undo:" if given else ":material/check:",
    ):
        act(note, _("It is noted."))
