"""Occasions to thank somebody, found and not remembered; what is planned, and what was given."""

from collections.abc import Hashable, Sequence
from typing import Any

import streamlit as st

from core.access.permissions import Action
from core.access.trail import holds_for
from core.certificates.reading import made_ones
from core.i18n import gettext as _
from core.i18n import ngettext
from core.people.colleagues import contact_people
from core.recognition.reading import RecognitionRow, given_thanks, planned_thanks
from core.recognition.service import first_cards, missed
from pages.recognition import just_done
from pages.recognition.occasion_rows import occasion_row
from pages.recognition.thanking import thank
from pages.recognition.thanks_rows import thanks_row
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState, kept
from pages.widgets.dialogs import dialog_button
from pages.widgets.headings import CountedHeading, page_head, section
from pages.widgets.show_more import more_of, shown

AT_ONCE = 10
# Counted among everybody and all the years; see `kept`.
GONE_BY = ScreenState[tuple[Hashable, int] | None]("recognition-gone-by", None)
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.RECOGNISE)
asked: dict[str, Any] = {"session": context.session, "actor": actor, "organisation_id": organisation_id}
givers = contact_people(**asked)


def thanks(rows: Sequence[RecognitionRow], key: str, heading: CountedHeading) -> None:
    """A row for each, with the certificates there are."""
    engagement_ids = {engagement_id for each in rows for engagement_id, _key in each.earned}
    made = made_ones(**asked, engagement_ids=engagement_ids)
    with heading.rows(key):
        for each in rows:
            thanks_row(context, each, made, givers)


show_flashes()
with page_head(_("Recognition")):
    st.page_link(
        addresses.DIPLOMAS, label=_("Diplomas and certificates"), icon=":material/workspace_premium:", width="content"
    )
    st.page_link(
        addresses.RECOGNITION_YEAR,
        label=_("The year: money, and who was thanked"),
        icon=":material/savings:",
        width="content",
    )
    dialog_button(
        _("Thank somebody else"),
        "thank-somebody",
        _("Thank somebody else"),
        lambda now: thank(now, organisation_id, givers),
        icon=":material/add_reaction:",
    )
just_done.draw(context, organisation_id)
found = first_cards(**asked, today=context.today, count=shown("occasions", at_once=AT_ONCE))
heading = section(
    _("Worth celebrating"),
    found.all_occasions,
    note=_("What people have done, and nobody has thanked them for yet. Choose what to do, or leave it with a reason."),
)
if found.all_occasions:
    with heading.rows("occasions"):
        for number, card in enumerate(found.cards):
            occasion_row(card, givers, first=number == 0)
    more_of(found.all_cards, "occasions", at_once=AT_ONCE)
else:
    st.info(_("Nobody waits for thanks right now."), icon=":material/check_circle:")
now = holds_for(**asked, action=Action.RECOGNISE, today=context.today)
if gone := kept(GONE_BY, now, lambda: missed(**asked, today=context.today)):
    told = ngettext(
        "{count} earlier occasion came and went without thanks. It is never too late to thank somebody.",
        "{count} earlier occasions came and went without thanks. It is never too late to thank somebody.",
        gone,
    )
    st.caption(told.format(count=gone))
planned = planned_thanks(**asked, count=shown("planned-shown"))
heading = section(_("Planned thanks"), planned.total)
if not planned.total:
    st.caption(_("Nothing is planned."))
thanks(planned.rows, "planned", heading)
more_of(planned.total, "planned-shown")
folded = st.expander(_("Given"), icon=":material/history:", on_change="rerun", key="given")
if folded.open:
    with folded:
        given = given_thanks(**asked, count=shown("given-shown"))
        heading = section(_("Given"), given.total)
        if not given.total:
            st.caption(_("Nothing was given yet."))
        thanks(given.rows, "given-rows", heading)
        more_of(given.total, "given-shown")
