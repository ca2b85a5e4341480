"""The agenda on paper: who may print it, what it says, and that it says nothing anybody has answered."""

import pytest
from pdfua import validate

from core.clarification.printing import print_agenda
from core.clarification.rules import MeetingSide
from core.errors import DomainError
from core.i18n import local_day
from tests.builders import a_scene, an_account
from tests.core.clarification.stories import accepted, written
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import pages_of


def test_the_agenda_is_printed_with_names_and_day_or_blank_and_never_with_answers(session, now, tmp_path):
    scene = a_scene(session, now, programme="laer_at_tackle")
    an_account(session, scene.volunteer, now)
    meeting = accepted(session, scene, now)
    written(session, scene, meeting, MeetingSide.VOLUNTEER, now, health="Pauser hver time.")
    about = {"session": session, "engagement_id": scene.engagement.id, "today": local_day(now)}

    def text(who, language: str, *, blank: bool) -> str:
        data = print_agenda(**about, actor=who, language=language, blank=blank)
        (path := tmp_path / "agenda.pdf").write_bytes(data)
        assert {finding.rule_id for finding in validate(str(path)).findings} == set()
        return " ".join(said(data).split())

    named, bare = (text(scene.as_volunteer, "da", blank=blank) for blank in (False, True))
    assert all(each in named for each in ("Karen Møller", "Jonas Holm", "Birkehuset", "7. Andet", "12. Hvad gør vi"))
    for blank in (False, True):
        first, second = pages_of(print_agenda(**about, actor=scene.as_volunteer, language="da", blank=blank))[:2]
        # The agenda itself is one sheet, and the heading of what follows stands over it and not at the foot of that.
        assert "7. Andet" in first
        assert "Tænk det igennem på forhånd" not in first
        assert "Tænk det igennem på forhånd" in second
    assert not [each for each in ("Karen Møller", "Jonas Holm", "Birkehuset") if each in bare]
    assert "Pauser" not in named
    assert "7. Anything else" in text(scene.as_coordinator, "en", blank=True)
    for who, language, code in (
        (scene.as_contact_person, "da", "not_allowed"),
        (scene.as_volunteer, "xx", "choice_invalid"),
    ):
        with pytest.raises(DomainError) as told:
            print_agenda(**about, actor=who, language=language, blank=True)
        assert told.value.code == code
