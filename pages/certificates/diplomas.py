"""Diplomas and certificates: what people have earned, made one or all at a time, and fetched as one ZIP."""

import streamlit as st

from core.access.permissions import Action
from core.certificates.archive import title
from core.certificates.reading import Earned, earned_certificates
from core.i18n import gettext as _
from core.i18n import on_date
from pages.certificates import many
from pages.certificates.certifying import hold_or_make
from pages.documents.rows import first_ones, more_button
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_said
from pages.shell.scope import organisation_for
from pages.widgets.plain import plain
from pages.widgets.zip_download import CERTIFICATES, fetch_button

SHOWN = 10
context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = organisation_for(context, Action.RECOGNISE)


def card(row: Earned) -> None:
    """Who has earned it and when, and the PDF or the button that makes it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(row.name)}**  \n:small[{on_date(row.on)} · {plain(row.workplace)}]", width="stretch")
        hold_or_make(context, row.engagement_id, row.key, row.certificate_id)


show_said()
st.page_link(addresses.RECOGNITION, label=_("Recognition"), icon=":material/arrow_back:")
st.title(_("Diplomas and certificates"), anchor=False)
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
earned = earned_certificates(session=context.session, actor=actor, organisation_id=organisation_id, today=context.today)
if not earned:
    st.info(_("Nobody has earned one yet."), icon=":material/workspace_premium:")
    st.stop()
kinds = {row.key: title(row.kind, row.years) for row in sorted(earned, key=lambda row: (row.kind, row.years))}
key = st.selectbox(_("Which?"), [*kinds], format_func=kinds.__getitem__, key="diploma-kind")
rows = [row for row in earned if row.key == key]
places = st.multiselect(
    _("Only these workplaces"), sorted({row.workplace for row in rows}), placeholder=_("All"), key="diploma-places"
)
rows = [row for row in rows if not places or row.workplace in places]
missing = [row.engagement_id for row in rows if row.certificate_id is None]
made = [row.certificate_id for row in rows if row.certificate_id is not None]
st.markdown(
    _("{all} have earned it. {made} are made, {missing} are missing.").format(
        all=len(rows), made=len(made), missing=len(missing)
    )
)
if (
    missing
    and key
    and st.button(
        _("Make all that are missing ({count})").format(count=len(missing)),
        type="primary",
        icon=":material/workspace_premium:",
        key="make-all",
    )
):
    many.begin(organisation_id, missing, key, kinds[key])
if made:
    fetch_button(made, CERTIFICATES, look="secondary" if missing else "primary")
for row in first_ones(rows, "earned", at_once=SHOWN):
    card(row)
more_button(rows, "earned", at_once=SHOWN)
