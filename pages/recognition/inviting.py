"""Who comes to what is planned, and thanks to those who came, as a coordinator sees it; and one's own invitations."""

from uuid import UUID

import streamlit as st

from core.i18n import clock_written, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.recognition.invitations import EventInvitation, answer_invitation, participants, thank_afterwards
from core.recognition.reading import RecognitionRow
from core.spreadsheet import as_csv
from pages.recognition.words import gift_words, thanks_words
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog
from pages.widgets.headings import section
from pages.widgets.plain import plain


def answers_words(row: RecognitionRow) -> str:
    """How many come."""
    no = row.everybody - row.coming - row.silent
    told = _("{yes} come, {no} do not, {silent} have not answered")
    return told.format(yes=row.coming, no=no, silent=row.silent)


def thanked_words(row: RecognitionRow) -> str:
    """That those who came were thanked, and when; "" where they were not."""
    if not row.thanks or row.thanked_at is None:
        return ""
    return _("thanked on {day}").format(day=on_date(local_day(row.thanked_at)))


def who_comes(context: Context, row: RecognitionRow) -> None:
    """Everybody with their answer and what they cannot eat; and what those who came were written."""
    people = participants(session=context.session, actor=actor_of(context), recognition_id=row.recognition_id)
    st.markdown(
        "\n".join(
            f"- {plain(each.name)} · {_answer(each.comes)}{f' · {plain(each.diet)}' if each.diet else ''}"
            for each in people
        )
    )
    if row.thanks:
        st.markdown(f"{_('What they were written:')} {thanks_words(row)}")
    st.download_button(
        _("Download the list"),
        data=as_csv(
            [_("Name"), _("Comes"), _("Food")], [[each.name, _answer(each.comes), each.diet] for each in people]
        ),
        file_name=f"{_('participants')}-{row.planned_on:%Y-%m-%d}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"participants-{row.recognition_id}",
    )


def thank_them(row: RecognitionRow) -> None:
    """Words to those who came."""
    st.caption(_("They read it on their own page. A mail tells them that it is there."))
    draft = FormDraft(f"thank-you:{row.recognition_id}", f"thanks-{row.recognition_id}")
    words = st.text_area(_("Your words"), key=f"thanks-{row.recognition_id}")
    draft.keep()
    if st.button(_("Send the thank-you"), type="primary", key=f"send-thanks-{row.recognition_id}"):
        act(
            lambda by: thank_afterwards(
                **by, recognition_id=row.recognition_id, words=words, expected_version=row.version
            ),
            lambda count: ngettext("Sent to {count} person.", "Sent to {count} persons.", count).format(count=count),
            icon=":material/favorite:",
            then=draft.sent(close_dialog),
        )


def invitation_card(invitation: EventInvitation) -> None:
    """What one is invited to, and yes or no in one tap."""
    key = str(invitation.recognition_id)
    with st.container(border=True):
        section(invitation.title or gift_words(invitation.gift))
        about = [
            f":material/event: {on_date(invitation.on)} {plain(clock_written(invitation.clock))}".strip(),
            *([f":material/location_on: {plain(invitation.place)}"] if invitation.place else []),
            f":material/apartment: {plain(invitation.organisation)}",
        ]
        st.markdown("  \n".join(about))
        if invitation.comes is not None:
            st.markdown(f":material/task_alt: **{_('You come.') if invitation.comes else _('You do not come.')}**")
        if not invitation.open:
            st.caption(_("It can no longer be answered here. Call, if something changes."))
            return
        if invitation.answer_by is not None:
            st.caption(_("Please answer by {day}.").format(day=on_date(invitation.answer_by)))
        diet = st.text_input(
            _("Is there something you do not eat? (may be left blank)"),
            invitation.diet,
            key=f"diet-{key}",
            autocomplete="off",
            help=_("Only those who plan it see this, and it is deleted afterwards."),
        )
        with st.container(horizontal=True):
            yes = st.button(_("Yes, I come"), key=f"yes-{key}", icon=":material/check:")
            no = st.button(_("No, I cannot"), key=f"no-{key}", icon=":material/close:")
        if yes or no:
            _answered(invitation.recognition_id, comes=yes, diet=diet)


def _answered(recognition_id: UUID, *, comes: bool, diet: str) -> None:
    act(
        lambda by: answer_invitation(**by, recognition_id=recognition_id, comes=comes, diet=diet),
        _("Thank you for your answer. You can change it until the day to answer by."),
    )


def _answer(comes: bool | None) -> str:
    if comes is None:
        return _("has not answered")
    return _("comes") if comes else _("does not come")
