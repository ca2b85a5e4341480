"""What goes when somebody is in a team no more: what was for that team alone."""

from datetime import date

from sqlmodel import Session, col, delete, select

from core.i18n import end_of_day
from db.personal_log import SharedLogPage
from db.teams import TeamMember
from db.training import TrainingDay, TrainingRound


def leaves(session: Session, member: TeamMember, day: date) -> None:
    """They are in it no more from `day`, inside the caller's transaction. What they wrote of how they work best is
    gone, what they let others read of their log book, and what they told of their training; no day of it is ahead."""
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
    member.version += 1
    session.add(member)
