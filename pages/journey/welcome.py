"""The warm end of the way in: when everything is signed, the first day, the place, and who is there."""

from datetime import date, timedelta

import streamlit as st

from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.journey.belonging import Meeting
from core.journey.service import Path
from core.journey.steps import Step, StepKind, StepStatus
from pages.journey import own_words
from pages.people.reaching import call_address, mail_address
from pages.shell import addresses
from pages.shell import theme as look
from pages.widgets.plain import plain

NEW_FOR = timedelta(days=30)
OPEN_DOCUMENTS = frozenset({StepKind.DRAFT, StepKind.FILL_IN, StepKind.SIGN})
SIGNED = frozenset({StepKind.SEALING, StepKind.HOLD})
BELONGS_TO_THE_START = SIGNED | {StepKind.JOINED, StepKind.DETAILS, StepKind.READ, StepKind.BEGIN}


def is_new(path: Path, today: date) -> bool:
    """Whether everything is signed and nothing is asked for, of somebody in their first days."""
    kinds = {step.kind for step in path.steps}
    begins = path.engagement.begins_on or local_day(path.engagement.created_at)
    signed = bool(kinds & SIGNED) and not kinds & OPEN_DOCUMENTS
    return signed and path.next is None and today <= begins + NEW_FOR


def draw(path: Path, meeting: Meeting | None, today: date) -> None:
    """When and where to come and who is there, what was signed, and what comes next."""
    with st.container(border=True, key=f"welcome:{path.engagement.id}"):
        begins = path.engagement.begins_on
        ahead = begins is None or begins >= today
        said = _("Everything is in place. We look forward to you.")
        st.header(said if ahead else _("Everything is in place. It is good to have you here."), anchor=False)
        if begins is not None:
            said = _("Your first day is {day}.") if begins > today else _("You began on {day}.")
            if begins == today:
                said = _("Your first day is today.")
            st.markdown(f":material/event: **{said.format(day=on_date(begins))}**")
        if meeting is not None:
            meet(_("Who is there for you"), meeting)
        for step in path.steps:
            if step.kind in SIGNED and step.document_id:
                st.page_link(
                    addresses.DOCUMENT,
                    label=_("Read what you signed: {document}").format(document=kind_name(step.id)),
                    icon=":material/description:",
                    query_params={"id": str(step.document_id)},
                )
        after(path, today)


def meet(title: str, meeting: Meeting) -> None:
    """Who is there for the reader, with a way to call and one to write; `title` is "" for none."""
    first = meeting.name.split()[0]
    ways = []
    if meeting.phone:
        ways.append((_("Call {name}: {phone}").format(name=first, phone=meeting.phone), call_address(meeting.phone)))
    if meeting.email:
        ways.append((_("Write to {name}").format(name=first), mail_address(meeting.email)))
    place = ", ".join(part for part in (meeting.place, *meeting.address.splitlines()) if part)
    look.draw("meet", title=title, name=meeting.name, place=place, ways=ways)


def after(path: Path, today: date) -> None:
    """What comes next, and when it is known; nothing where nothing is ahead."""
    if (step := _ahead(path)) is not None:
        said = own_words.sentence(step, path, today)
        st.markdown(
            f":material/arrow_circle_right: {_('What comes next')}: **{own_words.title(step)}**  \n{plain(said)}"
        )


def _ahead(path: Path) -> Step | None:
    ahead = [
        step
        for step in path.steps
        if own_words.is_told(step) and step.status is not StepStatus.DONE and step.kind not in BELONGS_TO_THE_START
    ]
    return next((step for step in ahead if step.open), ahead[0] if ahead else None)
