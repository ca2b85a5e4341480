"""Where a document stands, whom it waits for and what is refused: tables and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.rules import (
    ALPHABET,
    DocumentStanding,
    DocumentState,
    change_refused,
    grouped,
    is_name,
    name_meant,
    number_as_printed,
    signing_refused,
    state_of,
    waiting_for,
)

BOTH = ("volunteer", "organisation")
VOLUNTEER = frozenset({"volunteer"})
ORGANISATION = frozenset({"organisation"})
EVERYBODY = VOLUNTEER | ORGANISATION


@pytest.mark.parametrize(
    ("standing", "state", "turn"),
    [
        (DocumentStanding(BOTH), "draft", ("organisation",)),
        (DocumentStanding(BOTH, missing_by=VOLUNTEER), "draft", ("organisation",)),
        (DocumentStanding(BOTH, shared=True, missing_by=VOLUNTEER), "filling_in", ("volunteer",)),
        (DocumentStanding(BOTH, shared=True, missing_by=EVERYBODY), "filling_in", BOTH),
        (DocumentStanding(BOTH, shared=True), "waiting", BOTH),
        (DocumentStanding(BOTH, shared=True, signed=VOLUNTEER), "waiting", ("organisation",)),
        (DocumentStanding(BOTH, shared=True, signed=ORGANISATION), "waiting", ("volunteer",)),
        (DocumentStanding(("organisation", "volunteer"), shared=True), "waiting", ("organisation", "volunteer")),
        (DocumentStanding(BOTH, shared=True, signed=EVERYBODY), "sealing", ()),
        (DocumentStanding(BOTH, shared=True, signed=EVERYBODY, filed=True), "sealed", ()),
        (DocumentStanding(("volunteer",), shared=True), "waiting", ("volunteer",)),
        (DocumentStanding(("volunteer",), shared=True, signed=VOLUNTEER), "sealing", ()),
        (DocumentStanding(BOTH, shared=True, signed=VOLUNTEER, withdrawn=True), "withdrawn", ()),
        (DocumentStanding(BOTH, withdrawn=True), "withdrawn", ()),
    ],
)
def test_where_a_document_stands_and_whose_turn_it_is(
    standing: DocumentStanding, state: str, turn: tuple[str, ...]
) -> None:
    assert (state_of(standing), waiting_for(standing)) == (state, turn)


@pytest.mark.parametrize(
    ("standing", "change", "signing"),
    [
        (DocumentStanding(BOTH), None, "not_shared_yet"),
        (DocumentStanding(BOTH, missing_by=VOLUNTEER), None, "not_shared_yet"),
        (DocumentStanding(BOTH, shared=True, missing_by=ORGANISATION), None, "answers_missing"),
        (DocumentStanding(BOTH, shared=True), None, None),
        (DocumentStanding(BOTH, shared=True, signed=ORGANISATION), None, None),
        (DocumentStanding(BOTH, shared=True, signed=EVERYBODY), "already_sealed", "already_sealed"),
        (DocumentStanding(BOTH, shared=True, signed=EVERYBODY, filed=True), "already_sealed", "already_sealed"),
        (DocumentStanding(BOTH, shared=True, withdrawn=True), "document_withdrawn", "document_withdrawn"),
    ],
)
def test_what_is_refused_and_why(standing: DocumentStanding, change: str | None, signing: str | None) -> None:
    assert (change_refused(standing), signing_refused(standing)) == (change, signing)


def test_a_document_nobody_signs_is_never_signed_by_everyone() -> None:
    assert not DocumentStanding(()).everyone_signed


standings = st.builds(
    DocumentStanding,
    signers=st.sampled_from([BOTH, BOTH[::-1], BOTH[:1]]),
    signed=st.frozensets(st.sampled_from(BOTH)),
    missing_by=st.frozensets(st.sampled_from(BOTH)),
    shared=st.booleans(),
    withdrawn=st.booleans(),
    filed=st.booleans(),
)


@given(standings)
def test_a_document_waits_for_somebody_exactly_while_it_can_be_changed(standing: DocumentStanding) -> None:
    assert bool(waiting_for(standing)) == (change_refused(standing) is None)


@given(standings)
def test_whoever_has_signed_is_not_waited_for_to_sign(standing: DocumentStanding) -> None:
    if state_of(standing) is DocumentState.WAITING:
        assert not set(waiting_for(standing)) & standing.signed


@pytest.mark.parametrize(
    "typed", ["Karen Møller", "karen møller", "  KAREN   MØLLER ", "Karen\u00a0Møller", "Karen\tMøller", "karen moller"]
)
def test_a_name_is_known_however_it_is_typed(typed: str) -> None:
    assert is_name(typed, ["Karen Møller"])


@pytest.mark.parametrize("typed", ["", "   ", "Karen", "Karen Møller jr.", "Møller Karen"])
def test_another_name_is_not_taken_for_it(typed: str) -> None:
    assert not is_name(typed, ["Karen Møller", ""])


@pytest.mark.parametrize("typed", ["søren ågård", "soren agard", "Soeren Aagaard", "SOREN AGARD"])
def test_the_name_that_is_meant_is_told_as_its_owner_writes_it(typed: str) -> None:
    assert name_meant(typed, ["Søren Ågård", ""]) == "Søren Ågård"
    assert name_meant(typed, ["Søren Ågaard Holm"]) is None


def test_an_accent_written_as_a_mark_of_its_own_is_the_same_name() -> None:
    assert is_name("A\u030ase Bo", ["\u00c5se Bo"])


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_every_name_is_itself(name: str) -> None:
    assert is_name(name, [name])


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_a_number_is_known_however_it_is_written(characters: str) -> None:
    printed = grouped(characters)
    for written in (printed, characters, printed.lower(), f" {printed} ", printed.replace("-", " ")):
        assert number_as_printed(written) == printed


def test_letters_that_look_like_digits_are_read_as_them() -> None:
    assert number_as_printed("H7F3-K92Q-OIL1") == "H7F3-K92Q-0111"


@pytest.mark.parametrize("written", ["", "H7F3-K92Q", "H7F3-K92Q-X4PU", "H7F3-K92Q-X4PT-1", "' or 1=1 --"])
def test_what_cannot_be_a_number_is_none(written: str) -> None:
    assert number_as_printed(written) is None
