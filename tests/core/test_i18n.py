import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Thread

import pytest
from babel.messages.pofile import read_po
from hypothesis import example, given
from hypothesis.strategies import integers

from core import i18n
from core.i18n import (
    ago,
    at_time,
    catalogue,
    clock,
    clock_written,
    days_as_typed,
    gettext,
    local_day,
    name_in_words,
    name_of,
    ngettext,
    on_date,
    reading,
    short_date,
    use,
    words_in,
)
from tests.architecture import ROOT, python_files, tree

MARKERS = {"_", "gettext", "N_"}
FILES = sorted((ROOT / "core" / "locale" / "da").glob("*.po"))


def literal(node: ast.expr) -> str | None:
    """The text of a literal, joined where it is written in pieces."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def marked(path: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every text `path` puts on screen: its singular and, where there is one, plural; each with its line."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        wanted = 1 if node.func.id in MARKERS else 2 if node.func.id == "ngettext" else 0
        texts = [literal(argument) for argument in node.args[:wanted]]
        if wanted and all(text is not None for text in texts):
            yield tuple(str(text) for text in texts), node.lineno


@cache
def used() -> dict[tuple[str, ...], str]:
    """Where each text stands; read when a test asks, as every run of any test imports this module."""
    return {
        texts: f"{path.relative_to(ROOT)}:{line}"
        for path in [*python_files("core", "pages"), ROOT / "app.py"]
        for texts, line in marked(path)
    }


@cache
def translated() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every message of the catalogues: its file, English forms, Danish forms."""
    found = []
    for path in FILES:
        with path.open("rb") as file:
            for message in read_po(file, locale="da"):
                if message.id:
                    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                    danish = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                    assert not message.fuzzy, f"{path.name}: {english[0]}"
                    found.append((path.name, english, danish))
    return found


def placeholders(text: str) -> set[str]:
    """The names that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_on_screen_has_its_danish() -> None:
    danish = {english for _, english, _ in translated()}
    assert [f"{where} {texts[0]!r}" for texts, where in used().items() if texts not in danish] == []


def test_no_danish_is_left_that_nobody_says() -> None:
    assert [f"{file}: {english[0]!r}" for file, english, _ in translated() if english not in used()] == []


def test_nothing_is_translated_twice() -> None:
    count = Counter(english[0] for _, english, _ in translated())
    assert [text for text, times in count.items() if times > 1] == []


def test_no_translation_is_empty() -> None:
    assert [(file, english[0]) for file, english, danish in translated() if not all(danish)] == []


def test_plural_forms_are_as_many_as_in_english() -> None:
    assert [(file, english[0]) for file, english, danish in translated() if len(english) != len(danish)] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    wrong = [
        (file, theirs)
        for file, english, danish in translated()
        for ours, theirs in zip(english, danish, strict=True)
        # "one course" may leave out the number that "three courses" needs.
        if placeholders(theirs) != placeholders(ours) and placeholders(theirs) != placeholders(english[-1])
    ]
    assert wrong == []


def test_the_code_speaks_english() -> None:
    assert [text for texts in used() for text in texts if re.search("[æøåÆØÅ]", text.replace("Håndslag", ""))] == []


def test_a_text_is_a_whole_literal_and_never_put_together() -> None:
    """A formatted text as msgid would be looked up with the values in it, and never be found."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files("core", "pages")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MARKERS
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


@pytest.fixture(autouse=True)
def _danish_afterwards() -> Iterator[None]:
    yield
    use("da")


def test_the_readers_language_decides() -> None:
    use("da")
    assert gettext("Choose a role.") == catalogue("da")["Choose a role."][0]
    use("en")
    assert gettext("Choose a role.") == "Choose a role."


def test_an_unknown_language_is_danish() -> None:
    use("tlh")
    assert i18n.language() == "da"


def test_an_unknown_text_is_shown_as_it_is() -> None:
    use("da")
    assert gettext("Never written anywhere") == "Never written anywhere"
    assert ngettext("{count} x", "{count} xs", 2) == "{count} xs"


def test_one_and_many_have_their_own_form() -> None:
    use("da")
    assert ngettext("{count} course", "{count} courses", 1) == "{count} kursus"
    assert ngettext("{count} course", "{count} courses", 0) == "{count} kurser"
    use("en")
    assert ngettext("{count} course", "{count} courses", 1) == "{count} course"


def test_reading_in_another_language_ends_with_the_block() -> None:
    use("da")
    with pytest.raises(ValueError), reading("en"):  # noqa: PT011, PT012
        assert i18n.language() == "en"
        raise ValueError
    assert i18n.language() == "da"


def test_another_visitors_language_is_not_ones_own() -> None:
    use("en")
    found: list[str] = []
    other = Thread(target=lambda: found.append(i18n.language()))
    other.start()
    other.join()
    assert (found, i18n.language()) == (["da"], "en")


