"""Leaving the day's reminders for the mail: once for each organisation and day, by whichever worker comes first.

Each stands in a row that nothing can be twice, in the transaction that leaves its mail. A worker that is killed on the
way leaves what it has done, and the next goes on with the rest.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, exists, or_, select, update

from core.i18n import COPENHAGEN, local_day
from core.journey.projecting import refresh
from core.mail_choices.reading import choices_of
from core.mail_choices.rules import KeptBack, MailKind, Wanted
from core.organisations.held import held, row_to_change
from core.organisations.service import state_and_days_ahead
from core.reminders.collecting import A_YEAR, ReminderScope, causes
from core.reminders.morning import counted, those_with_mornings
from core.reminders.pace import reminder_pace_of
from core.reminders.rules import (
    A_WEEK,
    NEEDED,
    Cause,
    ReminderKind,
    ReminderPace,
    due_this_week,
    is_due,
    is_quiet,
    next_open,
    weekly_day,
)
from db import outbox
from db.documents import Document
from db.engine import transaction
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Account, Person
from db.reminders import OrganisationReminders, Reminder, note_once

log = logging.getLogger("haandslag")
# The message of a mail that reminders stand in.
REMINDERS = "reminders_due"
# The message of a colleague's morning.
MORNING = "morning_due"
# People in one transaction: as many as are not missed where a worker is killed, and as few as keep others waiting.
AT_ONCE = 50

Told = Mapping[UUID, Mapping[str, Sequence[date]]]


def remind_all(session: Session, now: datetime) -> int:
    """Leave the mails with today's reminders in every organisation where that was not done today yet and the hour has
    come; how many mails there are. In a demonstration they are left as sent, because nobody there may get a mail."""
    use, ahead = state_and_days_ahead(session)
    if use == "empty":
        return 0
    there = now + timedelta(days=ahead)
    asked = (
        select(Organisation.id)
        .join(OrganisationReminders, col(OrganisationReminders.organisation_id) == Organisation.id, isouter=True)
        .where(
            or_(
                col(OrganisationReminders.reminded_for).is_(None),
                col(OrganisationReminders.reminded_for) != local_day(there),
            )
        )
    )
    left = 0
    for each in session.exec(asked).all():
        try:
            left += _remind(session, each, there, pretends=use == "demonstration")
        except Exception:  # what is wrong in one organisation must not keep the others, or their mails
            session.rollback()
            log.exception("organisation %s could not be reminded", each)
    return left


def waits_until(session: Session, item: OutboxItem, now: datetime) -> datetime | None:
    """Until when a mail is kept that nobody is to get at night, on a Sunday or a holiday; None where it may go."""
    if item.organisation_id is None:
        return None
    pace = reminder_pace_of(session, item.organisation_id)
    return next_open(now, pace) if is_quiet(now, pace) else None


def still_due(session: Session, item: OutboxItem, person_id: UUID, now: datetime) -> list[Cause]:
    """What of the reminders of a mail is still so as it goes, the soonest first."""
    if item.organisation_id is None:
        return []
    asked = select(Reminder.cause).where(Reminder.item_id == item.id, Reminder.person_id == person_id)
    told, pace = set(session.exec(asked)), reminder_pace_of(session, item.organisation_id)
    scope = ReminderScope(item.organisation_id, pace, now, local_day(now), ahead=A_WEEK.days - 1, person_id=person_id)
    found = {each.key: each for each in causes(session, scope) if each.key in told}
    return sorted(found.values(), key=lambda each: (each.first_on, each.key))


def _remind(session: Session, organisation_id: UUID, now: datetime, *, pretends: bool) -> int:
    row, today = session.get(OrganisationReminders, organisation_id), local_day(now)
    pace = held(row, ReminderPace)
    if is_quiet(now, pace) or now.astimezone(COPENHAGEN).hour < pace.at_hour:
        return 0
    weekly = weekly_day(today, row.reminded_for if row else None, pace)
    scope = ReminderScope(organisation_id, pace, now, today, ahead=A_WEEK.days - 1, weekly=weekly)
    if pace.sends:
        refresh(session, organisation_id, today)
    # Whoever wants one mail a week gets what was kept back for it, whether they are reminded of anything or not.
    left = _leave(session, scope, causes(session, scope) if pace.sends else (), pretends=pretends)
    left += _mornings(session, scope, pretends=pretends) if pace.sends else 0
    with transaction(session):
        row = row_to_change(session, OrganisationReminders, organisation_id, pace)
        row.reminded_for = today
        session.add(row)
    return left


def _leave(session: Session, scope: ReminderScope, found: Iterable[Cause], *, pretends: bool) -> int:
    of: dict[UUID, dict[str, Cause]] = defaultdict(dict)
    for cause in found:
        of[cause.person_id].setdefault(cause.key, cause)
    kept = _kept_back(session, scope)
    wanted = choices_of(session, of, MailKind.REMINDERS)
    left, people = 0, sorted({*of, *kept})
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        told, reachable = _told(session, some, scope.today), _reachable(session, some)
        with transaction(session):
            for person_id in some:
                if person_id in reachable:
                    theirs = of.get(person_id, {}).values()
                    due = [*_due(theirs, told[person_id], wanted[person_id], scope)] if theirs else []
                    left += _left(session, scope, person_id, due, kept=kept.get(person_id, ()), pretends=pretends)
    return left


def _mornings(session: Session, scope: ReminderScope, *, pretends: bool) -> int:
    left = 0
    for actor in those_with_mornings(session, scope.organisation_id):
        if counted(session, actor, scope.organisation_id, scope.now).anything:
            key = f"{MORNING}-{scope.organisation_id}"
            due = Cause(key, ReminderKind.MORNING, actor.person_id, "today", scope.today, scope.today, scope.today)
            with transaction(session):
                left += _left(session, scope, actor.person_id, [due], message=MORNING, pretends=pretends)
    return left


def _due(
    found: Collection[Cause], told: Mapping[str, Sequence[date]], wanted: Wanted, scope: ReminderScope
) -> Iterator[Cause]:
    """What of it somebody is reminded of today, as they would like it."""
    if wanted is Wanted.WEEKLY:
        if scope.weekly:
            yield from (each for each in found if due_this_week(each, told.get(each.key, ()), scope.today))
        return
    for each in found:
        if (wanted is Wanted.AT_ONCE or each.kind in NEEDED) and is_due(each, told.get(each.key, ()), scope.today):
            yield each


def _left(
    session: Session,
    scope: ReminderScope,
    person_id: UUID,
    due: Sequence[Cause],
    *,
    message: str = REMINDERS,
    kept: Collection[UUID] = (),
    pretends: bool,
) -> int:
    """How many mails were left: one with all that is due and what was `kept` back for it, or none where nothing is, or
    another worker was quicker."""
    if not due and not kept:
        return 0
    item = outbox.post(
        session,
        kind="mail",
        params={"message": message, "person_id": str(person_id)},
        organisation_id=scope.organisation_id,
        now=scope.now,
    )
    told = []
    for cause in due:
        reminder = Reminder(
            organisation_id=scope.organisation_id,
            person_id=person_id,
            kind=cause.kind,
            cause=cause.key,
            day=scope.today,
            made_at=scope.now,
            item_id=item.id,
        )
        if note_once(session, reminder):
            told.append(cause)
    gathered = outbox.gather(session, kept, item, now=scope.now) if kept else 0
    if not told and not gathered:
        session.delete(item)
        session.flush()
        return 0
    if pretends:
        outbox.done(session, item, now=scope.now)
    signs = [each.path.partition("=")[2] for each in told if each.kind is ReminderKind.SIGN]
    if signs:
        ids = [UUID(each) for each in signs]
        session.execute(update(Document).where(col(Document.id).in_(ids)).values(reminded_at=scope.now))
    return 1


def _kept_back(session: Session, scope: ReminderScope) -> Mapping[UUID, Sequence[UUID]]:
    """On the day of the weekly mail: the mails that wait for it, by whom they are to."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    asked = select(OutboxItem.id, OutboxItem.person_id).where(
        OutboxItem.organisation_id == scope.organisation_id,
        OutboxItem.kept_back == KeptBack.WEEKLY,
        col(OutboxItem.done_at).is_(None),
    )
    for item_id, person_id in session.exec(asked) if scope.weekly else ():
        if person_id is not None:
            found[person_id].append(item_id)
    return found


def _told(session: Session, person_ids: Sequence[UUID], today: date) -> Told:
    """Of what and when these people were reminded within the year, so far as it can still count."""
    found: dict[UUID, dict[str, list[date]]] = {each: defaultdict(list) for each in person_ids}
    rows = session.exec(
        select(Reminder.person_id, Reminder.cause, Reminder.day).where(  # type: ignore[call-overload]
            col(Reminder.person_id).in_(person_ids), Reminder.day > today - A_YEAR
        )
    )
    for person_id, cause, day in rows:
        found[person_id][cause].append(day)
    return found


def _reachable(session: Session, person_ids: Sequence[UUID]) -> set[UUID]:
    """Those of them who have an address, and can log in to what they are reminded of."""
    can_log_in = exists().where(col(Account.person_id) == Person.id, col(Account.passphrase_hash) != "")
    asked = select(Person.id).where(col(Person.id).in_(person_ids), Person.email != "", can_log_in)
    return set(session.exec(asked))
