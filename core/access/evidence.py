"""Whether the log and the evidence under it are whole, and bringing under it what was there before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.trail import trace
from db.audit import PORTAL, AuditEvent, AuditHead, first_break
from db.evidence import EvidenceFault, faults, note_anew, untold

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """One log: whose (None for the portal's own), how many entries it has, and the first that does not hold."""

    organisation_id: UUID | None
    entries: int
    newest: str
    broken_at: int | None


def begin(session: Session, *, now: datetime) -> int:
    """Bring under the log, once, what was there before it carried digests; how many rows. Within the caller's
    transaction.

    The portal's own log says so, with the day: what happened to a row before then it cannot know.
    """
    if began(session) is not None:
        return 0
    count = 0
    for row in untold(session):
        note_anew(session, row)
        count += 1
        if count % AT_ONCE == 0:
            trace(session, None, None, "evidence.begun", "portal", PORTAL, now)
    trace(session, None, None, "evidence.begun", "portal", PORTAL, now)
    return count


def began(session: Session) -> AuditEvent | None:
    """The entry with which evidence came under the log; what it carries was there before."""
    own = AuditEvent.organisation_id == PORTAL
    asked = select(AuditEvent).where(own, AuditEvent.action == "evidence.begun")
    return session.exec(asked.order_by(col(AuditEvent.sequence)).limit(1)).first()


def chains(session: Session) -> list[ChainCheck]:
    """Every log there is, the portal's own first, also one whose organisation is gone."""
    known = set(session.exec(select(AuditHead.organisation_id))) | set(
        session.exec(select(AuditEvent.organisation_id).distinct())
    )
    checks = []
    for organisation_id in sorted(known | {PORTAL}):
        head = session.get(AuditHead, organisation_id) or AuditHead(organisation_id=organisation_id)
        whose = None if organisation_id == PORTAL else organisation_id
        checks.append(ChainCheck(whose, head.sequence, head.hash, first_break(session, whose)))
    return checks


def evidence_faults(session: Session) -> list[EvidenceFault]:
    """Every row of evidence that is not as the log has it. Reads all of it."""
    return list(faults(session))
