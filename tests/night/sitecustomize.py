"""Read by every Python that a run of the tests starts, before anything else: its clock stands back as the run's does.

The variable is set by `tests.daytime`, and only by night.
"""

import os

if hours := os.environ.get("HOURS_BACK_OF_THIS_TEST_RUN"):
    from datetime import UTC, datetime, timedelta

    import time_machine

    time_machine.travel(datetime.now(UTC) - timedelta(hours=int(hours))).start()
