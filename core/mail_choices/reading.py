"""What people chose of a kind of mail, for whoever writes to them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from core.mail_choices.rules import MailKind, Wanted, default_of, wanted_of
from db.mail_choices import MailChoice

AT_ONCE = 500


def choices_of(session: Session, person_ids: Collection[UUID], kind: MailKind) -> Mapping[UUID, Wanted]:
    """What each of these people gets of a kind."""
    wanted, ids = dict.fromkeys(person_ids, default_of(kind)), sorted(person_ids)
    for first in range(0, len(ids), AT_ONCE):
        rows = session.exec(
            select(MailChoice.person_id, MailChoice.wanted).where(
                MailChoice.kind == kind, col(MailChoice.person_id).in_(ids[first : first + AT_ONCE])
            )
        )
        wanted |= {person_id: wanted_of(kind, chosen) for person_id, chosen in rows}
    return wanted
