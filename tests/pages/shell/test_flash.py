"""A coordinator is told when mails wait for the mail server."""

from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.access.sessions import log_in
from core.i18n import utc_now
from db import outbox
from db.engine import transaction
from tests.architecture import ROOT
from tests.builders import PASSPHRASE, a_scene, an_account


def test_today_says_how_many_mails_wait_and_nothing_when_none_do(session: Session):
    now = utc_now()
    scene = a_scene(session, now)
    an_account(session, scene.coordinator, now)
    token = log_in(session=session, login_name="karen", passphrase=PASSPHRASE, device="", now=now).token
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = token
    assert not app.run().warning
    with transaction(session):
        params = {"message": "document_shared", "person_id": str(scene.volunteer.id)}
        mail = outbox.post(session, kind="mail", params=params, organisation_id=scene.organisation.id, now=now)
        outbox.failed(session, mail, problem="ConnectionRefusedError", now=now)
    assert [warning.value for warning in app.run().warning] == [
        "1 mail er ikke sendt endnu. Den ligger klar her og bliver prøvet igen."
    ]
