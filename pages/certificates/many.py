"""Many certificates made one after the other: with progress, stopped at any time, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.certificates.archive import archive, make_certificates_download
from core.certificates.service import CertificateOutcome, make_each
from core.errors import words
from core.i18n import gettext as _
from core.i18n import ngettext, utc_now
from pages.shell import addresses
from pages.shell.context import actor_of, current
from pages.shell.state import ScreenState
from pages.widgets.batch import Work, work
from pages.widgets.downloads import Kind, fetch_button
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button

CERTIFICATES = Kind(
    lambda session, actor, held, ids, now: make_certificates_download(
        session=session, actor=actor, session_token=held, certificate_ids=ids, now=now
    ),
    "/certificates/",
    lambda session, actor, ids: archive(
        session=session, actor=actor, certificate_ids=ids, language=actor.language, now=utc_now()
    ),
)


@dataclass(kw_only=True)
class CertificateBatch(Work[CertificateOutcome]):
    """Certificates being made for many. `key` is the occasion they are for, `called` its name on the screen."""

    key: str
    called: str


JOB = ScreenState[CertificateBatch | None]("making-certificates", None)


def begin(organisation_id: UUID, engagement_ids: Sequence[UUID], key: str, called: str) -> None:
    """Keep what to make; the run that follows makes it."""
    owner = actor_of(current()).person_id
    JOB.set(CertificateBatch(owner, organisation_id, tuple(engagement_ids), key=key, called=called))
    st.rerun()


def under_way() -> CertificateBatch | None:
    """The reader's own work that is under way or was not put aside yet."""
    job = JOB.get()
    return job if job is not None and job.owner == actor_of(current()).person_id else None


def do_it(job: CertificateBatch) -> None:
    """Make them, or say what came of it."""
    if job.waits_to_begin:
        context = current()
        coming = make_each(
            session=context.session,
            actor=actor_of(context),
            engagement_ids=job.engagement_ids,
            key=job.key,
            now=context.now,
        )
        told = _("What is made stays made. You can go on with the rest later.")
        work(job, coming, _("Making: {document}").format(document=job.called), told)
    _outcome(job)


def _outcome(job: CertificateBatch) -> None:
    job.stopped.set()
    left = job.left()
    made = [each.certificate_id for each in job.outcomes if each.certificate_id is not None]
    st.success(
        ngettext("{count} is made and sealed.", "{count} are made and sealed.", len(made)).format(count=len(made)),
        icon=":material/workspace_premium:",
    )
    if left:
        told = ngettext("It was stopped. {count} is left.", "It was stopped. {count} are left.", len(left))
        st.info(told.format(count=len(left)), icon=":material/pause_circle:")
    not_made = [each for each in job.outcomes if each.refused]
    for each in first_ones(not_made, "not-made", at_once=10):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            why = words(each.refused) if each.refused else ""
            st.markdown(f"**{plain(each.name) or _('Unknown')}**  \n{why}", width="stretch")
            if each.name:
                st.page_link(
                    addresses.VOLUNTEER,
                    label=_("Open"),
                    icon=":material/person:",
                    query_params={"id": str(each.engagement_id)},
                )
    more_button(not_made, "not-made", at_once=10)
    if made:
        fetch_button(made, CERTIFICATES)
    with st.container(horizontal=True):
        if left:
            st.button(_("Go on with the rest"), key="go-on", on_click=_go_on, args=(job, left))
        st.button(_("Done"), icon=":material/check:", key="done", on_click=JOB.forget)


def _go_on(job: CertificateBatch, left: list[UUID]) -> None:
    JOB.set(CertificateBatch(job.owner, job.organisation_id, tuple(left), key=job.key, called=job.called))
