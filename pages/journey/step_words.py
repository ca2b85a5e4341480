"""Each kind of step in words, for those who look after a volunteer and for the volunteer: a new kind is one entry here.

What holds for it is one entry in `core/journey/kinds.py`.
"""

from core.documents.template.model import Nature
from core.i18n import N_
from core.journey.steps import StepKind
from pages.journey.telling_words import CallToAction, OwnWords, StepWords, Told
from pages.shell import addresses

A_VOLUNTEER_HERE = N_("You are a volunteer with {organisation}.")
PLANNED_LATER = N_("Your coordinator plans it with you.")
FIND_A_DAY = N_("It is time for it. Your coordinator finds a day with you.")
THANKS = N_("Thank you for all you have done.")
PLANNED_FOR = N_("It was planned for {day}.")
NOT_NOW = N_("Not now, you both found. You are always welcome to ask again.")
FEEDBACK = N_("Your supervisor is writing down what you talked about.")

# Of a declaration: nobody agrees on anything.
CONFIRMED: dict[tuple[StepKind, Nature | None], str] = {
    (StepKind.SIGN, Nature.DECLARATION): N_(
        "Take the time you need. The law gives the duty of confidentiality; here you say that you know it."
    ),
    (StepKind.SEALING, Nature.DECLARATION): N_("You have signed. The PDF is ready in a moment."),
    (StepKind.HOLD, Nature.DECLARATION): N_("You have signed it. You can always read it here."),
}
# What has begun or is over and is nobody's turn: its status alone would say that it is for later.
UNDER_WAY = {
    (StepKind.COURSE, "running"): N_("Under way"),
    (StepKind.COURSE, "over"): N_("Over"),
    (StepKind.DECIDE, "no"): N_("Decided"),
}

