"""How each part of a volunteer's goodbye is done from the page about them, and what it made."""

from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.approvals.rules import GoodbyePart, GoodbyeState
from core.certificates.archive import title
from core.certificates.reading import certificates_of
from core.certificates.service import prove
from core.i18n import gettext as _
from core.journey.doing import Do
from core.people.colleagues import contact_people
from core.people.service import VolunteerView
from pages.approvals.goodbye_of import PartWay, answer, handed_over, not_handed_over
from pages.certificates.certifying import download
from pages.recognition import recognition_of
from pages.recognition.thanking import thank_one
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.talks import talks_of
from pages.widgets.dialogs import dialog, open_dialog

# What is done about a step of a goodbye does its part.
PARTS = {
    Do.HANDED_OVER: GoodbyePart.HANDED_OVER,
    Do.THANK: GoodbyePart.THANKED,
    Do.THANKED: GoodbyePart.THANKED,
    Do.PROVE: GoodbyePart.PROVED,
}


def ways(context: Context, view: VolunteerView, goodbye: GoodbyeState) -> dict[GoodbyePart, PartWay]:
    """The ways the reader has; the dialogs they open are drawn by `dialogs`."""
    engagement_id, subject = view.engagement.id, Subject.of(view.engagement)
    over = view.engagement.ended_at is not None
    found: dict[GoodbyePart, PartWay] = {}
    if may(context.actor, Action.WRITE_NOTES, subject):
        undo = None if over else partial(not_handed_over, engagement_id)
        found[GoodbyePart.HANDED_OVER] = PartWay(_("It is done"), partial(handed_over, engagement_id, done=True), undo)
        found[GoodbyePart.TALKED] = PartWay(_("It has been held"), partial(talks_of.write_closing_talk, engagement_id))
    if may(context.actor, Action.RECOGNISE, subject):
        if goodbye.thanks_on is None:
            found[GoodbyePart.THANKED] = PartWay(_("Plan a thank-you"), partial(_open_thanks, engagement_id))
        else:
            found[GoodbyePart.THANKED] = PartWay(_("Write it down"), lambda: st.switch_page(addresses.RECOGNITION))
        proof = goodbye.proof_id
        shown = None if proof is None else partial(_proof, context, engagement_id, proof)
        found[GoodbyePart.PROVED] = PartWay(_("Make the proof"), partial(_prove, engagement_id), shown)
    return found


def recognition(context: Context, engagement_id: UUID) -> None:
    """What somebody who stopped without a goodbye was thanked with, and the way to thank them all the same."""
    recognition_of.draw(context, engagement_id)
    if st.button(_("Plan a thank-you"), key="thank-afterwards", icon=":material/redeem:", type="tertiary"):
        _open_thanks(engagement_id)


def may_answer(context: Context, view: VolunteerView) -> bool:
    """Whether the reader answers who would like to stop."""
    return may(context.actor, Action.END_ENGAGEMENT, Subject.of(view.engagement))


def open_answer(engagement_id: UUID) -> None:
    """Ask for the answer to who would like to stop."""
    open_dialog(_answer(engagement_id))
    st.rerun()


def dialogs(context: Context, view: VolunteerView) -> None:
    """The answer to who would like to stop, or the form to thank them, where one is open."""
    engagement_id, organisation_id = view.engagement.id, view.engagement.organisation_id
    if may_answer(context, view):
        # Who comes to answer finds the form open; once, so that it can be closed.
        if st.query_params.get("do") == Do.REPLY:
            st.query_params.pop("do")
            open_dialog(_answer(engagement_id))
        title = _("Your answer to {who}").format(who=view.person.name)
        dialog(_answer(engagement_id), title, lambda now: answer(now, engagement_id))
    if not may(context.actor, Action.RECOGNISE, Subject.of(view.engagement)):
        return

    def thank(now: Context) -> None:
        people = contact_people(session=now.session, actor=actor_of(now), organisation_id=organisation_id)
        thank_one(now, organisation_id, engagement_id, people)

    dialog(_dialog(engagement_id), _("Plan a thank-you: {who}").format(who=view.person.name), thank, saves=False)


def _dialog(engagement_id: UUID) -> str:
    return f"goodbye-thanks-{engagement_id}"


def _answer(engagement_id: UUID) -> str:
    return f"goodbye-answer-{engagement_id}"


def _open_thanks(engagement_id: UUID) -> None:
    open_dialog(_dialog(engagement_id))
    st.rerun()


def _prove(engagement_id: UUID) -> None:
    act(
        lambda by: prove(**by, engagement_id=engagement_id),
        _("The proof is made and sealed. They find it among their documents."),
        icon=":material/verified_user:",
    )


def _proof(context: Context, engagement_id: UUID, certificate_id: UUID) -> None:
    """The newest certificate, to keep."""
    made = certificates_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    row = next(each for each in made if each.certificate_id == certificate_id)
    download(context, certificate_id, title(row.kind, row.years), look="tertiary")
