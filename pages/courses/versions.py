"""Two colleagues at the same course: the later is told what changed, and nothing they typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core.courses.view import CourseView
from core.i18n import gettext as _
from core.i18n import on_date
from pages.courses.words import leading_names, meeting_words
from pages.shell.state import ScreenState
from pages.widgets.plain import plain


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """What a reader saw of a course when its page was last drawn for them."""

    version: int
    facts: Mapping[str, str]


SEEN = ScreenState[ShownCourse | None]("course-seen", None)
# How often the reader has changed it here: what is asked after that is asked anew, about what holds by then.
OWN_CHANGES = ScreenState("course-own-changes", 0)


def seen_version(view: CourseView) -> int:
    """The version the reader has before them. Where somebody else has changed it since, the page says what is new.

    What is sent in this run is still held against the former version, so that it is refused once and not lost.
    """
    now = ShownCourse(view.run.version, _facts(view))
    before = SEEN.of(view.run.id).swap(now) or now
    if before.version != now.version:
        new = [
            f"- {label}: {plain(value) or '–'}"
            for label, value in now.facts.items()
            if before.facts.get(label) != value
        ]
        st.warning(
            "\n".join([_("Somebody else has changed this course since you saw it:"), "", *new]),
            icon=":material/sync_problem:",
        )
    return before.version


def changed_by_reader(view: CourseView) -> None:
    """The reader has changed it: what is drawn next is what they saw, and what they had typed for it is done with."""
    SEEN.of(view.run.id).forget()
    own = OWN_CHANGES.of(view.run.id)
    own.set(own.get() + 1)


def asked_anew(view: CourseView, number: int) -> str:
    """The key of what is asked about a module, until the reader changes something here."""
    return f"{view.run.id}-{number}-{OWN_CHANGES.of(view.run.id).get()}"


def _facts(view: CourseView) -> dict[str, str]:
    run = view.run
    facts = {
        _("Name"): run.name,
        _("Workplace"): view.workplace,
        _("Place"): run.place,
        _("Who leads it"): ", ".join(leading_names(view)),
        _("Number of seats"): "" if run.seats is None else str(run.seats),
        _("Number of participants"): "" if run.participants is None else str(run.participants),
        _("The room"): run.room_note,
        _("Food and drink"): run.catering_note,
        _("Who keys in the evaluation"): view.keyed_by,
        _("Talked through on"): on_date(run.reviewed_on) if run.reviewed_on else "",
        _("What you agreed to improve"): run.improvements,
        _("Cancelled"): _("Yes") if run.cancelled_at else _("No"),
    }
    for module in view.modules:
        label = _("Module {number}").format(number=module.number)
        facts[label] = meeting_words(module.starts_at, module.ends_at)
    return facts
