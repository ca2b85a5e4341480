"""What the audit log says, in words. It holds ids and names of fields; so does the page."""

from core.access.log import LogEntry
from core.i18n import N_
from core.i18n import gettext as _

ACTIONS = {
    "account.made": N_("chose a passphrase and joined"),
    "account.joined": N_("joined with a login they already had"),
    "account.locked": N_("was locked out after too many attempts"),
    "account.logged_out_everywhere": N_("logged out everywhere"),
    "passphrase.changed": N_("chose a new passphrase"),
    "portal.set_up": N_("set up the portal"),
    "organisation.changed": N_("changed the organisation"),
    "workplace.added": N_("added a workplace"),
    "workplace.changed": N_("changed a workplace"),
    "workplace.closed": N_("closed a workplace"),
    "sealing_key.replaced": N_("replaced the certificate that seals"),
    "role.given": N_("gave a role"),
    "role.taken": N_("took a role away"),
    "volunteer.added": N_("added a volunteer"),
    "engagement.changed": N_("moved a volunteer"),
    "engagement.version_moved": N_("moved a volunteer to the newest version of the programme"),
    "person.changed": N_("changed contact details"),
    "invitation.join": N_("made an invitation"),
    "invitation.passphrase": N_("made a link to a new passphrase"),
    "invitation.withdrawn": N_("took a link back"),
    "history.shared": N_("let another organisation see what they did"),
    "history.taken_back": N_("no longer lets another organisation see what they did"),
    "pair.made": N_("joined two instructors in a pair"),
    "pair.ended": N_("ended a pair"),
    "course.planned": N_("planned a course"),
    "course.changed": N_("changed a course"),
    "course.module_moved": N_("moved a module of a course"),
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
    "approval.approved": N_("approved an instructor"),
    "approval.not_approved": N_("decided not to approve an instructor"),
    "approval.ended": N_("ended an approval"),
    "approval.closing_held": N_("recorded a closing meeting"),
    "talk.planned": N_("planned a talk"),
    "talk.held": N_("wrote down a talk"),
    "talk.called_off": N_("called off a talk"),
    "note.written": N_("wrote a note"),
    "note.taken_back": N_("took a note back"),
    "recognition.planned": N_("planned to thank a volunteer"),
    "recognition.arranged": N_("planned to thank several people"),
    "recognition.given": N_("wrote down that a thank-you was given"),
    "recognition.called_off": N_("called off a thank-you"),
    "occasion.postponed": N_("put off an occasion to thank a volunteer"),
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
    "document.shared": N_("sent a document"),
    "document.reminded": N_("sent a reminder about a document"),
    "document.frozen": N_("began the signing of a document"),
    "document.version_replaced": N_("changed a document after somebody had signed"),
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


def who(entry: LogEntry) -> str:
    """The name of whoever did it."""
    if entry.actor_name is None:
        return _("The portal")
    return entry.actor_name or _("Somebody who is no longer here")


def what(entry: LogEntry) -> str:
    """What was done, and in which fields."""
    return _(ACTIONS[entry.action]) if entry.action in ACTIONS else entry.action


def which(entry: LogEntry) -> str:
    """To what it was done: its kind and the beginning of its id."""
    return f"{entry.subject_kind} {str(entry.subject_id)[:8]}" if entry.subject_id else entry.subject_kind
