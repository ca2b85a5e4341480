"""A task description inside a welcome letter: one text, one signature, no clash of ids (L6)."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.documents.drafting.aside import read_aside, send_aside
from core.documents.drafting.attaching import attach
from core.documents.drafting.renewing import renew
from core.documents.drafting.service import share
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.sealing.service import seal_pending
from core.documents.template.merging import merged, own_id
from core.documents.template.model import KINDS, shipped
from core.documents.text.compose import ClauseChoice, missing
from core.errors import DomainError
from tests.builders import a_scene
from tests.core.documents.stories import SAMPLES, a_draft, a_letter, answer, fill_in, sign, version_id
from tests.core.documents.text.test_compose import facts

LETTER, DESCRIPTION = shipped()["welcome_letter"], shipped()["task_description"]
WHOLE = merged(LETTER, DESCRIPTION)


@pytest.mark.parametrize("kind", KINDS)
def test_any_two_documents_can_be_one_even_one_twice(kind: str):
    whole = merged(shipped()[kind], DESCRIPTION)
    assert len(whole.clauses()) == len(shipped()[kind].clauses()) + len(DESCRIPTION.clauses())
    assert whole.name() == f"{shipped()[kind].name()} + {DESCRIPTION.name()}"


def test_every_word_and_every_answer_of_the_part_is_in_the_whole():
    for language in ("da", "en"):
        for clause in DESCRIPTION.clauses():
            own = own_id("task_description", clause.id)
            assert WHOLE.words(language).clauses[own] == DESCRIPTION.words(language).clauses[clause.id]
    lines = [said.line for key, said in WHOLE.words("da").fields.items() if key.startswith("task_description__")]
    assert any(lines)
    assert all("answers.task_description__" in line for line in lines if line)


def test_a_contact_detail_two_fields_take_is_missing_once():
    chosen = {clause.id: ClauseChoice(True) for clause in WHOLE.clauses()}
    asked = [
        item.source
        for item in missing(WHOLE, facts=facts(contact_person=None), chosen=chosen, answers={})
        if item.source
    ]
    assert len(asked) == len(set(asked))


def test_attached_it_is_filled_in_signed_and_renewed_as_one(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_draft(session, scene, now)
    attach(session=session, actor=scene.as_contact_person, document_id=letter.id, kind="task_description", now=now)
    fill_in(session, scene, letter.id, now)
    share(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    answer(session, scene.as_volunteer, letter.id, own_id("task_description", "would_like"), "Læse højt", now)
    view = read(session=session, actor=scene.as_volunteer, document_id=letter.id)
    assert "Læse højt" in view.text.canonical()
    sign(session, scene.as_contact_person, letter.id, now)
    sign(session, scene.as_volunteer, letter.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, letter.id), now=now)
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).state is DocumentState.SEALED
    following = renew(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    carried = read(session=session, actor=scene.as_contact_person, document_id=following.id).text.canonical()
    assert "Læse højt" in carried


def test_taken_out_and_put_back_it_still_knows_what_was_answered(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)

    def put(kind: str | None) -> None:
        attach(session=session, actor=scene.as_contact_person, document_id=letter.id, kind=kind, now=now)

    put("task_description")
    answer(session, scene.as_volunteer, letter.id, own_id("task_description", "would_like"), "Læse højt", now)
    put(None)
    assert "Læse højt" not in read(session=session, actor=scene.as_volunteer, document_id=letter.id).text.canonical()
    put("task_description")
    assert "Læse højt" in read(session=session, actor=scene.as_volunteer, document_id=letter.id).text.canonical()


def test_attaching_after_a_signature_asks_for_it_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    attach(session=session, actor=scene.as_contact_person, document_id=letter.id, kind="task_description", now=now)
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).has_signed
    aside = read_aside(session=session, actor=scene.as_contact_person, document_id=letter.id)
    assert aside is not None
    for item in aside.case.missing_before_signing():
        if item.filled_by == "organisation":
            answer(session, scene.as_contact_person, letter.id, item.field_id, SAMPLES["text"], now)
    send_aside(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    view = read(session=session, actor=scene.as_volunteer, document_id=letter.id)
    assert (view.has_signed, view.document.attached_version_id is not None) == (False, True)


def test_only_what_can_be_part_of_a_letter_is_attached_and_not_by_the_volunteer(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with pytest.raises(DomainError, match="choice_invalid"):
        attach(session=session, actor=scene.as_contact_person, document_id=letter.id, kind="pair_agreement", now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        attach(session=session, actor=scene.as_volunteer, document_id=letter.id, kind="task_description", now=now)
