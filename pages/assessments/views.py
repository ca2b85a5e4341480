"""What one is asked about somebody who applies: a name, a task, and an answer in two taps."""

import streamlit as st

from core.access.permissions import Action
from core.assessments.rules import ViewAnswer
from core.assessments.views import AskedOfMe, answer_view, asked_of_me
from core.i18n import gettext as _
from core.i18n import on_date
from pages.assessments.words import OWN_VIEWS
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.headings import section

context = require_actor(Action.GIVE_VIEW)


def question(asked: AskedOfMe) -> None:
    """One applicant, and the three answers."""
    section(asked.name, note=_("Would like to: {task}").format(task=asked.task))
    answer = st.radio(
        _("What do you think?"),
        list(ViewAnswer),
        index=list(ViewAnswer).index(asked.answer) if asked.answer else None,
        format_func=lambda each: _(OWN_VIEWS[each]),
        key=f"view-{asked.view_id}",
    )
    if st.button(
        _("Change my answer") if asked.answer else _("Send my answer"),
        key=f"send-view-{asked.view_id}",
        type="secondary" if asked.answer else "primary",
        disabled=answer is None or answer == asked.answer,
        icon=":material/send:",
    ):
        act(
            lambda by: answer_view(**by, view_id=asked.view_id, answer=answer or ""),
            _("Thank you. Your answer is with the coordinators."),
        )
    st.caption(_("You can answer until {day}, and change your answer until then.").format(day=on_date(asked.until)))


show_flashes()
st.title(_("You are asked"), anchor=False)
asked = asked_of_me(session=context.session, actor=actor_of(context), today=context.today)
if asked:
    st.write(
        _(
            "Somebody would like to be a volunteer, and you may know them. Only the coordinators read your answer. If "
            "there is something to talk about, they call you."
        )
    )
else:
    st.info(_("Nobody asks you for anything right now."), icon=":material/done_all:")
for each in asked:
    question(each)
