"""What certificates say, in both languages, and that nothing of health is among it."""

from dataclasses import replace
from datetime import date

import pytest

from core.certificates.text import CertificateKind, Effort, certificate_text

KAREN = Effort(
    name="Karen Møller",
    organisation="Solbjerg Kommune",
    programme="Instruktør",
    workplace="Birkehuset",
    began_on=date(2019, 3, 1),
    approved_on=date(2020, 5, 3),
    courses=12,
    hours=150,
    years=5,
)


@pytest.mark.parametrize(
    ("kind", "language", "title", "part"),
    [
        (CertificateKind.CERTIFICATE, "da", "Certifikat", "godkendt den 3. maj 2020"),
        (CertificateKind.CERTIFICATE, "en", "Certificate", "approved on 3 May 2020"),
        (CertificateKind.DIPLOMA, "da", "Diplom", "frivillig hos Solbjerg Kommune"),
        (CertificateKind.DIPLOMA, "en", "Diploma", "a volunteer at Solbjerg Kommune"),
        (
            CertificateKind.PROOF,
            "da",
            "Bevis for frivillig indsats",
            "har været det siden 1. marts 2019. Indsatsen er ulønnet.",
        ),
        (CertificateKind.PROOF, "en", "Proof of volunteering", "has been since 1 March 2019. The work is unpaid."),
    ],
)
def test_each_says_what_was_done(kind, language, title, part):
    found = certificate_text(kind, KAREN, language)
    assert found.title == title
    assert part in found.body


def test_a_diploma_tells_its_years():
    assert certificate_text(CertificateKind.DIPLOMA, KAREN, "da").subtitle == "5 år som frivillig"
    assert certificate_text(CertificateKind.DIPLOMA, replace(KAREN, years=1), "en").subtitle == "1 year as a volunteer"
    assert (
        certificate_text(CertificateKind.DIPLOMA, KAREN, "en").mark,
        certificate_text(CertificateKind.DIPLOMA, KAREN, "en").under_mark,
    ) == (
        "5",
        "years",
    )


def test_a_proof_lists_role_place_period_approval_courses_and_hours():
    assert certificate_text(CertificateKind.PROOF, KAREN, "da").facts == (
        ("Rolle", "Instruktør"),
        ("Sted", "Birkehuset"),
        ("Periode", "siden 1. marts 2019"),
        ("Godkendt", "3. maj 2020"),
        ("Kurser, der er holdt", "12"),
        ("Tid sammen med deltagere", "150 timer"),
    )


def test_a_proof_leaves_out_what_was_never_recorded():
    bare = replace(KAREN, approved_on=None, courses=0, hours=0)
    assert [label for label, _value in certificate_text(CertificateKind.PROOF, bare, "en").facts] == [
        "Role",
        "Place",
        "Period",
    ]


def test_a_proof_of_somebody_who_stopped_is_in_the_past():
    stopped = certificate_text(CertificateKind.PROOF, replace(KAREN, ended_on=date(2026, 6, 30)), "da")
    assert "Karen Møller var frivillig hos Solbjerg Kommune fra 1. marts 2019 til 30. juni 2026." in stopped.body
    assert ("Periode", "1. marts 2019 til 30. juni 2026") in stopped.facts
