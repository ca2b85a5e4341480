"""A document prints whatever is written in it, in any script and with any sign, and loses none of it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfua import validate

from core.documents.printing.signatures import PaperMark, SignatureMark
from core.documents.text.exact import FrozenText
from core.pdf.fonts import clean
from core.pdf.quotes import typographic
from tests.core.documents.printing.test_document import drawn, said, squeezed
from tests.core.documents.samples import SIGNED_AT, a_text, marks

WRITTEN = st.text(min_size=1, max_size=12).filter(lambda written: clean(written).strip())


@given(written=WRITTEN)
@example("→ ✓ ★ ❤️ 🙂 ≤ ⅓ ☎ 🇩🇰")
@example("Наталія علي 王")
@settings(max_examples=25)
def test_every_field_of_a_document_may_hold_whatever_is_written_and_none_of_it_is_lost(written: str) -> None:
    text = FrozenText.from_canonical(json.dumps(everywhere(json.loads(a_text().canonical()), written)))
    paper = PaperMark(date(2026, 11, 10), written, SIGNED_AT, written, written)
    signed = SignatureMark(written, written, written, written, written, SIGNED_AT, "together", beside=written)
    # Where it stands: of each of these fields once or more, so that a forgotten one would show.
    fields = 10 + len(text.parties) + sum(1 + 2 * len(section.clauses) for section in text.sections)
    for mark in (signed, replace(signed, how="paper", paper=paper)):
        made = drawn(text, [mark])
        # Running text has the quotation marks of its language, names have their own.
        shapes = {squeezed(clean(each)) for each in (written, typographic(written, text.language))}
        assert sum(squeezed(said(made)).count(each) for each in shapes) >= fields
        assert made == drawn(text, [mark])


@pytest.mark.parametrize("field", ["name", "typed_name", "on_behalf_of", "beside"])
def test_one_name_in_other_letters_is_printed_wherever_it_stands_alone(field: str) -> None:
    mark = marks()[1]
    for name in ("Nguyễn Thị Hương", "Наталія Шевченко", "Հայկ ☎"):
        assert name in said(drawn(signed=[replace(mark, **{field: name})]))  # type: ignore[arg-type]


def everywhere(part: Any, written: str) -> Any:
    """`part` of a document's text with `written` in the place of everything it says."""
    if isinstance(part, dict):
        return {key: each if key in ("language", "kind") else everywhere(each, written) for key, each in part.items()}
    if isinstance(part, list):
        return [everywhere(each, written) for each in part]
    return written if isinstance(part, str) else part


def test_signs_and_foreign_letters_keep_the_promises_of_the_format(tmp_path: Path) -> None:
    name = "Наталія 🙂 Հայկ → ✓ ★ ≤ ⅓ ♪ ☎"
    (path := tmp_path / "signs.pdf").write_bytes(drawn(a_text(name=name)))
    assert {finding.rule_id for finding in validate(str(path)).findings} == set()
    assert name in said(path.read_bytes())
