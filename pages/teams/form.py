"""What a coordinator says of a peer team: its name, where it is, who leads it, and who is there for it."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.teams.reading import TeamChoice, TeamView, team_choices
from core.teams.rules import TeamPart
from core.teams.service import TeamDetails
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm
from pages.widgets.plain import plain_label


def team_key(team: TeamView | None) -> str:
    """What the keys of the fields begin with."""
    return f"of-team-{team.team_id if team else 'new'}-"


def team_fields(form: EntryForm, context: Context, organisation_id: UUID, team: TeamView | None) -> TeamDetails:
    """The fields of a team that is there, or of a new one."""
    key = team_key(team)
    places = {each.id: each.name for each in workplaces(context.session, organisation_id)}
    choices = team_choices(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    with form.field("name") as said:
        name = st.text_input(_("What is the team called?") + said, team.name if team else "", key=f"{key}name")
    with form.field("workplace_id") as said:
        ids = list(places)
        workplace_id = st.selectbox(
            _("Where does it work?") + said,
            ids,
            index=ids.index(team.workplace_id) if team and team.workplace_id in ids else (0 if len(ids) == 1 else None),
            format_func=lambda each: plain_label(places[each]),
            placeholder=_("Choose a workplace"),
            key=f"{key}place",
        )

    def somebody(
        field: str, label: str, found: Sequence[TeamChoice], part: TeamPart, help: str | None = None
    ) -> UUID | None:
        names = {each.id: each.name for each in found}
        now = team.around.get(part) if team else None
        if now is not None:
            names.setdefault(now.person_id, now.name)
        ids = list(names)
        with form.field(field) as said:
            return st.selectbox(
                label + said,
                ids,
                index=ids.index(now.person_id) if now is not None else None,
                format_func=lambda each: plain_label(names[each]),
                placeholder=_("Choose a person"),
                key=f"{key}{field}",
                help=help,
            )

    return TeamDetails(
        name=name,
        workplace_id=workplace_id,
        lead_id=somebody(
            "lead_id",
            _("Who leads it?"),
            choices.leads,
            TeamPart.LEAD,
            _("An experienced peer. A peer whom you choose here gets the role of team lead."),
        ),
        contact_id=somebody(
            "contact_id", _("Who is there for it at the workplace?"), choices.contacts, TeamPart.WORKPLACE
        ),
        psychologist_id=somebody(
            "psychologist_id",
            _("Who is the psychologist? (may be left for later)"),
            choices.psychologists,
            TeamPart.PSYCHOLOGIST,
            _("Give somebody the role of psychologist on “Colleagues” first."),
        ),
    )
