"""The volunteers on a former version of a programme: what the newest would change for each, and moving them to it."""

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.bulk.looking_after import ChangeOutcome, move_each
from core.i18n import gettext as _
from core.i18n import language, ngettext, words_in
from core.journey.moving import Moving, OutdatedEngagement, StepChange, moving, what_would_change
from core.programmes.rules import differences
from pages.bulk import changing as changing_many
from pages.journey.path_words import change_words as step_words
from pages.programmes.words import change_words
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import Context, actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head
from pages.widgets.plain import plain, plain_label
from pages.widgets.show_more import first_ones, more_button


def _move_them(
    to: UUID, versions: dict[UUID, int], at: Context, engagement_ids: Sequence[UUID]
) -> Iterator[ChangeOutcome]:
    """Move these, each where their row is as it was shown."""
    return move_each(
        session=at.session,
        actor=actor_of(at),
        versions={engagement_id: versions[engagement_id] for engagement_id in engagement_ids},
        to=to,
        now=at.now,
    )


def _what_is_different(found: Moving) -> None:
    """The settings of the newest version beside those of each former one that somebody is on."""
    former = {each.programme.fingerprint(): each.programme for each in found.behind}
    with st.expander(_("What is different in the programme"), icon=":material/compare_arrows:"):
        for programme in sorted(former.values(), key=lambda each: -each.version):
            if len(former) > 1:
                st.markdown(f"**{_('From version {number}').format(number=programme.version)}**")
            st.markdown(change_words(differences(programme, found.programme)))


def _one(each: OutdatedEngagement, changes: tuple[StepChange, ...], everybody: bool) -> None:
    """One volunteer, their box, and what would be otherwise on their path."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.checkbox(plain_label(each.name), value=everybody, key=_box(each.engagement_id, everybody).key)
            st.page_link(
                addresses.VOLUNTEER,
                label=_("Open"),
                icon=":material/person:",
                query_params={"id": str(each.engagement_id)},
                width="content",
            )
        told = [f"- {step_words(change, current().today)}" for change in changes]
        st.markdown("\n".join(told) or _("Nothing changes on the path as it is today."))


def _box(engagement_id: UUID, everybody: bool) -> ScreenState[bool]:
    """The box begins anew, ticked or not, when all are chosen or nobody is."""
    return ScreenState(f"move-{everybody}", everybody).of(engagement_id)


AT_ONCE = 10
context = require_actor(Action.MOVE_ENGAGEMENTS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MOVE_ENGAGEMENTS)


def draw(found: Moving) -> None:
    """What is different in the programme, and who could be moved to it."""
    name = plain(words_in(found.programme.name, language()))
    page_head(_("Move to the newest version"))
    st.write(_("{programme}, version {number}").format(programme=name, number=found.programme.version))
    if not found.behind:
        st.info(_("Everybody is on the newest version."), icon=":material/check_circle:")
        return
    st.write(
        _(
            "A volunteer keeps the version they began under until you move them. What is signed stays as it was "
            "signed. Talk with those it means something for before you move them."
        )
    )
    _what_is_different(found)
    st.header(_("What it means for each"), anchor=False)
    above = st.container(horizontal=True, vertical_alignment="center")
    everybody = above.checkbox(_("Choose all ({count})").format(count=len(found.behind)), key="move-all")
    shown = first_ones(found.behind, "behind", at_once=AT_ONCE)
    would = what_would_change(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        engagement_ids=[each.engagement_id for each in shown],
        to=found.to,
        today=context.today,
    )
    for each in shown:
        _one(each, would.get(each.engagement_id, ()), everybody)
    more_button(found.behind, "behind", at_once=AT_ONCE)
    chosen = {each.engagement_id: each.version for each in found.behind if _box(each.engagement_id, everybody).get()}
    label = ngettext("Move {count} volunteer", "Move {count} volunteers", len(chosen)).format(count=len(chosen))
    if above.button(label, type="primary", icon=":material/move_up:", disabled=not chosen, key="move"):
        moves = partial(_move_them, found.to, chosen)
        changing_many.begin(context, organisation_id, [*chosen], _("Moving to the newest version"), moves)


show_flashes()
job = changing_many.under_way()
if job is not None:
    page_head(_("Move to the newest version"))
    changing_many.do_it(job)
    st.stop()
with refusal_shown(_("Move to the newest version")):
    draw(
        moving(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            programme_id=st.query_params.get("id") or "",
        )
    )
