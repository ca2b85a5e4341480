"""What a deployment sets, read once at start from the environment, `.env` or `.streamlit/secrets.toml`."""

import logging
import os
import secrets
import stat
import tempfile
import tomllib
from contextlib import suppress
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from core.i18n import N_, gettext

log = logging.getLogger("haandslag")
ENV_FILE = Path(".env")
SECRETS_FILE = Path(".streamlit/secrets.toml")
PLACEHOLDERS = ("changeme", "change-me", "secret", "placeholder", "example", "your-", "123456", "password")
LEAST_SECRET = 32
LEAST_DIFFERENT = 10
MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"


Network = IPv4Network | IPv6Network


def networks(written: str) -> tuple[Network, ...]:
    """The addresses and networks in `written`, with commas between them; ValueError where one is neither."""
    return tuple(ip_network(each.strip(), strict=False) for each in written.split(",") if each.strip())


class SettingsRefused(RuntimeError):
    """The portal will not start like this. It says which setting is wrong and what to do, and never what it was set to:
    anybody may be looking at the screen."""

    def __init__(self, told: str, **details: str | int) -> None:
        super().__init__(told.format(**details))
        self.told, self.details = told, details

    def words(self) -> str:
        """The same in the reader's language."""
        return gettext(self.told).format(**self.details)


class Settings(BaseSettings):
    """Every setting, with the name it has in the environment as alias."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, toml_file=SECRETS_FILE, extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    database_url: str = Field(default="", alias="DATABASE_URL", description="Empty: SQLite in the data folder.")
    secret: str = Field(
        default="", alias="HANDSLAG_SECRET", description="Wraps all keys. Required with a remote database."
    )
    new_secret: str = Field(
        default="", alias="HANDSLAG_NEW_SECRET", description="What rotate-secret changes HANDSLAG_SECRET to."
    )
    backup_passphrase: str = Field(
        default="", alias="HANDSLAG_BACKUP_PASSPHRASE", description="What backups and exports are locked with."
    )
    data: Path = Field(default=Path("data"), alias="HANDSLAG_DATA", description="The data folder.")
    anchors: Path | None = Field(
        default=None,
        alias="HANDSLAG_ANCHORS",
        description="Where the newest hash of every log is kept each day. Empty: in the data folder.",
    )
    anchor_mail: str = Field(
        default="",
        alias="HANDSLAG_ANCHOR_MAIL",
        description="Who is mailed the newest hash of every log each day. Empty: nobody.",
    )
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
    proxies: str = Field(
        default="",
        alias="HANDSLAG_PROXIES",
        description="Addresses and networks of proxies that are believed about whom they heard from, with commas.",
    )
    session_days: int = Field(
        default=14, ge=1, le=90, alias="HANDSLAG_SESSION_DAYS", description="Days a login lasts without a visit."
    )
    invitation_days: int = Field(
        default=14, ge=1, le=90, alias="HANDSLAG_INVITATION_DAYS", description="Days an invitation can be used."
    )

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, written: str) -> str:
        networks(written)
        return written

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
    def anchor_folder(self) -> Path:
        """Where the newest hash of every log is kept each day."""
        return self.anchors or self.data / "anchors"

    @property
    def embedded(self) -> bool:
        """Whether the database is a file on this machine."""
        return self.database.startswith("sqlite")

    @property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """Whose word on where somebody comes from is believed."""
        return networks(self.proxies)

    @property
    def mail_configured(self) -> bool:
        """Whether mails can be sent."""
        return bool(self.smtp_host and self.smtp_from)


def read_settings(**given: Any) -> Settings:
    """The settings as they stand, with `given` before all others; `SettingsRefused` where they are not understood."""
    try:
        return Settings(**given)
    except ValidationError as error:
        names = ", ".join(sorted({str(each["loc"][0]) for each in error.errors()}))
        raise SettingsRefused(
            N_("These settings are not understood: {names}. The README says what they can be."), names=names
        ) from None
    except tomllib.TOMLDecodeError:
        raise SettingsRefused(
            N_("{file} cannot be read. Write each setting on a line of its own, with its value in quotes."),
            file=SECRETS_FILE.as_posix(),
        ) from None


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read_settings()


def portal_secret(chosen: Settings) -> str:
    """The secret that wraps all keys: the one given or, with an embedded database, one made in the data folder.

    Raises `SettingsRefused` for a placeholder, a short secret, a secret in a file of ours that other users of the
    machine can read, and for a remote database without a secret (a second process or a restart could not read the
    first's keys).
    """
    if _holds_secret(ENV_FILE):
        _refuse_open_file(ENV_FILE)
    if _holds_secret(SECRETS_FILE) and _is_open(SECRETS_FILE):
        # A host writes this file from its own form and sets its mode; whoever deploys there could change neither.
        log.warning("Everybody on this machine can read %s, which holds the secret.", SECRETS_FILE.as_posix())
    if chosen.secret:
        return checked_secret(chosen.secret)
    if not chosen.embedded:
        raise SettingsRefused(
            N_(
                "DATABASE_URL points to a database elsewhere, so HANDSLAG_SECRET is needed: all keys are kept in that "
                "database, wrapped by it. Make one with: {command}"
            ),
            command=MAKE_ONE,
        )
    return _secret_file(chosen.data)


def checked_secret(secret: str) -> str:
    """The secret, where it is long and random enough; raises `SettingsRefused`."""
    if any(word in secret.casefold() for word in PLACEHOLDERS) or len(set(secret)) < LEAST_DIFFERENT:
        raise SettingsRefused(
            N_("HANDSLAG_SECRET is a placeholder. Set a random one. Make one with: {command}"), command=MAKE_ONE
        )
    if len(secret) < LEAST_SECRET:
        raise SettingsRefused(
            N_("HANDSLAG_SECRET is too short: at least {least} random characters. Make one with: {command}"),
            least=LEAST_SECRET,
            command=MAKE_ONE,
        )
    return secret


def _holds_secret(path: Path) -> bool:
    return path.exists() and "HANDSLAG_SECRET" in path.read_text(encoding="utf-8")


def _is_open(path: Path) -> bool:
    """Whether everybody on the machine can read a file that is ours to close."""
    status = path.stat()
    # A file that belongs to the host (a mounted secret) is the host's to protect; we could not close it.
    ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return os.name == "posix" and ours and bool(status.st_mode & stat.S_IROTH)


def _refuse_open_file(path: Path) -> None:
    if _is_open(path):
        raise SettingsRefused(
            N_("{file} holds the secret, and everybody on this machine can read it. Close it with: chmod 600 {file}"),
            file=path.as_posix(),
        )


def _secret_file(folder: Path) -> str:
    path = secret_file(folder)
    if not path.exists():
        written_once(path, secrets.token_urlsafe(32))
    _refuse_open_file(path)
    return path.read_text(encoding="ascii").strip()


def secret_file(folder: Path) -> Path:
    """Where the secret of an embedded database is kept while no setting names one."""
    return folder / "secret.key"


def written_once(path: Path, content: str) -> None:
    """Write a file for its owner alone, unless another process has. It is whole before it gets its name, so that
    nobody reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
