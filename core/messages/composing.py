"""From what an outbox item asks for to the mail: whom it goes to, in their language, and what it says now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core.i18n import DEFAULT_LANGUAGE, at_time, gettext, language, local_day, on_date, reading
from core.mail_choices.rules import MailKind, MailSort
from core.mail_choices.service import address_of
from core.messages.applicants import applicant_told
from core.messages.details import TELLS, details_of, roles_told
from core.messages.groups import GROUP_MESSAGE
from core.messages.invitations import calendar_parts
from core.messages.post import Mail
from core.messages.reminding import morning_told, reminded, reminders_told
from core.messages.sorting import SORTS
from core.messages.texts import link_to, told_among_others, written
from core.messages.wording import own_wordings
from core.reminders.morning import morning_of
from core.reminders.rules import ReminderKind
from core.reminders.sending import MORNING, REMINDERS, still_due
from core.settings import Settings
from db import outbox
from db.access import Invitation
from db.applications import Application
from db.documents import SigningCode
from db.notices import ChangeNotice
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.partnerships import AssociationContact
from db.people import Engagement, Membership, Person

# The mails that can be chosen about, by their message: they say how, and a mail program is told too. One that somebody
# else waits for offers no way out, as it comes to who wants only what is needed too.
KINDS: Mapping[str, MailKind] = {
    **{message: MailKind.REMINDERS for message, sort in SORTS.items() if sort is MailSort.NEWS},
    REMINDERS: MailKind.REMINDERS,
    MORNING: MailKind.MORNING,
    GROUP_MESSAGE: MailKind.GROUPS,
}

# The newest hash of every log, which goes to whoever keeps it outside: somebody then holds it whatever is done to the
# folder beside the database. It tells the day, ids, numbers and hashes, and nothing about anybody.
LOG_ANCHOR = "log_anchor"


def composed(session: Session, chosen: Settings, item: OutboxItem, now: datetime) -> Mail | None:
    """The mail that `item` asks for, as the facts are now; None where it has no receiver or no purpose any more."""
    params = {key: str(value) for key, value in item.params.items()}
    if params["message"] == LOG_ANCHOR:
        return _anchor_mail(chosen, item, now)
    if "application_id" in params:
        return _to_applicant(session, chosen, item, params, now)
    person = session.get(Person, UUID(params["person_id"]))
    if person is None or not person.email:
        return None
    works_in, belongs_to = _places_of(session, person.id)
    invitation = None
    if "invitation_id" in params:
        invitation = session.get(Invitation, UUID(params["invitation_id"]))
        if invitation is None or invitation.token is None or invitation.expires_at <= now:
            return None
        params["token"] = invitation.token
    if "code_id" in params:
        code = session.get(SigningCode, UUID(params["code_id"]))
        if code is None or code.code is None or code.expires_at <= now:
            return None
        params["code"] = code.code
    notice = session.get(ChangeNotice, UUID(params["notice_id"])) if "notice_id" in params else None
    if "notice_id" in params and notice is None:
        return None  # it was undone, or another change took its place
    # Who asks for a new passphrase has asked no organisation; they hear from the only one they know.
    only = belongs_to[0] if len(belongs_to) == 1 else None
    organisation = session.get(Organisation, item.organisation_id or only) if item.organisation_id or only else None
    with reading(person.language):
        if invitation is not None:
            params |= _about_link(session, invitation, organisation, now)
        if notice is not None:
            params["details"] = details_of(session, notice)
        if tells := TELLS.get(params["message"]):
            told = tells(session, params)
            if told is None:
                return None  # it was taken back, or done anew
            params |= told
        works_there = item.organisation_id if item.organisation_id in works_in and len(works_in) > 1 else None
        alone: str | None = None
        if params["message"] == REMINDERS:
            said = _reminded(session, chosen, item, person.id, organisation, works_there, now)
            if said is None:
                return None  # nothing of it is left to be reminded of, or told
            alone, params["details"] = said
        if params["message"] == MORNING:
            morning = _morning(session, item, person.id, now)
            if morning is None:
                return None  # it is done, or another morning
            alone, params["details"] = morning
        subject, text = written(
            params["message"],
            organisation=organisation.name if organisation else "",
            base_url=chosen.url,
            params=params,
            works_in=works_there,
        )
        kind, unsubscribe = KINDS.get(params["message"]), ""
        if kind is not None:
            secret, base = address_of(session, person.id, now), chosen.url.rstrip("/")
            unsubscribe = f"{base}/unsubscribe/{secret}/{kind}"
            choosing = gettext("You choose which mails you get here:\n{link}")
            text += "\n" + choosing.format(link=link_to(f"mails?t={secret}&k={kind}", base_url=base)) + "\n"
        calendar = calendar_parts(session, chosen, params, person, organisation, now)
    mail = _mail(item, person.email, person.language, (alone or subject, text), organisation, now)
    reply_to = params.get("reply_to") or mail.reply_to
    return replace(mail, unsubscribe=unsubscribe, reply_to=reply_to, calendar=calendar)


def _anchor_mail(chosen: Settings, item: OutboxItem, now: datetime) -> Mail | None:
    """The mail with that day's lines; None where nobody is to have it any more."""
    if not chosen.anchor_mail:
        return None
    with reading(DEFAULT_LANGUAGE):
        day = on_date(local_day(item.created_at))
        subject = gettext("Håndslag: the fingerprint of the log on {day}").format(day=day)
        body = gettext(
            "This is the newest fingerprint of each log in the portal. Keep the mail: it shows whether anything in a "
            "log is changed or taken away later. It holds nothing about anybody.\n\n"
            "Save the lines below as a text file in the folder of HANDSLAG_ANCHORS. Then python -m core audit verify "
            "holds them against the logs."
        )
    return Mail(
        id=item.id.hex,
        to=chosen.anchor_mail,
        subject=subject,
        body=f"{body}\n\n{item.params['lines']}",
        sent_at=now,
        language=DEFAULT_LANGUAGE,
    )


