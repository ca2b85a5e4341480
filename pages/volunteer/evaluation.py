"""Writing down what the participants of a course answered: form by form, as totals, or from a table."""

import streamlit as st

from core.access.permissions import Action
from core.courses.evaluating import finish_evaluation
from core.courses.rules import CourseState
from core.courses.view import keying
from core.errors import DomainError
from core.i18n import gettext as _
from pages.parts.course_keying import by_form, by_table, by_totals, carry_out, keyed_forms
from pages.parts.course_printing import print_buttons
from pages.parts.course_words import course_badge, days_words
from pages.parts.house import id_in_address
from pages.parts.plain import day_first, plain
from pages.parts.said import show_said
from pages.parts.session import actor_of, refused, require_actor

context = require_actor(Action.ENTER_EVALUATION)
actor = actor_of(context)

show_said()
try:
    run_id = id_in_address(st.query_params.get("id"))
    row, evaluation, forms = keying(session=context.session, actor=actor, run_id=run_id, today=context.today)
    st.title(_("The participants’ evaluation"), anchor=False)
    st.markdown(
        f"**{plain(row.name)}** {course_badge(row.state)}  \n{day_first(days_words(row.first_on, row.last_on))}"
    )
    if row.state is not CourseState.HELD:
        closed = row.state in (CourseState.EVALUATED, CourseState.REVIEWED)
        st.info(
            _("The evaluation is closed. Thank you for your help.")
            if closed
            else _("The participants answer after the last module. Come back when it has been held."),
            icon=":material/lock:" if closed else ":material/schedule:",
        )
        print_buttons(run_id)
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
        by_form(run_id, forms)
    elif way == "totals":
        by_totals(run_id, evaluation)
    else:
        by_table(run_id, evaluation)
    keyed_forms(run_id, forms)
    st.header(_("When everything is in"), anchor=False)
    st.write(_("Close the evaluation when the last form is in. Then it is talked through."))
    nobody = False
    if evaluation is None or not evaluation.answered:
        nobody = st.checkbox(_("Nobody answered"), key=f"nobody-{run_id}")
    if st.button(_("Close the evaluation"), icon=":material/lock:", key="close-evaluation"):
        carry_out(
            lambda: finish_evaluation(
                session=context.session, actor=actor, run_id=run_id, nobody_answered=nobody, now=context.now
            ),
            _("The evaluation is closed."),
        )
    with st.expander(_("Evaluation form on paper"), icon=":material/print:"):
        print_buttons(run_id)
except DomainError as error:
    st.title(_("The participants’ evaluation"), anchor=False)
    refused(error)
