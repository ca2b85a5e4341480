"""A change in the words of a mail: what it was, what it is now, and somebody's own words to those it concerns."""

from sqlmodel import Session

from core.i18n import gettext
from core.notices.rules import differences
from core.notices.service import facts_told
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
