import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from core.settings import Settings, SettingsRefused, portal_secret, read_settings

GOOD = "4kQz8-vT2mWc_9sLxR7yBnE3pJ6hGdAf"
REMOTE = "postgresql://u:p@db.example/x"


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_portal_keeps_all_in_its_data_folder(tmp_path: Path) -> None:
    chosen = Settings()
    assert chosen.embedded
    assert chosen.database == f"sqlite:///{tmp_path / 'data' / 'haandslag.db'}"
    assert not chosen.mail_configured


def test_the_environment_wins_over_env_and_env_over_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".streamlit").mkdir()
    secrets = 'SMTP_HOST = "toml.example"\nSMTP_USER = "toml"\nSMTP_FROM = "toml@example.dk"\n[own]\nx = 1\n'
    (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
    (tmp_path / ".env").write_text("SMTP_HOST=env.example\nSMTP_USER=env\nUNKNOWN=1\n")
    monkeypatch.setenv("SMTP_HOST", "environment.example")
    chosen = Settings()
    assert (chosen.smtp_host, chosen.smtp_user, chosen.smtp_from) == ("environment.example", "env", "toml@example.dk")
    assert chosen.mail_configured


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("SMTP_PORT", "")
    assert Settings().embedded
    assert Settings().smtp_port == 587


def test_mail_needs_a_server_and_a_sender() -> None:
    assert not Settings(SMTP_HOST="mail.example").mail_configured
    assert Settings(SMTP_HOST="mail.example", SMTP_FROM="a@example.dk").mail_configured


def test_a_secret_is_made_once_beside_an_embedded_database(tmp_path: Path) -> None:
    first = portal_secret(Settings())
    assert len(first) >= 32
    assert portal_secret(Settings()) == first
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_nobody_else_on_the_machine_can_read_the_secret(tmp_path: Path) -> None:
    portal_secret(Settings())
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_secret_file_opened_to_everybody_is_refused(tmp_path: Path) -> None:
    portal_secret(Settings())
    (tmp_path / "data" / "secret.key").chmod(0o644)
    with pytest.raises(SettingsRefused, match="chmod 600"):
        portal_secret(Settings())


def _read_secret(folder: str) -> str:
    os.chdir(folder)
    return portal_secret(Settings())


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    with get_context("fork").Pool(6) as pool:
        found = pool.map(_read_secret, [str(tmp_path)] * 24)
    assert len(set(found)) == 1
    assert len(found[0]) >= 32


def test_a_database_elsewhere_needs_a_secret_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="HANDSLAG_SECRET"):
        portal_secret(Settings(DATABASE_URL=REMOTE))
    assert not (tmp_path / "data").exists()


def test_a_good_secret_is_taken_as_it_is() -> None:
    assert portal_secret(Settings(DATABASE_URL=REMOTE, HANDSLAG_SECRET=GOOD)) == GOOD


@pytest.mark.parametrize(
    "secret",
    [
        "changeme-changeme-changeme-changeme-42",
        "this-is-my-secret-and-nobody-knows-it",
        "your-random-value-goes-in-here-please",
        "x" * 64,
        "abcabcabcabcabcabcabcabcabcabcabcabcabc",
        "PASSWORD-PASSWORD-PASSWORD-7-8-9-0-12",
    ],
)
def test_a_placeholder_is_refused(secret: str) -> None:
    with pytest.raises(SettingsRefused, match="placeholder"):
        portal_secret(Settings(HANDSLAG_SECRET=secret))


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="too short"):
        portal_secret(Settings(HANDSLAG_SECRET=GOOD[:31]))


def _a_file_with_the_secret(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'HANDSLAG_SECRET="{GOOD}"\n')
    path.chmod(0o644)
    return path


def test_a_secret_in_our_own_env_file_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    path = _a_file_with_the_secret(tmp_path / ".env")
    with pytest.raises(SettingsRefused, match="chmod 600"):
        portal_secret(Settings())
    path.chmod(0o600)
    assert portal_secret(Settings()) == GOOD


def test_a_secrets_file_that_the_host_left_open_is_used_and_said_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = _a_file_with_the_secret(tmp_path / ".streamlit" / "secrets.toml")
    assert portal_secret(Settings()) == GOOD
    assert "Everybody on this machine can read .streamlit/secrets.toml" in caplog.text
    assert GOOD not in caplog.text
    caplog.clear()
    path.chmod(0o600)
    portal_secret(Settings())
    assert not caplog.text


def test_the_days_of_a_login_and_an_invitation_have_limits() -> None:
    with pytest.raises(ValueError, match="HANDSLAG_SESSION_DAYS"):
        Settings(HANDSLAG_SESSION_DAYS=0)
    with pytest.raises(ValueError, match="HANDSLAG_INVITATION_DAYS"):
        Settings(HANDSLAG_INVITATION_DAYS=365)


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_trusted_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().trusted_proxies == ()
    monkeypatch.setenv("HANDSLAG_PROXIES", "10.0.0.0/8, 2001:db8::1")
    assert [str(each) for each in Settings().trusted_proxies] == ["10.0.0.0/8", "2001:db8::1/128"]
    with pytest.raises(SettingsRefused, match="HANDSLAG_PROXIES"):
        read_settings(HANDSLAG_PROXIES="my-proxy")
