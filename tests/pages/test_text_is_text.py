"""What people write is text on every screen: no Markdown, HTML, formula, icon, emoji or link is made of it.

One database in which every column of every table that holds words holds hostile ones, and every page of every role.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.sqltypes import AutoString
from streamlit.testing.v1 import AppTest

from core.access.links import JOIN, PASSPHRASE, store_link
from core.access.permissions import may
from core.access.sessions import actor_for, log_in_demonstration
from core.access.trail import trace
from core.i18n import local_day, utc_now
from core.journey.projecting import rebuild
from core.messages.composing import composed
from core.messages.page import page_of
from core.settings import Settings
from db.alignment import Alignment
from db.applications import Application
from db.courses import CourseInstructor, CourseRun
from db.documents import Document
from db.engine import transaction
from db.evidence import EVIDENCE
from db.journey import SavedView
from db.offers import Offer
from db.outbox import OutboxItem
from db.partnerships import Association
from db.people import Account, Engagement, Membership
from db.places import EncryptedText
from db.supervision import Supervision
from db.tasks import VolunteerTask
from db.worries import Worry
from pages.shell.entries import PAGES, Entry
from pages.widgets.dialogs import OPENED
from tests.architecture import ROOT
from tests.core.documents.printing.test_document import said, squeezed
from tests.templates import SECRET
from tests.workbooks import cells_of

HOSTILE = "=*a*_b_`c`<i>d</i>$e$:material/home::smile:[f](//g.dk):red[h] ~~i~~ www.j.dk"
# A mark that an escape or a word joiner has not taken the meaning from.
MARKDOWN = re.compile(r"(?<!\\)(?:\*a|_b_|`c|<i>|\$e|:material/home|\[f\]|:red\[h|~~i)")
# These are made after escapes have been read, so that an escape does not stop them.
MADE_LATER = re.compile(r":smile:|www\.j")
HTML = re.compile(r"<i>")
# What the portal itself writes into a column of text: codes, keys and what follows from other columns.
NOT_WRITTEN = {
    "account.passphrase_hash",
    "answered_occasion.answer",
    "answered_occasion.key",
    "application.age",
    "application.benefit",
    "application.email_key",
    "application.phone",
    "application.token",
    "application.token_hash",
    "assessment.criteria",
    "assessment_view.answer",
    "certificate.number",
    "change_notice.after",
    "change_notice.told",
    "document.number",
    "document_revision.content",
    "download.session_hash",
    "download.token_hash",
    "download.what",
    "guideline_writing.content",
    "guideline_writing.kind",
    "invitation.token",
    "login_attempts.name_hash",
    "organisation.phone",
    "outbox_item.problem",
    "person.found_by",
    "person.next_of_kin_phone",
    "person.phone",
    "person_merge.details",
    "person_merge.rewritten",
    "person_merge.taken_out",
    "questionnaire.answers",
    "session_row.token_hash",
    "task_call.address",
    "template_draft.kind",
    "ticket.nonce_hash",
    "ticket.session_token",
    "ticket.token_hash",
    "training_plan.content",
}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
FOLLOWS = {"engagement_next", "occasion_days"}
# A column in which the demonstration has only such words is of codes.
CODE = re.compile(r"[a-z0-9_.:/@+-]*")
# What is shown as it is, letter by letter.
AS_IT_IS = {
    "Text.body",
    "TextInput.default",
    "TextInput.value",
    "TextInput.placeholder",
    "TextArea.default",
    "TextArea.value",
    "Selectbox.options",
    "Selectbox.raw_value",
    "MultiSelect.options",
}


def test_every_word_people_write_is_drawn_as_it_was_written(
    demonstration: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every page, and in what each offers to be downloaded: one file of each kind."""
    poison(demonstration)
    offered, read, dialogs = offered_files(monkeypatch), set[str](), set[str]()
    faults: dict[str, list[str]] = {}
    seen = set()
    for login in ("mette", "soeren", "karen", "lise", "ulla", "vibeke"):
        actor, app = at_home(demonstration, login)
        for entry in PAGES:
            # One reader is enough for a page that others see alike.
            if entry.action is None or not may(actor, entry.action) or (entry.path in seen and login not in OWN):
                continue
            seen.add(entry.path)
            for named in addresses(demonstration, entry):
                app.query_params.clear()
                app.query_params.update(named)
                app.switch_page(entry.path).run()
                assert not app.exception, entry.path
                for fault in [*interpreted(app), *in_files(offered, read), *in_dialogs(app, dialogs)]:
                    faults.setdefault(fault, []).append(f"{login}: {entry.url_path}")
    assert len(dialogs) > 30
    # CSV is offered in the middle of sending to many alone, and is read where it is met.
    assert {".pdf", ".xlsx"} <= {Path(each).suffix for each in read}
    by_link = [("access/invitation", each) for each in invited(demonstration)]
    applied = demonstration.exec(select(Application)).all()
    by_link += [("applications/apply", each.token) for each in applied if each.token][:4]
    for path, token in [*by_link, ("access/login", "")]:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.query_params["t"] = token
        app.run().switch_page(f"pages/{path}.py").run()
        assert not app.exception
        for fault in interpreted(app):
            faults.setdefault(fault, []).append(path)
    assert faults == {}


