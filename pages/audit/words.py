"""What the audit log says, in words. It holds ids and names of fields; what they are called is read beside it."""

from core.access.log import AuditRow
from core.access.permissions import Role
from core.access.roles import NAMES
from core.access.trail import LISTS
from core.documents.template.model import KINDS, kind_name
from core.i18n import N_
from core.i18n import gettext as _
from core.partnerships.rules import KIND
from core.register.log import LogEntryRow
from pages.audit.in_teams import IN_TEAMS
from pages.audit.training_words import OF_TRAINING
from pages.widgets.plain import and_words

ACTIONS = {
    **OF_TRAINING,
    "account.made": N_("chose a passphrase and joined"),
    "account.joined": N_("joined with a login they already had"),
    "account.locked": N_("had too many wrong attempts at their login"),
    "account.works_in": N_("chose which organisation to work in"),
    "account.logged_out_everywhere": N_("logged out everywhere"),
    "passphrase.changed": N_("chose a new passphrase"),
    "passphrase.confirmed": N_("confirmed knowing of a link to their own passphrase"),
    "portal.set_up": N_("set up the portal"),
    "evidence.begun": N_("brought signatures and seals from before under the log"),
    "operator.added": N_("made somebody an operator"),
    "operator.ended": N_("ended that somebody is an operator"),
    "organisation.exported": N_("took everything the organisation keeps out"),
    "portal.exported": N_("took everything the portal keeps out"),
    "portal.backed_up": N_("made a backup"),
    "portal.taken_in": N_("filled the portal from a file"),
    "organisation.made": N_("made the organisation"),
    "organisation.changed": N_("changed the organisation"),
    "mails.chosen": N_("chose which mails to get"),
    "organisation.reminder_words": N_("changed the words of a reminder"),
    "organisation.reminders": N_("wrote when people are reminded"),
    "organisation.care": N_("wrote what holds when something is wrong or somebody stops"),
    "organisation.days_closed": N_("wrote down closed days"),
    "organisation.days_opened": N_("removed closed days"),
    "workplace.added": N_("added a workplace"),
    "workplace.changed": N_("changed a workplace"),
    "workplace.closed": N_("closed a workplace"),
    "sealing_key.replaced": N_("replaced the certificate that seals"),
    "role.given": N_("gave a role"),
    "colleague.left": N_("recorded that a colleague leaves, and who takes over"),
    "colleague.came_back": N_("took back that a colleague leaves"),
    "role.taken": N_("took a role away"),
    "volunteer.added": N_("added a volunteer"),
    "engagement.changed": N_("moved a volunteer"),
    "import.made": N_("took volunteers over from a spreadsheet"),
    "import.undone": N_("took out again what came from a spreadsheet"),
    "engagement.first_day_agreed": N_("agreed on a volunteer's first day by signing"),
    "engagement.version_moved": N_("moved a volunteer to the newest version of the programme"),
    "person.changed": N_("changed contact details"),
    "person.mail_returns": N_("noted that mails come back from the address"),
    "person.mail_arrives": N_("noted that the address takes mail again"),
    "person.merged": N_("put two records of one person together"),
    "person.unmerged": N_("took apart two records that were put together"),
    "invitation.join": N_("made an invitation"),
    "invitation.passphrase": N_("made a link to a new passphrase"),
    "invitation.withdrawn": N_("took a link back"),
    "mail.sent_again": N_("sent a mail again"),
    "mail.left": N_("left a mail that did not arrive"),
    "cover.asked": N_("asked whether somebody can come in"),
    "cover.answered": N_("said whether they can come in"),
    "cover.taken": N_("said yes first to coming in"),
    "cover.called_off": N_("called off that somebody is to come in"),
    "group_message.sent": N_("sent a message to a group"),
    "group_message.discarded": N_("threw away a message to a group"),
    "group_message.taken_back": N_("took a message to a group back"),
    "history.shared": N_("let another organisation see what they did"),
    "history.taken_back": N_("no longer lets another organisation see what they did"),
    **IN_TEAMS,
    "alignment.begun": N_("began a round of aligning expectations"),
    "alignment.answered": N_("answered what they expect"),
    "alignment.finished": N_("finished answering what they expect"),
    "alignment.reopened": N_("went on answering what they expect"),
    "alignment.on_paper": N_("noted that expectations were answered on paper"),
    "alignment.point_added": N_("wrote down something that was agreed"),
    "alignment.point_removed": N_("removed something that was agreed"),
    "alignment.point_ticked": N_("noted whether something agreed is done"),
    "alignment.settled": N_("noted that expectations were aligned"),
    "association.added": N_("added an association"),
    "association.changed": N_("changed what is written down of an association"),
    "association.agreement_written": N_("wrote in the framework agreement with an association"),
    "association.agreement_signed": N_("noted that the framework agreement with an association is signed"),
    "association.ended": N_("ended a partnership"),
    "association.speaker_added": N_("added somebody who speaks for an association"),
    "association.speaker_ended": N_("recorded that somebody no longer speaks for an association"),
    "association.members_added": N_("recorded volunteers as coming from an association"),
    "association.member_removed": N_("recorded that a volunteer does not come from an association"),
    "association.name_shown": N_("let the association they come from see their name"),
    "association.name_hidden": N_("no longer lets the association they come from see their name"),
    "pair.made": N_("joined two instructors in a pair"),
    "pair.ended": N_("ended a pair"),
    "course.planned": N_("planned a course"),
    "course.changed": N_("changed a course"),
    "course.module_moved": N_("moved a module of a course"),
    "course.undone": N_("took a change of a course back"),
    "course.module_removed": N_("removed the last module of a course"),
    "course.module_added": N_("added a module to a course"),
    "course.cancelled": N_("cancelled a course"),
    "course.instructors": N_("said who leads a course"),
    "course.stopped": N_("recorded that an instructor could not finish a course"),
    "course.module_held": N_("ticked off a module"),
    "course.module_not_held": N_("took the tick of a module away"),
    "course.feedback": N_("gave feedback after a module"),
    "course.reviewed": N_("wrote down the talk about a course"),
    "evaluation.totals": N_("wrote down totals of an evaluation"),
    "evaluation.form_keyed": N_("keyed in a participant’s form"),
    "evaluation.form_removed": N_("removed a participant’s form"),
    "evaluation.finished": N_("closed an evaluation"),
    "engagement.trained": N_("wrote down the day of an instructor's training"),
    "engagement.ended": N_("recorded that a volunteer has stopped"),
    "engagement.cleared": N_("deleted what was no longer needed of a volunteer who has stopped"),
    "engagement.resumed": N_("recorded that a volunteer has come back"),
    "goodbye.begun": N_("began a goodbye"),
    "goodbye.wished": N_("said that they would like to stop"),
    "goodbye.wish_taken_back": N_("said that they stay after all"),
    "goodbye.wish_answered": N_("answered a volunteer who would like to stop"),
    "goodbye.part_done": N_("said that the tasks of a goodbye are handed over"),
    "goodbye.part_undone": N_("said that the tasks of a goodbye are not handed over"),
    "goodbye.taken_back": N_("took a goodbye back"),
    "approval.approved": N_("approved an instructor"),
    "approval.not_approved": N_("decided not to approve an instructor"),
    "approval.ended": N_("ended an approval"),
    "approval.closing_held": N_("recorded a closing meeting"),
    "talk.planned": N_("planned a talk"),
    "talk.moved": N_("moved a talk"),
    "talk.held": N_("wrote down a talk"),
    "talk.corrected": N_("corrected the day of a talk"),
    "talk.taken_back": N_("took back that a talk was held"),
    "talk.contacted": N_("talked with the two after a module"),
    "talk.contact_taken_back": N_("took back that the two were talked with"),
    "talk.called_off": N_("called off a talk"),
    "clarification.proposed": N_("proposed a day for a clarification meeting"),
    "clarification.undone": N_("took a proposed day of a clarification meeting back"),
    "clarification.accepted": N_("said yes to the day of a clarification meeting"),
    "clarification.another_day": N_("asked for another day for a clarification meeting"),
    "clarification.prepared": N_("prepared a topic of a clarification meeting"),
    "clarification.ready": N_("finished preparing a clarification meeting"),
    "clarification.not_ready": N_("went on preparing a clarification meeting"),
    "clarification.agreed": N_("wrote down what was agreed at a clarification meeting"),
    "clarification.agreed_away": N_("took away what was agreed at a clarification meeting"),
    "clarification.held": N_("wrote down how a clarification meeting ended"),
    "note.written": N_("wrote a note"),
    "note.taken_back": N_("took a note back"),
    "calendar.opened": N_("made an address for their own calendar"),
    "calendar.closed": N_("closed the address for their own calendar"),
    "network.joined": N_("Somebody joined the volunteers’ own network"),
    "network.changed": N_("Somebody said otherwise what they share in the volunteers’ own network"),
    "network.left": N_("Somebody left the volunteers’ own network"),
    "worry.told": N_("Somebody told that something is wrong"),
    "worry.written_down": N_("wrote down what somebody told is wrong"),
    "worry.taken_back": N_("Somebody took back what they had told"),
    "worry.read": N_("answered what somebody told is wrong"),
    "worry.ended": N_("wrote how something that was wrong ended"),
    "worry.taken_over": N_("took over what somebody told is wrong"),
    "worry.handed_on": N_("handed on what somebody told a colleague who left"),
    "recognition.planned": N_("planned to thank a volunteer"),
    "recognition.arranged": N_("planned to thank several people"),
    "recognition.not_given": N_("took it back that a thank-you was given"),
    "recognition.given": N_("wrote down that a thank-you was given"),
    "recognition.called_off": N_("called off a thank-you"),
    "task.described": N_("described a task"),
    "task.changed": N_("changed the description of a task"),
    "task.closed": N_("closed a task"),
    "task.reopened": N_("opened a task again"),
    "task.given": N_("gave a volunteer a task"),
    "task.handed_over": N_("handed over a task of a volunteer"),
    "call.opened": N_("opened a call for volunteers"),
    "call.moved": N_("moved the last day of a call for volunteers"),
    "call.closed": N_("closed a call for volunteers"),
    "application.sent": N_("received an application"),
    "application.taken_back": N_("had an application taken back"),
    "application.taken_in": N_("took in an application that was kept aside"),
    "application.aside_deleted": N_("deleted the applications that were kept aside"),
    "application.written": N_("wrote down an application"),
    "assessment.marked": N_("noted how it stands with the criteria"),
    "assessment.handed_out": N_("noted what an applicant was given to read"),
    "assessment.interviewed": N_("noted an interview with an applicant"),
    "view.asked": N_("asked others what they think of an applicant"),
    "view.taken_back": N_("took back a question about an applicant"),
    "view.given": N_("said what they think of an applicant"),
    "questionnaire.shared": N_("shared a questionnaire"),
    "questionnaire.taken_back": N_("took a questionnaire back"),
    "questionnaire.written": N_("wrote down a questionnaire on paper"),
    "application.decided": N_("decided about an application"),
    "application.undecided": N_("took a decision about an application back"),
    "application.answered": N_("answered an application"),
    "rhythm.set": N_("set how often a gathering comes up"),
    "rhythm.ended": N_("ended a gathering that comes up by itself"),
    "rhythm.left": N_("left a gathering out this time"),
    "offer.planned": N_("planned something to learn or a meeting"),
    "offer.undone": N_("took a change of something to learn or a meeting back"),
    "recognition.undone": N_("took a change of a thank-you back"),
    "supervision.corrected": N_("corrected the day a supervision was held"),
    "supervision.not_held": N_("took it back that a supervision was held"),
    "training.undone": N_("took a change of a team’s training back"),
    "supervision.undone": N_("took a change of a supervision back"),
    "offer.changed": N_("changed something to learn or a meeting"),
    "offer.called_off": N_("called off something to learn or a meeting"),
    "offer.invited": N_("invited people to learn or to meet"),
    "offer.signed_up": N_("signed somebody up, or themselves"),
    "offer.declined": N_("said no to an invitation, or that they cannot come"),
    "offer.attended": N_("wrote down who was there"),
    "needs.answered": N_("answered what is needed"),
    "needs.wished": N_("said what they would like to come to"),
    "occasion.postponed": N_("put off an occasion to thank a volunteer"),
    "occasion.reopened": N_("took back the answer to an occasion"),
    "occasion.declined": N_("left an occasion to thank a volunteer"),
    "pause.begun": N_("recorded a break"),
    "pause.ended": N_("recorded the last day of a break"),
    "supervision.cancelled": N_("called off a supervision"),
    "supervision.subject_left": N_("took an instructor out of a supervision"),
    "supervision.ordered": N_("ordered a supervision"),
    "supervision.named": N_("said who holds a supervision"),
    "supervision.planned": N_("gave a supervision a day"),
    "supervision.held": N_("recorded that a supervision was held"),
    "supervision.feedback": N_("wrote feedback"),
    "log_book.written": N_("wrote in the log book"),
    "log_book.task": N_("ticked off a task in the log book"),
    "document.drafted": N_("began a document"),
    "document.points_chosen": N_("chose the points of a document"),
    "document.answered": N_("filled in a document"),
    "document.changed_aside": N_("changed something beside a signed document"),
    "document.sent_aside": N_("sent changes to a signed document"),
    "document.dropped_aside": N_("dropped changes to a signed document"),
    "document.shared": N_("sent a document"),
    "document.reminded": N_("sent a reminder about a document"),
    "document.frozen": N_("began the signing of a document"),
    "document.version_replaced": N_("changed a document after somebody had signed"),
    "document.version_again": N_("changed a document back to an earlier text"),
    "document.handed_over": N_("handed a device over to sign together"),
    "document.handed_back": N_("got the device back after signing together"),
    "document.consented": N_("signed a document"),
    "document.signed_on_paper": N_("recorded that somebody signed on paper"),
    "document.sealed": N_("sealed a document"),
    "document.withdrawn": N_("withdrew a document"),
    "document.declined": N_("said no to a document"),
    "document.consent_taken_back": N_("took a signature back"),
    "volunteers.downloaded": N_("downloaded or printed the list of volunteers"),
    "documents.downloaded": N_("downloaded sealed documents together"),
    "list.downloaded": N_("downloaded a list"),
    "recognition.changed": N_("changed a planned thank-you"),
    "recognition.thanked": N_("wrote to those who came"),
    "recognition.budget": N_("set a budget for recognition"),
    "invitation.answered": N_("answered an invitation"),
    "mention.chosen": N_("chose whether to be mentioned in public"),
    "expense.sent": N_("sent an expense"),
    "expense.withdrawn": N_("took an expense back"),
    "expense.approved": N_("approved an expense"),
    "expense.returned": N_("returned an expense with a word"),
    "expense.paid": N_("noted that an expense is paid"),
    "expense.rate": N_("wrote a rate"),
    "certificate.made": N_("made a certificate, a diploma or a proof of volunteering"),
    "certificates.downloaded": N_("downloaded certificates together"),
    "signatory.changed": N_("changed who signs certificates"),
    "document.discussed": N_("recorded that an agreement was talked through"),
    "document.moved": N_("took a document along to its template's new version"),
    "template.begun": N_("began a new version of a template"),
    "template.imported": N_("brought in a template from a file"),
    "template.changed": N_("changed a template"),
    "template.discarded": N_("threw away a template being written"),
    "template.published": N_("published a template"),
    "programme.published": N_("published a programme"),
    "guideline.published": N_("published guidelines or principles"),
    "guideline.recorded": N_("wrote down that somebody without a login has read guidelines or principles"),
    "guideline.acknowledged": N_("confirmed having read guidelines or principles"),
}


