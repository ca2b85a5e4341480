import re
from datetime import datetime

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.documents.template.model import KINDS, shipped
from core.i18n import local_day, utc_now
from core.templates.checking import problems
from core.templates.reading import kind_view
from core.templates.writing import Writing
from db.documents import TemplateDraft, TemplateVersion
from pages.templates.structure import PIECE
from tests.core.documents.stories import a_sealed_letter
from tests.core.templates.making import KIND, begun, published, saying
from tests.pages.as_admin import at_the_file, is_refused, now_stored, press, text, visit, write
from tests.pages.as_colleague import said_in_rows
from tests.pages.drawn import html_of
from tests.pages.office import Office

LIST, PAGE = "templates/templates.py", "templates/template.py"
EFFORT = "clause:effort"


def draft_of(session: Session) -> TemplateDraft:
    return now_stored(session).exec(select(TemplateDraft)).one()


def writing_of(session: Session) -> Writing:
    return Writing.from_json(draft_of(session).content)


def drawn(app: AppTest) -> str:
    """The document as it reads on the page."""
    return str([getattr(html, "value", "") for html in app.get("html")])


def at(session: Session, office: Office, piece: str = EFFORT, kind: str = KIND) -> AppTest:
    """The administrator with a version begun and a piece open."""
    app = visit(session, office.admin, PAGE, kind=kind)
    app.session_state[PIECE.of(kind).key] = piece
    return app.run()


@pytest.fixture
def a_draft(session: Session, office: Office, now: datetime) -> TemplateDraft:
    return begun(session, office.scene, office.as_admin, now, saying("Du vander blomster.\nOgså om søndagen."))


def test_every_kind_is_listed_with_its_version(session: Session, office: Office) -> None:
    app = visit(session, office.admin, LIST)
    said = said_in_rows(app)
    assert f'<span class="hs-count">{len(KINDS)}</span>' in said
    assert said.count("fulgte med portalen") == len(KINDS)


def test_a_version_is_begun_from_the_page(session: Session, office: Office) -> None:
    app = press(visit(session, office.admin, PAGE, kind=KIND), "Skriv en ny udgave")
    assert not app.exception
    assert draft_of(session).kind == KIND
    assert "Senest ændret af Søren Friis" in text(app)
    assert "En ny udgave er ved at blive skrevet" in said_in_rows(visit(session, office.admin, LIST))


def test_a_point_is_said_otherwise_and_read_at_once(session: Session, office: Office, a_draft: TemplateDraft) -> None:
    app = at(session, office)
    write(app, "Punktets tekst", "Du pynter op til jul.")
    app = press(app, "Gem")
    assert not app.exception
    assert writing_of(session).words("da").clauses["effort"].text == "Du pynter op til jul."
    assert "Du pynter op til jul." in drawn(app)


@pytest.mark.parametrize("kind", KINDS)
def test_every_piece_of_every_kind_can_be_opened_and_saved(
    session: Session, office: Office, now: datetime, kind: str
) -> None:
    begun(session, office.scene, office.as_admin, now, kind=kind)
    writing = writing_of(session)
    pieces = ["opening", f"section:{writing.sections[0].id}", f"clause:{writing.clauses()[0].id}"]
    by_type = {(field.type, field.source is None): field.id for field in writing.fields}
    app = at(session, office, "opening", kind)
    for piece in [*pieces, *(f"field:{name}" for name in by_type.values())]:
        app.session_state[PIECE.of(kind).key] = piece
        app = press(app.run(), "Gem")
        assert not app.exception, piece
        assert not app.error, piece
    assert writing_of(session) == writing
    assert problems(writing_of(session)) == []


def test_a_wrong_line_is_named_and_leads_to_its_piece(session: Session, office: Office, a_draft: TemplateDraft) -> None:
    app = at(session, office)
    write(app, "Punktets tekst", "Hej\n{{ volunteer.phone }}")
    app = press(app, "Gem")
    app.session_state[PIECE.of(KIND).key] = "opening"
    app = app.run()
    (problem,) = [button for button in app.button if button.key and button.key.startswith("problem-")]
    assert "linje 2" in problem.label
    assert "volunteer" in problem.label
    app = problem.click().run()
    assert app.session_state[PIECE.of(KIND).key] == EFFORT
    assert any(area.label == "Punktets tekst (skal rettes)" for area in app.text_area)
    (said,) = re.findall(r'<p class="hs-error"[^>]*>(.*?)</p>', html_of(app), re.DOTALL)
    assert "volunteer.phone" in said
    assert not app.exception


