"""What the two of a pair do to make their agreement."""

from playwright.sync_api import Page, expect

from core.documents.template.model import shipped
from tests.browser.visiting import like, main, settled, turn_to, write

AGREEMENT = shipped()["pair_agreement"].words("da")


def open_agreement(page: Page, url: str) -> None:
    """Go to the newest pair agreement from "my documents"."""
    turn_to(page, f"{url}/my-documents")
    cards = main(page).locator("[class*=st-key-document-]").filter(has_text=AGREEMENT.title)
    cards.first.get_by_role("button").first.click()
    settled(page)
    expect(page.get_by_role("heading", name=AGREEMENT.title, level=1)).to_be_visible()


def answer(page: Page, capacity: str, name: str) -> None:
    """One's own answers, `capacity` being one's part in the agreement, each kept as it is left."""
    for question in ("support", "disagreement"):
        write(page, AGREEMENT.fields[f"{question}_{capacity}"].label, f"{name} om {question}")
        expect(main(page).get_by_text(like("Saved at {time}")).first).to_be_visible()
