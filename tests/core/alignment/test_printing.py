"""A round on paper: blank, with one's own answers, or with all of it once both have finished."""

from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from sqlmodel import Session

from core.alignment.form import AlignmentKind, form_of
from core.alignment.printing import print_alignment
from core.alignment.rules import AlignmentSide
from core.alignment.service import NewPoint, add_point
from core.errors import DomainError
from tests.builders import a_scene
from tests.core.alignment.builders import a_round, answer, settled
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import pages_of, tags_of
from tests.core.partnerships.builders import a_speaker, an_association, as_speaker

OURS, THEIRS = AlignmentSide


def test_it_is_printed_blank_with_ones_own_or_with_all_that_was_said_and_agreed(session: Session, now, tmp_path: Path):
    scene = a_scene(session, now)
    association = an_association(session, scene, now)
    speaker = as_speaker(scene, a_speaker(session, scene, association, now))
    found = a_round(session, scene, association, now)
    asked: Any = {"session": session, "alignment_id": found.id}

    def printed(actor, language="da", **more) -> str:
        made = print_alignment(**asked, actor=actor, language=language, **more)
        (path := tmp_path / "round.pdf").write_bytes(made)
        assert {finding.rule_id for finding in validate(str(path)).findings} == set()
        assert tags_of(made).count("H1") == 1
        assert made == print_alignment(**asked, actor=actor, language=language, **more)
        return " ".join(said(made).split())

    answer(session, scene.as_coordinator, found.id, OURS, {"goal": "Fællesskab", "leads": "both"}, now)
    blank = printed(scene.as_coordinator, "en", blank=True)
    assert "Who leads it from day to day?" in blank
    assert "Fællesskab" not in blank
    assert "Fællesskab" in printed(scene.as_coordinator)
    # The others do not read on paper what they may not read yet.
    assert "Fællesskab" not in printed(speaker)
    answer(session, speaker, found.id, THEIRS, {"goal": "Nye venner"}, now)
    add_point(**asked, actor=speaker, point=NewPoint(words='"Kaffe" hver tirsdag'), now=now)
    settled(session, scene, found.id, now)
    whole = printed(speaker)
    questions = [each for step in form_of(AlignmentKind.PARTNERSHIP).steps for each in step.questions]
    for bare in (True, False):
        # What is answered in lines to write on has these below it, which are no text.
        asks = {each.words.in_language("da") for each in questions if each.choices or not bare}
        for page in pages_of(print_alignment(**asked, actor=speaker, language="da", blank=bare)):
            lines = [line.strip() for line in page.splitlines() if line.strip() and "Side " not in line]
            # The name of both stands at the foot of each page; no question stands there alone.
            assert not asks & set(lines[-3:]), lines[-3:]
    assert [
        words in whole
        for words in ("Fællesskab", "Nye venner", "»Kaffe« hver tirsdag", "underskrift for Fjordens Venner")
    ] == [True] * 4
    with pytest.raises(DomainError, match="not_allowed"):
        printed(scene.as_volunteer)
    with pytest.raises(DomainError, match="choice_invalid"):
        printed(speaker, "fr")
