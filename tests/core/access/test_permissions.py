from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import pytest

from core.access.permissions import (
    COLLEAGUES,
    TABLE,
    THE_PORTAL,
    Action,
    Actor,
    Grant,
    Reach,
    Role,
    Subject,
    may,
    organisations_where,
    require,
)
from core.errors import DomainError
from db.audit import PORTAL
from db.people import Engagement
from tests.architecture import none_of

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
OWN_PLACE, OTHER_PLACE = UUID(int=11), UUID(int=12)
ME, SOMEBODY = UUID(int=21), UUID(int=22)

# Who may do what to somebody else's affairs anywhere in the organisation, and who only at their own workplace.
ANYWHERE = {
    Action.ANSWER_DOCUMENT: {Role.COORDINATOR},
    Action.SEE_DOCUMENTS: {Role.COORDINATOR},
    Action.DRAFT_DOCUMENT: {Role.COORDINATOR},
    Action.DOWNLOAD_DOCUMENTS: {Role.COORDINATOR},
    Action.SEE_VOLUNTEERS: {Role.COORDINATOR},
    Action.ADD_VOLUNTEER: {Role.COORDINATOR},
    Action.MAKE_PAIR: {Role.COORDINATOR},
    Action.MERGE_PEOPLE: {Role.COORDINATOR},
    Action.INVITE_VOLUNTEER: {Role.COORDINATOR},
    Action.EDIT_ORGANISATION: {Role.ADMIN},
    Action.MANAGE_COLLEAGUES: {Role.ADMIN, Role.COORDINATOR},
    Action.MANAGE_SEALING_KEY: {Role.ADMIN},
    Action.EDIT_TEMPLATES: {Role.ADMIN},
    Action.EDIT_GUIDELINES: {Role.COORDINATOR, Role.ADMIN},
    Action.SEE_COURSES: {Role.COORDINATOR},
    Action.EDIT_COURSES: {Role.COORDINATOR},
    Action.LEAD_COURSE: {Role.COORDINATOR},
    Action.ENTER_EVALUATION: {Role.COORDINATOR},
    Action.ORDER_SUPERVISION: {Role.COORDINATOR},
    Action.HOLD_SUPERVISION: {Role.COORDINATOR},
    Action.READ_LOG_BOOK: {Role.COORDINATOR},
    Action.DECIDE_APPROVAL: {Role.COORDINATOR},
    Action.RECORD_PAUSE: {Role.COORDINATOR},
    Action.END_ENGAGEMENT: {Role.COORDINATOR},
    Action.HOLD_CLARIFICATION: {Role.COORDINATOR},
    Action.WRITE_NOTES: {Role.COORDINATOR},
    Action.EDIT_PROGRAMMES: {Role.ADMIN},
    Action.TAKE_EVERYTHING: {Role.ADMIN},
    Action.MOVE_ENGAGEMENTS: {Role.COORDINATOR},
    Action.SEE_TEAM: {Role.COORDINATOR},
    Action.MANAGE_TEAMS: {Role.COORDINATOR},
    Action.SEE_TRAINING: {Role.COORDINATOR},
    Action.PLAN_TRAINING: {Role.COORDINATOR},
    Action.NOTE_ATTENDANCE: {Role.COORDINATOR},
    Action.PREPARE_WORKPLACE: {Role.COORDINATOR},
    Action.SEE_FIGURES: {Role.COORDINATOR},
    Action.RECOGNISE: {Role.COORDINATOR},
    Action.SEE_TASKS: {Role.COORDINATOR},
    Action.EDIT_TASKS: {Role.COORDINATOR},
    Action.GIVE_TASKS: {Role.COORDINATOR},
    Action.PUBLISH_CALL: {Role.COORDINATOR},
    Action.IMPORT_PEOPLE: {Role.COORDINATOR},
    Action.WRITE_TO_MANY: {Role.COORDINATOR},
    Action.HANDLE_APPLICATIONS: {Role.COORDINATOR},
    Action.PLAN_OFFERS: {Role.COORDINATOR},
    Action.HANDLE_EXPENSES: {Role.COORDINATOR},
    Action.SEE_SHARED_HISTORY: {Role.COORDINATOR},
    Action.SEE_PARTNERSHIP: {Role.COORDINATOR},
    Action.ALIGN: {Role.COORDINATOR},
    Action.MANAGE_PARTNERSHIPS: {Role.COORDINATOR},
    Action.SIGN_PARTNERSHIP: {Role.COORDINATOR},
    Action.READ_AUDIT: {Role.ADMIN, Role.AUDITOR},
}
AT_OWN_WORKPLACE = {
    Action.ANSWER_DOCUMENT,
    Action.SEE_DOCUMENTS,
    Action.DRAFT_DOCUMENT,
    Action.SEE_VOLUNTEERS,
    Action.INVITE_VOLUNTEER,
    Action.EDIT_GUIDELINES,
    Action.SEE_COURSES,
    Action.SEE_TASKS,
    Action.EDIT_TASKS,
    Action.WRITE_NOTES,
    Action.SEE_PARTNERSHIP,
    Action.ALIGN,
}
# Whom the organisation has something with; not the operator, nor whoever speaks for an association.
BELONGING = set(Role) - {Role.ASSOCIATION, Role.OPERATOR}
ABOUT_ONESELF = {
    Action.USE_PORTAL: set(Role),
    Action.EDIT_OWN_DETAILS: set(Role),
    Action.SEE_OWN_DOCUMENTS: BELONGING,
    Action.SEE_OWN_THANKS: BELONGING,
    Action.FOLLOW_OWN_DAYS: BELONGING - {Role.FORMER},
    Action.ATTEND_OFFERS: BELONGING - {Role.FORMER},
    Action.SIGN_DOCUMENT: BELONGING - {Role.FORMER},
    Action.ANSWER_DOCUMENT: {Role.VOLUNTEER},
    Action.READ_GUIDELINES: {Role.VOLUNTEER},
    Action.LEAD_COURSE: {Role.VOLUNTEER},
    Action.ENTER_EVALUATION: {Role.VOLUNTEER},
    Action.HOLD_SUPERVISION: {Role.SUPERVISOR},
    Action.READ_LOG_BOOK: {Role.VOLUNTEER, Role.SUPERVISOR},
    Action.WRITE_LOG_BOOK: {Role.VOLUNTEER},
    Action.SHARE_HISTORY: {Role.VOLUNTEER, Role.FORMER},
    Action.REPORT_EXPENSES: {Role.VOLUNTEER},
    Action.PREPARE_CLARIFICATION: {Role.VOLUNTEER},
    Action.ASK_TO_STOP: {Role.VOLUNTEER},
    Action.RAISE_WORRY: {Role.VOLUNTEER, Role.FORMER},
    Action.TAKE_WORRY: {Role.CONTACT_PERSON, Role.COORDINATOR, Role.ADMIN},
    Action.JOIN_NETWORK: {Role.VOLUNTEER},
    Action.GIVE_VIEW: {Role.VOLUNTEER, Role.SUPERVISOR},
    Action.SEE_PARTNERSHIP: {Role.ASSOCIATION},
    Action.SIGN_PARTNERSHIP: {Role.ASSOCIATION},
    Action.ALIGN: {Role.VOLUNTEER, Role.ASSOCIATION},
    Action.SHOW_ASSOCIATION: {Role.VOLUNTEER},
    Action.SEE_TEAM: {Role.VOLUNTEER, Role.CONTACT_PERSON, Role.TEAM_LEAD, Role.PSYCHOLOGIST},
    Action.SAY_ACCOMMODATIONS: {Role.VOLUNTEER},
    Action.SEE_TRAINING: {Role.VOLUNTEER, Role.CONTACT_PERSON, Role.TEAM_LEAD},
    Action.NOTE_ATTENDANCE: {Role.VOLUNTEER, Role.TEAM_LEAD},
    Action.TELL_OF_TRAINING: {Role.VOLUNTEER},
    Action.PREPARE_WORKPLACE: {Role.CONTACT_PERSON},
    Action.ASK_FOR_TALK: {Role.VOLUNTEER, Role.TEAM_LEAD},
    Action.FOLLOW_PEER: {Role.VOLUNTEER, Role.TEAM_LEAD},
    Action.HOLD_TALKS: {Role.COORDINATOR, Role.TEAM_LEAD, Role.PSYCHOLOGIST},
    Action.KEEP_PERSONAL_LOG: {Role.VOLUNTEER, Role.FORMER},
    Action.READ_SHARED_LOG: {
        Role.VOLUNTEER,
        Role.CONTACT_PERSON,
        Role.COORDINATOR,
        Role.TEAM_LEAD,
        Role.PSYCHOLOGIST,
    },
}


