"""What the portal keeps about people and who reads it, as the page "Your data" tells it.

Every table from which a way leads to a person is told by one of `KEPT`. Who may read about others is told from the
permission table; `READS` says in words what each action lets somebody read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.access.permissions import COLLEAGUES, TABLE, Action, Reach, Role
from core.access.roles import NAMES
from core.i18n import N_
from core.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """Tables that one sentence tells of."""

    words: str
    tables: frozenset[str]


KEPT = (
    KeptGroup(
        N_("Your name, your language, and how we reach you: phone, e-mail and address."),
        frozenset({"person", "person_merge", "import_run"}),
    ),
    KeptGroup(
        N_(
            "A spreadsheet that a coordinator is taking volunteers over from, for a week at most and without CPR "
            "numbers."
        ),
        frozenset({"import_draft"}),
    ),
    KeptGroup(
        N_("Whom we call if something happens to you. Tell that person that you have given us their number."),
        frozenset({"person"}),
    ),
    KeptGroup(
        N_(
            "Where you volunteer or work, with what role and since when. Who your contact person and your partner are. "
            "Breaks and a word on why, your last day, and what comes next. Why you stop if you said so, also if it is "
            "illness."
        ),
        frozenset(
            {"engagement", "membership", "portal_operator", "handover", "pair", "pause", "goodbye", "engagement_next"}
        ),
    ),
    KeptGroup(
        N_("Your documents: every text you were sent, and what you and others wrote in it."),
        frozenset(
            {
                "document",
                "document_answer",
                "document_file",
                "document_party",
                "document_point",
                "document_revision",
                "document_version",
            }
        ),
    ),
    KeptGroup(
        N_(
            "When you sign: the name you typed, the time, and a fingerprint of the text you read. If you drew your "
            "signature, we keep it. If you signed on paper, we keep the scan, and who saw it."
        ),
        frozenset({"consent", "consent_drawing", "paper_record", "paper_scan", "signing_code", "seal_record"}),
    ),
    KeptGroup(N_("Which guidelines you have read and confirmed."), frozenset({"acknowledgement"})),
    KeptGroup(
        N_(
            "Courses you lead, and how they were rated. What you and your partner tell each other. Supervisions, and "
            "your log book."
        ),
        frozenset(
            {
                "course_run",
                "course_instructor",
                "course_module",
                "module_feedback",
                "evaluation",
                "evaluation_form",
                "supervision",
                "supervision_subject",
                "log_entry",
                "log_task",
            }
        ),
    ),
    KeptGroup(
        N_(
            "Whether you were asked to come in for another instructor, and your answer. We do not keep why somebody is "
            "away."
        ),
        frozenset({"cover_request", "cover_asked"}),
    ),
    KeptGroup(N_("Whether you are approved as an instructor, until when, and why."), frozenset({"approval"})),
    KeptGroup(
        N_(
            "The meeting before a training: what you and your coordinator each prepared, and what you agreed. What we "
            "should allow for is read by the two of you alone."
        ),
        frozenset({"clarification_meeting", "clarification_answer", "clarification_point"}),
    ),
    KeptGroup(N_("Talks with you, and notes that those who follow you have written."), frozenset({"talk", "note"})),
    KeptGroup(
        N_(
            "What you tell is wrong, and the answer. It is encrypted. Only you and the one it was told to read it, and "
            "never the one it is about. The log says neither what it was nor whose."
        ),
        frozenset({"worry"}),
    ),
    KeptGroup(
        N_(
            "What you share in the volunteers’ own network, if you join it. It is encrypted. Other members alone read "
            "it, and it is gone when you leave."
        ),
        frozenset({"network_member"}),
    ),
    KeptGroup(
        N_(
            "Your personal log book, if you keep one. It is locked with a key that you alone have. Nobody else can "
            "read it, also not whoever runs the server. What you show somebody is encrypted, and that one alone "
            "reads it."
        ),
        frozenset({"personal_log", "personal_log_page", "shared_log_page"}),
    ),
    KeptGroup(
        N_(
            "Which peer team you are in, and who leads it. What you write of how you work best is encrypted. Only "
            "those you show it to read it, and it is gone when you leave the team."
        ),
        frozenset({"team", "team_member"}),
    ),
    KeptGroup(
        N_(
            "The days of your training as a peer, and whether you were there. If you tell your team lead how a day "
            "was, that is encrypted. The two of you alone read it. It is gone when you leave the team, or some time "
            "after the training."
        ),
        frozenset({"training_day", "training_round", "training_preparation", "training_gathering"}),
    ),
    KeptGroup(
        N_(
            "That you asked for a talk in your peer team, and of which kind, and the day it was held. Why is never "
            "written. The kind is encrypted. Only you and those who are to answer see it, and it is gone when you "
            "leave the team."
        ),
        frozenset({"support_talk"}),
    ),
    KeptGroup(
        N_(
            "What stands in the way of your tasks in a peer team, and the check-ins you agreed on. The words are "
            "encrypted. You and who leads the team alone read them, and they are gone when you leave it."
        ),
        frozenset({"team_follow_up"}),
    ),
    KeptGroup(
        N_(
            "The address at which your own calendar fetches your days, if you made one. It is encrypted, and gone when "
            "you close it."
        ),
        frozenset({"calendar_feed"}),
    ),
    KeptGroup(
        N_(
            "Thanks, invitations and diplomas you were given. Whether you come, what you do not eat, and whether you "
            "want to be mentioned in public."
        ),
        frozenset(
            {
                "recognition",
                "recognised",
                "answered_occasion",
                "occasion_days",
                "mention_choice",
                "certificate",
                "certificate_file",
                "signatory",
            }
        ),
    ),
    KeptGroup(
        N_("Courses and meetings you come to, and what you would like to learn or say is needed."),
        frozenset({"offer", "offer_attendance", "offer_rhythm", "rhythm_turn", "wish", "need"}),
    ),
    KeptGroup(
        N_(
            "Which tasks you have here and had, and what you passed on. For colleagues: tasks and calls that you have "
            "written."
        ),
        frozenset({"task", "task_holder", "task_call"}),
    ),
    KeptGroup(
        N_(
            "If you apply for a task: what you write. Only coordinators read it, and it is deleted on a day that you "
            "are told from the start."
        ),
        frozenset({"application"}),
    ),
    KeptGroup(
        N_(
            "If you apply for a task: what coordinators note about it, what others say whom we ask, and what you write "
            "in the questionnaire. It is deleted with your application, and what is about illness sooner."
        ),
        frozenset({"assessment", "assessment_view", "questionnaire"}),
    ),
    KeptGroup(N_("What you ask to be paid back, with your receipts."), frozenset({"expense_claim", "expense_receipt"})),
    KeptGroup(
        N_(
            "Your login name, your invitations, and why a colleague made you a link to a new passphrase. In which "
            "browsers you are or were logged in. Your passphrase is kept only in a form that nobody can read. So is, "
            "for a day at most, from where somebody tried in vain to log in."
        ),
        frozenset({"account", "invitation", "session_row", "login_attempts", "ticket", "download"}),
    ),
    KeptGroup(
        N_("Mails and messages to you, on their way and sent."),
        frozenset({"outbox_item", "change_notice", "reminder"}),
    ),
    KeptGroup(
        N_("Which mails you would like to get, and the secret address at which you choose. It is encrypted."),
        frozenset({"mail_choice", "mail_key"}),
    ),
    KeptGroup(
        N_("What you have begun to write in a form and not sent, for a month at most. It is encrypted."),
        frozenset({"unsent_form", "questionnaire_draft"}),
    ),
    KeptGroup(
        N_("What coordinators wrote to a group you were in. It is encrypted."),
        frozenset({"group_message", "group_message_recipient"}),
    ),
    KeptGroup(
        N_("For colleagues: what you have written and published, your drafts, and how you like to see a list."),
        frozenset(
            {
                "guideline_version",
                "guideline_writing",
                "programme_version",
                "template_version",
                "template_draft",
                "training_plan",
                "saved_view",
            }
        ),
    ),
    KeptGroup(
        N_(
            "If you speak for an association: that you do, and since when. If you come from one: which, and whether it "
            "may see your name."
        ),
        frozenset(
            {
                "association",
                "association_contact",
                "association_volunteer",
                "agreement_text",
                "agreement_signing",
                "agreement_as_signed",
            }
        ),
    ),
    KeptGroup(
        N_("What you and those you work with expect of each other, and what you have agreed about it."),
        frozenset({"alignment", "alignment_answer", "agreed_point", "alignment_as_agreed"}),
    ),
    KeptGroup(N_("What you have chosen to show to another organisation."), frozenset({"history_share"})),
    KeptGroup(
        N_("A log of what was done here, when and by whom. It never holds what you wrote."), frozenset({"audit_event"})
    ),
)

READS = (
    (Action.SEE_VOLUNTEERS, N_("volunteers' contact details and next of kin, and how far they have come")),
    (Action.SEE_DOCUMENTS, N_("volunteers' documents")),
    (Action.WRITE_TO_MANY, N_("what was written to groups of volunteers")),
    (Action.SEE_COURSES, N_("courses and how they were rated")),
    (Action.READ_LOG_BOOK, N_("instructors' log books and feedback")),
    (Action.WRITE_NOTES, N_("notes and talks")),
    (Action.TAKE_WORRY, N_("what somebody told them is wrong")),
    (Action.HOLD_CLARIFICATION, N_("clarification meetings, but for what we should allow for")),
    (Action.DECIDE_APPROVAL, N_("approvals")),
    (Action.RECOGNISE, N_("thanks, and who comes to what")),
    (Action.SEE_TASKS, N_("tasks, and who has them")),
    (Action.HANDLE_APPLICATIONS, N_("applications")),
    (Action.PLAN_OFFERS, N_("what people would like to learn")),
    (Action.HANDLE_EXPENSES, N_("expenses and receipts")),
    (Action.SEE_FIGURES, N_("figures of the whole organisation")),
    (Action.SEE_SHARED_HISTORY, N_("what a volunteer shows from elsewhere")),
    (Action.MANAGE_COLLEAGUES, N_("colleagues' names, mail and roles")),
    (Action.ALIGN, N_("what two who work together expect of each other, once both have said it")),
    (Action.SEE_PARTNERSHIP, N_("an association’s contacts, and the volunteers who let it see their name")),
    (Action.READ_SHARED_LOG, N_("pages of a log book that a peer shows them")),
    (Action.FOLLOW_PEER, N_("what stands in the way of a peer’s tasks")),
    (Action.HOLD_TALKS, N_("talks that peers ask them for")),
    (Action.SEE_TEAM, N_("peer teams: who is in them, and what those show them")),
    (Action.SEE_TRAINING, N_("peers’ training: their days, and who was there")),
    (Action.READ_AUDIT, N_("the log")),
)
REACHES = {
    Reach.ORGANISATION: N_("{role}, in the whole organisation: {what}."),
    Reach.WORKPLACE: N_("{role}, at their own workplace and for those they follow: {what}."),
    Reach.OWN: N_("{role}, for their own only: {what}."),
}


def readers() -> Iterator[str]:
    """A line for each role that reads about others, in the order of roles: how far it reaches, and what it reads."""
    for role in (*COLLEAGUES, Role.ASSOCIATION):
        for reach, said in REACHES.items():
            what = [_(words) for action, words in READS if TABLE[action].get(role) is reach]
            if what:
                yield _(said).format(role=_(NAMES[role]), what="; ".join(what))
