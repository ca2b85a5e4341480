"""What somebody has ahead, for the calendar on their phone; the address is the secret."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from core.calendar_feed.service import feed_at
from core.i18n import utc_now
from core.settings import settings
from core.startup import open_portal

# Whatever stands where the secret does is asked for, an empty one too: else it would get the portal's page.
ADDRESS = "/calendar/{token:path}.ics"
# Asked for again each time, so that an address that was closed is closed everywhere.
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


def feed(request: Request) -> Response:
    """The calendar file; 404 without a word for every other address."""
    with open_portal().session() as session:
        found = feed_at(session=session, token=request.path_params["token"], portal=settings().url, now=utc_now())
    if found is None:
        return Response(status_code=404, headers=HEADERS)
    # When it was made stands in each event, and is no change of it.
    same = b"\n".join(line for line in found.splitlines() if not line.startswith(b"DTSTAMP"))
    tag = f'"{hashlib.sha256(same).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**HEADERS, "ETag": tag})
    return Response(found, media_type="text/calendar; charset=utf-8", headers={**HEADERS, "ETag": tag})
