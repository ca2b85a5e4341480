"""A long form that keeps what is written in it as it is written, until it is sent.

Only what differs from what stood there before is kept, so that a form takes in what somebody else has changed
meanwhile.

After a break Streamlit may begin a new session while the browser still holds the form, with more in it than was kept.
So beside each form stands, unseen, which session it was drawn in: where that is another one, what the browser holds is
left alone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar
from uuid import UUID, uuid4

import streamlit as st

from core import contact
from core.errors import DomainError
from core.i18n import gettext as _
from core.unsent.service import Fields, HalfWritten, drop_unsent, keep_unsent, unsent
from pages.shell.action import acting, attempt
from pages.shell.context import actor_of, current, refused
from pages.shell.flash import say, say_refused
from pages.shell.state import ScreenState, standing_under
from pages.widgets.field import saved_words
from pages.widgets.form import is_told

# What tells one session from another; nobody learns it.
SESSION = ScreenState("unsent-session", "")
# What stood in each field of a form before anybody wrote, what is kept of it, and since when.
BEFORE = ScreenState[dict[str, object]]("unsent-before", {})
KEPT = ScreenState[dict[str, tuple[object, object]]]("unsent-kept", {})
SAVED_AT = ScreenState[datetime | None]("unsent-saved", None)
Choices = Mapping[str, type[StrEnum]]
NOTHING = object()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DraftKeeper:
    """Who keeps what is written in a form: what there is of it, keep it, and forget it."""

    read: Callable[[], HalfWritten | None]
    keep: Callable[[Fields], datetime]
    drop: Callable[[], None]


def _is_refused(written: object) -> bool:
    """Whether an answer is one that nobody keeps, as it holds a CPR number or is too long."""
    return isinstance(written, str) and isinstance(attempt(lambda: contact.text(written)), DomainError)


def _own(form: str) -> DraftKeeper:
    """Whoever is logged in keeps it as their own."""
    return DraftKeeper(
        lambda: unsent(session=current().session, actor=actor_of(current()), form=form),
        lambda fields: keep_unsent(**acting(), form=form, fields=fields),
        lambda: drop_unsent(**acting(), form=form),
    )


class FormDraft:
    """What somebody writes in one form: `form` says which, and `prefix` is what the keys of its fields begin with, and
    none of its buttons; or the whole key of its one field.

    `also` is the key of one more field, and `choices` are the kinds of choices that are no plain words. `keeper` keeps
    it where whoever writes has no login. `stored` is what stands in each field if nobody writes, where the same may be
    saved in another tab meanwhile. It is made before the fields are drawn, and puts back what is kept; `keep` comes
    after them.
    """

    def __init__(
        self,
        form: str,
        prefix: str,
        *choices: type[StrEnum],
        also: str = "",
        keeper: DraftKeeper | None = None,
        stored: Mapping[str, object] | None = None,
    ) -> None:
        self.form, self.prefix, self.also = form, prefix, also
        self.stored = stored or {}
        self._touched: Collection[str] = ()
        self.keeper = keeper or _own(form)
        self.choices: Choices = {each.__name__: each for each in choices}
        # Whether the browser holds what another session drew: then nobody knows what stood there before.
        self.is_anothers = False
        self.before, self.kept, self.saved_at = BEFORE.of(form), KEPT.of(form), SAVED_AT.of(form)
        self._take_up()

    def _take_up(self) -> None:
        """Put back what is kept, unless the browser holds it itself."""
        session = SESSION.first(uuid4().hex)
        mark = ScreenState(f"hs-seen-unsent-{self.form}", session)
        arrives = not mark.is_set()
        drawn_in = st.text_input("\N{MIDDLE DOT}", session, key=mark.key, label_visibility="collapsed")
        if arrives:
            found = self.keeper.read()
            self.kept.set(dict(found.fields) if found else {})
            self.saved_at.set(found.saved_at if found else None)
            before = {name: self._read(before) for name, (_written, before) in self.kept.get().items()}
            self.before.set({name: self.stored.get(name, stood) for name, stood in before.items()})
        self.is_anothers = arrives and drawn_in != session
        if self.is_anothers:
            return
        for name, (written, _before) in self.kept.get().items():
            field = self._field(name)
            if not field.is_set():
                field.set(self._read(written))

    def keep(self) -> None:
        """After the fields are drawn: keep what differs from what stood there, and say since when it is kept."""
        before = self.before.first({})
        written: dict[str, tuple[object, object]] = dict(self.kept.get())
        for name, value in self._fields():
            stood = "" if self.is_anothers and isinstance(value, str) else value
            here, there = self._written(value), self._written(before.setdefault(name, stood))
            if NOTHING in (here, there):
                continue
            written.pop(name, None)
            if here != there:
                written[name] = (here, there)
        self._touched = frozenset(written)
        if written != self.kept.get() and (wrong := self._store(written)) is not None:
            if not is_told(wrong):
                refused(wrong)
            # All else that stands in the form is kept all the same.
            fine = {name: each for name, each in written.items() if not _is_refused(each[0])}
            if fine == written or (fine != self.kept.get() and self._store(fine) is not None):
                return
        self._say()

    def _store(self, written: dict[str, tuple[object, object]]) -> DomainError | None:
        """Have it kept; or why it is not."""
        saved = attempt(lambda: self.keeper.keep(written))
        if isinstance(saved, DomainError):
            return saved
        self.kept.set(written)
        self.saved_at.set(saved)
        return None

    @property
    def touched(self) -> Collection[str]:
        """The names of the fields in which somebody has written, kept or refused; after `keep`."""
        return self._touched

    def sent(self, then: Callable[[T], object] | None = None) -> Callable[[T], object]:
        """What follows when it is sent: it is no draft any more, and what `then` says."""

        def done(made: T) -> None:
            attempt(self.keeper.drop)
            self._forget()
            if then is not None:
                then(made)

        return done

    def _field(self, name: str) -> ScreenState[object]:
        return ScreenState(self.also if not name and self.also else self.prefix + name, None)

    def _fields(self) -> Iterator[tuple[str, object]]:
        """What stands in each of them, by its name; the one more has none."""
        yield from standing_under(self.prefix)
        if self.also and self._field("").is_set():
            yield "", self._field("").get()

    def _say(self) -> None:
        saved_at = self.saved_at.get()
        if saved_at is None or not self.kept.get():
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f":material/check: {saved_words(saved_at)}", width="content")
            st.button(
                _("Begin anew"),
                key=f"unsent-anew-{self.form}",
                type="tertiary",
                icon=":material/restart_alt:",
                on_click=self._anew,
            )

    def _anew(self) -> None:
        """Throw away what is written: every field is as it was before."""
        done = attempt(self.keeper.drop)
        if isinstance(done, DomainError):
            say_refused(done)
        else:
            say(_("The form is as it was before you wrote."))
        before = self.before.get()
        for name in self.kept.get():
            self._field(name).set(self.stored.get(name, before.get(name)))
        self._forget()

    def _forget(self) -> None:
        for state in (self.before, self.kept, self.saved_at):
            state.forget()

    def _written(self, value: object) -> object:
        """A value as it is kept; `NOTHING` for what is none of a field that can be put back."""
        match value:
            case StrEnum():
                return {type(value).__name__: value.value}
            case None | bool() | int() | str():
                return value
            case UUID():
                return {"id": str(value)}
            case date() | time():
                return {type(value).__name__: value.isoformat()}
            case list() | tuple():
                each = [self._written(one) for one in value]
                return NOTHING if NOTHING in each else each
            case _:
                return NOTHING

    def _read(self, kept: object) -> object:
        """The value that was kept so."""
        match kept:
            case {"id": str(written)}:
                return UUID(written)
            case {"date": str(written)}:
                return date.fromisoformat(written)
            case {"time": str(written)}:
                return time.fromisoformat(written)
            case dict():
                ((name, written),) = kept.items()
                return self.choices[name](written)
            case list():
                return [self._read(one) for one in kept]
            case _:
                return kept
