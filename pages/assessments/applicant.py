"""One application: what is next, what was written, the criteria, what others say, and the answer."""

import streamlit as st

from core.access.permissions import Action
from core.applications.rules import Age, ApplicantQuestion
from core.applications.words import CHOICES, QUESTIONS
from core.assessments.reading import ApplicantView, applicant
from core.assessments.rules import BoardStage, ViewState
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from pages.assessments import asking, criteria, deciding, interview
from pages.assessments.words import STAGES, waited_words
from pages.people.reaching import ways_to_reach
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.beside import beside, next_thing
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain

context = require_actor(Action.HANDLE_APPLICATIONS)
actor = actor_of(context)


def next_step(view: ApplicantView) -> None:
    """The one box: where it stands, and what can be done about it."""
    note = waited_words(view.days)
    match view.stage:
        case BoardStage.WITHDRAWN:
            next_thing(_("The applicant has taken it back"), _("You need not do anything."))
        case BoardStage.ANSWERED:
            deciding.answered(context, view)
        case BoardStage.LETTER:
            with next_thing(_("The letter is to go"), note):
                deciding.way_to_letter(view)
        case BoardStage.ASKED:
            open_ = [each for each in view.views if each.state is ViewState.ASKED]
            until = max(each.until for each in open_)
            said = ngettext(
                "{count} person is asked, until {day}.", "{count} people are asked, until {day}.", len(open_)
            )
            with next_thing(_("You wait for others"), said.format(count=len(open_), day=on_date(until)), state=note):
                deciding.way_to_decide(view, loud=False)
        case _:
            with next_thing(_(STAGES[view.stage]), note):
                deciding.way_to_decide(view)


def under_age(view: ApplicantView) -> None:
    """What applies where they are under 18: they were told, and whoever answers them is to remember it."""
    if view.application.age == Age.MINOR and view.answered_on is None and view.stage is not BoardStage.WITHDRAWN:
        st.info(
            _(
                "They are under 18. One of their parents must say yes too, and you talk with them both first. Some "
                "tasks and times of the day are not for those under 18."
            ),
            icon=":material/family_restroom:",
        )


def written(view: ApplicantView) -> None:
    """What the applicant wrote, in their own words."""
    application = view.application
    told = (
        (_("Why they would like to"), application.motivation),
        (_("Their own experience"), application.experience),
        (_("What would help in practice"), application.accommodations),
    )
    section(_("What {name} wrote").format(name=application.name))
    for title, words in told:
        if words:
            st.markdown(f"**{title}**")
            st.text(words)
    if not any(words for _title, words in told):
        st.caption(_("Nothing in their own words."))


def in_short(view: ApplicantView) -> None:
    """How to reach the applicant, and what was ticked."""
    application = view.application
    facts(_("Contact"), ways_to_reach(application.phone, application.email))
    assert application.submitted_at is not None
    told = [Fact(_("Task"), view.task.title), Fact(_("Received"), on_date(local_day(application.submitted_at)))]
    said = (
        (ApplicantQuestion.HEARD_FROM, application.heard_from),
        (ApplicantQuestion.BEFOREHAND, application.beforehand),
        (ApplicantQuestion.AGE, application.age),
        (ApplicantQuestion.BENEFIT, application.benefit),
    )
    told += [Fact(_(QUESTIONS[asked]), _(CHOICES[asked][value])) for asked, value in said if value]
    if application.advised_on:
        told.append(Fact(_("Told where to ask about it"), on_date(application.advised_on)))
    if view.written_by:
        told.append(Fact(_("Written down by"), view.written_by))
    also = [f"{title}, {on_date(day)}" for title, day in view.also]
    if also:
        told.append(Fact(_("Has also applied for"), "; ".join(also)))
    told.append(Fact(_("Deleted on"), on_date(application.delete_on)))
    facts(_("In short"), told)


show_flashes()
with refusal_shown(_("Application")):
    view = applicant(
        session=context.session,
        actor=actor,
        application_id=id_in_address(st.query_params.get("id")),
        today=context.today,
    )
    with page_head(plain(view.application.name)):
        st.page_link(addresses.APPLICATIONS, label=_("All applications"), icon=":material/arrow_back:", width="content")
    asked = st.query_params.get(deciding.DO, "")
    if asked == deciding.DECIDE and view.answered_on is None and view.stage is not BoardStage.WITHDRAWN:
        under_age(view)
        deciding.decide_form(view)
    elif asked == deciding.LETTER and view.stage is BoardStage.LETTER:
        deciding.letter_form(context, view)
    else:
        places = beside()
        with places.question:
            next_step(view)
            under_age(view)
            written(view)
        with places.facts:
            in_short(view)
            criteria.handed_out(view)
        with places.rest:
            asking.draw(context, view)
            if view.by_criteria:
                criteria.draw(view)
            interview.draw(context, view)
