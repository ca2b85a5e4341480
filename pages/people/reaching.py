"""How to reach a volunteer and their next of kin, at a glance and in one tap."""

from core.i18n import gettext as _
from core.people.service import VolunteerView
from pages.widgets.facts import Fact, facts
from pages.widgets.plain import plain


def reach(view: VolunteerView) -> None:
    """The volunteer, and who is called when something happens."""
    person = view.person
    told = [_phone(person.phone)]
    if person.email:
        told.append(Fact(_("E-mail"), person.email, mail_address(person.email)))
    if person.address:
        told.append(Fact(_("Address"), person.address))
    facts(_("Contact"), told)
    if not person.next_of_kin_name:
        absent = _("No next of kin yet. The volunteer writes it.") if view.account else _("No next of kin yet.")
        facts(_("If something happens"), [Fact(_("Next of kin"), absent)])
        return
    relation = f" ({person.next_of_kin_relation})" if person.next_of_kin_relation else ""
    kin = Fact(_("Next of kin"), f"{person.next_of_kin_name}{relation}")
    facts(_("If something happens"), [kin, _phone(person.next_of_kin_phone)])


def ways_to_reach(phone: str, email: str) -> list[Fact]:
    """A phone and an e-mail address, each in one tap."""
    return [_phone(phone), *([Fact(_("E-mail"), email, mail_address(email))] if email else [])]


def _phone(number: str) -> Fact:
    return Fact(_("Phone"), number or _("No phone number yet"), call_address(number) if number else "")


def call_link(number: str) -> str:
    """A phone number that is called by a tap, in Markdown."""
    return f"[{plain(number)}]({call_address(number)})"


def mail_link(email: str) -> str:
    """An e-mail address that is written to by a tap, in Markdown."""
    return f"[{plain(email)}]({mail_address(email)})"


def call_address(number: str) -> str:
    """Where a tap calls `number`."""
    return "tel:" + "".join(character for character in number if character.isdigit() or character == "+")


def mail_address(email: str) -> str:
    """Where a tap writes to `email`."""
    return "mailto:" + "".join(character for character in email if character.isalnum() or character in "@._+-")
