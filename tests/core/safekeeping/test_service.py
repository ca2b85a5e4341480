"""All of a portal is taken out, backed up, and taken in again on either database, with nothing lost."""

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from alembic import command
from sqlalchemy import Engine, LargeBinary, inspect, literal, select, type_coerce, update
from sqlmodel import SQLModel, col
from sqlmodel import select as sqlmodel_select

from core.commands import audit_findings
from core.safekeeping import locking
from core.safekeeping.refusing import NotOpened
from core.safekeeping.scope import conditions
from core.safekeeping.service import back_up, backed_up_at, check, export, import_all, restore
from core.safekeeping.shapes import LEFT_OUT
from core.settings import Settings
from core.startup import Portal, prepare
from db import outbox
from db.audit import PORTAL
from db.engine import connect, transaction
from db.migrate import alembic_config
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Account, Person
from db.talks import HistoryShare
from db.unsent import UnsentForm
from tests import templates
from tests.builders import a_scene, an_account, tell

PASSPHRASE = "tre æbler på et fad"


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as its model reads it, but for what no file takes along and how keys are wrapped."""
    found = {}
    with engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            columns = [each for each in table.columns if each.name not in ("wrapped", "backed_up_at")]
            asked = select(*columns).order_by(*table.primary_key)
            if table.name in ("audit_event", "audit_head"):
                asked = asked.where(table.c.organisation_id != PORTAL)
            if table.name not in LEFT_OUT:
                found[table.name] = [tuple(row) for row in connection.execute(asked)]
    return found


@pytest.fixture
def elsewhere(portal: Portal, tmp_path: Path):
    """An empty database of the other kind, and another secret."""
    other = templates.postgresql if portal.settings.embedded else templates.sqlite
    with other(None) as address:
        yield Settings(DATABASE_URL=address, HANDSLAG_SECRET="en-anden-hemmelighed-7Qb2xKz9Lm4", HANDSLAG_DATA=tmp_path)


def test_a_backup_is_restored_on_the_other_database_with_nothing_lost(portal, demonstration, elsewhere, tmp_path):
    before = everything(portal.engine)
    file = tmp_path / "portal.backup"
    made = back_up(portal, file, passphrase=PASSPHRASE)
    assert made.rows > 1000
    assert made.unreadable == ()
    demonstration.expire_all()
    assert backed_up_at(demonstration) is not None
    count = restore(elsewhere, file, passphrase=PASSPHRASE)
    there = prepare(elsewhere)
    after = everything(there.engine)
    for table, rows in before.items():
        assert after[table] == rows, table
    assert count == made.rows
    with there.session() as session:
        assert [each.says for each in audit_findings(session, elsewhere) if not each.fine] == []
    there.engine.dispose()


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A portal that is not there yet."""
    address = f"sqlite:///{tmp_path / 'ny.db'}"
    return Settings(DATABASE_URL=address, HANDSLAG_SECRET=templates.SECRET, HANDSLAG_DATA=tmp_path)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "COST", 4)
    monkeypatch.setattr(locking, "TIMES", 1)


def test_an_export_is_read_without_the_portal_and_taken_into_an_empty_one(portal, session, now, empty, tmp_path):
    scene = a_scene(session, now)
    with transaction(session):
        scene.volunteer.address, scene.volunteer.next_of_kin_name = "=Søvej 3\r\n8000 Aarhus", "Bo"
        session.add(scene.volunteer)
        tell(session, now)
    an_account(session, scene.volunteer, now)
    before, file = everything(portal.engine), tmp_path / "alt.zip"
    export(portal, file, organisation_id=None, passphrase=PASSPHRASE)
    assert file.stat().st_mode & 0o077 == 0
    with ZipFile(file) as opened:
        people = [*csv.DictReader(opened.read("tables/person.csv").decode("utf-8-sig").splitlines(keepends=True))]
        told = {name: opened.read(name).decode("utf-8-sig", "replace") for name in opened.namelist()}
    assert {"'=Søvej 3\r\n8000 Aarhus"} <= {each["address"] for each in people}
    assert "Locked: stands in keys.locked alone." in told["dictionary.csv"]
    assert not [name for name, words in told.items() if "$2b$" in words or "BEGIN PRIVATE" in words]
    assert not {"tables/session_row.csv", "tables/wrapped_key.csv"} & set(told)
    # One that was opened and not set up is empty too.
    shutil.copyfile(templates.sqlite_data("portal") / "haandslag.db", tmp_path / "ny.db")
    import_all(empty, file, passphrase=PASSPHRASE)
    there = prepare(empty)
    assert everything(there.engine) == before
    there.engine.dispose()


