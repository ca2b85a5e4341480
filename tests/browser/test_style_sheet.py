"""What the style sheet takes for granted of how Streamlit draws: an upgrade that draws otherwise is noticed here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from db.people import Engagement, Person
from tests.browser.barriers import SMALLEST, problems
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, at_row, da, dialog, height_of, like, press, settled, told, turn_to

pytestmark = pytest.mark.browser
# A container with a key has it as a class; what is drawn in it are its children; each kind of element has a class.
STRUCTURE = (
    "[data-testid=stMain] [data-testid=stMainBlockContainer] .st-key-hs-head",
    ".st-key-hs-head > [data-testid=stElementContainer]:first-child [data-testid=stHeading] h1",
    "[data-testid=stElementContainer] .hs-section h2",
    "[data-testid=stTopNav], [data-testid=stTopNavLink]",
)
# The kinds of Markdown in a row's label are its columns.
ROW = (
    "> * > .stPageLink a",
    "> * > .stPageLink a [data-testid=stIconMaterial]",
    "a p > strong",
    "a p > span[style]:not([class])",
    "a p > .stMarkdownColoredText",
    "a p > .stMarkdownBadge",
    "> * > .stMenuButton button",
    "> * > .stButton button[kind=primary]",
    "> * > .stButton button[kind=tertiary]",
)
# Those in the demonstration about whom most is to be said; and how high a page about one of them is at most.
TALLEST = ("Hanne Bro", "Erik Toft", "Bent Ågesen", "Niels Brandt", "Poul Leth", "Maya Lindqvist")
A_PERSON = 1100
# How high a morning of 25 people is at most on a phone, and of how many elements it is: desk's README counts them so.
A_MORNING = 5058
ELEMENTS = 70
LINE = ("> * > .stMarkdown p > strong", ".stMarkdown p > .stMarkdownBadge")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("style"), demonstration=True) as found:
        yield found


def missing(page: Page, selectors: tuple[str, ...], within: str = "") -> list[str]:
    """Those of `selectors` that nothing on the page answers to."""
    return [each for each in selectors if not page.locator(f"{within} {each}".strip()).count()]


def test_the_page_is_built_as_the_style_sheet_expects(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/recognition")
    assert missing(page, STRUCTURE) == []
    assert missing(page, ROW, "[class*='st-key-hs-list-occasions']") == []
    assert missing(page, LINE, "[class*='st-key-hs-list-planned']") == []
    key = page.locator("[class*='st-key-hs-list-occasions'] > [class*='st-key-more-']")
    assert key.count(), "a keyed widget has its key as a class"
    lines = page.locator("[class*='st-key-hs-list-occasions'] .stPageLink").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().height)"
    )
    # A line of 44 to 56 px, where nothing has to go on to a third line.
    assert lines
    assert min(lines) >= 40
    assert sum(each <= 56 for each in lines) >= len(lines) / 2
    page.context.close()


def test_thirteen_people_stand_above_the_fold_of_a_morning_below_what_is_urgent_in_either_language(
    portal: Served, browser: Browser
) -> None:
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/today")
    urgent = page.locator("ul.hs-first a")
    rows = page.locator("[class*='st-key-hs-list-today-'] .hs-row a")
    for language, other in (("da", "English"), ("en", "Dansk")):
        somebody_is_sought = urgent.filter(has_text=told("Nobody comes in yet", language))
        assert somebody_is_sought.count(), "somebody is sought in the demonstration"
        assert urgent.count() >= 3
        ends = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().bottom)")
        assert sum(end <= height_of(SCREEN) for end in ends) >= 13, (language, ends)
        press(page, other)
    # Each can be hit without its neighbour.
    tops = urgent.evaluate_all("links => links.map(link => link.getBoundingClientRect()).map(b => [b.top, b.bottom])")
    assert all(one == other or one[1] <= other[0] + 1 or other[1] <= one[0] + 1 for one in tops for other in tops), tops
    page.context.close()


def test_a_morning_of_twenty_five_people_stays_short_on_a_phone_and_is_drawn_in_few_parts_in_either_language(
    portal: Served, browser: Browser
) -> None:
    page = enter(portal, browser, PHONE, "mette")
    turn_to(page, f"{portal.url}/today")
    within = "[data-testid=stMain] "
    for language, other in (("da", "English"), ("en", "Dansk")):
        rows = page.locator("[class*='st-key-hs-list-today-'] .hs-row").count()
        assert rows == 25
        height = page.get_by_test_id("stMainBlockContainer").evaluate("page => page.getBoundingClientRect().height")
        assert height < A_MORNING, (language, height)
        drawn = page.locator(f"{within}[data-testid=stElementContainer]").count()
        assert drawn <= ELEMENTS, (language, drawn)
        # What unfolds a row belongs to it, stands beside its button and stays where the focus is.
        more = page.locator("button.hs-more")
        assert more.count() > 20
        more.first.press("Enter")
        settled(page)
        assert page.locator(".hs-row").count() > rows
        assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
        more.first.click()
        settled(page)
        assert page.locator(".hs-row").count() == rows
        # What waits elsewhere is one element and one list, however much it is.
        assert page.locator(f"{within}ul.hs-notices").count() == 2
        assert page.locator(f"{within}ul.hs-notices > li > a").count() >= 9
        # A thumb hits the one and not the other.
        ends = page.locator("ul.hs-notices a, [class*='st-key-hs-list-today-'] button").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(ends) >= 44, (language, ends)
        press(page, other)
    page.context.close()


@pytest.mark.parametrize("english", [False, True], ids=["da", "en"])
def test_a_person_takes_no_more_than_eleven_hundred_pixels_at_a_desk(
    portal: Served, browser: Browser, english: bool
) -> None:
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/volunteers")
    if english:
        press(page, "English")
    for name in TALLEST:
        with portal.session() as session:
            one = select(Engagement.id).join(Person, col(Person.id) == Engagement.person_id).where(Person.name == name)
            turn_to(page, f"{portal.url}/volunteer?id={session.exec(one).one()}")
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        height = page.get_by_test_id("stMainBlockContainer").evaluate("page => page.getBoundingClientRect().height")
        assert height <= A_PERSON, (name, height)
    if english:
        press(page, "Dansk")
    page.context.close()


def test_what_stands_in_one_column_begins_at_one_place_and_fields_end_at_one(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/log")
    within = "[class*='st-key-hs-list-log']:has(a):has(> * > .stMarkdown)"
    assert len(lefts(page, f"{within} a strong") | lefts(page, f"{within} .stMarkdown strong")) == 1
    turn_to(page, f"{portal.url}/plan-offer")
    ends = page.locator("[data-testid=stMain] :is(.stTextArea, .stColumn:last-child > *)").evaluate_all(
        "fields => fields.map(field => Math.round(field.getBoundingClientRect().right))"
    )
    assert len(ends) > 4
    assert len(set(ends)) == 1, ends
    page.context.close()


def test_a_number_of_the_year_is_whole_on_the_smallest_screen(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, PHONE, "mette")
    turn_to(page, f"{portal.url}/dashboard")
    two_years = page.locator(".hs-table:has(td.hs-bar:nth-child(3):last-child)")
    # Two bars of one number are of one length: each year's column is as wide as the other's.
    apart = two_years.locator("tbody tr:first-child").evaluate_all(
        "rows => rows.map(row => Math.abs(row.children[1].offsetWidth - row.children[2].offsetWidth))"
    )
    assert max(apart) <= 1, apart
    page.set_viewport_size({"width": SMALLEST, "height": 700})
    settled(page)
    cut = two_years.evaluate_all("tables => tables.map(table => table.scrollWidth - table.clientWidth)")
    assert cut
    assert set(cut) == {0}, cut
    page.context.close()


def lefts(page: Page, selector: str) -> set[int]:
    """Where the words of each of these begin, in whole pixels."""
    return set(
        page.locator(selector).evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().left))")
    )


def test_a_dialog_is_drawn_when_it_is_asked_for_and_escape_loses_nothing(portal: Served, browser: Browser) -> None:
    page = enter(portal, browser, SCREEN, "mette")
    turn_to(page, f"{portal.url}/recognition")
    assert not dialog(page).count()
    at_row(page, "", da("Plan a thank-you")).click()
    settled(page)
    assert problems(page) == []
    place = dialog(page).get_by_label(da("Place (may be left blank)"))
    place.fill("Kroen")
    place.blur()
    settled(page)
    page.keyboard.press("Escape")
    settled(page)
    assert dialog(page).get_by_label(da("Place (may be left blank)")).input_value() == "Kroen"
    press(page, da("Close"))
    assert not dialog(page).count()
    page.context.close()


def test_a_message_of_what_was_done_is_named_by_its_words_and_fits_the_smallest_screen(
    portal: Served, browser: Browser
) -> None:
    page = enter(portal, browser, PHONE, "soeren")
    turn_to(page, f"{portal.url}/organisation")
    page.set_viewport_size({"width": SMALLEST, "height": 700})
    press(page, like("Remove {name}"))
    message = page.get_by_test_id("stToast").first
    expect(message).to_be_visible()
    assert problems(page) == []
    box = message.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALLEST
    # It stands at the foot, where what it lies over can be moved away, and at a desk over nothing that one presses.
    assert box["y"] + box["height"] > 600
    page.set_viewport_size({"width": SCREEN, "height": height_of(SCREEN)})
    expect(message).to_be_visible()
    settled(page)
    lies_over = """message => {
        const box = message.getBoundingClientRect();
        return [...document.querySelectorAll("button, a[href], input, summary")].filter((one) => {
            const its = one.getBoundingClientRect();
            return !message.contains(one) && its.width && its.left < box.right && its.right > box.left
                && its.top < box.bottom && its.bottom > box.top;
        }).map((one) => one.textContent);
    }"""
    assert message.evaluate(lies_over) == []
    page.context.close()


def test_a_menu_without_a_button_after_it_leaves_the_next_row_its_line_on_a_phone(
    portal: Served, browser: Browser
) -> None:
    page = enter(portal, browser, PHONE, "mette")
    turn_to(page, f"{portal.url}/pairs")
    expect(page.locator("[class*='st-key-hs-list-pairs'] .stPageLink").first).to_be_visible()
    settled(page)
    places = page.locator("[class*='st-key-hs-list-'] > :has(> .stPageLink)").evaluate_all(
        "rows => rows.map(row => [row, row.parentElement].map(each => Math.round(each.getBoundingClientRect().width)))"
    )
    assert page.locator("[class*='st-key-hs-list-'] > [class*='st-key-more-']").count()
    assert places
    assert all(row == whole for row, whole in places), places
    page.context.close()
