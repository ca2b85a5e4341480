import re

from core.i18n import use
from core.journey.steps import StepStatus
from pages.parts.journey import STATUS_WORDS
from tests.pages.parts.drawn import html_of, shapes


def path(label: str = "") -> str:
    from streamlit.testing.v1 import AppTest

    def page(label):
        from core.journey.steps import StepStatus
        from pages.parts.journey import PathStep, draw

        draw(
            (
                PathStep("Du sagde ja", StepStatus.DONE, "Du er frivillig."),
                PathStep("Velkomstbrev", StepStatus.NOW),
                PathStep("Tavshed <3", StepStatus.WAITING),
                PathStep("Første dag", StepStatus.LATER),
            ),
            label=label,
        )

    use("da")
    return html_of(AppTest.from_function(page, kwargs={"label": label}).run())


def test_the_path_is_an_ordered_list_that_says_what_it_is():
    shown = path("Stien for Birgit")
    assert shown.startswith('<ol class="hs-path" aria-label="Stien for Birgit">')
    assert shown.count("<li ") == 4


def test_each_step_says_in_a_word_where_it_stands():
    assert re.findall(r'hs-step-word">(\w+)<', path()) == ["Færdig", "Nu", "Venter", "Senere"]


def test_only_the_step_of_now_is_the_current_one():
    assert re.findall(r'class="hs-step hs-(\w+)" aria-current="step"', path()) == ["now"]


def test_what_somebody_wrote_is_escaped():
    assert "Tavshed &lt;3" in path()


def test_every_status_has_a_word_and_a_shape_of_its_own():
    assert set(STATUS_WORDS) == set(StepStatus)
    assert len({shapes()[status.value] for status in StepStatus}) == len(StepStatus)
