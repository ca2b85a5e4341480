"""Write a text of guidelines in every language side by side. What is written stays until it is published or undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import streamlit as st

from core.contact import LONGEST_LINE, LONGEST_NAME
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.guidelines.editing import EditedText, publish
from core.guidelines.reading import Shelf
from core.guidelines.text import LONGEST_POINT, MOST_POINTS, Guideline, GuidelineDraft, changes, checked
from core.guidelines.writing import KeptWriting, drop_writing, keep_writing, writing_of
from core.i18n import LANGUAGES, clock, local_day, on_date
from core.i18n import gettext as _
from pages.guidelines import texts as guidelines
from pages.shell.action import act, act_and_flash, acting, attempt
from pages.shell.context import actor_of, current, refused
from pages.shell.state import ScreenState
from pages.widgets import paper
from pages.widgets.inputs import day_input

# What is written in each language, "" where nothing is yet.
Words = dict[str, str]


@dataclass(slots=True)
class _GuidelineEdit:
    """What this browser has written: `expected` is the version it builds on, `points` by id in order.

    `round` names the widgets, so that undoing makes new ones. `kept` is what was last stored of it, and when.
    """

    expected: int
    title: Words
    intro: Words
    points: dict[str, tuple[Words, Words]]
    made_by: str = ""
    made_on: date | None = None
    round: int = 0
    new: int = field(default=0)
    kept: GuidelineDraft | None = None
    saved_at: datetime | None = None

    def written(self) -> GuidelineDraft:
        """What stands on the desk, for the service."""
        points = [(point_id, titles, texts) for point_id, (titles, texts) in self.points.items()]
        return GuidelineDraft(
            title=self.title, intro=self.intro, points=points, made_by=self.made_by, made_on=self.made_on
        )


DESK = ScreenState[_GuidelineEdit | None]("guideline", None)


def edit(edited: EditedText) -> None:
    """Write, see it as it will read, say whether it changes in substance, and publish."""
    desk = _desk(edited)
    write, see, new = st.tabs([_("Write"), _("As it will read"), _("What changes")])
    with write:
        _write(edited.shelf, desk)
        _keep(edited, desk)
    text = attempt(lambda: checked(desk.written()))
    with see:
        _see(text, edited)
    with new:
        _what_changes(text, edited)
    _publish(edited, desk)


def _desk(edited: EditedText) -> _GuidelineEdit:
    kept = _kept(edited.shelf)
    desk = kept.get()
    if desk is None:
        desk = _fresh(edited)
        before = writing_of(session=current().session, actor=actor_of(current()), shelf=edited.shelf)
        if before is not None:
            desk = _taken_up(desk, before)
        kept.set(desk)
    return desk


def _taken_up(fresh: _GuidelineEdit, before: KeptWriting) -> _GuidelineEdit:
    """What was written in another session or before a reload."""
    written = before.written
    return replace(
        fresh,
        expected=before.follows,
        title=_words(written.title),
        intro=_words(written.intro),
        points={point_id: (_words(titles), _words(texts)) for point_id, titles, texts in written.points},
        made_by=written.made_by,
        made_on=written.made_on,
        new=1,
        kept=written,
        saved_at=before.saved_at,
    )


def _keep(edited: EditedText, desk: _GuidelineEdit) -> None:
    """Keep what is written as each field is left, and say so."""
    written = desk.written()
    if written != (desk.kept or _fresh(edited).written()):
        saved = attempt(lambda: keep_writing(**acting(), shelf=edited.shelf, written=written, follows=desk.expected))
        if isinstance(saved, DomainError):
            refused(saved)
            return
        desk.kept, desk.saved_at = written, saved
    if desk.saved_at is not None:
        st.caption(
            _("Saved at {time}").format(time=clock(desk.saved_at))
            if local_day(desk.saved_at) == current().today
            else _("Saved on {date}").format(date=on_date(local_day(desk.saved_at)))
        )


def _fresh(edited: EditedText, before: _GuidelineEdit | None = None) -> _GuidelineEdit:
    text, later = edited.newest, before.round + 1 if before else 0
    if text is None:
        return _GuidelineEdit(
            edited.expected_number, _words(), _words(), {"p1": (_words(), _words())}, round=later, new=1
        )
    return _GuidelineEdit(
        expected=edited.expected_number,
        title=_words(text.title),
        intro=_words(text.intro),
        points={point.id: (_words(point.title), _words(point.text)) for point in text.points},
        made_by=text.made_by,
        made_on=text.made_on,
        round=later,
    )


def _words(there: Mapping[str, str] | None = None) -> Words:
    """A text in every language of the portal: as it is `there`, and empty where it is not."""
    return {language: (there or {}).get(language, "") for language in LANGUAGES}


def _write(shelf: Shelf, desk: _GuidelineEdit) -> None:
    key = _kept(shelf).of(desk.round).key
    for column, (language, name) in zip(st.columns(len(LANGUAGES)), LANGUAGES.items(), strict=True):
        with column:
            desk.title[language] = st.text_input(
                _("Title ({language})").format(language=name),
                desk.title[language],
                max_chars=LONGEST_NAME,
                key=f"{key}:title:{language}",
            )
            desk.intro[language] = st.text_area(
                _("Opening ({language})").format(language=name),
                desk.intro[language],
                max_chars=LONGEST_POINT,
                key=f"{key}:intro:{language}",
            )
    for number, point_id in enumerate([*desk.points], start=1):
        _point(f"{key}:{point_id}", desk, point_id, number)
    if len(desk.points) < MOST_POINTS:
        st.button(_("Add a point"), icon=":material/add:", key=f"{key}:add", on_click=_add, args=(desk,))
    if shelf.workplace_id is not None:
        _made(key, desk)


def _point(key: str, desk: _GuidelineEdit, point_id: str, number: int) -> None:
    titles, texts = desk.points[point_id]
    with st.container(key=f"hs-point-{key}-{point_id}"):
        for column, (language, name) in zip(st.columns(len(LANGUAGES)), LANGUAGES.items(), strict=True):
            with column:
                titles[language] = st.text_input(
                    _("Point {number} ({language})").format(number=number, language=name),
                    titles[language],
                    max_chars=LONGEST_NAME,
                    key=f"{key}:title:{language}",
                )
                texts[language] = st.text_area(
                    _("Text of point {number} ({language})").format(number=number, language=name),
                    texts[language],
                    max_chars=LONGEST_POINT,
                    height=110,
                    key=f"{key}:text:{language}",
                )
        with st.container(horizontal=True):
            if number > 1:
                st.button(
                    _("Move point {number} up").format(number=number),
                    icon=":material/arrow_upward:",
                    type="tertiary",
                    key=f"{key}:up",
                    on_click=_move_up,
                    args=(desk, point_id),
                )
            st.button(
                _("Remove point {number}").format(number=number),
                icon=":material/delete:",
                type="tertiary",
                key=f"{key}:remove",
                on_click=_remove,
                args=(desk, point_id),
            )


def _made(key: str, desk: _GuidelineEdit) -> None:
    """Who made it; the handbook of the source asks for the works council (L7)."""
    st.markdown(_("The guidelines of a workplace are made together with its works council (MED). Say who took part."))
    who, when = st.columns(2)
    with who:
        desk.made_by = st.text_input(_("Made by"), desk.made_by, max_chars=LONGEST_LINE, key=f"{key}:made_by")
    desk.made_on = day_input(_("Made on"), desk.made_on, key=f"{key}:made_on", where=when).value


def _add(desk: _GuidelineEdit) -> None:
    while f"p{desk.new}" in desk.points or desk.new == 0:
        desk.new += 1
    desk.points[f"p{desk.new}"] = (_words(), _words())
    desk.new += 1


def _remove(desk: _GuidelineEdit, point_id: str) -> None:
    desk.points.pop(point_id, None)


def _move_up(desk: _GuidelineEdit, point_id: str) -> None:
    order = [*desk.points]
    place = order.index(point_id)
    order[place - 1 : place + 1] = [point_id, order[place - 1]]
    desk.points = {each: desk.points[each] for each in order}


def _see(text: Guideline | DomainError, edited: EditedText) -> None:
    if isinstance(text, DomainError):
        refused(text)
        return
    for column, language in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
        with column:
            guidelines.draw(text, place=edited.place, in_language=language)


def _what_changes(text: Guideline | DomainError, edited: EditedText) -> None:
    if isinstance(text, DomainError):
        refused(text)
    elif edited.newest is None:
        st.write(_("Nobody has written any yet, so all of it is new."))
    else:
        for language, name in LANGUAGES.items():
            found = changes(edited.newest, text, language)
            st.markdown(f"**{name}**")
            if found:
                paper.draw_changes(found)
            else:
                st.write(_("Nothing is changed."))


def _publish(edited: EditedText, desk: _GuidelineEdit) -> None:
    """The plain question, and the one primary button."""
    key = _kept(edited.shelf).of(desk.round).key
    answers = {
        True: _("Yes, it says something else. Everybody confirms it again, and who has done so before gets a mail."),
        False: _("No, it is only said better. What people have confirmed still holds."),
    }
    substance: bool | None = True
    if edited.versions:
        substance = st.radio(
            _("Does it change in substance?"),
            [*answers],
            index=None,
            format_func=answers.__getitem__,
            key=f"{key}:substance",
        )
    with st.container(horizontal=True):
        if st.button(_("Publish"), type="primary", icon=":material/publish:", key=f"{key}:publish"):
            if substance is None:
                st.error(_("Say first whether it changes in substance."), icon=":material/error:")
            else:
                _send(edited, desk, substance=substance)
        st.button(_("Undo what I have written"), key=f"{key}:undo", on_click=_undo, args=(edited,))


def _undo(edited: EditedText) -> None:
    kept = _kept(edited.shelf)
    act_and_flash(lambda by: drop_writing(**by, shelf=edited.shelf))
    kept.set(_fresh(edited, kept.get()))


def _send(edited: EditedText, desk: _GuidelineEdit, *, substance: bool) -> None:
    refusal = act(
        lambda by: publish(
            **by,
            shelf=edited.shelf,
            written=desk.written(),
            substance=substance,
            expected_number=desk.expected,
        ),
        _("It is published. Volunteers read this version from now on."),
        then=lambda _published: _kept(edited.shelf).forget(),
    )
    if refusal.code == ErrorCode.CHANGED_MEANWHILE:
        # What the other one published stands under "What changes" from now on.
        desk.expected = edited.expected_number


def _kept(shelf: Shelf) -> ScreenState[_GuidelineEdit | None]:
    return DESK.of(shelf.kind, shelf.workplace_id or shelf.organisation_id)
