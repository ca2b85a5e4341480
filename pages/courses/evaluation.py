"""Writing down what the participants of a course answered: form by form, as totals, or from a table."""

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.courses.evaluating import EvaluationDetails, enter_totals, finish_evaluation, key_form, remove_form
from core.courses.evaluation import MOST_FORMS, Totals, field_of, question_sheet, read_table
from core.courses.rules import CourseState
from core.courses.view import course_to_key_in
from core.errors import words
from core.i18n import gettext as _
from core.i18n import language, ngettext
from db.courses import Evaluation, EvaluationForm
from pages.courses.evaluating import totals_list
from pages.courses.printing import evaluation_buttons
from pages.courses.words import course_badge, days_words
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.inputs import number_input
from pages.widgets.plain import day_first, plain

SHOWN, LONGEST_TABLE = 10, 20_000


def _by_form(run_id: UUID, forms: Sequence[EvaluationForm]) -> None:
    """One participant's form, its questions as they stand on paper; the next one is empty again."""
    sheet, number = question_sheet(), len(forms) + 1
    st.header(_("Form number {number}").format(number=number), anchor=False)
    steps = {answer: step.in_language(language()) for answer, step in zip(sheet.answers, sheet.steps, strict=True)}
    answers = {}
    for position, question in enumerate(sheet.questions, start=1):
        chosen = st.radio(
            f"{position}. {question.in_language(language())}",
            [*steps],
            format_func=steps.__getitem__,
            index=None,
            horizontal=True,
            key=f"form-{run_id}-{number}-{question.id}",
        )
        answers[question.id] = chosen or ""
    comment = st.text_area(sheet.comment.in_language(language()), key=f"form-{run_id}-{number}-comment")
    st.caption(_("Leave names out, also in the comment."))
    if st.button(_("Save the form, and take the next one"), type="primary", icon=":material/save:", key="save-form"):
        act(
            lambda by: key_form(**by, run_id=run_id, answers=answers, comment=comment),
            _("Form number {number} is saved.").format(number=number),
        )


def _keyed_forms(run_id: UUID, forms: Sequence[EvaluationForm]) -> None:
    """The newest forms that were keyed in, to check or take away."""
    if not forms:
        return
    sheet = question_sheet()
    steps = {answer: step.in_language(language()) for answer, step in zip(sheet.answers, sheet.steps, strict=True)}
    label = ngettext("{count} form keyed in", "{count} forms keyed in", len(forms)).format(count=len(forms))
    with st.expander(label, icon=":material/list:"):
        for position, form in enumerate(forms[:SHOWN]):
            number = len(forms) - position
            told = [
                f"{at}. {steps[form.answers[question.id]]}" if question.id in form.answers else f"{at}. –"
                for at, question in enumerate(sheet.questions, start=1)
            ]
            if form.comment:
                told.append(plain(form.comment))
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                title = _("Form number {number}").format(number=number)
                st.markdown(f"**{title}**  \n{' · '.join(told)}", width=560)
                if st.button(_("Remove form {number}").format(number=number), key=f"remove-{form.id}",
                             icon=":material/delete:"):  # fmt: skip
                    _remove(run_id, form.id)


def _remove(run_id: UUID, form_id: UUID) -> None:
    act(lambda by: remove_form(**by, run_id=run_id, form_id=form_id), _("The form is removed."))


def _by_totals(run_id: UUID, evaluation: Evaluation | None) -> None:
    """How many chose each step of each question, by hand."""
    sheet, known = question_sheet(), evaluation.totals if evaluation else {}
    form, draft = _kept_form(run_id)
    answered = _answered(form, run_id, evaluation)
    asked = {}
    for position, question in enumerate(sheet.questions, start=1):
        name = field_of(question.id)
        with form.field(name):
            st.markdown(f"**{position}. {question.in_language(language())}**")
            columns = st.columns(len(sheet.steps))
            for column, answer, step in zip(columns, sheet.answers, sheet.steps, strict=True):
                entered = number_input(
                    step.in_language(language()),
                    known.get(question.id, {}).get(answer, 0),
                    most=MOST_FORMS,
                    key=f"evaluation-{run_id}-{question.id}-{answer}",
                    where=column,
                )
                asked[question.id, answer] = entered
                form.check(name, entered.needed)

    def totals() -> Totals:
        return {
            question.id: {answer: asked[question.id, answer].needed() for answer in sheet.answers}
            for question in sheet.questions
        }

    _save(form, draft, run_id, evaluation, answered, totals)


def _kept_form(run_id: UUID) -> tuple[EntryForm, FormDraft]:
    """The form for totals, whichever way they are written; what is written in it is kept."""
    return EntryForm(f"evaluation-{run_id}"), FormDraft(f"evaluation:{run_id}", f"evaluation-{run_id}-")


