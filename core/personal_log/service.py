"""Keeping a personal log book: begun, opened, written, shared page by page, and deleted, by the peer alone (Q6, Q13).

Nobody else has a way in: no colleague, no administrator, and nobody who holds the database and its secret. Who forgets
the passphrase and has lost the code cannot be helped, which is said before the first word. The log of the portal tells
neither that somebody keeps one nor what they do with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select

from core import contact
from core.access.guessing import UNTOLD, count_one, refuse_too_many
from core.access.permissions import Action, Actor, require
from core.access.rules import AT_A_NAME, check_passphrase
from core.error_codes import ErrorCode
from core.errors import DomainError, FieldCheck, all_refused
from core.personal_log import locking
from core.personal_log.locking import KeyLocks, LogKey, WrongKey
from core.personal_log.rules import QUESTIONS, PersonalPage, as_bytes, from_bytes, in_order
from core.teams.reading import team_view
from db import outbox
from db.engine import transaction
from db.people import Account, Person
from db.personal_log import PersonalLog, PersonalLogPage, SharedLogPage
from db.teams import TeamMember

MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class NewCode:
    """An open log book, and the code to write down on paper: it is shown this once and kept nowhere."""

    key: LogKey
    code: str


def has_log(*, session: Session, actor: Actor) -> bool:
    """Whether the person who asks keeps a log book."""
    require(actor, Action.KEEP_PERSONAL_LOG)
    return _own(session, actor) is not None


def begin_log(*, session: Session, actor: Actor, passphrase: str, again: str, now: datetime) -> NewCode:
    """A log book with a passphrase of its own. Raises all that is refused at once: "passphrase_short", "…_long" or
    "…_easy" at `passphrase`, "passphrases_differ" at `again`; and "log_begun" for who has one."""
    with transaction(session):
        require(actor, Action.KEEP_PERSONAL_LOG)
        # Held, so that of two clicks the second finds what the first made.
        session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
        if _own(session, actor) is not None:
            raise DomainError(ErrorCode.LOG_BEGUN)
        _check(session, actor, passphrase, again)
        key, code = locking.new_key(uuid4()), locking.new_code()
        salt, by_passphrase = locking.locked_by_passphrase(key, passphrase)
        session.add(
            PersonalLog(
                id=key.log_id,
                person_id=actor.person_id,
                salt=salt,
                by_passphrase=by_passphrase,
                by_code=locking.locked_by_code(key, code),
                begun_at=now,
            )
        )
        return NewCode(key, code)


def open_log(*, session: Session, actor: Actor, passphrase: str, now: datetime) -> LogKey:
    """Open one's own by the passphrase. Raises "log_passphrase_wrong" at `passphrase`, and there "too_many_attempts"
    after several."""
    with all_refused() as check, check.at("passphrase"):
        return _opened(
            session,
            actor,
            lambda log: locking.opened_by_passphrase(log.id, _locks(log), passphrase),
            ErrorCode.LOG_PASSPHRASE_WRONG,
            now,
        )


def open_by_code(*, session: Session, actor: Actor, code: str, passphrase: str, again: str, now: datetime) -> NewCode:
    """Open one's own by the code on paper, with a new passphrase and a new code. Raises "log_code_wrong" at `code`,
    "too_many_attempts", and at the other fields as `begin_log`."""
    require(actor, Action.KEEP_PERSONAL_LOG)
    with all_refused() as check:
        with check.at("code"):
            if not code.strip():
                raise DomainError(ErrorCode.LOG_CODE_WRONG)
        _look_at(check, session, actor, passphrase, again)
    # What is guessed is counted, so it is tried when all else is in order.
    with all_refused() as check, check.at("code"):
        key = _opened(
            session,
            actor,
            lambda log: locking.opened_by_code(log.id, _locks(log), code),
            ErrorCode.LOG_CODE_WRONG,
            now,
        )
    change_passphrase(session=session, actor=actor, key=key, passphrase=passphrase, again=again)
    return new_code(session=session, actor=actor, key=key)


def change_passphrase(*, session: Session, actor: Actor, key: LogKey, passphrase: str, again: str) -> None:
    """Another passphrase for an open log book; what stands in it stays as it is. Raises as `begin_log`."""
    with transaction(session):
        log = _of(session, actor, key)
        _check(session, actor, passphrase, again)
        log.salt, log.by_passphrase = locking.locked_by_passphrase(key, passphrase)
        log.version += 1
        session.add(log)


def new_code(*, session: Session, actor: Actor, key: LogKey) -> NewCode:
    """Another code on paper for an open log book; the one before opens nothing any more."""
    with transaction(session):
        log, code = _of(session, actor, key), locking.new_code()
        log.by_code = locking.locked_by_code(key, code)
        log.version += 1
        session.add(log)
        return NewCode(key, code)


def save_page(*, session: Session, actor: Actor, key: LogKey, page: PersonalPage) -> PersonalPage:
    """Seal a page as it is written now, a new one or one that is there; returned as it is stored.

    Raises "changed_meanwhile" where another tab wrote in it since `page.version`, "log_full", and by question what
    `core.contact` refuses.
    """
    with transaction(session):
        log = _of(session, actor, key)
        words = {}
        with all_refused() as check:
            for name in QUESTIONS[page.tool]:
                with check.at(name):
                    words[name] = contact.text(page.words.get(name, ""))
        row = session.exec(
            select(PersonalLogPage)
            .where(PersonalLogPage.id == page.page_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is not None and row.log_id != log.id:
            raise DomainError(ErrorCode.NOT_FOUND)
        if (row.version if row is not None else 0) != page.version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if row is None:
            held = session.exec(select(PersonalLogPage.id).where(PersonalLogPage.log_id == log.id)).all()
            if len(held) >= MOST_PAGES:
                raise DomainError(ErrorCode.LOG_FULL, most=MOST_PAGES)
        kept = PersonalPage(
            page.page_id,
            page.tool,
            page.written_on,
            {name: said for name, said in words.items() if said},
            page.version + 1,
        )
        sealed = locking.seal_page(key, page.page_id, as_bytes(kept))
        row = row or PersonalLogPage(id=page.page_id, log_id=log.id, sealed=sealed, version=0)
        row.sealed, row.version = sealed, kept.version
        session.add(row)
        return kept


def pages(*, session: Session, actor: Actor, key: LogKey) -> list[PersonalPage]:
    """All pages of an open log book, the newest day first; in which order they are is known only once they are open.
    Two queries."""
    log = _of(session, actor, key)
    rows = session.exec(select(PersonalLogPage).where(PersonalLogPage.log_id == log.id)).all()
    return in_order(from_bytes(row.id, locking.open_page(key, row.id, row.sealed), row.version) for row in rows)


def delete_page(*, session: Session, actor: Actor, key: LogKey, page_id: UUID) -> None:
    """A page is gone, and what of it others could read. A second time is nothing."""
    with transaction(session):
        log = _of(session, actor, key)
        own = select(PersonalLogPage.id).where(PersonalLogPage.id == page_id, PersonalLogPage.log_id == log.id)
        if session.exec(own).one_or_none() is not None:
            session.exec(delete(SharedLogPage).where(col(SharedLogPage.page_id) == page_id))
            session.exec(delete(PersonalLogPage).where(col(PersonalLogPage.id) == page_id))


def delete_log(*, session: Session, actor: Actor) -> None:
    """All of it is gone at the peer's word, also of one that nobody can open any more. A second time is nothing."""
    with transaction(session):
        require(actor, Action.KEEP_PERSONAL_LOG)
        log = _own(session, actor)
        if log is not None:
            held = select(PersonalLogPage.id).where(PersonalLogPage.log_id == log.id)
            session.exec(delete(SharedLogPage).where(col(SharedLogPage.page_id).in_(held)))
            session.exec(delete(PersonalLogPage).where(col(PersonalLogPage.log_id) == log.id))
            session.delete(log)


