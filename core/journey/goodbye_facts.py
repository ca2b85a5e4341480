"""How far a goodbye has come, from what was done: the closing talk held, the thanks given, the proof made (O1–O3)."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor
from core.approvals.case import engagement_for
from core.approvals.rules import GoodbyePart, GoodbyeState
from core.i18n import local_day
from core.talks.rules import TalkKind
from db.approvals import Goodbye
from db.certificates import Certificate
from db.recognition import Recognised, Recognition
from db.talks import Talk

# A closing talk may be what the goodbye began with, or come a little before it is written down.
TALK_BEFORE = timedelta(days=31)


def goodbye_of(*, session: Session, actor: Actor, engagement_id: UUID) -> GoodbyeState | None:
    """The goodbye of one volunteer, for those who look after them; None where none was begun."""
    engagement_for(session, actor, Action.SEE_VOLUNTEERS, engagement_id)
    found = session.exec(select(Goodbye).where(col(Goodbye.engagement_id) == engagement_id)).all()
    return goodbye_states(session, found).get(engagement_id)


def goodbye_states(session: Session, rows: Collection[Goodbye]) -> dict[UUID, GoodbyeState]:
    """How far each of these has come, by engagement. Three queries, and none where there is no goodbye.

    Done is what was done since the goodbye was begun; that tasks are handed over is said, as nothing else tells.
    """
    if not rows:
        return {}
    of = {row.engagement_id: row for row in rows}
    done = {row.engagement_id: {GoodbyePart.HANDED_OVER: row.handed_over_on} for row in rows if row.handed_over_on}
    planned, proofs = {}, {}
    for engagement_id, held_on in session.exec(
        select(col(Talk.engagement_id), col(Talk.held_on))
        .where(col(Talk.engagement_id).in_(of), Talk.kind == TalkKind.FAREWELL, col(Talk.held_on).is_not(None))
        .order_by(col(Talk.held_on))
    ):
        if held_on is not None and held_on >= of[engagement_id].begun_on - TALK_BEFORE:
            done.setdefault(engagement_id, {})[GoodbyePart.TALKED] = held_on
    for of_id, planned_on, given_on in session.exec(
        select(col(Recognised.engagement_id), col(Recognition.planned_on), col(Recognition.given_on))
        .join(Recognition, col(Recognition.id) == col(Recognised.recognition_id))
        .where(col(Recognised.engagement_id).in_(of), col(Recognition.called_off_at).is_(None))
        .order_by(col(Recognition.planned_on))
    ):
        assert of_id is not None
        if given_on is not None and given_on >= of[of_id].begun_on:
            done.setdefault(of_id, {})[GoodbyePart.THANKED] = given_on
        elif given_on is None and planned_on >= of[of_id].begun_on:
            planned[of_id] = planned_on
    for engagement_id, certificate_id, made_at in session.exec(
        select(Certificate.engagement_id, Certificate.id, Certificate.made_at)
        .where(col(Certificate.engagement_id).in_(of))
        .order_by(col(Certificate.made_at))
    ):
        if local_day(made_at) >= of[engagement_id].begun_on:
            done.setdefault(engagement_id, {})[GoodbyePart.PROVED] = local_day(made_at)
            proofs[engagement_id] = certificate_id
    return {
        key: GoodbyeState(
            row.last_day,
            done.get(key, {}),
            planned.get(key),
            proofs.get(key),
            row.wished_on,
            row.answered_at is not None,
        )
        for key, row in of.items()
    }
