import json
from datetime import datetime, timedelta, timezone
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db import audit
from db.audit import AuditEvent, AuditHead, append, first_break
from db.engine import open_session, transaction

HERE, ELSEWHERE, JONAS = UUID(int=11), UUID(int=12), UUID(int=21)


def three_events(session: Session, now: datetime, organisation_id: UUID | None = HERE) -> list[AuditEvent]:
    with transaction(session):
        for action, fields in (("volunteer.added", []), ("person.changed", ["phone", "address"]), ("role.given", [])):
            append(
                session,
                organisation_id=organisation_id,
                actor_id=JONAS,
                action=action,
                subject_kind="person",
                subject_id=UUID(int=31),
                now=now,
                fields=fields,
            )
    return list(session.exec(select(AuditEvent).order_by(AuditEvent.sequence)))  # type: ignore[arg-type]


def test_an_untouched_chain_is_whole(session: Session, now: datetime) -> None:
    three_events(session, now)
    assert first_break(session, HERE) is None


def test_an_organisation_without_events_has_a_whole_chain(session: Session) -> None:
    assert first_break(session, HERE) is None


def test_an_event_keeps_who_what_when_and_field_names(session: Session, now: datetime) -> None:
    event = three_events(session, now)[1]
    assert (event.actor_id, event.action, event.subject_kind, event.at) == (JONAS, "person.changed", "person", now)
    assert event.fields == ["address", "phone"]
    assert event.sequence == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "role.taken"),
        ("actor_id", None),
        ("subject_kind", "document"),
        ("subject_id", UUID(int=32)),
        ("fields", ["email"]),
        ("at", datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
        ("hash", "0" * 64),
        ("previous_hash", "1" * 64),
    ],
)
def test_an_altered_event_shows(session: Session, now: datetime, field: str, value: object) -> None:
    event = three_events(session, now)[1]
    with transaction(session):
        setattr(event, field, value)
        session.add(event)
    assert first_break(session, HERE) == 2


def test_a_removed_event_shows(session: Session, now: datetime) -> None:
    event = three_events(session, now)[1]
    with transaction(session):
        session.delete(event)
    assert first_break(session, HERE) == 2


def test_a_log_cut_at_its_end_shows(session: Session, now: datetime) -> None:
    event = three_events(session, now)[2]
    with transaction(session):
        session.delete(event)
    assert first_break(session, HERE) == 3


def test_a_log_without_its_end_mark_shows(session: Session, now: datetime) -> None:
    three_events(session, now)
    with transaction(session):
        session.delete(session.get_one(AuditHead, HERE))
    assert first_break(session, HERE) == 4


def test_each_organisation_has_its_own_chain(session: Session, now: datetime) -> None:
    three_events(session, now, ELSEWHERE)
    broken = three_events(session, now, HERE)
    with transaction(session):
        for event in broken:
            if event.organisation_id == HERE and event.sequence == 1:
                session.delete(event)
    assert first_break(session, HERE) == 1
    assert first_break(session, ELSEWHERE) is None


def test_what_concerns_the_deployment_has_a_chain_too(session: Session, now: datetime) -> None:
    events = three_events(session, now, None)
    assert {event.organisation_id for event in events} == {audit.PORTAL}
    assert first_break(session, None) is None


def test_a_time_given_in_another_zone_does_not_break_the_chain(engine: Engine, session: Session, now: datetime) -> None:
    three_events(session, now.astimezone(timezone(timedelta(hours=1))))
    with open_session(engine) as other:
        assert first_break(other, HERE) is None


def test_an_undone_story_leaves_no_trace(session: Session, now: datetime) -> None:
    three_events(session, now)
    with pytest.raises(ValueError), transaction(session):  # noqa: PT011, PT012
        three_events(session, now)
        raise ValueError
    assert len(session.exec(select(AuditEvent)).all()) == 3
    assert first_break(session, HERE) is None


def test_many_recording_at_once_from_the_first_event_on_keep_one_chain(engine: Engine, now: datetime) -> None:
    together, failures = Barrier(6), []

    def work() -> None:
        together.wait()
        try:
            for _ in range(5):
                with open_session(engine) as own, transaction(own):
                    append(
                        own,
                        organisation_id=HERE,
                        actor_id=None,
                        action="portal.tried",
                        subject_kind="portal",
                        subject_id=uuid4(),
                        now=now,
                    )
        except Exception as error:  # collected here, because a thread's error would be lost
            failures.append(error)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_session(engine) as session:
        assert len(session.exec(select(AuditEvent)).all()) == 30
        assert first_break(session, HERE) is None


def test_field_names_are_stored_as_a_list_of_names(session: Session, now: datetime) -> None:
    three_events(session, now)
    assert json.loads(json.dumps(session.exec(select(AuditEvent.fields)).all()[1])) == ["address", "phone"]
