"""/archive/{ticket}: sealed documents as a ZIP, sent while it is made, to the session that asked for it, once."""

from collections.abc import Iterator
from contextlib import ExitStack

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from core.access.permissions import Action, require
from core.access.sessions import actor_for
from core.documents.archive import archive
from core.documents.downloads import take_download
from core.errors import DomainError
from core.i18n import local_day, utc_now
from core.startup import open_portal
from pages.routes.session_ticket import is_from_here
from pages.routes.state import SESSION_COOKIE

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def download(request: Request) -> Response:
    """The archive of an unused ticket of this browser's session; an empty refusal for everything else."""
    portal, now, token = open_portal(), utc_now(), request.cookies.get(SESSION_COOKIE, "")
    with ExitStack() as open_things:
        session = open_things.enter_context(portal.session())
        try:
            if not is_from_here(request):
                raise DomainError("not_allowed")
            actor = require(actor_for(session=session, token=token, now=now), Action.DOWNLOAD_DOCUMENTS)
            ticket = request.path_params["ticket"]
            ids = take_download(session=session, actor=actor, session_token=token, ticket=ticket, now=now)
            pieces = archive(session=session, actor=actor, document_ids=ids, language=actor.language, now=now)
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
