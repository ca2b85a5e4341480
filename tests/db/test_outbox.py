from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import open_session, transaction
from db.outbox import CLAIM_LASTS, RETRY_AFTER, SEAL_RETRY_AFTER, OutboxItem, again, claim, done, failed, post, renew


def posted(session: Session, now: datetime, count: int = 1) -> list[UUID]:
    with transaction(session):
        return [
            post(
                session,
                kind="mail",
                params={"message": "invitation"},
                organisation_id=None,
                now=now + timedelta(seconds=turn),
            ).id
            for turn in range(count)
        ]


def claimed(session: Session, now: datetime) -> OutboxItem | None:
    with transaction(session):
        return claim(session, kind="mail", now=now)


def test_work_posted_in_an_undone_story_does_not_exist(session: Session, now: datetime) -> None:
    with pytest.raises(ValueError), transaction(session):  # noqa: PT011, PT012
        posted(session, now)
        raise ValueError
    assert session.exec(select(OutboxItem)).all() == []


def test_what_waited_longest_comes_first(session: Session, now: datetime) -> None:
    wanted = posted(session, now, 3)
    later = now + timedelta(minutes=1)
    found = [claimed(session, later) for _ in range(4)]
    assert [item.id if item else None for item in found] == [*wanted, None]


def test_work_that_is_not_due_waits(session: Session, now: datetime) -> None:
    posted(session, now + timedelta(hours=1))
    assert claimed(session, now) is None


def test_claimed_work_is_kept_from_others_until_its_worker_must_have_died(session: Session, now: datetime) -> None:
    posted(session, now)
    assert claimed(session, now) is not None
    assert claimed(session, now + CLAIM_LASTS - timedelta(seconds=1)) is None
    assert claimed(session, now + CLAIM_LASTS) is not None


def test_a_claim_is_renewed_by_whoever_holds_it_and_by_nobody_else(session: Session, now: datetime) -> None:
    posted(session, now)
    again_at, renewed_at = now + CLAIM_LASTS, now + CLAIM_LASTS + timedelta(minutes=1)
    assert claimed(session, now) is not None
    item = claimed(session, again_at)
    assert item is not None
    with transaction(session):
        assert not renew(session, item, claimed_at=now, now=again_at)
        assert renew(session, item, claimed_at=again_at, now=renewed_at)
    assert claimed(session, again_at + CLAIM_LASTS) is None
    assert claimed(session, renewed_at + CLAIM_LASTS) is not None


def test_work_of_another_kind_is_left_to_its_own_worker(session: Session, now: datetime) -> None:
    posted(session, now)
    with transaction(session):
        assert claim(session, kind="seal", now=now) is None


def test_what_was_given_up_can_be_done_again(session: Session, now: datetime) -> None:
    posted(session, now)
    item = claimed(session, now)
    assert item is not None
    with transaction(session):
        done(session, item, now=now, lost="stale")
    assert claimed(session, now + timedelta(days=8)) is None
    with transaction(session):
        again(session, item, now=now + timedelta(days=8))
    assert claimed(session, now + timedelta(days=8)) is not None
    assert (item.created_at, item.problem, item.attempts) == (now + timedelta(days=8), None, 0)


def test_done_work_is_never_claimed_again(session: Session, now: datetime) -> None:
    posted(session, now)
    item = claimed(session, now)
    assert item is not None
    with transaction(session):
        done(session, item, now=now)
    assert claimed(session, now + timedelta(days=30)) is None


def test_failed_work_waits_longer_each_time_and_is_never_given_up(session: Session, now: datetime) -> None:
    posted(session, now)
    for wait in (*RETRY_AFTER, RETRY_AFTER[-1]):
        item = claimed(session, now)
        assert item is not None
        with transaction(session):
            failed(session, item, problem="ConnectionRefusedError", now=now)
        assert claimed(session, now + wait - timedelta(seconds=1)) is None
        now += wait
    left = session.exec(select(OutboxItem)).one()
    assert (left.attempts, left.problem, left.done_at) == (len(RETRY_AFTER) + 1, "ConnectionRefusedError", None)


def test_a_seal_that_failed_is_tried_again_within_minutes_however_often_it_has(session: Session, now: datetime) -> None:
    with transaction(session):
        seal = post(session, kind="seal", params={}, organisation_id=None, now=now)
    for wait in (*SEAL_RETRY_AFTER, SEAL_RETRY_AFTER[-1], SEAL_RETRY_AFTER[-1]):
        with transaction(session):
            failed(session, seal, problem="storage", now=now)
        assert seal.due_at - now == wait <= timedelta(minutes=5)
        now += wait


def test_two_workers_never_hold_the_same_work(engine: Engine, session: Session, now: datetime) -> None:
    wanted = posted(session, now, 24)
    later, together = now + timedelta(minutes=1), Barrier(6)
    taken: list[UUID] = []

    def work() -> None:
        together.wait()
        with open_session(engine) as own:
            while (item := claimed(own, later)) is not None:
                taken.append(item.id)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(wanted)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # on SQLite the second waits for the first
def test_a_worker_passes_over_work_another_one_is_just_taking(engine: Engine, session: Session, now: datetime) -> None:
    first, second = posted(session, now, 2)
    later = now + timedelta(minutes=1)
    with open_session(engine) as one, open_session(engine) as two, transaction(one):
        mine = claim(one, kind="mail", now=later)
        with transaction(two):
            theirs = claim(two, kind="mail", now=later)
        assert mine is not None
        assert theirs is not None
        assert (mine.id, theirs.id) == (first, second)