def test_dates_and_times_are_written_as_the_reader_writes_them() -> None:
    moment = datetime(2026, 12, 24, 23, 5, tzinfo=UTC)
    use("da")
    assert on_date(date(2026, 12, 24)) == "24. december 2026"
    assert (short_date(date(2026, 12, 24)), days_as_typed()) == ("24.12.2026", "DD.MM.YYYY")
    assert clock(moment) == "00.05"
    assert ago(moment - timedelta(days=3), moment) == "3 dage"
    use("en")
    assert on_date(date(2026, 12, 24)) == "24 December 2026"
    assert (short_date(date(2026, 12, 24)), days_as_typed()) == ("24/12/2026", "DD/MM/YYYY")
    assert clock(moment) == "00:05"


def test_the_day_is_that_of_copenhagen_in_summer_and_winter() -> None:
    assert local_day(datetime(2026, 12, 24, 23, 5, tzinfo=UTC)) == date(2026, 12, 25)
    assert local_day(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_day(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)


# Ten to midnight of a winter's day, to a day in summer.
@example(minutes=1_000_730, days=678)
@given(minutes=integers(0, 2_000_000), days=integers(0, 1500))
def test_days_later_is_so_many_days_on_in_the_calendar_whatever_the_hour(minutes: int, days: int) -> None:
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert i18n.local_day(i18n.days_later(moment, days)) == i18n.local_day(moment) + timedelta(days=days)


def test_a_time_in_words_is_that_of_copenhagen() -> None:
    use("da")
    assert at_time(datetime(2026, 12, 24, 23, 5, tzinfo=UTC)) == "25. december 2026 kl. 00.05"
    use("en")
    assert at_time(datetime(2026, 12, 24, 23, 5, tzinfo=UTC)) == "25 December 2026 at 00:05"


POLISH = """
msgid ""
msgstr ""
"Language: pl\\n"

msgid "Log out"
msgstr "Wyloguj"

msgid "{count} course"
msgid_plural "{count} courses"
msgstr[0] "{count} kurs"
msgstr[1] "{count} kursy"
msgstr[2] "{count} kursów"
"""


@pytest.fixture
def polish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A third language with three forms of the plural, and a catalogue that is only begun."""
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl" / "begun.po").write_text(POLISH, encoding="utf-8")
    (tmp_path / "da").symlink_to(i18n.LOCALE_FOLDER / "da")
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
    monkeypatch.setitem(i18n.LANGUAGES, "pl", "Polski")
    catalogue.cache_clear()
    with reading("pl"):
        yield
    catalogue.cache_clear()


def test_a_language_has_as_many_plural_forms_as_it_needs(polish: None) -> None:
    said = [ngettext("{count} course", "{count} courses", count).format(count=count) for count in (1, 3, 5, 22, 25)]
    assert said == ["1 kurs", "3 kursy", "5 kursów", "22 kursy", "25 kursów"]


def test_what_a_catalogue_lacks_is_read_in_the_first_language_message_by_message(polish: None) -> None:
    assert (gettext("Log out"), gettext("Choose a role.")) == ("Wyloguj", catalogue("da")["Choose a role."][0])
    # With the plural of the language it is read in, not with that of the reader's.
    assert ngettext("{count} year", "{count} years", 5) == "{count} år"
    assert ngettext("{count} x", "{count} xs", 5) == "{count} xs"


def test_a_language_without_a_catalogue_is_read_in_the_first_with_its_own_dates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(i18n.LANGUAGES, "nb", "Norsk")
    moment = datetime(2026, 10, 24, 12, 5, tzinfo=UTC)
    with reading("nb"):
        assert gettext("Choose a role.") == catalogue("da")["Choose a role."][0]
        assert (on_date(date(2026, 10, 24)), short_date(date(2026, 10, 24))) == ("24. oktober 2026", "24.10.2026")
        assert at_time(moment) == "24. oktober 2026 kl. 14:05"
    with reading("en"):
        assert gettext("Choose a role.") == "Choose a role."


def test_words_in_several_languages_are_read_in_the_readers_else_in_the_first_there_is() -> None:
    assert words_in({"da": "hus", "en": "house"}, "en") == "house"
    assert words_in({"en": "house", "da": "hus"}, "nb") == "hus"
    assert words_in({"en": "house"}, "da") == "house"
    assert words_in({"nb": "hus på norsk"}, "da") == "hus på norsk"


def test_a_language_that_was_switched_off_still_has_a_name() -> None:
    assert (name_of("da"), name_of("nb"), name_of("tlh")) == ("Dansk", "Norsk bokmål", "Tlh")
    with reading("en"):
        assert (name_in_words("da"), name_in_words("nb")) == ("Danish", "Norwegian Bokmål")
    with reading("da"):
        assert (name_in_words("da"), name_in_words("en")) == ("dansk", "engelsk")


@pytest.mark.parametrize(
    ("written", "danish", "english"),
    [
        ("kl. 17.30", "kl. 17.30", "at 17:30"),
        ("17:30", "kl. 17.30", "at 17:30"),
        ("9", "kl. 09.00", "at 09:00"),
        ("efter kirketid", "efter kirketid", "efter kirketid"),
        ("25.00", "25.00", "25.00"),
    ],
)
def test_a_time_somebody_wrote_is_said_as_its_reader_writes_it(written: str, danish: str, english: str) -> None:
    with reading("da"):
        assert clock_written(written) == danish
    with reading("en"):
        assert clock_written(written) == english