def test_an_export_is_taken_into_the_other_database_too(portal, session, now, elsewhere, tmp_path):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    with transaction(session):
        tell(session, now)
    before, file = everything(portal.engine), tmp_path / "alt.zip"
    export(portal, file, organisation_id=None, passphrase=PASSPHRASE)
    import_all(elsewhere, file, passphrase=PASSPHRASE)
    there = prepare(elsewhere)
    assert everything(there.engine) == before
    there.engine.dispose()


# A step before which outbox items did not say whom a mail is to.
OLDER = "0058"


def as_it_was(file: Path, older: Path, step: str, tmp_path: Path) -> None:
    """The export as a portal of that step would have written it: without the tables and columns made since."""
    then = connect(f"sqlite:///{tmp_path / 'then.db'}")
    with then.begin() as connection:
        command.upgrade(alembic_config(connection), step)
    known = inspect(then)
    columns = {name: {each["name"] for each in known.get_columns(name)} for name in known.get_table_names()}
    then.dispose()
    with ZipFile(file) as whole, ZipFile(older, "w") as other:
        told = json.loads(whole.read("manifest.json"))
        for table in told["tables"]:
            assert table["name"] not in columns or columns[table["name"]] <= {each["name"] for each in table["columns"]}
        told["step"], content = step, {name: whole.read(name) for name in whole.namelist()}
        for table in [*told["tables"]]:
            file_name = f"tables/{table['name']}.csv"
            if table["name"] not in columns:
                told["tables"].remove(table)
                told["files"].pop(file_name, None)
                content.pop(file_name, None)
                continue
            table["columns"] = [each for each in table["columns"] if each["name"] in columns[table["name"]]]
            if file_name in content:
                rows = [*csv.DictReader(io.StringIO(content[file_name].decode("utf-8-sig"), newline=""))]
                kept = [name for name in (rows[0] if rows else ()) if name in columns[table["name"]]]
                written = io.StringIO()
                out = csv.DictWriter(written, kept, extrasaction="ignore", lineterminator="\r\n")
                out.writeheader()
                out.writerows(rows)
                if rows:
                    content[file_name] = written.getvalue().encode("utf-8-sig")
                    told["files"][file_name] = hashlib.sha256(content[file_name]).hexdigest()
        content["manifest.json"] = json.dumps(told).encode()
        for name, each in content.items():
            other.writestr(name, each)


