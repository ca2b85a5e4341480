from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.template.model import KINDS, Template, shipped
from core.documents.text.compose import (
    GAP,
    ClauseChoice,
    Facts,
    MissingField,
    OrganisationFacts,
    PersonFacts,
    compose,
    default_choices,
    fields_to_ask,
    missing,
    standard_wording,
)
from core.documents.text.exact import FrozenClause, FrozenText
from core.programmes.programme import shipped as programmes

LETTER = shipped()["welcome_letter"]
AGREEMENT = shipped()["cooperation_agreement"]
BIRTHE = PersonFacts(
    "Birthe Ørsted",
    "Engvej 4, 9999 Solby",
    "20 00 00 01",
    "birthe@example.dk",
    next_of_kin_name="Jens Ørsted",
    next_of_kin_phone="20 00 00 02",
    next_of_kin_relation="mand",
)
ANNE = PersonFacts("Anne Lund", phone="20 00 00 03", email="anne@example.dk")
PER = PersonFacts("Per Dahl")
KIRSTEN = PersonFacts("Kirsten Bech", "Havnevej 2, 9999 Solby", "20 00 00 05", "kirsten@example.dk")
ANSWERS = {
    "task": "Læse højt",
    "extent": "Hver tirsdag",
    "target_group": "Beboere",
    "can_do": "Gå ture",
    "cannot_do": "Løfte",
    "insurance_cover": "work_injury",
    "expenses": "Bussen",
    "start_date": "2026-12-01",
}


def facts(
    programme: str = "kommunal_frivillig",
    *,
    language: str = "da",
    volunteer: PersonFacts = BIRTHE,
    contact_person: PersonFacts | None = ANNE,
    coordinator: PersonFacts | None = PER,
) -> Facts:
    chosen = programmes()[programme]
    return Facts(
        organisation=OrganisationFacts("Solby Kommune", "Torvet 1, 9999 Solby", "70 00 00 00", "post@example.dk"),
        workplace_name="Plejehjemmet Engen",
        volunteer=volunteer,
        contact_person=contact_person,
        coordinator=coordinator,
        programme_id=programme,
        programme_name=chosen.name["da" if language == "da" else "en"],
        programme_values=chosen.values(language),
        partner=KIRSTEN,
    )


def letter(
    language: str = "da",
    *,
    answers: Mapping[str, str] = ANSWERS,
    about: Facts | None = None,
    choices: Mapping[str, ClauseChoice] | None = None,
) -> FrozenText:
    known = about or facts(language=language)
    chosen = default_choices(LETTER, known.programme_id) | dict(choices or {})
    return compose(LETTER, language, facts=known, chosen=chosen, answers=answers)


def clauses(document: FrozenText) -> dict[str, FrozenClause]:
    return {clause.id: clause for section in document.sections for clause in section.clauses}


def everything(document: FrozenText) -> str:
    return "\n".join(clause.text for clause in clauses(document).values())


def every_point(template: Template) -> dict[str, ClauseChoice]:
    return {clause.id: ClauseChoice(True) for clause in template.clauses()}


def every_answer(template: Template) -> dict[str, str]:
    """An answer to every question, with those of `ANSWERS` where they fit."""
    plain = {"date": "2026-12-01", "email": "a@example.dk", "phone": "20 00 00 09"}
    return {
        field.id: ANSWERS.get(field.id) or next(iter(field.options()), plain.get(field.type, "Ja"))
        for field in template.fields
    }


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_document_names_its_people_and_leaves_no_placeholder(kind: str, language: str) -> None:
    template = shipped()[kind]
    document = compose(
        template,
        language,
        facts=facts("laer_at_tackle", language=language),
        chosen=every_point(template),
        answers=every_answer(template),
    )
    text = document.canonical()
    assert "{{" not in text
    assert GAP not in text
    assert "Birthe Ørsted" in text
    assert "Solby Kommune" in text
    assert (document.kind, document.language, document.template) == (kind, language, template.name())
    assert FrozenText.from_canonical(text) == document


def test_the_same_input_gives_the_same_fingerprint() -> None:
    assert letter().fingerprint() == letter().fingerprint()


def test_nothing_known_yet_reads_as_gaps() -> None:
    nobody = facts(volunteer=PersonFacts("Birthe Ørsted"), contact_person=None, coordinator=None)
    document = letter(about=nobody, answers={})
    assert f"Opgaven: {GAP}" in clauses(document)["effort"].text
    assert clauses(document)["contact_person"].text.startswith(GAP)
    assert document.parties[1].name == GAP


def test_an_optional_question_nobody_answered_leaves_no_trace() -> None:
    assert clauses(letter())["your_wishes"].text == standard_wording(LETTER, "da", "your_wishes", facts=facts())
    assert "Dit ønske: Sang" in clauses(letter(answers=ANSWERS | {"wishes": "Sang"}))["your_wishes"].text


def test_a_blank_answer_counts_as_none() -> None:
    assert letter(answers=ANSWERS | {"wishes": "  \n"}) == letter()


