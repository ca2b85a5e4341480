"""The log book: what to work on, feedback, supervisions with their days, and the instructor's own words (S4)."""

from itertools import groupby
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import on_date
from core.supervision.log_book import LogBook, Task, log_book, own_log_books, tick_task, write_entry
from core.supervision.printing import print_log_book
from pages.offers import learning
from pages.shell.action import act, act_and_flash, refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.supervision.words import holder_words, kind_word, state_badge, when_words
from pages.widgets.downloads import print_button
from pages.widgets.plain import day_first, plain, plain_label

TICKED = ScreenState("task", False)


def _tasks(book: LogBook) -> None:
    """What to work on: ticked off by the instructor, read by the others."""
    st.header(_("Tasks"), anchor=False)
    if not book.tasks:
        st.write(_("There is nothing yet. Tasks come with the feedback."))
    for source, tasks in groupby(book.tasks, key=_source):
        if source:
            st.caption(source)
        for task in tasks:
            st.checkbox(
                plain_label(task.words),
                value=task.done_on is not None,
                disabled=not book.own,
                key=TICKED.of(task.task_id).key,
                on_change=_tick,
                args=(task.task_id,),
            )


def _source(task: Task) -> str:
    """The supervision a task came from and its day; "" for one's own idea."""
    return f"{kind_word(task.kind)} · {on_date(task.given_on)}" if task.kind and task.given_on else ""


def _tick(task_id: UUID) -> None:
    act_and_flash(lambda by: tick_task(**by, task_id=task_id, done=TICKED.of(task_id).get()))


def _supervisions(book: LogBook) -> None:
    """Every supervision with its day, who holds it, and one's own feedback."""
    st.header(_("Supervisions"), anchor=False)
    if not book.supervisions:
        st.write(_("None is planned yet."))
    for row in book.supervisions:
        with st.container(border=True):
            when = day_first(when_words(row))
            st.markdown(
                f"**{kind_word(row.kind)}** {state_badge(row)}  \n{when} · {holder_words(row)}"
                + (f"  \n{plain(row.course)}" if row.course else "")
            )
            for each in row.supervised:
                if each.engagement_id != book.engagement_id or each.feedback_at is None:
                    continue
                for label, said in ((_("What went well"), each.went_well), (_("What to work on"), each.work_on)):
                    if said:
                        st.markdown(f"**{label}**  \n{plain(said)}")


def _entries(book: LogBook) -> None:
    """The instructor's own words, newest first."""
    st.header(_("My own words") if book.own else _("The instructor's own words"), anchor=False)
    if book.own:
        words = st.text_area(
            _("What do you want to remember?"),
            help=_("Your supervisor and your coordinator can read it too."),
            key=f"entry-{book.engagement_id}-{len(book.entries)}",
        )
        if st.button(_("Write it in the log book"), key=f"write-{book.engagement_id}"):
            _write(book, words)
    elif not book.entries:
        st.write(_("Nothing has been written down yet."))
    for entry in book.entries:
        st.markdown(f"**{on_date(entry.written_on)}**  \n{plain(entry.words)}")


def _write(book: LogBook, words: str) -> None:
    act(lambda by: write_entry(**by, engagement_id=book.engagement_id, words=words), _("It is in your log book."))


def _print_button(book: LogBook) -> None:
    context = current()
    actor, language, engagement_id = actor_of(context), context.language, book.engagement_id
    print_button(
        _("Print the log book"),
        lambda session: print_log_book(session=session, actor=actor, engagement_id=engagement_id, language=language),
        _("log-book.pdf"),
        key=f"print-{engagement_id}",
    )


context = require_actor(Action.READ_LOG_BOOK)
actor = actor_of(context)
show_flashes()
asked = st.query_params.get("id")
own = own_log_books(session=context.session, actor=actor) if asked is None else []
if asked is None:
    st.title(_("My log book"), anchor=False)
    if not own:
        st.info(_("There is no log book for what you do here."), icon=":material/menu_book:")
with refusal_shown(_("Log book")):
    for engagement_id in own if asked is None else [id_in_address(asked)]:
        book = log_book(session=context.session, actor=actor, engagement_id=engagement_id)
        if not book.own:
            st.title(_("Log book of {name}").format(name=plain(book.name)), anchor=False)
        elif asked is not None:
            st.title(_("My log book"), anchor=False)
        if len(own) > 1:
            st.subheader(plain(book.organisation), anchor=False)
        _tasks(book)
        _supervisions(book)
        _entries(book)
        _print_button(book)
    if own:
        learning.wishes(context)
