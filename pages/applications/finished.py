"""An application that was sent, answered or taken back, as its applicant sees it by their link."""

import streamlit as st

from core.applications.applying import OwnApplication, take_back
from core.applications.rules import ApplicationState
from core.assessments.deciding import letter_by_link
from core.errors import DomainError
from core.i18n import at_time, on_date
from core.i18n import gettext as _
from pages.applications.asking import answers
from pages.shell import addresses
from pages.shell.action import attempt
from pages.shell.context import current, refused
from pages.widgets.copying import link_to_copy
from pages.widgets.paper import letter
from pages.widgets.plain import plain


def draw(token: str, own: OwnApplication) -> None:
    """What became of it, what comes next, when it is deleted, and the way to take it back."""
    st.caption(plain(own.call.task.title))
    match own.state:
        case ApplicationState.WITHDRAWN:
            st.title(_("Your application is taken back"), anchor=False)
            st.markdown(
                _("What you wrote is gone. The rest is deleted on {day}. You are welcome to apply again.").format(
                    day=on_date(own.row.delete_on)
                )
            )
            return
        case ApplicationState.DECIDED:
            st.title(_("Your application has been answered"), anchor=False)
            _answer(token)
        case _:
            _received(token, own)
    _deleted_on(own)
    with st.expander(_("What you wrote"), icon=":material/description:", key="apply-wrote"):
        answers(own)
    if own.state is ApplicationState.RECEIVED:
        st.page_link(
            addresses.QUESTIONNAIRE,
            label=_("Think it over: a questionnaire for yourself"),
            icon=":material/self_improvement:",
            query_params={"t": token},
        )
        _taking_back(token)


def _received(token: str, own: OwnApplication) -> None:
    st.title(_("Thank you! We have your application"), anchor=False)
    assert own.row.submitted_at is not None
    st.success(
        _("Received {moment}. A coordinator reads it, and answers you.").format(moment=at_time(own.row.submitted_at)),
        icon=":material/check_circle:",
    )
    if own.row.set_aside_at is not None:
        _aside(own)
    st.markdown(_("With this link you can come back here, read what you wrote, or take it back. Keep it to yourself."))
    link_to_copy(f"{current().portal.settings.url.rstrip('/')}/apply?t={token}", "apply-link")


def _aside(own: OwnApplication) -> None:
    """What whoever sent it in a rush, or very fast, can do so that it is read first."""
    called = _("Call {organisation} on {phone}, and tell us that it is from you.").format(
        organisation=plain(own.call.organisation.name), phone=plain(own.call.organisation.phone)
    )
    if own.row.email:
        mailed = _("Open the link in the mail we send you. Then we know that it is from you, and read it first.")
        st.info(f"{mailed} {_('Got no mail?')} {called}", icon=":material/mark_email_unread:")
    else:
        st.info(called, icon=":material/call:")


def _answer(token: str) -> None:
    """The letter as it went."""
    found = letter_by_link(session=current().session, token=token)
    if found is not None:
        letter(found.subject, found.body)
    st.markdown(_("Ask us about all you wonder about."))


def _deleted_on(own: OwnApplication) -> None:
    st.markdown(_("Your application is deleted on **{day}**.").format(day=on_date(own.row.delete_on)))


def _taking_back(token: str) -> None:
    with st.expander(_("Take my application back"), icon=":material/undo:", key="apply-undo"):
        st.markdown(_("Then what you wrote is deleted now, and nobody here reads it. You need give no reason."))
        if st.button(_("Take it back"), key="apply-take-back"):
            context = current()
            done = attempt(lambda: take_back(session=context.session, token=token, now=context.now))
            if isinstance(done, DomainError):
                refused(done)
            else:
                st.rerun()
