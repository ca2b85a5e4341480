"""A peer team, for everybody in it and around it: who is responsible for what, and how each works best."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.applications.reading import written_before
from core.i18n import gettext as _
from core.i18n import on_date
from core.teams.reading import MemberView, TeamView, own_teams, team_view, without_team
from core.teams.rules import CAN_BE_SHOWN, TeamPart
from core.teams.service import change_team, end_team, leave_team, put_in_team, say_accommodations
from pages.access.welcome import welcome
from pages.people.choosing import Choice, choose_person
from pages.people.reaching import ways_to_reach
from pages.personal_log.shared_pages import shown_to_me
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.support.following import following
from pages.support.monthly import monthly_here, own_monthly_here
from pages.support.notice import talks_wait
from pages.teams.form import team_fields, team_key
from pages.teams.words import PARTS, SHOWN_TO, picture
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import beside
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.facts import Fact, facts
from pages.widgets.form import EntryForm, meanwhile
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import line, notices, row_ways

# The version of a team, and of what a peer wrote, that the reader has before them.
SEEN, OWN_SEEN = ScreenState("team-seen", 0), ScreenState("team-own-seen", 0)
# Whether what was written before was taken along: the field is filled anew then, and at no other time.
TAKEN_ALONG = ScreenState("team-taken-along", 0)
context = require_actor(Action.SEE_TEAM)
actor = actor_of(context)


def head(team: TeamView) -> None:
    """Its name, and what a coordinator does about the whole of it."""
    with page_head(plain(team.name)):
        if TeamPart.COORDINATOR in team.parts:
            if team.ended_on is None:
                dialog_button(
                    _("Change it"),
                    "team-change",
                    _("Change the team"),
                    lambda by: change(by, team),
                    icon=":material/edit:",
                )
                dialog_button(
                    _("End the team"), "team-end", _("End the team"), lambda _by: end(team), icon=":material/archive:"
                )
            st.page_link(addresses.TEAMS, label=_("All teams"), icon=":material/arrow_back:", width="content")
        if team.parts & {TeamPart.COORDINATOR, TeamPart.LEAD, TeamPart.WORKPLACE}:
            st.page_link(
                addresses.TEAM_TRAINING,
                label=_("The team’s training"),
                icon=":material/stairs:",
                query_params={"id": str(team.team_id)},
                width="content",
            )
    if team.ended_on is not None:
        st.info(_("This team ended on {day}.").format(day=on_date(team.ended_on)), icon=":material/archive:")


def change(context: Context, team: TeamView) -> None:
    """Everything that is said of it, to change."""
    version = SEEN.of(team.team_id).first(team.version)
    form, draft = EntryForm(f"team-{team.team_id}"), FormDraft(f"change-team:{team.team_id}", team_key(team))
    details = team_fields(form, context, team.organisation_id, team)
    draft.keep()
    if st.button(_("Save the team"), type="primary", icon=":material/save:", key="team-save"):
        refusal = form.send(
            lambda by: change_team(**by, team_id=team.team_id, details=details, expected_version=version),
            _("Saved."),
            then=draft.sent(lambda _done: _changed(team)),
        )
        meanwhile(refusal, SEEN.of(team.team_id), team.version)


def _changed(team: TeamView) -> None:
    SEEN.of(team.team_id).forget()
    close_dialog()


def end(team: TeamView) -> None:
    """It is asked before it ends: nobody is in it afterwards."""
    st.write(_("Nobody is in the team any more then, and what its peers wrote of how they work best is gone."))
    if st.button(_("End the team"), type="primary", icon=":material/archive:", key="team-end"):
        act(lambda by: end_team(**by, team_id=team.team_id), _("The team has ended."), then=close_dialog)


def people(team: TeamView) -> None:
    """Who is there for the team, each in one tap."""
    told: list[Fact] = [Fact(_("Workplace"), team.workplace)]
    for part, person in team.around.items():
        told.append(Fact(_(PARTS[part]), person.name))
        if person.person_id != actor.person_id:
            told += ways_to_reach(person.phone, person.email)
    facts(_("There for the team"), told)


def member_row(team: TeamView, member: MemberView) -> None:
    """A peer in it, what they want the reader to know, and how the lead reaches them."""
    line(
        member.name + (f" ({_('you')})" if member.own else ""),
        what="" if member.own else member.accommodations,
        when=_("since {day}").format(day=on_date(member.joined_on)),
    )
    if not member.own and (member.phone or member.email):
        ways = ways_to_reach(member.phone, member.email)
        row_ways([(fact.words, fact.address) for fact in ways])
    if TeamPart.COORDINATOR in team.parts:
        dialog_button(
            _("Has left the team"),
            f"team-left-{member.member_id}",
            _("{name} has left the team").format(name=member.name),
            lambda _by: left(member),
        )


def left(member: MemberView) -> None:
    """It is asked before somebody is in the team no more: what they wrote goes."""
    st.write(_("From today they are in the team no more, and what they wrote of how they work best is gone."))
    if st.button(_("They have left"), type="primary", icon=":material/logout:", key="team-left"):
        act(
            lambda by: leave_team(**by, member_id=member.member_id),
            _("{name} is in the team no more.").format(name=plain(member.name)),
            then=close_dialog,
        )


def members(team: TeamView) -> None:
    """Who is in it, and for a coordinator the way in."""
    heading = section(_("The peers"), len(team.members))
    if not team.members and team.ended_on is None:
        st.write(_("Nobody is in the team yet."))
    with heading.rows("members"):
        for member in team.members:
            member_row(team, member)
    if TeamPart.COORDINATOR in team.parts and team.ended_on is None:
        add(team)


def add(team: TeamView) -> None:
    """A peer who is in no team comes into this one."""

    def find(search: str) -> list[Choice]:
        found = without_team(session=context.session, actor=actor, organisation_id=team.organisation_id, search=search)
        return [Choice(each.id, each.name) for each in found]

    if not find(""):
        st.caption(_("Every peer is in a team. A new one can be put in it when they are a volunteer here."))
        return
    chosen = choose_person(_("Put a peer in the team"), find, key=f"team-add-{team.team_id}-{len(team.members)}")
    if st.button(
        _("Put in the team"), icon=":material/group_add:", key="team-put", type="primary", disabled=chosen is None
    ):
        act(
            lambda by: put_in_team(**by, team_id=team.team_id, engagement_id=chosen or UUID(int=0)),
            _("They are in the team from today."),
        )


def own_words(team: TeamView, member: MemberView) -> None:
    """What a peer says of how they work best, and to whom: stored when they press, and read by nobody else."""
    section(_("How I work best"))
    st.write(
        _(
            "In your own words: what makes a working day good, and what to allow for. You need not say why, and "
            "nothing about illness. You choose who may read it, and can take it back here at any time."
        )
    )
    if not member.accommodations:
        _written_before(member)
    version = OWN_SEEN.of(member.member_id).first(member.version)
    key, form = f"{member.member_id}", EntryForm(f"team-own-{member.member_id}")
    with form.field("words") as said:
        words = st.text_area(
            _("What helps you to work well?") + said,
            member.accommodations,
            key=f"team-words-{key}-{TAKEN_ALONG.of(member.member_id).get()}",
            placeholder=_("I start best after nine, and like to know the evening before what the day holds."),
        )
    shown = [
        part
        for part in CAN_BE_SHOWN
        if part in team.around
        and team.around[part].person_id != actor.person_id
        and st.checkbox(
            _("Show it to {whom}").format(whom=plain_label(_(SHOWN_TO[part]).format(name=team.around[part].name))),
            part in member.shown_to,
            # A yes is to a name: who comes after is asked about anew.
            key=f"team-show-{part}-{team.around[part].person_id}-{key}",
        )
    ]
    if st.button(_("Save"), type="primary", icon=":material/save:", key=f"team-own-save-{key}"):
        refusal = form.send(
            lambda by: say_accommodations(
                **by, member_id=member.member_id, words=words, shown_to=shown, expected_version=version
            ),
            _("Saved. Only those you chose can read it.") if shown else _("Saved. Nobody but you can read it."),
            icon=":material/lock:",
            then=lambda _done: OWN_SEEN.of(member.member_id).forget(),
        )
        meanwhile(refusal, OWN_SEEN.of(member.member_id), member.version, member.accommodations)


def _written_before(member: MemberView) -> None:
    """What they wrote when they applied, to take along by one press: it came into the team with nobody."""
    found = written_before(session=context.session, actor=actor, engagement_id=member.engagement_id)
    if found is None:
        return
    with st.container(border=True):
        st.markdown(
            _("When you applied, you wrote: “{words}”").format(words=plain(found.words))
            + "  \n"
            + _("Nobody in the team has read it. It is deleted with your application on {day}.").format(
                day=on_date(found.delete_on)
            )
        )
        if st.button(_("Take it along"), icon=":material/content_copy:", key=f"team-take-along-{member.member_id}"):
            act(
                lambda by: say_accommodations(
                    **by,
                    member_id=member.member_id,
                    words=found.words,
                    shown_to=(),
                    expected_version=member.version,
                ),
                _("It stands here now, and nobody but you can read it. Choose below who may."),
                icon=":material/lock:",
                then=lambda _done: _taken_along(member),
            )


def _taken_along(member: MemberView) -> None:
    OWN_SEEN.of(member.member_id).forget()
    TAKEN_ALONG.of(member.member_id).set(1)


def draw(team: TeamView) -> None:
    """The whole page about one team."""
    head(team)
    if team.parts & {TeamPart.LEAD, TeamPart.PSYCHOLOGIST}:
        welcome(context, team.organisation_id)
        notices(talks_wait(context, team.organisation_id))
    if team.parts & {TeamPart.PEER, TeamPart.LEAD} and team.ended_on is None:
        st.page_link(addresses.NEED_A_TALK, label=f"**{_('I need to talk with somebody')}**", icon=":material/sms:")
        own_monthly_here(context, team)
    if TeamPart.PSYCHOLOGIST in team.parts:
        st.page_link(addresses.SUPPORT_TALKS, label=_("Talks with peers"), icon=":material/sms:")
    place = beside()
    own = next((member for member in team.members if member.own), None)
    with place.facts:
        people(team)
    with place.question:
        monthly_here(context, team)
        following(context, team)
        members(team)
    with place.rest:
        shown_to_me(context, team.team_id)
        if own is not None:
            own_words(team, own)
        section(_("Who is responsible for what"))
        picture(team)


show_flashes()
asked = st.query_params.get("id")
with refusal_shown(_("My team")):
    if asked is not None:
        team_id: UUID | None = id_in_address(asked)
    else:
        own = own_teams(session=context.session, actor=actor)
        team_id = own[0].team_id if own else None
        if len(own) > 1:
            team_id = own[
                st.selectbox(
                    _("Which team?"),
                    range(len(own)),
                    format_func=lambda number: plain_label(f"{own[number].name}, {own[number].organisation}"),
                    key="team-which",
                )
            ].team_id
    if team_id is None:
        st.title(_("My team"), anchor=False)
        for organisation_id in sorted(actor.organisations()):
            welcome(context, organisation_id, begun=False)
        st.info(_("You are in no team at the moment. You see it here as soon as you are."), icon=":material/groups:")
    else:
        draw(team_view(session=context.session, actor=actor, team_id=team_id))
