"""One message to a group: written and looked at as each gets it, sent, and how it stands with each mail."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.group_messages.reading import MessageView, RecipientRow, group_message
from core.group_messages.rules import GroupKind, MailStanding, MessageState
from core.group_messages.service import GroupSent, leave_out, save_message, send_message, take_message_back, throw_away
from core.i18n import at_time, clock, ngettext
from core.i18n import gettext as _
from core.messages.groups import preview
from db.group_messages import GroupMessage
from pages.group_messages.words import group_words, standing_badge
from pages.shell import addresses
from pages.shell.action import By, act, refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.part import part_of_a_run
from pages.shell.scope import id_in_address
from pages.widgets.beside import beside, next_thing
from pages.widgets.facts import Fact, facts
from pages.widgets.field import Question, Stored, check_saved, saved_field
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.question import ask_first
from pages.widgets.rows import STATELESS, line, row, row_button, row_ways
from pages.widgets.show_more import first_ones, more_button

SHOWN = 15
LOOKS_AGAIN = timedelta(seconds=4)
# Who is told of below the others: they get no mail, or none that arrived.
MINDED = (MailStanding.NO_EMAIL, MailStanding.LOST, MailStanding.SAID_NO)
context = require_actor(Action.WRITE_TO_MANY)
actor = actor_of(context)


def read(message_id: UUID) -> MessageView:
    """The message as it is now."""
    now = current()
    return group_message(session=now.session, actor=actor_of(now), message_id=message_id, now=now.now)


def save(name: str, message_id: UUID, written: str, seen: Stored) -> Stored:
    """Save one field; a change of the other meanwhile is no conflict."""
    now = current()
    stored = now.session.get_one(GroupMessage, message_id, populate_existing=True)
    if getattr(stored, name) != seen.value:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    saved = save_message(
        session=now.session,
        actor=actor_of(now),
        message_id=message_id,
        changes={name: written},
        expected_version=stored.version,
        now=now.now,
    )
    return Stored(getattr(saved, name), saved.version, now.now)


def written(view: MessageView) -> None:
    """The two fields."""
    message = view.message
    for name, label, kind in (("subject", _("Subject"), "text"), ("words", _("Message"), "letter")):
        told = _("Write {first_name} where the first name is to stand. Your name comes below by itself.")
        question = Question(
            key=f"{_key(message.id)}{name}",
            label=label,
            kind=kind,
            help=told.format(first_name=f"\\{{{_('first name')}\\}}") if name == "words" else "",
        )
        saved_field(question, Stored(getattr(message, name), message.version), partial(save, name, message.id))


def sending(view: MessageView) -> None:
    """The button that sends it, which says first what comes of it; and the way to drop it."""
    getting = len(view.those(MailStanding.WAITS))
    told = ngettext(
        "**{count}** person gets a mail, in ten minutes. Until then you can take it back.",
        "**{count}** people get a mail each, in ten minutes. Until then you can take it back.",
        getting,
    ).format(count=getting)
    with st.container(horizontal=True):
        label = ngettext("Send to {count}", "Send to {count}", getting).format(count=getting)
        ask_first(
            label,
            told,
            lambda: act(
                partial(_sent, view.message.id),
                lambda sent: _("It goes at {time}.").format(time=clock(sent.sends_at)),
                icon=":material/send:",
            ),
            key="send-message",
            disabled=not getting,
        )
        if st.button(_("Throw it away"), key="throw-away", icon=":material/delete:", type="tertiary"):
            act(
                lambda by: throw_away(**by, message_id=view.message.id),
                _("It is thrown away. Nobody got it."),
                then=lambda _gone: st.switch_page(addresses.GROUP_MESSAGES),
            )
    if getting and not context.portal.settings.mail_configured:
        st.warning(
            _("There is no mail server, so nobody gets a mail. Pass it on yourself."), icon=":material/mail_off:"
        )


def _sent(message_id: UUID, by: By) -> GroupSent:
    check_saved(_key(message_id))
    return send_message(**by, message_id=message_id, expected_version=read(message_id).message.version)


def _key(message_id: UUID) -> str:
    return f"message:{message_id}:"


def previewed(view: MessageView) -> None:
    """The mail as one of them gets it."""
    people = {each.person_id: each.name for each in view.people if each.standing is not MailStanding.SAID_NO}
    if not people:
        return
    section(_("As they get it"))
    chosen = st.selectbox(
        _("Seen as"), [*people], format_func=lambda each: people[each], key=f"preview-{view.message.id}"
    )
    mail = preview(
        session=context.session,
        actor=actor,
        message_id=view.message.id,
        person_id=chosen,
        base_url=context.portal.settings.url,
        now=context.now,
    )
    with st.container(border=True, key="hs-mail"):
        st.markdown(f"**{plain(mail.subject) or _('No subject yet')}**")
        st.markdown("\n\n".join("  \n".join(map(plain, part.split("\n"))) for part in mail.body.strip().split("\n\n")))


def told(view: MessageView) -> None:
    """Whom it is for, and where answers go."""
    found = [Fact(_("To whom"), group_words(GroupKind(view.message.kind), view.about))]
    found.append(Fact(_("From"), view.by))
    if view.reply_to:
        found.append(Fact(_("Answers go to"), view.reply_to))
    elif view.writes:
        found.append(Fact(_("Answers go to"), _("The organisation’s address, as you have none here")))
    if view.message.sends_at is not None:
        found.append(Fact(_("When"), at_time(view.message.sends_at)))
    facts(_("In short"), found)


def people(view: MessageView) -> None:
    """Who it is for, first those who hear nothing by it alone."""
    minded = view.those(*MINDED)
    if minded:
        with section(_("They get no mail"), len(minded), note=_("Call those you want to hear it.")).rows("no-mail"):
            for each in first_ones(minded, "no-mail", at_once=SHOWN):
                somebody(view, each)
        more_button(minded, "no-mail", at_once=SHOWN)
    getting = view.those(MailStanding.WAITS, MailStanding.SENT)
    with section(_("They get it"), len(getting)).rows("getting"):
        for each in first_ones(getting, "getting", at_once=SHOWN):
            somebody(view, each)
    more_button(getting, "getting", at_once=SHOWN)


def somebody(view: MessageView, each: RecipientRow) -> None:
    """One of them, how to reach who gets no mail, and leaving somebody out while it is not sent."""
    draft, gets = view.state is MessageState.DRAFT, each.standing is MailStanding.WAITS
    state = STATELESS if draft and gets else standing_badge(each.standing)
    if each.engagement_id is not None:
        row(addresses.VOLUNTEER, each.engagement_id, each.name, state=state)
    else:
        line(each.name, state=state)
    if each.phone and each.standing in (MailStanding.NO_EMAIL, MailStanding.LOST):
        row_ways([(each.phone, "tel:" + "".join(letter for letter in each.phone if letter in "+0123456789"))])
    if draft and row_button(_("Leave out"), f"leave-out-{each.person_id}"):
        act(
            lambda by: leave_out(**by, message_id=view.message.id, person_id=each.person_id),
            _("{name} is left out.").format(name=plain(each.name)),
        )


def how_far(view: MessageView) -> None:
    """Where the mails stand: until when they wait, and then how many have gone."""
    message, mails = view.message, len(view.those(MailStanding.WAITS, MailStanding.SENT, MailStanding.LOST))
    assert message.sends_at is not None
    if view.state is MessageState.WAITS:
        title = ngettext("It goes to {count} person at {time}", "It goes to {count} people at {time}", mails).format(
            count=mails, time=clock(message.sends_at)
        )
        with next_thing(title, _("Until then you can take it back, and nobody gets it.")):
            if view.writes and st.button(_("Take the message back"), key="take-message-back", icon=":material/undo:"):
                act(
                    lambda by: take_message_back(**by, message_id=message.id),
                    _("It is taken back, and nobody got it. You can go on writing."),
                    icon=":material/undo:",
                    redraw_refused=True,
                )
        return
    if not view.those(MailStanding.WAITS):
        _bar(view)
        return

    @st.fragment(run_every=LOOKS_AGAIN)
    def goes_on() -> None:
        with part_of_a_run():
            seen = read(message.id)
            _bar(seen)
            if not seen.those(MailStanding.WAITS):
                st.rerun()

    goes_on()


def _bar(view: MessageView) -> None:
    sent, waits = len(view.those(MailStanding.SENT)), len(view.those(MailStanding.WAITS))
    count = sent + waits + len(view.those(MailStanding.LOST))
    if not waits:
        told_ = ngettext("It has gone to {count} person.", "It has gone to {count} people.", sent).format(count=sent)
        st.success(told_, icon=":material/mark_email_read:")
        return
    st.progress(sent / count, _("{done} of {all}").format(done=sent, all=count))


show_flashes()
with refusal_shown(_("Write to many")):
    view = read(id_in_address(st.query_params.get("id")))
    draft = view.state is MessageState.DRAFT
    with page_head(plain(view.message.subject) if view.message.subject and not draft else _("Write to many")):
        st.page_link(addresses.GROUP_MESSAGES, label=_("All messages"), icon=":material/arrow_back:", width="content")
    places = beside()
    with places.question:
        if draft:
            written(view)
            sending(view)
        else:
            how_far(view)
            previewed(view)
    with places.facts:
        told(view)
    with places.rest:
        if draft:
            previewed(view)
        people(view)
