"""How often a page asks the database with the demonstration's data: a known number, however long the lists grow."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar
from streamlit.testing.v1 import AppTest

from core.access.sessions import actor_for, log_in_demonstration
from core.documents.drafting.service import draft, share
from core.i18n import utc_now
from core.people.service import NewVolunteer, add_volunteer
from core.programmes.publishing import programme_of
from db.alignment import Alignment
from db.audit import append
from db.documents import Document
from db.organisations import Organisation
from db.people import Account, Engagement, Person
from db.teams import Team
from db.worries import Worry

ROOT = Path(__file__).parents[2]
# On every page three: who is here, what this portal is, and what the organisation is called. What is to be read costs
# one where it is counted, and three where it is told: the versions, their words, and what their places are called.
# A volunteer's page costs one more for what their programme puts in the menu, and filling in a document two for what
# was written before. A path costs two more for who meets somebody where and for what is missing, and one for each of
# the pauses, the talks, thanks, invitations to what is celebrated and to what can be learnt, expenses that came
# back, the association one comes from and what one expects of each other; that of an instructor also what an approval
# follows from. While somebody in a team waits for a talk, Today asks four times more who is around them, and four times
# for its training; for those of whom something is to be deleted it asks twice. Own documents
# cost two more for the diplomas and for what a proof can be made of.
MOST = {
    ("karen", "journey/my_path"): 25,
    ("karen", "people/my_details"): 6,
    ("karen", "documents/my_documents"): 15,
    ("karen", "documents/signing/document"): 11,
    ("karen", "access/account"): 8,
    ("mette", "today/today"): 31,
    ("mette", "planning/calendar"): 13,
    ("mette", "documents/all_documents"): 16,
    ("mette", "importing/import_sheet"): 5,
    ("mette", "register/volunteers"): 10,
    ("mette", "register/volunteer"): 26,
    ("mette", "dashboard/dashboard"): 20,
    ("mette", "recognition/recognition"): 18,
    ("mette", "recognition/recognition_year"): 16,
    ("mette", "certificates/diplomas"): 9,
    ("mette", "expenses/expenses"): 6,
    ("karen", "expenses/my_expenses"): 6,
    ("mette", "dashboard/forecast"): 6,
    ("mette", "people/colleagues"): 7,
    ("soeren", "organisations/organisation"): 13,
    ("mette", "tasks/tasks"): 7,
    ("mette", "assessments/board"): 7,
    ("karen", "assessments/views"): 5,
    ("mette", "partnerships/partnerships"): 6,
    ("mette", "alignment/alignments"): 7,
    ("mette", "alignment/alignment"): 12,
    ("mette", "documents/signing/agreement"): 13,
    ("soeren", "organisations/sealing"): 5,
    ("soeren", "safekeeping/safekeeping"): 4,
    ("mette", "worries/worries"): 7,
    ("mette", "worries/worry"): 5,
    ("merete", "training/my_training"): 9,
    ("mette", "training/plan"): 5,
    ("merete", "teams/team"): 26,
    ("ruth", "teams/team"): 22,
    ("mette", "teams/team"): 11,
    ("merete", "training/team_training"): 11,
    ("mette", "training/team_training"): 11,
    ("mette", "training/begin"): 13,
    ("jonna", "journey/my_path"): 29,
    ("jonna", "along_the_way/along_the_way"): 19,
    ("merete", "support/talk"): 15,
    ("ruth", "support/talks"): 13,
    ("huong", "network/network"): 10,
    ("huong", "worries/something_wrong"): 14,
    ("soeren", "audit/log"): 17,
    ("soeren", "templates/templates"): 8,
    ("soeren", "templates/template"): 11,
    ("mette", "templates/agree_anew"): 5,
}
# What the newest entries are about differs with the day and the hour on which the demonstration is made.
AT_MOST = {("soeren", "audit/log")}

LISTS = (
    ("karen", "journey/my_path"),
    ("karen", "documents/my_documents"),
    ("mette", "today/today"),
    ("mette", "documents/all_documents"),
    ("mette", "register/volunteers"),
    ("mette", "dashboard/dashboard"),
    ("mette", "dashboard/forecast"),
    ("mette", "recognition/recognition"),
    ("mette", "recognition/recognition_year"),
    ("mette", "certificates/diplomas"),
    ("mette", "expenses/expenses"),
    ("mette", "tasks/tasks"),
    ("mette", "assessments/board"),
    ("mette", "partnerships/partnerships"),
    ("mette", "alignment/alignments"),
)
# What a tab keeps until something is done in the organisation; and how often those pages ask until then.
KEPT = ("dashboard-figures", "dashboard-years", "recognition-gone-by", "recognition-long-ago", "recognition-money")
MOST_KEPT = {"dashboard/dashboard": 5, "recognition/recognition": 17, "recognition/recognition_year": 8}
_DOCUMENTS = select(Document).join(Engagement).join(Person, col(Person.id) == Engagement.person_id)


def test_every_page_asks_as_often_as_it_must(demonstration: Session, count_queries) -> None:
    found = {at: _asked(demonstration, count_queries, *at) for at in MOST}
    assert {at: asked for at, asked in found.items() if at not in AT_MOST} == {
        at: asked for at, asked in MOST.items() if at not in AT_MOST
    }
    assert all(found[at] <= MOST[at] for at in AT_MOST)


def test_a_longer_list_asks_no_more_often(demonstration: Session, count_queries) -> None:
    _twice_as_many(demonstration)
    for at in LISTS:
        assert _asked(demonstration, count_queries, *at) <= MOST[at], at


def test_what_is_counted_among_all_is_counted_anew_only_where_something_was_done(
    demonstration: Session, count_queries
) -> None:
    def asked(app: AppTest) -> int:
        with count_queries() as counted:
            app.run()
        return counted.total

    apps = {page: _visit(demonstration, "mette", page) for page in MOST_KEPT}
    assert {page: min(asked(app), asked(app)) for page, app in apps.items()} == MOST_KEPT
    append(
        demonstration,
        organisation_id=demonstration.exec(select(Organisation.id)).one(),
        actor_id=None,
        action="engagement.changed",
        subject_kind="engagement",
        subject_id=demonstration.exec(select(Engagement.id)).first(),
        now=utc_now(),
    )
    demonstration.commit()
    assert all(asked(app) >= MOST["mette", page] for page, app in apps.items())
    assert {page: min(asked(app), asked(app)) for page, app in apps.items()} == MOST_KEPT


def _asked(session: Session, count_queries, login: str, page: str) -> int:
    """The fewer of two reruns, because once a minute one of them also notes when somebody was here last."""
    app = _visit(session, login, page)
    reruns = []
    for _number in range(2):
        for key in KEPT:
            app.session_state[key] = None
        with count_queries() as counted:
            app.run()
        assert not app.exception
        reruns.append(counted.total)
    return min(reruns)


def _visit(session: Session, login: str, page: str) -> AppTest:
    """The page as it stands when it was drawn once, so that what a process keeps has been read."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = _token(session, login)
    app.run()
    app.switch_page(f"pages/{page}.py")
    karens = _DOCUMENTS.where(col(Person.name).startswith("Karen"))
    document = session.exec(karens.where(col(Document.shared_at).is_not(None))).first()
    assert document is not None
    about = {
        "alignment/alignment": select(Alignment.id).where(col(Alignment.association_id).is_not(None)),
        "documents/signing/agreement": select(Document.id).where(col(Document.association_id).is_not(None)),
        "documents/signing/document": select(Document.id).where(Document.id == document.id),
        **dict.fromkeys(("teams/team", "training/team_training"), _team("Broholdet")),
        "training/begin": _team("Havneholdet"),
        "worries/worry": select(Worry.id).join(Person, col(Person.id) == Worry.waits_for_id).where(_named(login)),
    }
    wanted = session.exec(about[page]).first() if page in about else document.engagement_id
    app.query_params["id"] = str(wanted)
    return app.run()


