"""Where somebody may go: every page of theirs, and every step of what they may open."""

from typing import Any
from uuid import UUID

from playwright.sync_api import Page
from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core.access.permissions import Actor, Role, may
from db.access import Invitation
from db.alignment import Alignment
from db.applications import Application
from db.assessments import Assessment
from db.clarification import ClarificationMeeting
from db.courses import CourseRun
from db.documents import Consent, Document, DocumentParty
from db.offers import Offer
from db.partnerships import Association, AssociationContact
from db.people import Engagement
from db.programmes import ProgrammeVersion
from db.supervision import Supervision, SupervisionSubject
from db.teams import Team
from db.worries import Worry
from pages.shell.entries import FIRST_RUN, PAGES
from tests.browser.entering import who_is_in
from tests.browser.serving import Served


def addresses_of(portal: Served, page: Page) -> list[str]:
    """Everything that whoever is on the page may open, as addresses of this portal."""
    with portal.session() as session:
        actor = who_is_in(session, page)
        return _addresses_of_a_visitor(session) if actor is None else _addresses(session, actor)


def _addresses_of_a_visitor(session: Session) -> list[str]:
    invitation = session.exec(select(Invitation).where(col(Invitation.withdrawn_at).is_(None))).first()
    assert invitation is not None
    pages = [entry.url_path for entry in PAGES if entry.action is None and entry is not FIRST_RUN]
    return [*pages, f"invitation?t={invitation.token}", f"verify?n={session.exec(select(Document.number)).first()}"]


_INSTRUCTORS = (
    select(Engagement.id)
    .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
    .where(ProgrammeVersion.programme == "laer_at_tackle")
)


_WITH_ASSOCIATION = select(Document.id).where(col(Document.association_id).is_not(None)).limit(1)
# One that is not begun, one that is noted about, and one that is decided.
_IN_STAGES = (
    select(Application.id)
    .join(Assessment, col(Assessment.application_id) == Application.id, isouter=True)
    .order_by(col(Assessment.verdict).desc(), col(Assessment.interview_on).desc(), col(Application.begun_at))
)


def _addresses(session: Session, actor: Actor) -> list[str]:
    """Everything this person may open; each document of theirs at each of its steps."""
    named = {
        "document": _own(session, actor),
        "letter": [f"id={each}" for each in _followed(session, actor)],
        "on-paper": [f"id={each}" for each in _followed(session, actor)],
        "template": ["kind=pair_agreement"],
        "agree-anew": ["kind=welcome_letter"],
        "programme": ["id=laer_at_tackle"],
        "newer-version": ["id=laer_at_tackle"],
        "volunteer": [f"id={each}" for each in session.exec(select(Engagement.id).where(_follows(actor)).limit(1))],
        "partnership": [""] if Role.ASSOCIATION in actor.roles() else _associations(session, actor),
        # One that both have prepared, one that waits for an answer, and one that is over.
        "clarification": [f"id={each}" for each in session.exec(select(ClarificationMeeting.engagement_id))],
        "team": ["", *(f"id={each}" for each in _teams(session, actor))],
        "training": [f"id={each}" for each in session.exec(_trained_by(actor).limit(1))],
        "begin-training": [f"id={each}" for each in _teams(session, actor)],
        "framework-agreement": _associations(session, actor),
        "agreement": [f"id={each}" for each in session.exec(_WITH_ASSOCIATION).all() if _associations(session, actor)],
        "alignment": [f"id={each}" for each in _rounds(session, actor)],
        "course": [f"id={each}" for each in session.exec(select(CourseRun.id).limit(1))],
        # One that is over, and one ahead.
        "offer": [
            f"id={each}"
            for way in (col(Offer.starts_at), col(Offer.starts_at).desc())
            for each in session.exec(select(Offer.id).order_by(way).limit(1))
        ],
        "evaluation": [f"id={each}" for each in session.exec(_keyed_in(actor).limit(1))],
        "supervision": [f"id={each}" for each in session.exec(_theirs(actor).limit(1))],
        "applicant": [f"id={each}" for each in session.exec(_IN_STAGES.limit(3))],
        "worry": [f"id={each}" for each in session.exec(_told_to(actor).limit(1))],
        "told-by-phone": [f"id={each}" for each in session.exec(select(Engagement.id).where(_follows(actor)).limit(1))],
        "log-book": [""] if Role.VOLUNTEER in actor.roles() else _log_books(session, actor),
        "approval": [f"id={each}" for each in session.exec(_INSTRUCTORS.where(_follows(actor)).limit(1))],
        "edit-guidelines": [
            "",
            *(["text=principles_regional"] if actor.roles() & {Role.COORDINATOR, Role.ADMIN} else []),
        ],
    }
    allowed = [entry.url_path for entry in PAGES if entry.action is not None and may(actor, entry.action)]
    # The log has two addresses.
    pages = [page for page in allowed if page not in named and page != "audit"]
    return [*pages, *(f"{page}?{query}" for page in named if page in allowed for query in named[page])]


