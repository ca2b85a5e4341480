"""/healthz: for the machine that watches the portal."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from core.settings import SettingsRefused
from core.startup import open_portal


def health(_request: Request) -> JSONResponse:
    """200 while the portal is open and its database answers, else 503. It tells nothing else."""
    try:
        with open_portal().engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SettingsRefused:
        return JSONResponse({"status": "not started"}, status_code=503)
    except SQLAlchemyError:
        return JSONResponse({"status": "database unreachable"}, status_code=503)
    return JSONResponse({"status": "ok"})
