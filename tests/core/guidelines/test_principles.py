"""The principles where they matter: of a programme, of what somebody is a volunteer in, and in the newest words."""

from sqlmodel import Session

from core.access.permissions import Role
from core.guidelines.editing import publish
from core.guidelines.principles import principles_here, principles_of
from core.guidelines.reading import Shelf
from core.guidelines.text import shipped
from tests.builders import a_member, a_scene, an_actor
from tests.core.guidelines.samples import written

MUNICIPAL, REGIONAL = "principles_municipal", "principles_regional"


def titles(found) -> list[str]:
    return [each.title["da"] for each in found]


def shipped_title(kind: str) -> str:
    return shipped()[kind].text.title["da"]


def test_the_principles_are_those_of_the_programme_of_the_volunteer_or_of_all_programmes_in_use(session: Session, now):
    scene = a_scene(session, now)
    other = a_scene(session, now, volunteer="Per Lund", programme="peer_stoette")

    def here(programme: str = "") -> list[str]:
        asked = principles_here(session=session, organisation_id=scene.organisation.id, programme=programme)
        return titles(asked)

    assert titles(principles_of(session=session, engagement_id=scene.engagement.id)) == [shipped_title(MUNICIPAL)]
    assert titles(principles_of(session=session, engagement_id=other.engagement.id)) == [shipped_title(REGIONAL)]
    assert here() == [shipped_title(MUNICIPAL)]
    assert here("peer_stoette") == [shipped_title(REGIONAL)]
    assert here("none there is") == []


def test_what_the_organisation_has_published_itself_is_read_instead_there_alone(session: Session, now):
    scene = a_scene(session, now)
    other = a_scene(session, now, volunteer="Per Lund")
    admin = a_member(session, scene.organisation, now, role=Role.ADMIN)
    publish(
        session=session,
        actor=an_actor(admin, scene.organisation, Role.ADMIN),
        shelf=Shelf(scene.organisation.id, MUNICIPAL),
        written=written(),
        substance=True,
        expected_number=0,
        now=now,
    )
    assert titles(principles_of(session=session, engagement_id=scene.engagement.id)) == ["Frivillig i Birkehuset"]
    assert titles(principles_here(session=session, organisation_id=other.organisation.id)) == [shipped_title(MUNICIPAL)]
