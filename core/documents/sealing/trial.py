"""A certificate is tried on a document of each kind before it seals what people have signed."""

from datetime import datetime
from uuid import UUID

from pyhanko.sign.general import SigningError
from sqlmodel import Session

from core.documents.printing.service import each_blank
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.pdf.key import SealingMaterial
from core.pdf.seal import MALFORMED, inspect, seal


def try_out(session: Session, organisation_id: UUID, material: SealingMaterial, now: datetime) -> None:
    """Seal a blank form of every kind with `material`, and look at each seal; nothing is kept.

    Raises "pkcs12_unsuitable" where one does not hold.
    """
    for blank in each_blank(session, organisation_id, local_day(now)):
        try:
            found = inspect(seal(blank, material, at=now))
        except (SigningError, *MALFORMED):
            raise DomainError(ErrorCode.PKCS12_UNSUITABLE) from None
        if not (found.intact and found.whole_file):
            raise DomainError(ErrorCode.PKCS12_UNSUITABLE)