# What is said of these, where it is known to whom or of what.
SENTENCES = {
    "role.given": N_("gave the role {word} to {name}"),
    "role.taken": N_("took the role {word} from {name}"),
    "offer.signed_up": N_("signed {name} up for {called}"),
    "offer.declined": N_("wrote down that {name} does not come to {called}"),
    "person.merged": N_("put two records of {name} together"),
    "person.unmerged": N_("took apart two records that were put together as {name}"),
    "colleague.left": N_("recorded that {name} leaves, and who takes over"),
    "colleague.came_back": N_("took back that {name} leaves"),
}
OWN_SENTENCES = {
    "offer.signed_up": N_("signed up for {called}"),
    "offer.declined": N_("said no to {called}"),
}
# What can be asked for, and how the actions of it begin.
FAMILIES = {
    "people": (
        N_("People and contact details"),
        ("volunteer.", "engagement.", "person.", "history.", "mention.", "mail."),
    ),
    "access": (
        N_("Roles, logins and links"),
        (
            "role.",
            "colleague.",
            "account.",
            "passphrase.",
            "invitation.join",
            "invitation.passphrase",
            "invitation.w",
            "calendar.",
        ),
    ),
    "documents": (N_("Documents"), ("document.",)),
    "courses": (N_("Courses"), ("course.", "evaluation.", "pair.", "cover.")),
    "supervision": (N_("Supervisions"), ("supervision.", "log_book.")),
    "approval": (N_("Approvals and breaks"), ("approval.", "pause.")),
    "talks": (N_("Talks and notes"), ("talk.", "note.", "worry.", "network.")),
    "recognition": (
        N_("Recognition"),
        ("recognition.", "occasion.", "invitation.answered", "certificate.", "signatory."),
    ),
    "offers": (N_("Learn and meet"), ("offer.", "needs.")),
    "expenses": (N_("Expenses"), ("expense.",)),
    "rules": (N_("Templates, programmes and guidelines"), ("template.", "programme.", "guideline.")),
    "organisation": (
        N_("The organisation"),
        ("organisation.", "workplace.", "sealing_key.", "portal.", "operator.", "evidence."),
    ),
    "downloads": (
        N_("Downloads"),
        (
            "list.downloaded",
            "volunteers.downloaded",
            "documents.downloaded",
            "certificates.downloaded",
        ),
    ),
}
NEXT_OF_KIN = N_("Next of kin")
FIELDS = {
    "workplace_id": N_("Workplace"),
    "contact_person_id": N_("Contact person"),
    "coordinator_id": N_("Coordinator"),
    "begins_on": N_("First day"),
    "name": N_("Name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "next_of_kin_name": NEXT_OF_KIN,
    "next_of_kin_phone": NEXT_OF_KIN,
    "next_of_kin_relation": NEXT_OF_KIN,
    **LISTS,
}


def who(entry: AuditRow) -> str:
    """The name of whoever did it."""
    if entry.actor_name is None:
        return _("The portal")
    return entry.actor_name or _("Somebody who is no longer here")


def what(entry: AuditRow) -> str:
    """What was done."""
    return _(ACTIONS[entry.action]) if entry.action in ACTIONS else entry.action


def which_fields(entry: AuditRow) -> str:
    """In which fields, of those that have a name; "" for none."""
    named = dict.fromkeys(_(FIELDS[field]) for field in entry.fields if field in FIELDS)
    return f" ({', '.join(named).lower()})" if named else ""


def told(found: LogEntryRow) -> str:
    """What was done, and to whom or to what, in names."""
    entry, subject = found.event, found.subject
    if subject is None:
        return what(entry) + which_fields(entry)
    names = and_words(subject.people)
    is_own = bool(subject.people) and subject.people == (entry.actor_name,)
    sentence = OWN_SENTENCES.get(entry.action) if is_own else None
    if sentence is None:
        sentence = SENTENCES.get(entry.action)
    if sentence is not None:
        return _(sentence).format(name=names, called=subject.called, word=_word(subject.word))
    about = [part for part in (_word(subject.word), subject.called, "" if is_own else names) if part]
    return what(entry) + which_fields(entry) + (f": {', '.join(about)}" if about else "")


def _word(word: str) -> str:
    """The name of a role or of a kind of document."""
    if word in KINDS:
        return kind_name(word)
    if word == KIND:
        return _("Framework agreement")
    return _(NAMES[Role(word)]) if word in NAMES else ""