def test_a_date_is_written_in_the_language_of_the_document() -> None:
    assert "den 1. december 2026" in clauses(letter("da"))["start_and_stop"].text
    assert "on 1 December 2026" in clauses(letter("en"))["start_and_stop"].text


def test_a_choice_is_printed_in_words() -> None:
    assert LETTER.words("da").fields["insurance_cover"].choices["work_injury"] in clauses(letter())["insurance"].text


@pytest.mark.parametrize("answer", ["i morgen", "2026-02-31", "yes?"])
def test_an_answer_of_the_wrong_kind_stands_as_written(answer: str) -> None:
    odd = ANSWERS | {"start_date": answer, "insurance_cover": answer, "meals": answer}
    text = everything(letter(answers=odd))
    assert text.count(answer) == 3


@pytest.mark.parametrize("written", ["{{ 7*7 }}", "{% raw %}", "{# no #}", "{{ volunteer.name }}", "{{", "<b>&amp;"])
def test_what_people_write_is_never_read_as_a_template(written: str) -> None:
    document = letter(answers=ANSWERS | {"task": written}, choices={"recognition": ClauseChoice(True, written)})
    assert f"Opgaven: {written}" in clauses(document)["effort"].text
    assert clauses(document)["recognition"].text == written


def test_a_name_is_never_read_as_a_template() -> None:
    document = letter(about=facts(volunteer=replace(BIRTHE, name="{{ 7*7 }}")))
    assert document.opening.startswith("Kære {{ 7*7 }}, ")
    assert document.parties[0].name == "{{ 7*7 }}"


@settings(max_examples=60)
@given(
    answers=st.fixed_dictionaries({field.id: st.text(max_size=60) for field in LETTER.fields if field.source is None}),
    language=st.sampled_from(["da", "en"]),
)
def test_any_answer_appears_word_for_word(answers: dict[str, str], language: str) -> None:
    document = compose(LETTER, language, facts=facts(language=language), chosen=every_point(LETTER), answers=answers)
    text = everything(document)
    free = [field for field in LETTER.fields if field.source is None and not field.options() and field.type != "date"]
    for field in free:
        if answers[field.id].strip():
            assert answers[field.id] in text


@settings(max_examples=60)
@given(
    included=st.sets(st.sampled_from([clause.id for clause in LETTER.clauses()])),
    wording=st.one_of(st.none(), st.text(max_size=60)),
)
def test_any_choice_of_points_shows_those_and_the_mandatory_ones(included: set[str], wording: str | None) -> None:
    document = compose(
        LETTER, "da", facts=facts(), chosen={name: ClauseChoice(True, wording) for name in included}, answers={}
    )
    mandatory = {clause.id for clause in LETTER.clauses() if clause.mandatory}
    assert set(clauses(document)) == included | mandatory
    assert all(section.clauses for section in document.sections)


def test_a_section_without_a_point_vanishes() -> None:
    practical = next(section for section in LETTER.sections if section.id == "practical")
    document = letter(choices={clause.id: ClauseChoice(False) for clause in practical.clauses})
    assert [section.id for section in document.sections] == ["us", "task", "trust", "together", "start_and_end"]


def test_a_mandatory_point_stays_even_when_left_out() -> None:
    assert "confidentiality" in clauses(letter(choices={"confidentiality": ClauseChoice(False)}))


def test_a_reworded_point_stands_as_written_in_both_languages() -> None:
    said = ClauseChoice(True, "Vi spiser kage hver fredag.")
    for language in ("da", "en"):
        point = clauses(letter(language, choices={"recognition": said}))["recognition"]
        assert point.text == "Vi spiser kage hver fredag."
        assert point.reworded
    assert not clauses(letter())["recognition"].reworded


def test_rewording_a_point_keeps_the_answers_below_it() -> None:
    point = clauses(letter(choices={"effort": ClauseChoice(True, "Du gør det, du er god til.")}))["effort"]
    assert point.text.splitlines() == ["Du gør det, du er god til.", "Opgaven: Læse højt", "Hvor tit: Hver tirsdag"]


def test_a_fixed_point_cannot_be_reworded() -> None:
    point = clauses(letter(choices={"confidentiality": ClauseChoice(True, "Fortæl bare løs.")}))["confidentiality"]
    assert not point.reworded
    assert "løs" not in point.text


def test_an_empty_wording_is_the_standard_wording() -> None:
    assert letter(choices={"recognition": ClauseChoice(True, " ")}) == letter()


def test_the_standard_wording_is_what_an_unchanged_point_says() -> None:
    assert standard_wording(LETTER, "da", "no_care", facts=facts()) == clauses(letter())["no_care"].text


def test_the_parties_of_the_letter_are_volunteer_and_contact_person() -> None:
    volunteer, organisation = letter().parties
    assert (volunteer.name, volunteer.on_behalf_of, volunteer.signs) == ("Birthe Ørsted", "", True)
    assert volunteer.lines == ("Engvej 4, 9999 Solby", "20 00 00 01", "birthe@example.dk")
    assert (organisation.name, organisation.on_behalf_of, organisation.signs) == ("Anne Lund", "Solby Kommune", True)
    assert organisation.lines == ("Torvet 1, 9999 Solby", "20 00 00 03", "anne@example.dk")


