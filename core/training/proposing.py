"""When it is time to train new peers: the last round is a while ago, and places are free or soon will be (Q12)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, require_in
from core.training.rounds import training_pace
from core.training.rules import RoundProposal, TeamTime, propose_round
from db.teams import Team, TeamMember
from db.training import TrainingRound


@dataclass(frozen=True, slots=True)
class ProposedRound:
    """A team for which a new round is due, when its last one began, and why."""

    team_id: UUID
    team: str
    last_on: date
    why: RoundProposal


def rounds_proposed(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> list[ProposedRound]:
    """The teams for which a new round is due, by name; none for who plans no training. Two queries at most, and those
    of a programme not read before."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    if not may(actor, Action.PLAN_TRAINING, Subject(organisation_id)):
        return []
    rows: Any = session.exec(
        select(Team.id, Team.name, func.max(TrainingRound.starts_on))
        .join(TrainingRound, col(TrainingRound.team_id) == Team.id)
        .where(
            Team.organisation_id == organisation_id,
            col(Team.ended_on).is_(None),
            col(TrainingRound.called_off_at).is_(None),
        )
        .group_by(col(Team.id), col(Team.name))
        .order_by(col(Team.name), col(Team.id))
    ).all()
    if not rows:
        return []
    since: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    members: Any = select(TeamMember.team_id, TeamMember.joined_on, TeamMember.left_on).where(  # type: ignore[call-overload]
        col(TeamMember.team_id).in_([row[0] for row in rows])
    )
    for team_id, joined_on, left_on in session.exec(members):
        since[team_id].append((joined_on, left_on))
    pace = training_pace(session, organisation_id)
    found = []
    for team_id, name, last_on in rows:
        time = TeamTime(
            last_on,
            tuple(joined for joined, left in since[team_id] if left is None),
            sum(left is not None and left >= last_on for _joined, left in since[team_id]),
        )
        why = propose_round(
            time,
            today,
            every_months=pace.round_months,
            stay_least_months=pace.stay_least_months,
            stay_most_months=pace.stay_most_months,
        )
        if why is not None:
            found.append(ProposedRound(team_id, name, last_on, why))
    return found