class Case(NamedTuple):
    """What a role does, and whether it should be allowed to."""

    role: Role
    action: Action
    expected: bool


def wrong(subject: Subject | None, expected: Callable[[Role, Action], bool]) -> list[Case]:
    """Every role and action for which the table does not say about `subject` what is expected of it."""
    cases = [Case(role, action, expected(role, action)) for role in Role for action in Action]
    return [case for case in cases if may(with_role(case.role), case.action, subject) is not case.expected]


def an_actor(*grants: Grant) -> Actor:
    return Actor(ME, UUID(int=31), "Jonas Holm", "da", grants)


def with_role(role: Role) -> Actor:
    return an_actor(Grant(HERE, role, OWN_PLACE))


def test_what_a_role_may_do_to_somebody_at_another_workplace() -> None:
    subject = Subject(HERE, people=frozenset({SOMEBODY}), workplace_id=OTHER_PLACE, contact_person_id=SOMEBODY)
    none_of(wrong(subject, lambda role, action: role in ANYWHERE.get(action, set())))


def test_what_a_role_may_do_to_somebody_at_the_own_workplace() -> None:
    subject = Subject(HERE, people=frozenset({SOMEBODY}), workplace_id=OWN_PLACE, contact_person_id=SOMEBODY)

    def expected(role: Role, action: Action) -> bool:
        return role in ANYWHERE.get(action, set()) or (role is Role.CONTACT_PERSON and action in AT_OWN_WORKPLACE)

    none_of(wrong(subject, expected))


