"""What can go wrong in words: services raise codes, readers meet sentences in their own language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from core.error_codes import ErrorCode
from core.error_words import AROUND_AGREEMENT
from core.i18n import N_, gettext


class DomainError(Exception):
    """A refusal the user can act on.

    `details` fill the sentence of the code in `MESSAGES` and are safe to show to the person who is refused.
    """

    def __init__(self, code: ErrorCode, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, str | int] = details


class ManyRefused(DomainError):
    """Several fields of one form are refused: each is kept `by_field`, and the first is what it says itself."""

    def __init__(self, by_field: Mapping[str, DomainError]) -> None:
        first = next(iter(by_field.values()))
        super().__init__(first.code, **first.details)
        self.by_field = by_field


class FieldCheck:
    """What has been refused so far of what somebody wrote, by field."""

    def __init__(self) -> None:
        self.found: dict[str, DomainError] = {}

    @contextmanager
    def at(self, field: str) -> Iterator[None]:
        """Check what stands in `field`, and go on where it is refused; what has fields of its own keeps those."""
        try:
            yield
        except ManyRefused as many:
            self.found = {**many.by_field, **self.found}
        except DomainError as error:
            self.found.setdefault(field, error)


@contextmanager
def all_refused() -> Iterator[FieldCheck]:
    """Check several fields. Raises `ManyRefused` at the end where any was refused, so that all are told at once."""
    check = FieldCheck()
    yield check
    if check.found:
        raise ManyRefused(check.found)


MESSAGES: dict[ErrorCode, str] = {
    **AROUND_AGREEMENT,
    ErrorCode.NOT_ALLOWED: N_(
        "You do not have access to this. If you think you should, ask whoever let you into the portal."
    ),
    ErrorCode.VIEWS_MANY: N_("There are {most} views already. Remove one you no longer use."),
    ErrorCode.TALK_PLANNED_PAST: N_(
        "That day has gone by. Choose today or a later day, or write down that you have talked."
    ),
    ErrorCode.TALK_HELD_FUTURE: N_("That day has not come yet. Plan the talk, and write it down afterwards."),
    ErrorCode.TALK_HELD: N_("Somebody has already written down that you talked, on {day}."),
    ErrorCode.TOO_LATE: N_("It is too late to undo that here."),
    ErrorCode.WORDS_MISSING: N_("Write a few words first."),
    ErrorCode.NOT_FOUND: N_("We cannot find that. It may have been removed, or the link is not complete."),
    ErrorCode.ENGAGED_ALREADY: N_(
        "{name} is here already in this programme at this workplace. Choose another, or open the page about {name}."
    ),
    ErrorCode.OWN_CONTACT: N_("Nobody is their own contact person or coordinator. Choose somebody else."),
    ErrorCode.MERGE_ONESELF: N_("One of them is you. Ask another coordinator to put the two together."),
    ErrorCode.MERGE_ELSEWHERE: N_(
        "These two cannot be put together here, because one of them is not yours alone. Ask the person to use the same "
        "login everywhere."
    ),
    ErrorCode.MERGE_TWO_PEOPLE: N_(
        "These are two people: they stand in the same document, or one looks after or works with the other. What was "
        "agreed between two cannot become one's own."
    ),
    ErrorCode.MERGE_COLLEAGUES: N_(
        "One of them works here. Only an administrator who is a coordinator too can put the two together."
    ),
    ErrorCode.LOGIN_FAILED: N_("The login name and the passphrase do not match. Try again, or make a new passphrase."),
    ErrorCode.LOGIN_HALF: N_("Write both your login name and your passphrase."),
    ErrorCode.LOGIN_LOCKED: N_("There have been too many attempts. Wait {minutes} min., or make a new passphrase."),
    ErrorCode.PASSPHRASE_SHORT: N_(
        "Choose a passphrase of at least {least} characters. A short sentence is easy to remember."
    ),
    ErrorCode.PASSPHRASE_LONG: N_("Choose a passphrase of at most {most} characters."),
    ErrorCode.PASSPHRASE_EASY: N_("That passphrase is easy to guess. Choose one with other words in it."),
    ErrorCode.LOGIN_NAME_TAKEN: N_("That login name is in use. Choose another one."),
    ErrorCode.LOGIN_NAME_INVALID: N_("A login name has 3 to 80 characters and no spaces."),
    ErrorCode.LINK_UNUSABLE: N_(
        "This link can no longer be used. Ask your contact person or coordinator for a new one."
    ),
    ErrorCode.TOO_MANY_ATTEMPTS: N_("There have been too many attempts. Wait {minutes} min., and try again."),
    ErrorCode.LINK_REASON_MISSING: N_("Write why you make the link. Whoever it is for reads it."),
    ErrorCode.HAS_ACCOUNT: N_("This person can already log in. Make a link for a new passphrase instead."),
    ErrorCode.NO_ACCOUNT: N_("This person has not joined yet. Send an invitation instead."),
    ErrorCode.LOGIN_OTHER_SIDE: N_(
        "You are the other side of what was agreed here, so you cannot join with your own login. Talk to whoever "
        "invited you."
    ),
    ErrorCode.SETUP_CODE_WRONG: N_("That is not the setup code. You find it in the server's log."),
    ErrorCode.ALREADY_SET_UP: N_("The portal is already set up. Log in instead."),
    ErrorCode.ORGANISATION_EXISTS: N_("Another organisation here has that name already. Choose one that differs."),
    ErrorCode.HOLDS_REAL_RECORDS: N_("There are real records here, so the demonstration cannot be loaded."),
    ErrorCode.NAME_MISSING: N_("Write a name."),
    ErrorCode.NAME_LONG: N_("That name is too long. Use at most {most} characters."),
    ErrorCode.EMAIL_INVALID: N_("That does not look like an e-mail address. Check for a missing @ or dot."),
    ErrorCode.PHONE_INVALID: N_("That does not look like a phone number. Danish numbers have 8 digits."),
    ErrorCode.LETTERS_UNPRINTABLE: N_(
        "These letters cannot be printed in the document: {letters}. Add a Latin spelling."
    ),
    ErrorCode.TEXT_LONG: N_("That text is too long. Use at most {most} characters."),
    ErrorCode.DATE_INVALID: N_("Choose a day, or write it like this: 24.12.2026."),
    ErrorCode.DAY_EARLY: N_("Choose {first} or a later day."),
    ErrorCode.DAY_LATE: N_("Choose {last} or an earlier day."),
    ErrorCode.DAY_OUTSIDE: N_("Choose a day from {first} to {last}."),
    ErrorCode.NUMBER_MISSING: N_("Write a whole number."),
    ErrorCode.CHOICE_INVALID: N_("Choose one of the answers."),
    ErrorCode.CPR_NOT_WANTED: N_("That looks like a CPR number. We do not keep those. Please leave it out."),
    ErrorCode.CHANGED_MEANWHILE: N_(
        "Somebody else changed this a moment ago. What you wrote is still here: compare and save again."
    ),
    ErrorCode.ANSWERS_MISSING: N_("Something is still missing before you can sign."),
    ErrorCode.TEXT_CHANGED: N_("The text has changed since you read it. Read what is new, and then sign."),
    ErrorCode.TYPED_NAME_MISSING: N_("Write your name to sign."),
    ErrorCode.TYPED_NAME_DIFFERS: N_("Write your name as it stands in the document: {name}."),
    ErrorCode.NOT_A_PARTY: N_("You are not one of those who sign this document."),
    ErrorCode.HAS_SIGNED: N_("{name} has signed already."),
    ErrorCode.HANDOVER_OVER: N_("This device is back with its owner."),
    ErrorCode.TOGETHER_NO_PROOF: N_("{name} has neither a login nor an e-mail address here. Sign on paper instead."),
    ErrorCode.PASSPHRASE_WRONG: N_("That is not the right passphrase. Try again."),
    ErrorCode.SIGNING_CODE_WRONG: N_("That is not the code. Look in the newest mail and try again."),
    ErrorCode.SIGNING_CODE_OVER: N_("The code no longer works. Have a new one sent."),
    ErrorCode.SIGNING_CODES_SENT: N_(
        "{most} codes have been sent within an hour. Use your passphrase, or sign on paper."
    ),
    ErrorCode.ALREADY_SEALED: N_("This document is signed by everyone and can no longer be changed."),
    ErrorCode.DOCUMENT_WITHDRAWN: N_("This document has been withdrawn."),
    ErrorCode.DOCUMENT_DISCUSSED: N_("You have talked this through and chosen not to sign it."),
    ErrorCode.REMINDED_ALREADY: N_("They were reminded of it on {day}. They can be reminded again from {again}."),
    ErrorCode.DOCUMENT_DECLINED: N_(
        "One of you has said no to this text. It can be signed when it has been sent again."
    ),
    ErrorCode.NOTHING_TO_TAKE_BACK: N_("There is no signature of yours to take back."),
    ErrorCode.TOO_MANY: N_("Those are too many at once. Choose at most {most}."),
    ErrorCode.NOT_SEALED_BY_ALL: N_("Only what everyone has signed can be renewed."),
    ErrorCode.PAIR_SAME_PERSON: N_("Choose two different people."),
    ErrorCode.PAIR_EXISTS: N_("These two are already a pair."),
    ErrorCode.PAIR_PROGRAMME: N_("Both must be in a programme with pairs, and in the same organisation."),
    ErrorCode.NOTICE_SENT: N_(
        "The mails have been sent, or it was changed once more, so this can no longer be undone. "
        "Change it anew instead."
    ),
    ErrorCode.FEEDBACK_GIVEN: N_("The feedback can be read already, so the supervision stays as held."),
    ErrorCode.GIVER_MISSING: N_("Choose who gives it."),
    ErrorCode.CLOSED_DAYS: N_("Closed days end on the day they begin or later, and are at most {most} days at a time."),
    ErrorCode.COURSE_MODULE_USED: N_(
        "Module {number} cannot be removed: somebody leads nothing else, has written after it, or is to be supervised "
        "in it. Change that first."
    ),
    ErrorCode.COURSE_MODULES_COUNT: N_("A course has 1 to {most} modules. Choose how many."),
    ErrorCode.COURSE_MODULE_HOURS: N_("Module {number} must end later than it begins, on the same day."),
    ErrorCode.COURSE_MODULE_ORDER: N_(
        "Module {number} must begin after module {former} has ended. Choose a later time."
    ),
    ErrorCode.COURSE_CANCELLED: N_(
        "The course has been cancelled, so it can no longer be changed. Plan a new one instead."
    ),
    ErrorCode.COURSE_OVER: N_("Every module has been held, so the course cannot be cancelled."),
    ErrorCode.COURSE_EVALUATED: N_("The evaluation is closed, so this can no longer be changed."),
    ErrorCode.COURSE_NOT_OVER: N_("The course is not over: tick off module {number} first."),
    ErrorCode.COURSE_NOT_EVALUATED: N_("The evaluation is not in yet. Close it first, and then talk it through."),
    ErrorCode.COURSE_REVIEW_DATE: N_("Choose the day you talked: not in the future, and not before the last module."),
    ErrorCode.COURSE_MODULE_TICKED: N_("Module {number} has been ticked off already. Look at the course again."),
    ErrorCode.COURSE_MODULE_FUTURE: N_(
        "Module {number} has not begun yet. Tick it off when it has been held, or move it to the day it was."
    ),
    ErrorCode.COURSE_MODULE_OPEN: N_("Module {number} is not ticked off. Do that first."),
    ErrorCode.COURSE_NOT_LED: N_("You do not lead module {number}, so there is nobody to give feedback to."),
    ErrorCode.COURSE_INSTRUCTOR_UNKNOWN: N_(
        "Choose somebody who volunteers in this programme here and leads that module."
    ),
    ErrorCode.COURSE_INSTRUCTOR_STOPPED: N_("One of them could not finish this course. Choose somebody else."),
    ErrorCode.COURSE_INSTRUCTOR_HELD: N_(
        "Somebody has held a module of this course and stays with it. Say from which module the new one leads."
    ),
    ErrorCode.COURSE_NOT_BEGUN: N_("They have not led any of this course yet. Choose other instructors instead."),
    ErrorCode.COURSE_COLLIDES: N_(
        "{name} leads {course} on {day} at {time}. Choose another time or another instructor."
    ),
    ErrorCode.PARTICIPANTS_NUMBER: N_("Write the number of participants: from 0 to {most}."),
    ErrorCode.FEEDBACK_MISSING: N_("Write something to your partner first."),
    ErrorCode.EVALUATION_ANSWERED: N_("Write how many answered: from 0 to {most}."),
    ErrorCode.EVALUATION_SUM: N_(
        "Question {number} has {count} answers, but only {answered} people answered. Check the numbers."
    ),
    ErrorCode.EVALUATION_KEYED: N_("Forms have been keyed in one by one here. Go on that way, or remove them first."),
    ErrorCode.EVALUATION_TOTALS: N_(
        "Totals have been written down here. Change them, or set them to 0 before keying in forms one by one."
    ),
    ErrorCode.EVALUATION_FORM_EMPTY: N_("Tick at least one answer, or write the comment."),
    ErrorCode.EVALUATION_EMPTY: N_("Nothing has been keyed in. Say that nobody answered if that is so."),
    ErrorCode.EVALUATION_QUESTION: N_(
        "“{written}” is none of the questions. Begin the line with the question or its number."
    ),
    ErrorCode.EVALUATION_TWICE: N_("This question stands in the table twice. Leave one of them out."),
    ErrorCode.EVALUATION_COLUMNS: N_("There must be {wanted} numbers after the question, but there are {found}."),
    ErrorCode.EVALUATION_NUMBER: N_("“{written}” is not a whole number."),
    ErrorCode.EVALUATION_EMPTY_TABLE: N_(
        "There is no question in the table. Copy it with the questions in the first column."
    ),
    ErrorCode.COURSE_MODULE_UNKNOWN: N_("The course has {most} modules. Choose one of them."),
    ErrorCode.COURSE_INSTRUCTOR_TWICE: N_("Choose two different people to lead the course."),
    ErrorCode.COURSE_INSTRUCTORS_MANY: N_(
        "Two lead a course together. Module {number} would have more: say from which module the new one leads."
    ),
    ErrorCode.ENGAGEMENT_OVER: N_("They are no longer a volunteer here, so nothing about it can be changed."),
    ErrorCode.NO_APPROVAL_HERE: N_("There is no approval in this volunteer's programme."),
    ErrorCode.APPROVAL_NONE: N_("There is no approval to end."),
    ErrorCode.APPROVAL_MISSING: N_("What it takes is not there yet. See what is missing, and decide when it is there."),
    ErrorCode.APPROVAL_UNTIL: N_("Choose a day after today, at most {years} years ahead."),
    ErrorCode.ALREADY_DECIDED: N_(
        "{name} decided this on {day}, and nothing new has come since. Read the decision. It can be decided anew after "
        "one more supervision."
    ),
    ErrorCode.CLOSING_HELD: N_("The closing meeting is already recorded as held on {day}."),
    ErrorCode.CLOSING_DATE: N_("Choose the day it was held: not before the decision, and not in the future."),
    ErrorCode.PAUSE_ORDER: N_("A break cannot end before it begins. Choose a later last day."),
    ErrorCode.PAUSE_OVERLAPS: N_("There is already a break from {day}. End that one first, or choose other days."),
    ErrorCode.PAUSE_OVER: N_("That break ended on {day}."),
    ErrorCode.END_DATE: N_("Choose the last day: not before they began, and not in the future."),
    ErrorCode.GOODBYE_PAST: N_("That day has gone by. Choose today or a later day, or say that they have stopped."),
    ErrorCode.CLAUSE_MANDATORY: N_("This point cannot be left out."),
    ErrorCode.CLAUSE_FIXED: N_("The wording of this point cannot be changed."),
    ErrorCode.NOT_SHARED_YET: N_("The document has not been sent yet."),
    ErrorCode.NOT_SEALED_YET: N_("The document is not sealed yet. It will be ready in a moment."),
    ErrorCode.PKCS12_UNREADABLE: N_("The certificate file cannot be opened. Check the file and its password."),
    ErrorCode.PKCS12_EARLY: N_("The certificate is not valid until {day}, so it cannot seal documents yet."),
    ErrorCode.PKCS12_EXPIRED: N_("The certificate has expired, so it cannot seal documents."),
    ErrorCode.PKCS12_KEY_LENGTH: N_(
        "The certificate's key is {bits} bits long. Use one of {least} to {most} bits, or an EC key."
    ),
    ErrorCode.PKCS12_UNSUITABLE: N_("The certificate cannot be used to seal documents."),
    ErrorCode.CERTIFICATE_EXPIRED: N_("The certificate that seals has expired. An administrator can replace it."),
    ErrorCode.SEALING_KEY_UNREADABLE: N_(
        "The key that seals cannot be read. An administrator can put another certificate in its place."
    ),
    ErrorCode.UPLOAD_TOO_LARGE: N_("The file is larger than {most} MB."),
    ErrorCode.UPLOAD_NOT_PDF: N_("That file is not a PDF."),
    ErrorCode.UPLOAD_ENCRYPTED: N_("The file is locked, so it cannot be checked. A document from here never is."),
    ErrorCode.UPLOAD_DAMAGED: N_("The file is damaged and cannot be read."),
    ErrorCode.SCAN_KIND: N_("Use a PDF or a picture (JPEG, PNG, HEIC or AVIF)."),
    ErrorCode.SCAN_HEIF: N_("Pictures in HEIC or HEIF cannot be read here. Send it as JPEG or as a PDF."),
    ErrorCode.SCAN_LOCKED: N_(
        "The PDF can only be opened with a password. Save it without one, or take a picture of the paper."
    ),
    ErrorCode.SCAN_UNKEPT: N_(
        "Part of this PDF cannot be kept as you see it. Print it to a new PDF, or take a picture of it."
    ),
    ErrorCode.SCAN_PAGES: N_("A scan may have at most {most} pages."),
    ErrorCode.SCAN_PIXELS: N_(
        "That picture is too large. Take it with the phone's ordinary camera, or in several parts, or send it as a PDF."
    ),
    ErrorCode.PAPER_NOBODY: N_("Choose who signed on paper. Whoever has signed already is not asked again."),
    ErrorCode.PAPER_DATE: N_("Choose the day it was signed, today or earlier."),
    ErrorCode.PAPER_PROOF: N_("Add a picture of the signed paper, or write the name of somebody who saw it signed."),
    ErrorCode.PAPER_WITNESS: N_("A witness is somebody else than those who signed."),
    ErrorCode.NO_SCAN: N_("There is no scan of this document."),
    ErrorCode.LOGO_SMALL: N_(
        "The picture is only {width} × {height} pixels. Use one of at least {least} pixels on each side."
    ),
    ErrorCode.LOGO_LONG: N_(
        "The picture is {width} × {height} pixels, which is too long and narrow to be read. The longer side may be at "
        "most {most} times the shorter."
    ),
    ErrorCode.LOGO_EMPTY: N_(
        "Nothing of the picture would be seen on white paper. Use one with dark or coloured lines."
    ),
    ErrorCode.LOGO_UNREADABLE: N_("The picture cannot be read. Use one in PNG or JPEG of at most {most} MB."),
    ErrorCode.DRAWING_UNREADABLE: N_("The drawing could not be read. Clear it and draw again, or sign without it."),
    ErrorCode.WORKPLACE_IN_USE: N_("Somebody is attached to this workplace, so it cannot be removed."),
    ErrorCode.NOBODY_TAKES_OVER: N_("Choose somebody who can take over everything."),
    ErrorCode.LAST_ADMIN: N_("There must be at least one administrator. Give someone else the role first."),
    ErrorCode.ROLE_UNKNOWN: N_("Choose a role."),
    ErrorCode.EMAIL_MISSING: N_("There is no e-mail address, so the link must be given in another way."),
    ErrorCode.PROGRAMME_UNCHANGED: N_(
        "Nothing is different from the version you have. Change something before you publish."
    ),
    ErrorCode.PROGRAMME_WORDS_MISSING: N_("Write it in {language} too."),
    ErrorCode.PROGRAMME_DOCUMENTS_NONE: N_("Choose at least one document to sign."),
    ErrorCode.PROGRAMME_DOCUMENT_TWICE: N_("A document is either signed from the beginning or made when it is wanted."),
    ErrorCode.PROGRAMME_NEEDS_APPROVAL: N_(
        "The cooperation agreement speaks of approval. Take it out, or let the programme lead to approval."
    ),
    ErrorCode.PROGRAMME_MOST_UNDER_LEAST: N_("The most cannot be fewer than the least."),
    ErrorCode.PROGRAMME_USUAL_OUTSIDE: N_("The usual number lies between the least and the most."),
    ErrorCode.PROGRAMME_DAYS_FALL: N_("Write each number of days once, the longest first."),
    ErrorCode.PROGRAMME_LOOK_AGAIN_LATE: N_("Look at it again before it runs out, not after."),
    ErrorCode.NUMBER_OUTSIDE: N_("Write a whole number from {least} to {most}."),
    ErrorCode.PROGRAMME_UNKNOWN: N_("Choose a programme."),
    ErrorCode.WORKPLACE_UNKNOWN: N_("Choose a workplace."),
    ErrorCode.CONTACT_PERSON_UNKNOWN: N_("Choose a contact person."),
    ErrorCode.TEMPLATE_LARGE: N_("That is too much for one document. There can be at most {most}."),
    ErrorCode.TEMPLATE_UNREADABLE: N_(
        "This file cannot be read. Choose a file that was saved from a portal like this one."
    ),
    ErrorCode.TEMPLATE_FOREIGN: N_("This file is not a template for a document of ours."),
    ErrorCode.TEMPLATE_SHAPE: N_("This file is not whole: something is missing or unknown at {place}."),
    ErrorCode.TEMPLATE_OTHER_KIND: N_("This file is for another kind of document."),
    ErrorCode.TEMPLATE_PROBLEMS: N_("There is something to put right before it can be published: {count}."),
    ErrorCode.TEMPLATE_SAME: N_("Nothing new is saved in it. If you have just written something, press “Save” first."),
    ErrorCode.DATE_PAST: N_("Choose today or a later day."),
    ErrorCode.DOCUMENT_EXISTS: N_("There is already a document of this kind under way."),
    ErrorCode.GUIDELINE_TITLE_MISSING: N_("Write a title in every language. It is missing here: {languages}."),
    ErrorCode.GUIDELINE_POINTS_MISSING: N_("Write at least one point."),
    ErrorCode.GUIDELINE_POINT_MISSING: N_(
        "Point {number} has no title here: {languages}. Write it, or empty the point to remove it."
    ),
    ErrorCode.GUIDELINE_POINTS_MANY: N_("That is too many points. Use at most {most}."),
    ErrorCode.GUIDELINE_NEWER: N_("A newer version has come since you read it. Read what is new, and confirm again."),
    ErrorCode.GUIDELINE_OWN: N_("They can log in, so they confirm it themselves."),
    ErrorCode.GUIDELINE_UNCHANGED: N_(
        "It says the same as the version people read now, so there is nothing to publish."
    ),
    ErrorCode.SUPERVISION_NOBODY: N_("Choose who it is with."),
    ErrorCode.SUPERVISION_MANY: N_("At most {most} at a time: the two who lead the course together."),
    ErrorCode.SUPERVISION_PROGRAMME: N_("Their programme has no supervisions."),
    ErrorCode.SUPERVISION_ENOUGH: N_(
        "They have their {most} supervisions already. Choose an extra supervision instead."
    ),
    ErrorCode.SUPERVISION_OTHER_COURSE: N_("They do not all lead that course. Choose one that they do."),
    ErrorCode.SUPERVISION_CALLED_OFF: N_("It was called off. Order a new one."),
    ErrorCode.SUPERVISION_HELD: N_("It was held already. Write the feedback instead."),
    ErrorCode.SUPERVISION_AHEAD: N_("It cannot have been held yet. Choose today or an earlier day."),
    ErrorCode.SUPERVISION_LONG_AGO: N_("That is too long ago. Check the year."),
    ErrorCode.SUPERVISION_NOT_HELD: N_("Write first when it was held."),
    ErrorCode.FEEDBACK_EMPTY: N_("Write what went well, or what to work on."),
    ErrorCode.SUPERVISOR_UNKNOWN: N_("Choose a supervisor or a coordinator."),
    ErrorCode.SUPERVISOR_SAME: N_("Choose somebody else to take over."),
    ErrorCode.COURSE_MODULE_OTHER: N_("That module belongs to another course."),
    ErrorCode.TEXT_MISSING: N_("Write something first."),
    ErrorCode.OCCASION_GONE: N_("This is no longer up. Look at the list again."),
    ErrorCode.OCCASION_ANSWERED: N_("{name} has already taken this up, on {day}."),
    ErrorCode.OCCASION_UNTIL: N_("Choose a later day than today."),
    ErrorCode.RECOGNITION_GIVEN: N_("It is already written down as given, on {day}."),
    ErrorCode.RECOGNITION_AHEAD: N_("That day has not come yet. Write it down when it has been given."),
    ErrorCode.CERTIFICATE_NOT_EARNED: N_("This is not earned yet."),
    ErrorCode.PROOF_TOO_EARLY: N_("You have not begun yet. Come back when you have."),
    ErrorCode.SIGNATORY_MISSING: N_("Write and save a name first, then choose the picture."),
    ErrorCode.INVITATION_CLOSED: N_("It could be answered until {day}. Call, if you would like to come."),
    ErrorCode.RECOGNITION_NOT_GIVEN: N_("Write down first that it was held."),
    ErrorCode.NOBODY_CAME: N_("Nobody said yes, so there is nobody to write to."),
    ErrorCode.MENTION_REFUSED: N_(
        "Has not said yes to being mentioned: {names}. Ask them, or choose another way to say thanks."
    ),
    ErrorCode.ANSWER_BY_LATE: N_("The last day to answer must come before the day itself."),
    ErrorCode.EXPENSE_KIND: N_("This cannot be asked for here. Choose something else."),
    ErrorCode.EXPENSE_AHEAD: N_("That day has not come yet. Write the day you paid."),
    ErrorCode.EXPENSE_OLD: N_("That is more than {days} days ago. Call, and talk about it."),
    ErrorCode.EXPENSE_AMOUNT: N_("Write an amount from 0,01 to {most} kroner, such as 24 or 149,50."),
    ErrorCode.EXPENSE_RECEIPT: N_("Add a photo or a PDF of the receipt."),
    ErrorCode.EXPENSE_OWN: N_("You cannot handle an expense of your own. Ask a colleague."),
    ErrorCode.EXPENSE_STANDING: N_("This has gone on meanwhile. Here is where it stands now."),
    ErrorCode.EXPENSE_NO_RATE: N_("There is no rate for {year} yet. Call your coordinator."),
    ErrorCode.EXPENSE_KILOMETRES: N_("Only associations may pay a rate for kilometres. Choose no, or no principles."),
    ErrorCode.RATE_INVALID: N_("Write the rate in kroner a kilometre, such as 2,23."),
    ErrorCode.RATE_SOURCE: N_("Write where the rate stands."),
    ErrorCode.RECOGNITION_NOBODY: N_("Choose who is to be thanked."),
    ErrorCode.OFFER_DATES: N_("It must end after it begins."),
    ErrorCode.OFFER_DEADLINE: N_("The last day to sign up must be before it begins."),
    ErrorCode.OFFER_SEATS: N_("{count} people have a seat already. Choose at least that many, or 0 for no limit."),
    ErrorCode.OFFER_NOBODY: N_("Choose who to invite."),
    ErrorCode.OFFER_NOT_FOR: N_("This is not for everybody. Ask your coordinator if you would like to come."),
    ErrorCode.OFFER_CALLED_OFF: N_("This is called off."),
    ErrorCode.OFFER_BEGUN: N_("It has begun, so nobody can sign up or say no any more."),
    ErrorCode.OFFER_CLOSED: N_("The last day to sign up is over. Ask your coordinator if you would like to come."),
    ErrorCode.OFFER_AHEAD: N_("It has not begun yet. Write down afterwards who came."),
    ErrorCode.COST_INVALID: N_("Write what it cost in kroner, such as 150 or 149,50."),
    ErrorCode.PORTAL_BUSY: N_("The portal is busy, so this was not done. Nothing was lost. Press again."),
    ErrorCode.CLOCK_BEHIND: N_(
        "The portal's clock says {clock}, but something was written here {newest}. Nothing was signed, for it would "
        "have a wrong time. Tell whoever runs the portal."
    ),
    ErrorCode.KEPT_UNREADABLE: N_(
        "Something in this text cannot be read any more, so nobody can sign it. Tell whoever runs the portal."
    ),
}


def words(error: DomainError) -> str:
    """The sentence for `error` in the current language (see `core.i18n.use`)."""
    return gettext(MESSAGES[error.code]).format(**error.details)
