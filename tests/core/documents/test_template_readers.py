"""What the shipped templates owe whoever reads them: no name of another programme, and where there is more."""

import pytest

from core.documents.template.model import KINDS, shipped
from core.programmes.programme import shipped as programmes
from tests.core.documents.test_template_content import LETTER, said


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("site", "clause_ids"),
    [
        ("frivillighed.dk", ("public_benefits", "insurance", "confidentiality")),
        ("ast.dk", ("duty_to_notify",)),
        ("borger.dk", ("child_protection_certificate", "criminal_record_certificate")),
    ],
)
def test_a_volunteer_reads_where_there_is_more_about_benefits_insurance_duties_and_certificates(
    site: str, clause_ids: tuple[str, ...], language: str
) -> None:
    for clause_id in clause_ids:
        assert site in LETTER.words(language).clauses[clause_id].text, clause_id


def test_no_agreement_names_a_programme_that_may_be_another() -> None:
    names = {name for programme in programmes().values() for name in (*programme.name.values(), "LÆR AT TACKLE")}
    for kind in KINDS:
        for language in ("da", "en"):
            for text in said(shipped()[kind].words(language)):
                assert not [name for name in names if name in text], (kind, language, text)
