"""Which row of a sheet has the headings, and what each column holds: a guess, from words in Danish or English. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from core.importing.reading import Cell, SheetRead
from db.sought import words_of

# Headings stand at the top, below a title or two.
LOOKED_AT = 25
SURE, LIKELY, BARELY = 1.0, 0.9, 0.8
SAMPLES = 3


class SheetField(StrEnum):
    """What a column of a sheet may hold, and is taken over."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    LANGUAGE = "language"
    KIN_NAME = "next_of_kin_name"
    KIN_PHONE = "next_of_kin_phone"
    KIN_RELATION = "next_of_kin_relation"
    PROGRAMME = "programme"
    WORKPLACE = "workplace"
    CONTACT_PERSON = "contact_person"
    BEGINS_ON = "begins_on"
    TRAINED_ON = "trained_on"
    APPROVED_ON = "approved_on"
    APPROVED_UNTIL = "approved_until"
    SUPERVISED_ON = "supervised_on"
    LED_ON = "led_on"
    PARTNER = "partner"
    THANKED_ON = "thanked_on"
    THANKED_WITH = "thanked_with"


# Several columns of a sheet may hold it: the first that is filled, or all of it together.
SEVERAL = frozenset(
    {SheetField.PHONE, SheetField.EMAIL, SheetField.ADDRESS, SheetField.SUPERVISED_ON, SheetField.LED_ON}
)

CALLED: Mapping[SheetField, tuple[str, ...]] = {
    SheetField.NAME: (
        "navn",
        "name",
        "fulde navn",
        "full name",
        "frivillig",
        "den frivillige",
        "volunteer",
        "person",
        "instruktør",
        "instructor",
        "aspirant",
        "candidate",
        "navn på frivillig",
        "frivilliges navn",
        "for- og efternavn",
        "peer",
    ),
    SheetField.FIRST_NAME: ("fornavn", "first name", "given name", "fornavne", "for navn"),
    SheetField.LAST_NAME: ("efternavn", "last name", "surname", "family name", "efter navn"),
    SheetField.EMAIL: (
        "e-mail",
        "email",
        "mail",
        "mailadresse",
        "e-mailadresse",
        "emailadresse",
        "e-post",
        "mailadr",
        "mail address",
    ),
    SheetField.PHONE: (
        "telefon",
        "telefonnummer",
        "tlf",
        "tlf nr",
        "tlf.nr.",
        "mobil",
        "mobilnummer",
        "mobiltelefon",
        "mobil nr",
        "phone",
        "phone number",
        "mobile",
        "cell",
        "telephone",
        "nummer",
    ),
    SheetField.ADDRESS: ("adresse", "address", "vej", "gade", "street", "bopæl", "vejnavn", "gade og nr"),
    SheetField.POSTCODE: ("postnr", "post nr", "postnummer", "postcode", "zip", "postal code", "post nr."),
    SheetField.TOWN: ("by", "bynavn", "town", "city", "postdistrikt"),
    SheetField.LANGUAGE: ("sprog", "language", "læser"),
    SheetField.KIN_NAME: ("pårørende", "nærmeste pårørende", "next of kin", "pårørende navn", "emergency contact"),
    SheetField.KIN_PHONE: ("pårørende telefon", "pårørende tlf", "next of kin phone", "tlf pårørende", "ice telefon"),
    SheetField.KIN_RELATION: ("relation", "pårørende relation", "relationship", "next of kin relation"),
    SheetField.PROGRAMME: ("program", "programme", "ordning", "slags frivillig", "indsats", "type", "kursustype"),
    SheetField.WORKPLACE: (
        "sted",
        "arbejdssted",
        "arbejdsplads",
        "workplace",
        "lokation",
        "location",
        "hus",
        "institution",
        "plejecenter",
        "hvor",
        "where",
        "place",
        "aktivitetssted",
    ),
    SheetField.CONTACT_PERSON: ("kontaktperson", "contact person", "kontakt", "contact", "ansvarlig", "tovholder"),
    SheetField.BEGINS_ON: (
        "start",
        "startdato",
        "begyndt",
        "begyndte",
        "startet",
        "start dato",
        "first day",
        "første dag",
        "start date",
        "frivillig siden",
        "siden",
        "since",
        "dato for start",
        "opstart",
        "begin",
        "begins",
        "ansat",
        "indmeldt",
    ),
    SheetField.TRAINED_ON: (
        "uddannet",
        "uddannelse",
        "uddannet den",
        "instruktøruddannelse",
        "trained",
        "trained on",
        "training",
        "kursus gennemført",
        "uddannelsesdato",
    ),
    SheetField.APPROVED_ON: ("godkendt", "godkendt den", "godkendelse", "godkendelsesdato", "approved", "approval"),
    SheetField.APPROVED_UNTIL: (
        "godkendt til",
        "godkendt t.o.m.",
        "godkendelse udløber",
        "udløber",
        "gyldig til",
        "approved until",
        "valid until",
        "expires",
    ),
    SheetField.SUPERVISED_ON: (
        "vejledning",
        "vejledninger",
        "supervision",
        "supervisions",
        "vejledt",
        "vejledning den",
        "supervised",
    ),
    SheetField.LED_ON: (
        "kursus",
        "kurser",
        "kursus ledet",
        "afholdt kursus",
        "hold",
        "course",
        "courses",
        "courses led",
    ),
    SheetField.PARTNER: ("makker", "makkerpar", "partner", "medinstruktør", "co instructor", "pair"),
    SheetField.THANKED_ON: ("påskønnet", "takket", "påskønnelse", "anerkendelse", "thanked", "recognition", "tak"),
    SheetField.THANKED_WITH: ("gave", "takket med", "påskønnet med", "gift", "thanked with", "blomster eller gave"),
}
# Nothing under such a heading is kept.
CPR_HEADINGS = frozenset({"cpr", "cpr nr", "cpr nummer", "cprnr", "cprnummer", "personnummer", "personnr", "ssn"})
EMAIL_LIKE = re.compile(r"\S+@\S+\.\S+")
PHONE_LIKE = re.compile(r"(?:\+|00)?[\d\s]{8,16}")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column as it is shown: its heading, "" for none, and a few of its cells. `own` is the heading without what
    stands over several columns."""

    at: int
    heading: str
    samples: tuple[str, ...]
    own: str = ""

    @property
    def key(self) -> str:
        """What it is remembered by: its heading without spelling."""
        return plain(self.heading)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a sheet: the row with the headings, None for none, and the first row with people.

    Both are counted from 0. `headings` are in words, those over several columns before their `own`.
    """

    heading_row: int | None
    first_row: int
    headings: tuple[str, ...]
    own: tuple[str, ...] = ()


