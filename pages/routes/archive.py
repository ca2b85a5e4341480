"""/archive/{ticket} and /certificates/{ticket}: sealed PDFs as a ZIP, sent while it is made, and /everything/{ticket}:
all that an organisation keeps; to the session that asked for it, once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from core.access.permissions import Action, Actor, require
from core.access.sessions import actor_for
from core.certificates.archive import CERTIFICATES
from core.certificates.archive import archive as certificates_archive
from core.documents.export.archive import archive
from core.documents.export.downloads import DOCUMENTS, take_download
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, utc_now
from core.safekeeping.service import EVERYTHING, organisation_pieces
from core.startup import open_portal
from pages.routes.session_ticket import is_from_here
from pages.routes.state import SESSION_COOKIE

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
Archive = Callable[[Session, Actor, Sequence[UUID], datetime], Iterator[bytes]]


def download(request: Request) -> Response:
    """The documents of an unused ticket of this browser's session; an empty refusal for everything else."""

    def documents(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> Iterator[bytes]:
        return archive(session=session, actor=actor, document_ids=ids, language=actor.language, now=now)

    return _sent(request, DOCUMENTS, documents)


def download_certificates(request: Request) -> Response:
    """The certificates of an unused ticket; refused alike."""

    def certificates(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> Iterator[bytes]:
        return certificates_archive(session=session, actor=actor, certificate_ids=ids, language=actor.language, now=now)

    return _sent(request, CERTIFICATES, certificates)


def download_everything(request: Request) -> Response:
    """All of the organisation of an unused ticket; refused alike."""

    def everything(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> Iterator[bytes]:
        return organisation_pieces(session=session, actor=actor, organisation_id=ids[0], now=now)

    return _sent(request, EVERYTHING, everything, Action.TAKE_EVERYTHING)


def _sent(request: Request, what: str, archive_of: Archive, action: Action = Action.DOWNLOAD_DOCUMENTS) -> Response:
    portal, now, token = open_portal(), utc_now(), request.cookies.get(SESSION_COOKIE, "")
    with ExitStack() as open_things:
        session = open_things.enter_context(portal.session())
        try:
            if not is_from_here(request):
                raise DomainError(ErrorCode.NOT_ALLOWED)
            actor = require(actor_for(session=session, token=token, now=now), action)
            ticket = request.path_params["ticket"]
            ids = take_download(
                session=session, actor=actor, session_token=token, ticket=ticket, now=now, what=what, action=action
            )
            pieces = archive_of(session, actor, ids, now)
        except DomainError:
            return Response("", status_code=403, media_type="text/html", headers=HEADERS)
        return StreamingResponse(
            _until_the_end(open_things.pop_all(), pieces),
            media_type="application/zip",
            headers={
                **HEADERS,
                "Content-Disposition": f'attachment; filename="haandslag-{local_day(now):%Y-%m-%d}.zip"',
            },
        )


def _until_the_end(open_things: ExitStack, pieces: Iterator[bytes]) -> Iterator[bytes]:
    with open_things:
        yield from pieces
