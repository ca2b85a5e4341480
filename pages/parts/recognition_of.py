"""What one volunteer was thanked with, on the page about them and on their own."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import on_date
from core.recognition.reading import RecognitionRow, my_recognitions, recognitions_of
from core.recognition.rules import Gift
from pages.parts import certifying
from pages.parts.plain import plain
from pages.parts.recognition_words import gift_words
from pages.parts.session import Context, actor_of

MY_DOCUMENTS = "pages/volunteer/documents.py"


def draw(context: Context, engagement_id: UUID) -> None:
    """What is planned for them and was given, folded away; nothing for who plans none."""
    if not may(context.actor, Action.RECOGNISE):
        return
    folded = st.expander(
        _("Recognition"), icon=":material/redeem:", on_change="rerun", key=f"recognition-of-{engagement_id}"
    )
    if not folded.open:
        return
    rows = recognitions_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    with folded:
        st.markdown("\n".join(_line(row) for row in rows) or _("Nobody has thanked them yet."))
        certifying.of_volunteer(context, engagement_id)


def own(context: Context) -> None:
    """What the reader was thanked with; nothing where that is none."""
    rows = my_recognitions(session=context.session, actor=actor_of(context))
    if rows:
        st.header(_("Thank you"), anchor=False)
        for row in rows:
            said = f"  \n{plain(row.words)}" if row.words else ""
            st.markdown(f":material/redeem: {_told(row)}{said}")
            if row.gift in (Gift.DIPLOMA, Gift.CERTIFICATE):
                st.page_link(MY_DOCUMENTS, label=_("See it among your documents"), icon=":material/workspace_premium:")


def _line(row: RecognitionRow) -> str:
    planned = "" if row.given_on else f" :gray-badge[{_('planned')}]"
    return f"- {_told(row)}{planned}"


def _told(row: RecognitionRow) -> str:
    by = _("from {name}").format(name=plain(row.giver))
    return f"**{gift_words(row.gift)}** {by}, {on_date(row.given_on or row.planned_on)}"
