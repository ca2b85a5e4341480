"""The path as rules: one next thing, nothing done twice, nothing undone by waiting."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.rules import DocumentStanding
from core.journey.rules import journey, next_step
from core.journey.steps import DocumentFacts, LearningFact, PathFacts, Step, StepKind, StepStatus
from core.offers.rules import OfferKind
from core.programmes.programme import Programme, shipped
from tests.core.journey.builders import some_meetings

TODAY = date(2026, 11, 2)
ID = UUID(int=7)
BOTH = ("volunteer", "organisation")
KINDS = ("welcome_letter", "confidentiality_declaration", "cooperation_agreement", "pair_agreement")
CAPACITIES = st.frozensets(st.sampled_from(BOTH))

some_standing = st.builds(
    DocumentStanding,
    signers=st.sampled_from((("volunteer",), ("volunteer", "organisation"))),
    signed=CAPACITIES,
    missing_by=CAPACITIES,
    shared=st.booleans(),
    withdrawn=st.booleans(),
    filed=st.booleans(),
)
some_document = st.builds(DocumentFacts, document_id=st.uuids(), standing=some_standing)
some_learning = st.lists(st.builds(LearningFact, st.sampled_from(OfferKind), st.dates(), st.booleans()), max_size=3)
some_facts = st.builds(
    PathFacts,
    joined=st.booleans(),
    details_missing=st.lists(st.sampled_from(("phone", "address")), unique=True).map(tuple),
    documents=st.dictionaries(st.sampled_from(KINDS), some_document),
    writers=st.just({"cooperation_agreement": "coordinator"}),
    begins_on=st.none() | st.dates(),
    unread=st.none() | st.integers(min_value=0, max_value=2),
    learning=some_learning.map(tuple),
    clarification=st.none() | some_meetings,
)
some_programme = st.sampled_from(sorted(shipped())).map(lambda name: shipped()[name])


def facts(**changed) -> PathFacts:
    return replace(PathFacts(joined=True, details_missing=(), documents={}, writers={}), **changed)


def letter(**changed) -> DocumentFacts:
    return DocumentFacts(ID, replace(DocumentStanding(signers=BOTH, shared=True), **changed))


def test_a_no_waits_for_who_writes_the_document() -> None:
    step = step_of(facts(documents={"welcome_letter": letter(declined=True)}), "welcome_letter")
    assert (step.status, step.owner, step.reason) == (StepStatus.WAITING, "contact_person", "declined")


def _next(found: PathFacts) -> Step:
    step = next_step(journey(shipped()["kommunal_frivillig"], found, TODAY))
    assert step is not None
    return step


def step_of(found: PathFacts, step_id: str) -> Step:
    return {step.id: step for step in journey(shipped()["kommunal_frivillig"], found, TODAY)}[step_id]


@given(some_programme, some_facts, st.dates())
def test_there_is_never_more_than_one_next_thing_and_it_is_always_the_volunteers(
    programme: Programme, found: PathFacts, today: date
) -> None:
    now = [step for step in journey(programme, found, today) if step.status is StepStatus.NOW]
    assert len(now) <= 1
    assert all(step.owner == "volunteer" for step in now)


@given(some_programme, some_facts, st.dates())
def test_what_waits_for_somebody_else_is_never_called_the_volunteers_turn(
    programme: Programme, found: PathFacts, today: date
) -> None:
    for step in journey(programme, found, today):
        assert (step.status is StepStatus.WAITING) <= (step.owner != "volunteer")


@given(some_programme, some_facts, st.dates())
def test_every_document_of_the_programme_is_on_the_path_once_and_in_its_order(
    programme: Programme, found: PathFacts, today: date
) -> None:
    ids = [step.id for step in journey(programme, found, today)]
    assert len(ids) == len(set(ids))
    assert [step_id for step_id in ids if step_id in programme.documents] == list(programme.documents)


@given(some_programme, some_facts, st.dates())
def test_a_document_that_was_not_sent_is_never_linked_to(programme: Programme, found: PathFacts, today: date) -> None:
    linked = {step.document_id for step in journey(programme, found, today) if step.document_id}
    assert linked <= {document.document_id for document in found.documents.values() if document.standing.shared}


@given(some_programme, some_facts, st.dates())
def test_whenever_something_is_left_for_the_volunteer_there_is_a_next_thing(
    programme: Programme, found: PathFacts, today: date
) -> None:
    steps = journey(programme, found, today)
    left = [s for s in steps if s.owner == "volunteer" and s.status is not StepStatus.DONE and s.id != "begin"]
    assert bool(left) == (next_step(steps) is not None)


@pytest.mark.parametrize(
    ("document", "kind", "status", "owner"),
    [
        (None, StepKind.DRAFT, StepStatus.WAITING, "contact_person"),
        (letter(shared=False), StepKind.DRAFT, StepStatus.WAITING, "contact_person"),
        (letter(withdrawn=True), StepKind.DRAFT, StepStatus.WAITING, "contact_person"),
        (letter(missing_by=frozenset(BOTH)), StepKind.FILL_IN, StepStatus.NOW, "volunteer"),
        (letter(missing_by=frozenset({"organisation"})), StepKind.FILL_IN, StepStatus.WAITING, "contact_person"),
        (letter(), StepKind.SIGN, StepStatus.NOW, "volunteer"),
        (letter(signed=frozenset({"volunteer"})), StepKind.SIGN, StepStatus.WAITING, "contact_person"),
        (letter(signed=frozenset(BOTH)), StepKind.SEALING, StepStatus.DONE, "volunteer"),
        (letter(signed=frozenset(BOTH), filed=True), StepKind.HOLD, StepStatus.DONE, "volunteer"),
    ],
)
def test_a_document_is_where_its_facts_say(document, kind, status, owner) -> None:
    found = facts(documents={"welcome_letter": document} if document else {})
    step = step_of(found, "welcome_letter")
    assert (step.kind, step.status, step.owner) == (kind, status, owner)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"unread": 0}, StepStatus.DONE),
        ({"unread": 2}, StepStatus.NOW),
        ({"unread": 2, "documents": {"welcome_letter": letter(signed=frozenset({"volunteer"}))}}, StepStatus.NOW),
        ({"unread": 2, "documents": {"welcome_letter": letter()}}, StepStatus.LATER),
        ({"unread": 2, "details_missing": ("phone",)}, StepStatus.LATER),
        ({"unread": 2, "joined": False}, StepStatus.LATER),
    ],
)
def test_guidelines_are_read_when_nothing_else_is_the_volunteers_turn(changed, status: StepStatus) -> None:
    assert step_of(facts(**changed), "guidelines").status is status


def test_where_nobody_has_written_anything_there_is_nothing_to_read() -> None:
    assert "guidelines" not in {step.id for step in journey(shipped()["kommunal_frivillig"], facts(), TODAY)}


def test_contact_details_come_before_signing() -> None:
    found = facts(details_missing=("phone",), documents={"welcome_letter": letter()})
    assert _next(found).id == "details"
    assert step_of(found, "welcome_letter").status is StepStatus.LATER


def test_the_role_that_acts_for_the_organisation_is_named() -> None:
    steps = journey(shipped()["laer_at_tackle"], facts(writers={"cooperation_agreement": "coordinator"}), TODAY)
    assert {step.id: step.owner for step in steps}["cooperation_agreement"] == "coordinator"


def test_a_document_outside_the_programme_comes_last() -> None:
    found = facts(documents={"cooperation_agreement": letter()})
    steps = journey(shipped()["kommunal_frivillig"], found, TODAY)
    assert steps[-1].id == "cooperation_agreement"
    assert _next(found).document_id == ID


@pytest.mark.parametrize(
    ("begins_on", "status"),
    [(TODAY, StepStatus.DONE), (date(2026, 11, 3), StepStatus.LATER)],
)
def test_the_first_day_is_behind_one_from_the_day_itself(begins_on: date, status: StepStatus) -> None:
    assert step_of(facts(begins_on=begins_on), "begin").status is status


MEETING, TALK = OfferKind.NETWORK_MEETING, OfferKind.TALK


@pytest.mark.parametrize(
    ("learning", "status", "reason"),
    [
        ((), StepStatus.LATER, ""),
        ((LearningFact(MEETING, date(2026, 4, 1)),), StepStatus.DONE, ""),
        # Until a year after, and not on that day.
        ((LearningFact(MEETING, date(2025, 11, 3)),), StepStatus.DONE, ""),
        ((LearningFact(MEETING, date(2025, 11, 2)),), StepStatus.LATER, ""),
        ((LearningFact(TALK, date(2026, 4, 1)),), StepStatus.LATER, ""),
        ((LearningFact(MEETING, TODAY, attended=False),), StepStatus.LATER, "planned"),
        ((LearningFact(MEETING, date(2026, 11, 1), attended=False),), StepStatus.LATER, ""),
        ((LearningFact(TALK, TODAY, attended=False),), StepStatus.LATER, ""),
    ],
)
def test_what_counts_is_a_step_that_is_done_until_it_is_expected_again(learning, status, reason) -> None:
    found = facts(begins_on=date(2024, 1, 1), learning=learning)
    step = {each.id: each for each in journey(shipped()["laer_at_tackle"], found, TODAY)}["learn"]
    assert (step.status, step.reason, step.due_on) == (status, reason, None)


def test_a_day_at_the_end_of_the_calendar_is_no_trouble() -> None:
    step = {each.id: each for each in journey(shipped()["laer_at_tackle"], facts(begins_on=date.max), date.max)}[
        "learn"
    ]
    assert step.status is StepStatus.LATER


def test_where_the_programme_expects_nothing_there_is_no_such_step() -> None:
    found = facts(begins_on=date(2024, 1, 1), learning=(LearningFact(MEETING, TODAY),))
    assert "learn" not in {step.id for step in journey(shipped()["kommunal_frivillig"], found, TODAY)}
    assert "learn" not in {step.id for step in journey(shipped()["laer_at_tackle"], facts(), TODAY)}
