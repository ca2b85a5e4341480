"""Diplomas and certificates: what people have earned, made one or all at a time, and fetched as one ZIP."""

from typing import Any

import streamlit as st

from core.access.permissions import Action
from core.certificates.archive import title
from core.certificates.reading import (
    EarnedCertificate,
    earned_certificates,
    earned_kinds,
    earned_places,
    those_made,
    without_one,
)
from core.i18n import gettext as _
from core.i18n import on_date
from pages.certificates import many
from pages.certificates.certifying import hold_or_make
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.downloads import Later, fetch_button
from pages.widgets.headings import page_head, section
from pages.widgets.rows import row
from pages.widgets.show_more import more_of, shown

SHOWN = 10
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.RECOGNISE)


def earner(each: EarnedCertificate) -> None:
    """Who has earned it and when, and the PDF or the button that makes it."""
    row(addresses.VOLUNTEER, each.engagement_id, each.name, place=each.workplace, what=on_date(each.on))
    hold_or_make(context, each.engagement_id, each.key, each.certificate_id, look="tertiary")


show_flashes()
with page_head(_("Diplomas and certificates")):
    st.page_link(addresses.RECOGNITION, label=_("Recognition"), icon=":material/arrow_back:", width="content")
if job := many.under_way():
    many.do_it(job)
    st.stop()
st.write(
    _(
        "What people have earned, as festive PDFs with your logo and signature, sealed so that anyone can check them. "
        "Breaks are not counted in the years. A volunteer finds their own among their documents; where a thank-you is "
        "planned, only when it is given."
    )
)
asked: dict[str, Any] = {
    "session": context.session,
    "actor": actor,
    "organisation_id": organisation_id,
    "today": context.today,
}
kinds = {key: title(*what) for key, what in earned_kinds(**asked).items()}
if not kinds:
    st.info(_("Nobody has earned one yet."), icon=":material/workspace_premium:")
    st.stop()
which, where = st.columns(2)
key = which.selectbox(_("Which?"), [*kinds], format_func=kinds.__getitem__, key="diploma-kind")
if key is None:
    st.stop()
places = earned_places(**asked, key=key)
at = where.multiselect(
    _("Only these workplaces"), [*places], format_func=places.__getitem__, placeholder=_("All"), key="diploma-places"
)
found = earned_certificates(**asked, key=key, workplace_ids=at, count=shown("earned", at_once=SHOWN))
missing = found.total - found.made
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(
        _("{all} have earned it. {made} are made, {missing} are missing.").format(
            all=found.total, made=found.made, missing=missing
        ),
        width="content",
    )
    if missing and st.button(
        _("Make all that are missing ({count})").format(count=missing),
        type="primary",
        icon=":material/workspace_premium:",
        key="make-all",
    ):
        many.begin(organisation_id, without_one(**asked, key=key, workplace_ids=at), key, kinds[key])
    if found.made:
        those = Later(found.made, lambda session: those_made(**asked | {"session": session}, key=key, workplace_ids=at))
        fetch_button(those, many.CERTIFICATES, look="secondary" if missing else "primary")
with section(_("Earned"), found.total).rows("earned"):
    for earned in found.rows:
        earner(earned)
more_of(found.total, "earned", at_once=SHOWN)
