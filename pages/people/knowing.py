"""Somebody who may be here already, as whoever adds them is told: who, where, and what is the same."""

from collections.abc import Collection, Mapping

from core.access.roles import NAMES
from core.i18n import gettext as _
from core.people.known import ALIKE_CALLED, KnownPerson
from pages.shell import addresses
from pages.widgets.plain import and_words
from pages.widgets.rows import line, row


def places_of(known: KnownPerson, programmes: Mapping[str, str]) -> str:
    """Where they volunteer, and what they are here."""
    there = dict.fromkeys(
        f"{each.workplace}, {programmes.get(each.programme, each.programme)}"
        + (f" ({_('stopped')})" if each.ended else "")
        for each in known.engagements
    )
    return " · ".join((*there, *(_(NAMES[role]) for role in known.roles)))


def what_is_alike(known: KnownPerson) -> str:
    """What makes somebody think that they are the same."""
    return _("Same {what}").format(what=and_words(_(ALIKE_CALLED[each]) for each in known.alike))


def known_row(known: KnownPerson, programmes: Mapping[str, str]) -> None:
    """One of them; a volunteer's leads to their page."""
    place, what = places_of(known, programmes), what_is_alike(known)
    if known.engagements:
        row(addresses.VOLUNTEER, known.engagements[0].engagement_id, known.name, place=place, what=what)
    else:
        line(known.name, place=place, what=what)


def first_name(known: KnownPerson, of: Collection[KnownPerson]) -> str:
    """What to call one of them: the first name, where no other has it."""
    called = [each.name.split()[0] for each in of]
    own = known.name.split()[0]
    return own if called.count(own) == 1 else known.name
