"""A training where the day begins: for a peer what is next, on Today the workplace's list and a new round when it is
due."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.training.preparing import workplaces_waiting
from core.training.proposing import ProposedRound, rounds_proposed
from core.training.reading import next_of_training
from core.training.rules import GATHERINGS
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.training.words import when_words
from pages.widgets.plain import plain
from pages.widgets.rows import Notice
from pages.widgets.show_more import first_ones, more_button

# More than these would push those of the day below the fold.
AT_ONCE = 2


def next_day(context: Context) -> None:
    """What the reader has ahead next in their training, or after it in their team, with the way to all of it."""
    found = next_of_training(session=context.session, actor=actor_of(context), now=context.now)
    if found is None:
        return
    when = when_words(found.starts_at, found.ends_at, context.today)
    if found.kind is None:
        told = _("Your training: {what}, {when}").format(what=plain(found.called), when=when)
    else:
        told = _("In your team: {what}, {when}").format(what=_(GATHERINGS[found.kind]), when=when)
    st.page_link(addresses.MY_TRAINING, label=told, icon=":material/stairs:")


def workplaces_prepare(context: Context, organisation_id: UUID) -> list[Notice]:
    """The way to each list that is not done, for who is there for the team and who coordinates."""
    actor = actor_of(context)
    if not may(actor, Action.PREPARE_WORKPLACE):
        return []
    found = workplaces_waiting(session=context.session, actor=actor, organisation_id=organisation_id)
    more_button(found, "workplaces-prepare", at_once=AT_ONCE)
    return [
        Notice(
            addresses.TEAM_TRAINING,
            ngettext(
                "{count} thing is left for the workplace to prepare for {team}",
                "{count} things are left for the workplace to prepare for {team}",
                each.left,
            ).format(count=each.left, team=each.team),
            "checklist",
            {"id": str(each.team_id)},
        )
        for each in first_ones(found, "workplaces-prepare", at_once=AT_ONCE)
    ]


def new_rounds(context: Context, organisation_id: UUID) -> list[Notice]:
    """The way to each new round that is due, in a line; why it is stands where it is planned."""
    found = _proposed(context, organisation_id)
    more_button(found, "new-rounds", at_once=AT_ONCE)
    return [
        Notice(
            addresses.BEGIN_TRAINING,
            _("It is time to train new peers in {team}").format(team=each.team),
            "stairs",
            {"id": str(each.team_id)},
        )
        for each in first_ones(found, "new-rounds", at_once=AT_ONCE)
    ]


def why_now(context: Context, organisation_id: UUID, team_id: UUID) -> None:
    """Why a new round is due for a team; nothing where none is."""
    for each in _proposed(context, organisation_id):
        if each.team_id == team_id:
            st.write(_why(each))


def _proposed(context: Context, organisation_id: UUID) -> list[ProposedRound]:
    return rounds_proposed(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, today=context.today
    )


def _why(each: ProposedRound) -> str:
    """Since when nobody was trained, and how many places are free or may be."""
    told = [
        _("The last training of {team} began on {day}.").format(team=plain(each.team), day=on_date(each.last_on)),
    ]
    if each.why.free:
        told.append(
            ngettext("{count} peer has left since.", "{count} peers have left since.", each.why.free).format(
                count=each.why.free
            )
        )
    if each.why.soon:
        told.append(
            ngettext(
                "{count} peer has been there for so long that they may want something new: talk with them about what "
                "they would like to learn.",
                "{count} peers have been there for so long that they may want something new: talk with them about what "
                "they would like to learn.",
                each.why.soon,
            ).format(count=each.why.soon)
        )
    return " ".join(told)
