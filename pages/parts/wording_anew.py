"""Asking many volunteers to agree anew: chosen from a list, asked one after the other, and told how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.documents.drafting import share
from core.documents.renewing import renew
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from core.wording.anew import Former
from pages.parts.plain import plain, plain_label
from pages.parts.session import actor_of, current

ASKED = "asked_anew"


@dataclass(frozen=True, slots=True)
class Asked:
    """How asking one volunteer went; `refused` says why it did not."""

    name: str
    email: bool
    refused: str = ""


def choose_whom(rows: Sequence[Former]) -> list[Former]:
    """The rows with a box each; who is asked already is told and cannot be chosen."""
    waiting = [row for row in rows if row.successor_id is None]
    everybody = st.checkbox(_("Choose all ({count})").format(count=len(waiting)), value=True, key="anew-all")
    chosen = []
    for row in rows:
        with st.container(gap=None):
            signed = _("signed {date}, version {number}").format(
                date=on_date(local_day(row.sealed_at)), number=row.number
            )
            if row.successor_id is not None:
                st.markdown(f":material/schedule: **{plain(row.name)}** · {_('asked already')}")
            elif st.checkbox(plain_label(row.name), value=everybody, key=f"anew-{row.document_id}-{everybody}"):
                chosen.append(row)
            st.markdown(f":small[{plain(row.workplace)} · {signed}]")
            if not row.email:
                st.markdown(f":small[:material/mail_off: {_('no e-mail address: say it yourself')}]")
    return chosen


def ask(chosen: Sequence[Former]) -> None:
    """Make each a new document with what was chosen and answered before, and send it."""
    context = current()
    done: list[Asked] = []
    bar = st.progress(0.0, _("Asking …"))
    for number, row in enumerate(chosen, start=1):
        done.append(Asked(row.name, row.email, _ask(row.document_id)))
        bar.progress(number / len(chosen), _("Asked {done} of {all}").format(done=number, all=len(chosen)))
    st.session_state[ASKED] = (actor_of(context).person_id, done)
    st.rerun()


def _ask(document_id: UUID) -> str:
    context = current()
    at = {"session": context.session, "actor": actor_of(context), "now": context.now}
    try:
        document = renew(**at, document_id=document_id)  # type: ignore[arg-type]
        share(**at, document_id=document.id)  # type: ignore[arg-type]
    except DomainError as error:
        return words(error)
    return ""


def show_asked() -> None:
    """Once, after everybody was asked: how many were, and who was not or hears nothing by mail."""
    asker, done = st.session_state.pop(ASKED, (None, []))
    if asker != actor_of(current()).person_id or not done:
        return
    asked = [each for each in done if not each.refused]
    told = ngettext("{count} volunteer is asked.", "{count} volunteers are asked.", len(asked))
    st.success(told.format(count=len(asked)), icon=":material/check_circle:")
    silent = [plain(each.name) for each in asked if not each.email]
    if silent:
        st.warning(
            _("No mail could be sent to: {names}. Say it to them yourself.").format(names=", ".join(silent)),
            icon=":material/mail_off:",
        )
    for each in done:
        if each.refused:
            st.error(f"{plain(each.name)}: {each.refused}", icon=":material/error:")
