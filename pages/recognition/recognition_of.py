"""What one volunteer was thanked with, on the page about them and on their own."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.recognition.invitations import choose_mention, mention_chosen, my_invitations
from core.recognition.reading import RecognitionRow, my_recognitions, recognitions_of
from core.recognition.rules import Gift
from pages.certificates import certifying
from pages.recognition.words import thanks_words, what_words
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.shell.flash import say
from pages.widgets.plain import plain


def draw(context: Context, engagement_id: UUID) -> None:
    """What is planned for them and was given; nothing for who plans none."""
    if not may(context.actor, Action.RECOGNISE):
        return
    rows = recognitions_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    st.markdown("\n".join(_line(row) for row in rows) or _("Nobody has thanked them yet."))
    certifying.of_volunteer(context, engagement_id)


def own(context: Context) -> None:
    """What the reader was thanked with; nothing where that is none."""
    rows = my_recognitions(session=context.session, actor=actor_of(context))
    if rows:
        st.header(_("Thank you"), anchor=False)
        for row in rows:
            said = "".join(f"  \n{each}" for each in (plain(row.words or ""), thanks_words(row)) if each)
            st.markdown(f":material/redeem: {_told(row)}{said}")
            if row.gift in (Gift.DIPLOMA, Gift.CERTIFICATE):
                st.page_link(
                    addresses.MY_DOCUMENTS, label=_("See it among your documents"), icon=":material/workspace_premium:"
                )


def invited(context: Context) -> None:
    """That an invitation waits for an answer; nothing where none does."""
    found = my_invitations(session=context.session, actor=actor_of(context), today=context.today)
    if any(each.open and each.comes is None for each in found):
        st.page_link(
            addresses.INVITATIONS, label=_("You are invited. Say whether you can come"), icon=":material/celebration:"
        )


def mention(context: Context) -> None:
    """Whether the reader may be mentioned in public."""
    actor = actor_of(context)
    said = mention_chosen(session=context.session, actor=actor)
    now = said is not None and said.allowed
    chosen = st.toggle(_("You may mention me when you thank people in public"), now, key=f"mention-{now}")
    if said is None:
        st.caption(_("Nobody mentions you unless you say yes here."))
    elif not said.allowed:
        told = _("You have said no since {date}. Nobody mentions you.")
        st.caption(told.format(date=on_date(local_day(said.said_at))))
    if chosen != now:
        choose_mention(session=context.session, actor=actor, may_mention=chosen, now=context.now)
        say(_("It is saved."))
        st.rerun()


def _line(row: RecognitionRow) -> str:
    planned = "" if row.given_on else f" :gray-badge[{_('planned')}]"
    return f"- {_told(row)}{planned}"


def _told(row: RecognitionRow) -> str:
    by = _("from {name}").format(name=plain(row.giver))
    return f"**{what_words(row)}** {by}, {on_date(row.given_on or row.planned_on)}"