def plain(written: str) -> str:
    """`written` in small letters, in one spelling, and without what stands between its words."""
    return " ".join(words_of(written))


def layout(sheet: SheetRead) -> Layout:
    """Find the headings of a sheet: of its first rows, the one that most known ones stand in."""
    rows = sheet.rows[:LOOKED_AT]
    scores = [_looks_like_headings(row) for row in rows]
    best = max(range(len(rows)), key=lambda at: (scores[at], -at), default=None)
    if best is None or scores[best] <= 0:
        first = next((at for at, row in enumerate(rows) if any(cell is not None for cell in row)), 0)
        return Layout(None, first, ("",) * sheet.width)
    return layout_at(sheet, best)


def layout_at(sheet: SheetRead, heading_row: int) -> Layout:
    """The same where the row is known. A heading over several columns stands before what is below or above it."""
    own = [_words(cell) for cell in sheet.rows[heading_row]]
    over = {
        column: (each.first_row, _words(sheet.rows[each.first_row][each.first_column]))
        for each in sheet.merged
        if each.last_column > each.first_column
        and each.first_row in (heading_row - 1, heading_row)
        # One that is drawn over all of it is a title.
        and each.last_column - each.first_column + 1 < sheet.width
        for column in range(each.first_column, min(each.last_column + 1, sheet.width))
    }
    first_row = heading_row + 1
    below = any(row == heading_row for row, _over in over.values()) and first_row < len(sheet.rows)
    if below and not any(is_data(cell) for cell in sheet.rows[first_row]):
        under = [_words(cell) for cell in sheet.rows[first_row]]
        whole = [f"{over[at][1] if at in over else own[at]} {under[at]}".strip() for at in range(sheet.width)]
        own = [under[at] or own[at] for at in range(sheet.width)]
        first_row += 1
    else:
        whole = [_with_what_is_over(own[at], over.get(at)) for at in range(sheet.width)]
    return Layout(heading_row, first_row, tuple(whole), tuple(own))


def _with_what_is_over(own: str, over: tuple[int, str] | None) -> str:
    if over is None or own == over[1]:
        return own
    return f"{over[1]} {own}".strip()


