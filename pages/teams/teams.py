"""Peer teams: all of them, each with where it is, who leads it, and how many are in it."""

from functools import partial

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.i18n import N_, ngettext, on_date
from core.i18n import gettext as _
from core.teams.reading import A_PAGE, TeamPage, TeamRow, teams, without_teams_yet
from core.teams.service import make_team
from db.teams import Team
from pages.shell import addresses
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.teams.form import team_fields, team_key
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.downloads import ListOut, every_row, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import row

PAGE, ENDED_PAGE = ScreenState("teams-page", 1), ScreenState("teams-ended-page", 1)
context = require_actor(Action.MANAGE_TEAMS)
actor, session = actor_of(context), context.session
organisation_id = current_organisation(context, Action.MANAGE_TEAMS)


def _make(context: Context) -> None:
    """A new team. Who is in it is said on its own page."""
    form, draft = EntryForm("team"), FormDraft(f"team:{organisation_id}", team_key(None))
    details = team_fields(form, context, organisation_id, None)
    draft.keep()
    if st.button(_("Make the team"), type="primary", icon=":material/groups:", key="team-make"):
        form.send(
            lambda by: make_team(**by, organisation_id=organisation_id, details=details),
            _("The team is made. Now say who is in it."),
            then=draft.sent(_made),
        )


def _made(team: Team) -> None:
    close_dialog()
    go(addresses.TEAM, team.id)


def _rows(found: TeamPage, state: ScreenState[int], key: str, title: str) -> None:
    with section(title, found.total).rows(key):
        for each in found.rows:
            row(
                addresses.TEAM,
                each.team_id,
                each.name,
                place=each.workplace,
                what=_("Led by {name}").format(name=each.lead),
                when=on_date(each.ended_on)
                if each.ended_on
                else ngettext("{count} peer", "{count} peers", each.members).format(count=each.members),
            )
    pager(state, found.page, total=found.total, at_once=A_PAGE)


def _out() -> ListOut[TeamRow]:
    """All teams that go on, as a table."""
    return ListOut(
        ListKind.TEAMS,
        Action.MANAGE_TEAMS,
        organisation_id,
        {
            N_("Team"): lambda each: each.name,
            N_("Workplace"): lambda each: each.workplace,
            N_("Team lead"): lambda each: each.lead,
            N_("Peers"): lambda each: each.members,
        },
        every_row(partial(teams, actor=actor, organisation_id=organisation_id)),
    )


show_flashes()
with page_head(_("Peer teams")):
    st.page_link(addresses.PEER_PROGRAMME, label=_("In numbers"), icon=":material/bar_chart:", width="content")
    st.page_link(addresses.TRAINING_PLAN, label=_("The training plan"), icon=":material/stairs:", width="content")
    st.button(
        _("Make a team"),
        type="primary",
        icon=":material/add:",
        key="open-team",
        on_click=open_dialog,
        args=("team",),
    )
dialog("team", _("Make a team"), _make, saves=False)
st.write(
    _(
        "Peers stay when there is support around them: an experienced peer who leads the team, somebody at the "
        "workplace, and a psychologist to talk with. What is asked of a peer is not lowered."
    )
)
found = teams(session=session, actor=actor, organisation_id=organisation_id, page=PAGE.get())
if not found.total:
    st.info(
        _("There is no team yet. Make one as soon as you know who leads it. Its members can come later."),
        icon=":material/groups:",
    )
_rows(found, PAGE, "teams", _("Teams"))
if found.total:
    list_button(_out())
for programme, count in without_teams_yet(session=session, actor=actor, organisation_id=organisation_id).items():
    label = ngettext(
        "{count} volunteer is on a version of their programme without teams: see what the newest changes",
        "{count} volunteers are on a version of their programme without teams: see what the newest changes",
        count,
    )
    st.page_link(
        addresses.NEWER_VERSION,
        label=label.format(count=count),
        icon=":material/move_up:",
        query_params={"id": programme},
    )
ended = teams(session=session, actor=actor, organisation_id=organisation_id, ended=True, page=ENDED_PAGE.get())
if ended.total:
    _rows(ended, ENDED_PAGE, "teams-ended", _("Earlier teams"))
