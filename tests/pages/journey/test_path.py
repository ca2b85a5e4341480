import re

from core.i18n import use
from core.journey.steps import StepStatus
from pages.journey.path import STATUS_WORDS
from tests.pages.drawn import html_of, shapes


def path(label: str = "") -> str:
    from streamlit.testing.v1 import AppTest

    def page(label):
        from core.journey.steps import StepStatus
        from pages.journey.path import PathStep, draw

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
    assert shown.lstrip().startswith('<ol class="hs-path" aria-label="Stien for Birgit">')
    assert shown.count("<li ") == 4


def test_each_step_says_in_a_word_where_it_stands():
    assert re.findall(r'hs-step-word">(\w+)<', path()) == ["Færdig", "Nu", "Venter", "Senere"]


def test_only_the_step_of_now_is_the_current_one():
    assert re.findall(r'class="hs-step hs-(\w+)" aria-current="step"', path()) == ["now"]


def test_what_somebody_wrote_is_escaped():
    assert "Tavshed &lt;3" in path()


def a_way(done: int, *rest: StepStatus) -> str:
    from streamlit.testing.v1 import AppTest

    def page(statuses):
        from pages.journey.path import PathStep, draw

        draw([PathStep(f"Skridt {number}", status) for number, status in enumerate(statuses, start=1)])

    use("da")
    return html_of(AppTest.from_function(page, kwargs={"statuses": [StepStatus.DONE] * done + [*rest]}).run())


def test_a_long_way_behind_is_folded_and_says_how_much_it_was():
    shown = a_way(6, StepStatus.NOW, StepStatus.LATER)
    folded, rest = shown.split("</details>")
    assert "<summary>6 skridt er klaret</summary>" in folded
    assert (folded.count("<li "), rest.count("<li ")) == (6, 2)


def test_a_short_way_behind_and_a_whole_way_done_are_shown():
    assert "<details" not in a_way(4, StepStatus.NOW)
    assert "<details" not in a_way(7)


def test_what_is_done_out_of_turn_stays_where_it_is():
    assert "<details" not in a_way(1, StepStatus.NOW, *[StepStatus.DONE] * 6)


def test_every_status_has_a_word_and_a_shape_of_its_own():
    assert set(STATUS_WORDS) == set(StepStatus)
    assert len({shapes()[status.value] for status in StepStatus}) == len(StepStatus)
