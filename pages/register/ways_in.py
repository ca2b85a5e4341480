"""How a volunteer gets in: the link to copy, send again, withdraw, or one for a new passphrase."""

from uuid import UUID

import streamlit as st

from core.access.invitations import make_passphrase_link, withdraw
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.people.service import VolunteerView
from core.register.joining import WayIn, way_in
from core.register.rules import Joining
from pages.documents.phrases import JOINING, JOINING_ICONS
from pages.journey.doing import make_link
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.flash import mail_words
from pages.widgets.plain import plain


def draw_way_in(context: Context, view: VolunteerView) -> None:
    """Whether the volunteer has joined, and what can be done about it."""
    way = way_in(
        session=context.session,
        actor=actor_of(context),
        engagement_id=view.engagement.id,
        base_url=context.portal.settings.url,
        now=context.now,
    )
    st.subheader(_("Access to the portal"), anchor=False)
    with st.container(border=True):
        st.markdown(f":material/{JOINING_ICONS[way.state]}: **{_(JOINING[way.state])}**")
        if way.link:
            _show_link(context, view, way)
        if way.may_invite:
            _buttons(context, view, way)


def _show_link(context: Context, view: VolunteerView, way: WayIn) -> None:
    name = view.person.name.split()[0]
    purpose = _("With this link {name} joins:")
    if way.for_passphrase:
        purpose = _("With this link {name} chooses a new passphrase:")
    st.text(purpose.format(name=name))
    st.code(way.link, language=None, wrap_lines=True)
    told = []
    if way.expires_at is not None:
        told.append(_("It can be used once, until {day}.").format(day=on_date(local_day(way.expires_at))))
    if way.sent_at is not None:
        told.append(_("It was sent by mail {day}.").format(day=on_date(local_day(way.sent_at))))
    elif view.person.email and context.portal.settings.mail_configured:
        told.append(_("The mail waits to be sent."))
    else:
        told.append(mail_words(context, view.person.email))
    st.markdown(f":small[{plain(' '.join(told))}]")


def _buttons(context: Context, view: VolunteerView, way: WayIn) -> None:
    with st.container(horizontal=True):
        if way.state is not Joining.JOINED:
            fresh = way.state is Joining.NOT_INVITED
            mailed = bool(view.person.email) and context.portal.settings.mail_configured
            again = _("Send again with a new link") if mailed else _("Make a new link")
            label = _("Make the link") if fresh else again
            if st.button(label, icon=":material/forward_to_inbox:", key="invite"):
                make_link(view.engagement.id)
                st.rerun()
        elif st.button(_("Make a link for a new passphrase"), icon=":material/key:", key="passphrase-link"):
            _make_passphrase_link(context, view)
        if (
            way.link
            and way.invitation_id
            and st.button(_("Withdraw the link"), icon=":material/link_off:", key="withdraw-link")
        ):
            _withdraw(way.invitation_id)


def _make_passphrase_link(context: Context, view: VolunteerView) -> None:
    act(
        lambda by: make_passphrase_link(
            **by, person_id=view.person.id, organisation_id=view.engagement.organisation_id
        ),
        f"{_('The link is ready.')} {mail_words(context, view.person.email)}",
        icon=":material/key:",
        redraw_refused=True,
    )


def _withdraw(invitation_id: UUID) -> None:
    act(
        lambda by: withdraw(**by, invitation_id=invitation_id),
        _("The link no longer works."),
        icon=":material/link_off:",
        redraw_refused=True,
    )
