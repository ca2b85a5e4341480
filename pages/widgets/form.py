"""What is to be put right in a form: on top, each a way to its field, and in the same words at the field."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError, ManyRefused, all_refused, words
from core.i18n import gettext as _
from pages.shell import theme as look
from pages.shell.action import DONE, By, Said, act, attempt
from pages.shell.context import refused
from pages.shell.state import ScreenState, standing_under
from pages.widgets.dialogs import close_dialog
from pages.widgets.inputs import Entered, day_input, number_input
from pages.widgets.plain import plain

T = TypeVar("T")
Some = TypeVar("Some")
# What is wrong with a form since its button was pressed, by field; which press that was; the page that they stand on.
WRONG = ScreenState[Mapping[str, str]]("form-wrong", {})
PRESS = ScreenState("form-press", "")
ON_PAGE = ScreenState("form-on-page", "")


def arrive(page: str) -> None:
    """Whoever comes to a page meets its forms as nobody has pressed them yet, and no dialog that another page, or they
    when they were here before, left open."""
    if ON_PAGE.swap(page) != page:
        WRONG.forget_all()
        close_dialog()


def got_round(key: str) -> None:
    """What the form with this key is for was reached another way: what is wrong with it is told no more."""
    WRONG.of(key).forget()


def meanwhile(refusal: DomainError, seen: ScreenState[int], version: int, stands: str = "") -> None:
    """Where a form was refused because it was changed elsewhere since it was opened: what `stands` there now is shown,
    and pressing once more saves what was typed."""
    if refusal.code == ErrorCode.CHANGED_MEANWHILE:
        seen.set(version)
        if stands:
            st.markdown(_("It says now: {theirs}").format(theirs=plain(stands)))


def is_told(error: DomainError) -> bool:
    """Whether a form says it at one of its fields already."""
    return any(words(error) in found.values() for _key, found in standing_under(f"{WRONG.key}:") if found)


class EntryForm:
    """A form of several fields, whose service tells all that is refused at once. `key` is its own in the portal.

    What is wrong is said until the button is pressed again, so that it stays in sight while it is put right.
    """

    def __init__(self, key: str) -> None:
        self._key, self._kept = key, WRONG.of(key)
        self._wrong = self._kept.get()
        self._fields: list[str] = []
        self._checks: list[tuple[str, Callable[[], object]]] = []
        error_summary(self._wrong, PRESS.of(key).get())

    def field(self, name: str) -> AbstractContextManager[str]:
        """Around the field that the service calls `name`; gives what goes behind its label (see `field`)."""
        self._fields.append(name)
        return field(self._at(name), self._wrong)

    def day(
        self, name: str, label: str, value: date | None, *, key: str, needed: bool = False, **more: Any
    ) -> date | None:
        """The day in the field `name`, asked for by `day_input`. The form is not sent while one is refused there, nor
        without one that is `needed`."""
        return self._asked(
            name, lambda said, quiet: day_input(label + said, value, key=key, quiet=quiet, **more), needed=needed
        )

    def number(
        self, name: str, label: str, value: int | None, *, key: str, most: int, needed: bool = False, **more: Any
    ) -> int | None:
        """The same for a whole number, asked for by `number_input`."""
        return self._asked(
            name,
            lambda said, quiet: number_input(label + said, value, key=key, most=most, quiet=quiet, **more),
            needed=needed,
        )

    def numbers(
        self, labels: Mapping[str, str], values: object, bounds: Mapping[str, tuple[int, int]]
    ) -> dict[str, Any]:
        """A whole number for each of `labels` in their order, all needed: what `values` has of each name, within what
        `bounds` says. The keys are the form's own and the name."""
        asked = {
            name: self.number(
                name,
                _(label),
                getattr(values, name),
                key=f"{self._key}-{name.replace('_', '-')}",
                least=bounds[name][0],
                most=bounds[name][1],
                needed=True,
            )
            for name, label in labels.items()
        }
        # Without one of them nothing is sent.
        return {name: number or 0 for name, number in asked.items()}

    def check(self, name: str, whether: Callable[[], object]) -> None:
        """Before it is sent, what stands in the field `name` is looked at by `whether`, which raises a refusal."""
        self._checks.append((name, whether))

    def send(
        self,
        does: Callable[[By], T],
        said: Said[T] = "",
        *,
        icon: str = DONE,
        then: Callable[[T], object] | None = None,
    ) -> DomainError:
        """Do what the form is for, as `act` does it. Where it is refused, each field says why; what is refused of no
        field is returned."""

        def done(made: T) -> None:
            self._kept.forget()
            if then is not None:
                then(made)

        def whole(by: By) -> T:
            self._look_through()
            return does(by)

        return act(whole, said, icon=icon, then=done, on_refusal=self._refused)

    def attempt(self, does: Callable[[], T]) -> T | DomainError:
        """The same for what somebody does who is not logged in yet: what comes of it, or why it is refused."""

        def whole() -> T:
            self._look_through()
            return does()

        found = attempt(whole)
        if isinstance(found, DomainError):
            self._refused(found)
        return found

    def _look_through(self) -> None:
        with all_refused() as check:
            for name, whether in self._checks:
                with check.at(name):
                    whether()

    def _refused(self, error: DomainError) -> None:
        found = error.by_field if isinstance(error, ManyRefused) else {}
        if not found or set(found) - set(self._fields):
            # It is about no field, or one that does not stand here: said where it was asked for.
            self._kept.forget()
            refused(error)
            return
        in_order = sorted(found, key=self._fields.index)
        self._kept.set({self._at(name): words(found[name]) for name in in_order})
        PRESS.of(self._key).set(uuid4().hex)
        st.rerun()

    def _asked(self, name: str, ask: Callable[[str, bool], Entered[Some]], *, needed: bool) -> Some | None:
        with self.field(name) as said:
            entered = ask(said, self._at(name) in self._wrong)
        self.check(name, entered.needed if needed else entered.optional)
        return entered.value

    def _at(self, name: str) -> str:
        return f"{self._key}-{name}"


def error_summary(wrong: Mapping[str, str], press: str = "") -> None:
    """On top of a page, what must be put right, by field; nothing where there is nothing. The browser leads to it, anew
    for each `press` (see pages/routes/fields.js)."""
    if wrong:
        look.draw("errors", title=_("There is something to put right"), wrong=wrong, press=press)


@contextmanager
def field(key: str, wrong: Mapping[str, str]) -> Iterator[str]:
    """Draw a field. Where it is `wrong`, the words stand above it, and what is given goes into its label: a screen
    reader says it there. It is no Markdown, because marks would be read out."""
    with st.container(key=f"hs-field-{key}", gap=None):
        if key in wrong:
            look.draw("error", key=key, words=wrong[key])
        yield f" ({_('to put right')})" if key in wrong else ""
