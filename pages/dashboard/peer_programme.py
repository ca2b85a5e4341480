"""The peer programme in numbers, for those who pay for it: a year against the year before, and over all years."""

from collections.abc import Mapping

import streamlit as st

from core.access.permissions import Action
from core.dashboard.leaving import FLOOR, LeavingGroup
from core.dashboard.peers import PeerFigures, peer_figures
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.approvals.words import WHY
from pages.dashboard.figures import Figure
from pages.dashboard.report import AnnualReport, charts
from pages.shell.context import actor_of, require_actor, while_allowed
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head
from pages.widgets.tables import Bar, TableLine

YEARS_BACK = 5
context = require_actor(Action.SEE_FIGURES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_FIGURES)


def people(found: PeerFigures) -> Figure:
    """Rounds of training, and who is in the teams."""
    now = found.now
    told = ngettext(
        "{count} peer was in a team in {year}.", "{count} peers were in a team in {year}.", now.peers
    ).format(count=now.peers, year=now.year)
    rows = {
        _("Rounds of training begun"): (found.before.rounds, now.rounds),
        _("Peers in a team"): (found.before.peers, now.peers),
        _("Came into a team"): (found.before.new, now.new),
        _("Left a team"): (found.before.left, now.left),
    }
    return _figure("peers", _("Rounds and peers"), told, found, rows)


def days(found: PeerFigures) -> Figure:
    """Days of the training, and to how many of them somebody came."""
    before, now = found.before, found.now
    if not (before.days or now.days):
        return Figure("peer-days", _("Days of training"), _("There were no days of training in these two years."))
    told = _("Peers came to {came} of {days} days in {year}.").format(came=now.came, days=now.days, year=now.year)
    rows = {_("Days laid for a peer"): (before.days, now.days), _("Days they came"): (before.came, now.came)}
    return _figure("peer-days", _("Days of training"), told, found, rows)


def talks(found: PeerFigures) -> Figure:
    """Talks offered and held; none where so few are in a team that somebody could tell who is meant."""
    before, now = found.before, found.now
    title = _("Talks offered and held")
    if now.offered is None or now.held is None or now.followed_up is None:
        few = _("Fewer than {count} were in a team in {year}. Of so few no talks are counted.")
        return Figure("peer-talks", title, few.format(count=FLOOR, year=now.year))
    told = ngettext("{held} of {count} talk was held.", "{held} of {count} talks were held.", now.offered).format(
        held=now.held, count=now.offered
    )
    rows = {
        _("Talks asked for or proposed"): (before.offered, now.offered),
        _("Talks held"): (before.held, now.held),
        _("Talks about how it goes"): (before.followed_up, now.followed_up),
    }
    return _figure("peer-talks", title, told, found, rows, note=_("Talks that are no longer kept are not counted."))


def staying(found: PeerFigures) -> Figure:
    """How long people stay, over all years."""
    title = _("How long peers stay")
    if found.stayed is None and found.here is None:
        return Figure("peer-stays", title, _("There are too few peers yet to tell."))
    told = []
    if found.stayed is not None:
        said = ngettext(
            "Half of those who have left stayed for {count} month or more.",
            "Half of those who have left stayed for {count} months or more.",
            round(found.stayed),
        )
        less = _("Half of those who have left stayed for less than a month.")
        told.append(said.format(count=round(found.stayed)) if round(found.stayed) else less)
    if found.here is not None:
        said = ngettext(
            "Half of those who are here have been here for {count} month or more.",
            "Half of those who are here have been here for {count} months or more.",
            round(found.here),
        )
        less = _("Half of those who are here have been here for less than a month.")
        told.append(said.format(count=round(found.here)) if round(found.here) else less)
    return Figure("peer-stays", title, " ".join(told))


def onward(found: PeerFigures) -> Figure:
    """Where people went on to, over all years; small numbers are told together."""
    title = _("Where peers went on to")
    if not found.went_on:
        few = _("Fewer than {count} peers have stopped. So few are not shown.")
        return Figure("peer-onward", title, few.format(count=FLOOR))
    lines = tuple(
        TableLine(_("Other reasons, or none said") if isinstance(each, LeavingGroup) else _(WHY[each]), (Bar(number),))
        for each, number in found.went_on.items()
    )
    told = _("{count} peers have stopped.").format(count=sum(found.went_on.values()))
    return Figure("peer-onward", title, told, (_("Why"), _("Peers")), lines)


def _figure(
    id_: str,
    title: str,
    told: str,
    found: PeerFigures,
    rows: Mapping[str, tuple[int | None, int]],
    *,
    note: str = "",
) -> Figure:
    """Two years beside each other; of a year that is told of no more than that it had too few, that is what stands."""
    hidden = found.before.peers > 0
    lines = tuple(
        TableLine(name, (_("too few") if was is None and hidden else Bar(was or 0), Bar(now)))
        for name, (was, now) in rows.items()
    )
    return Figure(id_, title, told, (_("What"), str(found.before.year), str(found.now.year)), lines, note)


with page_head(_("The peer programme in numbers")):
    to_print = st.empty()
st.markdown(
    _(
        "For those who pay for it. Nobody is named. Talks, and where peers went on to, are not told of fewer than "
        "{count} people."
    ).format(count=FLOOR)
)
this = context.today.year
year = st.selectbox(_("Year"), range(this, this - YEARS_BACK, -1), key="peer-programme-year", width=140)
found = peer_figures(
    session=context.session, actor=actor, organisation_id=organisation_id, year=year, today=context.today
)
cards = (people(found), days(found), talks(found), staying(found), onward(found))
charts(cards, "peers")
heading = _("The peer programme in {year}").format(year=year)
report = AnnualReport(context.portal, actor, organisation_id, heading, cards, context.language, context.now)
to_print.download_button(
    _("Print the year"),
    data=while_allowed(report.pdf),
    file_name=f"{_('figures')}-peers-{year}.pdf",
    mime="application/pdf",
    icon=":material/print:",
    on_click="ignore",
    key="print-peers",
)
