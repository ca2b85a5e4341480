"""What the command line asks of the database; whoever runs it already holds everything the portal holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from shutil import disk_usage
from stat import S_IRWXG, S_IRWXO
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.anchors import check
from core.access.evidence import began, chains, evidence_faults
from core.documents.case import gather
from core.documents.rules import DocumentState, state_of
from core.documents.sealing.waiting import Trouble, health_of
from core.documents.signed import SigningCase
from core.i18n import local_day, utc_now
from core.journey.facts import known
from core.journey.rules import journey
from core.organisations.service import state, state_and_days_ahead
from core.partnerships.document import load_agreement
from core.pdf.fonts import FontUnreadable, typeface
from core.safekeeping.service import BACKUP_IS_OLD, backed_up_at
from core.settings import Settings
from db.audit import PORTAL
from db.documents import Document, DocumentFile, DocumentVersion
from db.encrypting import unreadable
from db.engine import database_url
from db.evidence import EvidenceFault
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Engagement

ANCHOR_IS_OLD = timedelta(days=2)
# Less than this may be gone within a day of scans and pictures.
LITTLE_ROOM = 200 * 1024 * 1024
OF_OTHERS = S_IRWXG | S_IRWXO
# What waits is sealed by itself within minutes, once this is done.
WHAT_TO_DO: dict[Trouble, str] = {
    Trouble.EXPIRED: "the certificate has expired; put another in its place on the page Sealing",
    Trouble.KEY: "the key was written with another secret or altered; have a new one made on the page Sealing",
    Trouble.CLOCK: "the clock is behind what was signed, or was ahead then; set it, or wait until that time",
    Trouble.FONT: "a font file is gone or broken; install the portal anew",
    Trouble.STORAGE: "the disk or the database takes nothing; make room, or see that it can be written",
    Trouble.NOT_TRIED: "nothing has tried; keep the portal running, or run python -m core send",
    Trouble.OTHER: "the log of the portal names the place",
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as the command line lists it; no names. `subject_id` is the engagement or association it is under."""

    id: UUID
    kind: str
    state: DocumentState
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at; `optional` when the portal does its main job without it."""

    what: str
    says: str
    fine: bool
    optional: bool = True


def all_documents(session: Session) -> list[DocumentLine]:
    """Every document of the deployment, oldest first."""
    rows = session.exec(
        select(Document.id, Document.association_id).order_by(col(Document.created_at), col(Document.id))
    ).all()
    volunteers = {case.document.id: case for case in gather(session, [each for each, with_ in rows if not with_])}
    return [
        _line(load_agreement(session, document_id), association_id)
        if association_id
        else _line(volunteers[document_id], volunteers[document_id].engagement.id)
        for document_id, association_id in rows
    ]


def _line(case: SigningCase, subject_id: UUID) -> DocumentLine:
    return DocumentLine(case.document.id, case.document.kind, state_of(case.standing()), subject_id)


def sealed_bytes(session: Session, document_id: UUID) -> bytes | None:
    """The sealed PDF as it was stored, None where there is none."""
    return session.exec(
        select(DocumentFile.content)
        .join(DocumentVersion, col(DocumentVersion.id) == DocumentFile.version_id)
        .where(DocumentVersion.document_id == document_id)
        .order_by(col(DocumentVersion.number).desc())
        .limit(1)
    ).one_or_none()


def findings(session: Session, chosen: Settings) -> list[Finding]:
    """What is configured, what is missing and what that costs, what cannot be done without first."""
    return [
        *_database(session, chosen),
        *_machine(chosen),
        *_mail(session, chosen),
        *_address(chosen),
        *_seals(session),
        *audit_findings(session, chosen),
        *_anchors_kept(session, chosen),
        *_backup(session),
    ]


def _database(session: Session, chosen: Settings) -> Iterator[Finding]:
    where = "SQLite in the data folder" if chosen.embedded else "PostgreSQL"
    yield Finding("database", f"{where}, up to date", fine=True, optional=False)
    use = state(session)
    says = {
        "empty": "not set up: open the portal and use the setup code from the log",
        "real": "in use",
        "demonstration": "a demonstration: everything in it is invented",
    }
    yield Finding("portal", says[use], fine=use != "empty")
    made = "from the settings" if chosen.secret else f"in {chosen.data}/secret.key: keep a copy beside the database's"
    yield Finding("secret", made, fine=True, optional=False)


def _machine(chosen: Settings) -> Iterator[Finding]:
    if chosen.embedded:
        folder = Path(database_url(chosen.database).database or ".").parent
        free = disk_usage(folder).free
        says = f"{free // 1024**2:,} MB free"
        if free < LITTLE_ROOM:
            says += ": make room, or nobody can save or sign"
        yield Finding("room on the disk", says, fine=free >= LITTLE_ROOM, optional=False)
        if folder.stat().st_mode & OF_OTHERS:
            says = f"others on this machine can look into {folder}: chmod 700 {folder}"
            yield Finding("rights", says, fine=False)
    try:
        for bold in (False, True):
            typeface(bold=bold)
    except FontUnreadable as gone:
        says = f"{gone} is gone or broken, so no document can be printed or sealed: install the portal anew"
        yield Finding("fonts", says, fine=False, optional=False)


def _mail(session: Session, chosen: Settings) -> Iterator[Finding]:
    if chosen.mail_configured:
        yield Finding("mail", f"{chosen.smtp_host}:{chosen.smtp_port} ({chosen.smtp_security})", fine=True)
    else:
        yield Finding("mail", "no SMTP_HOST and SMTP_FROM: links must be copied and given by hand", fine=False)
    left = session.exec(select(func.count()).select_from(OutboxItem).where(col(OutboxItem.done_at).is_(None))).one()
    yield Finding("outbox", f"{left} left to do" if left else "nothing left to do", fine=not left)


def _address(chosen: Settings) -> Iterator[Finding]:
    local = "localhost" in chosen.url
    says = "only this machine: links and QR codes lead nowhere for others; set HANDSLAG_URL" if local else chosen.url
    yield Finding("address", says, fine=not local)
    if not local:
        secure = chosen.url.startswith("https://")
        says = "https" if secure else "not https: logins can be listened to"
        yield Finding("encryption", says, fine=secure, optional=False)


def _seals(session: Session) -> Iterator[Finding]:
    now = utc_now()
    for organisation_id in session.exec(select(Organisation.id)):
        health = health_of(session, organisation_id, now)
        what, until = f"seal of {organisation_id}", f"{local_day(health.expires_at):%Y-%m-%d}"
        if health.written_later:
            says = f"the clock is behind: something was written at {health.written_later:%Y-%m-%d %H:%M} UTC; set it"
            yield Finding(f"clock of {organisation_id}", says, fine=False, optional=False)
        if health.trouble:
            says = f"{health.waiting} signed by all and not sealed ({health.trouble}): {WHAT_TO_DO[health.trouble]}"
        elif health.expired(now):
            says = f"the certificate expired on {until}: replace it on the page Sealing"
        elif health.expires_soon(now):
            says = f"the certificate expires on {until}: replace it on the page Sealing before that day"
        else:
            says = f"seals, the certificate holds until {until}"
        fine = replace(health, written_later=None).fine(now)
        yield Finding(what, says, fine=fine, optional=not (health.waiting or health.expired(now)))


def audit_findings(session: Session, chosen: Settings) -> list[Finding]:
    """Whether every log is whole and has what is kept of it outside the database, and the evidence under it as it was:
    a line for each log, and one for each fault."""
    found = []
    for chain in chains(session):
        whole = chain.broken_at is None
        says = f"whole, {chain.entries} entries" if whole else f"broken at entry {chain.broken_at}"
        found.append(Finding(f"log of {chain.organisation_id or 'the portal'}", says, fine=whole, optional=False))
    kept = check(session, chosen.anchor_folder)
    for name in kept.spoiled:
        says = f"{name} in {chosen.anchor_folder} was changed or is not whole: it proves nothing any more"
        found.append(Finding("anchors", says, fine=False, optional=False))
    for cut in kept.faults:
        whose = "the portal" if cut.organisation_id == PORTAL else cut.organisation_id
        says = (
            f"had entry {cut.sequence} on {cut.at:%Y-%m-%d %H:%M} UTC and has it no more: it was cut off or made anew, "
            "or the database is a copy from before then"
        )
        found.append(Finding(f"log of {whose}", says, fine=False, optional=False))
    wrong = [Finding("evidence", _told(each), fine=False, optional=False) for each in evidence_faults(session)]
    wrong += [Finding("encrypted values", says, fine=False, optional=False) for says in _misplaced(session)]
    first = began(session)
    since = ""
    if first is not None and first.evidence is not None:
        since = f"; what is from before {local_day(first.at):%Y-%m-%d} is known from then on"
    return found + (wrong or [Finding("evidence", f"as the log has it{since}", fine=True, optional=False)])


def _misplaced(session: Session) -> list[str]:
    return [f"{each} was altered, or is not where it was written" for each in unreadable(session)]


def _anchors_kept(session: Session, chosen: Settings) -> Iterator[Finding]:
    kept, folder = check(session, chosen.anchor_folder), chosen.anchor_folder
    if kept.newest is None:
        says = f"none of this portal in {folder}: the end of a log could be cut off unnoticed; `send` writes one a day"
    elif utc_now() - kept.newest > ANCHOR_IS_OLD:
        says = f"the newest in {folder} is of {kept.newest:%Y-%m-%d}: does the portal run, and may it write there?"
    else:
        says = f"{kept.count} in {folder}, the newest of {kept.newest:%Y-%m-%d}"
    fresh = kept.newest is not None and utc_now() - kept.newest <= ANCHOR_IS_OLD
    yield Finding("anchors", says, fine=fresh)
    if chosen.anchor_mail:
        yield Finding("place of anchors", f"mailed to {chosen.anchor_mail} too", fine=chosen.mail_configured)
    elif chosen.anchors is None:
        says = (
            "beside the database, so who changes one can change both: set HANDSLAG_ANCHORS to a folder elsewhere, or "
            "HANDSLAG_ANCHOR_MAIL"
        )
        yield Finding("place of anchors", says, fine=False)


def _backup(session: Session) -> Iterator[Finding]:
    newest = backed_up_at(session)
    if newest is None:
        yield Finding(
            "backup", "none was made yet: python -m core backup FILE, from a scheduler each night", fine=False
        )
        return
    days = (local_day(utc_now()) - local_day(newest)).days
    says = f"the newest is of {local_day(newest):%Y-%m-%d}, {days} days old"
    yield Finding("backup", says, fine=utc_now() - newest <= BACKUP_IS_OLD)


def _told(fault: EvidenceFault) -> str:
    table, _, key = fault.row.partition(":")
    what = f"{table.replace('_', ' ')} {key}"
    entry = f"entry {fault.sequence} of {fault.at:%Y-%m-%d %H:%M} UTC" if fault.at else ""
    return {
        "changed": f"{what} is not as it was written: see {entry}",
        "gone": f"{what} is gone: see {entry}",
        "untold": f"{what} was put in past the portal: no entry tells of it",
    }[fault.problem]


def today_of(session: Session) -> date:
    """The portal's today, which a demonstration may have set ahead."""
    return local_day(utc_now()) + timedelta(days=state_and_days_ahead(session)[1])


def journey_lines(session: Session, engagement_id: UUID, today: date) -> list[str] | None:
    """The journey of one engagement as lines of status, step, owner, day and reason; None where there is none.

    Steps and roles stand by their identifiers, and nobody's name.
    """
    found = known(session, [col(Engagement.id) == engagement_id], today)
    if not found:
        return None
    lines = [f"{found[0].programme.id} version {found[0].programme.version}, {today.isoformat()}"]
    for step in journey(found[0].programme, found[0].facts, today):
        status = "overdue" if step.is_overdue(today) else step.status.value
        words = [f"{status:<10}", step.id, f"({step.owner})" if step.open else ""]
        words += [f"by {step.due_on.isoformat()}" if step.due_on else "", step.reason]
        lines.append(" ".join(word for word in words if word))
    return lines
