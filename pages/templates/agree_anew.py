"""Who signed a former version of a document, and asking them to agree anew in one action."""

from collections.abc import Sequence

import streamlit as st

from core.access.permissions import Action
from core.documents.template.model import KINDS, kind_name
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from core.templates.anew import FormerDocument, who_would_need_anew
from pages.bulk.sending import before_sending, begin, send, show_outcome, under_way
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head
from pages.widgets.plain import plain, plain_label
from pages.widgets.question import ask_first


def _choose_whom(rows: Sequence[FormerDocument]) -> list[FormerDocument]:
    """The rows with a box each; who is asked already is told and cannot be chosen."""
    waiting = [row for row in rows if row.successor_id is None]
    everybody = False
    if waiting:
        everybody = st.checkbox(_("Choose all ({count})").format(count=len(waiting)), value=True, key="anew-all")
    chosen = []
    for row in rows:
        with st.container(gap=None):
            if row.successor_id is not None:
                st.markdown(f":material/schedule: **{plain(row.name)}** · {_('asked already')}")
            elif st.checkbox(plain_label(row.name), value=everybody, key=f"anew-{row.document_id}-{everybody}"):
                chosen.append(row)
            signed = _("signed {date}, version {number}").format(
                date=on_date(local_day(row.sealed_at)), number=row.number
            )
            st.markdown(f":small[{plain(row.workplace)} · {signed}]")
            if not row.email:
                st.markdown(f":small[:material/mail_off: {_('no e-mail address: say it yourself')}]")
    return chosen


context = require_actor(Action.DRAFT_DOCUMENT)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.DRAFT_DOCUMENT)

KIND = ScreenState("anew-kind", "")

show_flashes()
page_head(_("Who would need to agree anew?"))
job = under_way()
if job is not None:
    if job.waits_to_begin:
        send(job)
    show_outcome(job)
    st.stop()
if KIND.first(st.query_params.get("kind", "")) not in KINDS:
    KIND.set(KINDS[0])
kind = st.selectbox(_("Which document?"), KINDS, format_func=kind_name, key=KIND.key)
rows = who_would_need_anew(
    session=context.session, actor=actor, organisation_id=organisation_id, kind=kind, today=context.today
)
if not rows:
    st.info(_("Nobody: everyone who has signed has signed the version in force."), icon=":material/check_circle:")
else:
    st.write(
        _(
            "They signed a former version, and it holds until a new one is signed. Each gets a new document with the "
            "same points and answers, and sees what is new, word by word."
        )
    )
    above = st.container()
    chosen = _choose_whom(rows)
    label = ngettext("Ask {count} volunteer to agree anew", "Ask {count} volunteers to agree anew", len(chosen))
    if any(row.successor_id is None for row in rows):
        renewing = {row.engagement_id: row.document_id for row in chosen}

        def _ask() -> None:
            begin(organisation_id, kind, [*renewing], renewing)
            st.rerun()

        with above:
            ask_first(
                label.format(count=len(chosen)),
                before_sending(kind, len(chosen)),
                _ask,
                key="ask-anew",
                disabled=not chosen,
            )