def _team(name: str) -> SelectOfScalar[UUID]:
    return select(Team.id).where(Team.name == name)


def _named(login: str) -> ColumnElement[bool]:
    return col(Person.id).in_(select(Account.person_id).where(Account.login_name == login))


def _token(session: Session, login: str) -> str:
    return log_in_demonstration(session=session, login_name=login, device="", now=utc_now()).token


def _twice_as_many(session: Session) -> None:
    """Every volunteer again, with every document of the programme sent; Karen's second engagement is her own."""
    now = utc_now()
    mette = actor_for(session=session, token=_token(session, "mette"), now=now)
    assert mette is not None
    people = {person.id: person.name for person in session.exec(select(Person))}
    for engagement in session.exec(select(Engagement)).all():
        programme = programme_of(session, engagement.programme_version_id)
        again = add_volunteer(
            session=session,
            actor=mette,
            organisation_id=engagement.organisation_id,
            volunteer=NewVolunteer(
                name=people[engagement.person_id],
                language="da",
                programme=programme.id,
                workplace_id=engagement.workplace_id,
                contact_person_id=engagement.contact_person_id,
                coordinator_id=engagement.coordinator_id,
            ),
            now=now,
        )
        if people[engagement.person_id].startswith("Karen"):
            again.person_id = engagement.person_id
            session.add(again)
            session.commit()
        for kind in programme.documents:
            document = draft(
                session=session, actor=mette, engagement_id=again.id, kind=kind, signing_language="da", now=now
            )
            share(session=session, actor=mette, document_id=document.id, now=now)
