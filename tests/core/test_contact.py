import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core import contact
from core.errors import DomainError


def refusal(check: object, written: str) -> str:
    """The code `check` refuses `written` with."""
    with pytest.raises(DomainError) as caught:
        check(written)  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("20304050", "+45 20 30 40 50"),
        ("20 30 40 50", "+45 20 30 40 50"),
        ("2030 4050", "+45 20 30 40 50"),
        ("+4520304050", "+45 20 30 40 50"),
        ("0045 20 30 40 50", "+45 20 30 40 50"),
        (" (+45) 20-30-40-50 ", "+45 20 30 40 50"),
        ("+46 8 123 456 78", "+46 8 123 456 78"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_phone_number_is_taken_as_people_write_it(written: str, kept: str) -> None:
    assert contact.phone(written) == kept


@pytest.mark.parametrize("written", ["1234567", "123456789", "ring til Bo", "+45", "12 34 56 7x"])
def test_what_is_no_phone_number_is_refused(written: str) -> None:
    assert refusal(contact.phone, written) == "phone_invalid"


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_eight_digits_are_a_danish_number_and_stay_the_same_when_saved_again(digits: str) -> None:
    kept = contact.phone(digits)
    assert kept.startswith("+45 ")
    assert "".join(c for c in kept if c.isdigit()) == f"45{digits}"
    assert contact.phone(kept) == kept


@given(st.text(max_size=40))
def test_any_text_is_a_phone_number_or_kindly_refused(written: str) -> None:
    try:
        kept = contact.phone(written)
    except DomainError as error:
        assert error.code == "phone_invalid"  # noqa: PT017
    else:
        assert contact.phone(kept) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" karen@example.dk ", "karen@example.dk"),
        ("mailto:karen@example.dk", "karen@example.dk"),
        ("Karen.Moeller@EXAMPLE.dk", "Karen.Moeller@example.dk"),
        ("jørgen@blåbær.dk", "jørgen@blåbær.dk"),
        ("hans@eksempel.dk\N{ZERO WIDTH SPACE}", "hans@eksempel.dk"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}hans@eksempel.dk", "hans@eksempel.dk"),
        ("hans\N{ZERO WIDTH JOINER}@eksempel.dk", "hans@eksempel.dk"),
        ("Hans Jensen <hans@eksempel.dk>", "hans@eksempel.dk"),
        ('"Jensen, Hans" <hans@eksempel.dk>,', "hans@eksempel.dk"),
        ("<mailto:hans@eksempel.dk>", "hans@eksempel.dk"),
        ("MAILTO:hans@eksempel.dk", "hans@eksempel.dk"),
        ("hans@eksempel.dk;", "hans@eksempel.dk"),
        ("hans@xn--r-1fa2d.dk", "hans@årø.dk"),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert contact.email(written) == kept


@pytest.mark.parametrize(
    "written", ["karen", "karen@", "@example.dk", "karen@example..dk", "a b@example.dk", "a@b@c.dk"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    assert refusal(contact.email, written) == "email_invalid"


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ("karen@example.dk", "karen@example.dk"),
        ("hans@årø.dk", "hans@xn--r-1fa2d.dk"),
        ("jørgen@blåbær.dk", "jørgen@xn--blbr-roah.dk"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_an_address_is_sent_to_in_the_form_every_server_takes(kept: str, sent: str) -> None:
    assert contact.as_servers_take_it(kept) == sent


@given(st.emails())
def test_an_address_stays_the_same_when_saved_again(written: str) -> None:
    try:
        kept = contact.email(written)
    except DomainError:
        assume(False)
    assert contact.email(kept) == kept


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_kindly_refused(written: str) -> None:
    try:
        kept = contact.email(written)
    except DomainError as error:
        assert error.code == "email_invalid"  # noqa: PT017
    else:
        assert kept == "" or "@" in kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Karen   Møller ", "Karen Møller"),
        ("A\N{COMBINING RING ABOVE}se Holm", "Åse Holm"),
        ("Карен", "Карен"),
        ("كريم", "كريم"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("O'Brien-Jensen", "O'Brien-Jensen"),
        ("Karen\tMøller\n", "Karen Møller"),
        ("Karen\x00 Møller", "Karen Møller"),
        ("Ka\N{SOFT HYPHEN}ren\N{ZERO WIDTH SPACE} Møller", "Karen Møller"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}Karen", "Karen"),
        ("می\N{ZERO WIDTH NON-JOINER}نا", "می\N{ZERO WIDTH NON-JOINER}نا"),
    ],
)
def test_a_name_keeps_its_own_letters_and_nothing_invisible(written: str, kept: str) -> None:
    assert contact.name(written) == kept


@pytest.mark.parametrize("written", ["", "   ", "--", "123", "\x00"])
def test_a_name_without_a_letter_is_asked_for_again(written: str) -> None:
    assert refusal(contact.name, written) == "name_missing"


def test_a_very_long_name_is_refused_with_its_limit() -> None:
    assert contact.name("a" * contact.LONGEST_NAME)
    with pytest.raises(DomainError) as caught:
        contact.name("a" * (contact.LONGEST_NAME + 1))
    assert (caught.value.code, caught.value.details) == ("name_long", {"most": contact.LONGEST_NAME})


@pytest.mark.parametrize("clean", [contact.name, contact.line, contact.text])
@given(written=st.text(max_size=200))
def test_what_is_kept_can_be_stored_printed_and_saved_again(clean: object, written: str) -> None:
    try:
        kept: str = clean(written)  # type: ignore[operator]
    except DomainError:
        assume(False)
    assert clean(kept) == kept  # type: ignore[operator]
    assert unicodedata.is_normalized("NFC", kept)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in kept)
    assert clean is contact.text or "\n" not in kept


def test_text_keeps_its_lines() -> None:
    assert contact.text("  first\r\nsecond\rthird\n") == "first\nsecond\nthird"


@pytest.mark.parametrize(
    ("clean", "most"), [(contact.line, contact.LONGEST_LINE), (contact.text, contact.LONGEST_TEXT)]
)
def test_text_has_an_end(clean: object, most: int) -> None:
    assert len(clean("ø" * most)) == most  # type: ignore[operator]
    assert refusal(clean, "ø" * (most + 1)) == "text_long"


@pytest.mark.parametrize(
    "written",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "310299–0000",
        "mit cpr er 010190-1234, tak",
    ],
)
@pytest.mark.parametrize("clean", [contact.without_cpr, contact.name, contact.line, contact.text])
def test_a_cpr_number_is_kept_nowhere(clean: object, written: str) -> None:
    assert refusal(clean, f"Karen {written}") == "cpr_not_wanted"


@pytest.mark.parametrize(
    "written",
    ["12 34 56 78", "+45 12 34 56 78", "4999 Solbjerg", "EAN 5790001234567", "320190-1234", "2026-11-22", "24.12.2026"],
)
def test_other_numbers_are_no_cpr_number(written: str) -> None:
    assert contact.without_cpr(written) == written


@given(
    day=st.integers(1, 31),
    month=st.integers(1, 12),
    year=st.integers(0, 99),
    serial=st.integers(0, 9999),
    between=st.sampled_from(["", "-", " ", "–", " - "]),
)
def test_every_shape_of_a_cpr_number_is_recognised(day: int, month: int, year: int, serial: int, between: str) -> None:
    written = f"født {day:02}{month:02}{year:02}{between}{serial:04}."
    assert refusal(contact.without_cpr, written) == "cpr_not_wanted"
