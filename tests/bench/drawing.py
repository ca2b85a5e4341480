"""Drawing and sealing three-page agreements on one core."""

import cProfile
import io
import pstats
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter, process_time

from core.documents.printing.document import render
from core.pdf.key import SealingMaterial, make_key
from core.pdf.seal import seal
from tests.bench.report import Figure
from tests.core.documents.samples import NUMBER, VERIFY_URL, a_text, marks

AT = datetime(2026, 11, 12, 13, 3, tzinfo=UTC)
LEAST_A_SECOND = 15
ANOTHER_PROCESS = "from tests.bench.drawing import fingerprint; print(fingerprint())"


def draw() -> bytes:
    """One three-page agreement, not sealed."""
    return render(a_text(), marks(), number=NUMBER, version=1, verify_url=VERIFY_URL, logo=None, created_at=AT)


def fingerprint() -> str:
    """SHA-256 of the agreement before sealing."""
    return sha256(draw()).hexdigest()


def measure(seconds: float) -> Iterator[Figure]:
    """Documents a CPU second, milliseconds of either half, and whether the same input gives the same bytes."""
    material = make_key("Fjordby Kommune", now=AT)
    seal(draw(), material, at=AT)
    drawn, sealed, began = [], [], perf_counter()
    while perf_counter() - began < seconds:
        start = process_time()
        pdf = draw()
        middle = process_time()
        seal(pdf, material, at=AT)
        drawn.append((middle - start) * 1000)
        sealed.append((process_time() - middle) * 1000)
    both = [1000 / (one + other) for one, other in zip(drawn, sealed, strict=True)]
    yield Figure("sealed three-page agreements", "a CPU second", both, LEAST_A_SECOND, more_is_better=True)
    yield Figure("drawing one", "ms CPU", drawn)
    yield Figure("sealing one", "ms CPU", sealed)
    other = subprocess.run([sys.executable, "-c", ANOTHER_PROCESS], capture_output=True, text=True, check=True)
    same = len({fingerprint(), fingerprint(), other.stdout.strip()}) == 1
    yield Figure("same bytes from the same input, also in another process (1 is yes)", "", [float(same)])


def profile() -> str:
    """Where the time goes, by function."""
    material: SealingMaterial = make_key("Fjordby Kommune", now=AT)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(50):
        seal(draw(), material, at=AT)
    profiler.disable()
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).sort_stats("cumulative").print_stats(30)
    return text.getvalue()
