"""Signatures given from a login that a colleague's link had opened, and its owner had not confirmed yet."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.access.rules import OpenedLogin, opened_before
from core.access.standing_in import opened_logins
from core.documents.case import require_reader
from core.documents.reading import DocumentView
from db.documents import Consent

ON_PAPER = "paper"


def opened_by_others(*, session: Session, actor: Actor, view: DocumentView) -> Mapping[UUID, OpenedLogin]:
    """By consent, how the login had been opened that it was given from; for whoever reads the document. What was given
    on paper took no login."""
    require_reader(actor, view.case)
    return logins_opened(session, [party.consent for party in view.parties if party.consent is not None])


def logins_opened(session: Session, consents: Iterable[Consent]) -> Mapping[UUID, OpenedLogin]:
    """The same of these consents; whoever calls this asks the table."""
    given = [each for each in consents if each.how != ON_PAPER]
    if not given:
        return {}
    logins = opened_logins(session, {consent.person_id for consent in given})
    marked = {each.id: opened_before(each.given_at, logins.get(each.person_id, ())) for each in given}
    return {consent_id: login for consent_id, login in marked.items() if login is not None}
