"""What there is to send and to sign: more of it whenever little is left."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.i18n import local_day
from core.startup import Portal
from db import outbox
from db.documents import Document
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Engagement
from tests.builders import Scene, a_person, a_scene
from tests.core.documents.stories import a_letter

MAILS, LETTERS = 100, 8
# Its words need no facts, so that it is sent whatever happens meanwhile, and at night and on a Sunday too.
MESSAGE = "passphrase_chosen"
# What goes by day alone, and a run of some minutes is hours long. It is needed by nobody once all have signed.
BY_DAY = "document_half_signed"
WAITS = 300


class Work:
    """The work of one run, all of one municipality, so that everybody writes on the same chain."""

    def __init__(self, portal: Portal, clock: Callable[[], datetime]) -> None:
        self.portal, self.clock = portal, clock
        with portal.session() as session:
            self.scene = a_scene(session, clock())

    def top_up(self) -> None:
        """Leave more mails, and letters to sign, where few are left."""
        with self.portal.session() as session:
            if self._left(session) < MAILS:
                with transaction(session):
                    for _ in range(MAILS):
                        outbox.mail(
                            session,
                            MESSAGE,
                            [self.scene.coordinator.id],
                            organisation_id=self.scene.organisation.id,
                            now=self.clock(),
                        )
            unsealed = select(func.count()).select_from(Document).where(col(Document.sealed_at).is_(None))
            if session.exec(unsealed).one() < LETTERS:
                for _ in range(LETTERS):
                    now = self.clock()
                    a_letter(session, _another(session, self.scene, now), now)

    def wait_until_done(self) -> None:
        """Wait until nothing is left to send or to seal. Raises where that does not happen."""
        for _ in range(WAITS):
            with self.portal.session() as session:
                if not self._left(session):
                    return
            time.sleep(0.2)
        raise RuntimeError("the outbox was not worked off")

    def _left(self, session: Session) -> int:
        waiting = session.exec(select(OutboxItem.params).where(col(OutboxItem.done_at).is_(None)))
        return sum(params.get("message") != BY_DAY for params in waiting)


def _another(session: Session, scene: Scene, now: datetime) -> Scene:
    """The same place with another volunteer, who has no letter yet."""
    person = a_person(session, now, name="Karen Møller", full=True)
    with transaction(session):
        engagement = Engagement(
            organisation_id=scene.organisation.id,
            person_id=person.id,
            programme_version_id=scene.engagement.programme_version_id,
            workplace_id=scene.workplace.id,
            contact_person_id=scene.contact_person.id,
            coordinator_id=scene.coordinator.id,
            begins_on=local_day(now),
            created_at=now,
        )
        session.add(engagement)
    return replace(scene, volunteer=person, engagement=engagement)
