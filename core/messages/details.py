"""What a mail tells besides its own words: what was and is now, somebody's words, who said no to which document."""

from uuid import UUID

from sqlmodel import Session, col, select

from core.documents.rules import VOLUNTEERS
from core.documents.template.model import kind_name
from core.i18n import gettext
from core.notices.rules import differences
from core.notices.service import facts_told
from db.documents import Document, DocumentParty
from db.notices import ChangeNotice
from db.people import Person


def details_of(session: Session, notice: ChangeNotice) -> str:
    """What changed, in the current language: each fact before and now, and then what was written to them."""
    told, after = facts_told(notice)
    what = after.get("what") or told.get("what")
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


def about_a_no(session: Session, document_id: UUID) -> dict[str, str] | None:
    """Who said no to which document, in the current language; None where it no longer stands."""
    document = session.get(Document, document_id)
    if document is None or document.declined_at is None or document.withdrawn_at is not None:
        return None
    named = session.exec(
        select(Person.name)
        .join(DocumentParty, col(DocumentParty.person_id) == col(Person.id))
        .where(DocumentParty.document_id == document_id, col(DocumentParty.capacity).in_(VOLUNTEERS))
        .order_by(col(DocumentParty.capacity).desc())
    ).all()
    first, *rest = named
    name = gettext("{first} and {last}").format(first=first, last=rest[0]) if rest else first
    return {
        "who": session.get_one(Person, document.declined_by_id).name,
        "what": gettext("{document} for {name}").format(document=kind_name(document.kind), name=name),
    }