def _associations(session: Session, actor: Actor) -> list[str]:
    """One that the person sees."""
    asked = select(Association.id).outerjoin(AssociationContact)
    either = or_(*(col(each) == actor.person_id for each in (Association.followed_by_id, AssociationContact.person_id)))
    return [f"id={each}" for each in session.exec(asked.where(either).limit(1))]


def _teams(session: Session, actor: Actor) -> list[UUID]:
    """A team for whoever coordinates; others come to their own without saying which."""
    return list(session.exec(select(Team.id).limit(1))) if Role.COORDINATOR in actor.roles() else []


def _trained_by(actor: Actor) -> Any:
    """Teams whose training the person sees from above."""
    whose = or_(*(col(each) == actor.person_id for each in (Team.lead_id, Team.contact_id)))
    return select(Team.id) if Role.COORDINATOR in actor.roles() else select(Team.id).where(whose)


def _rounds(session: Session, actor: Actor) -> list[UUID]:
    """The oldest round and the newest that the person is on a side of: one that is settled, and one that is not."""
    asked = (
        select(Alignment.id)
        .outerjoin(Engagement, col(Engagement.id) == col(Alignment.engagement_id))
        .outerjoin(Association, col(Association.id) == col(Alignment.association_id))
        .outerjoin(AssociationContact, col(AssociationContact.association_id) == col(Association.id))
    )
    on = (Engagement.person_id, Engagement.contact_person_id, Association.followed_by_id, AssociationContact.person_id)
    theirs = asked.where(or_(*(col(each) == actor.person_id for each in on)))
    found = session.exec(theirs.order_by(col(Alignment.begun_at))).all()
    return list(dict.fromkeys((*found[:1], *found[-1:])))


def _keyed_in(actor: Actor) -> Any:
    """The runs whose evaluation they may key in."""
    if Role.COORDINATOR in actor.roles():
        return select(CourseRun.id)
    return select(CourseRun.id).where(CourseRun.keyed_by_id == actor.person_id)


def _theirs(actor: Actor) -> Any:
    """The supervisions that are theirs to hold or to order."""
    if Role.COORDINATOR in actor.roles():
        return select(Supervision.id)
    return select(Supervision.id).where(Supervision.supervisor_id == actor.person_id)


def _told_to(actor: Actor) -> Any:
    """What was told to them that is wrong."""
    return select(Worry.id).where(Worry.waits_for_id == actor.person_id)


def _log_books(session: Session, actor: Actor) -> list[str]:
    held = col(SupervisionSubject.supervision_id).in_(_theirs(actor))
    return [f"id={each}" for each in session.exec(select(SupervisionSubject.engagement_id).where(held).limit(1))]


def _own(session: Session, actor: Actor) -> list[str]:
    """A document this person has signed, and one they have not at each of its steps."""
    parties = select(DocumentParty.document_id).join(Document, col(Document.id) == DocumentParty.document_id)
    shared = parties.where(DocumentParty.person_id == actor.person_id, col(Document.shared_at).is_not(None))
    signed = col(DocumentParty.id).in_(select(Consent.party_id))
    after = [f"id={found}" for found in session.exec(shared.where(signed).limit(1))]
    steps = ("fill", "check", "read")
    return after + [
        f"id={found}&step={step}" for found in session.exec(shared.where(~signed).limit(1)) for step in steps
    ]


def _followed(session: Session, actor: Actor) -> list[UUID]:
    """A document that is not sent yet and one that is, of volunteers this person follows."""
    query = select(Document.id).join(Engagement, col(Engagement.id) == Document.engagement_id).where(_follows(actor))
    shared = col(Document.shared_at).is_not(None)
    return [found for each in (~shared, shared) for found in session.exec(query.where(each).limit(1))]


def _follows(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Engagement.contact_person_id) == actor.person_id, col(Engagement.coordinator_id) == actor.person_id)
