"""What every answer carries: a strict content policy and its kin; and the page itself in the reader's language."""

import base64
import hashlib
import re
import secrets
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, preferred
from core.startup import opened
from pages.routes.packed import ITS_ICONS, scripts_of_every_page
from pages.routes.scripts import IN_PAGE
from pages.routes.session_ticket import A_YEAR, is_https
from pages.routes.state import BROWSER_COOKIE, LANGUAGE_COOKIE

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# Streamlit has every browser fetch 170 KB of its own letters before its scripts, and a portal is set in others: until a
# page is told in which, it is written in the first of those.
ITS_LETTERS = re.compile(rb'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')
LETTERS = "./app/static/fonts/ibm-plex-sans-latin-400-normal.woff2"
# Scripts come first: what is written can be read in any letters.
FETCHED_FIRST = "".join(
    [
        *(
            f'<link rel="preload" href="{address}" as="font" type="font/woff2" fetchpriority="low" crossorigin>'
            for address in (LETTERS, *(f".{each}" for each in ITS_ICONS))
        ),
        *(f'<link rel="modulepreload" href=".{address}" crossorigin>' for address in scripts_of_every_page()),
    ]
).encode()
FACE = (
    "<style>@font-face{font-family:Source Sans;font-style:normal;font-weight:100 900;"
    f'src:url({LETTERS})format("woff2")}}</style></head>'
).encode()
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)
NO_VISITORS = ("/_stcore/metrics", "/_stcore/agent")
# A changed body fits neither a stored copy's tag nor a packed or partial answer.
UNWANTED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


def content_policy() -> str:
    """The content policy; Streamlit's own inline scripts and ours are allowed by their hashes, and no others."""
    scripts = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
        for body in INLINE_SCRIPT.findall(INDEX.read_text(encoding="utf-8") + IN_PAGE)
    )
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        "frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
    )


class FrontDoor:
    """Middleware around everything that is served."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": content_policy(),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].startswith(NO_VISITORS):
            await PlainTextResponse("", status_code=404)(scope, receive, self._with_headers(send))
        elif _wants_page(scope):
            kept = [(name, value) for name, value in scope["headers"] if name not in UNWANTED]
            page = _Page(scope, self._with_headers(send), https=_https())
            await self.app({**scope, "headers": kept}, receive, page.send)
        else:
            await self.app(scope, receive, self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                if _https():
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        return wrapped


def _https() -> bool:
    """Whether browsers come by https; a portal that cannot start yet answers all the same, to say why."""
    portal = opened()
    return portal is not None and is_https(portal)


def _wants_page(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return scope["method"] == "GET" and "text/html" in headers.get("accept", "") and "sec-websocket-key" not in headers


def _language(scope: Scope, cookies: SimpleCookie, accepted: str) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    remembered = cookies[LANGUAGE_COOKIE].value if LANGUAGE_COOKIE in cookies else ""
    return next(
        (chosen for chosen in (asked, remembered, preferred(accepted)) if chosen in LANGUAGES), DEFAULT_LANGUAGE
    )


class _Page:
    """An answer held back until it is whole, so that the page can be rewritten."""

    def __init__(self, scope: Scope, send: Send, *, https: bool) -> None:
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        self.to_browser = send
        self.https = https
        self.language = _language(scope, cookies, Headers(scope=scope).get("accept-language", ""))
        self.new_browser = BROWSER_COOKIE not in cookies
        self.beginning: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        """Take a message from the app; pass it on at once where it is not a page."""
        if message["type"] == "http.response.start":
            if not Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                await self.to_browser(message)
                return
            self.beginning = message
        elif self.beginning is None:
            await self.to_browser(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.beginning)

    async def _finish(self, beginning: Message) -> None:
        body = self.body.replace(b'<html lang="en">', f'<html lang="{self.language}">'.encode(), 1)
        body = body.replace(b"<title>Streamlit</title>", "<title>Håndslag</title>".encode(), 1)
        body = ITS_LETTERS.sub(FETCHED_FIRST, body, count=1).replace(b"</head>", FACE, 1)
        body = body.replace(b"</body>", IN_PAGE.encode() + b"</body>", 1)
        headers = MutableHeaders(scope=beginning)
        headers["Content-Length"] = str(len(body))
        headers["Cache-Control"] = "no-store"
        for stale in ("etag", "last-modified"):
            del headers[stale]
        if self.new_browser and beginning["status"] == 200:
            secure = "; Secure" if self.https else ""
            kept = f"Path=/; Max-Age={A_YEAR}; HttpOnly; SameSite=Lax{secure}"
            headers.append("Set-Cookie", f"{BROWSER_COOKIE}={secrets.token_urlsafe(24)}; {kept}")
        await self.to_browser(beginning)
        await self.to_browser({"type": "http.response.body", "body": body})
