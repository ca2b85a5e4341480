"""Events as a calendar file that calendar programs read and subscribe to (RFC 5545).

Written by hand: icalendar takes four times longer than a feed of 2,000 events may, and reads what is written here in
the tests, as vobject does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from core.calendar_feed.events import CalendarEvent

# How often a program may well ask again.
HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Haandslag//Haandslag//DA",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
    "X-PUBLISHED-TTL:PT4H",
)
LONGEST = 75  # bytes of a line, without its end
ESCAPED = re.compile(r"[\\;,]")
LINE_ENDS = re.compile(r"\r\n|\r|\n")
# No calendar may hold these, whatever somebody pasted.
NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class MailMethod(StrEnum):
    """What a mail asks a calendar to do with an event (RFC 5546)."""

    REQUEST = "REQUEST"  # take it in, or take what is new of it
    CANCEL = "CANCEL"  # take it out


@dataclass(frozen=True, slots=True)
class Invited:
    """Between whom an event is told by mail: who asks, by name and address, and the one who gets it.

    Nobody else who is to be there stands in it.
    """

    organiser: str
    organiser_email: str
    name: str
    email: str


def as_mailed(
    event: CalendarEvent, between: Invited, *, method: MailMethod, sequence: int, portal: str, now: datetime
) -> bytes:
    """One event as a calendar program takes it from a mail and puts it in its calendar by itself (RFC 5546, RFC 6047).

    It has the `uid` of the feed. `sequence` is how often people were told of a change, so that of two mails the newer
    holds, in whatever order they are read. Who gets it is to be there already, so that no answer is asked for:
    nobody reads one.
    """
    lines = [
        *HEAD[:4],
        f"METHOD:{method}",
        *_entry(event, portal.rstrip("/"), now),
    ]
    of_mail = [
        f"SEQUENCE:{sequence}",
        f"STATUS:{'CANCELLED' if method is MailMethod.CANCEL else 'CONFIRMED'}",
        f"ORGANIZER;CN={_quoted(between.organiser)}:mailto:{between.organiser_email}",
        f"ATTENDEE;CN={_quoted(between.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{between.email}",
    ]
    lines[-1:-1] = of_mail
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def as_ics(events: Iterable[CalendarEvent], *, called: str, portal: str, now: datetime) -> bytes:
    """The calendar `called` so, of these events, each with a link into the portal at `portal`.

    Moments are told in UTC, so that no program needs to know when Danish clocks are set forward and back.
    """
    lines = [*HEAD, f"X-WR-CALNAME:{_text(called)}"]
    for event in events:
        lines += _entry(event, portal.rstrip("/"), now)
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _entry(event: CalendarEvent, portal: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@haandslag"
    yield f"DTSTAMP{_when(now)}"
    yield f"DTSTART{_when(event.starts)}"
    yield f"DTEND{_when(event.ends)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    # Some programs show the one, and some the other.
    yield f"URL:{portal}/{event.address}"
    yield f"DESCRIPTION:{_text(f'{portal}/{event.address}')}"
    yield f"TRANSP:{'TRANSPARENT' if event.asks_nothing else 'OPAQUE'}"
    yield "END:VEVENT"


def _when(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _quoted(name: str) -> str:
    """A name as the value of a parameter, which holds neither quotes nor ends of lines."""
    return '"' + LINE_ENDS.sub(" ", NOT_ALLOWED.sub("", name.replace('"', "'"))) + '"'


def _text(words: str) -> str:
    return LINE_ENDS.sub(r"\\n", ESCAPED.sub(r"\\\g<0>", NOT_ALLOWED.sub("", LINE_ENDS.sub("\n", words))))


def _folded(line: str) -> bytes:
    """The line with its end, in pieces where it is too long; no letter is cut in two."""
    left = line.encode()
    pieces: list[bytes] = []
    while len(left) > LONGEST - (1 if pieces else 0):
        cut = LONGEST - (1 if pieces else 0)
        while left[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(left[:cut])
        left = left[cut:]
    return b"\r\n ".join((*pieces, left)) + b"\r\n"
