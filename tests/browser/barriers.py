"""What of a page stands in somebody's way, and looking for it on every page that somebody may open."""

import re
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError

from core.access.permissions import Action, organisations_where
from core.i18n import LANGUAGES, utc_now
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from pages.routes.streamlit_words import SAID
from tests.browser.addresses import addresses_of
from tests.browser.entering import enter, who_is_in
from tests.browser.serving import Served
from tests.browser.visiting import (
    PHONE,
    POLLED_EVERY_MS,
    SCREEN,
    dialog,
    go,
    height_of,
    press,
    settled,
    told,
    turn_to,
    visitor,
)

AXE = Axe()
SMALLEST = 320
# Screens without room: the smallest there is, and letters of twice the size; width and size of letters in pixels.
NARROW = ((SMALLEST, 18), (SMALLEST, 36))
UNTIL_IT_FITS_MS = 3000
STANDS_IN_THE_WAY = ("moderate", "serious", "critical")
# Streamlit names some widgets by their label as written; marks for bold or icons would be read out.
NAMES_WITH_MARKS = """() => [...document.querySelectorAll('[aria-label]')]
    .map(element => element.getAttribute('aria-label')).filter(name => /[*]{2}|:material|[\\\\]/.test(name))"""
# Finding a selector for each element that is told of takes a third of the look, and nobody reads it.
LOOK = "() => axe.run({resultTypes: ['violations'], selectors: false, rules: {'color-contrast': {enabled: false}}})"
LOOK_AT_COLOURS = Path(__file__).with_name("colours.js").read_text()
UNFOLD = """() => {
    const folded = document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary");
    folded.forEach(summary => summary.click());
    return folded.length;
}"""
# What comes or goes is pale on its way, as the words of a help do; what turns for ever is not waited for.
STILL = """() => document.getAnimations().every(({playState, effect}) =>
    playState !== "running" || effect.getComputedTiming().endTime === Infinity)"""
# Streamlit scrolls inside its main part, so the document itself is never too wide.
TOO_WIDE = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .some(element => element && element.scrollWidth > element.clientWidth)"""
# Somebody who does not see a list hears how long it is in the heading before it.
UNCOUNTED = """() => {
    let counted = false;
    return [...document.querySelectorAll("h1, h2, h3, [class*='st-key-hs-list-']")].filter(element => {
        if (element.matches("h1, h2, h3")) { counted = Boolean(element.querySelector(".hs-count")); return false; }
        return !counted;
    }).map(element => element.className);
}"""
# What opens something over the page, or sends a form. One of a kind is like another: calendars and lists whatever they
# are for, all else by its words.
OPENS = (
    "[class*='st-key-open-'] button, .stPopover button, .stMenuButton button, [data-testid=stDateInput] button, "
    "[data-testid=stSelectbox] button, [data-testid=stMultiSelect] button, .stFormSubmitButton button"
)
KIND = """opener => opener.closest("[data-testid=stDateInput], [data-testid=stSelectbox], [data-testid=stMultiSelect]")
    ?.dataset.testid ?? opener.textContent.replace(/[0-9]+/g, "")"""
CLOSE = re.compile(
    "|".join(re.escape(told(words, language)) for words in ("Close without saving", "Close") for language in LANGUAGES)
)
LETTERS = "size => { document.documentElement.style.fontSize = size; }"
# What is pressed and stands beyond the edge, where nothing around it can be moved sideways.
CUT = """() => [...document.querySelectorAll('button, a, input, [role=button]')].filter(element => {
    const {left, right, width} = element.getBoundingClientRect();
    return width > 1 && (right > innerWidth + 1 || left < -1)
        && !element.closest('.hs-sideways, [data-testid=stSidebar], [role=tablist]');
}).map(element => element.textContent || element.getAttribute('aria-label') || element.outerHTML.slice(0, 80))"""
# An icon that the font does not hold stands there as the word that it is called.
WORDS_FOR_ICONS = """() => [...document.querySelectorAll('[data-testid=stIconMaterial]')]
    .filter(icon => icon.getBoundingClientRect().width > 2 * parseFloat(getComputedStyle(icon).fontSize))
    .map(icon => icon.textContent)"""
# Words of which one letter stands below the other: a column of fewer than three letters, with two lines for each word.
SQUEEZED = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(element => {
    const words = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
        .flatMap(node => node.textContent.split(/\\s+/)).filter(word => word).length;
    const {width, height} = element.getBoundingClientRect(), style = getComputedStyle(element);
    const letters = parseFloat(style.fontSize), lines = height / (parseFloat(style.lineHeight) || 1.2 * letters);
    return words && style.clipPath === 'none' && width > 2 && width < 2.2 * letters && lines > 2.5
        && lines >= 2 * words;
}).map(element => element.textContent.trim().slice(0, 80))"""
# A moment later, as what is new is named when the browser draws it.
NAMES = """() => new Promise(later => requestAnimationFrame(() => requestAnimationFrame(later))).then(() =>
    [...document.querySelectorAll('body *')].filter(element => !element.ariaHidden).flatMap(element =>
        ['aria-label', 'aria-valuetext', 'placeholder', 'title'].map(name => element.getAttribute(name))
    ).filter(name => name))"""


