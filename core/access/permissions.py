"""The one table of who may do what. Navigation, pages and services read it; what is not in it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from core.error_codes import ErrorCode
from core.errors import DomainError
from db.audit import PORTAL
from db.people import Engagement


class Role(StrEnum):
    """Roles within one organisation; a person may hold several. An OPERATOR alone belongs to none, but to the portal.

    VOLUNTEER follows from an engagement, and FORMER from one that has ended where none is left. ASSOCIATION is whoever
    speaks for an association that works together with the organisation; it follows from being its contact.
    """

    VOLUNTEER = "volunteer"
    FORMER = "former"
    CONTACT_PERSON = "contact_person"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    TEAM_LEAD = "team_lead"
    PSYCHOLOGIST = "psychologist"
    ADMIN = "admin"
    AUDITOR = "auditor"
    ASSOCIATION = "association"
    OPERATOR = "operator"


COLLEAGUES = tuple(role for role in Role if role not in (Role.VOLUNTEER, Role.FORMER, Role.ASSOCIATION, Role.OPERATOR))


class Action(StrEnum):
    """Everything somebody may do, each in a plain sentence."""

    USE_PORTAL = "use_portal"  # be logged in and see one's own start page
    EDIT_OWN_DETAILS = "edit_own_details"  # change own contact details and next of kin
    SEE_OWN_DOCUMENTS = "see_own_documents"  # read documents one stands in
    SEE_OWN_THANKS = "see_own_thanks"  # see what one was invited to and thanked with, and answer
    ANSWER_DOCUMENT = "answer_document"  # fill in the fields that are one's own
    SIGN_DOCUMENT = "sign_document"  # consent to a text as one of its parties
    SEE_DOCUMENTS = "see_documents"  # list and read documents of volunteers
    DRAFT_DOCUMENT = "draft_document"  # make a document, choose its points, send or withdraw it
    DOWNLOAD_DOCUMENTS = "download_documents"  # take sealed documents of many volunteers out at once
    WRITE_TO_MANY = "write_to_many"  # write one message to a group of volunteers, and read what was written so
    SEE_VOLUNTEERS = "see_volunteers"  # see volunteers, their contact details and next of kin
    ADD_VOLUNTEER = "add_volunteer"  # add a volunteer and change what ties them to the organisation
    IMPORT_PEOPLE = "import_people"  # take volunteers over from a spreadsheet, and take it back
    MERGE_PEOPLE = "merge_people"  # make two records of one person one, and take them apart again
    MAKE_PAIR = "make_pair"  # join two instructors in a pair, and end it
    INVITE_VOLUNTEER = "invite_volunteer"  # make, send again and withdraw a volunteer's links
    EDIT_ORGANISATION = "edit_organisation"  # change name, address, logo and workplaces
    MANAGE_COLLEAGUES = "manage_colleagues"  # invite colleagues and give or take roles
    MANAGE_SEALING_KEY = "manage_sealing_key"  # replace what the organisation seals with
    EDIT_TEMPLATES = "edit_templates"  # write the organisation's own documents and publish them
    READ_GUIDELINES = "read_guidelines"  # read what applies where one is a volunteer, and confirm it
    EDIT_GUIDELINES = "edit_guidelines"  # write and publish a workplace's guidelines, or the organisation's principles
    SEE_COURSES = "see_courses"  # see course runs, who leads them and how far they have come
    EDIT_COURSES = "edit_courses"  # plan and change course runs and say who leads them
    LEAD_COURSE = "lead_course"  # tick off a module of a run one leads, and give feedback to one's partner
    ENTER_EVALUATION = "enter_evaluation"  # key in what the participants of a run answered
    ORDER_SUPERVISION = "order_supervision"  # order and plan supervisions, and hand them to another supervisor
    HOLD_SUPERVISION = "hold_supervision"  # plan a supervision one holds, and give feedback in it
    READ_LOG_BOOK = "read_log_book"  # read feedback and tasks of an instructor
    WRITE_LOG_BOOK = "write_log_book"  # write in one's own log book
    DECIDE_APPROVAL = "decide_approval"  # approve an instructor or not, and end an approval
    RECORD_PAUSE = "record_pause"  # record that an engagement is paused, and that it goes on
    END_ENGAGEMENT = "end_engagement"  # record that somebody is a volunteer no more
    HOLD_CLARIFICATION = "hold_clarification"  # plan, prepare and write down the meeting before a training
    PREPARE_CLARIFICATION = "prepare_clarification"  # say whether its day suits, and prepare one's own side
    ASK_TO_STOP = "ask_to_stop"  # say oneself that one would like to stop, and take it back
    WRITE_NOTES = "write_notes"  # plan talks, and write down what was said
    RAISE_WORRY = "raise_worry"  # tell that something is wrong, and see what comes of it
    JOIN_NETWORK = "join_network"  # join the volunteers' own network, read who joined, and leave it
    TAKE_WORRY = "take_worry"  # read what somebody told one is wrong, and answer it
    RECOGNISE = "recognise"  # answer occasions, and plan and give recognition
    FOLLOW_OWN_DAYS = "follow_own_days"  # read what one has ahead, and let one's own calendar fetch it
    ATTEND_OFFERS = "attend_offers"  # see what one can learn, sign oneself up, and say what is needed
    SEE_TASKS = "see_tasks"  # see the tasks volunteers are wanted for, and who has them
    EDIT_TASKS = "edit_tasks"  # describe a task, change it and close it
    GIVE_TASKS = "give_tasks"  # say who has a task, and hand it over
    PUBLISH_CALL = "publish_call"  # open a call for a task to everybody, and close it
    GIVE_VIEW = "give_view"  # say whether one would like to work with somebody who applies, when one is asked
    HANDLE_APPLICATIONS = "handle_applications"  # read applications, write one down, and answer it
    PLAN_OFFERS = "plan_offers"  # plan offers, invite to them, note who came, and read what people need
    REPORT_EXPENSES = "report_expenses"  # ask for one's own expenses to be paid back
    HANDLE_EXPENSES = "handle_expenses"  # approve and return expenses, note that they are paid, and write the rates
    SEE_TEAM = "see_team"  # see a peer team one is in, leads, or is there for
    MANAGE_TEAMS = "manage_teams"  # make peer teams, and say who is in them
    SAY_ACCOMMODATIONS = "say_accommodations"  # say oneself how one works best in the team, and who may read it
    SEE_TRAINING = "see_training"  # see the training of a team one is in, leads, or is there for at the workplace
    PLAN_TRAINING = "plan_training"  # write the training plan, and lay it on days for a team
    NOTE_ATTENDANCE = "note_attendance"  # note whether a peer was there on a day of the training
    TELL_OF_TRAINING = "tell_of_training"  # tell one's team lead how a day of one's own training was
    PREPARE_WORKPLACE = "prepare_workplace"  # tick off what the workplace prepares for a team
    ASK_FOR_TALK = "ask_for_talk"  # ask for a talk as one of a peer team, and see what comes of it
    FOLLOW_PEER = "follow_peer"  # say what stands in the way, and agree on check-ins, as a peer or who leads their team
    HOLD_TALKS = "hold_talks"  # answer somebody of a peer team who asks one for a talk, and hold it
    KEEP_PERSONAL_LOG = "keep_personal_log"  # keep a log book of one's own, which nobody else can read
    READ_SHARED_LOG = "read_shared_log"  # read what a peer lets one read of theirs
    EDIT_PROGRAMMES = "edit_programmes"  # adjust the organisation's programmes and publish them
    MOVE_ENGAGEMENTS = "move_engagements"  # move volunteers to a newer version of their programme
    SEE_FIGURES = "see_figures"  # see charts and forecasts of the whole organisation
    SHARE_HISTORY = "share_history"  # let another organisation see what one did here, and take it back
    SEE_SHARED_HISTORY = "see_shared_history"  # see what a volunteer did elsewhere, so far as they share it
    SEE_PARTNERSHIP = "see_partnership"  # see an association one works with: who speaks for it, and how many it brings
    MANAGE_PARTNERSHIPS = "manage_partnerships"  # add associations, who speaks for them and who comes from them
    SIGN_PARTNERSHIP = "sign_partnership"  # sign the framework agreement for the side one stands on
    ALIGN = "align"  # say what one expects of those one works with, and agree on it with them
    SHOW_ASSOCIATION = "show_association"  # let the association one comes from see one's name, and take it back
    READ_AUDIT = "read_audit"  # read the audit log
    TAKE_EVERYTHING = "take_everything"  # take all that the organisation keeps out, and see how old the backup is
    MAKE_ORGANISATION = "make_organisation"  # make organisations, each with its first administrator


class Reach(StrEnum):
    """How far a right goes."""

    OWN = "own"  # what concerns the person alone
    WORKPLACE = "workplace"  # engagements at the own workplace, or where one is the contact person
    ORGANISATION = "organisation"  # everything in the organisation
    PORTAL = "portal"  # which organisations there are, and nothing in any of them


EVERYBODY = dict.fromkeys(Role, Reach.OWN)
# Whoever speaks for an association has no part in what is between the organisation and its people.
BELONGING: dict[Role, Reach] = {
    role: reach for role, reach in EVERYBODY.items() if role not in (Role.ASSOCIATION, Role.OPERATOR)
}
# Who has stopped keeps what is theirs, and is asked for nothing more.
PRESENT: dict[Role, Reach] = {role: reach for role, reach in BELONGING.items() if role != Role.FORMER}

TABLE: dict[Action, dict[Role, Reach]] = {
    Action.USE_PORTAL: EVERYBODY,
    Action.EDIT_OWN_DETAILS: EVERYBODY,
    Action.SEE_OWN_DOCUMENTS: BELONGING,
    Action.SEE_OWN_THANKS: BELONGING,
    Action.ANSWER_DOCUMENT: {
        Role.VOLUNTEER: Reach.OWN,
        Role.CONTACT_PERSON: Reach.WORKPLACE,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.SIGN_DOCUMENT: PRESENT,
    Action.SEE_DOCUMENTS: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.DRAFT_DOCUMENT: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.DOWNLOAD_DOCUMENTS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.WRITE_TO_MANY: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SEE_VOLUNTEERS: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.ADD_VOLUNTEER: {Role.COORDINATOR: Reach.ORGANISATION},
    # A dry run names those who are here already, so whoever sees them all does it.
    Action.IMPORT_PEOPLE: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.MERGE_PEOPLE: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.MAKE_PAIR: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.INVITE_VOLUNTEER: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.EDIT_ORGANISATION: {Role.ADMIN: Reach.ORGANISATION},
    Action.MANAGE_COLLEAGUES: {Role.ADMIN: Reach.ORGANISATION, Role.COORDINATOR: Reach.ORGANISATION},
    Action.MANAGE_SEALING_KEY: {Role.ADMIN: Reach.ORGANISATION},
    Action.EDIT_TEMPLATES: {Role.ADMIN: Reach.ORGANISATION},
    Action.READ_GUIDELINES: {Role.VOLUNTEER: Reach.OWN},
    Action.EDIT_GUIDELINES: {
        Role.CONTACT_PERSON: Reach.WORKPLACE,
        Role.COORDINATOR: Reach.ORGANISATION,
        Role.ADMIN: Reach.ORGANISATION,
    },
    Action.SEE_COURSES: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.EDIT_COURSES: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.LEAD_COURSE: {Role.VOLUNTEER: Reach.OWN, Role.COORDINATOR: Reach.ORGANISATION},
    Action.ENTER_EVALUATION: {Role.VOLUNTEER: Reach.OWN, Role.COORDINATOR: Reach.ORGANISATION},
    Action.ORDER_SUPERVISION: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.HOLD_SUPERVISION: {Role.SUPERVISOR: Reach.OWN, Role.COORDINATOR: Reach.ORGANISATION},
    Action.READ_LOG_BOOK: {
        Role.VOLUNTEER: Reach.OWN,
        Role.SUPERVISOR: Reach.OWN,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.WRITE_LOG_BOOK: {Role.VOLUNTEER: Reach.OWN},
    Action.DECIDE_APPROVAL: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.RECORD_PAUSE: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.END_ENGAGEMENT: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.HOLD_CLARIFICATION: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.PREPARE_CLARIFICATION: {Role.VOLUNTEER: Reach.OWN},
    Action.ASK_TO_STOP: {Role.VOLUNTEER: Reach.OWN},
    Action.WRITE_NOTES: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.RAISE_WORRY: {Role.VOLUNTEER: Reach.OWN, Role.FORMER: Reach.OWN},
    Action.JOIN_NETWORK: {Role.VOLUNTEER: Reach.OWN},
    Action.TAKE_WORRY: {Role.CONTACT_PERSON: Reach.OWN, Role.COORDINATOR: Reach.OWN, Role.ADMIN: Reach.OWN},
    Action.RECOGNISE: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.FOLLOW_OWN_DAYS: PRESENT,
    Action.ATTEND_OFFERS: PRESENT,
    Action.SEE_TASKS: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.EDIT_TASKS: {Role.CONTACT_PERSON: Reach.WORKPLACE, Role.COORDINATOR: Reach.ORGANISATION},
    Action.GIVE_TASKS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.PUBLISH_CALL: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.GIVE_VIEW: {Role.VOLUNTEER: Reach.OWN, Role.SUPERVISOR: Reach.OWN},
    # What somebody writes of themselves is for as few as possible.
    Action.HANDLE_APPLICATIONS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.PLAN_OFFERS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.REPORT_EXPENSES: {Role.VOLUNTEER: Reach.OWN},
    Action.HANDLE_EXPENSES: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SEE_TEAM: {
        Role.VOLUNTEER: Reach.OWN,
        Role.TEAM_LEAD: Reach.OWN,
        Role.PSYCHOLOGIST: Reach.OWN,
        Role.CONTACT_PERSON: Reach.OWN,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.MANAGE_TEAMS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SAY_ACCOMMODATIONS: {Role.VOLUNTEER: Reach.OWN},
    # The psychologist has no part in who came to what.
    Action.SEE_TRAINING: {
        Role.VOLUNTEER: Reach.OWN,
        Role.TEAM_LEAD: Reach.OWN,
        Role.CONTACT_PERSON: Reach.OWN,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.PLAN_TRAINING: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.NOTE_ATTENDANCE: {
        Role.VOLUNTEER: Reach.OWN,
        Role.TEAM_LEAD: Reach.OWN,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.TELL_OF_TRAINING: {Role.VOLUNTEER: Reach.OWN},
    Action.PREPARE_WORKPLACE: {Role.CONTACT_PERSON: Reach.OWN, Role.COORDINATOR: Reach.ORGANISATION},
    Action.ASK_FOR_TALK: {Role.VOLUNTEER: Reach.OWN, Role.TEAM_LEAD: Reach.OWN},
    Action.FOLLOW_PEER: {Role.VOLUNTEER: Reach.OWN, Role.TEAM_LEAD: Reach.OWN},
    # Nobody learns that somebody asked but those whose turn it is to answer.
    Action.HOLD_TALKS: {Role.TEAM_LEAD: Reach.OWN, Role.PSYCHOLOGIST: Reach.OWN, Role.COORDINATOR: Reach.OWN},
    # It stays theirs when they have stopped.
    Action.KEEP_PERSONAL_LOG: {Role.VOLUNTEER: Reach.OWN, Role.FORMER: Reach.OWN},
    Action.READ_SHARED_LOG: {
        Role.VOLUNTEER: Reach.OWN,
        Role.TEAM_LEAD: Reach.OWN,
        Role.PSYCHOLOGIST: Reach.OWN,
        Role.CONTACT_PERSON: Reach.OWN,
        Role.COORDINATOR: Reach.OWN,
    },
    Action.EDIT_PROGRAMMES: {Role.ADMIN: Reach.ORGANISATION},
    Action.MOVE_ENGAGEMENTS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SEE_FIGURES: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SHARE_HISTORY: {Role.VOLUNTEER: Reach.OWN, Role.FORMER: Reach.OWN},
    Action.SEE_SHARED_HISTORY: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SEE_PARTNERSHIP: {
        Role.ASSOCIATION: Reach.OWN,
        Role.CONTACT_PERSON: Reach.WORKPLACE,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.MANAGE_PARTNERSHIPS: {Role.COORDINATOR: Reach.ORGANISATION},
    Action.SIGN_PARTNERSHIP: {Role.ASSOCIATION: Reach.OWN, Role.COORDINATOR: Reach.ORGANISATION},
    Action.ALIGN: {
        Role.VOLUNTEER: Reach.OWN,
        Role.ASSOCIATION: Reach.OWN,
        Role.CONTACT_PERSON: Reach.WORKPLACE,
        Role.COORDINATOR: Reach.ORGANISATION,
    },
    Action.SHOW_ASSOCIATION: {Role.VOLUNTEER: Reach.OWN},
    Action.READ_AUDIT: {Role.AUDITOR: Reach.ORGANISATION, Role.ADMIN: Reach.ORGANISATION},
    Action.TAKE_EVERYTHING: {Role.ADMIN: Reach.ORGANISATION},
    Action.MAKE_ORGANISATION: {Role.OPERATOR: Reach.PORTAL},
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody holds now; `workplace_id` where it is tied to one. An operator's is held in `PORTAL`."""

    organisation_id: UUID
    role: Role
    workplace_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: the person logged in, their roles as read in this run, and the language they read.

    `chosen_id` is the organisation they last chose to work in, and `elsewhere` those they work in besides the one they
    are in now; see `working_in`. `has_links` is whether they are to be told of links to their own passphrase that
    colleagues made; see `core.access.standing_in`.
    """

    person_id: UUID
    account_id: UUID
    name: str
    language: str
    grants: tuple[Grant, ...]
    chosen_id: UUID | None = None
    elsewhere: tuple[UUID, ...] = ()
    has_links: bool = False

    def roles(self, organisation_id: UUID | None = None) -> frozenset[Role]:
        """The roles held in one organisation, or in any."""
        return frozenset(g.role for g in self.grants if organisation_id in (None, g.organisation_id))

    def employers(self) -> tuple[UUID, ...]:
        """The organisations in which the person is a colleague."""
        return tuple(dict.fromkeys(g.organisation_id for g in self.grants if g.role in COLLEAGUES))

    def working_in(self, wanted: UUID | None = None) -> "Actor":
        """The same person in one of the organisations they work in: the one `wanted`, else the one last chosen, else
        the first. As a colleague they can do nothing in the others meanwhile; what they volunteer for stays theirs."""
        own = self.employers()
        if len(own) < 2:
            return self
        here = next(each for each in (wanted, self.chosen_id, own[0]) if each in own)
        kept = tuple(g for g in self.grants if g.role not in COLLEAGUES or g.organisation_id == here)
        return replace(self, grants=kept, chosen_id=here, elsewhere=tuple(each for each in own if each != here))

    def organisations(self) -> tuple[UUID, ...]:
        """The organisations the person has a role in, without repetition."""
        return tuple(dict.fromkeys(g.organisation_id for g in self.grants if g.organisation_id != PORTAL))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: where it belongs, and the persons and workplace it concerns.

    `people` are the persons it is about (the volunteer, the parties); `contact_person_id` is who follows it.
    """

    organisation_id: UUID
    people: frozenset[UUID] = frozenset()
    workplace_id: UUID | None = None
    contact_person_id: UUID | None = None

    @classmethod
    def of(cls, engagement: Engagement, *others: UUID) -> "Subject":
        """An engagement: its volunteer, and `others` it concerns as much, such as who stands in its document."""
        return cls(
            engagement.organisation_id,
            frozenset({engagement.person_id, *others}),
            engagement.workplace_id,
            engagement.contact_person_id,
        )


