"""Work on many, one after the other: with progress, stopped at any time, and never two at once in one browser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _


class Outcome(Protocol):
    """What became of one."""

    @property
    def engagement_id(self) -> UUID | None: ...


Done = TypeVar("Done", bound=Outcome)


@dataclass
class Work(Generic[Done]):
    """One piece of work. A click on "Stop" runs the page anew while this may still be under way in the former run's
    thread: the lock lets it finish the one it is at, and the event keeps it from beginning another."""

    owner: UUID
    organisation_id: UUID
    engagement_ids: Sequence[UUID]
    outcomes: list[Done] = field(default_factory=list)
    waits_to_begin: bool = True
    stopped: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def each(self, coming: Iterator[Done]) -> Iterator[int]:
        """Fetch one outcome after the other until all are there or somebody stops; yields how many there are."""
        while True:
            with self.lock:
                outcome = None if self.stopped.is_set() else next(coming, None)
                if outcome is None:
                    return
                self.outcomes.append(outcome)
            yield len(self.outcomes)

    def left(self) -> list[UUID]:
        """Whose turn did not come, once the one under way is done."""
        with self.lock:
            done = {outcome.engagement_id for outcome in self.outcomes}
            return [engagement_id for engagement_id in self.engagement_ids if engagement_id not in done]


def work(job: Work[Done], coming: Iterator[Done], title: str, caption: str) -> None:
    """Do it with progress and a way to stop; then the page is drawn anew with what came of it."""
    job.waits_to_begin = False
    count = len(job.engagement_ids)
    st.subheader(title, anchor=False)
    told = _("{done} of {all}")
    bar = st.progress(0.0, told.format(done=0, all=count))
    st.button(_("Stop"), icon=":material/stop_circle:", key="stop-sending", on_click=job.stopped.set)
    st.caption(caption)
    for done in job.each(coming):
        bar.progress(done / count, told.format(done=done, all=count))
    st.rerun()