def _in_english() -> Iterator[str]:
    """A pattern for each thing that Streamlit says in English, and that is said otherwise in Danish."""
    yield ".+ icon"
    for words in SAID:
        if told(words, "da") != words:
            yield ".+".join(re.escape(part) for part in words.split("{words}"))


_ENGLISH = re.compile("|".join(_in_english()))
# How words look that were found to stand out, as `LOOK_AT_COLOURS` writes it.
_stand_out: set[str] = set()


def barriers(
    portal: Served, browser: Browser, login_name: str | None, *, english: bool = False, dark: bool = False
) -> list[str]:
    """What stands in the way of somebody, or of a visitor, on any page they may open, on a phone and on a screen; of
    who reads English, or sees light words on a dark ground.

    Every other page is opened on a phone and then widened, and the others the other way round: the server does not know
    how wide a page is, and a page is drawn anew for each width.
    """
    page = visitor(browser, PHONE) if login_name is None else enter(portal, browser, PHONE, login_name)
    found: list[str] = []
    opened: set[str] = set()
    page.on("console", lambda said: found.append(said.text) if _is_ours(said) else None)
    page.emulate_media(color_scheme="dark" if dark else "light")
    go(page, portal.url)
    if english:
        press(page, "English")
    width = PHONE
    for address in addresses_of(portal, page):
        turn_to(page, f"{portal.url}/{address}")
        _open_folds(page)
        found += [f"{address} at {width}: {said}" for said in problems(page, colours=width == SCREEN)]
        found += [f"{address}: {said}" for said in without_room(page)]
        width = PHONE if width == SCREEN else SCREEN
        _as_wide_as(page, width)
        found += [f"{address} at {width}: {said}" for said in problems(page, colours=width == SCREEN)]
        # Last, as not everything that was opened is shut again by what shuts it.
        if not opened.issuperset(page.locator(OPENS).evaluate_all(f"all => all.map({KIND})")):
            width = PHONE
            _as_wide_as(page, width)
            found += [f"{address}: {said}" for said in _opening(page, opened)]
    page.context.close()
    return found


def _opening(page: Page, opened: set[str]) -> list[str]:
    """What stands in the way once each thing of a kind that is not in `opened` yet is open, or sent as it is met."""
    found: list[str] = []
    for place in range(page.locator(OPENS).count()):
        opener = page.locator(OPENS).nth(place)
        if not opener.is_visible() or opener.is_disabled() or (kind := opener.evaluate(KIND)) in opened:
            continue
        opened.add(kind)
        opener.click()
        # Whoever rests where they pressed may have the words of a help come over what was opened.
        page.mouse.move(0, 0)
        settled(page)
        _open_folds(page)
        # Where there is nothing to send yet, it cannot be pressed.
        if (send := dialog(page).locator(".stFormSubmitButton button:enabled")).count():
            send.first.click()
            settled(page)
        found += [f"{kind}: {said}" for said in (*problems(page), *cut(page))]
        if (close := dialog(page).get_by_role("button", name=CLOSE)).count():
            close.last.click()
            settled(page)
        else:
            page.keyboard.press("Escape")
    return found


