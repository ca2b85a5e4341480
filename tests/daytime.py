"""A run of the tests is never by night.

Tests say what day it is where their file is read, or an hour before now. On a run that passes midnight in Copenhagen,
or begins soon after it, that is another day than the one the portal finds. By night the clocks of the whole run, its
workers' and its portals', therefore stand some hours back.
"""

import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from core.i18n import COPENHAGEN

HOURS_BACK = "HOURS_BACK_OF_THIS_TEST_RUN"
# Read by every Python that starts with this folder in its path.
NIGHT = Path(__file__).with_name("night")
# Tests look back three hours at most, and a run is over well within two.
DAY_BEGINS, DAY_ENDS = 4, 21
BACK = 8


def hours_back(now: datetime) -> int:
    """By how many hours the clocks of a run that begins `now` stand back: 0 by day."""
    return 0 if DAY_BEGINS <= now.astimezone(COPENHAGEN).hour < DAY_ENDS else BACK


def stay_in_it() -> None:
    """By night, set back the clock of this process and of every Python it starts."""
    if HOURS_BACK in os.environ or not (hours := hours_back(datetime.now(UTC))):
        return
    os.environ[HOURS_BACK] = str(hours)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(NIGHT), os.environ.get("PYTHONPATH"))))
    sys.path.insert(0, str(NIGHT))
    sys.modules.pop("sitecustomize", None)
    import_module("sitecustomize")
