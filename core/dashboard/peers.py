"""A peer programme in numbers, for those who pay for it: rounds, peers, days, talks, how long people stay, and where
they went on to; never a person.

Counted in a fixed number of queries however many teams and years there are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.approvals.rules import EndReason
from core.dashboard.leaving import FLOOR, LeavingGroup, shown_apart
from core.i18n import COPENHAGEN
from core.talks.rules import TalkKind
from core.training.rules import Attendance
from db.people import Engagement
from db.support import SupportTalk
from db.talks import Talk
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingRound

A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class PeerYear:
    """One year. `peers` were in a team at any time of it, `new` came into one, `left` left theirs. Of the training's
    days until today `days` were laid and `came` is to how many of them somebody came.

    `offered` and `held` are talks in the teams that were asked for or proposed, and of those the ones held;
    `followed_up` talks about how it goes. All three are None where fewer than `FLOOR` were in a team, for somebody who
    knows them could tell who is meant.
    """

    year: int
    rounds: int
    peers: int
    new: int
    left: int
    days: int
    came: int
    offered: int | None
    held: int | None
    followed_up: int | None


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """A year with the one before it, and what is so over all years. `stayed` is the median of months of those who have
    left, `here` of those who are still there, each None for fewer than `FLOOR`; `went_on` is why people stopped."""

    before: PeerYear
    now: PeerYear
    stayed: float | None
    here: float | None
    went_on: Mapping[EndReason | LeavingGroup, int]


@dataclass(frozen=True, slots=True)
class _Stay:
    engagement_id: UUID
    joined_on: date
    left_on: date | None


def peer_figures(*, session: Session, actor: Actor, organisation_id: UUID, year: int, today: date) -> PeerFigures:
    """The figures of an organisation's peer teams; "not_allowed" without the right to see figures."""
    require(actor, Action.SEE_FIGURES, Subject(organisation_id))
    rows = session.exec(
        select(TeamMember.engagement_id, TeamMember.joined_on, TeamMember.left_on, Engagement.ended_on)  # type: ignore[call-overload]
        .join(Team, col(Team.id) == TeamMember.team_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .where(Team.organisation_id == organisation_id)
    ).all()
    stays = [_Stay(id_, joined_on, left_on or ended_on) for id_, joined_on, left_on, ended_on in rows]
    gone, here = _lengths(stays, today)
    reasons = session.exec(
        select(Engagement.end_reason).where(
            col(Engagement.id).in_([each.engagement_id for each in stays]), col(Engagement.ended_at).is_not(None)
        )
    )
    return PeerFigures(
        before=_year(session, organisation_id, stays, year - 1, today),
        now=_year(session, organisation_id, stays, year, today),
        stayed=median(gone) if len(gone) >= FLOOR else None,
        here=median(here) if len(here) >= FLOOR else None,
        went_on=shown_apart(Counter(EndReason(reason) if reason else None for reason in reasons)),
    )


def _year(session: Session, organisation_id: UUID, stays: list[_Stay], year: int, today: date) -> PeerYear:
    first, last = date(year, 1, 1), date(year, 12, 31)
    peers = {each.engagement_id for each in stays if each.joined_on <= last and not _left(each, first)}
    days, came = _days(session, organisation_id, year, today)
    shown = len(peers) >= FLOOR
    offered, held = _talks(session, organisation_id, year) if shown else (None, None)
    return PeerYear(
        year=year,
        rounds=_count(
            session,
            TrainingRound.id,
            col(TrainingRound.organisation_id) == organisation_id,
            col(TrainingRound.called_off_at).is_(None),
            col(TrainingRound.starts_on).between(first, min(last, today)),
        ),
        peers=len(peers),
        new=sum(first <= each.joined_on <= last for each in stays),
        left=sum(each.left_on is not None and first <= each.left_on <= last for each in stays),
        days=days,
        came=came,
        offered=offered,
        held=held,
        followed_up=_count(
            session,
            Talk.id,
            col(Talk.engagement_id).in_(peers),
            col(Talk.kind) == TalkKind.FOLLOW_UP,
            col(Talk.held_on).between(first, last),
        )
        if shown
        else None,
    )


def _left(stay: _Stay, before: date) -> bool:
    return stay.left_on is not None and stay.left_on < before


def _lengths(stays: list[_Stay], today: date) -> tuple[list[float], list[float]]:
    """Months from each one's first day in a team until they left the last, of those who have and of those who are
    still there."""
    found: dict[UUID, list[_Stay]] = {}
    for each in stays:
        found.setdefault(each.engagement_id, []).append(each)
    gone: list[float] = []
    here: list[float] = []
    for own in found.values():
        joined, ends = min(each.joined_on for each in own), [each.left_on for each in own]
        still = None in ends
        until = today if still else max(end for end in ends if end is not None)
        (here if still else gone).append((until - joined).days / A_MONTH)
    return gone, here


def _days(session: Session, organisation_id: UUID, year: int, today: date) -> tuple[int, int]:
    """Days of the training that have come, and to how many of them somebody came."""
    rows = session.exec(
        select(TrainingDay.attendance, func.count())
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .where(
            TrainingRound.organisation_id == organisation_id,
            col(TrainingRound.called_off_at).is_(None),
            col(TrainingDay.starts_at) >= _begins(date(year, 1, 1)),
            col(TrainingDay.starts_at) < min(_begins(date(year + 1, 1, 1)), _begins(today + timedelta(days=1))),
        )
        .group_by(TrainingDay.attendance)
    ).all()
    return sum(count for _said, count in rows), sum(count for said, count in rows if said == Attendance.CAME)


def _talks(session: Session, organisation_id: UUID, year: int) -> tuple[int, int]:
    of_year = (
        col(SupportTalk.organisation_id) == organisation_id,
        col(SupportTalk.waits_since) >= _begins(date(year, 1, 1)),
        col(SupportTalk.waits_since) < _begins(date(year + 1, 1, 1)),
    )
    offered = _count(session, SupportTalk.id, *of_year)
    return offered, _count(session, SupportTalk.id, *of_year, col(SupportTalk.held_on).is_not(None))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, COPENHAGEN)


def _count(session: Session, what: Any, *conditions: Any) -> int:
    return session.exec(select(func.count(what)).where(*conditions)).one()