def _by_table(run_id: UUID, evaluation: Evaluation | None) -> None:
    """Totals pasted from a spreadsheet or taken from a CSV file; what is wrong is told line by line."""
    sheet = question_sheet()
    st.write(
        _("A line for each question: the question or its number first, then how many chose each step, lowest first.")
    )
    example = "\n".join([f"1;{';'.join('0123456789'[: len(sheet.steps)])}", "2;0;0;2;4;6"])
    st.code(example, language=None)
    form, draft = _kept_form(run_id)
    answered = _answered(form, run_id, evaluation)
    pasted = st.text_area(
        _("Paste the table here"), key=f"evaluation-{run_id}-table", height=200, max_chars=LONGEST_TABLE
    )
    if not pasted.strip():
        draft.keep()
        return
    totals, problems = read_table(pasted)
    for problem in problems:
        st.error(
            _("Line {line}: {problem}").format(line=problem.line, problem=plain(words(problem.error))),
            icon=":material/error:",
        )
    for question in sheet.questions:
        counted = totals.get(question.id)
        if counted is not None:
            told = " · ".join(
                f"{step.in_language(language())} {counted.get(answer, 0)}"
                for answer, step in zip(sheet.answers, sheet.steps, strict=True)
            )
            st.markdown(f"**{question.in_language(language())}**  \n{told}")
    if problems:
        draft.keep()
    else:
        _save(form, draft, run_id, evaluation, answered, lambda: totals)


def _answered(form: EntryForm, run_id: UUID, evaluation: Evaluation | None) -> int:
    answered = form.number(
        "answered",
        _("How many answered"),
        evaluation.answered if evaluation else 0,
        most=MOST_FORMS,
        needed=True,
        key=f"evaluation-{run_id}-answered",
    )
    return answered or 0


# The version the reader has before them, None while nobody has written any totals.
SEEN = ScreenState[int | None]("evaluation-seen", None)


def _save(
    form: EntryForm,
    draft: FormDraft,
    run_id: UUID,
    evaluation: Evaluation | None,
    answered: int,
    totals: Callable[[], Totals],
) -> None:
    with form.field("comments") as said:
        comments = st.text_area(
            _("What else they said, one to a line") + said,
            value=evaluation.comments if evaluation else "",
            key=f"evaluation-{run_id}-comments",
        )
    draft.keep()
    seen, stored = SEEN.of(run_id), evaluation.version if evaluation else None
    before = seen.swap(stored)
    if before != stored and evaluation is not None:
        st.warning(
            _("Somebody else has written this down since you saw it. This stands there now:"),
            icon=":material/sync_problem:",
        )
        totals_list(evaluation)

    if st.button(_("Save the totals"), type="primary", icon=":material/save:", key="save-totals"):
        form.send(
            lambda by: enter_totals(
                **by,
                run_id=run_id,
                details=EvaluationDetails(answered=answered, totals=totals(), comments=comments),
                expected_version=before,
            ),
            _("The totals are saved."),
            then=draft.sent(lambda _saved: seen.forget()),
        )


context = require_actor(Action.ENTER_EVALUATION)
actor = actor_of(context)

show_flashes()
with refusal_shown(_("The participants’ evaluation")):
    run_id = id_in_address(st.query_params.get("id"))
    row, evaluation, forms = course_to_key_in(session=context.session, actor=actor, run_id=run_id, today=context.today)
    st.title(_("The participants’ evaluation"), anchor=False)
    badge = course_badge(row.state, row.last_on, context.today)
    st.markdown(f"**{plain(row.name)}** {badge}  \n{day_first(days_words(row.first_on, row.last_on))}")
    if row.state is not CourseState.HELD:
        closed = row.state in (CourseState.EVALUATED, CourseState.REVIEWED)
        st.info(
            _("The evaluation is closed. Thank you for your help.")
            if closed
            else _("The participants answer after the last module. Come back when it has been held."),
            icon=":material/lock:" if closed else ":material/schedule:",
        )
        evaluation_buttons(run_id)
        st.stop()
    ways = {"forms": _("One form at a time"), "totals": _("Totals"), "table": _("From a table")}
    known = evaluation is not None and evaluation.answered > 0 and not forms
    way = st.segmented_control(
        _("How do you want to write it down?"),
        [*ways],
        format_func=ways.__getitem__,
        default="totals" if known else "forms",
        key=f"way-{run_id}",
        required=True,
    )
    if way == "forms":
        _by_form(run_id, forms)
    elif way == "totals":
        _by_totals(run_id, evaluation)
    else:
        _by_table(run_id, evaluation)
    _keyed_forms(run_id, forms)
    st.header(_("When everything is in"), anchor=False)
    st.write(_("Close the evaluation when the last form is in. Then it is talked through."))
    nobody = False
    if evaluation is None or not evaluation.answered:
        nobody = st.checkbox(_("Nobody answered"), key=f"nobody-{run_id}")
    if st.button(_("Close the evaluation"), icon=":material/lock:", key="close-evaluation"):
        act(
            lambda by: finish_evaluation(**by, run_id=run_id, nobody_answered=nobody),
            _("The evaluation is closed."),
        )
    with st.expander(_("Evaluation form on paper"), icon=":material/print:"):
        evaluation_buttons(run_id)
