"""Who is here: the context of this run, logging in and out, and the language."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.access.guessing import Caller
from core.access.permissions import Action, Actor, require
from core.access.rules import device_name
from core.access.sessions import StartedSession, actor_for, change_language, log_out, work_in
from core.documents.signing.together import Handover, handed
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import DEFAULT_LANGUAGE, LANGUAGES, days_later, known, local_day, preferred, use, utc_now
from core.i18n import gettext as _
from core.messages.texts import IN_ORGANISATION
from core.organisations.service import State, state_and_days_ahead
from core.startup import Portal, open_portal
from pages.routes.state import LANGUAGE_COOKIE, SESSION_COOKIE
from pages.routes.whence import network_of
from pages.shell import session_cookie
from pages.shell.state import ScreenState, forget_all_but, one_more_run, say_choices_anew

# The language a visitor chose, the one a link suggested, and what the guest at a lent device chose.
CHOSEN, SUGGESTED = ScreenState("language", ""), ScreenState("first_language", "")
# Who is here and in which language is the browser's; all else in a tab is of what somebody does there.
OF_THE_BROWSER: tuple[ScreenState[Any], ...] = (
    session_cookie.BROWSER,
    session_cookie.TOKEN,
    session_cookie.LOGOUT,
    session_cookie.PENDING,
    session_cookie.LANGUAGE_PENDING,
    CHOSEN,
)
GUESTS = ScreenState("guest-language", "")
# The language this tab was drawn in last.
SPOKEN = ScreenState("spoken", "")
# The organisation chosen in this tab by somebody who works in several.
WORKS_IN = ScreenState[UUID | None]("works-in", None)
# Chosen before logging in, and kept by whoever then logs in.
ON_THE_WAY_IN = ScreenState("language_chosen_on_the_way_in", "")


@dataclass(frozen=True, slots=True)
class Context:
    """What a page may know of this run. `session` is open until the run ends; `actor` is None for a visitor.

    `now` and `today` are the one clock of a run, which a demonstration may set ahead.

    `handed` is set while this browser is in somebody else's hands to sign; there is no actor then.
    """

    portal: Portal
    session: Session
    actor: Actor | None
    language: str
    now: datetime
    today: date
    state: State
    handed: Handover | None = None


_context: ContextVar[Context | None] = ContextVar("context", default=None)


def begin() -> Context:
    """A fresh context for a run that begins: roles are read anew, and the language is set."""
    end()
    if session_cookie.is_anothers():
        # Nothing is forgotten: its owner may be in the midst of something.
        use(_visitors_language())
        st.error(_("This window belongs to another browser. Open the portal anew."), icon=":material/lock:")
        st.stop()
    portal = open_portal()
    session = portal.session()
    # Whether a login holds is told by the calendar: else a demonstration set ahead would log everybody out.
    real_now = utc_now()
    everywhere = actor_for(session=session, token=token(), now=real_now)
    actor = everywhere.working_in(_wanted(everywhere)) if everywhere else None
    lent = None if actor or not token() else handed(session=session, token=token(), now=real_now)
    here, ahead = state_and_days_ahead(session)
    now = days_later(real_now, ahead)
    language = actor.language if actor else _guests_language(lent) if lent else _visitors_language()
    use(language)
    one_more_run()
    if SPOKEN.swap(language) != language:
        say_choices_anew()
    context = Context(portal, session, actor, language, now, local_day(now), here, lent)
    _context.set(context)
    return context


def _wanted(actor: Actor) -> UUID | None:
    """Where this tab is to be: what a link says, which is then the tab's own, else what was chosen in it."""
    try:
        asked = UUID(st.query_params.get(IN_ORGANISATION, ""))
    except ValueError:
        asked = None
    if asked in actor.employers():
        WORKS_IN.set(asked)
    return WORKS_IN.get()


def end() -> None:
    """Give the run's database session back."""
    context = _context.get()
    _context.set(None)
    if context is not None:
        context.session.close()


def has_begun() -> bool:
    """Whether there is a context, as within a run of the whole page."""
    return _context.get() is not None


def current() -> Context:
    """The context of this run; a widget's callback, which comes before the run, gets one of its own."""
    return _context.get() or begin()


def require_actor(action: Action) -> Context:
    """The context of an actor who may do `action` somewhere; "not_allowed" for everybody else."""
    context = current()
    require(context.actor, action)
    return context


def actor_of(context: Context) -> Actor:
    """The actor of a page behind `require_actor`."""
    return require(context.actor, Action.USE_PORTAL)


