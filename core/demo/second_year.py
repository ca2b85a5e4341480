"""The demonstration's peer team in its second year: trained and at work, with talks, a plan, and one who moved on."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.approvals.rules import EndReason
from core.demo.farewells import Farewell, take_leave
from core.documents.drafting.answering import save_answer
from core.documents.template.model import EDUCATION_PLAN
from core.i18n import local_day
from core.support.following import agree_check_in, checked_in
from core.support.rules import SupportKind
from core.support.service import answer_talk, ask_for_talk, plan_monthly, talk_was_held
from core.talks.rules import TalkKind
from core.talks.service import record_talk
from core.teams.rules import TeamPart
from core.teams.service import TeamDetails, make_team, put_in_team, say_accommodations
from core.training.attending import note_attendance
from core.training.plan import shipped
from core.training.preparing import tick
from core.training.rounds import RoundDetails, begin_round
from core.training.rules import A_WEEK, Attendance, monday_of
from db.documents import Document
from db.people import Engagement
from db.teams import TeamMember
from db.training import TrainingDay

ANSWERS = Path(__file__).with_name("answers.toml")
LEAD, PLACE = "solvej", "havnen"
# The days of the week each had in the training; one of them has moved on since.
WEEKDAYS = {"jonna": (0, 1, 2, 3), "kaj": (0, 1, 2, 3), "ayse": (0, 1, 3)}
PLANS, GOES = "jonna", "ayse"
# So many days ago the team was made.
MADE = 374
# Talks about how it goes, by so many days ago, with what was agreed.
TALKED = {
    "jonna": {
        283: "Jonna er faldet til. Hun vil gerne vide lidt før, hvem hun skal møde.",
        192: "Det går godt. Jonna vil gerne prøve at holde oplæg.",
        12: "Jonna vil gerne lære nye peers op. Vi skriver en uddannelsesplan.",
    },
    "kaj": {
        280: "Kaj er glad for tirsdagene. Han vil gerne have fast makker om torsdagen.",
        190: "Den faste makker virker. Vi ændrer ikke noget.",
    },
    "ayse": {
        281: "Ayşe er glad for at være her og savner mere at lave.",
        195: "Ayşe søger job. Vi hjælper med en udtalelse.",
    },
}
WORKS_BEST = "Jeg vil gerne vide dagen før, hvem jeg skal møde. Så sover jeg bedre."
MOVED_ON = Farewell(
    agreed="Ayşe begynder i et job på Fjordby Gymnasium. Hun vil gerne komme og fortælle de næste om det.",
    thanks="Kære Ayşe. Tak for året på Havnen. Du har vist vejen for mange. Døren står åben.",
    reason=EndReason.NEW_WORK,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """How the demonstration writes: `writes` makes a document of a kind and takes it as far as its story goes, `signs`
    has everybody sign it."""

    writes: Callable[[Engagement, str, str, dict[str, Any], datetime], None]
    signs: Callable[[UUID, str, datetime], None]


def go_on(
    session: Session,
    actors: Mapping[str, Actor],
    engagements: Mapping[str, Engagement],
    places: Mapping[str, UUID],
    paper: Paper,
    now: datetime,
) -> None:
    """Make the team, train it, talk with its peers along the way, make the plan of one, and celebrate another."""
    coordinator, made = actors["mette"], now - timedelta(days=MADE)
    details = TeamDetails(
        name="Havneholdet",
        workplace_id=places[PLACE],
        lead_id=actors[LEAD].person_id,
        contact_id=actors["ahmed"].person_id,
        psychologist_id=actors["ruth"].person_id,
    )
    organisation_id = engagements[LEAD].organisation_id
    team = make_team(session=session, actor=coordinator, organisation_id=organisation_id, details=details, now=made)
    for login in WEEKDAYS:
        put_in_team(session=session, actor=coordinator, team_id=team.id, engagement_id=engagements[login].id, now=made)
    _trained(session, actors, engagements, team.id, made)
    for login, talks in TALKED.items():
        for days, words in talks.items():
            at = now - timedelta(days=days)
            record_talk(
                session=session,
                actor=actors["ahmed"],
                engagement_id=engagements[login].id,
                kind=TalkKind.FOLLOW_UP,
                held_on=local_day(at),
                words=words,
                now=at,
            )
    _supported(session, actors, engagements, team.id, now)
    _planned(session, actors[PLANS], engagements[PLANS], paper, now - timedelta(days=10))
    take_leave(session, coordinator, engagements[GOES], MOVED_ON, now - timedelta(days=45))


def _trained(
    session: Session, actors: Mapping[str, Actor], engagements: Mapping[str, Engagement], team_id: UUID, made: datetime
) -> None:
    """Everybody came to every day, and the workplace was ready."""
    details = RoundDetails(
        starts_on=monday_of(local_day(made)) + A_WEEK,
        begins_at=time(9, 30),
        place="Sundhedshuset Havnen, lokale 4",
        peers={engagements[login].id: days for login, days in WEEKDAYS.items()},
    )
    round_ = begin_round(session=session, actor=actors["mette"], team_id=team_id, details=details, now=made)
    who = {engagements[login].id: actors[login] for login in WEEKDAYS}
    for day in session.exec(select(TrainingDay).where(TrainingDay.round_id == round_.id).order_by(col(TrainingDay.id))):
        peer, came = who[day.engagement_id], Attendance.CAME
        note_attendance(session=session, actor=peer, day_id=day.id, attendance=came, now=day.ends_at)
    for point in shipped().preparations:
        tick(session=session, actor=actors["ahmed"], round_id=round_.id, point=point.id, done=True, now=made)


def _supported(
    session: Session, actors: Mapping[str, Actor], engagements: Mapping[str, Engagement], team_id: UUID, now: datetime
) -> None:
    """The lead has talked with the psychologist, a peer with the lead; the two meet again in some days."""
    lead, peer = actors[LEAD], actors[PLANS]
    at = now - timedelta(days=40)
    monthly = plan_monthly(
        session=session,
        actor=actors["ruth"],
        team_id=team_id,
        person_id=lead.person_id,
        starts_at=at + timedelta(days=3),
        now=at,
    )
    held = at + timedelta(days=3)
    by: dict[str, Any] = {"session": session, "actor": lead}
    talk_was_held(**by, talk_id=monthly.id, held_on=local_day(held), now=held)
    at = now - timedelta(days=26)
    asked = ask_for_talk(session=session, actor=peer, team_id=team_id, kind=SupportKind.CLARIFYING, now=at)
    starts, version = at + timedelta(days=1), asked.version
    meeting: dict[str, Any] = {"session": session, "actor": actors["ruth"]}
    answer_talk(**meeting, talk_id=asked.id, starts_at=starts, expected_version=version, now=at + timedelta(hours=2))
    talk_was_held(**meeting, talk_id=asked.id, held_on=local_day(starts), now=starts)
    member = session.exec(select(TeamMember).where(TeamMember.engagement_id == engagements[PLANS].id)).one()
    say_accommodations(
        session=session,
        actor=peer,
        member_id=member.id,
        words=WORKS_BEST,
        shown_to=(TeamPart.LEAD,),
        expected_version=member.version,
        now=now - timedelta(days=MADE - 1),
    )
    meets = now - timedelta(days=10)
    on, agreed = local_day(meets), meets - timedelta(days=14)
    agree_check_in(**by, member_id=member.id, on=on, every_days=14, expected_version=0, now=agreed)
    checked_in(**by, member_id=member.id, expected_version=1, now=meets)


def _planned(session: Session, peer: Actor, engagement: Engagement, paper: Paper, at: datetime) -> None:
    """The education plan: shared, filled in by the peer too, and signed by both."""
    told = {"language": peer.language, "programme": "peer_stoette"}
    paper.writes(engagement, EDUCATION_PLAN, "filling_in", told, at)
    kind = (Document.engagement_id == engagement.id, Document.kind == EDUCATION_PLAN)
    document_id = session.exec(select(Document.id).where(*kind)).first()
    if document_id is None:
        return
    words = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))[peer.language]["education_plan"]
    for field_id, value in words.items():
        save_answer(
            session=session,
            actor=peer,
            document_id=document_id,
            field_id=field_id,
            value=value,
            expected_version=None,
            now=at + timedelta(hours=4),
        )
    paper.signs(document_id, "sealed", at + timedelta(hours=5))
