"""How old the newest backup is, and all that an organisation keeps, as its administrator meets them."""

import io
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from sqlmodel import Session, select

from core.access.permissions import Action, Role
from core.documents.export.downloads import DOCUMENTS, take_download
from core.errors import DomainError
from core.i18n import utc_now
from core.safekeeping.service import EVERYTHING, make_everything_download, organisation_pieces
from db.audit import AuditEvent
from db.engine import transaction
from db.organisations import Deployment
from tests.builders import a_member, a_scene, an_actor
from tests.pages.as_colleague import visit
from tests.pages.as_volunteer import text

NOW = utc_now() - timedelta(hours=1)


def test_the_page_says_how_old_the_newest_backup_is_and_what_the_file_holds(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By the page itself, as where no routes are served.
    monkeypatch.setattr("pages.widgets.downloads.served", lambda: False)
    scene = a_scene(session, NOW)
    admin = a_member(session, scene.organisation, NOW, role=Role.ADMIN)
    for days, said in ((None, "ikke lavet en sikkerhedskopi"), (2, "2 dage gammel"), (30, "Bed den, der driver")):
        with transaction(session):
            deployment = session.exec(select(Deployment)).one()
            deployment.backed_up_at = None if days is None else NOW - timedelta(days=days)
            session.add(deployment)
        page = visit(session, admin, "safekeeping/safekeeping")
        assert said in text(page) + "".join(each.value for each in (*page.warning, *page.success))
    assert any("Filen er ikke krypteret" in each.value for each in page.warning)
    assert [each.proto.label for each in page.get("download_button")] == ["Hent det hele"]


def test_an_administrator_alone_takes_everything_out_and_the_log_says_so(session: Session) -> None:
    scene = a_scene(session, NOW)
    admin = a_member(session, scene.organisation, NOW, role=Role.ADMIN)
    actor = an_actor(admin, scene.organisation, Role.ADMIN)
    asked: dict[str, Any] = {"session": session, "organisation_id": scene.organisation.id, "now": NOW}
    with ZipFile(io.BytesIO(b"".join(organisation_pieces(actor=actor, **asked)))) as opened:
        assert "Karen Møller" in opened.read("tables/person.csv").decode()
        assert "keys.locked" not in opened.namelist()
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "organisation.exported"))
    assert entry.actor_id == actor.person_id
    ticket = make_everything_download(actor=actor, session_token="x", **asked)
    told: dict[str, Any] = {"session": session, "actor": actor, "session_token": "x", "ticket": ticket, "now": NOW}
    with pytest.raises(DomainError, match="not_allowed"):
        take_download(**told, what=DOCUMENTS, action=Action.TAKE_EVERYTHING)
    assert take_download(**told, what=EVERYTHING, action=Action.TAKE_EVERYTHING) == (scene.organisation.id,)
    for other in (scene.as_coordinator, scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            organisation_pieces(actor=other, **asked)
        with pytest.raises(DomainError, match="not_allowed"):
            make_everything_download(actor=other, session_token="x", **asked)
