"""Diplomas by the hundred: drawn, sealed and zipped a CPU second, and the memory it takes."""

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import timedelta
from time import process_time
from uuid import UUID

from sqlalchemy import update

from core.access.permissions import Actor
from core.certificates.archive import archive
from core.certificates.service import make_each
from core.i18n import local_day, utc_now
from core.startup import Portal
from db.engine import transaction
from db.people import Engagement
from tests.bench.bulk import LEAST_ZIPPED_A_SECOND, resident_memory
from tests.bench.drawing import LEAST_A_SECOND
from tests.bench.report import Figure
from tests.builders import a_scene
from tests.core.register.test_documents import another

DIPLOMAS = 500
ROUNDS = 5
TEN_YEARS = timedelta(days=3660)


def measure(portal: Portal, diplomas: int = DIPLOMAS) -> Iterator[Figure]:
    """Diplomas a CPU second, database included; zipping them; and the memory both take, few or many."""
    with portal.session() as session:
        now = utc_now()
        scene = a_scene(session, now, programme="laer_at_tackle")
        everybody = (another(session, scene, now, name=f"Frivillig Ærø {number}") for number in range(diplomas))
        ids = [each.engagement.id for each in everybody]
        with transaction(session):
            session.exec(update(Engagement).values(begins_on=local_day(now) - TEN_YEARS))
        actor = scene.as_coordinator
    made: list[UUID] = []
    sealing: list[float] = []
    gc.collect()
    before = resident_memory()
    most = before
    with portal.session() as session:
        coming = make_each(session=session, actor=actor, engagement_ids=ids, key="diploma:10", now=utc_now())
        started = process_time()
        for outcome in coming:
            sealing.append(process_time() - started)
            most = max(most, resident_memory())
            if outcome.certificate_id is None:
                raise RuntimeError("a diploma was refused")
            made.append(outcome.certificate_id)
            started = process_time()
    zipped = [_zip(portal, actor, made) for _round in range(ROUNDS)]
    both = [diplomas / (sum(sealing) + each) for each in zipped]
    yield Figure("diplomas sealed and zipped", "a CPU second", both, LEAST_A_SECOND, more_is_better=True)
    rates = [diplomas / each for each in zipped]
    yield Figure("sealed diplomas zipped", "a CPU second", rates, LEAST_ZIPPED_A_SECOND, more_is_better=True)
    yield Figure("making one, database included", "ms CPU", [each * 1000 for each in sealing])
    yield Figure(f"memory of the process added while {diplomas} are made", "MB", [most - before])
    for count in (diplomas // 5, diplomas * 3 // 5, diplomas):
        peak, resident = _memory(portal, actor, made[:count])
        yield Figure(f"peak of Python's memory while {count} are zipped", "MB", [peak])
        yield Figure(f"most memory of the process held while {count} are zipped", "MB", [resident])


def _zip(portal: Portal, actor: Actor, ids: Sequence[UUID]) -> float:
    """The CPU seconds of an archive from the first byte to the last."""
    started = process_time()
    with portal.session() as session:
        pieces = archive(session=session, actor=actor, certificate_ids=ids, language="da", now=utc_now())
        size = sum(map(len, pieces))
    if size < len(ids) * 10_000:
        raise RuntimeError("the archive does not hold the diplomas")
    return process_time() - started


def _memory(portal: Portal, actor: Actor, ids: Sequence[UUID]) -> tuple[float, float]:
    """The peak of what Python took beyond what was there before, and the most the process held; in MB."""
    gc.collect()
    resident = 0.0
    tracemalloc.start()
    with portal.session() as session:
        for _piece in archive(session=session, actor=actor, certificate_ids=ids, language="da", now=utc_now()):
            resident = max(resident, resident_memory())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6, resident
