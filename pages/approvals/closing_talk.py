"""Beside the form of a closing talk: a guide by the reason, what is offered in illness, and other tasks to offer."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.approvals.guide import closing_guides, print_guide
from core.approvals.rules import EndReason
from core.approvals.stopping import talk_support
from core.i18n import LANGUAGES, language, name_in_words
from core.i18n import gettext as _
from pages.approvals.words import why
from pages.shell.context import Context, actor_of
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
        if support.tasks and reason is not EndReason.MOVED:
            tasks = "\n".join(f"- {plain(task.title)}, {plain(task.workplace)}" for task in support.tasks)
            st.markdown(f"**{_('Other tasks here')}**\n\n{tasks}")
        _print(context, engagement_id, reason)


def _print(context: Context, engagement_id: UUID, reason: EndReason | None) -> None:
    """The guide with room to write, made when it is asked for; by then the run's own session is closed."""
    portal, actor, now = context.portal, actor_of(context), context.now

    def printed(spoken: str) -> bytes:
        with portal.session() as session:
            return print_guide(
                session=session, actor=actor, engagement_id=engagement_id, reason=reason, language=spoken, now=now
            )

    with st.container(horizontal=True):
        for spoken in LANGUAGES:
            st.download_button(
                _("Print in {language}").format(language=name_in_words(spoken)),
                data=partial(printed, spoken),
                file_name=f"closing-talk-{spoken}.pdf",
                mime="application/pdf",
                icon=":material/print:",
                on_click="ignore",
                key=f"print-closing:{engagement_id}:{spoken}:{reason}",
            )
