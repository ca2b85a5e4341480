"""Competence development in words: kinds of offer, whom they are for, where somebody stands, and why."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st

from core.i18n import N_, clock, local_day, ngettext, on_weekday
from core.i18n import gettext as _
from core.offers.reading import OfferRow
from core.offers.rules import Audience, NeedsQuestion, OfferKind, Reason, SignUpState
from db.offers import Offer
from pages.courses.words import meeting_words
from pages.widgets.plain import plain, plain_label

KINDS = {
    OfferKind.METHOD_COURSE: (N_("Method course"), "school"),
    OfferKind.NETWORK_MEETING: (N_("Network meeting"), "groups"),
    OfferKind.NATIONAL_GATHERING: (N_("National gathering"), "flag"),
    OfferKind.REFRESHER: (N_("Refresher"), "refresh"),
    OfferKind.TALK: (N_("Talk"), "record_voice_over"),
    OfferKind.INTRODUCTION: (N_("Introduction"), "waving_hand"),
    OfferKind.GATHERING: (N_("Gathering"), "local_cafe"),
}
WHOM = {
    Audience.EVERYBODY: N_("Volunteers and employees"),
    Audience.VOLUNTEERS: N_("Volunteers"),
    Audience.STAFF: N_("Employees"),
}
STANDINGS = {
    SignUpState.INVITED: (N_("Invited, has not answered"), "orange", "mail"),
    SignUpState.SIGNED_UP: (N_("Has a seat"), "green", "check_circle"),
    SignUpState.WAITING: (N_("On the waiting list"), "orange", "hourglass_top"),
    SignUpState.DECLINED: (N_("Does not come"), "gray", "do_not_disturb_on"),
    SignUpState.ATTENDED: (N_("Was there"), "green", "task_alt"),
    SignUpState.ABSENT: (N_("Was not there"), "gray", "person_off"),
}
REASONS = {
    Reason.RUNNING_OUT: N_("the approval runs out soon"),
    Reason.FIRST_YEAR: N_("first year as a volunteer"),
    Reason.ASKED: N_("has asked for it"),
    Reason.LONG_SINCE: N_("it is a while since the last time"),
}
TO_YOU = {
    Reason.RUNNING_OUT: N_("your approval runs out soon"),
    Reason.FIRST_YEAR: N_("it is your first year as a volunteer"),
    Reason.ASKED: N_("you have asked for it"),
    Reason.LONG_SINCE: N_("it is a while since you last were at something like it"),
}
QUESTIONS = {
    NeedsQuestion.WELCOME_VOLUNTEERS: N_("What helps a volunteer to get off to a good start with a new task?"),
    NeedsQuestion.TEACH_VOLUNTEERS: N_("What do the volunteers need to learn or know more about?"),
    NeedsQuestion.WELCOME_STAFF: N_("What should employees be told before they work together with volunteers?"),
    NeedsQuestion.TEACH_STAFF: N_("What do the employees need to learn for the cooperation to go well?"),
}


def kind_word(kind: str) -> str:
    """A kind of offer in words."""
    return _(KINDS[OfferKind(kind)][0])


def kind_badge(kind: str) -> str:
    """A kind as a badge within a line of text."""
    return f":blue-badge[:material/{KINDS[OfferKind(kind)][1]}: {kind_word(kind)}]"


def whom_word(whom: str) -> str:
    """Whom an offer is for."""
    return _(WHOM[Audience(whom)])


def standing_of(standing: SignUpState) -> str:
    """Where somebody stands as a badge: word, shape and colour."""
    word, colour, icon = STANDINGS[standing]
    return f":{colour}-badge[:material/{icon}: {_(word)}]"


def reasons_words(reasons: Iterable[Reason]) -> str:
    """Why somebody should be invited, as the coordinator reads it."""
    return ", ".join(_(REASONS[each]) for each in reasons)


def when_words(offer: Offer) -> str:
    """When it is: its hours, and both days where it lasts several."""
    first, last = local_day(offer.starts_at), local_day(offer.ends_at)
    if first == last:
        return meeting_words(offer.starts_at, offer.ends_at)
    return _("{first} at {begins} to {last} at {ends}").format(
        first=on_weekday(first), begins=clock(offer.starts_at), last=on_weekday(last), ends=clock(offer.ends_at)
    )


def seats_words(row: OfferRow) -> str:
    """How full it is: seats taken and left, who waits, and who has not answered."""
    if row.offer.seats:
        told = [_("{taken} of {seats} seats taken").format(taken=row.taken, seats=row.offer.seats)]
    elif not row.taken:
        told = [_("Nobody has signed up yet")]
    else:
        told = [ngettext("{count} has signed up", "{count} have signed up", row.taken).format(count=row.taken)]
    if row.waiting:
        told.append(ngettext("{count} waits", "{count} wait", row.waiting).format(count=row.waiting))
    if row.invited:
        said = ngettext("{count} has not answered", "{count} have not answered", row.invited)
        told.append(said.format(count=row.invited))
    return " · ".join(told)


def materials(text: str, key: str) -> None:
    """Notes and links as they were written: an address becomes a button that leads there."""
    for number, line in enumerate(each.strip() for each in text.splitlines()):
        address = next((word for word in line.split() if _leads_out(word)), "")
        said = " ".join(line.replace(address, "").split()).rstrip(":") if address else line
        if address:
            st.link_button(
                plain_label(said or urlsplit(address).netloc),
                address,
                icon=":material/open_in_new:",
                key=f"material-{key}-{number}",
            )
        elif said:
            st.markdown(plain(said))


def _leads_out(word: str) -> bool:
    try:
        parts = urlsplit(word)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
