"""The one list of pages, and which of them are there for whom. Nothing here protects a page: its own guard does."""

from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from core.access.permissions import Action, Actor, Role, may
from core.errors import DomainError
from core.i18n import N_
from core.i18n import gettext as _
from pages.parts.session import Context, refused

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file under pages/, its address, its title, and what it takes to open it (None: nothing).

    `section` is where the menu shows it: "" at the top, `MINE` at the top for volunteers, None nowhere.
    """

    path: str
    url_path: str
    title: str
    icon: str
    action: Action | None
    section: str | None = None


MANAGE, MINE, PAPERS, TEACHING = N_("Organisation"), N_("My own"), N_("Documents"), N_("Courses")
FIRST_RUN = Entry("public/first_run.py", "first-run", N_("Get started"), ":material/flag:", None)
LOGIN = Entry("public/login.py", "login", N_("Log in"), ":material/login:", None)
HOME = Entry("volunteer/home.py", "my-path", N_("My path"), ":material/route:", Action.SEE_OWN_DOCUMENTS, "")
TODAY = Entry("coordinator/today.py", "today", N_("Today"), ":material/wb_sunny:", Action.SEE_VOLUNTEERS, "")
ORGANISATION = Entry(
    "admin/organisation.py",
    "organisation",
    N_("Organisation"),
    ":material/apartment:",
    Action.EDIT_ORGANISATION,
    MANAGE,
)
MY_SUPERVISIONS = Entry(
    "supervisor/supervisions.py",
    "my-supervisions",
    N_("My supervisions"),
    ":material/visibility:",
    Action.HOLD_SUPERVISION,
    "",
)
TOGETHER = Entry("public/together.py", "together", N_("Sign together"), ":material/handshake:", None)
ACCOUNT = Entry("volunteer/account.py", "account", N_("My login"), ":material/account_circle:", Action.USE_PORTAL, MINE)
PAGES = (
    FIRST_RUN,
    LOGIN,
    Entry("public/forgotten.py", "forgotten", N_("Forgotten passphrase"), ":material/key:", None),
    Entry("public/invitation.py", "invitation", N_("Your invitation"), ":material/mail:", None),
    Entry("public/verify.py", "verify", N_("Check a document"), ":material/verified:", None),
    TOGETHER,
    Entry("public/accessibility.py", "was", N_("Accessibility"), ":material/accessibility_new:", None),
    Entry("public/privacy.py", "privacy", N_("Your data"), ":material/shield:", None),
    TODAY,
    Entry(
        "coordinator/volunteers.py",
        "volunteers",
        N_("Volunteers"),
        ":material/group:",
        Action.SEE_VOLUNTEERS,
        "",
    ),
    Entry("coordinator/volunteer.py", "volunteer", N_("Volunteer"), ":material/person:", Action.SEE_VOLUNTEERS),
    Entry(
        "coordinator/add_volunteer.py",
        "add-volunteer",
        N_("Add a volunteer"),
        ":material/person_add:",
        Action.ADD_VOLUNTEER,
    ),
    Entry(
        "coordinator/documents.py",
        "documents",
        N_("All documents"),
        ":material/description:",
        Action.SEE_DOCUMENTS,
        PAPERS,
    ),
    Entry(
        "coordinator/send_many.py", "send-many", N_("Send to many"), ":material/send:", Action.DRAFT_DOCUMENT, PAPERS
    ),
    Entry(
        "coordinator/archive.py",
        "download-documents",
        N_("Download documents"),
        ":material/folder_zip:",
        Action.DOWNLOAD_DOCUMENTS,
        PAPERS,
    ),
    Entry("coordinator/courses.py", "courses", N_("Courses"), ":material/school:", Action.SEE_COURSES, TEACHING),
    Entry("coordinator/course.py", "course", N_("Course"), ":material/school:", Action.SEE_COURSES),
    Entry("coordinator/plan_course.py", "plan-course", N_("Plan a course"), ":material/add:", Action.EDIT_COURSES),
    Entry(
        "coordinator/supervisions.py",
        "supervisions",
        N_("Supervisions"),
        ":material/visibility:",
        Action.ORDER_SUPERVISION,
        TEACHING,
    ),
    MY_SUPERVISIONS,
    Entry(
        "supervisor/supervision.py",
        "supervision",
        N_("Supervision"),
        ":material/visibility:",
        Action.HOLD_SUPERVISION,
    ),
    Entry("coordinator/pairs.py", "pairs", N_("Pairs"), ":material/group:", Action.MAKE_PAIR, TEACHING),
    Entry(
        "coordinator/recognition.py", "recognition", N_("Recognition"), ":material/redeem:", Action.RECOGNISE, TEACHING
    ),
    Entry(
        "coordinator/diplomas.py",
        "diplomas",
        N_("Diplomas and certificates"),
        ":material/workspace_premium:",
        Action.RECOGNISE,
    ),
    Entry("coordinator/offers.py", "offers", N_("Learn and meet"), ":material/event:", Action.PLAN_OFFERS, TEACHING),
    Entry("coordinator/offer.py", "offer", N_("An offer"), ":material/event:", Action.PLAN_OFFERS),
    Entry(
        "coordinator/recognition_year.py",
        "recognition-year",
        N_("The year’s recognition"),
        ":material/savings:",
        Action.RECOGNISE,
    ),
    Entry(
        "coordinator/expenses.py",
        "expenses",
        N_("Expenses"),
        ":material/receipt_long:",
        Action.HANDLE_EXPENSES,
        TEACHING,
    ),
    Entry("coordinator/dashboard.py", "dashboard", N_("Dashboard"), ":material/bar_chart:", Action.SEE_FIGURES, ""),
    Entry(
        "coordinator/approval.py", "approval", N_("Approval"), ":material/workspace_premium:", Action.DECIDE_APPROVAL
    ),
    Entry(
        "coordinator/forecast.py", "forecast", N_("Forecast of approvals"), ":material/timeline:", Action.SEE_FIGURES
    ),
    Entry("coordinator/letter.py", "letter", N_("Prepare a document"), ":material/edit_note:", Action.DRAFT_DOCUMENT),
    Entry("coordinator/forms.py", "forms", N_("Blank forms"), ":material/print:", Action.DRAFT_DOCUMENT, PAPERS),
    Entry("coordinator/on_paper.py", "on-paper", N_("Signed on paper"), ":material/draw:", Action.DRAFT_DOCUMENT),
    HOME,
    Entry(
        "volunteer/log_book.py",
        "log-book",
        N_("My log book"),
        ":material/menu_book:",
        Action.READ_LOG_BOOK,
        MINE,
    ),
    Entry(
        "volunteer/my_courses.py",
        "my-courses",
        N_("My courses"),
        ":material/school:",
        Action.LEAD_COURSE,
        MINE,
    ),
    Entry(
        "volunteer/my_offers.py",
        "my-offers",
        N_("Learn something new"),
        ":material/lightbulb:",
        Action.ATTEND_OFFERS,
        MINE,
    ),
    Entry(
        "volunteer/evaluation.py",
        "evaluation",
        N_("The participants’ evaluation"),
        ":material/rate_review:",
        Action.ENTER_EVALUATION,
    ),
    Entry(
        "volunteer/documents.py",
        "my-documents",
        N_("My documents"),
        ":material/description:",
        Action.SEE_OWN_DOCUMENTS,
        MINE,
    ),
    Entry(
        "volunteer/guidelines.py",
        "guidelines",
        N_("Guidelines"),
        ":material/menu_book:",
        Action.READ_GUIDELINES,
        MINE,
    ),
    Entry("volunteer/document.py", "document", N_("Document"), ":material/draw:", Action.SEE_OWN_DOCUMENTS),
    Entry(
        "volunteer/details.py",
        "my-details",
        N_("My details"),
        ":material/contact_page:",
        Action.EDIT_OWN_DETAILS,
        MINE,
    ),
    Entry(
        "volunteer/expenses.py",
        "my-expenses",
        N_("My expenses"),
        ":material/receipt_long:",
        Action.REPORT_EXPENSES,
        MINE,
    ),
    Entry(
        "volunteer/invitations.py",
        "invitations",
        N_("Invitations and thanks"),
        ":material/celebration:",
        Action.USE_PORTAL,
        MINE,
    ),
    ORGANISATION,
    Entry(
        "admin/templates.py",
        "templates",
        N_("Our own documents"),
        ":material/edit_document:",
        Action.EDIT_TEMPLATES,
        MANAGE,
    ),
    Entry(
        "admin/programmes.py",
        "programmes",
        N_("Programmes"),
        ":material/tune:",
        Action.EDIT_PROGRAMMES,
        MANAGE,
    ),
    Entry("admin/programme.py", "programme", N_("A programme"), ":material/tune:", Action.EDIT_PROGRAMMES),
    Entry(
        "coordinator/newer_version.py",
        "newer-version",
        N_("Move to the newest version"),
        ":material/move_up:",
        Action.MOVE_ENGAGEMENTS,
    ),
    Entry("admin/template.py", "template", N_("A document of ours"), ":material/edit_document:", Action.EDIT_TEMPLATES),
    Entry(
        "coordinator/agree_anew.py",
        "agree-anew",
        N_("Who would need to agree anew?"),
        ":material/group:",
        Action.DRAFT_DOCUMENT,
    ),
    Entry(
        "coordinator/guidelines.py",
        "edit-guidelines",
        N_("Guidelines and principles"),
        ":material/menu_book:",
        Action.EDIT_GUIDELINES,
        MANAGE,
    ),
    Entry("admin/colleagues.py", "colleagues", N_("Colleagues"), ":material/badge:", Action.MANAGE_COLLEAGUES, MANAGE),
    Entry("admin/sealing.py", "sealing", N_("Sealing"), ":material/lock:", Action.MANAGE_SEALING_KEY, MANAGE),
    Entry("admin/audit.py", "log", N_("Log"), ":material/history:", Action.READ_AUDIT, MANAGE),
    Entry("admin/audit.py", "audit", N_("Log"), ":material/history:", Action.READ_AUDIT, MANAGE),
    ACCOUNT,
)
# Pages that others may open, and that stand in the menu of one role alone.
OF_ROLE = {
    HOME.url_path: Role.VOLUNTEER,
    "my-courses": Role.VOLUNTEER,
    "log-book": Role.VOLUNTEER,
    "my-supervisions": Role.SUPERVISOR,
}
# The start page has "/" as its address; its own address must lead there too, so this one is never shown.
START = "start"


def file_at(address: str) -> str:
    """The file of the page at an address, as a link or a switch names it; "" where there is none."""
    return next((f"pages/{entry.path}" for entry in PAGES if entry.url_path == address), "")


def link_to(address: str) -> st.Page:
    """The page at an address that is in no menu, for the links of a long list: no file is looked up for each."""
    entry = next(each for each in PAGES if each.url_path == address)
    return _made(entry.path, _(entry.title), entry.icon, entry.url_path, shown=False)


def file_of(path: str) -> Path:
    """The file of a page under pages/, for links and switches."""
    return ROOT / path


def home_of(actor: Actor) -> Entry:
    """Where somebody begins: colleagues with today's work, volunteers on their path, supervisors
    with what is theirs to hold, the rest where they can act."""
    if may(actor, Action.SEE_VOLUNTEERS):
        return TODAY
    if Role.VOLUNTEER in actor.roles():
        return HOME
    if Role.SUPERVISOR in actor.roles():
        return MY_SUPERVISIONS
    return ORGANISATION if may(actor, Action.EDIT_ORGANISATION) else ACCOUNT


def menu_of(actor: Actor) -> tuple[Entry, ...]:
    """What the menu shows: what the permission table allows, and "my path" for those who walk one."""
    return tuple(
        entry
        for entry in PAGES
        if entry.section is not None
        and entry.action is not None
        and may(actor, entry.action)
        and OF_ROLE.get(entry.url_path) in (None, *actor.roles())
    )


def choose(context: Context, state: str) -> st.Page:
    """The page of this run. For a visitor the login page stands at every address that takes a login, so that a link
    in a mail leads on to where it should; while nothing is set up the first-run page stands there. While the browser
    is in somebody's hands to sign, nothing but that stands anywhere."""
    if context.handed is not None:
        addresses = (START, *(entry.url_path for entry in PAGES))
        return st.navigation(
            [
                _page(TOGETHER, TOGETHER, url_path=address, shown=False, default=address == START)
                for address in addresses
            ],
            position="top",
        )
    actor = context.actor
    front = FIRST_RUN if state == "empty" else LOGIN
    start = front if actor is None else home_of(actor)
    menu = () if actor is None else menu_of(actor)
    sections: dict[str, list[st.Page]] = {"": [_page(start, start, url_path=START, default=True, shown=start in menu)]}
    for entry in PAGES:
        target: Entry | None = entry
        if entry.action is None:
            if entry is LOGIN or (state == "empty" and entry.path.startswith(("public/forgotten", "public/invit"))):
                target = front
            elif entry is TOGETHER:
                target = start
            elif entry is FIRST_RUN and state != "empty":
                target = LOGIN
        elif actor is None:
            target = front
        elif not may(actor, entry.action):
            target = None
        shown = entry in menu and entry is not start
        sections.setdefault(_section(entry, actor) if shown else "", []).append(
            _page(entry, target, url_path=entry.url_path, shown=shown)
        )
    return st.navigation(sections, position="top")


def _section(entry: Entry, actor: Actor | None) -> str:
    if entry.section == MINE and actor is not None and actor.roles() == {Role.VOLUNTEER}:
        return ""
    return _(entry.section) if entry.section else ""


def _page(entry: Entry, target: Entry | None, *, url_path: str, shown: bool, default: bool = False) -> st.Page:
    path = None if target is None else target.path
    # `st.navigation` marks the page it returns, so each run has its own.
    return copy(_made(path, _(entry.title), entry.icon, url_path, shown=shown, default=default))


@cache
def _made(path: str | None, title: str, icon: str, url_path: str, *, shown: bool, default: bool = False) -> st.Page:
    """Made once in a process, because each looks its file up on the disk: a third of a small page's run."""
    return st.Page(
        _refuse if path is None else file_of(path),
        title=title,
        icon=icon,
        url_path=url_path,
        default=default,
        visibility="visible" if shown else "hidden",
    )


def _refuse() -> None:
    st.title(_("No access"))
    refused(DomainError("not_allowed"))
