"""A print to write on: room for every open question, said to be no sealed document, and read by anybody."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from sqlmodel import Session

from core.documents.printing.form import ROOM, Form, FormPrint, FormQuestion, draw_form, form_of
from core.documents.printing.service import blank_kinds, print_blank, print_form
from core.documents.reading import read
from core.documents.template.model import KINDS, shipped
from core.documents.text.compose import GAP, Facts, OrganisationFacts, PersonFacts, default_choices
from core.errors import DomainError
from core.i18n import local_day
from core.programmes.programme import shipped as programmes
from db.engine import transaction
from tests.builders import a_scene
from tests.core.documents.printing.test_document import said
from tests.core.documents.readback import drawing_of, lines_on, opened, pages_of, parted, tags_of
from tests.core.documents.samples import a_text
from tests.core.documents.stories import a_draft, a_letter

MADE_AT = datetime.fromisoformat("2026-11-02T09:30:00+00:00")
LETTER = shipped()["welcome_letter"].words("da")


def a_blank(kind: str, language: str = "da") -> bytes:
    """A blank form of a kind that comes with the portal, in the programme for instructors."""
    programme = programmes()["laer_at_tackle"]
    nobody = PersonFacts("")
    facts = Facts(
        organisation=OrganisationFacts("Solbjerg Kommune", "Torvet 1, 4999 Solbjerg", "70 10 20 30"),
        workplace_name="",
        volunteer=nobody,
        contact_person=nobody,
        coordinator=nobody,
        programme_id=programme.id,
        programme_name=programme.name[language],
        programme_values=programme.values(language),
    )
    template = shipped()[kind]
    chosen = default_choices(template, programme.id)
    form = form_of(template, language, facts=facts, chosen=chosen, answers={})
    return draw_form(form, issue=FormPrint(template.name(), MADE_AT), logo=None)


@pytest.fixture(params=[(kind, language) for kind in shipped() for language in ("da", "en")], ids="-".join)
def blank(request: pytest.FixtureRequest) -> bytes:
    return a_blank(*request.param)


def test_a_checker_of_accessibility_finds_nothing(blank: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "form.pdf").write_bytes(blank)
    found = {finding.rule_id: finding.message for finding in validate(str(path)).findings}
    assert not found, found


def test_everything_drawn_is_tagged_or_declared_decoration(blank: bytes) -> None:
    with opened(blank) as file:
        for page in file.pages:
            depth = 0
            for operator, _operands in drawing_of(page):
                depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(operator, 0)
                assert 1 <= depth <= 2 or operator not in ("Tj", "f", "re", "Do"), operator


def test_nothing_is_written_below_the_foot_of_the_page(blank: bytes) -> None:
    with opened(blank) as file:
        for page in file.pages:
            assert all(line.y >= 10 * 72 / 25.4 for line in lines_on(page))


def test_one_kind_of_quotation_marks_is_printed(request: pytest.FixtureRequest, blank: bytes) -> None:
    others = "'\"»«" if "-en" in request.node.name else "'\"“”"
    assert not set(others) & set(said(blank))


def test_no_line_parts_a_number_from_what_it_belongs_to(blank: bytes) -> None:
    assert parted(blank) == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(blank: bytes) -> None:
    with opened(blank) as file:
        ends = [[line for line in lines_on(page) if line.size > 7.5][-1] for page in file.pages]
    assert [line.text for line in ends if line.size == 13] == []


def test_no_point_ends_a_page_that_asks_something_on_the_next(blank: bytes) -> None:
    with opened(blank) as file:
        for page, following in zip(file.pages, list(file.pages)[1:], strict=False):
            ends = [line for line in lines_on(page) if line.size > 7.5][-1]
            begins = next(line for line in lines_on(following) if line.size > 7.5)
            # Questions are in smaller, heavy letters.
            assert not (ends.size == 10 and (begins.size, begins.bold) == (9, True)), (ends.text, begins.text)


@pytest.mark.parametrize("questions", [0, *range(1, 40, 4)])
def test_no_form_has_the_signatures_alone_on_a_page(questions: int) -> None:
    text = a_text()
    asked = [FormQuestion(f"Spørgsmål {number}", 1) for number in range(questions)]
    for before in range(0, 120, 15):
        longer = replace(text, opening=text.opening + " og lidt mere" * before)
        form = Form(longer, {text.sections[-1].clauses[-1].id: asked}, {})
        pages = [page.splitlines() for page in pages_of(draw_form(form, issue=FormPrint("x", MADE_AT), logo=None))]
        (page,) = [page for page in pages if "Underskrifter" in page]
        # Below what the document is called stands a point, or the last that is asked.
        assert page.index("Underskrifter") >= 2, (before, page[:3])


def test_a_blank_form_has_room_for_a_name_and_shows_no_short_gap(blank: bytes) -> None:
    assert ROOM in said(blank)
    assert tags_of(blank).count("H1") == 1


def test_a_blank_form_asks_everything_that_the_letter_asks() -> None:
    printed = said(a_blank("welcome_letter"))
    for field_id in ("phone", "next_of_kin_name", "next_of_kin_phone", "task", "wishes", "insurance_cover"):
        assert LETTER.fields[field_id].label in printed
    for choice in LETTER.fields["insurance_cover"].choices.values():
        assert choice in printed
    assert printed.count("Dato og underskrift") == 2


def test_every_page_says_that_it_is_a_print_and_not_sealed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    view = read(session=session, actor=scene.as_coordinator, document_id=document.id)
    start = view.text.fingerprint()[:16]
    printed = print_form(session=session, actor=scene.as_coordinator, document_id=document.id)
    for page in pages_of(printed):
        foot = page.splitlines()[-2]
        assert foot.startswith(f"Dokumentnummer {document.number}")
        assert "print, ikke forseglet" in foot
        assert start in foot.replace(" ", "")
    assert "Det her er et print til at skrive på. Det er ikke forseglet." in said(printed)
    assert "Er dokumentet ægte?" not in said(printed)


def test_what_is_known_is_printed_and_what_is_open_gets_a_line(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    printed = said(print_form(session=session, actor=scene.as_coordinator, document_id=document.id))
    assert "Karen Møller" in printed
    assert "Åse Møller" in printed
    assert LETTER.fields["task"].label in printed
    assert LETTER.fields["next_of_kin_name"].label not in printed
    assert GAP not in printed


def test_a_blank_print_of_a_document_names_nobody(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    printed = said(print_form(session=session, actor=scene.as_coordinator, document_id=document.id, blank=True))
    for name in ("Karen", "Møller", "Lise Bach", document.number):
        assert name not in printed
    assert LETTER.fields["next_of_kin_name"].label in printed


def test_the_same_print_has_the_same_bytes(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    assert print_form(session=session, actor=scene.as_coordinator, document_id=document.id) == print_form(
        session=session, actor=scene.as_volunteer, document_id=document.id
    )
    assert a_blank("welcome_letter") == a_blank("welcome_letter")


def test_only_readers_print_a_document_and_only_makers_blank_forms(session: Session, now: datetime) -> None:
    scene, stranger = a_scene(session, now), a_scene(session, now)
    document = a_letter(session, scene, now)
    with pytest.raises(DomainError, match="not_allowed"):
        print_form(session=session, actor=stranger.as_coordinator, document_id=document.id)
    for actor in (scene.as_volunteer, stranger.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            blank_kinds(session=session, actor=actor, organisation_id=scene.organisation.id, today=local_day(now))


def test_there_is_a_blank_form_of_every_kind_the_programmes_use(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    where: dict[str, Any] = {
        "session": session,
        "actor": scene.as_contact_person,
        "organisation_id": scene.organisation.id,
    }
    kinds = blank_kinds(**where, today=local_day(now))
    assert set(kinds) == set(KINDS)
    assert set(kinds.values()) == {("da", "en")}
    for kind in kinds:
        assert pages_of(print_blank(**where, kind=kind, language="en", today=local_day(now)))
    for kind, language in (("unknown", "da"), ("welcome_letter", "fr")):
        with pytest.raises(DomainError, match="choice_invalid"):
            print_blank(**where, kind=kind, language=language, today=local_day(now))


def test_letters_that_cannot_be_printed_are_refused(session: Session, now: datetime) -> None:
    scene = a_scene(session, now, volunteer="علي")
    document = a_draft(session, scene, now)
    with pytest.raises(DomainError, match="letters_unprintable"):
        print_form(session=session, actor=scene.as_coordinator, document_id=document.id)
    with transaction(session):
        scene.volunteer.latin_name = "Ali"
        session.add(scene.volunteer)
    assert "Ali" in said(print_form(session=session, actor=scene.as_coordinator, document_id=document.id))
