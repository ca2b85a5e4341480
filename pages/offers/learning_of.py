"""What one volunteer has been at, is invited to and asks for, on the page about them."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.offers.needs import asked_by
from core.offers.reading import ListedOffer, offers_of
from pages.offers.words import kind_word, standing_of
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.plain import and_words, plain


def draw(context: Context, engagement_id: UUID) -> None:
    """All of it; nothing for who plans no offers."""
    if not may(context.actor, Action.PLAN_OFFERS):
        return
    rows = offers_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    asked = asked_by(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if asked:
        st.markdown(_("Would like: {kinds}").format(kinds=and_words(kind_word(kind).lower() for kind in asked)))
    st.markdown("\n".join(_line(row) for row in rows) or _("They have not been invited to anything yet."))
    st.page_link(addresses.OFFERS, label=_("All offers"), icon=":material/event:")


def _line(row: ListedOffer) -> str:
    about = f"{kind_word(row.kind)}, {on_date(local_day(row.starts_at))}"
    return f"- **{plain(row.title)}** {standing_of(row.standing)}  \n:small[{about}]"
