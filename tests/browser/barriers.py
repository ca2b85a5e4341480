"""What of a page stands in somebody's way, and looking for it on every page that somebody may open."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError
from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Role, may, organisations_where
from core.i18n import LANGUAGES, utc_now
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from db.access import Invitation
from db.alignment import Alignment
from db.applications import Application
from db.assessments import Assessment
from db.clarification import ClarificationMeeting
from db.courses import CourseRun
from db.documents import Consent, Document, DocumentParty
from db.offers import Offer
from db.partnerships import Association, AssociationContact
from db.people import Engagement
from db.programmes import ProgrammeVersion
from db.supervision import Supervision, SupervisionSubject
from db.worries import Worry
from pages.routes.streamlit_words import SAID
from pages.shell.navigation import FIRST_RUN, PAGES
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
NARROW = ((SMALLEST, 18), (PHONE, 36))
UNTIL_IT_FITS_MS = 3000
STANDS_IN_THE_WAY = ("moderate", "serious", "critical")
# Streamlit names some widgets by their label as written; marks for bold or icons would be read out.
NAMES_WITH_MARKS = """() => [...document.querySelectorAll('[aria-label]')]
    .map(element => element.getAttribute('aria-label')).filter(name => /[*]{2}|:material|[\\\\]/.test(name))"""
LOOK = "() => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})"
LOOK_AT_COLOURS = Path(__file__).with_name("colours.js").read_text()
UNFOLD = """() => {
    const folded = document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary");
    folded.forEach(summary => summary.click());
    return folded.length;
}"""
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

    Each page is opened on a phone and then widened: the server does not know how wide a page is.
    """
    page = visitor(browser, PHONE) if login_name is None else enter(portal, browser, PHONE, login_name)
    found: list[str] = []
    opened: set[str] = set()
    page.on("console", lambda said: found.append(said.text) if _is_ours(said) else None)
    page.emulate_media(color_scheme="dark" if dark else "light")
    go(page, portal.url)
    if english:
        press(page, "English")
    for address in _addresses_of(portal, page):
        turn_to(page, f"{portal.url}/{address}")
        _open_folds(page)
        found += [f"{address} at {PHONE}: {said}" for said in problems(page, colours=False)]
        found += [f"{address}: {said}" for said in without_room(page)]
        _as_wide_as(page, SCREEN)
        found += [f"{address} at {SCREEN}: {said}" for said in problems(page)]
        _as_wide_as(page, PHONE)
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
        settled(page)
        _open_folds(page)
        # Where there is nothing to send yet, it cannot be pressed.
        if (send := dialog(page).locator(".stFormSubmitButton button:enabled")).count():
            send.first.click()
            settled(page)
        found += [f"{kind}: {said}" for said in (*problems(page), *page.evaluate(CUT))]
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


def _addresses_of(portal: Served, page: Page) -> list[str]:
    with portal.session() as session:
        actor = who_is_in(session, page)
        return _addresses_of_a_visitor(session) if actor is None else _addresses(session, actor)


def _addresses_of_a_visitor(session: Session) -> list[str]:
    invitation = session.exec(select(Invitation).where(col(Invitation.withdrawn_at).is_(None))).first()
    assert invitation is not None
    pages = [entry.url_path for entry in PAGES if entry.action is None and entry is not FIRST_RUN]
    return [*pages, f"invitation?t={invitation.token}", f"verify?n={session.exec(select(Document.number)).first()}"]


_INSTRUCTORS = (
    select(Engagement.id)
    .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
    .where(ProgrammeVersion.programme == "laer_at_tackle")
)


# One that is not begun, one that is noted about, and one that is decided.
_IN_STAGES = (
    select(Application.id)
    .join(Assessment, col(Assessment.application_id) == Application.id, isouter=True)
    .order_by(col(Assessment.verdict).desc(), col(Assessment.interview_on).desc(), col(Application.begun_at))
)


def _addresses(session: Session, actor: Actor) -> list[str]:
    """Everything this person may open; each document of theirs at each of its steps."""
    named = {
        "document": _own(session, actor),
        "letter": [f"id={each}" for each in _followed(session, actor)],
        "on-paper": [f"id={each}" for each in _followed(session, actor)],
        "template": ["kind=pair_agreement"],
        "agree-anew": ["kind=welcome_letter"],
        "programme": ["id=laer_at_tackle"],
        "newer-version": ["id=laer_at_tackle"],
        "volunteer": [f"id={each}" for each in session.exec(select(Engagement.id).where(_follows(actor)).limit(1))],
        "partnership": [""] if Role.ASSOCIATION in actor.roles() else _associations(session, actor),
        # One that both have prepared, one that waits for an answer, and one that is over.
        "clarification": [f"id={each}" for each in session.exec(select(ClarificationMeeting.engagement_id))],
        "framework-agreement": _associations(session, actor),
        "alignment": [f"id={each}" for each in _rounds(session, actor)],
        "course": [f"id={each}" for each in session.exec(select(CourseRun.id).limit(1))],
        # One that is over, and one ahead.
        "offer": [
            f"id={each}"
            for way in (col(Offer.starts_at), col(Offer.starts_at).desc())
            for each in session.exec(select(Offer.id).order_by(way).limit(1))
        ],
        "evaluation": [f"id={each}" for each in session.exec(_keyed_in(actor).limit(1))],
        "supervision": [f"id={each}" for each in session.exec(_theirs(actor).limit(1))],
        "applicant": [f"id={each}" for each in session.exec(_IN_STAGES.limit(3))],
        "worry": [f"id={each}" for each in session.exec(_told_to(actor).limit(1))],
        "told-by-phone": [f"id={each}" for each in session.exec(select(Engagement.id).where(_follows(actor)).limit(1))],
        "log-book": [""] if Role.VOLUNTEER in actor.roles() else _log_books(session, actor),
        "approval": [f"id={each}" for each in session.exec(_INSTRUCTORS.where(_follows(actor)).limit(1))],
        "edit-guidelines": [
            "",
            *(["text=principles_regional"] if actor.roles() & {Role.COORDINATOR, Role.ADMIN} else []),
        ],
    }
    allowed = [entry.url_path for entry in PAGES if entry.action is not None and may(actor, entry.action)]
    # The log has two addresses.
    pages = [page for page in allowed if page not in named and page != "audit"]
    return [*pages, *(f"{page}?{query}" for page in named if page in allowed for query in named[page])]


