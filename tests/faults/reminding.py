"""`python -m tests.faults.reminding`: what is told twice, or never, when processes are killed while they remind people.

Two processes remind the same people of the same day for ever, made to forget each time that they have. One after
another is killed with SIGKILL at a random moment and begun again, while more people come. It ends with 1 where anybody
was reminded twice, or never, or a mail was left that reminds of nothing.
"""

import logging
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select, update

from core.offers.rules import Audience, OfferKind, SignUpState
from core.reminders.sending import remind_all
from core.startup import Portal
from db.engine import transaction
from db.offers import Offer, OfferAttendance
from db.outbox import OutboxItem
from db.people import Account, Person
from db.reminders import OrganisationReminders, Reminder
from tests.builders import a_scene
from tests.faults.__main__ import BACKENDS, PROCESSES, Victim
from tests.faults.processes import Setting

# A Tuesday morning; the offer is on Wednesday.
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
MORE = 150
LIVES = 0.3
FINISHED_WITHIN = 300


def remind_for_ever(setting: Setting, ready: Event) -> None:
    """Remind everybody of the same day until killed, as if it had never been done."""
    portal = setting.portal()
    ready.set()
    while True:
        with suppress(SQLAlchemyError), portal.session() as session:
            remind_all(session, NOW)
            with transaction(session):
                session.execute(update(OrganisationReminders).values(reminded_for=None))


def _more(session: Session, offer_id: UUID, number: int) -> None:
    """More people who have a seat tomorrow."""
    with transaction(session):
        for each in range(MORE):
            person = Person(name=f"Karen {number}", email=f"karen-{number}-{each}@example.dk", created_at=NOW)
            session.add(person)
            session.flush()
            login = Account(person_id=person.id, login_name=f"k-{number}-{each}", passphrase_hash="x", created_at=NOW)
            seat = OfferAttendance(
                offer_id=offer_id, person_id=person.id, standing=SignUpState.SIGNED_UP, number=each, at=NOW
            )
            session.add_all((login, seat))


def _offer(portal: Portal) -> UUID:
    with portal.session() as session:
        scene = a_scene(session, NOW - timedelta(days=1))
        with transaction(session):
            offer = Offer(
                organisation_id=scene.organisation.id,
                kind=OfferKind.TALK,
                title="Højtlæsning",
                starts_at=NOW + timedelta(days=1),
                ends_at=NOW + timedelta(days=1, hours=2),
                whom=Audience.EVERYBODY,
                created_by_id=scene.coordinator.id,
                created_at=NOW,
            )
            session.add(offer)
            session.flush()
            return offer.id


def _counted(portal: Portal) -> tuple[int, int, int, int]:
    """How many people there are, who was reminded never, who twice, and which mails remind of nothing."""
    with portal.session() as session:
        people = session.exec(select(OfferAttendance.person_id)).all()
        reminders = session.exec(select(Reminder.person_id, Reminder.item_id).where(Reminder.kind == "offer")).all()
        items = session.exec(select(OutboxItem.id, OutboxItem.person_id)).all()
    told = Counter(person_id for person_id, _item in reminders)
    mailed = Counter(person_id for _id, person_id in items if person_id in set(people))
    twice = sum(1 for each in people if told[each] > 1 or mailed[each] > 1)
    never = sum(1 for each in people if not told[each] or not mailed[each])
    of_something = {item_id for _person, item_id in reminders}
    empty = sum(1 for id_, person_id in items if person_id in set(people) and id_ not in of_something)
    return len(people), never, twice, empty


def _finish(portal: Portal) -> None:
    """Do what is left, with nobody killed."""
    until = time.monotonic() + FINISHED_WITHIN
    while time.monotonic() < until:
        with suppress(SQLAlchemyError), portal.session() as session:
            with transaction(session):
                session.execute(update(OrganisationReminders).values(reminded_for=None))
            if remind_all(session, NOW) == 0:
                return
    raise RuntimeError("people were left to be reminded")


def _run(database: str, folder: Path, kills: int, chance: random.Random) -> tuple[int, int, int, int]:
    setting = Setting(database, 1, folder / "signed", NOW, time.monotonic())
    portal = setting.portal()
    offer_id = _offer(portal)
    reminding = [Victim(remind_for_ever, setting), Victim(remind_for_ever, setting)]
    for each in reminding:
        each.begin()
    for number in range(kills):
        if number % 5 == 0:
            with portal.session() as session:
                _more(session, offer_id, number)
        time.sleep(chance.expovariate(1 / LIVES))
        victim = chance.choice(reminding)
        victim.kill()
        victim.begin()
    for each in reminding:
        each.kill()
    _finish(portal)
    found = _counted(portal)
    portal.engine.dispose()
    return found


@click.command()
@click.option("--kills", default=100, help="How many times one of the two that remind is killed, on each database.")
@click.option("--database", type=click.Choice(list(BACKENDS)), help="Only this one.")
@click.option("--seed", default=0, help="Another number kills at other moments.")
def cli(kills: int, database: str | None, seed: int) -> None:
    """Kills and reminders: twice, never."""
    logging.disable(logging.WARNING)
    PROCESSES.set_forkserver_preload(["tests.faults.processes"])
    sound = True
    for name in [database] if database else BACKENDS:
        with TemporaryDirectory() as folder, BACKENDS[name]("portal") as address:
            people, never, twice, empty = _run(address, Path(folder), kills, random.Random(seed))
        told = f"{never} never reminded, {twice} twice; {empty} mails for nothing"
        click.echo(f"{name}: {kills} kills, {people} people: {told}")
        sound = sound and not (never or twice or empty)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    cli()