def share_page(
    *, session: Session, actor: Actor, key: LogKey, page_id: UUID, member_id: UUID, to_id: UUID, now: datetime
) -> None:
    """Let one of those who are there for the peer's team read a page as it stands now; once more is as it stands then.
    The first time they get a mail, which says neither what it is nor whose.

    What is shared is encrypted as everything in the portal is, and no more under the peer's key: else nobody else could
    read it. Raises "not_found" for who is not there for the team, or a page that is not in the log book.
    """
    with transaction(session):
        log = _of(session, actor, key)
        row = session.get(PersonalLogPage, page_id)
        member = session.get(TeamMember, member_id)
        if row is None or row.log_id != log.id or member is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        team = team_view(session=session, actor=actor, team_id=member.team_id)
        mine = any(each.own and each.member_id == member_id for each in team.members)
        around = {person.person_id for person in team.around.values()} - {actor.person_id}
        if not mine or to_id not in around:
            raise DomainError(ErrorCode.NOT_FOUND)
        words = locking.open_page(key, row.id, row.sealed).decode()
        asked = select(SharedLogPage).where(SharedLogPage.page_id == page_id, SharedLogPage.to_id == to_id)
        known = session.exec(asked).one_or_none()
        shared = known or SharedLogPage(page_id=page_id, member_id=member_id, to_id=to_id, words=words, shared_at=now)
        shared.words, shared.shared_at, shared.member_id = words, now, member_id
        session.add(shared)
        if known is None:
            # One mail for all that is shared within ten minutes, and none where all of it is taken back by then.
            outbox.mail(
                session,
                "page_shared",
                [to_id],
                organisation_id=team.organisation_id,
                now=now,
                about={"team_id": team.team_id},
                gathers=True,
            )


