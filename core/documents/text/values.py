"""Answers as people write them, checked and made into the one spelling that is kept."""

import re
import unicodedata
from datetime import date

from core import contact
from core.documents.template.model import Field
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.pdf.fonts import unprintable

DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{4})")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def checked(field: Field, written: str) -> str:
    """`written` as an answer to `field`: dates as "2026-12-24", choices as their ids, "" for no answer.

    Raises what the field's type refuses: "text_long", "cpr_not_wanted", "date_invalid", "phone_invalid",
    "email_invalid" or "choice_invalid".
    """
    match field.type:
        case "text":
            return contact.line(unicodedata.normalize("NFC", written))
        case "long_text":
            return contact.text(written)
        case "date":
            return _date(written)
        case "phone":
            return contact.phone(written)
        case "email":
            return contact.email(written)
        case "choice" | "yes_no":
            return _choice(field, written)


def printable(name: str) -> str:
    """`name`, or `DomainError("letters_unprintable")` that tells which letters ask for a Latin spelling of it."""
    if letters := unprintable(name):
        raise DomainError(ErrorCode.LETTERS_UNPRINTABLE, letters=" ".join(letters))
    return name


def _date(written: str) -> str:
    cleaned = written.strip()
    if not cleaned:
        return ""
    try:
        if found := DAY_FIRST.fullmatch(cleaned):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            day = date.fromisoformat(cleaned)
    except ValueError:
        raise DomainError(ErrorCode.DATE_INVALID) from None
    if not EARLIEST <= day <= LATEST:
        raise DomainError(ErrorCode.DATE_INVALID)
    return day.isoformat()


def _choice(field: Field, written: str) -> str:
    if written not in ("", *field.options()):
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return written
