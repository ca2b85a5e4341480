"""`python -m tests.faults`: what is lost, doubled or half when processes are killed while they send, seal and sign.

Two processes work off one outbox and a third one signs. One after another is killed with SIGKILL at a random moment and
begun again; then what arrived at the mail server and what the database holds are counted. It ends with 1 where anything
was lost, half, or doubled without a kill that explains it.
"""

import logging
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from aiosmtpd.controller import Controller

from core.i18n import utc_now
from tests.browser.serving import free_port
from tests.faults.counting import Count, count
from tests.faults.filling import Work
from tests.faults.mailserver import Arrivals
from tests.faults.processes import Setting, named, send_for_ever, sign_for_ever
from tests.templates import postgresql, sqlite

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}
# Every second time the one who signs is killed too.
SIGNERS_OF_SENDERS = 2
# How long a process lives once it is at work, on average (seconds).
LIVES = 0.25
STARTS_WITHIN = 60
PROCESSES = get_context("forkserver")

log = logging.getLogger("haandslag")


class Victim:
    """A process that is killed and begun again."""

    def __init__(self, work: Callable[..., None], setting: Setting) -> None:
        self.work, self.setting = work, setting
        self.process: BaseProcess | None = None

    def begin(self) -> None:
        """Start it and wait until it is at work."""
        ready = PROCESSES.Event()
        self.process = PROCESSES.Process(target=self.work, args=(self.setting, ready), daemon=True)
        self.process.start()
        if not ready.wait(STARTS_WITHIN):
            raise RuntimeError("a process did not begin its work")

    def kill(self) -> str:
        """End it without warning; returns the name it greeted the mail server with."""
        assert self.process is not None
        self.process.kill()
        self.process.join()
        return named(self.process.pid or 0)


@contextmanager
def _mail_server(port: int, chance: random.Random) -> Iterator[Arrivals]:
    arrivals = Arrivals(chance)
    controller = Controller(arrivals, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield arrivals
    finally:
        controller.stop()


def _run(database: str, folder: Path, kills: int, chance: random.Random) -> Count:
    """Kill `kills` senders, and half as many who sign, on the database at this address."""
    setting = Setting(database, free_port(), folder / "signed", utc_now(), time.monotonic())
    setting.signed.touch()
    portal = setting.portal()
    with _mail_server(setting.smtp_port, chance) as arrivals:
        work = Work(portal, setting.now)
        senders = [Victim(send_for_ever, setting), Victim(send_for_ever, setting)]
        signer = Victim(sign_for_ever, setting)
        for each in (*senders, signer):
            each.begin()
        signers_killed = 0
        for number in range(kills):
            work.top_up()
            victims = [chance.choice(senders), *([signer] if number % SIGNERS_OF_SENDERS else [])]
            for victim in victims:
                time.sleep(chance.expovariate(1 / LIVES))
                arrivals.killed.add(victim.kill())
                signers_killed += victim is signer
                victim.begin()
        signer.kill()
        work.wait_until_done()
        for each in senders:
            each.kill()
        found = count(
            portal,
            arrivals,
            setting.signed,
            organisation_id=work.scene.organisation.id,
            kills=kills,
            signers_killed=signers_killed,
        )
    portal.engine.dispose()
    return found


@click.command()
@click.option("--kills", default=200, help="How many times one of the two that send is killed, on each database.")
@click.option("--database", type=click.Choice(list(BACKENDS)), help="Only this one.")
@click.option("--seed", default=0, help="Another number kills at other moments.")
def cli(kills: int, database: str | None, seed: int) -> None:
    """Kills, mails, consents and seals: lost, doubled, half."""
    logging.disable(logging.WARNING)
    PROCESSES.set_forkserver_preload(["tests.faults.processes"])
    sound = True
    for name in [database] if database else BACKENDS:
        with TemporaryDirectory() as folder, BACKENDS[name]("portal") as address:
            found = _run(address, Path(folder), kills, random.Random(seed))
        click.echo(f"{name}:")
        for line in found.lines():
            click.echo(f"  {line}")
        sound = sound and found.sound
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    cli()
