"""Pure decisions about getting in: passphrases, lock-out, links, login names. Times are passed in, in UTC."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zxcvbn import zxcvbn

from core.contact import pasted_address
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.sought import LATIN

SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 12, 128
# As a power of ten: so many guesses are too many for whoever has stolen the hashes, and far too many at the login page.
HARD_TO_GUESS = 10
READS_AT_MOST = 72  # of a passphrase's letters; what follows makes none easier
SHORTEST_LOGIN_NAME, LONGEST_LOGIN_NAME = 3, 80
KNOWN_FOR = timedelta(days=180)  # a browser somebody was in with
LINK_BY_MAIL_LASTS = timedelta(hours=2)
MAIL_AGAIN_AFTER = timedelta(minutes=10)
MAILS_A_DAY = 5
TICKET_LASTS = timedelta(seconds=60)
SEEN_EVERY = timedelta(minutes=5)

# The library knows English words, names, keyboards and dates; these a Danish guesser tries too.
GUESSED_FIRST = (
    "adgangskode kodeord hemmelig velkommen frivillig håndslag haandslag kommune danmark dansk "
    "jegelskerdig login admin forår sommer efterår vinter januar februar marts april maj "
    "juni juli august september oktober november december mandag tirsdag onsdag torsdag "
    "fredag lørdag søndag københavn aarhus odense aalborg fodbold familie qwertyuiopå "
    "asdfghjklæø "
)


@dataclass(frozen=True, slots=True)
class Budget:
    """How many wrong attempts are `free`, the last of them with a wait of `first`; each that follows makes it twice as
    long, until it is `most`. All is forgotten `kept` after the last one."""

    free: int
    first: timedelta
    most: timedelta
    kept: timedelta

    def wait_after(self, failed: int) -> timedelta | None:
        """How long to wait after `failed` attempts; None for not at all."""
        return None if failed < self.free else min(self.most, self.first * 2 ** min(failed - self.free, 16))


# At one name: from one network, from a browser it was used in, or where the network cannot be told.
AT_A_NAME = Budget(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1))
# At one name from all networks together. Its owner may be in a new one, so this is never long.
FROM_EVERYWHERE = Budget(20, timedelta(seconds=10), timedelta(minutes=2), timedelta(days=1))
# From one network at all names. A whole town hall may be one.
BY_A_NETWORK = Budget(30, timedelta(seconds=10), timedelta(minutes=5), timedelta(hours=1))
AT_THE_SETUP_CODE = Budget(10, timedelta(seconds=10), timedelta(minutes=2), timedelta(hours=1))
ASKING = Budget(20, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))


def passphrase_key(written: str) -> str:
    """A passphrase in the one spelling it is checked in: å is å on every keyboard, and a phone's last blank is not."""
    return unicodedata.normalize("NFC", written).strip()


def check_passphrase(written: str, *, login_name: str, name: str, known: Iterable[str] = ()) -> None:
    """Refuse a passphrase that is too short, too long or easy to guess for whoever knows the login name, the person's
    name and the names in `known`, such as their organisation's.

    Raises "passphrase_short", "passphrase_long" or "passphrase_easy".
    """
    key = passphrase_key(written)
    if len(key) < SHORTEST_PASSPHRASE:
        raise DomainError(ErrorCode.PASSPHRASE_SHORT, least=SHORTEST_PASSPHRASE)
    if len(key) > LONGEST_PASSPHRASE:
        raise DomainError(ErrorCode.PASSPHRASE_LONG, most=LONGEST_PASSPHRASE)
    told = [each.casefold() for each in (login_name, name, *known)]
    words = [word for each in told for word in (each, re.sub(r"[\W_]+", "", each), *re.split(r"[\W_]+", each))]
    guessed = zxcvbn(key[:READS_AT_MOST], user_inputs=[*filter(None, words), *GUESSED_FIRST.split()])
    if guessed["guesses_log10"] < HARD_TO_GUESS:
        raise DomainError(ErrorCode.PASSPHRASE_EASY)


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -(-int((until - now).total_seconds()) // 60))


def link_usable(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> bool:
    """Whether a link can still be used: once, in time, and unless it was withdrawn."""
    return used_at is None and withdrawn_at is None and now < expires_at


@dataclass(frozen=True, slots=True)
class OpenedLogin:
    """A login that the link of a colleague called `by` opened, and when its owner said that they know of it."""

    by: str
    used_at: datetime
    confirmed_at: datetime | None

    @property
    def confirmed(self) -> bool:
        """Whether the owner has said so since it was used."""
        return self.confirmed_at is not None and self.confirmed_at >= self.used_at


def opened_before(given_at: datetime, logins: Iterable[OpenedLogin]) -> OpenedLogin | None:
    """The last of `logins` that was open when something was given, and that its owner had not confirmed by then."""
    open_then = [
        each
        for each in logins
        if each.used_at <= given_at
        and not (each.confirmed_at is not None and each.used_at <= each.confirmed_at <= given_at)
    ]
    return open_then[-1] if open_then else None


def login_key(written: str) -> str:
    """A login name in the one spelling it is stored and looked up by: capitals never matter, nor how it was pasted."""
    return unicodedata.normalize("NFKC", pasted_address(written)).strip().casefold()


def check_login_name(written: str) -> str:
    """The stored spelling of a new login name; raises "login_name_invalid"."""
    key = login_key(written)
    if not SHORTEST_LOGIN_NAME <= len(key) <= LONGEST_LOGIN_NAME or any(c.isspace() for c in key):
        raise DomainError(ErrorCode.LOGIN_NAME_INVALID)
    return key


def login_names(email: str, name: str) -> Iterator[str]:
    """Login names to offer, best first and without end: the e-mail, then the name, then the name with a number.

    Two people may share a mailbox, so the second of them is offered another one.
    """
    if SHORTEST_LOGIN_NAME <= len(login_key(email)) <= LONGEST_LOGIN_NAME:
        yield login_key(email)
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKD", name.casefold().translate(LATIN))
        if c.isalnum() or c.isspace() or c == "-"
    )
    parts = plain.split() or ["bruger"]
    written = login_key(".".join(dict.fromkeys((parts[0], parts[-1]))))
    base = written[: LONGEST_LOGIN_NAME - 6].ljust(SHORTEST_LOGIN_NAME, "1")
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """What a person would call their browser, as "Chrome, Android"; "" where it does not say."""
    found = [next((name for sign, name in known.items() if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)
