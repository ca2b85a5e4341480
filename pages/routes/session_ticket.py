"""The session cookie by ticket: a hidden frame fetches it, so that it can be HttpOnly and no script is needed."""

from starlette.requests import Request
from starlette.responses import Response

from core.access.sessions import actor_for, take_ticket
from core.i18n import LANGUAGES, utc_now
from core.startup import Portal, open_portal
from pages.routes.state import BROWSER_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE

A_YEAR = 365 * 24 * 3600
A_DAY = 24 * 3600


def start(request: Request) -> Response:
    """Set the session cookie of an unused ticket of this browser, and remember what its reader reads."""
    portal = open_portal()
    token = _taken(request, portal)
    if not token:
        return _empty(403)
    response = _empty(200)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=portal.settings.session_days * A_DAY,
        httponly=True,
        samesite="lax",
        secure=is_https(portal),
    )
    with portal.session() as session:
        actor = actor_for(session=session, token=token, now=utc_now())
    if actor is not None:
        _remember_language(response, portal, actor.language)
    return response


def end(request: Request) -> Response:
    """Remove the session cookie; the session itself has ended already."""
    portal = open_portal()
    if _taken(request, portal) is None:
        return _empty(403)
    response = _empty(200)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=is_https(portal))
    return response


def language(request: Request) -> Response:
    """Remember in this browser which language to read in, so that the page says so from its first byte."""
    chosen = request.query_params.get("l", "")
    if chosen not in LANGUAGES or not is_from_here(request):
        return _empty(403)
    response = _empty(200)
    _remember_language(response, open_portal(), chosen)
    return response


def _remember_language(response: Response, portal: Portal, language: str) -> None:
    secure = is_https(portal)
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)


def is_https(portal: Portal) -> bool:
    """Whether people reach the portal encrypted, so that its cookies may never travel otherwise."""
    return portal.settings.url.startswith("https://")


def _taken(request: Request, portal: Portal) -> str | None:
    nonce = request.cookies.get(BROWSER_COOKIE)
    if not nonce or not is_from_here(request):
        return None
    ticket = request.query_params.get("t", "")
    with portal.session() as session:
        return take_ticket(session=session, ticket=ticket, nonce=nonce, now=utc_now())


def is_from_here(request: Request) -> bool:
    """Whether a page of ours asks, and not one of somebody else's."""
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _empty(status: int) -> Response:
    return Response("", status_code=status, media_type="text/html", headers={"Cache-Control": "no-store"})
