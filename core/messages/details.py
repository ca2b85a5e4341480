"""What a mail tells besides its own words: what was and is now, somebody's words, who did what.

A mail is put in words when it is sent, so what is in it is true then; it is not sent where it no longer is.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.access.roles import DOES, NAMES
from core.calendar_feed.service import is_followed
from core.documents.case import load
from core.documents.rules import ORGANISATION, VOLUNTEERS, waiting_for
from core.documents.template.model import kind_name
from core.expenses.rules import ExpenseState
from core.i18n import N_, gettext, on_date
from core.messages.confidential import page_shared_told, talk_waits_told
from core.messages.covers import COVER_TEXTS, cover_told
from core.messages.groups import GROUP_MESSAGE, group_told
from core.notices.rules import NoticeSubject, differences
from core.notices.service import facts_told
from core.recognition.invitations import said_yes
from db.documents import Consent, Document, DocumentParty, DocumentVersion
from db.expenses import ExpenseClaim
from db.notices import ChangeNotice
from db.partnerships import Association
from db.people import Engagement, Membership, Person
from db.worries import Worry

# What is told of and has no name of its own.
UNNAMED = {
    NoticeSubject.SUPERVISION: N_("Supervision"),
    NoticeSubject.TALK: N_("A planned talk"),
    NoticeSubject.TRAINING: N_("Training day"),
}


def details_of(session: Session, notice: ChangeNotice) -> str:
    """What changed, in the current language: each fact before and now, and then what was written to them."""
    told, after = facts_told(notice)
    called = UNNAMED.get(NoticeSubject(notice.about))
    what = after.get("what") or told.get("what") or (gettext(called) if called else "")
    if notice.about == NoticeSubject.GATHERING:
        what = gettext(what)
    lines = [what] if what else []
    for each in differences(told, after):
        if not (each.before and each.after):
            lines.append(f"{each.label}: {each.after or each.before}")
            continue
        said = gettext("{label}:\n  before: {before}\n  now: {after}")
        lines.append(said.format(label=each.label, before=each.before, after=each.after))
    if notice.words:
        who = session.get_one(Person, notice.made_by_id).name
        lines += ["", gettext("{name} writes:\n{words}").format(name=who, words=notice.words)]
    return "\n".join(lines)


def roles_told(session: Session, organisation_id: UUID | None, person_id: UUID) -> str:
    """The roles somebody holds there now, each with what it is, in the current language; "" for none."""
    held = session.exec(
        select(Membership.role).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            col(Membership.ended_at).is_(None),
        )
    ).all()
    roles = [Role(role) for role in dict.fromkeys(held)]
    return "\n".join(f"{gettext(NAMES[role])}: {gettext(DOES.get(role, ''))}".rstrip(": ") for role in roles)


def _a_no(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Who said no to which document."""
    document = session.get(Document, UUID(params["document_id"]))
    if document is None or document.declined_at is None or document.withdrawn_at is not None:
        return None
    who = session.get_one(Person, document.declined_by_id).name
    return {"who": who, "what": _document(session, document)}


def _signature_taken_back(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Who took back their signature on which document; it may have been given again."""
    document, who_id = session.get(Document, UUID(params["document_id"])), UUID(params["who_id"])
    if document is None or document.declined_at is not None or document.withdrawn_at is not None:
        return None
    newest = session.exec(
        select(Consent)
        .join(DocumentVersion, col(DocumentVersion.id) == col(Consent.version_id))
        .where(DocumentVersion.document_id == document.id, Consent.person_id == who_id)
        .order_by(col(Consent.given_at).desc())
    ).first()
    if newest is None or newest.taken_back_at is None:
        return None
    return {"who": session.get_one(Person, who_id).name, "what": _document(session, document)}


def _joined(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Who joined."""
    who = session.get(Person, UUID(params["who_id"]))
    return {"who": who.name} if who is not None else None


def _stopped(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Who stopped, and when; they may have come back."""
    engagement = session.get(Engagement, UUID(params["engagement_id"]))
    if engagement is None or engagement.ended_on is None:
        return None
    return {"who": session.get_one(Person, engagement.person_id).name, "day": on_date(engagement.ended_on)}


def _worry_waits(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Who has not answered a worry; it may have been answered, taken back or taken over since."""
    worry = session.get(Worry, UUID(params["worry_id"]))
    if worry is None or str(worry.next_id) != params["person_id"]:
        return None
    if worry.read_at or worry.ended_at or worry.taken_back_at:
        return None
    return {"who": session.get_one(Person, worry.waits_for_id).name}


def _approved(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Nothing more than that: what is paid by then is told as paid."""
    waits = select(ExpenseClaim.id).where(
        ExpenseClaim.person_id == UUID(params["person_id"]),
        ExpenseClaim.organisation_id == UUID(params["organisation_id"]),
        ExpenseClaim.standing == ExpenseState.APPROVED,
    )
    return {} if session.exec(waits).first() else None


def _half_signed(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Nothing more than that, while it waits for the organisation alone."""
    standing = load(session, UUID(params["document_id"])).standing()
    return {} if waiting_for(standing) == (ORGANISATION,) and standing.signed else None


def _coming(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Nothing more than that; for who still comes, and whose calendar does not fetch it by itself."""
    person_id = UUID(params["person_id"])
    if is_followed(session, person_id) or not said_yes(session, UUID(params["recognition_id"]), person_id):
        return None
    return {}


def _roles(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """The roles somebody holds now."""
    told = roles_told(session, UUID(params["organisation_id"]), UUID(params["person_id"]))
    return {"roles": told or gettext("You have no role there any more.")}


# What a message tells besides its words, in the current language; None where it is not to be sent any more.
TELLS: dict[str, Callable[[Session, Mapping[str, str]], dict[str, str] | None]] = {
    "document_declined": _a_no,
    "document_to_answer": _a_no,
    "signature_taken_back": _signature_taken_back,
    "agreement_declined": _a_no,
    "agreement_signature_taken_back": _signature_taken_back,
    "joined": _joined,
    "stopped": _stopped,
    "worry_waits": _worry_waits,
    "talk_waits": talk_waits_told,
    "page_shared": page_shared_told,
    "role_changed": _roles,
    "expense_approved": _approved,
    "document_half_signed": _half_signed,
    "event_coming": _coming,
    GROUP_MESSAGE: group_told,
    **dict.fromkeys(COVER_TEXTS, cover_told),
}


def _document(session: Session, document: Document) -> str:
    """A document by its kind and whom it is for, or with which association."""
    if document.association_id is not None:
        name = session.get_one(Association, document.association_id).name
        return gettext("framework agreement with {name}").format(name=name)
    named = session.exec(
        select(Person.name)
        .join(DocumentParty, col(DocumentParty.person_id) == col(Person.id))
        .where(DocumentParty.document_id == document.id, col(DocumentParty.capacity).in_(VOLUNTEERS))
        .order_by(col(DocumentParty.capacity).desc())
    ).all()
    first, *rest = named
    name = gettext("{first} and {last}").format(first=first, last=rest[0]) if rest else first
    return gettext("{document} for {name}").format(document=kind_name(document.kind), name=name)
