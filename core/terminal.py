"""What commands have in common: the database they are about, opened as the portal opens it."""

import click

from core import startup
from core.settings import SettingsRefused, read_settings, settings
from core.startup import Portal

DATABASE = click.option("--database", metavar="URL", help="Another database than the one in the settings.")


def opened(database: str | None) -> Portal:
    """The portal of the settings, or of another database; why not, in words, where the settings are refused."""
    try:
        portal = startup.prepare(settings() if database is None else read_settings(DATABASE_URL=database))
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    startup.use(portal)
    return portal
