"""A call as anybody meets it: the task, who is sought, how one is supported, and the way to apply."""

import streamlit as st

from core.applications.applying import Applicant, CallView, begin
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import on_date
from core.organisations.pace import pace_in
from core.tasks.rules import Attachment
from pages.guidelines.principles import Matter, principle
from pages.shell.context import Context, caller
from pages.shell.state import ScreenState
from pages.tasks.showing import described, terms
from pages.tasks.words import ATTACHMENTS
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.plain import plain

# Which call the visitor has begun to answer in this tab.
WANTS = ScreenState("apply-wants", "")


def draw(context: Context, call: CallView) -> None:
    """The call, or the first question to whoever has said that they would like to."""
    if call.open and WANTS.get() == call.address:
        _who_are_you(context, call)
        return
    st.title(plain(call.task.title), anchor=False)
    if not call.open:
        st.info(_("This call is closed. Thank you for thinking of us."), icon=":material/event_busy:")
        _ask_us(call)
        return
    if call.task.attachment != Attachment.VOLUNTEER:
        st.markdown(f"**{_(ATTACHMENTS[Attachment(call.task.attachment)])}**")
    if call.closes_on is not None:
        st.markdown(_("Apply by **{day}**.").format(day=on_date(call.closes_on)))
    _begin_button(call, "top")
    described(call.task, f"{call.organisation.name} · {call.workplace}")
    section(_("How you apply"))
    st.markdown(
        "\n".join(
            f"1. {each}"
            for each in (
                _("You answer a few questions, one at a time. It takes 5 to 10 minutes."),
                _("You can stop at any time and go on later. You need no login."),
                _("A coordinator reads what you wrote, and answers you."),
                _("Your application is deleted {months} months after you sent it.").format(
                    months=call.organisation.application_months
                ),
            )
        )
    )
    _begin_button(call, "below")
    with st.expander(_("Insurance, benefits and allowances"), icon=":material/shield:", key="terms"):
        terms(call.task)
    principle(Matter.RECRUITING, call.organisation.id, programme=call.task.programme)
    _ask_us(call)


def _begin_button(call: CallView, where: str) -> None:
    st.button(
        _("I would like to apply"),
        type="primary",
        width="stretch",
        key=f"begin-{where}",
        on_click=WANTS.set,
        args=(call.address,),
    )


def _ask_us(call: CallView) -> None:
    """Whom to ask, or to apply to by phone or on paper."""
    organisation = call.organisation
    ways = [each for each in (organisation.phone, organisation.email) if each]
    if ways:
        st.markdown(
            _("Would you rather talk, or apply on paper? Ask {organisation}: {ways}.").format(
                organisation=plain(organisation.name), ways=plain(" · ".join(ways))
            )
        )


def _who_are_you(context: Context, call: CallView) -> None:
    """Name and how to reach them; from then on what they write is kept."""
    st.caption(plain(call.task.title))
    st.title(_("Who are you?"), anchor=False)
    form = EntryForm("applicant")
    applicant = contact_fields(form, Applicant(name=""))
    if context.portal.settings.mail_configured:
        st.caption(_("With an e-mail address you get a link, so that you can go on later and on any device."))
    pace = pace_in(call.organisation)
    st.caption(
        _(
            "What you write is encrypted, and only coordinators at {organisation} read it. If you do not send it, it "
            "is deleted after {days} days, else {months} months after you sent it."
        ).format(
            organisation=plain(call.organisation.name),
            days=pace.application_unsent_days,
            months=pace.application_months,
        )
    )
    if st.button(_("Continue"), type="primary", width="stretch", key="apply-begin"):
        token = form.attempt(
            lambda: begin(
                session=context.session,
                address=call.address,
                applicant=applicant,
                language=context.language,
                now=context.now,
                caller=caller(),
            )
        )
        if not isinstance(token, DomainError):
            WANTS.forget()
            st.query_params.from_dict({"t": token})
            st.rerun()
    st.button(_("Back"), type="tertiary", key="apply-back", icon=":material/arrow_back:", on_click=WANTS.forget)


def contact_fields(form: EntryForm, before: Applicant) -> Applicant:
    """The fields for a name and the ways to reach somebody."""
    with form.field("name") as said:
        name = st.text_input(_("Your name") + said, before.name, key="applicant-name", autocomplete="name")
    with form.field("email") as said:
        email = st.text_input(
            _("E-mail (may be left blank)") + said, before.email, key="applicant-email", autocomplete="email"
        )
    with form.field("phone") as said:
        phone = st.text_input(
            _("Phone (may be left blank)") + said, before.phone, key="applicant-phone", autocomplete="tel"
        )
    return Applicant(name=name, email=email, phone=phone)
