"""The morning of who looks after volunteers: how much of their Today waits for them, in one mail, if anything does."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor, Grant, Role
from core.i18n import known, local_day
from core.mail_choices.reading import choices_of
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import HAVE_MORNINGS
from core.today.besides import A_WEEK, besides
from core.today.rules import When
from core.today.service import TodayFilter, Turn, morning
from db.people import Account, Membership, Person


@dataclass(frozen=True, slots=True)
class MorningCounts:
    """How much waits for somebody: steps of volunteers over their day and within a week, applications, expenses, and
    thanks to give."""

    overdue: int = 0
    soon: int = 0
    applications: int = 0
    expenses: int = 0
    thanks: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is a reason to write."""
        return any((self.overdue, self.soon, self.applications, self.expenses, self.thanks))


def those_with_mornings(session: Session, organisation_id: UUID) -> list[Actor]:
    """Whoever looks after volunteers there, has an address and can log in, and wants a mail in the morning."""
    found = _colleagues(session, organisation_id, [Person.email != "", col(Account.passphrase_hash) != ""])
    wanted = choices_of(session, [each.person_id for each in found], MailKind.MORNING)
    return [each for each in found if wanted[each.person_id] is Wanted.YES]


def morning_of(session: Session, organisation_id: UUID, person_id: UUID, now: datetime) -> MorningCounts:
    """How much waits for one of them now; nothing for who looks after nobody there any more."""
    found = _colleagues(session, organisation_id, [Person.id == person_id])
    return counted(session, found[0], organisation_id, now) if found else MorningCounts()


def counted(session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> MorningCounts:
    """How much waits for `actor`, as their Today says it of whose turn it is."""
    asked = {"session": session, "actor": actor, "organisation_id": organisation_id}
    steps = morning(**asked, filtered_by=TodayFilter(turn=Turn.ME), now=now).counts  # type: ignore[arg-type]
    today = local_day(now)
    others = besides(**asked, today=today, last=today + A_WEEK)  # type: ignore[arg-type]
    return MorningCounts(
        overdue=steps[When.OVERDUE],
        soon=steps[When.SOON],
        applications=others.applications,
        expenses=others.expenses,
        thanks=others.thanks + others.over,
    )


def _colleagues(session: Session, organisation_id: UUID, which: Iterable[object]) -> list[Actor]:
    rows = session.exec(
        select(Membership, Person.name, Person.language, Account.id)
        .join(Person, col(Person.id) == Membership.person_id)
        .join(Account, col(Account.person_id) == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            col(Membership.role).in_(HAVE_MORNINGS),
            col(Membership.ended_at).is_(None),
            *which,  # type: ignore[arg-type]
        )
        .order_by(col(Membership.person_id))
    ).all()
    grants: dict[UUID, list[Grant]] = defaultdict(list)
    who = {}
    for row, name, language, account_id in rows:
        grants[row.person_id].append(Grant(organisation_id, Role(row.role), row.workplace_id))
        who[row.person_id] = (account_id, name, known(language))
    return [Actor(person_id, *told, tuple(grants[person_id])) for person_id, told in who.items()]
