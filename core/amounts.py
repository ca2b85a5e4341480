"""Amounts of money as people write them."""

import re

from core.error_codes import ErrorCode
from core.errors import DomainError

UNREADABLE = -1
CURRENCY = re.compile(r"kroner|kr\.?|dkk|\s")
# Dots between thousands, or one sign before the decimals; where both stand, the decimals have the comma.
AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}|-)?)?|(\d+)\.(\d{1,2})")


def ore(written: str) -> int:
    """An amount in øre: "150", "149,50", "149.50", "1.200 kr.", "100 kroner", "48,-", "12,"; 0 for nothing.

    Raises "cost_invalid" for what could be read in two ways, as "1.234.5" and "1,234", or is no number.
    """
    bare = CURRENCY.sub("", written.lower())
    if not bare:
        if written.strip():
            raise DomainError(ErrorCode.COST_INVALID)
        return 0
    found = AMOUNT.fullmatch(bare)
    if found is None:
        raise DomainError(ErrorCode.COST_INVALID)
    whole, rest = (found[1] or found[3]).replace(".", ""), (found[2] or found[4] or "").replace("-", "")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def ore_written(written: str) -> int:
    """The same, and `UNREADABLE` for what is no amount: no service takes it, so it is refused with whatever else is."""
    try:
        return ore(written)
    except DomainError:
        return UNREADABLE
