"""Something changed for many volunteers: done with progress and a way to stop, and what came of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from core.bulk.looking_after import ChangeOutcome
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.shell import addresses
from pages.shell.context import Context, actor_of, current
from pages.shell.state import ScreenState
from pages.widgets.batch import Work, work
from pages.widgets.plain import plain
from pages.widgets.show_more import first_ones, more_button


@dataclass(kw_only=True)
class ChangeBatch(Work[ChangeOutcome]):
    """One change for many. `does` begins it for those it is given, in the run that asks; `forgets` is what
    the page remembers no longer than that."""

    title: str
    does: Callable[[Context, Sequence[UUID]], Iterator[ChangeOutcome]]
    forgets: Sequence[ScreenState[Any]] = ()


JOB = ScreenState[ChangeBatch | None]("changing-many", None)


def begin(
    context: Context,
    organisation_id: UUID,
    engagement_ids: Sequence[UUID],
    title: str,
    does: Callable[[Context, Sequence[UUID]], Iterator[ChangeOutcome]],
    forgets: Sequence[ScreenState[Any]] = (),
) -> None:
    """Keep what to do; the run that follows does it."""
    owner = actor_of(context).person_id
    JOB.set(ChangeBatch(owner, organisation_id, tuple(engagement_ids), title=title, does=does, forgets=forgets))
    st.rerun()


def under_way() -> ChangeBatch | None:
    """The reader's own work that is under way or was not put aside yet."""
    job = JOB.get()
    return job if job is not None and job.owner == actor_of(current()).person_id else None


def do_it(job: ChangeBatch) -> None:
    """Do what was asked, or say what came of it."""
    if job.waits_to_begin:
        coming = job.does(current(), job.engagement_ids)
        work(job, coming, job.title, _("What is done stays done. You can go on with the rest later."))
    _outcome(job)


def _outcome(job: ChangeBatch) -> None:
    job.stopped.set()
    left, done = job.left(), sum(each.refused is None for each in job.outcomes)
    st.success(
        ngettext("Done for {count} volunteer.", "Done for {count} volunteers.", done).format(count=done),
        icon=":material/check_circle:",
    )
    if left:
        told = ngettext("It was stopped. {count} is left.", "It was stopped. {count} are left.", len(left))
        st.info(told.format(count=len(left)), icon=":material/pause_circle:")
    not_done = [each for each in job.outcomes if each.refused]
    if not_done:
        st.subheader(_("Nothing was changed for these"), anchor=False)
        for each in first_ones(not_done, "not-done", at_once=10):
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                why = words(DomainError(each.refused)) if each.refused else ""
                st.markdown(f"**{plain(each.name) or _('Unknown')}**  \n{why}", width="stretch")
                if each.name:
                    st.page_link(
                        addresses.VOLUNTEER,
                        label=_("Open"),
                        icon=":material/person:",
                        query_params={"id": str(each.engagement_id)},
                    )
        more_button(not_done, "not-done", at_once=10)
    with st.container(horizontal=True):
        if left:
            st.button(_("Go on with the rest"), type="primary", key="go-on", on_click=_go_on, args=(job, left))
        st.button(
            _("Done"),
            type="secondary" if left else "primary",
            icon=":material/check:",
            key="done",
            on_click=_put_aside,
            args=(job,),
        )


def _go_on(job: ChangeBatch, left: list[UUID]) -> None:
    again = ChangeBatch(
        job.owner, job.organisation_id, tuple(left), title=job.title, does=job.does, forgets=job.forgets
    )
    JOB.set(again)


def _put_aside(job: ChangeBatch) -> None:
    for each in (JOB, *job.forgets):
        each.forget()
