"""Beside the form of a closing talk: a guide by the reason, what is offered in illness, and other tasks to offer."""

from uuid import UUID

import streamlit as st

from core.approvals.guide import closing_guides, print_guide
from core.approvals.rules import EndReason
from core.approvals.stopping import talk_support
from core.i18n import gettext as _
from core.i18n import language
from pages.approvals.words import why
from pages.shell.context import Context, actor_of
from pages.widgets.downloads import print_buttons
from pages.widgets.plain import plain


def closing_guide(context: Context, engagement_id: UUID) -> None:
    """How to hold the talk where somebody stops for the reason that was said, or is chosen here."""
    actor = actor_of(context)
    support = talk_support(session=context.session, actor=actor, engagement_id=engagement_id)
    with st.container(border=True, key=f"closing-guide-{engagement_id}"):
        st.markdown(f"**{plain(closing_guides().title.in_language(language()))}**")
        reason = why(support.reason, f"closing-why-{engagement_id}")
        guide = closing_guides().of(reason)
        said = [guide.begin, *guide.points, guide.offer]
        st.markdown("\n".join(f"- {plain(each.in_language(language()))}" for each in said))
        if reason is EndReason.ILLNESS and support.when_ill:
            st.markdown(f"**{_('What we offer in illness')}**  \n{plain(support.when_ill)}")
        if offered := support.offered(reason):
            tasks = "\n".join(f"- {plain(task.title)}, {plain(task.workplace)}" for task in offered)
            st.markdown(f"**{_('Other tasks here')}**\n\n{tasks}")
        _print(context, engagement_id, reason)


def _print(context: Context, engagement_id: UUID, reason: EndReason | None) -> None:
    """The guide with room to write, in each language."""
    actor, now = actor_of(context), context.now
    print_buttons(
        _("Print in {language}"),
        lambda session, language: print_guide(
            session=session, actor=actor, engagement_id=engagement_id, reason=reason, language=language, now=now
        ),
        "closing-talk",
        key=f"print-closing:{engagement_id}:{reason}:",
    )
