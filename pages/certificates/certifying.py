"""One certificate to make or to hold: the button that makes it, and the sealed PDF to keep."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, require
from core.access.sessions import actor_for
from core.certificates.archive import title
from core.certificates.reading import (
    CertificateRow,
    OwnEngagement,
    certificate_file,
    certificates_of,
    my_certificates,
    own_engagements,
    years_in,
)
from core.certificates.service import make, prove
from core.certificates.text import CertificateKind
from core.documents.export.zipping import safe_name
from core.i18n import gettext as _
from core.i18n import local_day, on_date, utc_now
from core.startup import Portal
from pages.shell.action import act
from pages.shell.context import Context, actor_of, token
from pages.widgets.downloads import Look
from pages.widgets.plain import plain


def kind_of(key: str) -> CertificateKind:
    """What a key such as "diploma:10" is for."""
    return CertificateKind(key.partition(":")[0])


def hold_or_make(
    context: Context, engagement_id: UUID, key: str, certificate_id: UUID | None, *, look: Look = "secondary"
) -> None:
    """The PDF where it is made, else the button that makes it."""
    kind, years = kind_of(key), years_in(key)
    called = title(kind, years)
    if certificate_id is not None:
        download(context, certificate_id, called, look=look)
        return
    if st.button(
        _("Make the {document}").format(document=_inside(called)),
        type=look,
        icon=":material/workspace_premium:",
        key=f"make-{engagement_id}-{key}",
    ):
        _made(engagement_id, key, again=False)


def download(context: Context, certificate_id: UUID, called: str, *, look: Look = "secondary") -> None:
    """The sealed PDF to keep."""
    portal, held = context.portal, token()
    st.download_button(
        _("Download the {document}").format(document=_inside(called)),
        data=lambda: _file(portal, held, certificate_id),
        file_name=f"{safe_name(called)}.pdf",
        mime="application/pdf",
        type=look,
        icon=":material/download:",
        on_click="ignore",
        key=f"certificate-{certificate_id}",
    )


def of_volunteer(context: Context, engagement_id: UUID) -> None:
    """What was made for one volunteer, to be downloaded or made anew where a name was spelled wrong."""
    for row in certificates_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id):
        with st.container(horizontal=True, vertical_alignment="center"):
            download(context, row.certificate_id, title(row.kind, row.years))
            made = _("Made on {date} by {name}").format(date=on_date(local_day(row.on)), name=plain(row.by))
            st.caption(made, width="content")
            if row.kind is not CertificateKind.PROOF and st.button(
                _("Make it anew"),
                type="tertiary",
                key=f"anew-{row.certificate_id}",
                help=_("If a name was spelled wrong. The former one stays as it was, and can still be checked."),
            ):
                key = f"diploma:{row.years}" if row.kind is CertificateKind.DIPLOMA else row.kind.value
                _made(engagement_id, key, again=True)


def own(context: Context) -> None:
    """The reader's own certificates, and a proof of what they do, made at once."""
    rows = my_certificates(session=context.session, actor=actor_of(context))
    engagements = own_engagements(session=context.session, actor=actor_of(context))
    if not engagements and not rows:
        return
    st.header(_("Diplomas and proof"), anchor=False)
    for row in rows:
        _held(context, row)
    st.markdown(
        _(
            "Do you need to show what you do, for a job or a course of study? Make a proof of volunteering. It says "
            "your role, since when, and how many courses you have led. It says nothing about health."
        )
    )
    for engagement in engagements:
        _proof_button(engagement, several=len(engagements) > 1)


def _held(context: Context, row: CertificateRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        called = title(row.kind, row.years)
        told = _("Number {number}. Anyone with the file can check that it is genuine.").format(number=row.number)
        st.markdown(f"**{called}** · {on_date(local_day(row.on))}  \n:small[{told}]", width="stretch")
        download(context, row.certificate_id, called)


def _proof_button(engagement: OwnEngagement, *, several: bool) -> None:
    label = _("Make a proof of volunteering")
    if several:
        label = f"{label}: {plain(engagement.organisation)}"
    if st.button(label, icon=":material/verified_user:", key=f"prove-{engagement.engagement_id}"):
        act(
            lambda by: prove(**by, engagement_id=engagement.engagement_id),
            _("Your proof is ready. Download it here."),
            icon=":material/verified_user:",
        )


def _made(engagement_id: UUID, key: str, *, again: bool) -> None:
    act(
        lambda by: make(**by, engagement_id=engagement_id, key=key, again=again),
        _("It is made and sealed."),
        icon=":material/workspace_premium:",
    )


def _inside(called: str) -> str:
    """A title as it stands inside a sentence."""
    return called[:1].lower() + called[1:]


def _file(portal: Portal, held: str, certificate_id: UUID) -> bytes:
    """Asked for when it is clicked, so who asks is looked up anew."""
    with portal.session() as session:
        actor = require(actor_for(session=session, token=held, now=utc_now()), Action.USE_PORTAL)
        return certificate_file(session=session, actor=actor, certificate_id=certificate_id)
