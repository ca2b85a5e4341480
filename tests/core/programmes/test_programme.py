import pytest
from pydantic import ValidationError

from core.documents.template.model import KINDS
from core.programmes.programme import ApprovalPath, Programme, shipped


def a_programme(**changes: object) -> Programme:
    path = changes.pop("approval", {})
    base = shipped()["laer_at_tackle"].model_dump()
    if path is None:
        base["approval"] = None
        base["recognition"] = {}
    else:
        base["approval"] |= path
    return Programme.model_validate(base | changes)


def test_three_programmes_are_shipped() -> None:
    assert set(shipped()) == {"laer_at_tackle", "kommunal_frivillig", "peer_stoette"}


@pytest.mark.parametrize(
    ("programme", "documents"),
    [
        ("laer_at_tackle", ("welcome_letter", "confidentiality_declaration", "cooperation_agreement")),
        ("kommunal_frivillig", ("welcome_letter", "confidentiality_declaration")),
        ("peer_stoette", ("welcome_letter", "confidentiality_declaration")),
    ],
)
def test_each_programme_names_its_documents_in_order(programme: str, documents: tuple[str, ...]) -> None:
    assert shipped()[programme].documents == documents
    assert set(documents) <= set(KINDS)


def test_the_tackle_counts_are_those_of_the_sources() -> None:
    programme = shipped()["laer_at_tackle"]
    assert programme.approval == ApprovalPath(
        supervisions_min=2,
        supervisions_max=3,
        supervisions_default=3,
        first_courses=2,
        courses_per_year=2,
        year="since_approval",
        approval_years=2,
        warn_days=(90, 30),
    )
    assert programme.recognition.flowers_at_approval
    assert programme.recognition.diploma_years == (5, 10)


def test_the_other_programmes_give_no_approval() -> None:
    for programme in ("kommunal_frivillig", "peer_stoette"):
        assert shipped()[programme].approval is None
        assert shipped()[programme].values("da") == {}


@pytest.mark.parametrize("programme", shipped())
def test_a_programme_survives_being_stored(programme: str) -> None:
    before = shipped()[programme]
    after = Programme.from_json(before.content_json())
    assert after == before
    assert after.fingerprint() == before.fingerprint()


def test_another_count_gives_another_fingerprint() -> None:
    assert a_programme(approval={"courses_per_year": 3}).fingerprint() != a_programme().fingerprint()


def test_values_are_phrases_in_the_readers_language() -> None:
    assert a_programme().values("da") == {
        "supervisions": "2 til 3 vejledninger",
        "first_courses": "de første 2 grundkurser",
        "courses_per_year": "2 kurser",
        "approval_years": "hvert 2. år",
    }
    assert a_programme().values("en") == {
        "supervisions": "2 to 3 supervisions",
        "first_courses": "the first 2 basic courses",
        "courses_per_year": "2 courses",
        "approval_years": "every 2 years",
    }


def test_values_stay_right_when_every_count_is_one() -> None:
    counts = ("supervisions_min", "supervisions_max", "supervisions_default")
    ones = dict.fromkeys((*counts, "first_courses", "courses_per_year", "approval_years"), 1)
    assert a_programme(approval=ones).values("da") == {
        "supervisions": "1 vejledning",
        "first_courses": "det første grundkursus",
        "courses_per_year": "1 kursus",
        "approval_years": "hvert år",
    }
    assert a_programme(approval=ones).values("en") == {
        "supervisions": "1 supervision",
        "first_courses": "the first basic course",
        "courses_per_year": "1 course",
        "approval_years": "every year",
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"approval": {"supervisions_default": 4}}, "supervisions_default"),
        ({"approval": {"supervisions_min": 0}}, "greater than or equal to 1"),
        ({"approval": {"warn_days": (30, 90)}}, "warn_days"),
        ({"approval": {"year": "lunar"}}, "calendar"),
        ({"approval": None}, "speaks of approval"),
        (
            {
                "approval": None,
                "documents": ("welcome_letter",),
                "validity": {},
                "recognition": {"flowers_at_approval": True},
            },
            "flowers",
        ),
        ({"documents": ("welcome_letter", "welcome_letter")}, "twice"),
        ({"documents": ()}, "at least 1"),
        ({"name": {}}, "at least 1 item"),
        ({"name": {"da": "Tom", "en": ""}}, "at least 1 character"),
        ({"shoe_size": 44}, "Extra inputs"),
    ],
)
def test_a_programme_that_does_not_hold_together_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        a_programme(**changes)


def test_a_programme_published_before_a_language_came_is_read() -> None:
    assert a_programme(name={"da": "Kun dansk"}).name == {"da": "Kun dansk"}