def test_a_coordinator_without_a_phone_is_reached_at_the_organisation() -> None:
    document = compose(
        AGREEMENT, "da", facts=facts("laer_at_tackle"), chosen=default_choices(AGREEMENT, "laer_at_tackle"), answers={}
    )
    assert document.parties[0].name == "Per Dahl"
    assert document.parties[0].lines == ("Torvet 1, 9999 Solby", "70 00 00 00", "post@example.dk")


def test_only_the_volunteer_signs_the_confidentiality_declaration() -> None:
    template = shipped()["confidentiality_declaration"]
    document = compose(
        template, "da", facts=facts(), chosen=default_choices(template, "kommunal_frivillig"), answers={}
    )
    assert [(party.capacity, party.name, party.signs) for party in document.parties] == [
        ("volunteer", "Birthe Ørsted", True),
        ("organisation", "Solby Kommune", False),
    ]


def test_unknown_lines_of_a_party_are_left_out() -> None:
    assert letter(about=facts(volunteer=PersonFacts("Birthe Ørsted", phone="1"))).parties[0].lines == ("1",)


def test_the_counts_of_the_programme_stand_in_the_agreement() -> None:
    tackle = programmes()["laer_at_tackle"]
    assert tackle.approval is not None
    four = tackle.model_copy(update={"approval": tackle.approval.model_copy(update={"courses_per_year": 4})})
    document = compose(
        AGREEMENT,
        "da",
        facts=replace(facts("laer_at_tackle"), programme_values=four.values("da")),
        chosen={},
        answers={},
    )
    assert "4 kurser om året" in clauses(document)["courses_offered"].text
    assert "mindst 4 kurser om året for Solby Kommune" in clauses(document)["courses_held"].text


def test_an_agreement_without_the_counts_shows_gaps() -> None:
    document = compose(AGREEMENT, "da", facts=facts("kommunal_frivillig"), chosen={}, answers={})
    assert f"holde {GAP} om året" in clauses(document)["courses_offered"].text


def test_only_the_fields_of_chosen_points_are_asked() -> None:
    asked = {field.id for field in fields_to_ask(LETTER, default_choices(LETTER, "laer_at_tackle"))}
    assert "task" in asked
    assert "target_group" not in asked
    assert "target_group" in {field.id for field in fields_to_ask(LETTER, {"target_group": ClauseChoice(True)})}


def test_nothing_is_missing_when_all_required_is_given() -> None:
    chosen = default_choices(LETTER, "kommunal_frivillig")
    assert missing(LETTER, facts=facts(), chosen=chosen, answers=ANSWERS) == ()


def test_what_is_missing_is_listed_in_reading_order() -> None:
    unknown = facts(volunteer=PersonFacts("Birthe Ørsted"), contact_person=None)
    found = missing(LETTER, facts=unknown, chosen=default_choices(LETTER, "kommunal_frivillig"), answers={"task": " "})
    assert [item.field_id for item in found] == [
        "phone",
        "contact_person",
        "next_of_kin_name",
        "next_of_kin_phone",
        "task",
        "extent",
        "target_group",
        "can_do",
        "cannot_do",
        "insurance_cover",
        "expenses",
        "start_date",
    ]
    assert found[0] == MissingField("phone", "volunteer", "person.phone")
    assert found[4] == MissingField("task", "organisation", None)
    assert found[0].label(LETTER, "da") == "Dit telefonnummer"
    assert found[0].label(LETTER, "en") == "Your phone number"


def test_a_point_left_out_asks_for_nothing() -> None:
    chosen = default_choices(LETTER, "kommunal_frivillig") | {
        "next_of_kin": ClauseChoice(False),
        "insurance": ClauseChoice(False),
    }
    found = missing(LETTER, facts=facts(volunteer=PersonFacts("B", phone="1")), chosen=chosen, answers=ANSWERS)
    assert found == ()


def test_the_agreement_needs_the_contact_details_of_both() -> None:
    bare = replace(
        facts("laer_at_tackle", volunteer=PersonFacts("Birthe Ørsted"), coordinator=None),
        organisation=OrganisationFacts("Solby Kommune"),
    )
    assert [item.field_id for item in missing(AGREEMENT, facts=bare, chosen={}, answers={})] == [
        "coordinator",
        "organisation_address",
        "coordinator_phone",
        "coordinator_email",
        "address",
        "phone",
    ]
    assert missing(AGREEMENT, facts=facts("laer_at_tackle"), chosen={}, answers={}) == ()


def test_contact_details_cannot_be_answered_in_the_document() -> None:
    chosen = default_choices(LETTER, "kommunal_frivillig")
    found = missing(
        LETTER,
        facts=facts(volunteer=replace(BIRTHE, phone="")),
        chosen=chosen,
        answers=ANSWERS | {"phone": "20 00 00 09"},
    )
    assert [item.field_id for item in found] == ["phone"]