def columns(sheet: SheetRead, laid: Layout) -> tuple[SheetColumn, ...]:
    """The columns that anything stands in."""
    found = []
    for at in range(sheet.width):
        samples: list[str] = []
        for row in sheet.rows[laid.first_row :]:
            said = told(row[at])
            if said and said not in samples:
                samples.append(said)
            if len(samples) == SAMPLES:
                break
        if samples or laid.headings[at]:
            own = laid.own[at] if laid.own else ""
            found.append(SheetColumn(at, laid.headings[at], tuple(samples), own))
    return tuple(found)


def guess(found: Sequence[SheetColumn], remembered: Mapping[str, SheetField | None]) -> dict[int, SheetField]:
    """What each column holds, by its place: as the organisation said last time, else by its heading, else by what
    stands in it. Of several that could be one thing, the one that is called so most clearly."""
    fits: list[tuple[float, int, SheetField]] = []
    for each in found:
        if is_cpr(each.heading):
            continue
        if each.key and each.key in remembered:
            known = remembered[each.key]
            if known is not None:
                fits.append((SURE + 1, each.at, known))
            continue
        scores = {**_scores(each.key)}
        if SURE not in scores.values() and plain(each.own) != each.key:
            # "Contact" over "Mobile" and "Mail" says less than they do.
            scores = {**_scores(plain(each.own))} or scores
        fits += [(score, each.at, column) for column, score in scores.items()]
        if (by_samples := _by_samples(each)) is not None:
            fits.append((BARELY - 0.1, each.at, by_samples))
    guessed: dict[int, SheetField] = {}
    for _score, at, column in sorted(fits, key=lambda fit: (-fit[0], fit[1])):
        if at not in guessed and (column in SEVERAL or column not in guessed.values()):
            guessed[at] = column
    if SheetField.NAME in guessed.values() and SheetField.LAST_NAME in guessed.values():
        # "Navn" beside "Efternavn" is the first name alone.
        at = next(place for place, column in guessed.items() if column is SheetField.NAME)
        if SheetField.FIRST_NAME not in guessed.values():
            guessed[at] = SheetField.FIRST_NAME
    return guessed


def is_cpr(heading: str) -> bool:
    """Whether a column is said to hold CPR numbers."""
    words = plain(heading)
    return words in CPR_HEADINGS or words.startswith("cpr")


def told(cell: Cell) -> str:
    """A cell as it is shown."""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else str(cell)


@cache
def _known() -> dict[str, SheetField]:
    return {plain(words): column for column, called in CALLED.items() for words in called}


@cache
def _scores(key: str) -> Mapping[SheetField, float]:
    """How clearly a heading says each column; nothing for what it does not say."""
    if not key:
        return {}
    known = _known()
    if key in known:
        return {known[key]: SURE}
    scores: dict[SheetField, float] = {}
    words = frozenset(key.split())
    for called, column in known.items():
        parts = frozenset(called.split())
        score = 0.0
        if parts <= words and len(called) > 2:
            # The more of the heading it is, the clearer.
            score = BARELY + (LIKELY - BARELY) * len(called) / len(key)
        elif len(called) > 4 and SequenceMatcher(None, called, key).ratio() >= 0.84:
            score = BARELY + 0.05
        if score > scores.get(column, 0.0):
            scores[column] = score
    return scores


def _by_samples(column: SheetColumn) -> SheetField | None:
    if not column.samples:
        return None
    if all(EMAIL_LIKE.fullmatch(each) for each in column.samples):
        return SheetField.EMAIL
    if all(PHONE_LIKE.fullmatch(each) for each in column.samples) and not column.heading:
        return SheetField.PHONE
    return None


def _looks_like_headings(row: Sequence[Cell]) -> float:
    filled = [cell for cell in row if cell is not None]
    if not filled or any(is_data(cell) for cell in filled):
        return 0.0
    keys = [plain(_words(cell)) for cell in filled]
    known = sum(max(_scores(key).values(), default=0.0) for key in keys) + sum(is_cpr(key) for key in keys)
    # One word known among many that are not is a sentence; a row of its own heading alone is a sheet of names.
    return known if known >= min(2, len(filled)) * BARELY else 0.0


def is_data(cell: Cell) -> bool:
    """Whether a cell is no heading: a day, a number that is not small, an address of mail, or a telephone number."""
    if isinstance(cell, date):
        return True
    if isinstance(cell, int | float):
        return abs(cell) > 50
    return cell is not None and bool(EMAIL_LIKE.fullmatch(cell) or PHONE_LIKE.fullmatch(cell))


def _words(cell: Cell) -> str:
    return " ".join(told(cell).split())
