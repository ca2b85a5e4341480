"""Names, e-mail addresses and phone numbers as people write them, made into one spelling."""

import re
import unicodedata
from contextlib import suppress

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from core.error_codes import ErrorCode
from core.errors import DomainError

LONGEST_NAME = 120
LONGEST_TEXT = 4000
LONGEST_LINE = 300
CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-–—.\s]{0,3}\d{4}(?!\d)")
IN_BRACKETS = re.compile(r"[^<>]*<([^<>\s]+)>[,;]?")
MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
ONLY_PHONE = re.compile(r"[\s\d()+./\-–]*(?:\d[\s()+./\-–]*){6,}")
# Joiners belong to the spelling of some names; every other invisible letter could make a name read as another one.
JOINERS = "\u200c\u200d"


def name(written: str) -> str:
    """`written` with single spaces; refuses nothing as a name and one longer than `LONGEST_NAME` characters."""
    cleaned = _one_line(written)
    if not any(character.isalpha() for character in cleaned):
        raise DomainError(ErrorCode.NAME_MISSING)
    if len(cleaned) > LONGEST_NAME:
        raise DomainError(ErrorCode.NAME_LONG, most=LONGEST_NAME)
    return without_cpr(cleaned)


def email(written: str) -> str:
    """A deliverable-looking address in its one spelling, "" for none; nothing is looked up on the net.

    What is pasted may stand in a name and brackets, in a link, or hold letters nobody sees.
    """
    cleaned = pasted_address(written)
    if not cleaned:
        return ""
    try:
        return validate_email(cleaned, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise DomainError(ErrorCode.EMAIL_INVALID) from None


def pasted_address(written: str) -> str:
    """The address in `Name <address>`, `mailto:address` or with invisible letters; other words as they are."""
    cleaned = _one_line(written).replace(JOINERS[0], "").replace(JOINERS[1], "")
    if in_brackets := IN_BRACKETS.fullmatch(cleaned):
        cleaned = in_brackets[1]
    return MAILTO.sub("", cleaned).strip().rstrip(",;")


def as_servers_take_it(address: str) -> str:
    """An address as `email` stores it with its domain in ASCII, as every mail server takes it; "" for no address.

    National letters before the @ have no such form and stay; few servers take those.
    """
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return ""
    return checked.ascii_email or f"{checked.local_part}@{checked.ascii_domain}"


def phone(written: str) -> str:
    """A phone number as "+45 12 34 56 78", "" for none; eight digits without a country are Danish."""
    cleaned = written.strip()
    if not cleaned:
        return ""
    try:
        number = phonenumbers.parse(cleaned, "DK")
    except phonenumbers.NumberParseException:
        raise DomainError(ErrorCode.PHONE_INVALID) from None
    if not phonenumbers.is_possible_number(number):
        raise DomainError(ErrorCode.PHONE_INVALID)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phones(written: str) -> tuple[str, ...]:
    """The numbers somebody may mean who writes `written` to find one, each as `phone` has it; none for other words."""
    if not ONLY_PHONE.fullmatch(written):
        return ()
    found = []
    # A country's number is also written with no sign before it.
    for spelling in (written, f"+{written.strip().lstrip('+')}"):
        with suppress(DomainError):
            found.append(phone(spelling))
    return tuple(dict.fromkeys(each for each in found if each))


def line(written: str) -> str:
    """One line of free text, without a CPR number."""
    cleaned = _one_line(written)
    if len(cleaned) > LONGEST_LINE:
        raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_LINE)
    return without_cpr(cleaned)


def text(written: str) -> str:
    """Free text of several lines, without control characters or a CPR number."""
    cleaned = _visible(written.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    if len(cleaned) > LONGEST_TEXT:
        raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_TEXT)
    return without_cpr(cleaned)


def without_cpr(written: str) -> str:
    """`written`, or `DomainError("cpr_not_wanted")` where it holds what looks like a CPR number."""
    if CPR.search(written):
        raise DomainError(ErrorCode.CPR_NOT_WANTED)
    return written


def _one_line(written: str) -> str:
    return " ".join(_visible(" ".join(written.split())).split())


def _visible(written: str) -> str:
    """`written` in one spelling of its letters, without control characters, surrogates and invisible letters."""
    seen = (c for c in written if c in JOINERS or c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", "".join(seen))