def test_what_people_write_stands_in_mails_as_they_wrote_it(demonstration: Session) -> None:
    """In both parts, and in one line of the head: no tag of theirs in the page, no further line in the subject."""
    poison(demonstration)
    read = []
    for item in demonstration.exec(select(OutboxItem).where(OutboxItem.kind == "mail")):
        mail = composed(demonstration, Settings(HANDSLAG_SECRET=SECRET), item, utc_now())
        if mail is not None:
            page = page_of(mail.subject, mail.body, by=mail.sender, language=mail.language, logo=False)
            assert HTML.search(page) is None, item.params
            assert len(mail.subject.splitlines()) == 1, item.params
            assert HOSTILE in f"{mail.body} {mail.sender}", item.params
            read.append(item.params["message"])
    assert read


# Who sees of some pages what others do not.
OWN = ("karen",)


def invited(session: Session) -> list[str]:
    """Links that lead in: of a volunteer, of a colleague, and to a new passphrase."""
    now = utc_now()
    mette, _app = at_home(session, "mette")
    here = mette.grants[0].organisation_id
    joined = select(Account.person_id)
    volunteer = session.exec(select(Engagement.person_id).where(col(Engagement.person_id).not_in(joined))).first()
    people = [volunteer, session.exec(select(Account.person_id).where(Account.login_name == "karen")).one()]
    made = [
        store_link(session, person_id, here, mette.person_id, purpose, now=now, lasts=timedelta(days=1))
        for person_id, purpose in zip(people, (JOIN, PASSPHRASE), strict=True)
        if person_id is not None
    ]
    session.commit()
    return [each.token for each in made if each.token]


def poison(session: Session) -> None:
    """Have every column that people write in hold the hostile words."""
    now = utc_now()
    karen = session.exec(
        select(Engagement)
        .join(Account, col(Account.person_id) == Engagement.person_id)
        .where(Account.login_name == "karen")
    ).first()
    assert karen is not None
    mette = session.exec(select(Account.person_id).where(Account.login_name == "mette")).one()
    with transaction(session):
        session.add(SavedView(organisation_id=karen.organisation_id, person_id=mette, name=HOSTILE, created_at=now))
        for model in written_in():
            columns = words_in_it(session, model)
            for row in session.exec(select(model)):
                for name in columns:
                    setattr(row, name, HOSTILE)
                session.add(row)
        for held in session.exec(select(Membership)):
            held.welcomed_at = None
            session.add(held)
        trace(session, karen.organisation_id, None, "person.changed", "person", karen.person_id, now)
    rebuild(session, local_day(now))


def written_in() -> Iterator[Any]:
    """The tables, but for what was signed, which nobody may change, and what follows from the others."""
    for mapper in SQLModel._sa_registry.mappers:
        # One that another test has declared and taken away again is no table here.
        if mapper.class_.__tablename__ not in SQLModel.metadata.tables:
            continue
        if mapper.class_ not in EVIDENCE and mapper.class_.__tablename__ not in FOLLOWS:
            yield mapper.class_


def words_in_it(session: Session, model: Any) -> list[str]:
    """The columns of a table that hold words, found by what the demonstration has there; an empty one holds words,
    unless it is known that it does not."""
    rows, found = session.exec(select(model)).all(), []
    for column in model.__table__.columns:
        if isinstance(column.type, AutoString | EncryptedText):
            held = {value for row in rows if (value := getattr(row, column.name))}
            is_code = bool(held) and all(CODE.fullmatch(value) for value in held)
            if not is_code and f"{model.__tablename__}.{column.name}" not in NOT_WRITTEN:
                found.append(column.name)
    return found


def at_home(session: Session, login: str) -> tuple[Any, AppTest]:
    token = log_in_demonstration(session=session, login_name=login, device="", now=utc_now()).token
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.session_state["username"] = token
    return actor_for(session=session, token=token, now=utc_now()), app.run()


