"""Telling people of a change: who gets a mail and in which words, and what waits to be told with the way back."""

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from core.i18n import clock
from core.i18n import gettext as _
from core.notices.rules import OFF, Difference, differences
from core.notices.service import WaitingNotice, waiting_notice
from pages.shell.action import By, act
from pages.shell.context import Context, actor_of
from pages.widgets.plain import and_words, plain

NAMED = 6


def words_to(key: str, names: Sequence[str]) -> str:
    """Say who is told of a change and when, and ask for somebody's own words to them; nothing where nobody is."""
    if not names:
        return ""
    told = _("{names} get a mail in ten minutes with what it was and what it is now. Until then you can undo it.")
    st.markdown(f":material/mail: {told.format(names=_named(names))}")
    return st.text_area(
        _("Your own words to them (may be left blank)"),
        key=f"words-to-{key}",
        help=_("They stand in the mail, so write nothing that others may not read."),
    )


def waiting(
    context: Context, subject_id: UUID, undo: Callable[[By, UUID], object], then: Callable[[], object] | None = None
) -> None:
    """What was changed and is not told yet, and one press that takes it back; nothing where nothing waits."""
    notice = waiting_notice(session=context.session, actor=actor_of(context), subject_id=subject_id, now=context.now)
    if notice is not None:
        waits(notice, undo, then)


def waits(
    notice: WaitingNotice,
    undo: Callable[[By, UUID], object],
    then: Callable[[], object] | None = None,
    *,
    called: str = "",
) -> None:
    """The same of what waits; `called` is what it is that was changed, where the page is about several."""
    with st.container(border=True, gap="small"):
        st.markdown("  \n".join(filter(None, (f"**{plain(called)}**" if called else "", _told(notice)))))
        if st.button(_("Undo it"), key=f"undo-{notice.notice_id}", icon=":material/undo:"):
            act(
                lambda by: undo(by, notice.notice_id),
                _("It is as it was, and nobody gets a mail."),
                icon=":material/undo:",
                then=lambda _undone: then() if then else None,
            )


def _told(notice: WaitingNotice) -> str:
    off = OFF in notice.after
    said = _("Just called off by {name}") if off else _("Just changed by {name}")
    lines = [f"**{said.format(name=plain(notice.made_by))}**"]
    found = differences(notice.told, notice.after)
    lines += [f"{plain(each.label)}: {plain(each.before) if off else _difference(each)}" for each in found]
    if notice.names:
        when = _("{names} get a mail at {time}.").format(names=_named(notice.names), time=clock(notice.sends_at))
        lines.append(f":material/mail: {when}")
    for name, phone in notice.by_phone:
        told = _("{name} has no e-mail address: call {phone}") if phone else _("{name} has no e-mail address")
        lines.append(f":material/call: {told.format(name=plain(name), phone=plain(phone))}")
    if notice.words:
        lines.append(f":material/chat: {plain(notice.words)}")
    return "  \n".join(lines)


def _difference(each: Difference) -> str:
    if each.before and each.after:
        return _("{before}, and now {after}").format(before=plain(each.before), after=f"**{plain(each.after)}**")
    # In words, as a line through them is not read out.
    return (
        f"**{plain(each.after)}**"
        if each.after
        else _("{before}, which holds no more").format(before=plain(each.before))
    )


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    shown = [plain(name) for name in names[:NAMED]]
    return and_words([*shown, _("{count} more").format(count=more)] if more > 0 else shown)
