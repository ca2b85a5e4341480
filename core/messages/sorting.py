"""Every mail the portal writes, and what it is to whoever gets it: from that follows what their choice does to it."""

from collections.abc import Mapping

from sqlmodel import Session

from core.mail_choices.reading import choices_of
from core.mail_choices.rules import KeptBack, MailKind, MailSort, kept_back
from core.reminders.sending import MORNING, REMINDERS
from db.outbox import OutboxItem

# What has a day of its own may have it before the mail of the week, so it is never kept back. What is chosen about by
# a kind of its own was asked about as it was written.
SORTS: Mapping[str, MailSort] = {
    **dict.fromkeys(
        (
            # links and codes, and what somebody has to know of their login
            *("invitation", "colleague_invitation", "association_invitation", "operator_invitation"),
            *("passphrase", "passphrase_by_colleague", "passphrase_chosen", "signing_code", "role_changed"),
            # to be signed, and a copy of what was
            *("document_shared", "document_reminder", "document_changed", "document_sealed"),
            *("agreement_shared", "agreement_half_signed", "agreement_changed", "agreement_sealed"),
            # what has a day, and what becomes of it
            *("changed", "called_off", "given_a_day", "invited", "event_coming", "offer_invitation", "offer_seat"),
            *("course_leading", "course_not_leading", "supervision_yours"),
            *("cover_asked", "cover_yours", "cover_taken", "cover_not_needed", "cover_found"),
            # what somebody told, and the answer they wait for
            *("worry_told", "worry_waits", "worry_answered", "wish_to_stop", "wish_answered"),
            *("talk_asked", "talk_waits", "talk_answered", "talk_passed_on"),
            *("talk_planned", "talk_moved", "talk_called_off", "page_shared"),
            *("training_laid", "training_begun", "training_off"),
            *("application_begun", "application_received", "application_answered", "application_taken_back"),
            # chosen about as they are written
            *(REMINDERS, MORNING, "group_message"),
        ),
        MailSort.ALWAYS,
    ),
    **dict.fromkeys(
        (
            *("document_half_signed", "document_to_answer", "signature_taken_back"),
            *("agreement_declined", "agreement_signature_taken_back"),
            *("alignment_begun", "view_asked", "guideline_changed", "expense_returned"),
            *("took_over", "joined", "stopped"),
        ),
        MailSort.AWAITED,
    ),
    **dict.fromkeys(
        (
            *("feedback_ready", "approval_decided", "expense_approved", "expense_paid", "thanked"),
            *("team_joined", "supervision_ordered", "module_words", "contact_person", "document_declined"),
        ),
        MailSort.NEWS,
    ),
}


def sort_of(item: OutboxItem) -> MailSort:
    """What a piece of work is as a mail; a seal is kept back for nobody."""
    return SORTS.get(str(item.params.get("message")), MailSort.ALWAYS)


def kept_back_of(session: Session, item: OutboxItem) -> KeptBack | None:
    """What becomes of a mail as its receiver would like it now; None where it goes, and for one kept back before."""
    if item.person_id is None or item.organisation_id is None or item.kept_back or sort_of(item) is MailSort.ALWAYS:
        return None
    wanted = choices_of(session, [item.person_id], MailKind.REMINDERS)[item.person_id]
    return kept_back(sort_of(item), wanted)


def is_quiet_mail(item: OutboxItem) -> bool:
    """Whether a mail waits through the night, Sundays and holidays, as nothing is lost by it."""
    return item.params.get("message") in (REMINDERS, MORNING) or sort_of(item) is not MailSort.ALWAYS