STEPS: dict[StepKind, StepWords] = {
    StepKind.JOINED: StepWords(
        title=N_("In the portal"),
        next=N_("Has not been in here yet"),
        own=OwnWords(N_("You said yes"), {"": Told(A_VOLUNTEER_HERE)}, done=A_VOLUNTEER_HERE, opens=addresses.ACCOUNT),
    ),
    StepKind.DETAILS: StepWords(
        title=N_("Contact details"),
        next=N_("Has not said how we reach them"),
        own=OwnWords(
            N_("How we reach you"),
            done=N_("We know what we need."),
            mine=N_("Your turn: tell us."),
            asked=CallToAction(
                N_("Tell us how we reach you"),
                N_("Your phone, your address, and who we call if something happens. You only write it once."),
                N_("Write my details"),
                addresses.MY_DETAILS,
            ),
            opens=addresses.MY_DETAILS,
        ),
    ),
    StepKind.DRAFT: StepWords(
        next=N_("{document}: is to be made"),
        own=OwnWords(told={"": Told(N_("{name} is preparing it. You need not do anything."))}),
    ),
    StepKind.FILL_IN: StepWords(
        next=N_("{document}: something is to be filled in"),
        own=OwnWords(
            told={"": Told(N_("{name} is filling in the rest."))},
            mine=N_("Your turn: fill it in."),
            asked=CallToAction(
                N_("Fill in: {document}"),
                N_("We save as you go, so you can stop and come back at any time."),
                N_("Fill in"),
                addresses.DOCUMENT,
            ),
            opens=addresses.DOCUMENT,
        ),
    ),
    StepKind.SIGN: StepWords(
        next=N_("{document}: a signature is missing"),
        closer={"declined": N_("{document}: somebody said no to it")},
        own=OwnWords(
            told={
                "": Told(N_("You have signed. Now {name} signs.")),
                "declined": Told(N_("Somebody said no to the text. You hear when there is a new one to read.")),
            },
            mine=N_("Your turn: read it and sign."),
            asked=CallToAction(
                N_("Read and sign: {document}"),
                N_("Take the time you need. It does not bind you legally; it says what we have agreed."),
                N_("Read and sign"),
                addresses.DOCUMENT,
            ),
            opens=addresses.DOCUMENT,
        ),
    ),
    StepKind.SEALING: StepWords(
        own=OwnWords(done=N_("Everyone has signed. The PDF is ready in a moment."), opens=addresses.DOCUMENT)
    ),
    StepKind.HOLD: StepWords(
        own=OwnWords(done=N_("Signed by everyone. You can always read it here."), opens=addresses.DOCUMENT)
    ),
    StepKind.READ: StepWords(
        title=N_("Guidelines read"),
        next=N_("Has guidelines to read"),
        own=OwnWords(
            N_("Read and confirm"),
            done=N_("You have read what we build on here. You can always read it again."),
            mine=N_("Your turn: read what we build on here."),
            asked=CallToAction(
                N_("Read what we build on here"),
                N_("The guidelines of the place, and how volunteers and staff work together. Say when you have read."),
                N_("Read and confirm"),
                addresses.GUIDELINES,
            ),
            opens=addresses.GUIDELINES,
        ),
    ),
    StepKind.BEGIN: StepWords(
        title=N_("First day"),
        next=N_("Begins as a volunteer"),
        own=OwnWords(N_("Your first day"), {"": Told("{day}")}, done="{day}"),
    ),
    StepKind.CLARIFY: StepWords(
        title=N_("Clarification meeting"),
        next=N_("A clarification meeting is to be planned"),
        closer={
            "answer": N_("Has a day for the clarification meeting to answer"),
            "another_day": N_("Would like another day for the clarification meeting"),
            "prepare": N_("Has the clarification meeting to prepare"),
            "prepare_ours": N_("Your side of the clarification meeting is to be prepared"),
            "ready": N_("The clarification meeting is prepared by both"),
            "hold": N_("The clarification meeting is to be held and written down"),
            "not_now": N_("Not now, you agreed: ask again"),
            "again": N_("You agreed to ask again now"),
        },
        own=OwnWords(
            N_("A talk about what we expect of each other"),
            {
                "": Told(PLANNED_LATER),
                "another_day": Told(N_("Your coordinator finds another day.")),
                "prepare_ours": Told(N_("You meet on {day}. Your coordinator is preparing too."), PLANNED_LATER),
                "ready": Told(N_("You meet on {day}. You can read what you both wrote."), PLANNED_LATER),
                "hold": Told(N_("You meet on {day}."), PLANNED_LATER, PLANNED_FOR),
                "not_now": Told(N_("Not now, you both found. We ask again on {day}."), NOT_NOW),
                "again": Told(NOT_NOW),
            },
            done=N_("You have talked about it. You can always read what you agreed."),
            mine=N_("Your turn: look at the meeting and prepare it."),
            asked=CallToAction(
                N_("A talk about what we expect of each other"),
                N_("Say whether the day suits you, and think about the topics beforehand. You can stop at any time."),
                N_("Look at the meeting"),
                addresses.MY_CLARIFICATION,
            ),
            opens=addresses.MY_CLARIFICATION,
        ),
    ),
    StepKind.TRAINING: StepWords(
        title=N_("Instructor training"),
        next=N_("Has the instructor training to complete"),
        own=OwnWords(
            N_("Your instructor training"), {"": Told(N_("On {day}."), PLANNED_LATER)}, opens=addresses.LOG_BOOK
        ),
    ),
    StepKind.PAIR: StepWords(
        title=N_("A partner to teach with"),
        next=N_("Has no partner to teach with"),
        own=OwnWords(
            N_("Somebody to lead courses with"),
            {"": Told(N_("Your coordinator finds somebody with you."))},
            opens=addresses.MY_COURSES,
        ),
    ),
    StepKind.COURSE: StepWords(
        title=N_("Course {number}"),
        next=N_("A course is to be planned"),
        closer={
            "planned": N_("Is to teach a course"),
            "running": N_("Is teaching a course"),
            "over": N_("A course is over, and not all of it is ticked off"),
        },
        own=OwnWords(
            N_("Your course number {number}"),
            {
                "": Told(PLANNED_LATER),
                "planned": Told(N_("It begins on {day}."), N_("It is planned.")),
                "running": Told(N_("It is under way.")),
                "over": Told(N_("Its days are over. It counts when all of it is ticked off.")),
            },
            opens=addresses.MY_COURSES,
        ),
    ),
    StepKind.SUPERVISION: StepWords(
        title=N_("Supervision {number}"),
        next=N_("Supervision {number} is to be ordered"),
        closer={
            "plan": N_("Supervision {number} is to be planned"),
            "hold": N_("Supervision {number} is planned"),
            "feedback": N_("The words after supervision {number} are missing"),
        },
        own=OwnWords(
            N_("Supervision number {number}"),
            {
                "": Told(N_("Your coordinator asks a supervisor to come.")),
                "plan": Told(N_("Your supervisor finds a day with you.")),
                "hold": Told(N_("Your supervisor comes on {day}."), N_("Your supervisor comes."), PLANNED_FOR),
                "feedback": Told(FEEDBACK),
            },
            opens=addresses.LOG_BOOK,
        ),
    ),
    StepKind.CONTACT: StepWords(
        title=N_("A word after the module"),
        next=N_("Talk with the pair after the module"),
        own=OwnWords(N_("A word after the module"), {"": Told(N_("Your coordinator asks how it went."))}, stays=False),
    ),
    StepKind.EVALUATE: StepWords(
        title=N_("The participants' evaluation"),
        next=N_("The participants' evaluation is missing"),
        own=OwnWords(
            N_("What the participants think"),
            {
                "": Told(
                    N_("The participants' answers are gathered by {day}."),
                    N_("The participants' answers are gathered."),
                    N_("The participants' answers were to be gathered by {day}."),
                )
            },
            stays=False,
        ),
    ),
    StepKind.REVIEW: StepWords(
        title=N_("The course talked through"),
        next=N_("The evaluation is to be talked through"),
        own=OwnWords(
            N_("Talk the course through"),
            {
                "": Told(
                    N_("You and your coordinator talk it through by {day}."),
                    N_("You and your coordinator talk it through."),
                    N_("You and your coordinator were to talk it through by {day}."),
                )
            },
            stays=False,
        ),
    ),
    StepKind.DECIDE: StepWords(
        title=N_("Decision on approval"),
        next=N_("Ready for your decision on approval"),
        own=OwnWords(
            N_("Your approval"),
            {"": Told(N_("Your coordinator decides when the supervisions are over."))},
            ended={"no": N_("You were not approved this time. Your coordinator can tell you more.")},
            opens=addresses.MY_DOCUMENTS,
        ),
    ),
    StepKind.COURSES: StepWords(
        title=N_("Courses of the year"),
        next=N_("Too few courses this year"),
        closer={
            "planned": N_("Has enough courses planned this year"),
        },
        own=OwnWords(
            N_("Your courses this year"),
            {
                "": Told(N_("You still need {count} before {day}."), N_("You still need {count}.")),
                "planned": Told(N_("All that you need are planned.")),
            },
            opens=addresses.MY_COURSES,
        ),
    ),
    StepKind.RE_EVALUATE: StepWords(
        title=N_("Approval renewed"),
        next=N_("Approved"),
        closer={
            "decide": N_("The approval runs out: ready for your decision"),
            "order": N_("The approval runs out: a supervision is to be ordered"),
            "plan": N_("The approval runs out: a supervision is to be planned"),
            "hold": N_("The approval runs out: a supervision is planned"),
            "feedback": N_("The approval runs out: the words after the supervision are missing"),
            "lapsed": N_("The approval has run out: there is a way back"),
        },
        lasts=True,
        own=OwnWords(
            N_("Your approval is renewed"),
            {
                "": Told(N_("Your approval holds until {day}."), N_("Your coordinator follows it.")),
                "plan": Told(
                    N_("A supervisor finds a day with you. Your approval holds until {day}."),
                    N_("A supervisor finds a day with you."),
                ),
                "hold": Told(N_("A supervisor comes on {day}."), N_("A supervisor comes."), PLANNED_FOR),
                "feedback": Told(FEEDBACK),
                "decide": Told(N_("Your coordinator decides before {day}."), N_("Your coordinator decides.")),
                "lapsed": Told(
                    N_("Your approval ran out on {day}. Your coordinator helps you get it back."),
                    N_("Your approval ran out. Your coordinator helps you get it back."),
                    N_("Your approval ran out on {day}. Your coordinator helps you get it back."),
                ),
            },
            opens=addresses.LOG_BOOK,
        ),
    ),
    StepKind.CLOSING: StepWords(
        title=N_("Closing meeting"),
        next=N_("A closing meeting is to be planned"),
        closer={
            "hold": N_("A closing meeting is to be held"),
        },
        own=OwnWords(
            N_("A talk to round off"), {"": Told(PLANNED_LATER), "hold": Told(N_("On {day}."), PLANNED_LATER)}
        ),
    ),
    StepKind.LEARN: StepWords(
        title=N_("Competence development"),
        own=OwnWords(
            N_("Something to learn, and others to meet"),
            {
                "": Told(N_("You are invited when there is a course or a meeting for you. You come if you can.")),
                "planned": Told(N_("You have a seat.")),
            },
            opens=addresses.MY_OFFERS,
        ),
    ),
    StepKind.FOLLOW_UP: StepWords(
        title=N_("Talk after {number} months"),
        next=N_("A talk about how it goes is to be held"),
        own=OwnWords(
            N_("A talk about how it goes"),
            {
                "": Told(
                    N_("After {number} months, around {day}. You can think it over beforehand."),
                    FIND_A_DAY,
                ),
                "planned": Told(N_("It is planned. You can think it over beforehand.")),
            },
            done=N_("You talked about it after about {number} months."),
            opens=addresses.ALONG_THE_WAY,
        ),
    ),
    StepKind.MOVE_ON: StepWords(
        title=N_("On to something new"),
        own=OwnWords(
            N_("What comes after this"),
            {"": Told(N_("Many go on to something new after a year or two. You can think about it here."))},
            opens=addresses.ALONG_THE_WAY,
        ),
    ),
    # Talks are planned among colleagues.
    StepKind.TALK: StepWords(title=N_("A planned talk"), next=N_("A talk is planned")),
    StepKind.PAUSED: StepWords(
        title=N_("Break"),
        next=N_("Is on a break"),
        lasts=True,
        own=OwnWords(
            N_("You are taking a break"),
            {"": Told(N_("Until {day}. Nothing runs out meanwhile."), N_("Nothing runs out meanwhile."))},
        ),
    ),
    StepKind.WISH: StepWords(
        title=N_("A wish to stop"),
        next=N_("Would like to stop, and waits for an answer"),
        own=OwnWords(
            N_("You would like to stop"),
            {"": Told(N_("Your coordinator answers you."))},
            done=N_("You have an answer."),
            opens=addresses.STOPPING,
        ),
    ),
    StepKind.HAND_OVER: StepWords(title=N_("Tasks handed over"), next=N_("Tasks are to be handed over")),
    StepKind.LAST_TALK: StepWords(title=N_("A closing talk"), next=N_("A closing talk is to be held")),
    StepKind.LAST_THANKS: StepWords(
        title=N_("Thanks"), next=N_("Is to be thanked"), closer={"planned": N_("A thank-you is planned")}
    ),
    StepKind.PROOF: StepWords(title=N_("Proof of effort"), next=N_("Is to have a proof of what they have done")),
    StepKind.GOODBYE: StepWords(
        title=N_("Goodbye"),
        next=N_("Their last day: say goodbye"),
        own=OwnWords(N_("Your last day"), {"": Told(N_("On {day}. Thank you for all you have done."), THANKS)}),
    ),
}
