"""A signature drawn with a mouse and with a finger, under the content policy, and found again in the sealed PDF."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.documents.reading import DocumentView, read
from core.i18n import gettext, reading
from db.documents import Document, DocumentParty
from tests.browser.barriers import problems, too_wide
from tests.browser.entering import NAMES, enter, who_is_in
from tests.browser.serving import Served, served
from tests.browser.visiting import PHONE, SCREEN, button, da, main, press, settled, turn_to, unfold, write
from tests.core.documents.readback import elements_of

pytestmark = pytest.mark.browser

STROKE = ((0.2, 0.7), (0.35, 0.25), (0.5, 0.75), (0.8, 0.3))
Pull = Callable[[Page, list[tuple[float, float]]], None]


@dataclass
class Signer:
    """The contact person of the demonstration, with documents that wait for their signature alone."""

    portal: Served
    documents: list[UUID]
    name: str = NAMES["lise"]


def _waiting_for_the_last(session: Session, actor: Actor) -> list[UUID]:
    own = select(DocumentParty.document_id).join(Document, col(Document.id) == DocumentParty.document_id)
    query = own.where(DocumentParty.person_id == actor.person_id, col(Document.shared_at).is_not(None))
    views = [read(session=session, actor=actor, document_id=found) for found in session.exec(query)]
    return [view.document.id for view in views if _is_last(view)]


def _is_last(view: DocumentView) -> bool:
    others = [party for party in view.parties if party.signs and party.capacity != view.mine]
    return view.can_sign and all(party.consent for party in others)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Signer]:
    with served(tmp_path_factory.mktemp("drawing"), demonstration=True) as portal:
        page = enter(portal, browser, SCREEN, "lise")
        with portal.session() as session:
            actor = who_is_in(session, page)
            assert actor is not None
            waiting = _waiting_for_the_last(session, actor)
        page.context.close()
        yield Signer(portal, waiting)


def by_mouse(page: Page, points: list[tuple[float, float]]) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=6)
    page.mouse.up()


def by_finger(page: Page, points: list[tuple[float, float]]) -> None:
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for index, (x, y) in enumerate(points):
        kind = "touchMove" if index else "touchStart"
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def the_pad(page: Page) -> FrameLocator:
    return page.frame_locator(f"iframe[title='{da('Pad for your signature')}']")


def draw(page: Page, pull: Pull) -> None:
    """Draw one stroke, and wait until the pad says that it is there."""
    canvas = the_pad(page).locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    assert box["height"] >= 100
    pull(page, [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in STROKE])
    expect(the_pad(page).get_by_role("status")).to_have_text(da("There is a drawing."))


@pytest.mark.parametrize(("width", "pull"), [(SCREEN, by_mouse), (PHONE, by_finger)], ids=["mouse", "finger"])
def test_a_drawn_signature_stands_in_the_sealed_document(
    signer: Signer, browser: Browser, tmp_path: Path, width: int, pull: Pull
) -> None:
    page = enter(signer.portal, browser, width, "lise")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    turn_to(page, f"{signer.portal.url}/document?id={signer.documents.pop()}&step=read")
    press(page, da("I have read it. Continue"))
    unfold(page, da("Draw your signature (optional)"))
    draw(page, pull)
    the_pad(page).get_by_role("button", name=da("Clear")).press("Enter")
    expect(the_pad(page).get_by_role("status")).to_have_text(da("Nothing is drawn."))
    draw(page, pull)
    assert problems(page) == []
    if width == PHONE:
        page.set_viewport_size({"width": 320, "height": 844})
        assert not too_wide(page)
    name = da("Type your name: {name}").split(":")[0]
    write(page, name, "En anden")
    press(page, da("I sign"))
    expect(main(page).get_by_text(re.compile(signer.name)).first).to_be_visible()
    expect(the_pad(page).get_by_role("status")).to_have_text(da("There is a drawing."))
    write(page, name, signer.name)
    press(page, da("I sign"))
    expect(main(page).get_by_text(da("Signed by everyone. This is what you agreed."))).to_be_visible()
    told = da("Signature drawn by {name}").format(name=signer.name)
    shown = page.get_by_role("img", name=told)
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.naturalWidth") > 100
    settled(page)
    with page.expect_download() as begun:
        button(page, da("Download the PDF")).click()
    begun.value.save_as(tmp_path / "sealed.pdf")
    page.context.close()
    with reading("en"):
        in_english = gettext("Signature drawn by {name}").format(name=signer.name)
    assert {told, in_english} & set(_told_pictures(tmp_path / "sealed.pdf"))
    assert complaints == []


def _told_pictures(path: Path) -> list[str]:
    """What the pictures of a PDF are told to be; it has a picture as wide as a signature, and that has ink."""
    with pikepdf.open(path) as file:
        pictures = [_picture(each) for sheet in file.pages for each in sheet.get_images().values()]
        drawn = [picture.as_pil_image() for picture in pictures if picture.mode == "L"]
        assert [200 < picture.width <= 600 and picture.getextrema() == (0, 255) for picture in drawn] == [True]
        return [str(each.Alt) for each in elements_of(file.Root.StructTreeRoot) if str(each.S) == "/Figure"]


def _picture(found: pikepdf.Object) -> pikepdf.PdfImage:
    assert isinstance(found, pikepdf.Stream)
    return pikepdf.PdfImage(found)
