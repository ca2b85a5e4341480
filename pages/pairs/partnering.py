"""Who has taught with whom, who is free to pair, and the courses concerned when two part."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.courses.lists import CourseRow
from core.courses.partners import FormerPair, FreeInstructor, free_to_pair, taught_together
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from pages.courses.words import days_words
from pages.people.choosing import Find, choose_person
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import line
from pages.widgets.show_more import asked_for, first_ones, more_button

AT_ONCE = 10


def free(context: Context, *, organisation_id: UUID) -> None:
    """Who has no partner now and is not paused, whoever has waited longest for a course first."""
    with st.expander(_("Free to pair"), icon=":material/person_search:", key="free-to-pair", on_change="rerun") as fold:
        if not fold.open:
            return
        found: list[FreeInstructor] = free_to_pair(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            today=context.today,
            most=asked_for("free", at_once=AT_ONCE),
        )
        if not found:
            st.write(_("Nobody is without a partner now."))
        with section(_("Free to pair"), len(found)).rows("free"):
            for each in first_ones(found, "free", at_once=AT_ONCE):
                last = _("Last course {date}").format(date=on_date(each.last_on)) if each.last_on else ""
                line(each.name, what=last or _("No course yet"))
        more_button(found, "free", at_once=AT_ONCE)


def together(context: Context, find: Find, *, organisation_id: UUID) -> None:
    """Who has led a course with whom, of everybody or of one person."""
    with st.expander(
        _("Who has taught with whom"), icon=":material/diversity_3:", key="taught-together", on_change="rerun"
    ) as fold:
        if not fold.open:
            return
        found: list[FormerPair] = taught_together(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            today=context.today,
            engagement_id=choose_person(_("Show one person"), find, key="taught-one", empty=_("All")),
            most=asked_for("taught", at_once=AT_ONCE),
        )
        if not found:
            st.write(_("Nobody has taught with anybody yet."))
        with section(_("Who has taught with whom"), len(found)).rows("taught"):
            for each in first_ones(found, "taught", at_once=AT_ONCE):
                said = ngettext(
                    "{count} course together, last {date}", "{count} courses together, last {date}", each.times
                ).format(count=each.times, date=on_date(each.last_on))
                line(and_words((each.first_name, each.second_name)), what=said)
        more_button(found, "taught", at_once=AT_ONCE)


def concerned(found: Sequence[CourseRow]) -> None:
    """The courses to come that the two lead together, each with the way to it; nothing where there are none."""
    if not found:
        return
    st.write(_("They lead these courses. Choose who leads them afterwards:"))
    for row in found:
        st.page_link(
            addresses.COURSE,
            label=f"{plain(row.name)} ({days_words(row.first_on, row.last_on)})",
            icon=":material/school:",
            query_params={"id": str(row.run_id)},
        )
