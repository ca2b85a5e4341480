"""What is refused before an agreement and after it, in words; `core.errors.MESSAGES` has these among all."""

from core.error_codes import ErrorCode
from core.i18n import N_

AROUND_AGREEMENT: dict[ErrorCode, str] = {
    ErrorCode.WRITTEN_LATER: N_(
        "The portal's clock says {clock}, but this was written {newest}, so nothing was signed. If the clock is right "
        "now, it was ahead then: have the organisation withdraw this and send it anew. Else tell whoever runs the "
        "portal."
    ),
    ErrorCode.PORTAL_FULL: N_(
        "The portal can keep nothing right now, so this was not done. What was saved before is still here. Tell "
        "whoever runs the portal."
    ),
    ErrorCode.PROGRAMME_MONTHS_RISE: N_("Write each number of months once, the smallest first."),
    ErrorCode.TASK_CLOSED: N_("This task is closed. Open it again first."),
    ErrorCode.TASK_TITLE_MISSING: N_("Write what the task is called."),
    ErrorCode.TASK_NOT_DESCRIBED: N_(
        "Describe the task first: what is to be done, hours and days, the place, who leads, and what can be adapted."
    ),
    ErrorCode.CALL_OPEN: N_("There is an open call for this task already."),
    ErrorCode.CALL_CLOSED: N_("This call is closed. Open a new one."),
    ErrorCode.CALL_PAST: N_("That day has gone by. Choose today or a later day."),
    ErrorCode.APPLICATION_NO_WAY: N_("Write a phone number or an e-mail address, so that they can get an answer."),
    ErrorCode.SUPPORT_NOBODY: N_("There is nobody else here who could take this talk. Call the organisation."),
    ErrorCode.TALK_OVER: N_("This talk has been held already."),
    ErrorCode.WORRY_NOBODY: N_("There is nobody else here who could take it. Call the organisation instead."),
    ErrorCode.GOODBYE_BEGUN: N_("A goodbye is under way already. Call your coordinator about it."),
    ErrorCode.NETWORK_COLLEAGUE: N_("You work here as well, so you stay outside the volunteers' own network."),
    ErrorCode.WORRY_RECEIVER: N_("That person cannot take it. Choose somebody else."),
    ErrorCode.WORRY_ABOUT_YOU: N_("It is about you. Let them tell it to somebody else here."),
    ErrorCode.WORRY_OVER: N_("It has come to an end already."),
    ErrorCode.APPLICATION_WITHDRAWN: N_("The applicant has taken the application back."),
    ErrorCode.APPLICATION_ANSWERED: N_("The letter has gone, so nothing more is changed here."),
    ErrorCode.APPLICATION_UNDECIDED: N_("Decide first. The letter can go after that."),
    ErrorCode.HANDOUT_FUTURE: N_("That day has not come yet. Choose today or an earlier day."),
    ErrorCode.VIEW_NOBODY: N_("Choose whom you want to ask."),
    ErrorCode.VIEW_ANSWERED: N_("The answer is here already."),
    ErrorCode.VIEW_LAPSED: N_("Thank you, but it is decided now, or the time is up. You need not do anything."),
    ErrorCode.QUESTIONNAIRE_THEIRS: N_("They fill it in themselves, and have not shared it with you."),
    ErrorCode.CLARIFICATION_HELD: N_("The meeting has been held, so its day and its answers stay as they are."),
    ErrorCode.CLARIFICATION_NONE_HERE: N_("This kind of volunteering has no clarification meeting."),
    ErrorCode.HONORARIUM_MISSING: N_("Say whether you have agreed on an honorarium, also where there is none."),
    ErrorCode.REASON_MISSING: N_("Choose a word for why."),
    ErrorCode.RHYTHM_ANSWERED: N_("Somebody has planned it or left it out meanwhile, or it is another day by now."),
    ErrorCode.RHYTHMS_MANY: N_("{most} gatherings come up by themselves already. End one first."),
    ErrorCode.AGREEMENT_EMPTY: N_("The agreement says nothing yet. Write it first."),
    ErrorCode.AGREEMENT_FUTURE: N_("That day has not come yet. Write down when it was signed."),
    ErrorCode.ALIGNMENT_FINISHED: N_("These answers are finished. Take that back first."),
    ErrorCode.ALIGNMENT_BOTH: N_("Both have finished, and have seen the answers. Talk about what is otherwise."),
    ErrorCode.TEAM_LEAD_UNKNOWN: N_("Choose who leads the team: an experienced peer."),
    ErrorCode.TEAM_PSYCHOLOGIST_UNKNOWN: N_("Choose somebody who is a psychologist here, or nobody yet."),
    ErrorCode.TEAM_CONTACT_UNKNOWN: N_("Choose who is there for the team at the workplace."),
    ErrorCode.TEAM_OTHER: N_("They are in another team. They leave that one first."),
    ErrorCode.PASSPHRASES_DIFFER: N_("The two are not the same. Write it once more."),
    ErrorCode.LOG_BEGUN: N_("You have a log book already. Open it with its passphrase."),
    ErrorCode.LOG_PASSPHRASE_WRONG: N_(
        "That passphrase does not open it. It is the log book's own, not that of your login."
    ),
    ErrorCode.LOG_CODE_WRONG: N_(
        "That code does not open it. It stands on the paper you wrote it on, in groups of four."
    ),
    ErrorCode.LOG_FULL: N_("{most} pages are as many as fit. Delete some first."),
    ErrorCode.TEAM_ENDED: N_("This team has ended, so nothing more is changed here."),
    ErrorCode.TRAINING_NO_WEEKDAY: N_("Choose at least one weekday for each peer."),
    ErrorCode.TRAINING_NO_DAY: N_("No day fits within a year. Choose more weekdays, or open some closed days."),
    ErrorCode.TRAINING_NOBODY: N_("Choose at least one peer who takes part."),
    ErrorCode.TRAINING_MANY: N_("{most} are as many as fit in a plan. Remove some first."),
    ErrorCode.TRAINING_EMPTY: N_("A plan has at least one day."),
    ErrorCode.TRAINING_UNCHANGED: N_("Nothing is different from the plan that holds already."),
    ErrorCode.TRAINING_CALLED_OFF: N_("This training is called off, so nothing more is changed here."),
    ErrorCode.TRAINING_GOES_ON: N_("The team is in the middle of its training. Take new peers into that one."),
    ErrorCode.TRAINING_AHEAD: N_("That day of the training has not come yet."),
    ErrorCode.ALIGNMENT_NOTHING: N_("Answer at least one question first."),
    ErrorCode.ALIGNMENT_WAITS: N_("Both sides answer first. Then you meet and agree."),
    ErrorCode.ALIGNMENT_SETTLED: N_("This is agreed already. Begin anew to change it."),
    ErrorCode.ALIGNMENT_MET: N_("That day has not come yet. Write down what you agree when you have met."),
    ErrorCode.ALIGNMENT_DAY: N_("Choose a day after the one on which you met."),
    ErrorCode.CALL_OVER: N_("This call is closed. Thank you for thinking of us."),
    ErrorCode.TASK_GONE: N_("We do not need anybody for this task any more. Thank you for wanting to."),
    ErrorCode.APPLICATION_REACH: N_("Write a phone number or an e-mail address, so that we can answer you."),
    ErrorCode.APPLICATION_GONE: N_(
        "We find no application by this link. Perhaps it has been deleted, or the link is not complete."
    ),
    ErrorCode.APPLICATION_SENT: N_("Your application has been sent or taken back, so it cannot be changed here."),
    ErrorCode.APPLICATION_DECIDED: N_("Your application has been answered, so it cannot be taken back here."),
    ErrorCode.APPLICATION_UNFINISHED: N_("There is a question you have not come to yet."),
    ErrorCode.SHEET_LARGE: N_(
        "That is more than is read at once. Save the sheet with the volunteers alone: at most 10 MB and 30,000 rows."
    ),
    ErrorCode.SHEET_LOCKED: N_("The file only opens with a password. Save it without one, and choose it again."),
    ErrorCode.SHEET_UNREADABLE: N_(
        "This file cannot be read as a spreadsheet. Open it where you made it, and save it as xlsx, ods or csv."
    ),
    ErrorCode.SHEET_EMPTY: N_("There is nothing in this file."),
    ErrorCode.SHEET_CPR: N_(
        "There is a CPR number in “{column}”. We have not kept it. Delete it in your sheet, and choose the file again."
    ),
    ErrorCode.SHEET_DAY: N_("This is no day we can read. Write it as 31.12.2024."),
    ErrorCode.SHEET_DAY_AHEAD: N_("That day has not come yet."),
    ErrorCode.SHEET_GIFT: N_("Write what was given in a word we know, such as flowers, a gift card or a dinner."),
    ErrorCode.SHEET_FOR_WHOM: N_("Say by --organisation and --coordinator which of these looks after them: {names}."),
    ErrorCode.SHEET_WHICH: N_("Say which of these sheets: {names}."),
    ErrorCode.SHEET_PROGRAMME: N_("No programme here is called “{written}”."),
    ErrorCode.SHEET_WORKPLACE: N_("No workplace here is called “{written}”."),
    ErrorCode.SHEET_CONTACT: N_("Nobody here who can be a contact person is called “{written}”."),
    ErrorCode.SHEET_TWICE: N_("Row {row} says the same of the same person."),
    ErrorCode.SHEET_NOTHING: N_("No row comes in, so there is nothing to do."),
    ErrorCode.SHEET_OTHERWISE: N_("Something has changed here meanwhile. Look at the rows again before they come in."),
    ErrorCode.IMPORT_USED: N_(
        "It cannot be undone as a whole: {count} things have come to hang on it since, such as a link or a document."
    ),
    ErrorCode.COVER_NOBODY: N_("Choose at least one to ask."),
    ErrorCode.COVER_MODULES: N_("Choose modules that have not been held, the first before the last."),
    ErrorCode.COVER_ASKED_ALREADY: N_("Somebody is being asked for these modules already. See who has answered."),
    ErrorCode.COVER_OVER: N_("Nobody is needed for it any more."),
    ErrorCode.COVER_CANNOT: N_("{name} cannot come in there: not approved for this course, or a part of it already."),
    ErrorCode.MESSAGE_NOBODY: N_("There is nobody it would go to."),
    ErrorCode.MESSAGE_SENT: N_("It has been sent, so it can no longer be changed."),
    ErrorCode.MESSAGE_SUBJECT_MISSING: N_("Write a subject."),
    ErrorCode.WORDING_BRACES: N_("{written} would be sent as it stands. Nothing but the day is filled in here."),
    ErrorCode.MESSAGE_BRACES: N_("{written} would be sent as it stands. Write {{first name}} where the name is to be."),
    ErrorCode.FIELD_UNSAVED: N_(
        "Something here is not saved yet. Put it right first: it says what is wrong at its field."
    ),
}