def publish_a_programme(portal: Served, browser: Browser) -> None:
    """From now on there are volunteers who are on a former version of their programme."""
    page = enter(portal, browser, SCREEN, "soeren")
    with portal.session() as session:
        actor = who_is_in(session, page)
        assert actor is not None
        (organisation_id,) = organisations_where(actor, Action.EDIT_PROGRAMMES)
        adjust(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            programme="laer_at_tackle",
            changes={"approval.supervisions_default": 2},
            expected_number=shipped()["laer_at_tackle"].version,
            now=utc_now(),
        )
    page.context.close()


def without_room(page: Page) -> list[str]:
    """What does not fit on the smallest screen, or in letters of twice the size; the letters are put back."""
    found: list[str] = []
    for width, letters in NARROW:
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(LETTERS, f"{letters}px")
        found += [f"scrolls sideways at {width} with letters of {letters}"] * too_wide(page)
        found += [f"is cut at {width} with letters of {letters}: {name}" for name in cut(page)]
        found += [f"a letter a line at {width} with letters of {letters}: {words}" for words in page.evaluate(SQUEEZED)]
    page.evaluate(LETTERS, "")
    return found


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways, once it has found its place at this width."""
    try:
        page.wait_for_function(f"() => !({TOO_WIDE})()", timeout=UNTIL_IT_FITS_MS)
    except TimeoutError:
        return True
    return False


def cut(page: Page) -> list[str]:
    """What is pressed and stands beyond the edge, once the page has found its place at this width."""
    found: list[str] = page.evaluate(CUT)
    for _ in range(UNTIL_IT_FITS_MS // POLLED_EVERY_MS if found else 0):
        page.wait_for_timeout(POLLED_EVERY_MS)
        if not (found := page.evaluate(CUT)):
            break
    return found


def _as_wide_as(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": height_of(width)})
    settled(page)


def _is_ours(said: ConsoleMessage) -> bool:
    """Whether the browser complains of something; Streamlit itself looks for its server below each page's address."""
    return said.type == "error" and "/_stcore/" not in said.location.get("url", "")


def _open_folds(page: Page) -> None:
    """Open what is folded, all of it at once."""
    if page.evaluate(UNFOLD):
        settled(page)


def problems(page: Page, *, colours: bool = True) -> list[str]:
    """What of a page as it is now stands in somebody's way, in a line each.

    Whether `colours` stand out from one another takes longer than all else. Where a page is looked at on a phone and on
    a screen, once is enough, as no colour of ours depends on the width (tests/pages/shell/test_theme.py); and words
    that look like others, on a ground like theirs, are looked at once in all stories.
    """
    # Its half a megabyte of script is given to a page once, not for each look at it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    page.wait_for_function(STILL, polling=POLLED_EVERY_MS)
    violations = page.evaluate(LOOK)["violations"]
    if colours:
        seen = page.evaluate(LOOK_AT_COLOURS, list(_stand_out))
        _stand_out.update(seen["standOut"])
        violations += seen["violations"]
    found = [
        f"{each['id']}: {node['html'][:200]}"
        for each in violations
        if each["impact"] in STANDS_IN_THE_WAY
        for node in each["nodes"]
    ]
    found += ["scrolls sideways"] * too_wide(page)
    found += [f"list without a heading that says how many: {key}" for key in page.evaluate(UNCOUNTED)]
    found += [f"word for an icon: {name}" for name in page.evaluate(WORDS_FOR_ICONS)]
    found += [f"name with marks: {name}" for name in page.evaluate(NAMES_WITH_MARKS)]
    return found + [f"English name: {name}" for name in _english_names(page)]


def _english_names(page: Page) -> list[str]:
    """What Streamlit names in English on a page that is read in Danish."""
    if page.evaluate("document.documentElement.lang") == "en":
        return []
    for _ in range(UNTIL_IT_FITS_MS // POLLED_EVERY_MS):
        if not (found := {name for name in page.evaluate(NAMES) if _ENGLISH.fullmatch(name)}):
            return []
        page.wait_for_timeout(POLLED_EVERY_MS)
    return sorted(found)