def take_page_back(*, session: Session, actor: Actor, shared_id: UUID) -> None:
    """Somebody reads a page no more. It takes no open log book. A second time is nothing."""
    with transaction(session):
        require(actor, Action.KEEP_PERSONAL_LOG)
        shared = session.exec(
            select(SharedLogPage)
            .join(PersonalLogPage, col(PersonalLogPage.id) == SharedLogPage.page_id)
            .join(PersonalLog, col(PersonalLog.id) == PersonalLogPage.log_id)
            .where(SharedLogPage.id == shared_id, PersonalLog.person_id == actor.person_id)
        ).one_or_none()
        if shared is not None:
            session.delete(shared)


def _own(session: Session, actor: Actor) -> PersonalLog | None:
    return session.exec(select(PersonalLog).where(PersonalLog.person_id == actor.person_id)).one_or_none()


def _of(session: Session, actor: Actor, key: LogKey) -> PersonalLog:
    """The actor's own that this key opens; "not_found" where it is deleted or another's."""
    require(actor, Action.KEEP_PERSONAL_LOG)
    log = _own(session, actor)
    if log is None or log.id != key.log_id:
        raise DomainError(ErrorCode.NOT_FOUND)
    return log


def _locks(log: PersonalLog) -> KeyLocks:
    return KeyLocks(log.salt, log.by_passphrase, log.by_code)


def _opened(
    session: Session, actor: Actor, opens: Callable[[PersonalLog], LogKey], refused: ErrorCode, now: datetime
) -> LogKey:
    require(actor, Action.KEEP_PERSONAL_LOG)
    log = _own(session, actor)
    if log is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    what = f"personal log {log.id}"
    refuse_too_many(session, what, AT_A_NAME, UNTOLD, now)
    try:
        return opens(log)
    except WrongKey:
        with transaction(session):
            count_one(session, what, AT_A_NAME, UNTOLD, now)
        raise DomainError(refused) from None


def _check(session: Session, actor: Actor, passphrase: str, again: str) -> None:
    with all_refused() as check:
        _look_at(check, session, actor, passphrase, again)


def _look_at(check: FieldCheck, session: Session, actor: Actor, passphrase: str, again: str) -> None:
    """Refuse what could be guessed by whoever knows the person, and one that was written in two ways."""
    login_name = session.exec(select(Account.login_name).where(Account.person_id == actor.person_id)).first() or ""
    with check.at("passphrase"):
        check_passphrase(passphrase, login_name=login_name, name=actor.name)
    with check.at("again"):
        if passphrase != again:
            raise DomainError(ErrorCode.PASSPHRASES_DIFFER)
