"""The courses of one volunteer, on their page."""

from collections.abc import Sequence
from uuid import UUID

from core.access.permissions import Action, may
from core.courses.lists import courses_of
from core.i18n import gettext as _
from pages.courses.words import course_state, days_words
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import row
from pages.widgets.show_more import first_ones, more_button


def draw(context: Context, engagement_id: UUID, name: str) -> None:
    """The runs that the volunteer called `name` leads and has led, the newest first; nothing where there are none."""
    if not may(context.actor, Action.SEE_COURSES):
        return
    rows = courses_of(
        session=context.session, actor=actor_of(context), engagement_id=engagement_id, today=context.today
    )
    if not rows:
        return
    heading = section(_("Courses"), len(rows))
    key = f"courses-of-{engagement_id}"
    with heading.rows("of-courses"):
        for course in first_ones(rows, key):
            row(
                addresses.COURSE,
                course.run_id,
                course.name,
                place=_with(course.instructors, name) or course.workplace,
                state=course_state(course.state, course.last_on, context.today),
                when=plain(days_words(course.first_on, course.last_on)),
            )
    more_button(rows, key)


def _with(instructors: Sequence[str], name: str) -> str:
    """With whom they lead it, "" for alone."""
    others = and_words(each for each in instructors if each != name)
    return _("with {name}").format(name=others) if others else ""
