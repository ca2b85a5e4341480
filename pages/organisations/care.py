"""How the organisation takes care when something is wrong, and when somebody stops: numbers and words, on its page."""

from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.organisations.care import CARE_BOUNDS, CareDetails, read_care, save_care
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm
from pages.widgets.headings import section


def care_form(context: Context, organisation_id: UUID) -> None:
    """Within how many working days a worry is answered, whom to call, notice, and what is offered in illness."""
    section(_("When something is wrong, and at a goodbye"))
    stored = read_care(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    held, at = stored.details, stored.version
    form = EntryForm(f"care-{at}")
    with st.form(f"care-form-{at}", border=False, enter_to_submit=False):
        answer = form.number(
            "answer_days",
            _("Working days until somebody who tells that something is wrong has an answer"),
            held.answer_days,
            key=f"care-answer-{at}",
            least=CARE_BOUNDS["answer_days"][0],
            most=CARE_BOUNDS["answer_days"][1],
            needed=True,
        )
        with form.field("social_phone") as said:
            phone = st.text_input(
                _("The municipality’s social on-call number") + said,
                held.social_phone,
                key=f"care-phone-{at}",
                help=_("Shown with 112 where a child or an adult may be treated badly."),
            )
        notice = form.number(
            "notice_days",
            _("Days you would like to know beforehand that somebody stops"),
            held.notice_days,
            key=f"care-notice-{at}",
            most=CARE_BOUNDS["notice_days"][1],
            needed=True,
        )
        with form.field("when_ill") as said:
            when_ill = st.text_area(
                _("What you offer to a volunteer who falls ill (may be left blank)") + said,
                held.when_ill,
                key=f"care-ill-{at}",
                help=_("Such as courses, groups and advice, and whom to call. Shown at a goodbye because of illness."),
            )
        if st.form_submit_button(_("Save")):
            form.send(
                lambda by: save_care(
                    **by,
                    organisation_id=organisation_id,
                    details=CareDetails(answer or 0, notice or 0, phone, when_ill),
                    expected_version=at,
                ),
                _("It is saved, and holds from now on."),
            )
