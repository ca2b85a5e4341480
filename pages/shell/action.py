"""What somebody does on a page: one service, and what is said when it is done and when it is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypedDict, TypeVar

import streamlit as st
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.access.permissions import Actor
from core.errors import DomainError
from pages.shell.boundary import unwritten
from pages.shell.context import actor_of, current, refused
from pages.shell.flash import say, say_refused
from pages.shell.lost import way_on

T = TypeVar("T")
Said = str | Callable[[T], str]
DONE = ":material/check:"


class By(TypedDict):
    """By whom and when something is done: what every service is given, as in `lambda by: share(**by, …)`."""

    session: Session
    actor: Actor
    now: datetime


def act(
    does: Callable[[By], T],
    said: Said[T] = "",
    *,
    icon: str = DONE,
    then: Callable[[T], object] | None = None,
    redraw_refused: bool = False,
    on_refusal: Callable[[DomainError], object] = refused,
) -> DomainError:
    """Do something, say so and draw the page anew. A refusal is shown where it was asked, and nothing written is lost.

    `does` calls services alone: it shows nothing, and holds no other transaction than theirs.
    `then` is for what else follows when it is done: a field to empty, another page to go to.
    With `redraw_refused` the page is drawn anew after a refusal too, which is said there: the page shows
    what no longer holds. Otherwise `on_refusal` says it, and it is returned.
    """
    done = attempt(lambda: does(acting()))
    if not isinstance(done, DomainError):
        _say(said, done, icon)
        if then is not None:
            then(done)
    elif redraw_refused:
        say_refused(done)
    else:
        on_refusal(done)
        return done
    st.rerun()


def act_and_flash(does: Callable[[By], T], said: Said[T] = "", *, icon: str = DONE) -> None:
    """Do something before a run that comes anyway, as in a widget's callback: done or refused, it is said there."""
    done = attempt(lambda: does(acting()))
    if isinstance(done, DomainError):
        say_refused(done)
    else:
        _say(said, done, icon)


def attempt(does: Callable[[], T]) -> T | DomainError:
    """What comes of it, or why it is refused: for what is asked of somebody, and for who says it in their own way.

    A database that somebody else holds for long, or that can take nothing more, is such a reason: nothing was written,
    and it can be pressed again.
    """
    try:
        return does()
    except DomainError as error:
        return error
    except OperationalError as error:
        refusal = unwritten(error)
        if refusal is None:
            raise
        return refusal


def acting() -> By:
    """Whoever is here, in this run."""
    context = current()
    return {"session": context.session, "actor": actor_of(context), "now": context.now}


@contextmanager
def refusal_shown(title: str = "") -> Iterator[None]:
    """Draw what may be refused: the refusal is shown in its place; under `title`, and with a way on, where the page is
    nothing without it."""
    try:
        yield
    except DomainError as error:
        if title:
            st.title(title, anchor=False)
        refused(error)
        if title:
            way_on(current())


def _say(said: Said[T], done: T, icon: str) -> None:
    sentence = said if isinstance(said, str) else said(done)
    if sentence:
        say(sentence, icon=icon)
