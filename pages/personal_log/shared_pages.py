"""What peers of a team let the reader read of their log books, on the page of the team."""

from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import on_date
from core.personal_log.rules import QUESTIONS, LogTool
from core.personal_log.shared import SharedRead, shared_with_me
from core.personal_log.words import ASKED, TOOLS
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_label


def shown_to_me(context: Context, team_id: UUID) -> None:
    """Each page folded below whose it is; nothing where nobody shows any."""
    found = shared_with_me(session=context.session, actor=actor_of(context), team_id=team_id)
    if not found:
        return
    section(_("Shown to you from a log book"), note=_("As it stood on that day. It goes when they take it back."))
    for each in found:
        _page(each)


def _page(each: SharedRead) -> None:
    label = f"{each.name}: {_(TOOLS[each.page.tool])}, {on_date(each.shared_on)}"
    with st.expander(plain_label(label), icon=":material/menu_book:"):
        for question in QUESTIONS[each.page.tool]:
            if said := each.page.words.get(question):
                if each.page.tool is not LogTool.FREE:
                    st.markdown(f"**{_(ASKED[f'{each.page.tool}.{question}'])}**")
                st.markdown(plain(said))
