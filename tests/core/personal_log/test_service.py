"""A personal log book: written by its owner, read by nobody else however they come, and shared a page at a time."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import COLLEAGUES, Role
from core.errors import DomainError
from core.i18n import local_day
from core.messages.composing import composed
from core.messages.mailed import PRIVATE
from core.personal_log import locking
from core.personal_log.locking import LogKey, WrongKey
from core.personal_log.printing import log_as_text, print_log_guide, print_personal_log
from core.personal_log.rules import LogTool, PersonalPage
from core.personal_log.service import (
    begin_log,
    change_passphrase,
    delete_log,
    delete_page,
    has_log,
    new_code,
    open_by_code,
    open_log,
    pages,
    save_page,
    share_page,
    take_page_back,
)
from core.personal_log.shared import shared_by_me, shared_with_me, who_can_read
from core.teams.service import leave_team
from db.audit import AuditEvent
from db.engine import transaction
from db.outbox import OutboxItem
from db.personal_log import PersonalLog, PersonalLogPage, SharedLogPage
from tests.builders import an_actor
from tests.core.documents.readback import lines_on, opened
from tests.core.teams.builders import TeamScene, a_peer, a_team

PASSPHRASE, ANOTHER = "fire grønne cykler i regn", "syv blå både på fjorden"
WORDS = "I dag gik det godt. Hemmeligt."


@pytest.fixture(autouse=True)
def _little_work(monkeypatch):
    monkeypatch.setattr(locking, "MEMORY_KIB", 64)


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def begun(session: Session, house: TeamScene, now):
    return begin_log(session=session, actor=house.as_peer, passphrase=PASSPHRASE, again=PASSPHRASE, now=now)


def written(session: Session, house: TeamScene, key: LogKey, now, words: str = WORDS) -> PersonalPage:
    page = PersonalPage(uuid4(), LogTool.FREE, local_day(now), {"words": words})
    return save_page(session=session, actor=house.as_peer, key=key, page=page)


def read(session: Session, house: TeamScene, key: LogKey) -> list[str]:
    return [page.words.get("words", "") for page in pages(session=session, actor=house.as_peer, key=key)]


def test_it_is_opened_by_the_passphrase_alone_and_holds_what_was_written(session, house, now):
    own = {"session": session, "actor": house.as_peer, "now": now}
    assert not has_log(session=session, actor=house.as_peer)
    made = begun(session, house, now)
    written(session, house, made.key, now)
    assert read(session, house, open_log(**own, passphrase=PASSPHRASE)) == [WORDS]
    assert refused(lambda: open_log(**own, passphrase=ANOTHER)) == "log_passphrase_wrong"
    assert refused(lambda: begun(session, house, now)) == "log_begun"


def test_what_is_refused_of_a_passphrase_is_told_at_once(session, house, now):
    begin = {"session": session, "actor": house.as_peer, "now": now}
    with pytest.raises(DomainError) as told:
        begin_log(**begin, passphrase="kort", again="andet")
    assert {name: error.code for name, error in told.value.by_field.items()} == {  # type: ignore[attr-defined]
        "passphrase": "passphrase_short",
        "again": "passphrases_differ",
    }
    assert not has_log(session=session, actor=house.as_peer)


def test_a_forgotten_passphrase_is_replaced_by_the_code_on_paper_and_both_are_new_then(session, house, now):
    own = {"session": session, "actor": house.as_peer, "now": now}
    made = begun(session, house, now)
    written(session, house, made.key, now)
    chosen: dict[str, Any] = {"passphrase": ANOTHER, "again": ANOTHER}
    assert refused(lambda: open_by_code(**own, code=locking.new_code(), **chosen)) == "log_code_wrong"
    opened = open_by_code(**own, code=made.code.lower(), **chosen)
    assert read(session, house, opened.key) == [WORDS]
    assert refused(lambda: open_log(**own, passphrase=PASSPHRASE)) == "log_passphrase_wrong"
    assert open_log(**own, passphrase=ANOTHER) == opened.key
    assert refused(lambda: open_by_code(**own, code=made.code, **chosen)) == "log_code_wrong"
    another = new_code(session=session, actor=house.as_peer, key=opened.key)
    assert refused(lambda: open_by_code(**own, code=opened.code, **chosen)) == "log_code_wrong"
    assert open_by_code(**own, code=another.code, **chosen).key == opened.key


def test_guessing_takes_growing_waits(session, house, now):
    begun(session, house, now)
    own = {"session": session, "actor": house.as_peer, "now": now}
    said = [refused(lambda: open_log(**own, passphrase=ANOTHER)) for _each in range(6)]
    assert said == ["log_passphrase_wrong"] * 5 + ["too_many_attempts"]
    assert refused(lambda: open_log(**own, passphrase=PASSPHRASE)) == "too_many_attempts"


def test_nobody_else_opens_reads_changes_or_deletes_it_even_with_its_key(session, house, now):
    made = begun(session, house, now)
    page = written(session, house, made.key, now)
    other_peer = an_actor(house.lead, house.scene.organisation)
    theirs = begin_log(session=session, actor=other_peer, passphrase=ANOTHER, again=ANOTHER, now=now)
    others = [an_actor(house.scene.coordinator, house.scene.organisation, role) for role in COLLEAGUES]
    for actor in [*others, other_peer, house.as_lead]:
        by = {"session": session, "actor": actor}
        for does in (
            lambda by=by: pages(**by, key=made.key),
            lambda by=by: save_page(**by, key=made.key, page=page),
            lambda by=by: delete_page(**by, key=made.key, page_id=page.page_id),
            lambda by=by: change_passphrase(**by, key=made.key, passphrase=ANOTHER, again=ANOTHER),
            lambda by=by: new_code(**by, key=made.key),
            lambda by=by: print_personal_log(**by, key=made.key, language="da"),
            lambda by=by: log_as_text(**by, key=made.key, language="da"),
        ):
            assert refused(does) in ("not_allowed", "not_found")
    for actor in others:
        assert refused(lambda by=actor: open_log(session=session, actor=by, passphrase=PASSPHRASE, now=now)) in (
            "not_allowed",
            "not_found",
        )
    # A page of one cannot be written over from another's log book, nor opened with its key.
    overwrite = {"session": session, "actor": other_peer, "key": theirs.key, "page": page}
    assert refused(lambda: save_page(**overwrite)) == "not_found"
    delete_page(session=session, actor=other_peer, key=theirs.key, page_id=page.page_id)
    delete_log(session=session, actor=other_peer)
    assert read(session, house, made.key) == [WORDS]


def test_the_database_and_its_secret_together_do_not_open_it(session, house, now):
    made = begun(session, house, now)
    written(session, house, made.key, now)
    # What whoever holds the database and the secret reads: every column as the portal reads it.
    log, page = session.exec(select(PersonalLog)).one(), session.exec(select(PersonalLogPage)).one()
    held = b"".join([log.salt, log.by_passphrase, log.by_code, page.sealed])
    for told in (WORDS.encode(), b"Hemmeligt", PASSPHRASE.encode(), made.code.encode(), made.key.secret):
        assert told not in held
    with pytest.raises(WrongKey):
        locking.open_page(LogKey(log.id, log.by_code[12:44]), page.id, page.sealed)
    # Nor does the file of the database hold any of it as it lies on the disk.
    for table in ("personal_log", "personal_log_page", "audit_event", "login_attempts"):
        for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}").all():
            assert not any(told in str(cell) for cell in row for told in ("Hemmeligt", PASSPHRASE, made.code))
    assert session.exec(select(AuditEvent).where(col(AuditEvent.subject_kind).contains("log"))).all() == []


def test_two_tabs_do_not_write_over_each_other(session, house, now):
    made = begun(session, house, now)
    page = written(session, house, made.key, now)
    save = {"session": session, "actor": house.as_peer, "key": made.key}
    newer = save_page(**save, page=replace(page, words={"words": "Nyt"}))
    assert newer.version == page.version + 1
    assert refused(lambda: save_page(**save, page=page)) == "changed_meanwhile"
    assert read(session, house, made.key) == ["Nyt"]


def test_a_page_is_shared_with_one_as_it_stood_and_taken_back(session, house, now):
    made = begun(session, house, now)
    page = written(session, house, made.key, now)
    own = {"session": session, "actor": house.as_peer}
    can = {each.name: each for each in who_can_read(**own)}
    assert list(can) == ["Inger Lund", "Lise Bach", "Ruth Winther"]
    lead = can["Inger Lund"]
    share = {**own, "key": made.key, "page_id": page.page_id, "member_id": lead.member_id, "now": now}
    share_page(**share, to_id=lead.person_id)
    share_page(**share, to_id=lead.person_id)
    save_page(**own, key=made.key, page=replace(page, words={"words": "Kun til mig"}))

    def seen(actor) -> list[str]:
        found = shared_with_me(session=session, actor=actor, team_id=house.team.id)
        return [each.page.words["words"] for each in found]

    assert seen(house.as_lead) == [WORDS]
    for actor in (house.as_psychologist, house.scene.as_contact_person, house.scene.as_coordinator, house.as_peer):
        assert seen(actor) == []
    (row,) = shared_by_me(**own)
    assert (row.name, row.page_id) == ("Inger Lund", page.page_id)
    take_page_back(session=session, actor=an_actor(house.lead, house.scene.organisation), shared_id=row.shared_id)
    assert seen(house.as_lead) == [WORDS]
    take_page_back(**own, shared_id=row.shared_id)
    assert (seen(house.as_lead), session.exec(select(SharedLogPage)).all()) == ([], [])
    stranger = a_peer(session, house.scene, now)
    assert refused(lambda: share_page(**share, to_id=stranger.person_id)) == "not_found"
    assert refused(lambda: share_page(**{**share, "member_id": uuid4()}, to_id=lead.person_id)) == "not_found"


@pytest.mark.parametrize("how", ["leaves", "page", "log"])
def test_what_was_shared_goes_with_the_team_the_page_and_the_book(session, house, now, how):
    made = begun(session, house, now)
    page = written(session, house, made.key, now)
    own = {"session": session, "actor": house.as_peer}
    (lead, *_rest) = who_can_read(**own)
    share_page(**own, key=made.key, page_id=page.page_id, member_id=lead.member_id, to_id=lead.person_id, now=now)
    if how == "leaves":
        leave_team(session=session, actor=house.scene.as_coordinator, member_id=house.member.id, now=now)
    elif how == "page":
        delete_page(**own, key=made.key, page_id=page.page_id)
    else:
        for _twice in range(2):
            delete_log(**own)
    assert session.exec(select(SharedLogPage)).all() == []
    left = len(session.exec(select(PersonalLogPage)).all()), len(session.exec(select(PersonalLog)).all())
    assert left == {"leaves": (1, 1), "page": (0, 1), "log": (0, 0)}[how]


def test_who_has_stopped_keeps_theirs(session, house, now):
    made = begun(session, house, now)
    written(session, house, made.key, now)
    former = an_actor(house.scene.volunteer, house.scene.organisation, Role.FORMER)
    key = open_log(session=session, actor=former, passphrase=PASSPHRASE, now=now)
    assert [page.words["words"] for page in pages(session=session, actor=former, key=key)] == [WORDS]


def test_it_is_printed_and_taken_out_and_the_same_pages_give_the_same_bytes(session, house, now):
    made = begun(session, house, now)
    written(session, house, made.key, now, words="Linje 1\n\nمرحبا 😀 " + "ord " * 900)
    signs = PersonalPage(uuid4(), LogTool.SIGNS, local_day(now), {"signs": "Jeg sover dårligt.", "call": "Inger"})
    save_page(session=session, actor=house.as_peer, key=made.key, page=signs)
    own = {"session": session, "actor": house.as_peer, "key": made.key}
    for language in ("da", "en"):
        printed = print_personal_log(**own, language=language)
        assert printed.startswith(b"%PDF")
        assert printed == print_personal_log(**own, language=language)
        for blank in (True, False):
            guide = {"session": session, "actor": house.as_peer, "language": language, "blank": blank}
            assert print_log_guide(**guide) == print_log_guide(**guide)
    with opened(print_log_guide(session=session, actor=house.as_peer, language="da", blank=False)) as file:
        drawn = list(lines_on(file.pages[0]))
    # What heads a part stands nearer to its own words than to those of the part before.
    at = next(number for number, line in enumerate(drawn) if line.bold and line.text == "Tidlige tegn")
    before, after = (abs(drawn[at].y - drawn[at + step].y) for step in (-1, 1))
    assert before > 1.5 * after
    with opened(print_personal_log(**own, language="da")) as file:
        lines = [line for page in file.pages for line in lines_on(page)]
    assert [line.text for line in lines].count(house.scene.volunteer.name) == 1
    text = log_as_text(**own, language="da")
    assert "Jeg sover dårligt." in text
    assert "Hvem ringer du til?" in text
    assert refused(lambda: print_personal_log(**own, language="xx")) == "choice_invalid"


def test_a_full_export_holds_it_locked_alone(session, house, now):
    from core.safekeeping.shapes import LOCKED

    made = begun(session, house, now)
    written(session, house, made.key, now)
    assert LOCKED["personal_log_page"] == {"sealed"}
    assert LOCKED["shared_log_page"] == {"words"}
    # And what is locked there is still sealed: no key of the portal's is that of the book.
    assert json.dumps(WORDS).encode() not in session.exec(select(PersonalLogPage)).one().sealed
    with transaction(session):
        assert has_log(session=session, actor=house.as_peer)


def test_who_is_let_read_a_page_gets_one_mail_that_says_neither_what_nor_whose_and_none_once_it_is_taken_back(
    portal, session, house, now
):
    made = begun(session, house, now)
    own = {"session": session, "actor": house.as_peer}
    (lead, *_rest) = who_can_read(**own)
    shared = {**own, "key": made.key, "member_id": lead.member_id, "to_id": lead.person_id, "now": now}
    for _twice in range(2):
        share_page(**shared, page_id=written(session, house, made.key, now).page_id)
    (item,) = [each for each in session.exec(select(OutboxItem)) if each.params.get("message") == "page_shared"]
    assert item.person_id == lead.person_id
    mail = composed(session, portal.settings, item, now)
    assert mail is not None
    for hidden in (house.scene.volunteer.name, WORDS, house.team.name):
        assert hidden not in mail.subject + mail.body
    assert f"team?id={house.team.id}" in mail.body
    assert "page_shared" in PRIVATE
    for row in shared_by_me(**own):
        take_page_back(**own, shared_id=row.shared_id)
    assert composed(session, portal.settings, item, now) is None
