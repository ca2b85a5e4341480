"""A mail as a page: the words of the plain one, links to press, and nothing of what somebody wrote is markup."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from core.messages.page import page_of

BODY = (
    "Hej\n\nLæs <i>det</i> her:\nhttps://portal.test/document?id=1&lang=da\n\nVenlig hilsen\nSolbjerg <b>Kommune</b>\n"
)


class Read(HTMLParser):
    """What is read of a page, its tags, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags, self.leads = "", [], []  # type: ignore[var-annotated]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.leads += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_it_says_what_the_plain_text_says_and_links_can_be_pressed() -> None:
    page = page_of("Et dokument", BODY, by="Solbjerg Kommune", language="da", logo=False)
    read = Read(page)
    assert read.leads == ["https://portal.test/document?id=1&lang=da"]
    assert "Solbjerg <b>Kommune</b>" in read.words
    assert "Læs <i>det</i> her" in read.words
    assert not {"b", "i"} & set(read.tags)
    assert '<html lang="da">' in page
    assert "<title>Et dokument</title>" in page
    for word in BODY.split():
        assert word in read.words


def test_the_logo_stands_for_the_name_of_whose_mail_it_is() -> None:
    page = page_of("Et dokument", BODY, by="Solbjerg & Omegn", language="da", logo=True)
    assert 'src="cid:logo" alt="Solbjerg &amp; Omegn"' in page
    assert "<strong>Håndslag</strong>" in page_of("Ny adgangskode", BODY, by="", language="da", logo=False)


@given(st.text(), st.text())
def test_what_somebody_wrote_is_never_markup(subject: str, body: str) -> None:
    known = {"html", "head", "meta", "title", "body", "div", "p", "strong", "a", "br"}
    assert set(Read(page_of(subject, body, by=subject, language="da", logo=False)).tags) <= known
