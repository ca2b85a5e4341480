"""From a file to the register and back again, one question at a time, without a browser."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from core.importing.drafts import begin_draft, draft_of, forget_on_their_day
from db.importing import ImportDraft
from db.people import Engagement, Person
from pages.importing.starting import SAMPLES as OFFERED
from tests.builders import Scene, a_scene, look_again
from tests.core.importing.sheets import workbook
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import text
from tests.samples import SAMPLES, fjordby

PAGE = "importing/import_sheet"
ROWS = (
    ("Frivillige i Solbjerg", None, None, None),
    ("Hvem", "E-mail", "Hvor", "Start"),
    ("Bo Bæk", "bo@example.dk", "Birkehuset", 44197),
    ("Ib Bro", "ib@example.dk", "Skoven", "1/9-2019"),
    ("Karen Møller", None, "Birkehuset", None),
    ("Eva Eg 010190-1234", "eva@example.dk", "Birkehuset", None),
    ("I alt", 4, None, None),
)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def begun(session: Session, scene: Scene, now, data: bytes) -> None:
    begin_draft(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        data=data,
        now=now,
    )


def test_a_messy_sheet_goes_from_its_columns_to_the_register_and_is_undone(session, scene, now):
    begun(session, scene, now, workbook(ROWS))
    app = visit(session, scene.coordinator, PAGE)
    # A file of one sheet is not asked which, and no step is passed over.
    assert "Trin 2 af 4" in text(app)
    held = {each.label: each.value for each in app.selectbox}
    assert held["E-mail"] == "email"
    assert held["Hvem"] == ""
    go_on(app)
    assert "Vælg den kolonne, navnene står i." in [each.value for each in app.error]
    field(app, "Hvem").set_value("name")
    go_on(app)
    # A program is asked for, and what is meant by a place nobody here calls so; after a break as well.
    app = visit(session, scene.coordinator, PAGE)
    assert "Hvad siger arket ikke?" in text(app)
    field(app, "Program, ").set_value("kommunal_frivillig")
    field(app, "Arbejdsplads: “Skoven”").set_value(str(scene.workplace.id))
    go_on(app)
    (pills,) = app.get("button_group")
    assert [each.content for each in pills.proto.options] == [
        "Tvivl **1**",
        "Afvist **1**",
        "Nye **2**",
        "Om ingen **1**",
    ]
    assert "Er måske Karen Møller (Birkehuset, samme navn)" in said_in_rows(app)
    assert "0190" not in text(app)
    press(app, "import-it")
    look_again(session)
    engaged = select(Person.name).join(Engagement, col(Engagement.person_id) == Person.id)
    assert sorted(session.exec(engaged)) == ["Bo Bæk", "Ib Bro", "Karen Møller"]
    assert session.exec(select(ImportDraft)).all() == []
    app = visit(session, scene.coordinator, PAGE)
    assert "2 nye frivillige" in said_in_rows(app)
    press(app, undo := next(str(each.key) for each in app.button if str(each.key).startswith("open-undo-")))
    # What goes is said first: a colleague may have brought it in.
    look_again(session)
    assert len(session.exec(engaged).all()) == 3
    assert f"{scene.coordinator.name} har taget 2 nye frivillige ind" in text(app)
    press(app, f"{undo.removeprefix('open-')}-sure")
    look_again(session)
    assert [person.name for person in session.exec(select(Person)) if person.name in ("Bo Bæk", "Ib Bro")] == []


def test_who_is_meant_is_said_row_by_row_or_of_all_and_a_sheet_is_given_up(session, scene, now):
    rows = [("Navn", "Program"), *(("Karen Møller", "Frivillig i kommunen"),) * 2]
    begun(session, scene, now, workbook(rows))
    app = visit(session, scene.coordinator, PAGE)
    go_on(app)
    press(app, "all-new")
    assert "Nye **1**" not in text(app)
    draft = draft_of(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    assert draft is not None
    assert set(draft.choices.decided.values()) == {"new"}
    press(app, "back-columns")
    assert "Hvad står der i hver kolonne?" in text(app)
    press(app, "import-give-up")
    look_again(session)
    assert session.exec(select(ImportDraft)).all() == []
    assert "Hvilket regneark har du?" in text(app)


def test_of_several_sheets_one_is_chosen_and_none_is_kept_for_long(session, scene, now):
    begun(session, scene, now, fjordby())
    app = visit(session, scene.coordinator, PAGE)
    assert app.radio[0].options == ["Noter", "Frivillige"]
    # The longest is the likely one; another is one press away.
    assert app.radio[0].value == 1
    go_on(app)
    assert "Hvad står der i hver kolonne?" in text(app)
    forget_on_their_day(session, now + timedelta(days=6))
    assert len(session.exec(select(ImportDraft)).all()) == 1
    forget_on_their_day(session, now + timedelta(days=40))
    assert session.exec(select(ImportDraft)).all() == []


def test_the_demonstration_offers_each_sample():
    assert OFFERED.keys() == SAMPLES.keys()


def go_on(app):
    next(each for each in app.button if each.label == "Gå videre").click().run()
    assert not app.exception


def press(app, key: str):
    next(each for each in app.button if each.key == key).click().run()
    assert not app.exception


def field(app, label: str):
    return next(each for each in app.selectbox if each.label.startswith(label))
