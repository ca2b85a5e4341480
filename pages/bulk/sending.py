"""Sending to many from a page: one after the other with progress, stopped at any time, and what came of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import streamlit as st

from core.bulk.recipients import Recipient, RecipientGroup, SendingStep, Unreached
from core.bulk.service import SendingOutcome, renew_each, send_each
from core.documents.template.model import kind_name
from core.errors import DomainError, words
from core.i18n import N_, local_day, ngettext
from core.i18n import gettext as _
from core.spreadsheet import as_csv
from pages.shell import addresses
from pages.shell.context import actor_of, current
from pages.shell.state import ScreenState
from pages.widgets.batch import Work, work
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button, more_of, shown

NAMES_AT_ONCE = 30
UNREACHED = {
    Unreached.NO_EMAIL: N_("has no e-mail address: call, or print it"),
    Unreached.NOT_JOINED: N_("has not joined the portal yet: make a link"),
}
HELD_BACK = {
    SendingStep.UNDER_WAY: N_("has one under way"),
    SendingStep.UP_TO_DATE: N_("has signed the newest version"),
}


@dataclass(kw_only=True)
class SendingBatch(Work[SendingOutcome]):
    """One sending of `kind`. `renewing` are the sealed documents to renew, by engagement, where it is they that were
    chosen."""

    kind: str
    renewing: Mapping[UUID, UUID] = field(default_factory=dict)


JOB = ScreenState[SendingBatch | None]("sending-to-many", None)


def begin(
    organisation_id: UUID, kind: str, engagement_ids: Sequence[UUID], renewing: Mapping[UUID, UUID] | None = None
) -> None:
    """Keep what to send; the run that follows sends it."""
    owner = actor_of(current()).person_id
    JOB.set(SendingBatch(owner, organisation_id, tuple(engagement_ids), kind=kind, renewing=renewing or {}))


def before_sending(kind: str, count: int) -> str:
    """What sending does, asked about before it is done, as Markdown."""
    return ngettext(
        "**{document}** goes to **{count}** volunteer, who is told by mail. A mail cannot be taken back.",
        "**{document}** goes to **{count}** volunteers. Who has an address gets a mail that cannot be taken back.",
        count,
    ).format(document=kind_name(kind), count=count)


def under_way() -> SendingBatch | None:
    """The reader's own sending that is at work or was not put aside yet."""
    job = JOB.get()
    return job if job is not None and job.owner == actor_of(current()).person_id else None


def send(job: SendingBatch) -> None:
    """Send with progress and a way to stop; then the page is drawn anew with what came of it."""
    title = _("Sending: {document}").format(document=kind_name(job.kind))
    work(job, _coming(job), title, _("What is sent stays sent. You can go on with the rest later."))


def _coming(job: SendingBatch) -> Iterator[SendingOutcome]:
    context = current()
    if job.renewing:
        document_ids = [job.renewing[engagement_id] for engagement_id in job.engagement_ids]
        return renew_each(session=context.session, actor=actor_of(context), document_ids=document_ids, now=context.now)
    return send_each(
        session=context.session,
        actor=actor_of(context),
        organisation_id=job.organisation_id,
        engagement_ids=job.engagement_ids,
        kind=job.kind,
        now=context.now,
    )


def show_outcome(job: SendingBatch) -> None:
    """What came of it: how many were sent, who hears nothing of it and why, and how to go on."""
    job.stopped.set()
    left = job.left()
    sent = sum(outcome.sent for outcome in job.outcomes)
    if sent:
        st.success(
            ngettext("Sent to {count} volunteer.", "Sent to {count} volunteers.", sent).format(count=sent),
            icon=":material/send:",
        )
    elif not left:
        st.info(_("Nobody was left to send it to."), icon=":material/done_all:")
    if left:
        st.info(
            ngettext("It was stopped. {count} is left.", "It was stopped. {count} are left.", len(left)).format(
                count=len(left)
            ),
            icon=":material/pause_circle:",
        )
    _mind_these([outcome for outcome in job.outcomes if outcome.unreached or outcome.refused])
    with st.container(horizontal=True):
        if left:
            st.button(
                _("Go on with the rest"),
                type="primary",
                icon=":material/send:",
                key="go-on",
                on_click=begin,
                args=(job.organisation_id, job.kind, left, job.renewing),
            )
        st.button(
            _("Done"),
            type="secondary" if left else "primary",
            icon=":material/check:",
            key="sending-done",
            on_click=JOB.forget,
        )


def _mind_these(outcomes: Sequence[SendingOutcome]) -> None:
    if not outcomes:
        return
    st.subheader(_("They do not hear of it by themselves"), anchor=False)
    for outcome in first_ones(outcomes, "unreached", at_once=10):
        phone = f" · {plain(outcome.phone)}" if outcome.phone else ""
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(outcome.name) or _('Unknown')}**{phone}  \n{_why(outcome)}", width="stretch")
            if outcome.engagement_id and outcome.name:
                st.page_link(
                    addresses.VOLUNTEER,
                    label=_("Open"),
                    icon=":material/person:",
                    query_params={"id": str(outcome.engagement_id)},
                )
    more_button(outcomes, "unreached", at_once=10)
    st.download_button(
        _("Download the list"),
        data=as_csv(
            [_("Name"), _("Phone"), _("Sent"), _("Why")],
            [
                [outcome.name, outcome.phone, _("Yes") if outcome.sent else _("No"), _why(outcome)]
                for outcome in outcomes
            ],
        ),
        file_name=f"{_('not-reached')}-{local_day(current().now):%Y-%m-%d}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="unreached-list",
    )


def _why(outcome: SendingOutcome) -> str:
    if outcome.unreached:
        return _(UNREACHED[outcome.unreached])
    return words(DomainError(outcome.refused)) if outcome.refused else ""


def forecast(counts: Mapping[RecipientGroup, int], found: Callable[[RecipientGroup, int], Sequence[Recipient]]) -> None:
    """Before sending: how many get one, who of them hears nothing of it and why, and who gets none."""
    getting = counts[RecipientGroup.GETTING]
    st.write(
        ngettext("**{count}** volunteer gets it.", "**{count}** volunteers get it.", getting).format(count=getting)
    )
    _names(RecipientGroup.QUIET, counts, found, _("Cannot be reached by the mail alone ({count})"), "mail_off")
    _names(RecipientGroup.HELD, counts, found, _("Get nothing now ({count})"), "block")


def _names(
    those: RecipientGroup,
    counts: Mapping[RecipientGroup, int],
    found: Callable[[RecipientGroup, int], Sequence[Recipient]],
    label: str,
    icon: str,
) -> None:
    """Who they are and why, the first of them, read when they are unfolded."""
    count, key = counts[those], f"forecast-{those}"
    if not count:
        return
    folded = st.expander(label.format(count=count), icon=f":material/{icon}:", key=f"{key}-fold", on_change="rerun")
    if folded.open:
        with folded:
            rows = found(those, shown(key, at_once=NAMES_AT_ONCE))
            st.markdown("\n".join(f"- **{plain(each.name)}**: {_why_not(each, those)}" for each in rows))
            more_of(count, key, at_once=NAMES_AT_ONCE)


def _why_not(each: Recipient, those: RecipientGroup) -> str:
    if those is RecipientGroup.HELD:
        return _(HELD_BACK[each.step])
    return f"{_(UNREACHED[each.unreached])} {plain(each.phone)}" if each.unreached else ""
