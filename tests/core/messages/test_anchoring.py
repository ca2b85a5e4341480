"""The newest hash of every log is mailed once a day to whoever keeps it outside."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from core.access.anchors import check
from core.messages.sending import MAIL, work_off
from core.messages.worker import keep_anchors
from core.startup import Portal
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import a_scene, tell
from tests.mailbox import mailbox, plain


def test_whoever_keeps_them_gets_one_mail_a_day_that_the_log_is_held_against(
    portal: Portal, session: Session, now: datetime, tmp_path: Path
):
    a_scene(session, now)
    with transaction(session):
        tell(session, now)
    with mailbox() as box:
        told = {"anchor_mail": "revision@eksempel.dk", "anchors": tmp_path / "a", "smtp_host": "127.0.0.1"}
        told |= {"smtp_port": box.port, "smtp_security": "none", "smtp_from": "portal@eksempel.dk"}
        there = replace(portal, settings=portal.settings.model_copy(update=told))
        for _again in range(2):
            kept = keep_anchors(session, there.settings, now)
        work_off(there, clock=lambda: now, kinds=[MAIL])
        keep_anchors(session, there.settings, now + timedelta(days=1))
        work_off(there, clock=lambda: now + timedelta(days=1), kinds=[MAIL])
    assert [each["To"] for each in box.mails] == ["revision@eksempel.dk"] * 2
    said = plain(box.mails[0])
    lines = said[said.index("Haandslag:") :].replace("\r\n", "\n").rstrip("\n") + "\n"
    assert lines == kept.read_text(encoding="utf-8")
    # What the mail holds is what the command holds against the log.
    (elsewhere := tmp_path / "b").mkdir()
    (elsewhere / "fra-en-mail.txt").write_text(lines, encoding="utf-8")
    found = check(session, elsewhere)
    assert (found.count, found.faults, found.spoiled) == (1, (), ())


def test_nobody_gets_one_where_nobody_is_named(portal: Portal, session: Session, now: datetime):
    a_scene(session, now)
    keep_anchors(session, portal.settings, now)
    assert [each.params for each in session.exec(select(OutboxItem)) if each.params["message"] == "log_anchor"] == []