def test_what_a_role_may_do_to_its_own_affairs() -> None:
    subject = Subject(HERE, people=frozenset({ME}), workplace_id=OTHER_PLACE, contact_person_id=SOMEBODY)

    def expected(role: Role, action: Action) -> bool:
        return role in ANYWHERE.get(action, set()) or role in ABOUT_ONESELF.get(action, set())

    none_of(wrong(subject, expected))


def test_no_role_reaches_into_another_organisation() -> None:
    subject = Subject(ELSEWHERE, people=frozenset({ME}), workplace_id=OWN_PLACE, contact_person_id=ME)
    none_of(wrong(subject, lambda _role, _action: False))


def test_without_a_subject_the_table_says_whether_anywhere_at_all() -> None:
    none_of(wrong(None, lambda role, action: role in TABLE[action]))


def test_a_visitor_may_do_nothing() -> None:
    none_of(action for action in Action if may(None, action))
    for action in Action:
        with pytest.raises(DomainError, match="not_allowed"):
            require(None, action)


def test_somebody_without_a_role_may_do_nothing() -> None:
    none_of(action for action in Action if may(an_actor(), action))


def test_an_operator_makes_organisations_and_reaches_nothing_in_any() -> None:
    operator = an_actor(Grant(PORTAL, Role.OPERATOR))
    own = {Action.USE_PORTAL, Action.EDIT_OWN_DETAILS}
    assert {action for action in Action if may(operator, action)} == own | {Action.MAKE_ORGANISATION}
    assert may(operator, Action.MAKE_ORGANISATION, THE_PORTAL)
    none_of(action for action in Action if may(operator, action, Subject(HERE, frozenset({ME, SOMEBODY}))))
    assert (operator.organisations(), operator.employers()) == ((), ())


def test_an_unknown_action_is_denied_to_everybody() -> None:
    everything = an_actor(*(Grant(HERE, role) for role in Role))
    assert not may(everything, "unknown")  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="not_allowed"):
        require(everything, "unknown")  # type: ignore[arg-type]


def test_every_action_stands_in_the_table() -> None:
    assert set(TABLE) == set(Action)


def test_a_contact_person_reaches_those_they_follow_at_any_workplace() -> None:
    subject = Subject(HERE, people=frozenset({SOMEBODY}), workplace_id=OTHER_PLACE, contact_person_id=ME)
    assert may(with_role(Role.CONTACT_PERSON), Action.SEE_VOLUNTEERS, subject)
    assert not may(with_role(Role.VOLUNTEER), Action.SEE_VOLUNTEERS, subject)


def test_a_role_without_a_workplace_does_not_reach_people_without_one() -> None:
    actor = an_actor(Grant(HERE, Role.CONTACT_PERSON, None))
    subject = Subject(HERE, people=frozenset({SOMEBODY}), workplace_id=None, contact_person_id=SOMEBODY)
    assert not may(actor, Action.SEE_VOLUNTEERS, subject)


def test_rights_of_several_roles_add_up() -> None:
    actor = an_actor(Grant(HERE, Role.VOLUNTEER), Grant(HERE, Role.AUDITOR))
    assert may(actor, Action.READ_AUDIT, Subject(HERE))
    assert may(actor, Action.SIGN_DOCUMENT, Subject(HERE, people=frozenset({ME})))
    assert actor.roles(HERE) == {Role.VOLUNTEER, Role.AUDITOR}
    assert actor.roles(ELSEWHERE) == frozenset()


def test_require_gives_the_actor_back() -> None:
    actor = with_role(Role.ADMIN)
    assert require(actor, Action.EDIT_ORGANISATION, Subject(HERE)) is actor


def test_what_is_asked_about_an_engagement_is_its_volunteer_its_place_and_who_follows_it() -> None:
    engagement = Engagement(
        organisation_id=HERE,
        person_id=ME,
        programme_version_id=UUID(int=41),
        workplace_id=UUID(int=42),
        contact_person_id=UUID(int=43),
        coordinator_id=UUID(int=44),
        created_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    assert Subject.of(engagement) == Subject(HERE, frozenset({ME}), UUID(int=42), UUID(int=43))
    assert Subject.of(engagement, UUID(int=45)).people == {ME, UUID(int=45)}


def test_the_organisations_where_somebody_may_do_something() -> None:
    actor = an_actor(
        Grant(HERE, Role.COORDINATOR), Grant(ELSEWHERE, Role.CONTACT_PERSON, OTHER_PLACE), Grant(HERE, Role.ADMIN)
    )
    assert organisations_where(actor, Action.SEE_VOLUNTEERS) == (HERE, ELSEWHERE)
    assert organisations_where(actor, Action.SEE_VOLUNTEERS, (Reach.ORGANISATION,)) == (HERE,)
    assert actor.organisations() == (HERE, ELSEWHERE)


def test_volunteer_is_no_role_a_colleague_is_given() -> None:
    others = {Role.VOLUNTEER, Role.FORMER, Role.ASSOCIATION, Role.OPERATOR}
    assert not others & set(COLLEAGUES)
    assert set(COLLEAGUES) | others == set(Role)