def test_what_somebody_else_wrote_is_not_overwritten_unseen(
    session: Session, office: Office, a_draft: TemplateDraft, now: datetime
) -> None:
    app = at(session, office)
    write(app, "Punktets tekst", "Mit forslag.")
    begun(session, office.scene, office.as_admin, now, saying("Den andens forslag."))
    app = press(app, "Gem")
    assert "Nogen" in text(app) or len(app.error) == 1
    assert writing_of(session).words("da").clauses["effort"].text == "Den andens forslag."
    app = press(app, "Gem")
    assert writing_of(session).words("da").clauses["effort"].text == "Mit forslag."


def test_somebody_elses_work_on_another_piece_is_in_nobodys_way(
    session: Session, office: Office, a_draft: TemplateDraft, now: datetime
) -> None:
    app = at(session, office)
    begun(session, office.scene, office.as_admin, now, saying("Et helt andet sted.", "boundaries"))
    app = app.run()
    write(app, "Punktets tekst", "Mit forslag.")
    app = press(app, "Gem")
    assert not app.error
    assert writing_of(session).words("da").clauses["effort"].text == "Mit forslag."
    assert writing_of(session).words("da").clauses["boundaries"].text == "Et helt andet sted."


def test_pieces_are_added_moved_and_removed(session: Session, office: Office, a_draft: TemplateDraft) -> None:
    app = at(session, office, "section:us")
    write(app, "Hvad hedder det på Dansk?", "Nøgler")
    app = press(app, "Tilføj")
    assert app.session_state[PIECE.of(KIND).key] == "clause:noegler"
    app = press(app, "Flyt op")
    assert [clause.id for clause in writing_of(session).sections[0].clauses][-2:] == ["noegler", "next_of_kin"]
    write(app, "Hvad hedder det på Dansk?", "Hvor mange nøgler?")
    app = press(app, "Tilføj")
    assert writing_of(session).field("hvor_mange_noegler").only_with == "noegler"
    app.session_state[PIECE.of(KIND).key] = "clause:noegler"
    app = press(app.run(), "Ja, fjern det")
    assert writing_of(session) == Writing.from_json(a_draft.content)
    assert not app.exception


def test_it_is_published_with_a_date(session: Session, office: Office, a_draft: TemplateDraft) -> None:
    app = press(at(session, office), "Ja, udgiv den")
    assert not app.exception
    version = now_stored(session).exec(select(TemplateVersion).where(TemplateVersion.organisation_id != None)).one()  # noqa: E711
    assert version.in_force_from == local_day(utc_now())
    assert "jeres egen" in text(app)


def test_with_something_wrong_it_is_not_published(
    session: Session, office: Office, a_draft: TemplateDraft, now: datetime
) -> None:
    begun(session, office.scene, office.as_admin, now, saying("{% for x in y %}"))
    app = press(at(session, office), "Ja, udgiv den")
    assert len(app.error) == 1
    assert draft_of(session)


def test_it_is_thrown_away(session: Session, office: Office, a_draft: TemplateDraft) -> None:
    press(at(session, office), "Ja, kassér den")
    assert now_stored(session).exec(select(TemplateDraft)).all() == []


def test_the_administrator_sees_how_many_and_nobody_by_name(session: Session, office: Office, now: datetime) -> None:
    a_sealed_letter(session, office.scene, now)
    published(session, office.scene, office.as_admin, now)
    said = said_in_rows(visit(session, office.admin, LIST))
    assert "1 underskrevet dokument siger det, en tidligere udgave sagde." in said
    for page in (LIST, PAGE):
        assert "Karen" not in text(visit(session, office.admin, page))


def test_every_version_can_be_read(session: Session, office: Office, now: datetime) -> None:
    published(session, office.scene, office.as_admin, now)
    app = visit(session, office.admin, PAGE, kind=KIND)
    view = kind_view(
        session=session,
        actor=office.as_admin,
        organisation_id=office.scene.organisation.id,
        kind=KIND,
        today=local_day(now),
    )
    box = next(each for each in app.selectbox if each.key == f"template:{KIND}:version")
    assert len(view.versions) == 2
    old = view.versions[1]
    app = box.set_value(old).run()
    assert not app.exception
    assert shipped()[KIND].words("da").clauses["effort"].text.split(".")[0] in drawn(app)


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "contact_person"])
@pytest.mark.parametrize("page", [LIST, PAGE])
def test_others_are_refused(session: Session, office: Office, who: str, page: str) -> None:
    app = at_the_file(session, getattr(office.scene, who), page)
    assert is_refused(app)
    assert "udgave" not in text(app)
