"""Many documents at once: sealed and zipped, and what it takes to hold them."""

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.bulk.service import send_each
from core.documents.export.archive import archive
from core.documents.sealing.service import seal_pending
from core.i18n import utc_now
from core.startup import Portal
from tests.bench.drawing import LEAST_A_SECOND
from tests.bench.report import Figure
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_signed_letter, version_id
from tests.core.register.test_documents import another

DOCUMENTS = 500
LEAST_ZIPPED_A_SECOND = 500
ROUNDS = 5
SENT = 200


def measure(portal: Portal, documents: int = DOCUMENTS) -> Iterator[Figure]:
    """Documents a CPU second, sealed and zipped; and the memory an archive takes, small or large."""
    with portal.session() as session:
        scene = a_scene(session, utc_now())
        actor = scene.as_coordinator
        ids, sealing = _sealed(session, scene, documents)
    zipped = [_zip(portal, actor, ids) for _round in range(ROUNDS)]
    seconds = sum(sealing)
    both = [documents / (seconds + each) for each in zipped]
    yield Figure("documents sealed and zipped", "a CPU second", both, LEAST_A_SECOND, more_is_better=True)
    rates = [documents / each for each in zipped]
    yield Figure("sealed documents zipped", "a CPU second", rates, LEAST_ZIPPED_A_SECOND, more_is_better=True)
    yield Figure("sealing one, database included", "ms CPU", [each * 1000 for each in sealing])
    parts = [documents // 5, documents * 3 // 5, documents]
    peaks = [_memory(portal, actor, ids[:count]) for count in parts]
    for count, (peak, resident) in zip(parts, peaks, strict=True):
        yield Figure(f"peak of Python's memory while {count} are zipped", "MB", [peak])
        yield Figure(f"most memory of the process held while {count} are zipped", "MB", [resident])

    yield from _sending(portal)


def _sending(portal: Portal) -> Iterator[Figure]:
    """What one of many costs to be drafted and sent, and the wall time of all."""
    with portal.session() as session:
        now = utc_now()
        scene = a_scene(session, now)
        ids = [another(session, scene, now, name=f"Frivillig {number}").engagement.id for number in range(SENT)]
        coming = send_each(
            session=session,
            actor=scene.as_coordinator,
            organisation_id=scene.organisation.id,
            engagement_ids=ids,
            kind="welcome_letter",
            now=now,
        )
        samples, began = [], perf_counter()
        started = process_time()
        for _outcome in coming:
            samples.append((process_time() - started) * 1000)
            started = process_time()
        whole = perf_counter() - began
    yield Figure("drafting and sending one of many", "ms CPU", samples)
    yield Figure(f"sending to {SENT}", "seconds", [whole])


def _sealed(session: Session, scene: Scene, documents: int) -> tuple[list[UUID], list[float]]:
    """As many sealed letters, and the CPU seconds each seal took."""
    ids, seconds = [], []
    for number in range(documents):
        now = utc_now()
        one = another(session, scene, now, name=f"Frivillig Ærø {number}")
        document = a_signed_letter(session, one, now)
        version = version_id(session, one, document.id)
        started = process_time()
        seal_pending(session=session, version_id=version, now=now)
        seconds.append(process_time() - started)
        ids.append(document.id)
    return ids, seconds


def _zip(portal: Portal, actor: Actor, ids: Sequence[UUID]) -> float:
    """The CPU seconds of an archive from the first byte to the last."""
    started = process_time()
    with portal.session() as session:
        size = sum(map(len, archive(session=session, actor=actor, document_ids=ids, language="da", now=utc_now())))
    if size < len(ids) * 10_000:
        raise RuntimeError("the archive does not hold the documents")
    return process_time() - started


def _memory(portal: Portal, actor: Actor, ids: Sequence[UUID]) -> tuple[float, float]:
    """The peak of what Python took beyond what was there before, and the most the process held; in MB."""
    gc.collect()
    resident = 0.0
    tracemalloc.start()
    with portal.session() as session:
        for _piece in archive(session=session, actor=actor, document_ids=ids, language="da", now=utc_now()):
            resident = max(resident, resident_memory())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6, resident


def resident_memory() -> float:
    """What the process holds in memory now, in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
