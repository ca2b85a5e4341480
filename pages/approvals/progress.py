"""What a volunteer needs to become an approved instructor, and to stay one."""

from collections.abc import Sequence

import streamlit as st

from core.approvals.rules import ApprovalState
from core.approvals.view import ApprovalSummary
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from pages.approvals.words import state_badge, until_words
from pages.widgets.plain import plain


def draw(found: Sequence[ApprovalSummary]) -> None:
    """One card for each programme with an approval; nothing for everybody else."""
    if not found:
        return
    st.header(_("Your approval as an instructor"), anchor=False)
    for where in found:
        with st.container(border=True, key=f"staying-{where.engagement_id}"):
            if len(found) > 1:
                st.markdown(f"**{plain(where.organisation)}**")
            st.markdown(f"{state_badge(where.state)} {until_words(where)}")
            for sentence in needed(where):
                st.markdown(f"- {sentence}")


def needed(where: ApprovalSummary) -> list[str]:
    """What it takes from here, in plain sentences to the volunteer."""
    told = [_("You are on a break. Nothing runs out meanwhile.")] if where.paused else []
    path = where.path
    match where.state:
        case ApprovalState.TRAINING | ApprovalState.IN_APPROVAL:
            if where.state is ApprovalState.TRAINING:
                told.append(_("You take the instructor training first."))
            told.append(
                _("A supervisor comes {most} times during your first courses. You have had {have}.").format(
                    most=path.supervisions_default, have=where.supervised
                )
            )
        case ApprovalState.READY:
            told.append(_("You have had your supervisions. Your coordinator decides now."))
        case ApprovalState.LAPSED:
            told.append(_("Nothing has ended. A re-evaluation brings your approval back: ask your coordinator."))
        case ApprovalState.NOT_APPROVED | ApprovalState.ENDED:
            told.append(_("Your coordinator talks with you about what else you might like to do."))
        case _:
            told.append(_("Before that day a supervisor comes for a re-evaluation."))
    if where.year is not None and where.year.needed:
        told.append(_year(where))
    return told


def _year(where: ApprovalSummary) -> str:
    assert where.year is not None
    if not where.year.missing:
        return _("You have the courses you need until {day}.").format(day=on_date(where.year.last))
    sentence = ngettext(
        "You need {count} more course before {day}, if possible.",
        "You need {count} more courses before {day}, if possible.",
        where.year.missing,
    )
    return sentence.format(count=where.year.missing, day=on_date(where.year.last))
