"""What can go wrong in words: services raise codes, readers meet sentences in their own language."""

from collections.abc import Mapping

from core.i18n import N_, gettext


class DomainError(Exception):
    """A refusal the user can act on.

    `code` is one of `MESSAGES`; `details` fill the sentence and are safe to show to the person who is refused.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, str | int] = details


MESSAGES: dict[str, str] = {
    "not_allowed": N_("You do not have access to this. Ask your coordinator if you think you should."),
    "views_many": N_("There are {most} views already. Remove one you no longer use."),
    "talk_planned_past": N_("That day has gone by. Choose today or a later day, or write down that you have talked."),
    "talk_held_future": N_("That day has not come yet. Plan the talk, and write it down afterwards."),
    "talk_held": N_("Somebody has already written down that you talked, on {day}."),
    "words_missing": N_("Write a few words first."),
    "not_found": N_("We cannot find that. It may have been removed, or the link is not complete."),
    "login_failed": N_("The login name and the passphrase do not match. Try again, or make a new passphrase."),
    "login_locked": N_("There have been too many attempts. Wait {minutes} minutes, or make a new passphrase."),
    "passphrase_short": N_("Choose a passphrase of at least {least} characters. A short sentence is easy to remember."),
    "passphrase_long": N_("Choose a passphrase of at most {most} characters."),
    "passphrase_easy": N_("That passphrase is easy to guess. Choose one with other words in it."),
    "login_name_taken": N_("That login name is in use. Choose another one."),
    "login_name_invalid": N_("A login name has 3 to 80 characters and no spaces."),
    "link_unusable": N_("This link can no longer be used. Ask your contact person or coordinator for a new one."),
    "has_account": N_("This person can already log in. Make a link for a new passphrase instead."),
    "no_account": N_("This person has not joined yet. Send an invitation instead."),
    "login_other_side": N_(
        "You are the other side of what was agreed here, so you cannot join with your own login. Talk to whoever "
        "invited you."
    ),
    "setup_code_wrong": N_("That is not the setup code. You find it in the server's log."),
    "already_set_up": N_("The portal is already set up. Log in instead."),
    "holds_real_records": N_("There are real records here, so the demonstration cannot be loaded."),
    "name_missing": N_("Write a name."),
    "name_long": N_("That name is too long. Use at most {most} characters."),
    "email_invalid": N_("That does not look like an e-mail address. Check for a missing @ or dot."),
    "phone_invalid": N_("That does not look like a phone number. Danish numbers have 8 digits."),
    "letters_unprintable": N_("These letters cannot be printed in the document: {letters}. Add a Latin spelling."),
    "text_long": N_("That text is too long. Use at most {most} characters."),
    "date_invalid": N_("That does not look like a date. Write it like this: 24.12.2026."),
    "choice_invalid": N_("Choose one of the answers."),
    "cpr_not_wanted": N_("That looks like a CPR number. We do not keep those. Please leave it out."),
    "changed_meanwhile": N_(
        "Somebody else changed this a moment ago. What you wrote is still here: compare and save again."
    ),
    "answers_missing": N_("Something is still missing before you can sign."),
    "text_changed": N_("The text has changed since you read it. Read what is new, and then sign."),
    "typed_name_missing": N_("Write your name to sign."),
    "typed_name_differs": N_("Write your name as it stands in the document: {name}."),
    "not_a_party": N_("You are not one of those who sign this document."),
    "has_signed": N_("{name} has signed already."),
    "handover_over": N_("This device is back with its owner."),
    "together_no_proof": N_("{name} has neither a login nor an e-mail address here. Sign on paper instead."),
    "passphrase_wrong": N_("That is not the right passphrase. Try again."),
    "signing_code_wrong": N_("That is not the code. Look in the newest mail and try again."),
    "signing_code_over": N_("The code no longer works. Have a new one sent."),
    "signing_codes_sent": N_("{most} codes have been sent within an hour. Use your passphrase, or sign on paper."),
    "already_sealed": N_("This document is signed by everyone and can no longer be changed."),
    "document_withdrawn": N_("This document has been withdrawn."),
    "document_discussed": N_("You have talked this through and chosen not to sign it."),
    "document_declined": N_("One of you has said no to this text. It can be signed when it has been sent again."),
    "nothing_to_take_back": N_("There is no signature of yours to take back."),
    "too_many": N_("Those are too many at once. Choose at most {most}."),
    "not_sealed_by_all": N_("Only what everyone has signed can be renewed."),
    "pair_same_person": N_("Choose two different people."),
    "pair_exists": N_("These two are already a pair."),
    "pair_programme": N_("Both must be in a programme with pairs, and in the same organisation."),
    "course_modules_count": N_("A course has 1 to {most} modules. Choose how many."),
    "course_module_hours": N_("Module {number} must end later than it begins, on the same day."),
    "course_module_order": N_("Module {number} must begin after module {former} has ended. Choose a later time."),
    "course_cancelled": N_("The course has been cancelled, so it can no longer be changed. Plan a new one instead."),
    "course_over": N_("Every module has been held, so the course cannot be cancelled."),
    "course_evaluated": N_("The evaluation is closed, so this can no longer be changed."),
    "course_not_over": N_("The course is not over: tick off module {number} first."),
    "course_not_evaluated": N_("The evaluation is not in yet. Close it first, and then talk it through."),
    "course_review_date": N_("Choose the day you talked: not in the future, and not before the last module."),
    "course_module_ticked": N_("Module {number} has been ticked off already. Look at the course again."),
    "course_module_future": N_(
        "Module {number} has not begun yet. Tick it off when it has been held, or move it to the day it was."
    ),
    "course_module_open": N_("Module {number} is not ticked off. Do that first."),
    "course_not_led": N_("You do not lead module {number}, so there is nobody to give feedback to."),
    "course_instructor_unknown": N_("Choose somebody who volunteers in this programme here and leads that module."),
    "course_instructor_stopped": N_("One of them could not finish this course. Choose somebody else."),
    "course_instructor_held": N_(
        "Somebody has held a module of this course and stays with it. Say from which module the new one leads."
    ),
    "course_not_begun": N_("They have not led any of this course yet. Choose other instructors instead."),
    "course_collides": N_("{name} leads {course} on {day} at {time}. Choose another time or another instructor."),
    "participants_number": N_("Write the number of participants: from 0 to {most}."),
    "feedback_missing": N_("Write something to your partner first."),
    "evaluation_answered": N_("Write how many answered: from 0 to {most}."),
    "evaluation_sum": N_(
        "Question {number} has {count} answers, but only {answered} people answered. Check the numbers."
    ),
    "evaluation_keyed": N_("Forms have been keyed in one by one here. Go on that way, or remove them first."),
    "evaluation_totals": N_(
        "Totals have been written down here. Change them, or set them to 0 before keying in forms one by one."
    ),
    "evaluation_form_empty": N_("Tick at least one answer, or write the comment."),
    "evaluation_empty": N_("Nothing has been keyed in. Say that nobody answered if that is so."),
    "evaluation_question": N_("“{written}” is none of the questions. Begin the line with the question or its number."),
    "evaluation_twice": N_("This question stands in the table twice. Leave one of them out."),
    "evaluation_columns": N_("There must be {wanted} numbers after the question, but there are {found}."),
    "evaluation_number": N_("“{written}” is not a whole number."),
    "evaluation_empty_table": N_("There is no question in the table. Copy it with the questions in the first column."),
    "course_module_unknown": N_("The course has {most} modules. Choose one of them."),
    "course_instructor_twice": N_("Choose two different people to lead the course."),
    "course_instructors_many": N_(
        "Two lead a course together. Module {number} would have more: say from which module the new one leads."
    ),
    "engagement_over": N_("They are no longer a volunteer here, so nothing about it can be changed."),
    "no_approval_here": N_("There is no approval in this volunteer's programme."),
    "approval_none": N_("There is no approval to end."),
    "approval_missing": N_("What it takes is not there yet. See what is missing, and decide when it is there."),
    "approval_until": N_("Choose a day after today, at most {years} years ahead."),
    "already_decided": N_(
        "{name} decided this on {day}, and nothing new has come since. Read the decision. It can be decided anew after "
        "one more supervision."
    ),
    "closing_held": N_("The closing meeting is already recorded as held on {day}."),
    "closing_date": N_("Choose the day it was held: not before the decision, and not in the future."),
    "pause_order": N_("A break cannot end before it begins. Choose a later last day."),
    "pause_overlaps": N_("There is already a break from {day}. End that one first, or choose other days."),
    "pause_over": N_("That break ended on {day}."),
    "end_date": N_("Choose the last day: not before they began, and not in the future."),
    "clause_mandatory": N_("This point cannot be left out."),
    "clause_fixed": N_("The wording of this point cannot be changed."),
    "not_shared_yet": N_("The document has not been sent yet."),
    "not_sealed_yet": N_("The document is not sealed yet. It will be ready in a moment."),
    "pkcs12_unreadable": N_("The certificate file cannot be opened. Check the file and its password."),
    "pkcs12_expired": N_("The certificate has expired, so it cannot seal documents."),
    "pkcs12_unsuitable": N_("The certificate cannot be used to seal documents."),
    "upload_too_large": N_("The file is larger than {most} MB."),
    "upload_not_pdf": N_("That file is not a PDF."),
    "upload_encrypted": N_("The file is locked with a password, so it cannot be checked."),
    "upload_damaged": N_("The file is damaged and cannot be read."),
    "scan_kind": N_("Use a PDF or a picture (JPEG or PNG)."),
    "scan_heic": N_(
        "This picture is in Apple's own format (HEIC). Choose “Most Compatible” on the phone under Settings, Camera, "
        "Formats, and take it again, or send it as a PDF."
    ),
    "scan_pages": N_("A scan may have at most {most} pages."),
    "scan_pixels": N_("That picture is too large. Use one of at most {most} million pixels."),
    "paper_nobody": N_("Choose who signed on paper. Whoever has signed already is not asked again."),
    "paper_date": N_("Choose the day it was signed: not in the future, and not before the document was made."),
    "paper_proof": N_("Add a picture of the signed paper, or write the name of somebody who saw it signed."),
    "paper_witness": N_("A witness is somebody else than those who signed."),
    "no_scan": N_("There is no scan of this document."),
    "logo_unreadable": N_("The logo cannot be read. Use a PNG or JPEG picture of at most {most} MB."),
    "drawing_unreadable": N_("The drawing could not be read. Clear it and draw again, or sign without it."),
    "workplace_in_use": N_("Somebody is attached to this workplace, so it cannot be removed."),
    "last_admin": N_("There must be at least one administrator. Give someone else the role first."),
    "role_unknown": N_("Choose a role."),
    "email_missing": N_("There is no e-mail address, so the link must be given in another way."),
    "programme_unchanged": N_("Nothing is different from the version you have. Change something before you publish."),
    "programme_words_missing": N_("Write it in {language} too."),
    "programme_documents_none": N_("Choose at least one document to sign."),
    "programme_document_twice": N_("A document is either signed from the beginning or made when it is wanted."),
    "programme_needs_approval": N_(
        "The cooperation agreement speaks of approval. Take it out, or let the programme lead to approval."
    ),
    "programme_most_under_least": N_("The most cannot be fewer than the least."),
    "programme_usual_outside": N_("The usual number lies between the least and the most."),
    "programme_days_fall": N_("Write each number of days once, the longest first."),
    "programme_look_again_late": N_("Look at it again before it runs out, not after."),
    "programme_number": N_("Write a whole number from {least} to {most}."),
    "programme_unknown": N_("Choose a programme."),
    "workplace_unknown": N_("Choose a workplace."),
    "contact_person_unknown": N_("Choose a contact person."),
    "template_large": N_("That is too much for one document. There can be at most {most}."),
    "template_unreadable": N_("This file cannot be read. Choose a file that was saved from a portal like this one."),
    "template_foreign": N_("This file is not a template for a document of ours."),
    "template_shape": N_("This file is not whole: something is missing or unknown at {place}."),
    "template_other_kind": N_("This file is for another kind of document."),
    "template_problems": N_("There is something to put right before it can be published: {count}."),
    "template_same": N_("Nothing is new in it, so there is nothing to publish."),
    "date_past": N_("Choose today or a later day."),
    "document_exists": N_("There is already a document of this kind under way."),
    "guideline_title_missing": N_("Write a title in every language. It is missing here: {languages}."),
    "guideline_points_missing": N_("Write at least one point."),
    "guideline_point_missing": N_(
        "Point {number} has no title here: {languages}. Write it, or empty the point to remove it."
    ),
    "guideline_points_many": N_("That is too many points. Use at most {most}."),
    "guideline_newer": N_("A newer version has come since you read it. Read what is new, and confirm again."),
    "guideline_own": N_("They can log in, so they confirm it themselves."),
    "guideline_unchanged": N_("It says the same as the version people read now, so there is nothing to publish."),
    "supervision_nobody": N_("Choose who it is with."),
    "supervision_many": N_("At most {most} at a time: the two who lead the course together."),
    "supervision_programme": N_("Their programme has no supervisions."),
    "supervision_enough": N_("They have their {most} supervisions already. Choose an extra supervision instead."),
    "supervision_other_course": N_("They do not all lead that course. Choose one that they do."),
    "supervision_called_off": N_("It was called off. Order a new one."),
    "supervision_held": N_("It was held already. Write the feedback instead."),
    "supervision_ahead": N_("It cannot have been held yet. Choose today or an earlier day."),
    "supervision_long_ago": N_("That is too long ago. Check the year."),
    "supervision_not_held": N_("Write first when it was held."),
    "feedback_empty": N_("Write what went well, or what to work on."),
    "supervisor_unknown": N_("Choose a supervisor or a coordinator."),
    "supervisor_same": N_("Choose somebody else to take over."),
    "course_module_other": N_("That module belongs to another course."),
    "text_missing": N_("Write something first."),
    "occasion_gone": N_("This is no longer up. Look at the list again."),
    "occasion_answered": N_("{name} has already taken this up, on {day}."),
    "occasion_until": N_("Choose a later day than today."),
    "recognition_given": N_("It is already written down as given, on {day}."),
    "recognition_ahead": N_("That day has not come yet. Write it down when it has been given."),
    "certificate_not_earned": N_("This is not earned yet."),
    "proof_too_early": N_("You have not begun yet. Come back when you have."),
    "signatory_missing": N_("Write and save a name first, then choose the picture."),
    "invitation_closed": N_("It could be answered until {day}. Call, if you would like to come."),
    "recognition_not_given": N_("Write down first that it was held."),
    "nobody_came": N_("Nobody said yes, so there is nobody to write to."),
    "mention_refused": N_("This person does not want to be mentioned: {names}. Choose another way to say thanks."),
    "answer_by_late": N_("The last day to answer must come before the day itself."),
    "expense_kind": N_("This cannot be asked for here. Choose something else."),
    "expense_ahead": N_("That day has not come yet. Write the day you paid."),
    "expense_old": N_("That is more than {days} days ago. Call, and talk about it."),
    "expense_amount": N_("Write an amount from 0,01 to {most} kroner, such as 24 or 149,50."),
    "expense_receipt": N_("Add a photo or a PDF of the receipt."),
    "expense_own": N_("You cannot handle an expense of your own. Ask a colleague."),
    "expense_standing": N_("This has gone on meanwhile. Here is where it stands now."),
    "expense_no_rate": N_("There is no rate for {year} yet. Call your coordinator."),
    "expense_kilometres": N_("Only associations may pay a rate for kilometres. Choose no, or no principles."),
    "rate_invalid": N_("Write the rate in kroner a kilometre, such as 2,23, and where it stands."),
    "recognition_nobody": N_("Choose who is to be thanked."),
    "offer_dates": N_("It must end after it begins."),
    "offer_deadline": N_("The last day to sign up must be before it begins."),
    "offer_seats": N_("{count} people have a seat already. Choose at least that many, or 0 for no limit."),
    "offer_nobody": N_("Choose who to invite."),
    "offer_not_for": N_("This is not for everybody. Ask your coordinator if you would like to come."),
    "offer_called_off": N_("This is called off."),
    "offer_begun": N_("It has begun, so nobody can sign up or say no any more."),
    "offer_closed": N_("The last day to sign up is over. Ask your coordinator if you would like to come."),
    "offer_ahead": N_("It has not begun yet. Write down afterwards who came."),
    "cost_invalid": N_("Write what it cost in kroner, such as 150 or 149,50."),
}


def words(error: DomainError) -> str:
    """The sentence for `error` in the current language (see `core.i18n.use`)."""
    return gettext(MESSAGES[error.code]).format(**error.details)