def _associations(session: Session, actor: Actor) -> list[str]:
    """One that the person sees."""
    asked = select(Association.id).outerjoin(AssociationContact)
    either = or_(*(col(each) == actor.person_id for each in (Association.followed_by_id, AssociationContact.person_id)))
    return [f"id={each}" for each in session.exec(asked.where(either).limit(1))]


def _rounds(session: Session, actor: Actor) -> list[UUID]:
    """The oldest round and the newest that the person is on a side of: one that is settled, and one that is not."""
    asked = (
        select(Alignment.id)
        .outerjoin(Engagement, col(Engagement.id) == col(Alignment.engagement_id))
        .outerjoin(Association, col(Association.id) == col(Alignment.association_id))
        .outerjoin(AssociationContact, col(AssociationContact.association_id) == col(Association.id))
    )
    on = (Engagement.person_id, Engagement.contact_person_id, Association.followed_by_id, AssociationContact.person_id)
    theirs = asked.where(or_(*(col(each) == actor.person_id for each in on)))
    found = session.exec(theirs.order_by(col(Alignment.begun_at))).all()
    return list(dict.fromkeys((*found[:1], *found[-1:])))


def _keyed_in(actor: Actor) -> Any:
    """The runs whose evaluation they may key in."""
    if Role.COORDINATOR in actor.roles():
        return select(CourseRun.id)
    return select(CourseRun.id).where(CourseRun.keyed_by_id == actor.person_id)


def _theirs(actor: Actor) -> Any:
    """The supervisions that are theirs to hold or to order."""
    if Role.COORDINATOR in actor.roles():
        return select(Supervision.id)
    return select(Supervision.id).where(Supervision.supervisor_id == actor.person_id)


def _told_to(actor: Actor) -> Any:
    """What was told to them that is wrong."""
    return select(Worry.id).where(Worry.waits_for_id == actor.person_id)


def _log_books(session: Session, actor: Actor) -> list[str]:
    held = col(SupervisionSubject.supervision_id).in_(_theirs(actor))
    return [f"id={each}" for each in session.exec(select(SupervisionSubject.engagement_id).where(held).limit(1))]


def _own(session: Session, actor: Actor) -> list[str]:
    """A document this person has signed, and one they have not at each of its steps."""
    parties = select(DocumentParty.document_id).join(Document, col(Document.id) == DocumentParty.document_id)
    shared = parties.where(DocumentParty.person_id == actor.person_id, col(Document.shared_at).is_not(None))
    signed = col(DocumentParty.id).in_(select(Consent.party_id))
    after = [f"id={found}" for found in session.exec(shared.where(signed).limit(1))]
    steps = ("fill", "check", "read")
    return after + [
        f"id={found}&step={step}" for found in session.exec(shared.where(~signed).limit(1)) for step in steps
    ]


def _followed(session: Session, actor: Actor) -> list[UUID]:
    """A document that is not sent yet and one that is, of volunteers this person follows."""
    query = select(Document.id).join(Engagement, col(Engagement.id) == Document.engagement_id).where(_follows(actor))
    shared = col(Document.shared_at).is_not(None)
    return [found for each in (~shared, shared) for found in session.exec(query.where(each).limit(1))]


def _follows(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Engagement.contact_person_id) == actor.person_id, col(Engagement.coordinator_id) == actor.person_id)


def without_room(page: Page) -> list[str]:
    """What does not fit on the smallest screen, or in letters of twice the size; the page is as before afterwards."""
    found: list[str] = []
    for width, letters in NARROW:
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(LETTERS, f"{letters}px")
        found += [f"scrolls sideways at {width} with letters of {letters}"] * too_wide(page)
        found += [f"is cut at {width} with letters of {letters}: {name}" for name in page.evaluate(CUT)]
    page.evaluate(LETTERS, "")
    _as_wide_as(page, PHONE)
    return found


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways, once it has found its place at this width."""
    try:
        page.wait_for_function(f"() => !({TOO_WIDE})()", timeout=UNTIL_IT_FITS_MS)
    except TimeoutError:
        return True
    return False


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
