"""The five known challenges as a prompt for the talks along the way (Q11)."""

import pytest

from core.along_the_way.guide import draw_challenges, known_challenges, prompt_of
from core.errors import DomainError
from core.i18n import LANGUAGES
from tests.builders import a_scene


def refused(does) -> str:
    with pytest.raises(DomainError) as error:
        does()
    return error.value.code


def test_there_are_five_in_every_language_and_each_asks_something():
    known = known_challenges()
    assert len(known.challenges) == 5
    for each in known.challenges:
        for language in LANGUAGES:
            assert each.ask.in_language(language).endswith("?")
            assert each.title.in_language(language)
            assert each.words.in_language(language)
    assert len({each.title.in_language("da") for each in known.challenges}) == 5


def test_they_are_printed_in_every_language(now):
    for language in LANGUAGES:
        assert draw_challenges(language, organisation="Solbjerg", made_at=now).startswith(b"%PDF")


def test_they_lie_beside_talks_in_a_programme_that_has_talks_along_the_way_alone(session, now):
    for programme, prompts in (("peer_stoette", True), ("kommunal_frivillig", False)):
        scene = a_scene(session, now, programme=programme)
        asked = {"session": session, "engagement_id": scene.engagement.id}
        expected = scene.organisation.name if prompts else None
        assert prompt_of(**asked, actor=scene.as_coordinator) == expected
        assert refused(lambda asked=asked, scene=scene: prompt_of(**asked, actor=scene.as_volunteer)) == "not_allowed"
