"""The one list of pages: the file of each, its address, its title, and what it takes to open it."""

from dataclasses import dataclass

from core.access.permissions import Action, Role
from core.i18n import N_
from pages.shell import addresses


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file, its address, its title, and what it takes to open it (None: nothing).

    `section` is where the menu shows it: "" at the top, `MINE` at the top for volunteers, None nowhere.
    """

    path: str
    url_path: str
    title: str
    icon: str
    action: Action | None
    section: str | None = None


GOODBYE, HELP, FRIENDS = ":material/waving_hand:", ":material/support:", ":material/diversity_3:"
BACKUP = ":material/backup:"
PAPER, TRAY, RECEIPT = ":material/description:", ":material/inbox:", ":material/receipt_long:"
SET_UP, MINE, PAPERS, TEACHING = N_("Set-up"), N_("My own"), N_("Papers"), N_("Courses")
MEETS = (N_("Clarification meeting"), ":material/forum:")
WRITES = (N_("Write to many"), ":material/edit_note:")
GIVEN, WANTED = N_("What we give"), N_("Tasks")
FIRST_RUN = Entry(addresses.FIRST_RUN, "first-run", N_("Get started"), ":material/flag:", None)
LOGIN = Entry(addresses.LOGIN, "login", N_("Log in"), ":material/login:", None)
HOME = Entry(addresses.MY_PATH, "my-path", N_("My path"), ":material/route:", Action.SEE_OWN_DOCUMENTS, "")
TODAY = Entry(addresses.TODAY, "today", N_("Today"), ":material/wb_sunny:", Action.SEE_VOLUNTEERS, "")
ORGANISATION = Entry(
    addresses.ORGANISATION, "organisation", N_("Organisation"), ":material/apartment:", Action.EDIT_ORGANISATION, SET_UP
)
MY_SUPERVISIONS = Entry(
    addresses.MY_SUPERVISIONS,
    "my-supervisions",
    N_("My supervisions"),
    ":material/visibility:",
    Action.HOLD_SUPERVISION,
    "",
)
ORGANISATIONS = Entry(
    addresses.ORGANISATIONS,
    "organisations",
    N_("Organisations"),
    ":material/domain_add:",
    Action.MAKE_ORGANISATION,
    SET_UP,
)
PARTNERSHIP = Entry(
    addresses.PARTNERSHIP, "partnership", N_("Partnership"), ":material/diversity_1:", Action.SEE_PARTNERSHIP, ""
)
LOG = Entry(addresses.LOG, "log", N_("Log"), ":material/history:", Action.READ_AUDIT, SET_UP)
TOGETHER = Entry(addresses.TOGETHER, "together", N_("Sign together"), ":material/handshake:", None)
ACCOUNT = Entry(addresses.ACCOUNT, "account", N_("My login"), ":material/account_circle:", Action.USE_PORTAL, MINE)
MY_TEAM = Entry(addresses.TEAM, "team", N_("My team"), ":material/groups:", Action.SEE_TEAM, MINE)
MY_LOG = Entry(
    addresses.PERSONAL_LOG,
    "my-log-book",
    N_("My personal log book"),
    ":material/lock:",
    Action.KEEP_PERSONAL_LOG,
    MINE,
)
NEED_A_TALK = Entry(
    addresses.NEED_A_TALK, "talk", N_("Talk with somebody"), ":material/sms:", Action.ASK_FOR_TALK, MINE
)
STEPS = ":material/stairs:"
MY_TRAINING = Entry(addresses.MY_TRAINING, "my-training", N_("My training"), STEPS, Action.SEE_TRAINING, MINE)
PAGES = (
    FIRST_RUN,
    LOGIN,
    Entry(addresses.FORGOTTEN, "forgotten", N_("Forgotten passphrase"), ":material/key:", None),
    Entry(addresses.INVITATION, "invitation", N_("Your invitation"), ":material/mail:", None),
    Entry(addresses.APPLY, "apply", N_("Apply"), ":material/volunteer_activism:", None),
    Entry(addresses.QUESTIONNAIRE, "questionnaire", N_("Think it over in peace"), ":material/self_improvement:", None),
    Entry(addresses.COME_IN, "come-in", N_("Can you come in?"), ":material/person_raised_hand:", None),
    Entry(addresses.VERIFY, "verify", N_("Check a document"), ":material/verified:", None),
    TOGETHER,
    Entry(addresses.MAILS, "mails", N_("Which mails would you like?"), ":material/mail:", None),
    Entry(addresses.ACCESSIBILITY, "was", N_("Accessibility"), ":material/accessibility_new:", None),
    Entry(addresses.PRIVACY, "privacy", N_("Your data"), ":material/shield:", None),
    TODAY,
    Entry(addresses.VOLUNTEERS, "volunteers", N_("Volunteers"), ":material/group:", Action.SEE_VOLUNTEERS, ""),
    Entry(addresses.VOLUNTEER, "volunteer", N_("Volunteer"), ":material/person:", Action.SEE_VOLUNTEERS),
    Entry(addresses.CHANGES, "changes", N_("Break, move or goodbye"), ":material/alt_route:", Action.RECORD_PAUSE),
    Entry(
        addresses.ADD_VOLUNTEER, "add-volunteer", N_("Add a volunteer"), ":material/person_add:", Action.ADD_VOLUNTEER
    ),
    Entry(
        addresses.IMPORT_SHEET,
        "import",
        N_("From a spreadsheet"),
        ":material/table_view:",
        Action.IMPORT_PEOPLE,
        SET_UP,
    ),
    Entry(addresses.SAME_PERSON, "same-person", N_("The same person?"), ":material/merge:", Action.MERGE_PEOPLE),
    Entry(addresses.ALL_DOCUMENTS, "documents", N_("All documents"), PAPER, Action.SEE_DOCUMENTS, PAPERS),
    Entry(addresses.SEND_MANY, "send-many", N_("Send to many"), ":material/send:", Action.DRAFT_DOCUMENT, PAPERS),
    Entry(addresses.GROUP_MESSAGES, "messages", *WRITES, Action.WRITE_TO_MANY, PAPERS),
    Entry(addresses.GROUP_MESSAGE, "message", *WRITES, Action.WRITE_TO_MANY),
    Entry(
        addresses.DOWNLOAD_DOCUMENTS,
        "download-documents",
        N_("Download documents"),
        ":material/folder_zip:",
        Action.DOWNLOAD_DOCUMENTS,
    ),
    Entry(addresses.APPLICATIONS, "applications", N_("Applications"), TRAY, Action.HANDLE_APPLICATIONS, WANTED),
    Entry(
        addresses.APPLICANT, "applicant", N_("An application"), ":material/person_search:", Action.HANDLE_APPLICATIONS
    ),
    Entry(addresses.ASKED_VIEWS, "views", N_("You are asked"), ":material/how_to_reg:", Action.GIVE_VIEW),
    Entry(addresses.COURSES, "courses", N_("Courses"), ":material/school:", Action.SEE_COURSES, TEACHING),
    Entry(addresses.COURSE, "course", N_("Course"), ":material/school:", Action.SEE_COURSES),
    Entry(addresses.PLAN_COURSE, "plan-course", N_("Plan a course"), ":material/add:", Action.EDIT_COURSES),
    Entry(addresses.CALENDAR, "calendar", N_("Calendar"), ":material/calendar_month:", Action.EDIT_COURSES, TEACHING),
    Entry(addresses.COVER, "stand-in", N_("Find a stand-in"), ":material/person_search:", Action.EDIT_COURSES),
    Entry(
        addresses.SUPERVISIONS,
        "supervisions",
        N_("Supervisions"),
        ":material/visibility:",
        Action.ORDER_SUPERVISION,
        TEACHING,
    ),
    MY_SUPERVISIONS,
    Entry(addresses.SUPERVISION, "supervision", N_("Supervision"), ":material/visibility:", Action.HOLD_SUPERVISION),
    Entry(
        addresses.PARTNERSHIPS,
        "partnerships",
        N_("Partnerships"),
        ":material/diversity_1:",
        Action.SEE_PARTNERSHIP,
        PAPERS,
    ),
    PARTNERSHIP,
    Entry(
        addresses.FRAMEWORK_AGREEMENT,
        "framework-agreement",
        N_("Framework agreement"),
        ":material/handshake:",
        Action.SEE_PARTNERSHIP,
    ),
    Entry(addresses.AGREEMENT, "agreement", N_("Framework agreement"), ":material/handshake:", Action.SEE_PARTNERSHIP),
    Entry(addresses.ALIGNMENTS, "alignments", N_("Expectations"), ":material/forum:", Action.ALIGN, PAPERS),
    Entry(addresses.ALIGNMENT, "alignment", N_("Expectations"), ":material/forum:", Action.ALIGN),
    Entry(addresses.PAIRS, "pairs", N_("Pairs"), ":material/group:", Action.MAKE_PAIR, TEACHING),
    Entry(addresses.TEAMS, "teams", N_("Peer teams"), ":material/groups:", Action.MANAGE_TEAMS, TEACHING),
    Entry(addresses.TEAM_TRAINING, "training", N_("The team’s training"), STEPS, Action.SEE_TRAINING),
    Entry(addresses.BEGIN_TRAINING, "begin-training", N_("Begin a training"), STEPS, Action.PLAN_TRAINING),
    Entry(addresses.TRAINING_PLAN, "training-plan", N_("The training plan"), STEPS, Action.PLAN_TRAINING),
    Entry(addresses.RECOGNITION, "recognition", N_("Recognition"), ":material/redeem:", Action.RECOGNISE, GIVEN),
    Entry(
        addresses.DIPLOMAS,
        "diplomas",
        N_("Diplomas and certificates"),
        ":material/workspace_premium:",
        Action.RECOGNISE,
    ),
    Entry(addresses.TASKS, "tasks", N_("Tasks"), ":material/assignment:", Action.SEE_TASKS, WANTED),
    Entry(addresses.TASK, "task", N_("A task"), ":material/assignment:", Action.SEE_TASKS),
    Entry(addresses.DESCRIBE_TASK, "describe-task", N_("Describe a task"), ":material/add:", Action.EDIT_TASKS),
    Entry(
        addresses.WRITE_APPLICATION,
        "write-down",
        N_("Write down an application"),
        ":material/edit_note:",
        Action.HANDLE_APPLICATIONS,
    ),
    Entry(addresses.KEPT_ASIDE, "kept-aside", N_("Kept aside"), ":material/inbox:", Action.HANDLE_APPLICATIONS),
    Entry(addresses.OFFERS, "offers", N_("Learn and meet"), ":material/event:", Action.PLAN_OFFERS, GIVEN),
    Entry(addresses.OFFER, "offer", N_("An offer"), ":material/event:", Action.PLAN_OFFERS),
    Entry(addresses.PLAN_OFFER, "plan-offer", N_("Plan an offer"), ":material/add:", Action.PLAN_OFFERS),
    Entry(
        addresses.RECOGNITION_YEAR,
        "recognition-year",
        N_("The year’s recognition"),
        ":material/savings:",
        Action.RECOGNISE,
    ),
    Entry(addresses.EXPENSES, "expenses", N_("Expenses"), ":material/receipt_long:", Action.HANDLE_EXPENSES, GIVEN),
    Entry(addresses.WORRIES, "worries", N_("When something is wrong"), HELP, Action.TAKE_WORRY, MINE),
    Entry(addresses.WORRY, "worry", N_("When something is wrong"), HELP, Action.TAKE_WORRY),
    Entry(addresses.WRITE_DOWN, "told-by-phone", N_("Told by phone"), HELP, Action.WRITE_NOTES),
    Entry(addresses.DASHBOARD, "dashboard", N_("Dashboard"), ":material/bar_chart:", Action.SEE_FIGURES, ""),
    Entry(
        addresses.PEER_PROGRAMME,
        "peer-programme",
        N_("The peer programme in numbers"),
        ":material/bar_chart:",
        Action.SEE_FIGURES,
    ),
    Entry(addresses.APPROVAL, "approval", N_("Approval"), ":material/workspace_premium:", Action.DECIDE_APPROVAL),
    Entry(addresses.CLARIFICATION, "clarification", *MEETS, Action.HOLD_CLARIFICATION),
    Entry(addresses.MY_CLARIFICATION, "my-clarification", *MEETS, Action.PREPARE_CLARIFICATION),
    Entry(addresses.FORECAST, "forecast", N_("Forecast of approvals"), ":material/timeline:", Action.SEE_FIGURES),
    Entry(addresses.LETTER, "letter", N_("Prepare a document"), ":material/edit_note:", Action.DRAFT_DOCUMENT),
    Entry(addresses.BLANK_FORMS, "forms", N_("Blank forms"), ":material/print:", Action.DRAFT_DOCUMENT),
    Entry(addresses.ON_PAPER, "on-paper", N_("Signed on paper"), ":material/draw:", Action.DRAFT_DOCUMENT),
    HOME,
    MY_TEAM,
    Entry(addresses.SUPPORT_TALKS, "talks", N_("Talks with peers"), ":material/sms:", Action.HOLD_TALKS),
    MY_TRAINING,
    MY_LOG,
    Entry(addresses.LOG_BOOK, "log-book", N_("My log book"), ":material/menu_book:", Action.READ_LOG_BOOK, MINE),
    Entry(addresses.MY_COURSES, "my-courses", N_("My courses"), ":material/school:", Action.LEAD_COURSE, MINE),
    Entry(
        addresses.MY_OFFERS, "my-offers", N_("Learn something new"), ":material/lightbulb:", Action.ATTEND_OFFERS, MINE
    ),
    Entry(
        addresses.EVALUATION,
        "evaluation",
        N_("The participants’ evaluation"),
        ":material/rate_review:",
        Action.ENTER_EVALUATION,
    ),
    Entry(addresses.MY_DOCUMENTS, "my-documents", N_("My documents"), PAPER, Action.SEE_OWN_DOCUMENTS, MINE),
    Entry(addresses.GUIDELINES, "guidelines", N_("Guidelines"), ":material/menu_book:", Action.READ_GUIDELINES, MINE),
    Entry(addresses.DOCUMENT, "document", N_("Document"), ":material/draw:", Action.SEE_OWN_DOCUMENTS),
    Entry(addresses.ALONG_THE_WAY, "along-the-way", N_("Along the way"), ":material/route:", Action.SEE_OWN_DOCUMENTS),
    Entry(addresses.STOPPING, "stopping", N_("I would like to stop"), GOODBYE, Action.ASK_TO_STOP),
    Entry(
        addresses.MY_CALENDAR,
        "my-calendar",
        N_("My calendar"),
        ":material/calendar_month:",
        Action.FOLLOW_OWN_DAYS,
        MINE,
    ),
    Entry(addresses.NETWORK, "network", N_("The volunteers’ own network"), FRIENDS, Action.JOIN_NETWORK, MINE),
    NEED_A_TALK,
    Entry(addresses.SOMETHING_WRONG, "something-wrong", N_("Is something wrong?"), HELP, Action.RAISE_WORRY, MINE),
    Entry(
        addresses.MY_DETAILS, "my-details", N_("My details"), ":material/contact_page:", Action.EDIT_OWN_DETAILS, MINE
    ),
    Entry(addresses.MY_EXPENSES, "my-expenses", N_("My expenses"), RECEIPT, Action.REPORT_EXPENSES, MINE),
    Entry(
        addresses.INVITATIONS,
        "invitations",
        N_("Invitations and thanks"),
        ":material/celebration:",
        Action.SEE_OWN_THANKS,
        MINE,
    ),
    ORGANISATION,
    ORGANISATIONS,
    Entry(
        addresses.TEMPLATES,
        "templates",
        N_("Our own documents"),
        ":material/edit_document:",
        Action.EDIT_TEMPLATES,
        SET_UP,
    ),
    Entry(
        addresses.REMINDER_WORDS,
        "reminder-words",
        N_("The words of the reminders"),
        ":material/edit_note:",
        Action.EDIT_TEMPLATES,
    ),
    Entry(addresses.PROGRAMMES, "programmes", N_("Programmes"), ":material/tune:", Action.EDIT_PROGRAMMES, SET_UP),
    Entry(addresses.PROGRAMME, "programme", N_("A programme"), ":material/tune:", Action.EDIT_PROGRAMMES),
    Entry(
        addresses.NEWER_VERSION,
        "newer-version",
        N_("Move to the newest version"),
        ":material/move_up:",
        Action.MOVE_ENGAGEMENTS,
    ),
    Entry(addresses.TEMPLATE, "template", N_("A document of ours"), ":material/edit_document:", Action.EDIT_TEMPLATES),
    Entry(
        addresses.AGREE_ANEW,
        "agree-anew",
        N_("Who would need to agree anew?"),
        ":material/group:",
        Action.DRAFT_DOCUMENT,
    ),
    Entry(
        addresses.EDIT_GUIDELINES,
        "edit-guidelines",
        N_("Guidelines and principles"),
        ":material/menu_book:",
        Action.EDIT_GUIDELINES,
        SET_UP,
    ),
    Entry(addresses.COLLEAGUE_LEAVES, "colleague-leaves", N_("A colleague leaves"), GOODBYE, Action.MANAGE_COLLEAGUES),
    Entry(addresses.COLLEAGUES, "colleagues", N_("Colleagues"), ":material/badge:", Action.MANAGE_COLLEAGUES, SET_UP),
    Entry(addresses.SEALING, "sealing", N_("Sealing"), ":material/lock:", Action.MANAGE_SEALING_KEY, SET_UP),
    Entry(addresses.SAFEKEEPING, "safekeeping", N_("Backup and export"), BACKUP, Action.TAKE_EVERYTHING, SET_UP),
    LOG,
    Entry(addresses.LOG, "audit", N_("Log"), ":material/history:", Action.READ_AUDIT),  # its address before
    ACCOUNT,
)
# Pages that others may open too, and whose menus they stand in.
OF_ROLE = {
    HOME.url_path: {Role.VOLUNTEER, Role.FORMER},
    "my-courses": {Role.VOLUNTEER},
    "log-book": {Role.VOLUNTEER},
    "my-supervisions": {Role.SUPERVISOR},
    MY_TEAM.url_path: {Role.VOLUNTEER, Role.TEAM_LEAD, Role.PSYCHOLOGIST},
    MY_TRAINING.url_path: {Role.VOLUNTEER},
    "alignments": {Role.COORDINATOR, Role.CONTACT_PERSON},
    "partnerships": {Role.COORDINATOR, Role.CONTACT_PERSON},
    PARTNERSHIP.url_path: {Role.ASSOCIATION},
}
# Who has only these has so little in the menu that it needs no headings.
OF_ONESELF = {Role.VOLUNTEER, Role.FORMER, Role.ASSOCIATION, Role.OPERATOR}
OF_INSTRUCTORS = ("my-courses", "log-book")  # of them, those that need courses to lead
OF_PEERS = (MY_TEAM.url_path, MY_TRAINING.url_path, NEED_A_TALK.url_path, MY_LOG.url_path)  # those that need a team
