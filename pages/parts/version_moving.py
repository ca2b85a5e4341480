"""One volunteer who could be moved to a newer version of a programme, and what is different in it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import streamlit as st

from core.bulk.looking_after import Changed, move_each
from core.i18n import gettext as _
from core.journey.moving import Behind, Moving, StepChange
from core.programmes.rules import differences
from pages.parts.path_words import change_words as step_words
from pages.parts.plain import plain_label
from pages.parts.programme_words import change_words
from pages.parts.rows import VOLUNTEER
from pages.parts.session import Context, actor_of, current


def move_them(to: UUID, versions: dict[UUID, int], at: Context, engagement_ids: Sequence[UUID]) -> Iterator[Changed]:
    """Move these, each where their row is as it was shown."""
    return move_each(
        session=at.session,
        actor=actor_of(at),
        versions={engagement_id: versions[engagement_id] for engagement_id in engagement_ids},
        to=to,
        now=at.now,
    )


def what_is_different(found: Moving) -> None:
    """The settings of the newest version beside those of each former one that somebody is on."""
    former = {each.programme.fingerprint(): each.programme for each in found.behind}
    with st.expander(_("What is different in the programme"), icon=":material/compare_arrows:"):
        for programme in sorted(former.values(), key=lambda each: -each.version):
            if len(former) > 1:
                st.markdown(f"**{_('From version {number}').format(number=programme.version)}**")
            st.markdown(change_words(differences(programme, found.programme)))


def one(each: Behind, changes: tuple[StepChange, ...], everybody: bool) -> None:
    """One volunteer, their box, and what would be otherwise on their path."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.checkbox(plain_label(each.name), value=everybody, key=box(each.engagement_id, everybody))
            st.page_link(
                VOLUNTEER,
                label=_("Open"),
                icon=":material/person:",
                query_params={"id": str(each.engagement_id)},
                width="content",
            )
        told = [f"- {step_words(change, current().today)}" for change in changes]
        st.markdown("\n".join(told) or _("Nothing changes on the path as it is today."))


def box(engagement_id: UUID, everybody: bool) -> str:
    """The box begins anew, ticked or not, when all are chosen or nobody is."""
    return f"move-{engagement_id}-{everybody}"
