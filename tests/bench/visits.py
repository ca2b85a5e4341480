"""Every page by everybody who may open it: the CPU of a rerun, what it asks the database, and the rows that come back.

CPU is that of a real server, asked over its websocket. Queries and rows are those of one rerun of the same page in this
process; a row is counted where SQLAlchemy fetches it (`tests.counting`), so what the database reads for itself, as for
a count, is not among them.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from core.access.permissions import TABLE, Role
from core.access.sessions import begin
from core.i18n import utc_now
from core.programmes.publishing import programme_of
from core.startup import Portal
from db.courses import CourseInstructor, CourseRun
from db.documents import Document, DocumentFile, DocumentVersion
from db.engine import transaction
from db.offers import Offer
from db.people import Account, Engagement, Membership, Person, PortalOperator
from db.supervision import Supervision, SupervisionSubject
from db.teams import Team, TeamMember
from pages.shell.addresses import DOCUMENT
from pages.shell.entries import FIRST_RUN, PAGES, TOGETHER, Entry
from tests.bench.pages import ROOT, serving, visit
from tests.bench.years import Large
from tests.counting import counting

BUDGET_MS = 60
MOST_GROWTH = 1.3
VISITOR = "visitor"
# Others stand in no document of this organisation, so that there is none for them to open.
READS_DOCUMENTS = (Role.VOLUNTEER, Role.CONTACT_PERSON, Role.COORDINATOR)
ROLES = (
    Role.VOLUNTEER,
    Role.CONTACT_PERSON,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.ADMIN,
    Role.AUDITOR,
    Role.FORMER,
    Role.OPERATOR,
    Role.TEAM_LEAD,
    Role.PSYCHOLOGIST,
)
# A volunteer in a team, on the pages where that shows. Other volunteers are visited as who leads courses.
PEER = "peer"
OF_A_PEER = ("my-path", "team", "talk", "my-training", "my-log-book", "along-the-way")


@dataclass(frozen=True)
class Visit:
    """A page as one role sees it; `cpu` are samples in milliseconds."""

    who: str
    page: str
    cpu: list[float]
    queries: int
    rows: int
    said: str = ""

    def line(self, before: "Visit | None" = None) -> str:
        """The figures as one line of text, with the ratio to the budget and to a smaller organisation."""
        middle = median(self.cpu)
        line = (
            f"{self.who}, {self.page}: median {middle:.1f} ms CPU ({min(self.cpu):.1f}–{max(self.cpu):.1f}, "
            f"n={len(self.cpu)}), {middle / BUDGET_MS:.2f} of the budget; {self.queries} queries, {self.rows} rows"
        )
        if before is not None:
            line += f"; {middle / median(before.cpu):.2f} times, at most {MOST_GROWTH:g}"
            line += f" ({before.queries} queries, {before.rows} rows before)"
        return line + self.said


def visits(portal: Portal, large: Large, only: str = "") -> Iterator[Visit]:
    """Every page for every role, or those whose role and address contain `only`."""
    with portal.session() as session:
        team = _newest_team(session, large)
        tokens: dict[str, str] = {VISITOR: "", **{str(role): _token(session, large, role, team) for role in ROLES}}
        tokens[PEER] = _begin(session, _a_peer(session, team))
        named = _named(session, large)
    with serving(portal) as (pid, port):
        # Not measured: it sets going what the portal has to do by itself that day.
        asyncio.run(visit(pid, port, "", ""))
        for who, token in tokens.items():
            app = _opened(token)
            for entry in _pages_of(who):
                if only not in f"{who}, {entry.url_path}":
                    continue
                query = named.get(f"{who}/{entry.url_path}") or named.get(entry.url_path) or {}
                queries, rows, said = _asked(portal, app, entry, query)
                cpu = asyncio.run(visit(pid, port, entry.url_path, token, urlencode(query)))
                yield Visit(who, entry.url_path, cpu, queries, rows, said)


def _pages_of(who: str) -> list[Entry]:
    if who == VISITOR:
        # Neither is there for anybody: the portal is set up, and no browser is in somebody's hands.
        return [entry for entry in PAGES if entry.action is None and entry not in (FIRST_RUN, TOGETHER)]
    if who == PEER:
        return [entry for entry in _pages_of(Role.VOLUNTEER) if entry.url_path in OF_A_PEER]
    own = [entry for entry in PAGES if entry.action is not None and Role(who) in TABLE[entry.action]]
    return [entry for entry in own if entry.path != DOCUMENT or Role(who) in READS_DOCUMENTS]


def _token(session: Session, large: Large, role: Role, team: Team) -> str:
    """A login of somebody with the role who has to do with the instructor who has been there longest, or with the
    newest team."""
    one = session.get_one(Engagement, large.instructor_id)
    person_id: UUID | None = {
        Role.VOLUNTEER: one.person_id,
        Role.CONTACT_PERSON: one.contact_person_id,
        Role.TEAM_LEAD: team.lead_id,
        Role.PSYCHOLOGIST: team.psychologist_id,
    }.get(role)
    if role is Role.SUPERVISOR:
        person_id = _supervision(session, large).supervisor_id
    if role is Role.FORMER:
        person_id = _former(session, large)
    if person_id is None:
        held = select(Membership.person_id).where(
            Membership.organisation_id == large.organisation_id, Membership.role == role
        )
        person_id = session.exec(held.order_by(col(Membership.id))).first()
    if person_id is None:
        with transaction(session):
            person_id = _hired(session, large, role)
    return _begin(session, person_id)


def _begin(session: Session, person_id: UUID) -> str:
    """A login of this person."""
    with transaction(session):
        account = session.exec(select(Account).where(Account.person_id == person_id)).first()
        if account is None:
            account = Account(
                person_id=person_id, login_name=f"bench-{person_id}", passphrase_hash="!", created_at=utc_now()
            )
            session.add(account)
            session.flush()
        return begin(session, account=account, device="", now=utc_now()).token


def _newest_team(session: Session, large: Large) -> Team:
    """The team that is in its training."""
    teams = select(Team).where(Team.organisation_id == large.organisation_id)
    return session.exec(teams.order_by(col(Team.made_at).desc()).limit(1)).one()


def _a_peer(session: Session, team: Team) -> UUID:
    """Somebody in the team who does not lead it."""
    here = select(Engagement.person_id).join(TeamMember).where(TeamMember.team_id == team.id)
    return session.exec(here.where(Engagement.person_id != team.lead_id).order_by(col(Engagement.id))).all()[0]


def _hired(session: Session, large: Large, role: Role) -> UUID:
    """A colleague with a role that the organisation's history does without."""
    person = Person(name="Ib Holm", created_at=utc_now())
    session.add(person)
    session.flush()
    if role is Role.OPERATOR:
        session.add(PortalOperator(person_id=person.id, created_at=person.created_at))
        return person.id
    session.add(
        Membership(organisation_id=large.organisation_id, person_id=person.id, role=role, created_at=person.created_at)
    )
    return person.id


