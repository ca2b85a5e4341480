"""Today, the documents and the dashboard say the same about who is overdue, over the whole demonstration."""

from uuid import UUID

import pytest
from sqlmodel import Session, col

from core.access.permissions import Action, organisations_where
from core.access.sessions import actor_for, log_in_demonstration
from core.dashboard.figures import figures
from core.documents.rules import DocumentState
from core.i18n import local_day, utc_now
from core.journey.facts import known
from core.journey.rules import journey
from core.journey.steps import Step, StepKind
from core.register.choices import Acts, RegisterFilter
from core.register.documents import documents_waiting
from core.register.service import everyone_found
from core.today.rules import When
from core.today.service import A_PAGE, Morning, TodayFilter, TodayRow, Turn, morning
from db.people import Engagement

ANSWER_DAYS = 14


@pytest.fixture
def mette(demonstration: Session):
    now = utc_now()
    token = log_in_demonstration(session=demonstration, login_name="mette", device="", now=now).token
    return actor_for(session=demonstration, token=token, now=now)


@pytest.fixture
def here(mette):
    return organisations_where(mette, Action.SEE_FIGURES)[0]


def test_who_is_overdue_is_the_same_on_every_page(demonstration: Session, mette, here):
    # Not when this file was read: midnight may have passed since.
    today = local_day(utc_now())
    late: dict[UUID, list[Step]] = {}
    on_a_break = set()
    for each in known(demonstration, [col(Engagement.ended_at).is_(None)], today):
        if any(step.kind is StepKind.PAUSED for step in journey(each.programme, each.facts, today)):
            on_a_break.add(each.engagement.id)
        if each.engagement.organisation_id == here:
            steps = [step for step in journey(each.programme, each.facts, today) if step.is_overdue(today)]
            late |= {each.engagement.id: steps} if steps else {}
    asked = {"session": demonstration, "actor": mette, "organisation_id": here}
    wanted = TodayFilter(when=When.OVERDUE)
    first = morning(**asked, filtered_by=wanted, now=utc_now())
    pages = [
        morning(**asked, filtered_by=wanted, page=page + 1, now=utc_now()) for page in range(-(-first.total // A_PAGE))
    ]
    shown = [row.engagement_id for page in pages for row in page.rows]
    assert late
    assert sorted(shown) == sorted(late)
    assert first.counts[When.OVERDUE] == len(late) == figures(**asked, today=today).overdue
    of_documents = {step.document_id for steps in late.values() for step in steps if step.document_id}
    listed = documents_waiting(**asked, finished=False, today=today)
    assert of_documents
    assert of_documents <= {row.document_id for row in listed}
    # Longest waiting first: whoever stands at the top of the documents is overdue on Today too, unless on a break.
    sent = [row for row in listed if row.state is not DocumentState.DRAFT and row.days > ANSWER_DAYS]
    assert {row.engagement_id for row in sent} - on_a_break <= set(late)


def test_a_text_that_both_are_to_sign_waits_for_the_reader_on_every_page(demonstration: Session, mette, here):
    asked = {"session": demonstration, "actor": mette, "organisation_id": here}
    waits = {
        row.document_id: mette.person_id in [each.person_id for each in row.waiting_for]
        for row in documents_waiting(**asked, finished=False, today=local_day(utc_now()))
        if row.state is DocumentState.WAITING
    }
    first = morning(**asked, now=utc_now())
    pages = [morning(**asked, page=page + 1, now=utc_now()) for page in range(-(-first.total // A_PAGE))]
    told = {row.subject_id: row for page in pages for row in page.rows if row.subject_id in waits}
    assert {each: row.my_turn for each, row in told.items()} == {each: waits[each] for each in told}
    # Among them one that waits for the volunteer as well.
    assert any(row.my_turn and row.owner == "volunteer" for row in told.values())


def test_who_asks_for_their_own_turn_finds_every_row_that_says_so(demonstration: Session, mette, here):
    asked = {"session": demonstration, "actor": mette, "organisation_id": here, "now": utc_now()}

    def rows(turn: Turn | None) -> tuple[Morning, dict[UUID, TodayRow]]:
        first = morning(**asked, filtered_by=TodayFilter(turn=turn))
        pages = (
            morning(**asked, filtered_by=TodayFilter(turn=turn), page=page + 1)
            for page in range(-(-first.total // A_PAGE))
        )
        return first, {row.engagement_id: row for page in pages for row in page.rows}

    whole, told = rows(None)
    mine, own = rows(Turn.ME)
    theirs, others = rows(Turn.OTHERS)
    assert any(row.owner == "volunteer" for row in own.values())
    assert set(own) == {each for each, row in told.items() if row.my_turn}
    assert set(others) == {each for each, row in told.items() if not row.my_turn}
    assert {each: mine.counts[each] + theirs.counts[each] for each in When} == whole.counts

    # The register narrows down to the same, and its rows say so.
    listed = everyone_found(**asked)
    assert {row.engagement_id for row in listed if row.my_turn} >= set(own)
    found = everyone_found(**asked, filtered_by=RegisterFilter(acts=Acts.ME))
    assert {row.engagement_id for row in found} == {row.engagement_id for row in listed if row.my_turn}
