import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment

from core.documents.template.placeholders import marks, names

PIECES = ("{{", "}}", "{%", "%}", "{#", "#}", "{", "}", " ", "\n", "a.b", "volunteer.name", ".", "'", "x", "-", "|")
anything = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


def test_each_mark_is_told_with_its_line() -> None:
    found = list(marks("Hej {{ volunteer.name }}\n{% for x %} og {{organisation.name}}\n}}"))
    assert [(mark.line, mark.written, mark.name) for mark in found] == [
        (1, "{{ volunteer.name }}", "volunteer.name"),
        (2, "{%", ""),
        (2, "%}", ""),
        (2, "{{organisation.name}}", "organisation.name"),
        (3, "}}", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ volunteer.__class__ }}",
        "{{ volunteer.name.upper }}",
        "{{ volunteer['name'] }}",
        "{{{ volunteer.name }}}",
        "{{\nvolunteer.name }}",
        "{{- volunteer.name }}",
        "{{ volunteer.name | upper }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{# volunteer.name #}",
        "{{ '%c' % 0x110000 }}",
        "{{ " + "(" * 20_000,
    ],
)
def test_anything_but_a_plain_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="only plain placeholders"):
        names(text)


@given(anything)
def test_what_passes_is_filled_in_by_jinja_as_names_alone(text: str) -> None:
    """Whatever passes here, Jinja reads just as we do: it asks for the names found and runs nothing."""
    try:
        wanted = names(text)
    except ValueError:
        return
    asked: set[str] = set()

    class Holder:
        def __init__(self, who: str) -> None:
            self.who = who

        def __getattr__(self, what: str) -> str:
            asked.add(f"{self.who}.{what}")
            return "Karen"

    holders = {name.split(".")[0]: Holder(name.split(".")[0]) for name in wanted}
    SandboxedEnvironment(loader=DictLoader({})).from_string(text).render(holders)
    assert asked == wanted