def _morning(session: Session, item: OutboxItem, person_id: UUID, now: datetime) -> tuple[str, str] | None:
    """Subject and words of somebody's morning, in the organisation's own words if it has some; None for nothing."""
    if item.organisation_id is None or local_day(item.created_at) != local_day(now):
        return None
    counts = morning_of(session, item.organisation_id, person_id, now)
    own = own_wordings(session, item.organisation_id, language()).get(ReminderKind.MORNING)
    return morning_told(counts, local_day(now), own) if counts.anything else None


def _reminded(
    session: Session,
    chosen: Settings,
    item: OutboxItem,
    person_id: UUID,
    organisation: Organisation | None,
    works_in: UUID | None,
    now: datetime,
) -> tuple[str | None, str] | None:
    """A subject of its own, if any, and the words of a mail with what of its reminders still holds, and with what it
    tells for others; None where nothing is left of either."""
    own = own_wordings(session, item.organisation_id, language()) if item.organisation_id else {}
    subjects, reminds, news = [], [], []
    for cause in still_due(session, item, person_id, now):
        subject, says = reminded(cause.kind, cause.on, own.get(cause.kind))
        subjects.append(subject)
        reminds.append(f"{says}\n{link_to(cause.path, base_url=chosen.url, works_in=works_in)}")
    name = organisation.name if organisation else ""
    for each in outbox.gathered_into(session, item.id):
        params = {key: str(value) for key, value in each.params.items()}
        tells = TELLS.get(params["message"])
        told = tells(session, params) if tells else {}
        if told is not None:
            subject, says = told_among_others(
                params["message"],
                organisation=name,
                base_url=chosen.url,
                params=params | told,
                works_in=works_in,
            )
            # What is said alike and leads to the same page is said once.
            if says not in news:
                subjects.append(subject)
                news.append(says)
    if not subjects:
        return None
    several = gettext("This week at {organisation}").format(organisation=name) if news else None
    return subjects[0] if len(subjects) == 1 else several, reminders_told(reminds, news)


def _to_applicant(
    session: Session, chosen: Settings, item: OutboxItem, params: dict[str, str], now: datetime
) -> Mail | None:
    """The mail to somebody who applies; None where the application is deleted, or has no address or no link."""
    row = session.get(Application, UUID(params["application_id"]))
    if row is None or not row.email:
        return None
    organisation = session.get_one(Organisation, row.organisation_id)
    with reading(row.language):
        told = applicant_told(session, row)
        if told is None:
            return None
        worded = written(
            params["message"], organisation=organisation.name, base_url=chosen.url, params={**params, **told}
        )
    return _mail(item, row.email, row.language, worded, organisation, now)


def _mail(
    item: OutboxItem,
    to: str,
    language: str,
    worded: tuple[str, str],
    organisation: Organisation | None,
    now: datetime,
) -> Mail:
    subject, body = worded
    return Mail(
        id=item.id.hex,
        to=to,
        subject=subject,
        body=body,
        sent_at=now,
        language=language,
        sender=organisation.name if organisation else "",
        reply_to=organisation.email if organisation else "",
        logo=organisation.logo if organisation else None,
    )


def _places_of(session: Session, person_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The organisations somebody works in, and all they belong to."""
    works = select(Membership.organisation_id).where(
        Membership.person_id == person_id, col(Membership.ended_at).is_(None)
    )
    helps = select(Engagement.organisation_id).where(
        Engagement.person_id == person_id, col(Engagement.ended_at).is_(None)
    )
    speaks = select(AssociationContact.organisation_id).where(
        AssociationContact.person_id == person_id, col(AssociationContact.ended_at).is_(None)
    )
    works_in = list(dict.fromkeys(session.exec(works)))
    return works_in, list(dict.fromkeys([*works_in, *session.exec(helps), *session.exec(speaks)]))


def _about_link(
    session: Session, invitation: Invitation, organisation: Organisation | None, now: datetime
) -> dict[str, str]:
    """What the mail with a link tells: who made it and how to reach them, how long it holds, and to which roles."""
    soon = invitation.expires_at - now < timedelta(days=1)
    told = {
        "until": at_time(invitation.expires_at) if soon else on_date(local_day(invitation.expires_at)),
        "inviter": organisation.name if organisation else "",
        "ask": "",
        "reason": invitation.reason or "",
        "roles": roles_told(session, invitation.organisation_id, invitation.person_id),
    }
    by = session.get(Person, invitation.created_by_id) if invitation.created_by_id else None
    if by is not None:
        told["inviter"] = by.name
        phone = by.phone or (organisation.phone if organisation else "")
        if phone:
            told["ask"] = gettext("If you have a question, call {name} on {phone}.").format(name=by.name, phone=phone)
    return told
