"""What the shipped templates say: complete, numbered as the source, and on where they matter."""

import re
from collections.abc import Iterator

import pytest

from core.documents.template.model import KINDS, NATURES, Nature, Template, TemplateText, shipped
from core.documents.text.compose import default_choices
from core.programmes.programme import shipped as programmes

LETTER = shipped()["welcome_letter"]
AGREEMENT = shipped()["cooperation_agreement"]
TASK = shipped()["task_description"]
PAIR = shipped()["pair_agreement"]
NUMBERS = [f"{section}.{clause}" for section, last in ((1, 8), (2, 8), (3, 3), (4, 2)) for clause in range(1, last + 1)]

# The list "Points seen in real welcome letters", one clause or more for each.
POINTS = {
    "contact details": "contact_details",
    "next of kin": "next_of_kin",
    "contact person": "contact_person",
    "kind and extent of the effort": "effort",
    "target group": "target_group",
    "can and cannot do": "boundaries",
    "no care or treatment tasks": "no_care",
    "never handle residents' money": "no_money",
    "unpaid": "unpaid",
    "confidentiality": "confidentiality",
    "duty to notify": "duty_to_notify",
    "no notes or reports on citizens": "no_notes",
    "child-protection certificate": "child_protection_certificate",
    "criminal record certificate": "criminal_record_certificate",
    "insurance": "insurance",
    "reporting an injury": "reporting_an_injury",
    "no gifts or inheritance": "no_gifts",
    "name badge": "name_badge",
    "public benefits": "public_benefits",
    "expenses and meals": "expenses",
    "introduction": "introduction",
    "meetings": "meetings",
    "start, end and how to stop": "start_and_stop",
    "right to refuse tasks": "right_to_refuse",
    "proof of effort": "proof_of_effort",
    "recognition": "recognition",
}

# Where a clause of the agreement must not lose a reservation or a number of the source, in either language.
MUST_SAY = {
    "1.1": ("programme.supervisions", "programme.first_courses", "godkendt", "approved"),
    "1.2": ("programme.courses_per_year", "Hvis vi kan", "If we can"),
    "1.3": ("programme.approval_years", "logbogen", "log book"),
    "1.5": ("mad og drikke", "oprydning", "lokalet klar", "food and drink", "clearing up", "room ready"),
    "1.6": ("tvivl", "doubt", "med på råd", "your advice"),
    "1.7": (
        "programme.name",
        "transport, materialer og telefon",
        "travel, materials and phone",
    ),
    "1.8": ("koster dig ikke noget", "cost you nothing"),
    "2.1": ("programme.supervisions", "programme.first_courses", "gennemfører", "complete"),
    "2.2": (
        "mindst",
        "at least",
        "programme.courses_per_year",
        "organisation.name",
        "hvis det er muligt",
        "if possible",
    ),
    "2.3": ("programme.approval_years", "logbogen", "log book"),
    "2.4": ("alle", "all", "pludselig sygdom", "sudden illness", "sygdom bliver værre", "illness gets worse"),
    "2.5": ("medinstruktør", "co-instructor"),
    "2.6": ("straks", "at once", "koordinator", "coordinator"),
    "2.7": ("nøje", "closely"),
    "2.8": ("Sammen", "Together", "hvis det er muligt", "if possible"),
    "3.2": ("Efter hvert grundkursus", "After every basic course", "du og vi", "you and we", "sammen", "together"),
    "3.3": (
        "du og vi",
        "you and we",
        "før du holder dit første grundkursus",
        "before you hold your first basic course",
    ),
    "4.1": (
        "siger du det til os",
        "siger vi det til dig",
        "you tell us",
        "we tell you",
        "i god tid",
        "in good time",
        "2.4",
    ),
    "4.2": ("møde", "meeting", "oplevelser og indtryk", "experiences and impressions"),
}


