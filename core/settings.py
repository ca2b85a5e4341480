"""What a deployment sets, read once at start from the environment, `.env` or `.streamlit/secrets.toml`."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ENV_FILE = Path(".env")
SECRETS_FILE = Path(".streamlit/secrets.toml")
PLACEHOLDERS = ("changeme", "change-me", "secret", "placeholder", "example", "your-", "123456", "password")
LEAST_SECRET = 32
LEAST_DIFFERENT = 10


class SettingsRefused(RuntimeError):
    """The portal will not start like this; the message says what to change."""


class Settings(BaseSettings):
    """Every setting, with the name it has in the environment as alias."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, toml_file=SECRETS_FILE, extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    database_url: str = Field(default="", alias="DATABASE_URL", description="Empty: SQLite in the data folder.")
    secret: str = Field(
        default="", alias="HANDSLAG_SECRET", description="Wraps all keys. Required with a remote database."
    )
    data: Path = Field(default=Path("data"), alias="HANDSLAG_DATA", description="The data folder.")
    url: str = Field(
        default="http://localhost:8501",
        alias="HANDSLAG_URL",
        description="The portal's public address, used in links, mails and QR codes.",
    )
    smtp_host: str = Field(default="", alias="SMTP_HOST", description="Empty: no mail is sent; links are copied.")
    smtp_port: int = Field(default=587, alias="SMTP_PORT", description="The mail server's port.")
    smtp_user: str = Field(default="", alias="SMTP_USER", description="Login at the mail server, if it wants one.")
    smtp_password: str = Field(default="", alias="SMTP_PASSWORD", description="Password at the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", alias="SMTP_SECURITY", description="starttls, tls or none."
    )
    smtp_from: str = Field(default="", alias="SMTP_FROM", description="The sender's address of every mail.")
    session_days: int = Field(
        default=14, ge=1, le=90, alias="HANDSLAG_SESSION_DAYS", description="Days a login lasts without a visit."
    )
    invitation_days: int = Field(
        default=14, ge=1, le=90, alias="HANDSLAG_INVITATION_DAYS", description="Days an invitation can be used."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over `.env`, which wins over `secrets.toml`."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, toml, file_secret_settings

    @property
    def database(self) -> str:
        """The database address: the one given, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'haandslag.db'}"

    @property
    def embedded(self) -> bool:
        """Whether the database is a file on this machine."""
        return self.database.startswith("sqlite")

    @property
    def mail_configured(self) -> bool:
        """Whether mails can be sent."""
        return bool(self.smtp_host and self.smtp_from)


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()


def portal_secret(chosen: Settings) -> str:
    """The secret that wraps all keys: the one given or, with an embedded database, one made in the data folder.

    Raises `SettingsRefused` for a placeholder, a short secret, a secret in a file that other users of the machine can
    read, and for a remote database without a secret (a second process or a restart could not read the first's keys).
    """
    for path in (ENV_FILE, SECRETS_FILE):
        if path.exists() and "HANDSLAG_SECRET" in path.read_text(encoding="utf-8"):
            _refuse_open_file(path)
    if chosen.secret:
        return _checked(chosen.secret)
    if not chosen.embedded:
        raise SettingsRefused(
            "DATABASE_URL points to a database elsewhere, so HANDSLAG_SECRET is needed: all keys are kept in that "
            "database, wrapped by it. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return _secret_file(chosen.data)


def _checked(secret: str) -> str:
    if any(word in secret.casefold() for word in PLACEHOLDERS) or len(set(secret)) < LEAST_DIFFERENT:
        raise SettingsRefused("HANDSLAG_SECRET is a placeholder. Set a random one.")
    if len(secret) < LEAST_SECRET:
        raise SettingsRefused(f"HANDSLAG_SECRET is too short: at least {LEAST_SECRET} random characters.")
    return secret


def _refuse_open_file(path: Path) -> None:
    status = path.stat()
    # A file that belongs to the host (a mounted secret) is the host's to protect; we could not close it.
    ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    if os.name == "posix" and ours and status.st_mode & stat.S_IROTH:
        raise SettingsRefused(f"{path} holds the secret and everybody on this machine can read it: chmod 600 {path}")


def _secret_file(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret.key"
    if not path.exists():
        # Written whole before it gets its name, so that a second process never reads half a secret.
        descriptor, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    _refuse_open_file(path)
    return path.read_text(encoding="ascii").strip()
