"""/unsubscribe/{secret}/{kind}: a mail program says that its reader wants no more mails of a kind (RFC 8058).

Asking by GET changes nothing, because programs that look a mail through for danger open every link in it: it leads to
the page where a person chooses.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.errors import DomainError
from core.i18n import utc_now
from core.mail_choices.rules import MailKind, least_of
from core.mail_choices.service import choose_at
from core.startup import open_portal

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def unsubscribe(request: Request) -> Response:
    """POST: the least of a kind from now on, and 404 without a word for every other address. GET: the page."""
    secret, named = request.path_params["secret"], request.path_params["kind"]
    if request.method != "POST":
        asked = urlencode({"t": secret, "k": named})
        return RedirectResponse(f"/mails?{asked}", status_code=303, headers=HEADERS)
    if named not in MailKind.__members__.values():
        return Response(status_code=404, headers=HEADERS)
    kind = MailKind(named)
    try:
        with open_portal().session() as session:
            choose_at(session=session, token=secret, kind=kind, wanted=least_of(kind), now=utc_now())
    except DomainError:
        return Response(status_code=404, headers=HEADERS)
    return Response(status_code=200, headers=HEADERS)
