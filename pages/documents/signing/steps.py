"""A document as steps for one reader: fill in, check, read, sign, hold. Pure, but for the address of the page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import streamlit as st

from core.documents.reading import DocumentView
from core.documents.rules import PARTNER, VOLUNTEER, VOLUNTEERS, DocumentState
from core.documents.template.model import Field
from core.i18n import N_
from core.i18n import gettext as _
from core.pdf.fonts import unprintable
from pages.shell.state import ScreenState

# Where a template takes the contact details of whoever stands there from.
OWN_DETAIL = {VOLUNTEER: "person.", PARTNER: "partner."}
TOP, SECONDS_EMPTY = ScreenState("drawn_from_the_top", ""), 0.15
# The button that leads on from filling in a document; Streamlit knows it only while that step is on screen.
LEADS_ON = ScreenState("to-check", False)


ONLY_READ = frozenset({DocumentState.WITHDRAWN, DocumentState.DECLINED, DocumentState.DISCUSSED})


class DocumentStep(StrEnum):
    """What a reader does with a document, one at a time."""

    FILL = "fill"
    CHECK = "check"
    READ = "read"
    SIGN = "sign"
    DONE = "done"


FILLING = (DocumentStep.FILL, DocumentStep.CHECK)
# Whether the reader's way through a document began with filling in: it keeps its length while they walk it.
WALKED = ScreenState("walked-filling", False)
NAMES = {
    DocumentStep.FILL: N_("Fill in"),
    DocumentStep.CHECK: N_("Check your answers"),
    DocumentStep.READ: N_("Read"),
    DocumentStep.SIGN: N_("Sign"),
    DocumentStep.DONE: N_("Done"),
}


def own_fields(view: DocumentView) -> tuple[Field, ...]:
    """What the reader fills in: their own fields, and contact details of theirs that the document uses, each once."""
    found = {
        field.source or field.id: field
        for field in reversed(view.fields)
        if view.mine == field.filled_by and (view.can_answer(field) or _is_own_detail(view, field.source or ""))
    }
    return tuple(reversed(found.values()))


def own_details(view: DocumentView) -> tuple[str, ...]:
    """Contact details of the reader's that the document needs though no field asks for them, as a Latin spelling."""
    if view.mine not in VOLUNTEERS:
        return ()
    asked = {field.source for field in own_fields(view)}
    missing = [item.source or "" for item in view.missing]
    found = [detail_of(source) for source in missing if _is_own_detail(view, source) and source not in asked]
    own = view.volunteer if view.mine == VOLUNTEER else view.partner
    if own is not None and unprintable(own.name):
        found.append("latin_name")
    return tuple(dict.fromkeys(found))


def detail_of(source: str) -> str:
    """The contact detail a field takes its answer from: "phone" of "person.phone"."""
    return source.partition(".")[2]


def _is_own_detail(view: DocumentView, source: str) -> bool:
    return view.mine in OWN_DETAIL and source.startswith(OWN_DETAIL[view.mine])


def steps_of(view: DocumentView) -> tuple[DocumentStep, ...]:
    """The steps this reader walks; one who does not sign only reads."""
    if view.mine is None and view.settled:
        return (DocumentStep.DONE,)
    if view.mine is None or view.state in ONLY_READ:
        return (DocumentStep.READ,)
    steps = (DocumentStep.READ, DocumentStep.SIGN, DocumentStep.DONE)
    walked = WALKED.of(view.document.id)
    if walked.get() or st.query_params.get("step") in FILLING or _is_filled_in(view):
        walked.set(True)
        return (*FILLING, *steps)
    return steps


def _is_filled_in(view: DocumentView) -> bool:
    """Whether the reader fills anything in on the way to reading it.

    Contact details that are there, and what whoever prepared it has written, are not asked for once more.
    """
    if own_details(view) or any(item.filled_by == view.mine for item in view.missing):
        return True
    return view.mine in VOLUNTEERS and any(not field.source or not view.value(field) for field in own_fields(view))


def step_now(view: DocumentView, asked: str | None) -> DocumentStep:
    """The step to draw: the one asked for where it can be, else the first that is not done."""
    steps = steps_of(view)
    if len(steps) == 1:
        return steps[0]
    if view.has_signed or view.settled:
        return DocumentStep.READ if asked == DocumentStep.READ else DocumentStep.DONE
    if asked in steps and asked != DocumentStep.DONE and (asked != DocumentStep.SIGN or view.can_sign):
        return DocumentStep(asked)
    if any(item.filled_by == view.mine for item in view.missing):
        return DocumentStep.FILL
    # A volunteer sees each question once; who writes for the organisation has seen them while preparing it.
    if view.mine in VOLUNTEERS and any(not view.value(field) for field in own_fields(view)):
        return DocumentStep.FILL
    return DocumentStep.READ if view.can_sign or DocumentStep.CHECK not in steps else DocumentStep.CHECK


def asked_step(view: DocumentView) -> str | None:
    """The step in the address. Without one, who is filling in stays there, also when the last answer has been given."""
    asked = st.query_params.get("step")
    return DocumentStep.FILL if asked is None and LEADS_ON.of(view.document.id).is_set() else asked


def go(step: DocumentStep, field: str | None = None) -> None:
    """Have the page show `step` from now on; `field` asks for that one field alone."""
    st.query_params["step"] = step
    if field is None:
        st.query_params.pop("field", None)
    else:
        st.query_params["field"] = field


@contextmanager
def from_the_top(mark: str) -> Iterator[None]:
    """Draw inside from the top of the page when `mark` is another than last time.

    A browser keeps how far down it is while elements are replaced one by one, and so would open a new step in its
    middle. An empty page for a moment takes it back to the top. A session that begins empties nothing: it may follow
    another after a break, and what is typed in a form would be gone.
    """
    if TOP.swap(mark) == mark:
        place = st.container()
    else:
        emptied = st.empty()
        time.sleep(SECONDS_EMPTY)
        place = emptied.container()
    with place:
        yield


def heading(view: DocumentView, step: DocumentStep) -> None:
    """Where the reader is: "Step 2 of 4", and what it is."""
    walked = [each for each in steps_of(view) if each is not DocumentStep.DONE]
    if step in walked and len(walked) > 1:
        st.caption(_("Step {number} of {count}").format(number=walked.index(step) + 1, count=len(walked)))
    st.header(_(NAMES[step]), anchor=False)


def back(view: DocumentView, step: DocumentStep) -> None:
    """The way to the step before, for all but the first; for one who has signed, back to what they hold."""
    walked = steps_of(view)
    before = walked.index(step) - 1
    if len(walked) > 1 and (view.has_signed or view.settled):
        before = walked.index(DocumentStep.DONE)
    if before >= 0:
        st.button(
            _("Back"),
            type="tertiary",
            icon=":material/arrow_back:",
            key=f"{view.document.id}:{step}:back",
            on_click=go,
            args=(walked[before],),
        )