@pytest.mark.parametrize("way", ["export", "backup"])
def test_a_file_from_before_an_update_is_taken_in_and_brought_to_todays_tables(
    portal, session, now, empty, tmp_path, way
):
    scene = a_scene(session, now)
    with transaction(session):
        outbox.mail(session, "thanked", [scene.volunteer.id], organisation_id=scene.organisation.id, now=now)
        tell(session, now)
    file, older = tmp_path / "alt.zip", tmp_path / "older.zip"
    export(portal, file, organisation_id=None, passphrase=PASSPHRASE)
    as_it_was(file, older, OLDER, tmp_path)
    if way == "backup":
        file.write_bytes(b"".join(locking.locked(iter([older.read_bytes()]), PASSPHRASE)))
        assert check(file, passphrase=PASSPHRASE).rows == restore(empty, file, passphrase=PASSPHRASE)
    else:
        import_all(empty, older, passphrase=PASSPHRASE)
    there = prepare(empty)
    with there.session() as opened:
        person = opened.get_one(Person, scene.volunteer.id)
        assert (person.name, person.email, person.returning_email) == (scene.volunteer.name, scene.volunteer.email, "")
        # A mail of before is one still, to whom it was to.
        (item,) = opened.exec(sqlmodel_select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert item.params == {"message": "thanked", "person_id": str(scene.volunteer.id)}
        assert (item.done_at, item.kept_back) == (None, None)
    there.engine.dispose()


def test_an_organisation_alone_is_for_reading_and_holds_nothing_of_another_and_nothing_locked(
    portal, session, now, empty, tmp_path
):
    here, elsewhere = a_scene(session, now), a_scene(session, now)
    with transaction(session):
        here.volunteer.name, elsewhere.volunteer.name = "Karen Her", "Karen Hist"
        session.add_all([here.volunteer, elsewhere.volunteer])
        tell(session, now)
    an_account(session, here.volunteer, now)
    file = tmp_path / "en.zip"
    export(portal, file, organisation_id=here.organisation.id, passphrase="")
    with ZipFile(file) as opened:
        told = "\n".join(opened.read(name).decode("utf-8-sig", "replace") for name in opened.namelist())
        names = opened.namelist()
    assert "Karen Her" in told
    assert "Karen Hist" not in told
    assert str(elsewhere.organisation.id) not in told
    assert "$2b$" not in told
    assert "keys.locked" not in names
    with pytest.raises(NotOpened, match="is for reading"):
        import_all(empty, file, passphrase=PASSPHRASE)
    with pytest.raises(NotOpened, match="no organisation"):
        export(portal, file, organisation_id=PORTAL, passphrase="")


def test_what_cannot_be_taken_in_is_refused_in_words_and_changes_nothing(portal, session, now, empty, tmp_path):
    a_scene(session, now)
    file = tmp_path / "portal.backup"
    back_up(portal, file, passphrase=PASSPHRASE)
    before = everything(portal.engine)
    with pytest.raises(NotOpened, match="in use already"):
        restore(portal.settings, file, passphrase=PASSPHRASE)
    assert everything(portal.engine) == before
    with pytest.raises(NotOpened, match="not the one"):
        check(file, passphrase=PASSPHRASE + "!")
    cut = tmp_path / "cut.backup"
    cut.write_bytes(file.read_bytes()[:-4000])
    with pytest.raises(NotOpened, match="cut off or changed"):
        restore(empty, cut, passphrase=PASSPHRASE)
    with pytest.raises(NotOpened, match="at least 12"):
        back_up(portal, file, passphrase="kort")
    exported, changed = tmp_path / "alt.zip", tmp_path / "changed.zip"
    export(portal, exported, organisation_id=None, passphrase=PASSPHRASE)
    with pytest.raises(NotOpened, match="import-all"):
        restore(empty, exported, passphrase=PASSPHRASE)
    with pytest.raises(NotOpened, match="restore"):
        import_all(empty, file, passphrase=PASSPHRASE)
    for name, content, said in (
        ("tables/person.csv", b"id,name\r\n", "tables/person.csv in the file"),
        ("manifest.json", b'{"format": 99}', "newer version"),
        ("manifest.json", b"{}", "no file of the portal's"),
    ):
        with ZipFile(exported) as whole, ZipFile(changed, "w") as other:
            for each in whole.namelist():
                other.writestr(each, content if each == name else whole.read(each))
        with pytest.raises(NotOpened, match=said):
            import_all(empty, changed, passphrase=PASSPHRASE)
    engine = connect(empty.database)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_that_is_not_the_portals_is_left_alone(portal, session, now, empty, tmp_path):
    a_scene(session, now)
    file = tmp_path / "portal.backup"
    back_up(portal, file, passphrase=PASSPHRASE)
    engine = connect(empty.database)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(NotOpened, match="not the portal's"):
        restore(empty, file, passphrase=PASSPHRASE)
    assert inspect(engine).get_table_names() == ["theirs"]
    engine.dispose()


def test_a_value_that_cannot_be_read_is_named_and_the_rest_is_kept(portal, session, now, tmp_path):
    scene = a_scene(session, now)
    with transaction(session):
        altered = type_coerce(literal(b"x" * 40), LargeBinary)
        session.execute(update(Person).where(col(Person.id) == scene.volunteer.id).values(phone=altered))
    made = back_up(portal, tmp_path / "portal.backup", passphrase=PASSPHRASE)
    assert made.unreadable == (f"person {scene.volunteer.id}",)


def own_rows(engine: Engine, organisation_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of one organisation as their models read them, but for what points to nothing where it moves to."""
    found = {}
    with engine.connect() as connection:
        for name, own in conditions(organisation_id).items():
            table = SQLModel.metadata.tables[name]
            columns = [each for each in table.columns if f"{name}.{each.name}" != "account.works_in_id"]
            asked = select(*columns).where(own).order_by(*table.primary_key)
            found[name] = [tuple(row) for row in connection.execute(asked)]
    return found


def test_one_organisation_of_several_moves_alone_with_nothing_of_its_own_lost(
    portal, demonstration, session, now, elsewhere, tmp_path
):
    house = session.exec(sqlmodel_select(Organisation)).first()
    other = a_scene(session, now)
    karen = session.exec(sqlmodel_select(Account).where(Account.works_in_id == None)).first()  # noqa: E711
    with transaction(session):
        other.volunteer.name = "Karen Hist"
        karen.works_in_id = other.organisation.id
        session.add_all(
            [
                other.volunteer,
                karen,
                *(
                    UnsentForm(
                        person_id=karen.person_id, organisation_id=each, form=f"plan-{each}", content="{}", saved_at=now
                    )
                    for each in (house.id, other.organisation.id, None)
                ),
                HistoryShare(
                    person_id=karen.person_id,
                    from_organisation_id=house.id,
                    to_organisation_id=other.organisation.id,
                    given_at=now,
                ),
            ]
        )
        tell(session, now)
    before, whole, file = own_rows(portal.engine, house.id), everything(portal.engine), tmp_path / "en.zip"
    export(portal, file, organisation_id=house.id, passphrase=PASSPHRASE)
    assert file.stat().st_mode & 0o077 == 0
    assert b"$2b$" not in file.read_bytes()
    with pytest.raises(NotOpened, match="not the one"):
        import_all(elsewhere, file, passphrase=PASSPHRASE + "!")
    import_all(elsewhere, file, passphrase=PASSPHRASE)
    there = prepare(elsewhere)
    after = own_rows(there.engine, house.id)
    told = [each for each in after["audit_event"] if each in before["audit_event"]]
    assert len(before["audit_event"]) == len(told)
    for name in ("audit_event", "audit_head"):
        before.pop(name), after.pop(name)
    assert after == before
    # Nothing of the other is there, and evidence and log hold as they did.
    with there.session() as opened:
        assert opened.exec(sqlmodel_select(Organisation.name)).all() == [house.name]
        assert "Karen Hist" not in opened.exec(sqlmodel_select(Person.name)).all()
        assert opened.get_one(Account, karen.id).works_in_id is None
        assert opened.exec(sqlmodel_select(UnsentForm.form)).all() == [f"plan-{house.id}"]
        assert [each for each in audit_findings(opened, there.settings) if not each.fine] == []
    there.engine.dispose()
    # And the portal it moves from is as it was, but that its log says so.
    still = everything(portal.engine)
    for name in ("audit_event", "audit_head"):
        whole.pop(name), still.pop(name)
    assert still == whole
