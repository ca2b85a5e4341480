"""From the last consent to the sealed file, database included."""

from collections.abc import Iterator
from time import perf_counter

from core.documents.reading import read
from core.documents.sealing.service import seal_pending
from core.i18n import utc_now
from core.startup import Portal
from tests.bench.report import Figure
from tests.builders import a_scene
from tests.core.documents.stories import a_letter, sign

MOST_MS = 500
ROUNDS = 20


def measure(portal: Portal) -> Iterator[Figure]:
    """Wall milliseconds from the click of the last signer until the sealed file is stored."""
    samples = []
    with portal.session() as session:
        for _ in range(ROUNDS):
            now = utc_now()
            scene = a_scene(session, now)
            document = a_letter(session, scene, now)
            sign(session, scene.as_contact_person, document.id, now)
            actor = scene.as_volunteer
            started = perf_counter()
            given = sign(session, actor, document.id, now)
            stored = seal_pending(session=session, version_id=given.version_id, now=now)
            samples.append((perf_counter() - started) * 1000)
            if stored is None or read(session=session, actor=actor, document_id=document.id).state != "sealed":
                raise RuntimeError("the document was not sealed")
    yield Figure("last consent to sealed PDF", "ms", samples, MOST_MS)
