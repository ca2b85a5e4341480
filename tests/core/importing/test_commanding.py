"""`python -m core import`: all of a sheet or nothing, and it says by its exit whether a row was refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import Session, select

from core.__main__ import cli
from core.importing import commanding
from db.importing import ImportRun
from db.organisations import Organisation
from db.people import Person
from tests.builders import a_member, a_scene, look_again
from tests.samples import fjordby

GOOD = "Navn;E-mail;Start\nBo Bæk;bo@example.dk;1.2.2020\nIb Bro;ib@example.dk;\n"


@pytest.fixture
def run(session: Session, portal, now, tmp_path: Path, monkeypatch):
    a_scene(session, now)
    monkeypatch.setattr(commanding, "opened", lambda _database: portal)

    def call(content: str | bytes, *said: str):
        file = tmp_path / "ark.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(cli, ["import", str(file), "--programme", "Municipal volunteer", *said])

    return call


def names(session: Session) -> set[str]:
    look_again(session)
    return set(session.exec(select(Person.name))) & {"Bo Bæk", "Ib Bro", "Ida Ask"}


def test_a_sheet_is_tried_and_then_brought_in(session, run):
    tried = run(GOOD, "--dry-run")
    assert (tried.exit_code, tried.output) == (0, "New: 2\n")
    assert names(session) == set()
    assert run(GOOD).exit_code == 0
    assert names(session) == {"Bo Bæk", "Ib Bro"}
    assert session.exec(select(ImportRun.new)).one() == 2


def test_where_a_row_is_refused_nothing_comes_in(session, run):
    refused = run(f"{GOOD}Ida Ask 010190-1234;ida@example.dk;\nKaren Møller;;\n")
    assert refused.exit_code == 1
    assert "Row 4: Refused: There is a CPR number in “Navn”." in refused.output
    assert "Row 5: Doubtful: May be Karen Møller" in refused.output
    assert "0190" not in refused.output
    assert names(session) == set()


def test_it_asks_for_what_it_cannot_know(session, run, now):
    assert "Say which of these sheets: Noter, Frivillige." in run(fjordby()).output
    assert "No workplace here is called “Månen”." in run(GOOD, "--workplace", "Månen").output
    a_member(session, session.exec(select(Organisation)).one(), now, name="Else Ny")
    several = run(GOOD)
    assert several.exit_code == 1
    # Whom one could mean is told, as they are to be written.
    assert "Jonas Holm;" in several.output
    assert "Else Ny" in several.output
    assert "Else Ny" in run(GOOD, "--coordinator", "Else").output
    assert run(GOOD, "--coordinator", "Jonas Holm").exit_code == 0