def addresses(session: Session, entry: Entry) -> Iterator[dict[str, str]]:
    """What a page's address names, where it names something: two of a kind, as they are not alike."""
    by_page: dict[str, Any] = {
        "applicant": select(Application.id).where(Application.decision != "").order_by(col(Application.begun_at)),
        **dict.fromkeys(("task", "describe-task", "write-down"), select(VolunteerTask.id).order_by(VolunteerTask.what)),
        "document": select(Document.id).where(col(Document.shared_at).is_not(None)).order_by(col(Document.created_at)),
        "letter": select(Document.id).order_by(col(Document.created_at).desc()),
        "on-paper": select(Document.id).order_by(col(Document.created_at).desc()),
        "course": select(CourseRun.id).order_by(col(CourseRun.created_at)),
        "evaluation": select(CourseRun.id).order_by(col(CourseRun.created_at)),
        "offer": select(Offer.id).order_by(col(Offer.starts_at)),
        "supervision": select(Supervision.id).order_by(col(Supervision.held_on)),
        "colleague-leaves": select(Account.person_id).where(Account.login_name == "lise"),
        "log-book": select(CourseInstructor.engagement_id),
        "approval": select(CourseInstructor.engagement_id),
        **dict.fromkeys(("partnership", "framework-agreement"), select(Association.id)),
        "agreement": select(Document.id).where(col(Document.association_id).is_not(None)),
        "alignment": select(Alignment.id).order_by(col(Alignment.begun_at)),
        "worry": select(Worry.id).order_by(col(Worry.raised_at)),
        "volunteer": select(Engagement.id).order_by(col(Engagement.created_at)),
        "changes": select(Engagement.id).order_by(col(Engagement.created_at)),
    }
    if entry.url_path in ("programme", "newer-version"):
        yield {"id": "laer_at_tackle"}
    elif entry.url_path == "same-person":
        first, second = session.exec(select(Engagement.person_id).order_by(col(Engagement.created_at)).limit(2))
        yield {"id": str(first), "other": str(second)}
    elif entry.url_path in by_page:
        yield from ({"id": str(each)} for each in session.exec(by_page[entry.url_path].limit(2)))
    else:
        yield {}


def interpreted(app: AppTest) -> Iterator[str]:
    """What of a page is not shown as it was written: where it stands, and the words."""
    for where, shown in strings(app._tree):
        if where in AS_IT_IS:
            continue
        if where == "Html.body":
            made = HTML.search(shown)
        else:
            made = MARKDOWN.search(shown) or MADE_LATER.search(shown.replace("\\", ""))
        if made:
            yield f"{where}: …{shown[max(0, made.start() - 60) : made.start() + 20]}…"


def in_dialogs(app: AppTest, opened: set[str]) -> Iterator[str]:
    """The same of the dialogs that buttons of the page open. Those whose keys differ in ids only are alike, and the
    first is opened."""
    buttons = [button.key for button in app.button if button.key and button.key.startswith("open-")]
    for key in buttons:
        alike = ID.sub("", key)
        if alike in opened:
            continue
        opened.add(alike)
        app.session_state[OPENED.key] = key.removeprefix("open-")
        app.run()
        assert not app.exception, key
        yield from (f"{alike}: {fault}" for fault in interpreted(app))
        app.session_state[OPENED.key] = ""


def offered_files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the pages offer to be downloaded, by the name of the file, as it is offered."""
    found: dict[str, Any] = {}

    def button(_label: str, data: Any, file_name: str = "", **_rest: Any) -> bool:
        found[file_name] = data
        return False

    monkeypatch.setattr("streamlit.download_button", button)
    return found


def in_files(offered: dict[str, Any], read: set[str]) -> Iterator[str]:
    """What in a file was made of what people wrote: in a sheet a formula or a link, in a PDF a link or other words.
    Files whose names differ in numbers only are alike, and the first is read."""
    for name, data in [*offered.items()]:
        alike = re.sub(r"\d+", "0", name)
        if alike in read or Path(name).suffix not in (".pdf", ".xlsx", ".csv"):
            continue
        read.add(alike)
        made = data() if callable(data) else data
        if name.endswith(".xlsx"):
            words = [cell for row in cells_of(made) for cell in row if isinstance(cell, str)]
        elif name.endswith(".csv"):
            words = [cell for row in csv.reader(made.decode("utf-8-sig").splitlines(), delimiter=";") for cell in row]
            yield from (f"{name}: {cell}" for cell in words if cell.startswith("="))
        else:
            words = [squeezed(said(made))]
            yield from (f"{name}: {address}" for address in links_of(made) if ".dk" in address and "g.dk" in address)
        changed = [each for each in words if "*a*" in each and squeezed(HOSTILE) not in squeezed(each)]
        yield from (f"{name}: {each[:200]}" for each in changed)
    offered.clear()


def links_of(made: bytes) -> list[str]:
    """The addresses that links of a PDF lead to."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        return [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]


def strings(block: Any) -> Iterator[tuple[str, str]]:
    """Every string that a page sends: the message and field it stands in, and what it says."""
    for node in block.children.values():
        proto = getattr(node, "proto", None)
        if hasattr(proto, "ListFields"):
            yield from _of(proto)
        if hasattr(node, "children"):
            yield from strings(node)


def _of(message: Any) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        if field.name in (
            "id",
            "form_id",
            "key",
            "query_string",
            "page_script_hash",
            "url",
            "css",
            "javascript",
            "icon",
        ):
            continue
        for one in value if field.is_repeated else (value,):
            if hasattr(one, "ListFields"):
                yield from _of(one)
            elif isinstance(one, str):
                yield f"{message.DESCRIPTOR.name}.{field.name}", one
