"""The sheets that the demonstration offers are as they are written, and are understood."""

import pytest

from core.importing.columns import SheetField, columns, guess, layout
from core.importing.reading import read
from tests.samples import FOLDER, SAMPLES

N = SheetField
UNDERSTOOD = {
    "fjordby.xlsx": (2, 4, [N.FIRST_NAME, N.LAST_NAME, N.PHONE, N.EMAIL, N.WORKPLACE, N.BEGINS_ON, N.ADDRESS, None]),
    "instruktoerer.csv": (0, 1, [N.NAME, N.EMAIL, N.PHONE, N.TRAINED_ON, N.BEGINS_ON, N.PROGRAMME, N.WORKPLACE]),
    "nye-frivillige.ods": (0, 1, [N.NAME, N.EMAIL, N.PHONE, N.BEGINS_ON, N.WORKPLACE, N.KIN_NAME, N.KIN_PHONE]),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_sample_is_as_the_script_writes_it_and_is_understood(name: str):
    sheets = read((FOLDER / name).read_bytes())
    assert sheets == read(SAMPLES[name]())
    laid = layout(sheets[-1])
    found = columns(sheets[-1], laid)
    guessed = guess(found, {})
    assert (laid.heading_row, laid.first_row, [guessed.get(each.at) for each in found]) == UNDERSTOOD[name]