def said(words: TemplateText) -> Iterator[str]:
    """Every text the signer reads, a name in the place of each placeholder."""
    for text in (words.in_short, words.not_binding, words.opening, words.declaration):
        yield re.sub(r"\{\{.*?\}\}", "Anne", text)
    for clause in words.clauses.values():
        yield re.sub(r"\{\{.*?\}\}", "Anne", clause.text)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_agreement_says_that_it_does_not_bind_and_a_declaration_that_the_law_does(
    kind: str, language: str
) -> None:
    words = shipped()[kind].words(language)
    assert words.in_short
    assert words.declaration
    binding = re.search(r"juridisk|legally|by law", words.not_binding)
    duty = re.search(r"står i loven.*uanset om du skriver under|in the law.*whether or not you sign", words.not_binding)
    assert (bool(binding), bool(duty)) == (NATURES[kind] is Nature.AGREEMENT, NATURES[kind] is Nature.DECLARATION)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_point_has_a_title_a_text_and_help(kind: str, language: str) -> None:
    for clause_id, clause in shipped()[kind].words(language).clauses.items():
        for text in (clause.title, clause.text, clause.help):
            assert text.strip() == text != "", clause_id
            assert "  " not in text, clause_id


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_the_other_language_has_slipped_in(kind: str) -> None:
    danish = " ".join(said(shipped()[kind].words("da")))
    english = " ".join(said(shipped()[kind].words("en")))
    assert not re.search(r"\b(the|you|and|with)\b", danish)
    assert not re.search(r"\b(og|du|ikke|vi)\b", english)


@pytest.mark.parametrize("kind", KINDS)
def test_fields_stand_in_the_order_of_their_points(kind: str) -> None:
    template = shipped()[kind]
    order = {clause.id: place for place, clause in enumerate(template.clauses())}
    places = [order[field.only_with] for field in template.fields if field.only_with]
    assert places == sorted(places)


def test_every_law_named_in_a_help_text_says_when_it_was_checked() -> None:
    for template in shipped().values():
        for language, checked in (("da", "Kontrolleret november 2026."), ("en", "Checked November 2026.")):
            for clause_id, clause in template.words(language).clauses.items():
                if re.search(r"§|loven\b|borger\.dk|frivillighed\.dk|\bast\.dk", clause.help):
                    assert clause.help.endswith(checked), (language, clause_id)


def test_points_with_law_behind_them_name_it() -> None:
    laws = {
        "confidentiality": ("forvaltningsloven § 27", "straffeloven § 152", "§ 264 d"),
        "duty_to_notify": ("§ 135", "§ 133"),
        "insurance": ("rbejdsskadesikringsloven", "erviceloven § 18 a"),
        "expenses": ("ligningsloven § 7 M",),
        "child_protection_certificate": ("børneattestloven",),
    }
    for language in ("da", "en"):
        for clause_id, named in laws.items():
            for law in named:
                assert law in LETTER.words(language).clauses[clause_id].help, (language, clause_id)


def test_every_point_seen_in_real_letters_is_there() -> None:
    assert set(POINTS.values()) <= {clause.id for clause in LETTER.clauses()}
    assert len(set(POINTS.values())) == 26


COMMON = {
    "contact_details",
    "contact_person",
    "next_of_kin",
    "effort",
    "boundaries",
    "right_to_refuse",
    "your_wishes",
    "accommodations",
    "unpaid",
    "confidentiality",
    "duty_to_notify",
    "insurance",
    "reporting_an_injury",
    "expenses",
    "public_benefits",
    "introduction",
    "meetings",
    "recognition",
    "start_and_stop",
    "proof_of_effort",
}
CLOSE_TO_PEOPLE = {"target_group", "no_care", "no_notes", "no_money", "no_gifts"}


@pytest.mark.parametrize(
    ("programme", "points"),
    [
        ("laer_at_tackle", COMMON),
        ("kommunal_frivillig", COMMON | CLOSE_TO_PEOPLE | {"name_badge"}),
        ("peer_stoette", COMMON | CLOSE_TO_PEOPLE),
        ("one_made_by_the_organisation", COMMON),
    ],
)
def test_the_letter_begins_with_the_points_of_its_programme(programme: str, points: set[str]) -> None:
    choices = default_choices(LETTER, programme)
    assert {clause_id for clause_id, choice in choices.items() if choice.included} == points
    assert set(choices) == {clause.id for clause in LETTER.clauses()}


