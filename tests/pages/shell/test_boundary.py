"""What is said where something breaks that nobody expected, by what broke."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from core.error_codes import ErrorCode
from core.errors import MESSAGES
from pages.shell import boundary


@pytest.mark.usefixtures("reference_expected")
def test_what_cannot_be_read_any_more_is_told_with_a_reference_and_a_busy_database_without_one():
    def script(kind):
        import sqlite3

        from cryptography.exceptions import InvalidTag
        from sqlalchemy.exc import OperationalError

        from core.i18n import use
        from pages.shell import boundary

        use("en")
        locked = sqlite3.OperationalError("database is locked")
        locked.sqlite_errorname = "SQLITE_BUSY"
        boundary.show(InvalidTag() if kind == "unreadable" else OperationalError("UPDATE", {}, locked))

    unreadable = AppTest.from_function(script, kwargs={"kind": "unreadable"}, default_timeout=30).run()
    assert "cannot be read any more" in unreadable.error[0].value
    busy = AppTest.from_function(script, kwargs={"kind": "busy"}, default_timeout=30).run()
    assert [busy.warning[0].value, len(busy.error)] == [MESSAGES[ErrorCode.PORTAL_BUSY], 0]


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/calendar/GSTmJ0w.ics", "/calendar/"),
        ("/invitation?t=GSTmJ0w", "/invitation"),
        ("/archive/GSTmJ0w", "/archive/"),
        ("/everything/GSTmJ0w", "/everything/"),
        ("/unsubscribe/GSTmJ0w/reminders", "/unsubscribe/"),
        ("/mails?t=GSTmJ0w&k=reminders", "/mails"),
        ("/healthz", "/healthz"),
    ],
)
def test_a_server_that_logs_each_request_logs_no_secret_of_its_address(caplog, monkeypatch, asked, logged):
    boundary.keep_values_out_of_logs()
    # A server that ran in this process may have set its log up.
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "propagate", True)
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "disabled", False)
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", asked, "1.1", 200)
    assert set(caplog.messages) == {f'1.2.3.4:5 - "GET {logged} HTTP/1.1" 200'}
