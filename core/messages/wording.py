"""Reminders in an organisation's own words: read, kept, and seen as they would be sent, with a real day of theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES, local_day, reading
from core.messages.reminding import REMINDS, Wording, in_our_words, morning_told, reminded, reminders_told
from core.messages.texts import link_to, written
from core.reminders.collecting import ReminderScope, causes
from core.reminders.morning import MorningCounts, morning_of
from core.reminders.pace import reminder_pace_of
from core.reminders.rules import ReminderKind
from core.reminders.sending import MORNING, REMINDERS
from db.engine import transaction
from db.organisations import Organisation
from db.reminders import ReminderWording

IN_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
# How far ahead a real day is looked for.
LOOKED_AHEAD = 60
# A morning of who has nothing before them, to see the words with.
INVENTED = MorningCounts(overdue=1, soon=3, expenses=2)


@dataclass(frozen=True, slots=True)
class WordedReminder:
    """A reminder in one language as it is sent now; `version` is 0 while the portal's own words hold."""

    wording: Wording
    version: int


@dataclass(frozen=True, slots=True)
class PreviewedReminder:
    """A reminder as it would be sent. `real` is whether somebody is to be reminded of such a thing in the next weeks;
    else its day is made up."""

    subject: str
    body: str
    real: bool


def read_wording(
    *, session: Session, actor: Actor, organisation_id: UUID, kind: ReminderKind, language: str
) -> WordedReminder:
    """How a reminder is worded now, for who may change it."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    row = _row(session, organisation_id, kind, language)
    if row is None:
        return WordedReminder(in_our_words(kind, language), 0)
    return WordedReminder(Wording(row.subject, row.says), row.version)


def save_wording(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: ReminderKind,
    language: str,
    wording: Wording,
    expected_version: int,
    now: datetime,
) -> None:
    """Say it so from the next mail on; the portal's own words where both are empty or the same.

    Raises all that is refused at once, by the names of `Wording`: "words_missing", "wording_braces", and what
    `core.contact` refuses; or "choice_invalid", or "changed_meanwhile".
    """
    with transaction(session):
        require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
        if kind not in REMINDS or language not in LANGUAGES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        ours = in_our_words(kind, language)
        own = (wording.subject.strip(), wording.says.strip()) not in (("", ""), (ours.subject, ours.says))
        with all_refused() as check:
            for name in ("subject", "says") if own else ():
                with check.at(name):
                    _checked(getattr(wording, name))
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        row = _row(session, organisation_id, kind, language)
        if (row.version if row else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if own:
            row = row or ReminderWording(
                organisation_id=organisation_id, kind=kind, language=language, subject="", says="", version=0
            )
            row.subject, row.says = " ".join(contact.text(wording.subject).split()), contact.text(wording.says)
            row.version += 1
            session.add(row)
        elif row is not None:
            session.delete(row)
        trace(session, organisation_id, actor, "organisation.reminder_words", "organisation", organisation_id, now)


def preview_reminder(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: ReminderKind,
    language: str,
    wording: Wording,
    base_url: str,
    now: datetime,
) -> PreviewedReminder:
    """The whole mail as somebody would get it who is to be reminded of such a thing. It names nobody, as no reminder
    does. Refused as `save_wording` refuses it."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    with all_refused() as check:
        for name in ("subject", "says"):
            with check.at(name):
                _checked(getattr(wording, name))
    if kind is ReminderKind.MORNING:
        return _morning(session, actor, organisation_id, language, wording, base_url, now)
    scope = ReminderScope(
        organisation_id, reminder_pace_of(session, organisation_id), now, local_day(now), ahead=LOOKED_AHEAD
    )
    found = min(
        (each for each in causes(session, scope) if each.kind is kind and each.last_on >= scope.today),
        key=lambda each: each.first_on,
        default=None,
    )
    organisation = session.get_one(Organisation, organisation_id)
    with reading(language):
        on = found.on if found else local_day(now) + timedelta(days=7)
        subject, says = reminded(kind, on, wording)
        link = link_to(found.path if found else "my-path", base_url=base_url)
        details = {"details": reminders_told([f"{says}\n{link}"])}
        _subject, body = written(REMINDERS, organisation=organisation.name, base_url=base_url, params=details)
    return PreviewedReminder(subject, body, found is not None)


def _morning(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    language: str,
    wording: Wording,
    base_url: str,
    now: datetime,
) -> PreviewedReminder:
    """The mail as whoever asks would get it this morning, with invented numbers where nothing waits for them."""
    mine = morning_of(session, organisation_id, actor.person_id, now)
    name = session.get_one(Organisation, organisation_id).name
    with reading(language):
        counts = mine if mine.anything else INVENTED
        subject, details = morning_told(counts, local_day(now), wording)
        _subject, body = written(MORNING, organisation=name, base_url=base_url, params={"details": details})
    return PreviewedReminder(subject, body, mine.anything)


def own_wordings(session: Session, organisation_id: UUID, language: str) -> Mapping[ReminderKind, Wording]:
    """What an organisation says in its own words, for whoever writes its mails."""
    asked = select(ReminderWording).where(
        ReminderWording.organisation_id == organisation_id, col(ReminderWording.language) == language
    )
    return {ReminderKind(each.kind): Wording(each.subject, each.says) for each in session.exec(asked)}


def _row(session: Session, organisation_id: UUID, kind: ReminderKind, language: str) -> ReminderWording | None:
    return session.exec(
        select(ReminderWording)
        .where(
            ReminderWording.organisation_id == organisation_id,
            ReminderWording.kind == kind,
            ReminderWording.language == language,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _checked(words: str) -> None:
    if not contact.text(words):
        raise DomainError(ErrorCode.WORDS_MISSING)
    for found in IN_BRACES.findall(words):
        if found not in ("{day}", "{dag}"):
            raise DomainError(ErrorCode.WORDING_BRACES, written=found)
