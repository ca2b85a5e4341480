"""What each side writes before a clarification meeting, saved as it is left, and what both wrote side by side."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.clarification.content import MeetingTopic, meeting_sheet
from core.clarification.planning import save_preparation
from core.clarification.reading import MeetingAnswer, MeetingView
from core.clarification.rules import MeetingSide
from core.i18n import gettext as _
from core.i18n import language
from pages.shell.context import actor_of, current
from pages.widgets.beside import parts
from pages.widgets.field import Question, Stored, saved_field
from pages.widgets.headings import section
from pages.widgets.plain import plain


def topic_fields(
    view: MeetingView, side: MeetingSide, answers: Mapping[str, MeetingAnswer], topics: Sequence[MeetingTopic]
) -> None:
    """A field for each of `topics`, with what `side` might think about."""
    if view.meeting is None:
        return
    for topic in topics:
        if topic.id in view.hidden:
            st.markdown(f"**{topic.title.in_language(language())}**")
            st.caption(
                _("This is between {name} and {coordinator}.").format(
                    name=plain(view.name), coordinator=plain(view.coordinator)
                )
            )
            continue
        answer = answers.get(topic.id)
        asked = topic.volunteer if side is MeetingSide.VOLUNTEER else topic.organisation
        saved_field(
            Question(
                key=f"clarify:{view.meeting.id}:{side}:{topic.id}",
                label=topic.title.in_language(language()),
                kind="long_text",
                help=asked.in_language(language()),
            ),
            Stored(answer.words, answer.version, answer.saved_at) if answer else Stored(""),
            partial(_save, view.meeting.id, side, topic.id),
        )


def _save(meeting_id: UUID, side: MeetingSide, topic: str, words: str, seen: Stored) -> Stored:
    context = current()
    saved = save_preparation(
        session=context.session,
        actor=actor_of(context),
        meeting_id=meeting_id,
        side=side,
        topic=topic,
        words=words,
        expected_version=seen.version,
        now=context.now,
    )
    return Stored(saved.words, saved.version, saved.saved_at) if saved else Stored("", saved_at=context.now)


def side_by_side(view: MeetingView) -> None:
    """What both wrote, topic by topic; nothing before it may be read."""
    if not view.compared:
        return
    titles = meeting_sheet().titles(language())
    written = [each for each in view.compared if each.sides]
    section(_("What you both wrote"), len(written))
    for each in written:
        st.markdown(f"**{plain(titles.get(each.topic, each.topic))}**")
        sides = ((view.name, each.volunteer), (view.coordinator, each.organisation))
        for place, (name, words) in zip(parts(f"clarify-{each.topic}", 2), sides, strict=True):
            with place.container(border=True, gap=None):
                st.caption(plain(name))
                st.text(words or _("Nothing written"))
    left = [
        titles.get(each.topic, each.topic) for each in view.compared if not each.sides and each.topic not in view.hidden
    ]
    if left:
        st.caption(_("To talk about without notes: {topics}.").format(topics=", ".join(map(plain, left))))
    if view.hidden:
        st.caption(
            _("What to allow for is read by {name} and {coordinator} alone.").format(
                name=plain(view.name), coordinator=plain(view.coordinator)
            )
        )
