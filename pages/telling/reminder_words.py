"""The reminders in the organisation's own words, each seen as it would be sent before it is kept."""

from typing import Any

import streamlit as st

from core.access.permissions import Action
from core.i18n import LANGUAGES, N_
from core.i18n import gettext as _
from core.messages.reminding import REMINDS, Wording
from core.messages.wording import PreviewedReminder, preview_reminder, read_wording, save_wording
from core.reminders.rules import ReminderKind
from core.settings import settings
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section

KINDS = {
    ReminderKind.SIGN: N_("A document that waits"),
    ReminderKind.ANSWER: N_("Expectations to be answered"),
    ReminderKind.PLAN: N_("A supervision without a day"),
    ReminderKind.APPROVAL: N_("An approval that runs out"),
    ReminderKind.COURSE: N_("A course, the day before"),
    ReminderKind.SUPERVISION: N_("A supervision, the day before"),
    ReminderKind.MEETING: N_("A clarification meeting, the day before"),
    ReminderKind.TALK: N_("A talk, the day before"),
    ReminderKind.SUPPORT: N_("A talk in a peer team, the day before"),
    ReminderKind.MY_TALK: N_("A talk, the day before, to the volunteer"),
    ReminderKind.TRAINING: N_("A day of a peer's training, the day before"),
    ReminderKind.OFFER: N_("An offer, the day before"),
    ReminderKind.EVENT: N_("An event, the day before"),
    ReminderKind.REPLY: N_("The last day to say yes or no"),
    ReminderKind.BEGINS: N_("A first day"),
    ReminderKind.AGREEMENT: N_("An agreement to be looked at again"),
    ReminderKind.EXPECTATIONS: N_("Expectations to be looked at again"),
    ReminderKind.MORNING: N_("What waits today, in the morning"),
}
# The words that were seen last, and how they would be sent: what is changed since would be sent otherwise.
SEEN = ScreenState[tuple[Wording, PreviewedReminder] | None]("reminder_preview", None)

context = require_actor(Action.EDIT_TEMPLATES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_TEMPLATES)


def asked(kind: ReminderKind, language: str) -> None:
    """The words of one reminder in one language, kept or seen."""
    stored = read_wording(
        session=context.session, actor=actor, organisation_id=organisation_id, kind=kind, language=language
    )
    at = f"{kind}-{language}-{stored.version}"
    seen, form = SEEN.of(at), EntryForm(f"wording-{at}")
    with form.field("subject") as said:
        subject = st.text_input(_("Subject") + said, stored.wording.subject, key=f"wording-subject-{at}")
    with form.field("says") as said:
        says = st.text_area(
            _("What it says") + said,
            stored.wording.says,
            key=f"wording-says-{at}",
            help=_("Write {day} where the day is to stand. The link, the greeting and your name come by themselves."),
        )
    now = Wording(subject, says)
    told: dict[str, Any] = {"organisation_id": organisation_id, "kind": kind, "language": language}
    with st.container(horizontal=True):
        if st.button(_("See it as it would be sent"), icon=":material/visibility:", key=f"wording-see-{at}"):
            form.send(
                lambda by: preview_reminder(**by, **told, wording=now, base_url=settings().url),
                then=lambda mail: seen.set((now, mail)),
            )
        if st.button(_("Save the words"), type="primary", key=f"wording-save-{at}"):
            form.send(
                lambda by: save_wording(**by, **told, wording=now, expected_version=stored.version),
                _("Saved. It holds from the next reminder on."),
            )
        if stored.version and st.button(_("Use the portal’s words again"), type="tertiary", key=f"wording-ours-{at}"):
            form.send(
                lambda by: save_wording(**by, **told, wording=Wording("", ""), expected_version=stored.version),
                _("The portal’s own words hold again."),
            )
    if (found := seen.get()) is not None and found[0] == now:
        preview(found[1])


def preview(mail: PreviewedReminder) -> None:
    """The whole mail, and whether its day is a real one."""
    section(mail.subject)
    if not mail.real:
        st.caption(_("Nobody is to be reminded of such a thing soon, so its day or numbers are made up."))
    with st.container(border=True):
        st.text(mail.body)


show_flashes()
page_head(_("The words of the reminders"))
st.write(_("Every reminder can be in your own words. It names nobody, because others may read a mail over a shoulder."))
kind = st.selectbox(_("Which reminder?"), [*REMINDS], format_func=lambda each: _(KINDS[each]), key="wording-kind")
language = st.radio(
    _("In which language?"), [*LANGUAGES], format_func=LANGUAGES.__getitem__, horizontal=True, key="wording-language"
)
asked(kind, language)