def _former(session: Session, large: Large) -> UUID:
    """Who has said goodbye and volunteers no more."""
    ended = select(Engagement.person_id).where(
        Engagement.organisation_id == large.organisation_id, col(Engagement.ended_at).is_not(None)
    )
    going_on = select(Engagement.person_id).where(col(Engagement.ended_at).is_(None))
    left = ended.where(col(Engagement.person_id).not_in(going_on))
    return session.exec(left.order_by(col(Engagement.id)).limit(1)).one()


def _supervision(session: Session, large: Large) -> Supervision:
    found = select(Supervision).join(SupervisionSubject).where(SupervisionSubject.engagement_id == large.instructor_id)
    return session.exec(found.order_by(col(Supervision.id))).all()[0]


def _named(session: Session, large: Large) -> Mapping[str, Mapping[str, object]]:
    """What the address of a page names, where it names something."""
    one = session.get_one(Engagement, large.instructor_id)
    programme = programme_of(session, one.programme_version_id).id
    newest = select(CourseRun.id).join(CourseInstructor).order_by(col(CourseRun.first_on).desc())
    led = newest.where(CourseInstructor.engagement_id == one.id)
    run, keyed, near = (
        {"id": session.exec(runs).first()}
        for runs in (
            led,
            led.where(CourseRun.keyed_by_id == one.person_id),
            newest.where(CourseRun.workplace_id == one.workplace_id),
        )
    )
    sealed = select(Document).join(DocumentVersion).join(DocumentFile).where(Document.engagement_id == one.id)
    document = session.exec(sealed.order_by(col(Document.id))).first()
    assert document is not None
    waiting = select(Document.id).where(Document.organisation_id == large.organisation_id)
    waiting = waiting.where(~select(DocumentVersion.id).where(DocumentVersion.document_id == Document.id).exists())
    at_hand = waiting.join(Engagement).where(Engagement.contact_person_id == one.contact_person_id)
    others = session.exec(waiting.order_by(col(Document.id))).first()
    letter = {"id": session.exec(at_hand.order_by(col(Document.id))).first() or others}
    engagement = {"id": one.id}
    team = {"id": _newest_team(session, large).id}
    return {
        "volunteer": engagement,
        "approval": engagement,
        "changes": engagement,
        "colleague-leaves": {"id": one.contact_person_id},
        f"{Role.COORDINATOR}/log-book": engagement,
        f"{Role.SUPERVISOR}/log-book": engagement,
        "course": run,
        f"{Role.CONTACT_PERSON}/course": near,
        "evaluation": run,
        f"{Role.VOLUNTEER}/evaluation": keyed,
        "supervision": {"id": _supervision(session, large).id},
        "letter": letter,
        "on-paper": letter,
        "document": {"id": document.id},
        "verify": {"n": document.number},
        f"{Role.COORDINATOR}/team": team,
        "training": team,
        "begin-training": team,
        "offer": {"id": session.exec(select(Offer.id).order_by(col(Offer.starts_at).desc())).first()},
        "programme": {"id": programme},
        "newer-version": {"id": programme},
        "template": {"kind": document.kind},
    }


def _opened(token: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    if token:
        app.session_state["username"] = token
    return app.run()


def _asked(portal: Portal, app: AppTest, entry: Entry, query: Mapping[str, object]) -> tuple[int, int, str]:
    """The queries and rows of a rerun of the page, and a word where it could not be shown."""
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.switch_page(entry.path).run()
    with counting(portal.engine) as counted:
        app.run()
    said = "; IT FAILED" if app.exception else f"; SAYS {app.error[0].value!r}" if app.error else ""
    return counted.total, counted.rows, said
