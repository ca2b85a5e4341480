"""The participants' evaluation as numbers in words, and the talk about it."""

import streamlit as st

from core import contact
from core.courses.evaluating import review
from core.courses.evaluation import average, question_sheet
from core.courses.rules import CourseState
from core.courses.view import CourseView
from core.i18n import gettext as _
from core.i18n import language, local_day, ngettext, on_date
from db.courses import Evaluation
from pages.courses.versions import changed_by_reader
from pages.shell import addresses
from pages.shell.context import current
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.inputs import needed
from pages.widgets.plain import plain
from pages.widgets.tables import Bar, TableLine, table

OVER = (CourseState.HELD, CourseState.EVALUATED, CourseState.REVIEWED)
AHEAD = (CourseState.PLANNED, CourseState.RUNNING)
TALKED = (CourseState.EVALUATED, CourseState.REVIEWED)


def results(view: CourseView) -> None:
    """What the participants answered, and the way to write it down; before the last module only to whom their forms go,
    for who leads it."""
    if view.state not in OVER:
        if view.state in AHEAD and not view.edits:
            told = _("The participants answer on paper after the last module.")
            st.markdown(f":material/rate_review: {told} {_whose_forms(view)}")
        return
    st.header(_("The participants’ evaluation"), anchor=False)
    if view.evaluation is None or not (view.evaluation.answered or view.evaluation.finished_at):
        st.write(_("Nothing has been written down yet."))
    else:
        totals_list(view.evaluation)
        told = _("Written down by {name}, begun on {date}.")
        day = on_date(local_day(view.evaluation.created_at))
        st.caption(told.format(name=plain(view.entered_by), date=day))
    if view.state is CourseState.HELD:
        if not view.edits:
            st.write(_whose_forms(view))
        elif view.keyed_by:
            st.write(_("{name} is asked to key it in.").format(name=plain(view.keyed_by)))
    if view.keys and view.state is CourseState.HELD:
        st.page_link(
            addresses.EVALUATION,
            label=_("Write down what they answered"),
            icon=":material/edit:",
            query_params={"id": str(view.run.id)},
        )


def _whose_forms(view: CourseView) -> str:
    """To whom those who lead a course give the participants' forms."""
    if view.keys:
        return _("You are asked to key in their forms.")
    if view.keyed_by:
        return _("Give the forms to {name}, who keys them in.").format(name=plain(view.keyed_by))
    return _("Give the forms to your coordinator, who keys them in.")


def totals_list(evaluation: Evaluation) -> None:
    """Each question with its mean as a bar, and how many chose each step."""
    sheet = question_sheet()
    count = evaluation.answered
    st.write(ngettext("{count} person answered.", "{count} people answered.", count).format(count=count))
    steps = [step.in_language(language()) for step in sheet.steps]
    lines = []
    for question in sheet.questions:
        counted = evaluation.totals.get(question.id, {})
        mean = average(counted)
        cells = [Bar(round(mean, 1)) if mean is not None else "–", *(counted.get(each, 0) for each in sheet.answers)]
        lines.append(TableLine(question.in_language(language()), tuple(cells)))
    mean_of = _("Mean of {most}").format(most=len(steps))
    table(_("The participants’ evaluation"), [_("Question"), mean_of, *steps], lines)
    if evaluation.comments:
        st.markdown(f"**{_('What else they said')}**")
        for line in evaluation.comments.splitlines():
            if line.strip():
                st.markdown(f"- {plain(line)}")


def talk(view: CourseView, version: int) -> None:
    """When it was talked through and what was agreed; for a coordinator the fields to write it in."""
    if view.state not in TALKED:
        return
    st.header(_("The talk about it"), anchor=False)
    run, context = view.run, current()
    if run.reviewed_on:
        st.markdown(_("Talked through on {date}").format(date=on_date(run.reviewed_on)))
    if not view.edits:
        if run.improvements:
            st.markdown(plain(run.improvements))
        return
    form, draft = EntryForm(f"course-talk-{run.id}"), FormDraft(f"course-talk:{run.id}", f"talked-{run.id}-")
    day = form.day(
        "reviewed_on",
        _("When you talked"),
        run.reviewed_on or context.today,
        last=context.today,
        key=f"talked-{run.id}-on",
        needed=True,
    )
    with form.field("improvements") as said:
        improvements = st.text_area(
            _("What you agreed to improve") + said,
            value=run.improvements,
            key=f"talked-{run.id}-words",
            help=_("The two see it again when their next course is planned."),
        )
    draft.keep()
    form.check("improvements", lambda: contact.text(improvements))
    if st.button(
        _("Save the talk"),
        key="save-talk",
        icon=":material/forum:",
        type="primary" if view.state is CourseState.EVALUATED else "secondary",
    ):
        form.send(
            lambda by: review(
                **by,
                run_id=run.id,
                reviewed_on=needed(day),
                improvements=improvements,
                expected_version=version,
            ),
            _("The talk is saved."),
            icon=":material/forum:",
            then=draft.sent(lambda _saved: changed_by_reader(view)),
        )
