"""What a certificate, a diploma and a proof of effort say (H4). Pure; nothing about health, whoever they are for.

A course's name may be that of an illness, so courses are counted and never named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.i18n import gettext as _
from core.i18n import ngettext, on_date, reading


class CertificateKind(StrEnum):
    """The kinds of certificate."""

    CERTIFICATE = "certificate"  # of an instructor, with the approval
    DIPLOMA = "diploma"  # after round years
    PROOF = "proof_of_effort"  # what somebody has done, to show to others


@dataclass(frozen=True, slots=True)
class Effort:
    """What somebody did: `programme` in the language of the print, `hours` those of the modules they led.

    `approved_on` and `ended_on` are None where it is not so; `years` is of a diploma, and 0 on others.
    """

    name: str
    organisation: str
    programme: str
    workplace: str
    began_on: date
    ended_on: date | None = None
    approved_on: date | None = None
    courses: int = 0
    hours: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class CertificateText:
    """The words of a certificate from top to bottom. `mark` stands in the rosette, and `facts` are pairs of label and
    value."""

    title: str
    subtitle: str = ""
    lead: str = ""
    name: str = ""
    body: str = ""
    thanks: str = ""
    mark: str = ""
    under_mark: str = ""
    facts: Sequence[tuple[str, str]] = ()


def certificate_text(kind: CertificateKind, effort: Effort, language: str) -> CertificateText:
    """The words of one print in `language`."""
    with reading(language):
        match kind:
            case CertificateKind.CERTIFICATE:
                return _certificate(effort)
            case CertificateKind.DIPLOMA:
                return _diploma(effort)
            case CertificateKind.PROOF:
                return _proof(effort)


def _certificate(effort: Effort) -> CertificateText:
    assert effort.approved_on is not None
    return CertificateText(
        title=_("Certificate"),
        subtitle=effort.programme,
        lead=_("With joy and thanks to"),
        name=effort.name,
        body=_("who has completed the training and the supervisions and was approved on {day}.").format(
            day=on_date(effort.approved_on)
        ),
        thanks=_("Thank you for what you give to others."),
        facts=_led(effort),
    )


def _diploma(effort: Effort) -> CertificateText:
    return CertificateText(
        title=_("Diploma"),
        subtitle=ngettext("{count} year as a volunteer", "{count} years as a volunteer", effort.years).format(
            count=effort.years
        ),
        lead=_("With joy and thanks to"),
        name=effort.name,
        body=_("who gives time, care and experience as a volunteer at {organisation}.").format(
            organisation=effort.organisation
        ),
        thanks=_("You have made a difference to many people."),
        mark=str(effort.years),
        under_mark=ngettext("year", "years", effort.years),
        facts=_led(effort),
    )


def _led(effort: Effort) -> tuple[tuple[str, str], ...]:
    """The courses somebody led and the hours of it; nothing of what there is none of."""
    hours = ngettext("{count} hour", "{count} hours", effort.hours).format(count=effort.hours)
    told = ((_("Courses led"), effort.courses, str(effort.courses)), (_("Time with participants"), effort.hours, hours))
    return tuple((label, said) for label, count, said in told if count)


def _proof(effort: Effort) -> CertificateText:
    told = {"name": effort.name, "organisation": effort.organisation, "day": on_date(effort.began_on)}
    if effort.ended_on is None:
        body = _("{name} is a volunteer at {organisation}, and has been since {day}.").format(**told)
        period = _("since {day}").format(**told)
    else:
        last = on_date(effort.ended_on)
        body = _("{name} was a volunteer at {organisation} from {day} to {last}.").format(**told, last=last)
        period = _("{day} to {last}").format(**told, last=last)
    facts = [(_("Role"), effort.programme), (_("Place"), effort.workplace), (_("Period"), period)]
    if effort.approved_on is not None:
        facts.append((_("Approved"), on_date(effort.approved_on)))
    facts.extend(_led(effort))
    return CertificateText(
        title=_("Proof of volunteering"),
        body=f"{body} {_('The work is unpaid.')}",
        facts=tuple(facts),
        thanks=_("We are grateful for the effort, and glad to confirm it."),
    )
