"""`python -m core`, run as a person would."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import LargeBinary, literal, text, type_coerce, update
from sqlmodel import Session, col, delete, select

from core import commands, rotating, startup
from core.__main__ import cli
from core.access.invitations import opened
from core.applications.writing_down import ApplicationDetails, write_down
from core.documents.sealing.waiting import Trouble
from core.i18n import local_day, utc_now
from core.organisations.service import state
from core.pdf import fonts
from core.programmes.programme import shipped
from core.settings import Settings
from core.startup import Portal
from db.applications import Application
from db.audit import AuditEvent, AuditHead
from db.documents import Consent, ConsentDrawing
from db.engine import transaction
from db.organisations import Deployment
from db.outbox import OutboxItem
from db.people import Engagement, Person
from db.places import UNREADABLE
from db.tables import METADATA
from tests.architecture import ROOT
from tests.builders import a_scene
from tests.core.documents.stories import a_signed_letter
from tests.core.tasks.builders import a_task


@pytest.fixture
def run(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from tests.templates import SECRET

    monkeypatch.setenv("HANDSLAG_SECRET", SECRET)
    monkeypatch.setenv("HANDSLAG_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(cli, [*words, "--database", database])


def test_a_command_that_handles_a_passphrase_says_nothing_of_a_library_it_takes_along() -> None:
    code = (
        "from core.__main__ import cli; from core.access.passphrase import hash_passphrase; "
        "cli.callback(language='en'); hash_passphrase('fire grønne cykler')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "demo",
        "migrate",
        "documents",
        "document",
        "verify",
        "journey",
        "project",
        "send",
        "doctor",
        "organisation add",
        "audit verify",
        "audit anchor",
        "rotate-secret",
        "export",
        "import-all",
        "restore",
        "backup",
    ],
)
def test_every_command_explains_itself(name: str):
    result = CliRunner().invoke(cli, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert name == "" or "--database" in result.output


def test_a_sealed_document_is_listed_written_and_found_genuine(demonstration: Session, run, tmp_path: Path):
    demonstration.close()
    lines = [line.split("\t") for line in run("documents").output.splitlines()]
    document_id = next(line[0] for line in lines if line[2] == "sealed")
    out = tmp_path / "aftale.pdf"
    assert run("document", document_id, "--out", str(out)).exit_code == 0
    result = run("verify", str(out))
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "genuine")
    out.write_bytes(out.read_bytes() + b"\n")
    assert run("verify", str(out)).exit_code == 1
    assert run("verify", str(out)).output.splitlines()[0] == "altered"
    unsealed = next(line[0] for line in lines if line[2] == "draft")
    assert run("document", unsealed, "--out", str(out)).exit_code == 1


def test_the_demonstration_is_loaded_once(demonstration: Session, run):
    # It was loaded by the same command: see tests/templates.py.
    assert state(demonstration) == "demonstration"
    demonstration.close()
    again = run("demo")
    assert again.exit_code == 1
    assert "Traceback" not in again.output


def test_a_backup_is_made_checked_and_refused_by_command_and_the_doctor_tells_its_age(
    portal: Portal, session: Session, now, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    a_scene(session, now)
    session.close()
    assert "MISS backup: none was made yet" in run("doctor").output
    monkeypatch.setenv("HANDSLAG_BACKUP_PASSPHRASE", "tre æbler på et fad")
    file, other = tmp_path / "portal.backup", tmp_path / "passphrase"
    made = run("backup", str(file))
    assert (made.exit_code, "can be restored" in made.output) == (0, True)
    assert "ok   backup: the newest is of" in run("doctor").output
    assert run("backup", "--check", str(file)).exit_code == 0
    other.write_text("fire æbler på et fad\n", encoding="utf-8")
    wrong = run("backup", "--check", str(file), "--passphrase-file", str(other))
    assert (wrong.exit_code, "The passphrase is not the one" in wrong.output) == (1, True)
    again = run("restore", str(file))
    assert (again.exit_code, "in use already" in again.output) == (1, True)
    alone = run("export", str(tmp_path / "en.zip"), "--organisation", str(UUID(int=3)))
    assert (alone.exit_code, "no organisation with that id" in alone.output) == (1, True)
    with transaction(session):
        session.execute(update(Deployment).values(backed_up_at=utc_now() - timedelta(days=30)))
    assert "MISS backup: the newest is of" in run("doctor").output


def test_the_doctor_says_what_is_missing_and_what_that_costs(portal: Portal, run):
    result = run("doctor")
    assert result.exit_code == 0
    assert "links must be copied" in result.output
    assert "not set up" in result.output


def test_the_doctor_says_of_each_thing_that_keeps_a_seal_away_what_is_to_be_done(
    portal: Portal, session: Session, now, run, monkeypatch: pytest.MonkeyPatch
):
    scene = a_scene(session, now)
    a_signed_letter(session, scene, now)
    for trouble in Trouble:
        with transaction(session):
            session.execute(update(OutboxItem).where(col(OutboxItem.kind) == "seal").values(problem=trouble.value))
        told = run("doctor")
        assert told.exit_code == 1
        assert f"1 signed by all and not sealed ({trouble}): {commands.WHAT_TO_DO[trouble]}" in told.output
    monkeypatch.setattr(commands, "disk_usage", lambda _folder: SimpleNamespace(free=3 * 1024**2))
    monkeypatch.setattr(fonts, "FOLDER", Path("nowhere"))
    for kept in (fonts.face, fonts.typeface):
        kept.cache_clear()
    told = run("doctor").output
    # The disk of a database elsewhere is not this one's.
    assert ("MISS room on the disk: 3 MB free: make room" in told) is (portal.engine.dialect.name == "sqlite")
    assert "MISS fonts: noto-emoji.ttf is gone or broken" in told


def test_a_signature_moved_in_time_and_one_that_is_gone_are_told_by_verify_and_by_the_doctor(
    demonstration: Session, run
):
    demonstration.close()
    whole = run("audit", "verify")
    assert (whole.exit_code, "MISS" in whole.output) == (0, False)
    with transaction(demonstration):
        moved, gone = demonstration.exec(select(Consent).limit(2)).all()
        demonstration.execute(update(Consent).where(col(Consent.id) == moved.id).values(given_at=utc_now()))
        demonstration.execute(delete(ConsentDrawing).where(col(ConsentDrawing.consent_id) == gone.id))
        demonstration.execute(delete(Consent).where(col(Consent.id) == gone.id))
    demonstration.close()
    for command in (["audit", "verify"], ["doctor"]):
        told = run(*command)
        assert told.exit_code == 1
        assert f"consent {moved.id} is not as it was written: see entry" in told.output
        assert f"consent {gone.id} is gone: see entry" in told.output


def test_a_value_of_another_row_is_named_and_the_list_it_stands_in_opens(demonstration: Session, run):
    one, other = demonstration.exec(select(Person.id).where(col(Person.found_by).contains("@")).limit(2)).all()
    table = METADATA.tables["person"]
    stored = demonstration.exec(select(type_coerce(table.c.phone, LargeBinary)).where(table.c.id == other)).one()
    with transaction(demonstration):
        pasted = table.update().where(table.c.id == one).values(phone=literal(stored, LargeBinary))
        demonstration.connection().execute(pasted)
    demonstration.expunge_all()
    assert UNREADABLE in demonstration.exec(select(Person.phone)).all()
    demonstration.close()
    told = run("doctor")
    assert told.exit_code == 1
    assert f"person.phone {one} was altered, or is not where it was written" in told.output


def test_the_doctor_says_of_a_folder_that_others_can_look_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HANDSLAG_DATA", str(tmp_path))
    for rights, told in ((0o700, False), (0o755, True)):
        tmp_path.chmod(rights)
        says = CliRunner().invoke(cli, ["doctor", "--database", f"sqlite:///{tmp_path / 'haandslag.db'}"]).output
        assert (f"MISS rights: others on this machine can look into {tmp_path}: chmod 700" in says) is told


def test_words_put_into_an_encrypted_column_past_the_portal_are_named_too(demonstration: Session, run):
    one = demonstration.exec(select(Person.id).where(col(Person.found_by).contains("@")).limit(1)).one()
    with transaction(demonstration):
        demonstration.connection().execute(text("UPDATE person SET phone = 'x' WHERE id = :id"), {"id": one.hex})
    demonstration.close()
    told = run("audit", "verify")
    assert (told.exit_code, told.exception.__class__) == (1, SystemExit)
    assert f"person.phone {one} was altered, or is not where it was written" in told.output


def test_a_new_secret_opens_all_and_what_is_next_is_said(
    portal: Portal, demonstration: Session, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from tests.templates import SECRET

    phones = sorted(demonstration.exec(select(Person.phone)))
    demonstration.close()
    portal.engine.dispose()

    def rotate(new: str, former: str = SECRET, *more: str) -> Result:
        monkeypatch.setenv("HANDSLAG_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("HANDSLAG_SECRET", former)
        monkeypatch.setenv("HANDSLAG_NEW_SECRET", new)
        return CliRunner().invoke(cli, ["rotate-secret", "--database", database, *more])

    other = "en-anden-hemmelighed-til-proeverne-9bL3qR8w"
    asked = rotate(other)
    assert (asked.exit_code, "Is it stopped everywhere?" in asked.output) == (1, True)
    for new, former, told in (
        (SECRET, SECRET, "is the secret the portal has already"),
        ("kort", SECRET, "HANDSLAG_NEW_SECRET is"),
        (other[::-1], other, "does not open it either"),
    ):
        refused = rotate(new, former, "--stopped")
        assert (refused.exit_code, told in refused.output, "Traceback" in refused.output) == (1, True, False)
    with monkeypatch.context() as running:
        running.setattr(rotating, "others_are_in", lambda _engine: True)
        refused = rotate(other, SECRET, "--stopped")
        assert (refused.exit_code, "The database is open elsewhere" in refused.output) == (1, True)
    done = rotate(other, SECRET, "--stopped")
    assert done.exit_code == 0
    assert "Set HANDSLAG_SECRET to the new secret" in done.output
    assert other not in done.output
    assert "opens with the new secret already" in rotate(other, SECRET, "--stopped").output
    monkeypatch.setenv("HANDSLAG_SECRET", other)
    assert CliRunner().invoke(cli, ["audit", "verify", "--database", database]).exit_code == 0
    assert sorted(demonstration.exec(select(Person.phone))) == phones


def test_a_secret_of_the_data_folder_is_changed_there_also_where_it_was_cut_off_between(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("HANDSLAG_DATA", str(data))
    chosen = Settings(HANDSLAG_DATA=data, DATABASE_URL=f"sqlite:///{data}/haandslag.db")
    startup.prepare(chosen).engine.dispose()
    first = (data / "secret.key").read_text()
    done = rotating.rotate(chosen, "")
    second = (data / "secret.key").read_text()
    assert first != second
    assert (data / "secret.former").read_text() == first
    assert not (data / "secret.next").exists()
    assert "copy it to where you kept the former one" in done[1]
    # The database was done and the file was not: the same command finishes it.
    (data / "secret.key").rename(data / "secret.next")
    (data / "secret.former").rename(data / "secret.key")
    assert "already" in rotating.rotate(chosen, "")[0]
    assert (data / "secret.key").read_text() == second
    startup.prepare(chosen).engine.dispose()


def test_a_secret_file_that_was_cut_off_while_it_was_exchanged_is_exchanged_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("HANDSLAG_DATA", str(data))
    chosen = Settings(HANDSLAG_DATA=data, DATABASE_URL=f"sqlite:///{data}/haandslag.db")
    startup.prepare(chosen).engine.dispose()
    first = (data / "secret.key").read_text()
    with monkeypatch.context() as cut:
        cut.setattr(Path, "replace", power_cut_at_the_new_one)
        with pytest.raises(KeyboardInterrupt):
            rotating.rotate(chosen, "")
    assert "already" in rotating.rotate(chosen, "")[0]
    assert (data / "secret.former").read_text() == first
    startup.prepare(chosen).engine.dispose()


def power_cut_at_the_new_one(path: Path, target: Path) -> None:
    if path.suffix == ".next":
        raise KeyboardInterrupt
    path.rename(target)


def test_a_log_cut_off_at_its_end_is_told_by_the_file_that_send_left(portal: Portal, run, tmp_path: Path):
    assert "anchors: none of this portal" in run("doctor").output
    assert run("send").exit_code == 0
    (kept,) = (tmp_path / "data" / "anchors").iterdir()
    assert run("audit", "anchor").output == kept.read_text()
    assert "anchors: 1 in" in run("doctor").output
    with portal.session() as session, transaction(session):
        session.execute(delete(AuditEvent))
        session.execute(delete(AuditHead))
    told = run("audit", "verify")
    assert told.exit_code == 1
    assert "MISS log of the portal: had entry 1 on" in told.output
    kept.unlink()
    kept.parent.rmdir()
    kept.parent.write_text("a file where the folder should be")
    refused = run("audit", "anchor")
    assert (refused.exit_code, "HANDSLAG_ANCHORS" in refused.output) == (1, True)


def test_send_says_how_much_was_done_and_deletes_an_application_on_the_day_it_was_told(portal: Portal, run):
    with portal.session() as session:
        now = utc_now()
        scene = a_scene(session, now)
        task, said = a_task(session, scene, now), ApplicationDetails(name="Ib Krogh", phone="20304050")
        old, new = (
            write_down(session=session, actor=scene.as_coordinator, task_id=task.id, details=said, now=now).id
            for _each in range(2)
        )
        with transaction(session):
            session.get_one(Application, old).delete_on = local_day(now)
    assert run("send").output.strip() == "sealed 0, sent 0, dropped 0, left 0, deleted 1"
    with portal.session() as session:
        assert session.exec(select(Application.id)).all() == [new]


def test_a_file_that_is_no_pdf_is_refused_in_words(portal: Portal, run, tmp_path: Path):
    file = tmp_path / "brev.txt"
    file.write_text("hej")
    result = run("verify", str(file))
    assert result.exit_code == 1
    assert "not a PDF" in result.output


def test_a_journey_is_printed_without_a_name(demonstration: Session, run):
    today = local_day(utc_now())
    engagement, person = demonstration.exec(
        select(Engagement, Person)
        .where(col(Person.id) == Engagement.person_id)
        .where(col(Person.name) == "Gitte Krogh")
    ).one()
    going_on = len(demonstration.exec(select(Engagement.id).where(col(Engagement.ended_at).is_(None))).all())
    demonstration.close()
    result = run("journey", str(engagement.id), "--on", f"{today}")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"laer_at_tackle version {shipped()['laer_at_tackle'].version}, {today}"
    assert "done       joined" in result.output
    assert "done       training" in result.output
    assert "Gitte" not in result.output
    assert run("journey", str(person.id)).exit_code == 1
    assert run("project").output.strip() == f"{going_on} engagements"


def test_an_organisation_and_an_operator_are_made_and_their_links_lead_in(portal: Portal, run):
    made = run("organisation", "add", "Nyborg Kommune", "--administrator-name", "Bo Lind", "--reads", "en")
    assert made.exit_code == 0
    again = run("organisation", "add", "nyborg kommune", "--administrator-name", "Bo Lind")
    assert (again.exit_code, "Traceback" in again.output) == (1, False)
    operator = run("operator", "add", "Ulla Kragh")
    told = []
    with portal.session() as session:
        for line in (made.output, operator.output):
            found = opened(session=session, token=line.strip().partition("?t=")[2], now=utc_now())
            told.append((found.person, found.language, found.organisation))
    assert told == [("Bo Lind", "en", "Nyborg Kommune"), ("Ulla Kragh", "da", "")]
    (listed,) = run("operator", "list").output.splitlines()
    operator_id, *rest = listed.split("\t")
    assert rest == ["Ulla Kragh", "invited"]
    assert run("operator", "end", operator_id).exit_code == 0
    assert run("operator", "end", operator_id).exit_code == 1
