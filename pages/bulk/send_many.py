"""One kind of document to many volunteers: chosen, looked over, sent with progress, and who was not reached."""

import streamlit as st

from core.access.permissions import Action
from core.bulk.recipients import Recipient, RecipientGroup, count_recipients, kinds_for_many, recipients
from core.bulk.service import sent_lately
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import ngettext
from core.register.documents import programme_names
from pages.bulk.sending import before_sending, begin, forecast, send, show_outcome, under_way
from pages.people.filters import filters
from pages.shell import addresses
from pages.shell.context import actor_of, current, require_actor
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head
from pages.widgets.question import ask_first

context = require_actor(Action.DRAFT_DOCUMENT)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.DRAFT_DOCUMENT)

with page_head(_("Send to many")):
    st.page_link(addresses.VOLUNTEERS, label=_("Volunteers"), icon=":material/arrow_back:", width="content")
job = under_way()
if job is not None:
    if job.waits_to_begin:
        send(job)
    show_outcome(job)
    st.stop()

kinds = kinds_for_many(session=context.session, actor=actor, organisation_id=organisation_id)
if not kinds:
    st.info(_("There are no volunteers to send to yet."), icon=":material/group:")
    st.stop()
st.write(
    _(
        "Each gets a document of their own in the language they read. Who signed an older version gets the newest, "
        "with the answers they gave before."
    )
)
kind = st.selectbox(_("Which document?"), kinds, format_func=kind_name, key="many-kind")
programmes = programme_names(session=context.session, actor=actor, language=context.language)
chosen = filters(context, organisation_id, lambda: programmes)


def found(those: RecipientGroup, most: int | None = None) -> list[Recipient]:
    """RecipientGroup of the volunteers chosen who get one, or do not; read when they are to be seen or sent to."""
    now = current()
    return recipients(
        session=now.session,
        actor=actor_of(now),
        organisation_id=organisation_id,
        kind=kind,
        those=those,
        most=most,
        filtered_by=chosen,
        today=now.today,
    )


lately = sent_lately(session=context.session, actor=actor, organisation_id=organisation_id, kind=kind, now=context.now)
if lately:
    # Also who comes back after a sending that was cut short reads here how far it came.
    st.info(
        ngettext(
            "You have sent this to {count} volunteer within the last hour. Nobody gets it twice.",
            "You have sent this to {count} volunteers within the last hour. Nobody gets it twice.",
            lately,
        ).format(count=lately),
        icon=":material/mark_email_read:",
    )
counts = count_recipients(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    kind=kind,
    filtered_by=chosen,
    today=context.today,
)
getting = counts[RecipientGroup.GETTING]
forecast(counts, found)
if getting and not context.portal.settings.mail_configured:
    st.warning(_("There is no mail server, so nobody gets a mail. Pass it on yourself."), icon=":material/mail_off:")


def _send() -> None:
    begin(organisation_id, kind, [each.engagement_id for each in found(RecipientGroup.GETTING)])
    st.rerun()


ask_first(
    ngettext("Send to {count}", "Send to {count}", getting).format(count=getting),
    before_sending(kind, getting),
    _send,
    key="send-to-many",
    disabled=not getting,
)