# What is asked about where it is of no organisation.
THE_PORTAL = Subject(PORTAL)


def may(actor: Actor | None, action: Action, subject: Subject | None = None) -> bool:
    """Whether `actor` may do `action` to `subject`; without a subject, whether anywhere at all."""
    if actor is None:
        return False
    rights = TABLE.get(action, {})
    return any(_reaches(actor, grant, rights.get(grant.role), subject) for grant in actor.grants)


def _reaches(actor: Actor, grant: Grant, reach: Reach | None, subject: Subject | None) -> bool:
    if reach is None:
        return False
    if subject is None:
        return True
    if grant.organisation_id != subject.organisation_id:
        return False
    if reach is Reach.OWN:
        return actor.person_id in subject.people
    if reach is Reach.WORKPLACE:
        at_own_workplace = grant.workplace_id is not None and grant.workplace_id == subject.workplace_id
        return at_own_workplace or subject.contact_person_id == actor.person_id
    return reach is Reach.ORGANISATION or grant.organisation_id == PORTAL


def require(actor: Actor | None, action: Action, subject: Subject | None = None) -> Actor:
    """`actor`, or a `DomainError("not_allowed")`."""
    if actor is None or not may(actor, action, subject):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return actor


def require_in(actor: Actor | None, action: Action, organisation_id: UUID) -> Actor:
    """`actor`, who may do `action` to something of the organisation, if not to all of it; else "not_allowed".

    For what a whole organisation has in common, such as the names in a filter. What shows rows is narrowed by
    `core.access.reach.visible_to`.
    """
    if actor is None or organisation_id not in organisations_where(actor, action):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return actor


def organisations_where(actor: Actor, action: Action, reaches: Iterable[Reach] = tuple(Reach)) -> tuple[UUID, ...]:
    """The organisations in which `actor` may do `action` with one of `reaches`."""
    wanted = frozenset(reaches)
    rights = TABLE.get(action, {})
    return tuple(dict.fromkeys(g.organisation_id for g in actor.grants if rights.get(g.role) in wanted))