def test_defaults_name_only_programmes_that_exist() -> None:
    named = {name for t in shipped().values() for c in t.clauses() if c.default != "all" for name in c.default}
    assert named <= set(programmes())


def test_the_declaration_begins_with_the_law_for_public_bodies() -> None:
    choices = default_choices(shipped()["confidentiality_declaration"], "kommunal_frivillig")
    assert [clause_id for clause_id, choice in choices.items() if not choice.included] == ["law_for_associations"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_declaration_says_that_confidentiality_goes_on(language: str) -> None:
    words = shipped()["confidentiality_declaration"].words(language)
    for text in (words.in_short, words.declaration, words.clauses["after_leaving"].text):
        assert re.search(r"holdt op|stopped", text)


def test_no_document_asks_for_what_is_not_kept() -> None:
    for template in shipped().values():
        for field in template.fields:
            assert not re.search(r"cpr|diagnos|certificate", field.id)


def test_the_agreement_has_every_number_of_the_source_once_and_in_order() -> None:
    assert [clause.number for clause in AGREEMENT.clauses()] == NUMBERS
    assert [section.number for section in AGREEMENT.sections] == ["1", "2", "3", "4"]
    assert [len(section.clauses) for section in AGREEMENT.sections] == [8, 8, 3, 2]


def test_each_clause_of_the_agreement_names_its_row() -> None:
    assert [clause.source for clause in AGREEMENT.clauses()] == [f"A{number}" for number in NUMBERS]


def test_nothing_in_the_agreement_is_left_out_or_reworded() -> None:
    assert all(clause.mandatory and not clause.rewordable for clause in AGREEMENT.clauses())


@pytest.mark.parametrize("number", MUST_SAY)
def test_a_clause_of_the_agreement_keeps_what_the_source_reserves(number: str) -> None:
    clause = next(clause for clause in AGREEMENT.clauses() if clause.number == number)
    both = " ".join(AGREEMENT.words(language).clauses[clause.id].text for language in ("da", "en"))
    for words in MUST_SAY[number]:
        assert words in both
        if words.startswith(("programme.", "organisation.", "2.4")):
            assert both.count(words) == 2, "in both languages"


def test_no_count_of_the_agreement_is_fixed_in_its_words() -> None:
    for language in ("da", "en"):
        for clause_id, clause in AGREEMENT.words(language).clauses.items():
            assert not re.search(r"\d", clause.text.replace("2.4", "")), clause_id


def test_the_agreement_is_signed_by_coordinator_and_instructor() -> None:
    assert [(party.capacity, party.role, party.signs) for party in AGREEMENT.parties] == [
        ("organisation", "coordinator", True),
        ("volunteer", None, True),
    ]


def references(template: Template) -> set[str]:
    texts = [text for language in ("da", "en") for text in said(template.words(language))]
    return {number for text in texts for number in re.findall(r"\b\d\.\d\b", text)}


def test_every_reference_to_a_number_finds_its_clause() -> None:
    assert references(AGREEMENT) == {"2.4"}
    assert references(AGREEMENT) <= set(NUMBERS)


def test_the_task_description_says_what_the_handbook_asks_for() -> None:
    mandatory = {clause.id for clause in TASK.clauses() if clause.mandatory}
    assert mandatory == {"task", "time_and_place", "can_do", "cannot_do", "co_influence", "contact_person"}
    asked = {field.id for field in TASK.fields if field.required}
    assert {"task", "hours", "place", "can_do", "cannot_do", "introduction", "contact_person"} <= asked


def test_the_volunteer_answers_own_wishes_and_limits_and_owes_no_answer() -> None:
    own = {field.id: field for field in TASK.fields if field.filled_by == "volunteer"}
    assert list(own) == ["changes", "would_like", "would_rather_not", "times", "needs"]
    assert not any(field.required or field.source for field in own.values())


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_helps_in_practice_is_asked_and_never_an_illness(language: str) -> None:
    words = TASK.words(language)
    assert re.search(r"Skriv ikke om sygdom|Do not write about illness", words.fields["needs"].help)
    assert re.search(r"behøver ikke|skal ikke fortælle hvorfor|do not have to say why", words.clauses["needs"].text)
    assert re.search(r"artikel 9|article 9", words.clauses["needs"].help)


def test_the_task_description_can_stand_inside_a_letter() -> None:
    assert not any(section.number for section in TASK.sections)
    assert not any(clause.number for clause in TASK.clauses())
    for language in ("da", "en"):
        for clause in TASK.words(language).clauses.values():
            assert not re.search(r"beskrivelse|brev|description|letter", clause.text), (
                "no clause says which paper it is"
            )


@pytest.mark.parametrize("programme", ["laer_at_tackle", "kommunal_frivillig", "peer_stoette"])
def test_the_limits_near_people_begin_on_where_volunteers_are_near_people(programme: str) -> None:
    choices = default_choices(TASK, programme)
    near = programme != "laer_at_tackle"
    for clause_id in ("people", "beside_staff", "no_care", "no_money", "who_is_near"):
        assert choices[clause_id].included is near, clause_id
    for clause_id in ("no_gifts", "no_notes", "driving", "confidentiality", "worried", "handing_over"):
        assert not choices[clause_id].included, f"{clause_id} stands in the welcome letter, or is chosen"


def test_the_task_description_is_signed_by_contact_person_and_volunteer() -> None:
    assert {(party.capacity, party.role, party.signs) for party in TASK.parties} == {
        ("volunteer", None, True),
        ("organisation", "contact_person", True),
    }


# What the two instructors' agreement must keep of the source, in Danish and in English.
PAIR_SAYS = {
    "1.1": ("hver for sig og sammen", "on our own and together"),
    "2.1": ("støtter hinanden", "support each other"),
    "2.2": ("Efter hvert modul", "After each module", "finder vi en løsning sammen", "we find a solution together"),
    "2.3": ("en af os", "begge", "one of us", "both take part"),
    "3.1": ("Vi arbejder begge", "We both"),
    "3.2": ("så hurtigt som muligt", "koordinatoren", "as soon as we can", "the coordinator"),
    "4.1": ("efter det sidste modul", "after the last module"),
    "4.2": ("sammen med koordinatoren", "with the coordinator"),
    "5.1": ("uenige", "disagree"),
}


def test_each_clause_of_the_pair_agreement_names_its_row_and_none_is_left_out() -> None:
    rows = [(clause.number, clause.source) for clause in PAIR.clauses()]
    assert rows == [(number, "B5" if number == "5.1" else f"B{number}") for number in PAIR_SAYS]
    assert all(clause.mandatory and not clause.rewordable for clause in PAIR.clauses())


@pytest.mark.parametrize("number", PAIR_SAYS)
def test_a_clause_of_the_pair_agreement_keeps_what_the_source_says(number: str) -> None:
    clause = next(clause for clause in PAIR.clauses() if clause.number == number)
    both = " ".join(PAIR.words(language).clauses[clause.id].text for language in ("da", "en"))
    for words in PAIR_SAYS[number]:
        assert words in both


def test_the_two_instructors_sign_and_the_coordinator_does_not() -> None:
    assert [(party.capacity, party.role, party.signs) for party in PAIR.parties] == [
        ("volunteer", None, True),
        ("partner", None, True),
        ("organisation", "coordinator", False),
    ]


def test_both_instructors_are_asked_the_same_in_the_same_words() -> None:
    twins = [PAIR.field(field.twin) for field in PAIR.fields if field.twin]
    assert [field.id for field in twins] == [
        "support_partner",
        "support_volunteer",
        "disagreement_partner",
        "disagreement_volunteer",
    ]
    for language in ("da", "en"):
        said = PAIR.words(language).fields
        for topic in ("support", "disagreement"):
            mine, other = said[f"{topic}_volunteer"], said[f"{topic}_partner"]
            assert (mine.label, mine.help) == (other.label, other.help)
            assert (mine.line, other.line) == (
                f"{{{{ volunteer.name }}}}: {{{{ answers.{topic}_volunteer }}}}",
                f"{{{{ partner.name }}}}: {{{{ answers.{topic}_partner }}}}",
            )


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pair_agreement_holds_signed_or_only_talked_through(language: str) -> None:
    assert re.search(r"skrive under.*tale den igennem|sign it.*talk it through", PAIR.words(language).not_binding)
