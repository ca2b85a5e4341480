"""What goes when somebody is in a team no more: what was for that team alone."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from core.i18n import end_of_day
from core.teams.rules import TeamPart
from db import outbox
from db.people import Engagement
from db.personal_log import SharedLogPage
from db.support import SupportTalk, TeamFollowUp
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingRound

# Who is there for a team, by the column that names them; a peer lets each read what they wrote, or not.
SHOWN_IN = {"lead_id": TeamPart.LEAD, "contact_id": TeamPart.WORKPLACE, "psychologist_id": TeamPart.PSYCHOLOGIST}


def leaves(session: Session, member: TeamMember, day: date, now: datetime) -> None:
    """They are in it no more from `day`, inside the caller's transaction. What they wrote of how they work best is
    gone, what they let others read of their log book, and what they told of their training; no day of it is ahead.
    Nothing is left of their talks, nor of what stood in their way."""
    member.left_on, member.accommodations, member.shown_to = max(day, member.joined_on), "", []
    session.exec(delete(SharedLogPage).where(col(SharedLogPage.member_id) == member.id))
    theirs = session.exec(
        select(TrainingDay)
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .where(TrainingRound.team_id == member.team_id, TrainingDay.engagement_id == member.engagement_id)
    ).all()
    for each in theirs:
        if each.starts_at >= end_of_day(day):
            session.delete(each)
        elif each.reflection:
            each.reflection, each.version = "", each.version + 1
            session.add(each)
    session.exec(delete(TeamFollowUp).where(col(TeamFollowUp.member_id) == member.id))
    team, person_id = session.get_one(Team, member.team_id), session.get_one(Engagement, member.engagement_id).person_id
    if person_id != team.lead_id:
        without_talks(session, team, person_id, now)
    member.version += 1
    session.add(member)


def without_talks(session: Session, team: Team, person_id: UUID, now: datetime) -> None:
    """Nothing is left of somebody's talks in a team; whoever had one ahead with them is told."""
    of = (col(SupportTalk.team_id) == team.id, col(SupportTalk.person_id) == person_id)
    for talk in session.exec(select(SupportTalk).where(*of, col(SupportTalk.held_on).is_(None))).all():
        if talk.answered_by_id is not None:
            told, about = [talk.answered_by_id], about_talk(talk, talk.starts_at)
            outbox.mail(session, "talk_called_off", told, organisation_id=team.organisation_id, now=now, about=about)
    session.exec(delete(SupportTalk).where(*of))


def about_talk(talk: SupportTalk, was: datetime | None) -> dict[str, object]:
    """What a mail about a talk is to know of it: which it is, in which order what is told of it came, and when it `was`
    to be where that holds no more."""
    return {"talk_id": talk.id, "sequence": talk.version, "was": was.isoformat() if was is not None else ""}


def others_are_there(session: Session, team: Team, named: Collection[str]) -> None:
    """Somebody else is named in these columns of the team: what a peer let the one before read is not shown to them
    until the peer says so. What they wrote stays theirs."""
    parts = {SHOWN_IN[each] for each in named if each in SHOWN_IN}
    asked = select(TeamMember).where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
    for member in session.exec(asked).all() if parts else ():
        if parts & {*member.shown_to}:
            member.shown_to = [part for part in member.shown_to if part not in parts]
            member.version += 1
            session.add(member)


def another_leads(session: Session, team: Team, before: UUID, now: datetime) -> None:
    """Somebody else leads the team than `before`: what each peer agreed with that one in words was for the two alone,
    and nothing is left of the talks of who is in the team no more."""
    members = select(TeamMember.id).where(TeamMember.team_id == team.id)
    for row in session.exec(select(TeamFollowUp).where(col(TeamFollowUp.member_id).in_(members))).all():
        if row.in_the_way:
            row.in_the_way, row.version = "", row.version + 1
            session.add(row)
    people = select(Engagement.person_id).join(TeamMember, col(TeamMember.engagement_id) == Engagement.id)
    here = session.exec(people.where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None)))
    if before not in set(here):
        without_talks(session, team, before, now)
