"""What the demonstration's stories share: how people are reached, closed weeks, a mark, and a trail in order."""

from datetime import date, datetime, timedelta
from io import BytesIO
from math import sin
from uuid import UUID

from PIL import Image, ImageDraw
from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.calendar.rules import ClosedSpan
from core.calendar.service import close_days
from core.i18n import local_day, words_in
from db.audit import START, AuditEvent, AuditHead, hash_of
from db.people import Person, PortalOperator

# Everybody has a phone and a next of kin of their own; the numbers are those of nobody.
KIN = (
    ("Åse", {"da": "søster", "en": "sister"}),
    ("Jens", {"da": "mand", "en": "husband"}),
    ("Bodil", {"da": "datter", "en": "daughter"}),
    ("Ali", {"da": "bror", "en": "brother"}),
    ("Ingrid", {"da": "kone", "en": "wife"}),
    ("Tove", {"da": "nabo", "en": "neighbour"}),
    ("Omar", {"da": "søn", "en": "son"}),
)
SURNAMES = ("Holm", "Vinter", "Dal", "Bruun", "Kjær")
PHONE = "+45 70 00 {:02d} {:02d}"
OF_VOLUNTEERS, OF_KIN = 1000, 2000  # where their numbers begin, after those of colleagues
CLOSED_FROM = (29, 1)  # a Monday in July


def add_operator(session: Session, *, id: str, name: str, now: datetime) -> Person:
    """Somebody who makes organisations, and belongs to none."""
    person = Person(name=name, email=f"{id}@example.dk", created_at=now)
    session.add(person)
    session.flush()
    session.add(PortalOperator(person_id=person.id, created_at=now))
    return person


def close_in_summer(session: Session, admin: Actor, organisation_id: UUID, now: datetime) -> None:
    """The two weeks that the organisation is closed next summer."""
    first_on = date.fromisocalendar(local_day(now).year + 1, *CLOSED_FROM)
    span = ClosedSpan(first_on, first_on + timedelta(days=13), "Sommerlukket")
    close_days(session=session, actor=admin, organisation_id=organisation_id, span=span, now=now)


def logo() -> bytes:
    """The mark of a municipality that does not exist: a hill at a fjord."""
    image = Image.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(image)
    pen.pieslice((10, 20, 150, 200), 180, 360, fill=(11, 83, 81))
    for row in range(3):
        pen.line([(10 + step, 122 + 12 * row + 4 * sin(step / 9)) for step in range(141)], fill=(23, 64, 111), width=5)
    pen.text((175, 50), "Fjordby", fill=(30, 42, 40), font_size=64)
    image.save(out := BytesIO(), "PNG")
    return out.getvalue()


def tell_in_order(session: Session, organisation_id: UUID) -> None:
    """Tell the trail anew in the order of its days: the stories were played one volunteer after the other."""
    own = col(AuditEvent.organisation_id) == organisation_id
    events = session.exec(select(AuditEvent).where(own).order_by(col(AuditEvent.at), col(AuditEvent.sequence))).all()
    for number, event in enumerate(events, start=1):
        event.sequence = -number  # out of the way of those whose place it takes
        session.add(event)
    session.flush()
    head = session.get_one(AuditHead, organisation_id)
    previous = START
    for number, event in enumerate(events, start=1):
        event.sequence, event.previous_hash = number, previous
        event.hash = previous = hash_of(event)
        session.add(event)
    head.hash = previous
    session.add(head)
    session.flush()


def phone(number: int) -> str:
    """A telephone number of their own."""
    return PHONE.format(*divmod(number, 100))


def can_be_reached(person: Person, number: int, language: str) -> None:
    """Give the volunteer of that number a phone, an address and a next of kin."""
    first_name, relation = KIN[number % len(KIN)]
    person.phone, person.address = phone(OF_VOLUNTEERS + number), f"Engvej {number + 1}\n9998 Fjordby"
    person.next_of_kin_name = f"{first_name} {SURNAMES[number % len(SURNAMES)]}"
    person.next_of_kin_phone = phone(OF_KIN + number)
    person.next_of_kin_relation = words_in(relation, language)
