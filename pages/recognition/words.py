"""Occasions and recognitions in words."""

from collections.abc import Callable, Sequence

from core.i18n import N_, in_figures, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.recognition.reading import RecognitionRow
from core.recognition.rules import NAMED, Gift, Occasion, OccasionKind
from pages.widgets.plain import and_words, plain

GIFTS = {
    Gift.FLOWERS: N_("Flowers"),
    Gift.GIFT_CARD: N_("A gift card"),
    Gift.DINNER: N_("A dinner"),
    Gift.SEASON_PARTY: N_("A party for the season"),
    Gift.OUTING: N_("An outing"),
    Gift.TALK: N_("A talk by somebody"),
    Gift.INSTRUCTOR_DAY: N_("A day for instructors"),
    Gift.LETTER: N_("A thank-you letter"),
    Gift.MENTION: N_("A mention"),
    Gift.DIPLOMA: N_("A diploma"),
    Gift.CERTIFICATE: N_("A certificate"),
}
OCCASIONS = {
    OccasionKind.FLOWERS: N_("Has been approved: time for flowers"),
    OccasionKind.CERTIFICATE: N_("Has been approved: time for the certificate"),
    OccasionKind.SEASON: N_("Led a course in the season that is over"),
    OccasionKind.GOODBYE: N_("Has stopped: time to say thank you"),
}
ICONS = {
    OccasionKind.FLOWERS: "local_florist",
    OccasionKind.CERTIFICATE: "workspace_premium",
    OccasionKind.DIPLOMA: "military_tech",
    OccasionKind.COURSES: "school",
    OccasionKind.SEASON: "celebration",
    OccasionKind.GOODBYE: "waving_hand",
}


def occasion_words(occasion: Occasion) -> str:
    """What there is to be glad of."""
    number = occasion.number
    if occasion.kind is OccasionKind.DIPLOMA:
        return ngettext("{count} year as a volunteer", "{count} years as a volunteer", number).format(count=number)
    if occasion.kind is OccasionKind.COURSES:
        if number == 1:
            return _("Has led the first course")
        return _("Has led {count} courses").format(count=number)
    return _(OCCASIONS[occasion.kind])


def gift_words(gift: Gift) -> str:
    """How somebody is thanked."""
    return _(GIFTS[gift])


def money(ore: int) -> str:
    """An amount of Danish money in the reader's way; øre only where there are some."""
    pattern = "#,##0.00" if ore % 100 else "#,##0"
    return _("DKK {amount}").format(amount=in_figures(ore / 100, pattern)).replace(" ", "\xa0")


def kroner(ore: int) -> str:
    """An amount as one writes it in a field: "150", "149,50"."""
    return f"{ore // 100}" if ore % 100 == 0 else f"{ore // 100},{ore % 100:02d}"


def thanks_words(row: RecognitionRow) -> str:
    """What those who came were written afterwards, and when; "" for nothing."""
    if row.thanked_at is None:
        return plain(row.thanks)
    return f"{plain(row.thanks)} :small[({on_date(local_day(row.thanked_at))})]"


def what_words(row: RecognitionRow, shown: Callable[[str], str] = plain) -> str:
    """What it is called, as `shown` lets it stand, or how somebody is thanked."""
    return shown(row.title) or gift_words(row.gift)


def names_words(first: Sequence[str], count: int) -> str:
    """The names of `count` people, or the `first` of them and how many more there are; not made safe for Markdown."""
    people = first[:NAMED]
    more = count - len(people)
    if not more:
        return and_words(people)
    told = ngettext("{names} and {count} more", "{names} and {count} more", more)
    return told.format(names=", ".join(people), count=more)
