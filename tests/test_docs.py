"""What the docs must name, they name."""

import re
import tomllib

import pytest
from sqlmodel import SQLModel

import db.people  # noqa: F401
from core.__main__ import cli
from core.documents.template.model import shipped
from core.settings import Settings, SettingsRefused, portal_secret
from db.places import EncryptedText
from tests.architecture import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
FAMILIES = {"R": 14, "M": 4, "S": 7, "H": 7, "K": 3, "L": 7, "E": 4, "V": 3, "O": 4}


@pytest.mark.parametrize("setting", [field.alias for field in Settings.model_fields.values()])
def test_every_setting_is_in_the_readme(setting: str):
    assert f"`{setting}`" in README


@pytest.mark.parametrize("command", list(cli.commands))
def test_every_command_is_in_the_readme(command: str):
    assert f"`python -m core {command}" in README


def test_every_row_of_the_sources_has_its_place():
    named = set()
    for family, first, last in re.findall(r"^\| ([A-Z])(\d+)(?:[–,] ?[A-Z]?(\d+))? ", SOURCES, re.M):
        named |= {f"{family}{number}" for number in range(int(first), int(last or first) + 1)}
    wanted = {f"{family}{number}" for family, most in FAMILIES.items() for number in range(1, most + 1)}
    assert wanted - named == set()


def test_every_row_a_clause_springs_from_is_explained():
    ids = {clause.source for template in shipped().values() for clause in template.clauses()}
    families = {re.match(r"[A-Z]\d+", source).group() for source in ids}  # type: ignore[union-attr]
    assert all(re.search(rf"^\| {family}\b", SOURCES, re.M) for family in families)


def test_the_example_of_secrets_names_settings_alone_and_does_not_start_as_it_is(tmp_path, monkeypatch):
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    named = {**tomllib.loads(example), **tomllib.loads("\n".join(re.findall(r"^# (\w+ = .*)$", example, re.M)))}
    assert {*named} <= {field.alias for field in Settings.model_fields.values()}
    monkeypatch.chdir(tmp_path)
    for secret in (named["HANDSLAG_SECRET"], ""):
        with pytest.raises(SettingsRefused, match="HANDSLAG_SECRET"):
            portal_secret(Settings(**{**named, "HANDSLAG_SECRET": secret}))


def test_the_python_for_hosts_is_one_the_portal_runs_on():
    least = re.search(r"Python (3\.\d+) or later", README)
    assert least
    assert (ROOT / ".python-version").read_text().strip() == least[1]


ENCRYPTED = {"phone numbers": "phone", "addresses": "address", "next of kin": "next_of_kin_name"}
IN_CLEAR = {"names": "name", "e-mail addresses": "email"}


def test_the_readme_says_what_of_a_person_is_encrypted_and_what_is_not():
    told = re.search(r"Phone numbers, (.*?) are encrypted in the database; (.*?) are not", README, re.S)
    assert told
    encrypted = {
        name
        for name, column in SQLModel.metadata.tables["person"].columns.items()
        if isinstance(column.type, EncryptedText)
    }
    assert all(words in f"phone numbers, {told[1]}" for words in ENCRYPTED)
    assert {*ENCRYPTED.values()} == encrypted - {"next_of_kin_phone", "next_of_kin_relation"}
    assert all(words in told[2] for words in IN_CLEAR)
    assert not encrypted & {*IN_CLEAR.values()}


def test_a_shipped_programme_names_only_rows_that_the_portal_answers():
    answered = dict(re.findall(r"^\| ([A-Z]\d+)[^|]* \| [^|]* \| ([^|]*) \|$", SOURCES, re.M))
    for path in sorted((ROOT / "core" / "programmes").glob("*.toml")):
        for row in re.findall(r"\b[A-Z]\d+\b", path.read_text(encoding="utf-8")):
            assert not answered.get(row, "not yet").startswith("not yet"), f"{path.name}: {row}"


def test_the_first_command_of_the_readme_is_one_line():
    line = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/streamlit run app.py"
    assert line in README.splitlines()