def while_allowed(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make`, for a file that is made when its button is pressed, which no run of the page precedes: refused where the
    login that the page was drawn for has ended, or has lost a right since. A window left open gives nothing away."""
    context, held = current(), token()
    drawn_for = context.actor
    if drawn_for is None:
        return make

    def made() -> bytes:
        with context.portal.session() as session:
            here = require(actor_for(session=session, token=held, now=utc_now()), Action.USE_PORTAL)
        if here.person_id != drawn_for.person_id or not set(drawn_for.grants) <= set(here.grants):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        return make()

    return made


def refused(error: DomainError) -> None:
    """Say in words why something was refused, and to who works in several organisations where it may be."""
    st.error(words(error), icon=":material/error:")
    here = _context.get()
    if error.code == ErrorCode.NOT_ALLOWED and here is not None and here.actor is not None and here.actor.elsewhere:
        st.info(_("Perhaps it belongs to another organisation you work in. You change between them at the top."))


def token() -> str:
    """The session token of this browser, "" where there is none: this tab's login, else the cookie."""
    return session_cookie.TOKEN.get() or session_cookie.cookie(SESSION_COOKIE)


def device() -> str:
    """What this browser calls itself, in words."""
    return device_name(st.context.headers.get("User-Agent") or "")


def caller() -> Caller:
    """Where this browser comes from, for what may be guessed."""
    peer, forwarded = st.context.ip_address, st.context.headers.get("X-Forwarded-For")
    # Where pages are tested without a browser, Streamlit puts stand-ins here that are no text.
    heard, said = (each if isinstance(each, str) else "" for each in (peer, forwarded))
    network = network_of(heard, said, current().portal.settings.trusted_proxies)
    return Caller(network, session_cookie.BROWSER.get())


def logged_in(login: StartedSession, *, at: UUID | None = None) -> None:
    """Make a session just begun this tab's own, send its cookie, and run anew as that person.

    A language chosen on the way in is kept. Who works in several organisations begins `at` the one they just joined.
    """
    context = current()
    chosen = ON_THE_WAY_IN.take()
    actor = actor_for(session=context.session, token=login.token, now=context.now)
    if chosen and actor is not None:
        change_language(session=context.session, actor=actor, language=chosen, now=context.now)
    if at is not None and actor is not None and at in (*actor.employers(), *actor.elsewhere):
        work_in(session=context.session, actor=actor, organisation_id=at, now=context.now)
        WORKS_IN.set(at)
    session_cookie.remember(context.session, login.token, now=context.now)
    SUGGESTED.forget()
    st.rerun()


def change_organisation(organisation_id: UUID) -> None:
    """Work in another organisation from now on, on every page of this tab, and remember it for the next visit. What
    this tab knew of the former one is forgotten."""
    context = current()
    work_in(session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now)
    forget_all_but(*OF_THE_BROWSER)
    WORKS_IN.set(organisation_id)
    st.query_params.clear()


def leave() -> None:
    """End this browser's session, remove its cookie, and run anew as a visitor."""
    context = current()
    log_out(session=context.session, token=token(), now=context.now)
    session_cookie.forget(context.session, now=context.now)
    # A tab outlives a login: what was open, typed and chosen in it is nobody's any more.
    forget_all_but(*OF_THE_BROWSER)
    st.rerun()


def speak(language: str) -> None:
    """Read in `language` from now on: in this browser and, for somebody logged in, wherever they log in."""
    context = current()
    if context.handed is not None:
        # The guest's choice is neither kept in the owner's browser nor in the owner's account.
        GUESTS.of(context.handed.party_id).set(language)
        st.rerun()
    if context.actor is not None:
        change_language(session=context.session, actor=context.actor, language=language, now=context.now)
    else:
        ON_THE_WAY_IN.set(language)
    CHOSEN.set(language)
    session_cookie.remember_language(language)
    st.rerun()


def suggest_language(language: str) -> None:
    """Read a link's page in the language of the person it is for, unless the visitor has chosen another."""
    if _chosen() is None and SUGGESTED.get() != language and language in LANGUAGES:
        SUGGESTED.set(language)
        st.rerun()


def _guests_language(lent: Handover) -> str:
    return GUESTS.of(lent.party_id).get() or known(lent.guest_language)


def _chosen() -> str | None:
    asked = (CHOSEN.get(), st.query_params.get("lang"), session_cookie.cookie(LANGUAGE_COOKIE))
    return next((language for language in asked if language in LANGUAGES), None)


def _visitors_language() -> str:
    return _chosen() or SUGGESTED.get() or _browsers() or DEFAULT_LANGUAGE


def _browsers() -> str:
    sent = st.context.headers.get("Accept-Language")
    # Where pages are tested without a browser, Streamlit puts a stand-in here that is no text.
    return preferred(sent) if isinstance(sent, str) else ""
