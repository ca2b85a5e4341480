"""What a service is: called by name, asks first, holds one transaction; and pages reach people through it alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import (
    ROOT,
    called_names,
    module_of,
    nodes,
    none_of,
    python_files,
    tree,
)
from tests.test_architecture import name_of

SERVICE_FILES = [path for path in python_files("core") if path.stem != "rules"]
ASKS = {"require", "require_in", "may", "organisations_where", "visible_to"}
# Services that ask for no permission, each with the reason why not.
OPEN_SERVICES: dict[str, str] = {
    "core.access.invitations.opened": "whoever holds the link reads it",
    "core.access.invitations.accept": "whoever holds the link uses it, once",
    "core.access.forgotten.ask_new_passphrase": "asked before logging in; the answer is always the same",
    "core.access.joining.join_with_login": "whoever holds the link uses it, once, with their own passphrase",
    "core.applications.applying.call_shown": "anybody reads a call; it names no person",
    "core.applications.rush.allow_beginning": "comes before anybody is known; counts by network alone",
    "core.applications.applying.begin": "anybody may apply; counted by network, and by all",
    "core.applications.applying.own_application": "whoever holds the link of an application reads it",
    "core.applications.applying.change_contact": "whoever holds the link of an application writes it",
    "core.applications.applying.answer": "whoever holds the link of an application writes it",
    "core.applications.applying.send": "whoever holds the link of an application sends it, once",
    "core.applications.applying.confirm_by_mail": "whoever holds the link and what its mail says beside it",
    "core.applications.applying.take_back": "whoever holds the link of an application takes it back",
    "core.mail_choices.service.choices_at": "whoever holds the address in a mail reads which its owner gets",
    "core.mail_choices.service.choose_at": "whoever holds the address in a mail chooses for its owner",
    "core.calendar_feed.service.feed_at": "whoever holds the secret address reads it, until its owner closes it",
    "core.access.sessions.log_in": "comes before anybody is known",
    "core.access.guessing.prove": "comes before anybody is known; does what its caller may do",
    "core.access.sessions.log_in_demonstration": "comes before anybody is known; works in a demonstration only",
    "core.access.sessions.actor_for": "finds out who is asking",
    "core.access.sessions.log_out": "whoever holds the session's token ends it",
    "core.access.sessions.sessions_of": "the actor's own sessions alone",
    "core.access.sessions.end_session": "the actor's own sessions alone",
    "core.access.sessions.log_out_everywhere": "the actor's own sessions alone",
    "core.access.sessions.make_ticket": "whoever holds the session's token",
    "core.access.sessions.take_ticket": "whoever holds the ticket and the nonce of its browser",
    "core.access.sessions.ticket_waits": "whoever holds the ticket",
    "core.access.forgotten.allow_asking": "comes before anybody is known; counts by network alone",
    "core.access.standing_in.told_links": "the actor's own links alone",
    "core.access.standing_in.confirm_links": "the actor's own links alone",
    "core.access.sessions.work_in": "the actor's own choice among the organisations they work in",
    "core.access.sessions.change_language": "the actor's own language",
    "core.access.sessions.change_passphrase": "the actor's own passphrase, proven by the present one",
    "core.assessments.deciding.letter_by_link": "whoever holds the applicant's link reads the answer to them",
    "core.assessments.questioning.own_questionnaire": "whoever holds the applicant's link reads what is theirs",
    "core.assessments.half_written.questionnaire_draft": "whoever holds the applicant's link reads what is theirs",
    "core.assessments.half_written.keep_questionnaire_draft": "whoever holds the applicant's link, the same",
    "core.assessments.half_written.drop_questionnaire_draft": "whoever holds the applicant's link, the same",
    "core.assessments.questioning.save_questionnaire": "whoever holds the applicant's link writes what is theirs",
    "core.assessments.questioning.print_own_questionnaire": "whoever holds the applicant's link prints what is theirs",
    "core.cover.service.answer_cover": "whoever holds the link was asked, and answers for themselves",
    "core.cover.reading.cover_question": "whoever holds the link reads what they are asked",
    "core.demo.service.load": "comes before anybody is known; guarded by the setup code",
    "core.demo.service.load_without_code": "for the command line; refused where there are real records",
    "core.guidelines.principles.principles_here": "what an organisation says of itself to everybody; it names nobody",
    "core.guidelines.principles.principles_of": "the same; which engagement it was asked for is not told",
    "core.documents.signing.finishing.confirm_and_seal": "the one it was handed to, by their own passphrase or code",
    "core.documents.signing.proving.by_passphrase": "whoever knows the passphrase; does what its caller may do",
    "core.documents.signing.proving.by_code": "whoever holds the newest code; does what its caller may do",
    "core.documents.signing.together.handed": "whoever holds the session's token learns in whose hands it is",
    "core.documents.signing.together.shown": "the one document a session's browser was handed over for",
    "core.documents.signing.together.ways": "how the one it was handed to can confirm",
    "core.documents.signing.together.send_code": "a mail to the one it was handed to, three in an hour",
    "core.documents.signing.together.confirm": "the one it was handed to, by their own passphrase or code",
    "core.partnerships.together.agreement_shown": "the one agreement a session's browser was handed over for",
    "core.partnerships.together.confirm_agreement": "the one it was handed to, by their own passphrase or code",
    "core.documents.signing.together.proved": "whoever it was handed to proves it; does what its caller may do",
    "core.documents.signing.together.take_back": "the session's owner, by their own passphrase",
    "core.documents.sealing.waiting.try_to_seal": "the same, for whoever has just signed or reads",
    "core.documents.sealing.waiting.sealed_or_why": "the same, for the worker",
    "core.documents.sealing.service.seal_pending": "finishes what everybody has consented to; shows nothing",
    "core.documents.sealing.verify.verify": "anybody may check a file; the answer names no person",
    "core.documents.sealing.verify.number_known": "anybody may check a number; the answer names no person",
    "core.importing.commanding.import_from_command_line": "for the command line, which holds everything",
    "core.organisations.operating.add_from_command_line": "for the command line, which holds everything",
    "core.organisations.operating.add_operator": "for the command line, which holds everything",
    "core.organisations.operating.operators": "for the command line, which holds everything",
    "core.organisations.operating.end_operator": "for the command line, which holds everything",
    "core.organisations.service.check_setup_code": "comes before anybody is known; guards by the setup code",
    "core.organisations.service.set_up": "comes before anybody is known; guarded by the setup code",
}
# Functions that open a transaction although they take the session by position, each with the reason.
OWN_TRANSACTION: dict[str, str] = {
    "core.organisations.service.setup_code": "called once at start, by the portal itself",
    "core.importing.drafts.forget_on_their_day": "called once a day, by the portal itself",
    "core.training.attending.forget_reflections": "called once a day, by the portal itself",
    "core.unsent.service.forget_unsent": "called once a day, by the portal itself",
    "core.assessments.half_written.forget_questionnaire_drafts": "called once a day, by the portal itself",
    "core.support.deleting.forget_talks_on_their_day": "called once a day, by the portal itself",
    "core.applications.deleting.delete_on_their_day": "called once a day, by the portal itself",
    "core.mail_choices.service.address_of": "called as a mail goes; makes the address that stands in it",
    "core.messages.worker.keep_anchors": "called once a day, by the portal itself and from the command line",
    "core.journey.projecting.rebuild": "called at start and from the command line; writes what follows from the facts",
    "core.journey.projecting.refresh": "called by lists; writes what follows from the facts on another day",
    "core.recognition.upcoming.rebuild": "called with that of the journey; writes what follows from the facts",
    "core.recognition.upcoming.refresh": "called by lists; writes what follows from the facts on another day",
}
# Functions without an actor that pages may call although they read the database, each with the reason.
OPEN_READERS: dict[str, str] = {
    "core.calendar.service.calendar_of": "holidays and closed days; nothing about a person",
    "core.calendar.service.closed_periods": "holidays and closed days; nothing about a person",
    "core.demo.service.demo_logins": "invented people only; empty where the portal is no demonstration",
    "core.organisations.service.state": "whether the portal is set up, for everybody",
    "core.organisations.service.state_and_days_ahead": "whether the portal is set up, and what day it is there",
    "core.organisations.service.workplaces": "the names of places; nothing about a person",
}


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """The public functions of a file's top level."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def arguments(function: ast.FunctionDef) -> list[str]:
    """All argument names of `function`."""
    return [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


def services() -> list[tuple[Path, ast.FunctionDef]]:
    """What is done or shown for somebody: the public functions in core that take their session by name."""
    return [
        (path, function)
        for path in SERVICE_FILES
        for function in public_functions(path)
        if "session" in [argument.arg for argument in function.args.kwonlyargs]
    ]


def helpers() -> dict[str, ast.FunctionDef]:
    """The public functions in core that work inside a caller's transaction: they take its session by position."""
    return {
        f"{module_of(path)}.{function.name}": function
        for path in SERVICE_FILES
        for function in public_functions(path)
        if "session" in [argument.arg for argument in function.args.args]
    }


def test_a_service_is_called_by_name_and_asks_for_permission() -> None:
    none_of(fault for path, function in services() for fault in faults_of_a_service(path, function))


def faults_of_a_service(path: Path, function: ast.FunctionDef) -> Iterator[str]:
    """What is wrong with how a service is called, and with whom it asks."""
    spelled = f"{module_of(path)}.{function.name}"
    if function.args.posonlyargs or function.args.args:
        yield f"{spelled}: arguments by position"
    if arguments(function)[0] != "session":
        yield f"{spelled}: session comes first"
    if "actor" in arguments(function) and arguments(function)[1] != "actor":
        yield f"{spelled}: actor comes second"
    if spelled not in OPEN_SERVICES:
        if "actor" not in arguments(function):
            yield f"{spelled} takes no actor and is not listed in OPEN_SERVICES"
        if not asks(path, function):
            yield f"{spelled} asks for no permission and is not listed in OPEN_SERVICES"


def test_only_services_open_a_transaction() -> None:
    opening = {name for name, function in helpers().items() if "transaction" in called_names(function)}
    assert opening == set(OWN_TRANSACTION)


def test_pages_reach_people_through_services_only() -> None:
    """A helper asks for no permission, so a page that calls one would show what nobody allowed."""
    closed = set(helpers()) - set(OPEN_READERS)
    none_of(fault for path in python_files("pages") for fault in ways_around_a_service(path, closed))


def ways_around_a_service(path: Path, closed: set[str]) -> Iterator[str]:
    """Where a page calls one of the helpers that are `closed` to it, or opens a transaction."""
    called = called_names(tree(path))
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("core."):
            for alias in node.names:
                if f"{node.module}.{alias.name}" in closed and alias.name in called:
                    yield f"{name_of(path)} calls {node.module}.{alias.name}, which asks for no permission"
    if "transaction" in called:
        yield f"{name_of(path)} opens a transaction"


def asks(path: Path, function: ast.FunctionDef) -> bool:
    """Whether `function` asks the permission table, itself or through what it calls in core."""
    return bool(reached(path, function.name, set()) & ASKS)


def reached(path: Path, name: str, seen: set[tuple[Path, str]]) -> set[str]:
    """The names `name` of `path` calls, directly or through functions of ours."""
    if (path, name) in seen:
        return set()
    seen.add((path, name))
    module = tree(path)
    homes = {
        alias.asname or alias.name: ROOT / (str(node.module).replace(".", "/") + ".py")
        for node in module.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    if name not in own:
        return set()
    found = called_names(own[name])
    for inner in list(found):
        home = path if inner in own else homes.get(inner)
        if home is not None and home.exists() and home.is_relative_to(ROOT / "core"):
            found |= reached(home, inner, seen)
    return found


def test_every_open_service_is_there_and_says_why() -> None:
    there = {f"{module_of(path)}.{function.name}" for path, function in services()}
    assert set(OPEN_SERVICES) - there == set()
    assert set(OPEN_READERS) - set(helpers()) == set()
    assert all(len(reason) > 15 for reason in (*OPEN_SERVICES.values(), *OPEN_READERS.values()))


def test_services_and_rules_say_what_comes_in_and_out() -> None:
    """Elsewhere a name says it, and a docstring stands where a reader needs one."""
    rules = [(path, each) for path in python_files("core") if path.stem == "rules" for each in public_functions(path)]
    none_of(
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path, function in (*services(), *rules)
        if not ast.get_docstring(function)
    )
