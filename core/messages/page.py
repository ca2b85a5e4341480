"""A mail as a simple page: the same words, with links to press and whose it is on top."""

import re
from html import escape

LOGO = "logo"
LINK = re.compile(r"https?://[^\s<>]+")

# Sizes and colours are the reader's own, but for what tells whose mail it is; a long address wraps.
PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{subject}</title><meta name="color-scheme" content="light dark"></head>
<body style="font-family: sans-serif; line-height: 1.5">
<div style="max-width: 36em; margin: 0 auto; padding: 1em; overflow-wrap: anywhere">
{head}
{paragraphs}
</div>
</body>
</html>
"""


def page_of(subject: str, body: str, *, by: str, language: str, logo: bool) -> str:
    """HTML of the plain text `body`; on top the name of `by`, or its picture `LOGO` with that name."""
    name = escape(by or "Håndslag")
    head = f'<img src="cid:{LOGO}" alt="{name}" style="max-width: 15em; height: auto">' if logo else name
    return PAGE.format(
        language=language,
        subject=escape(subject),
        head=f"<p><strong>{head}</strong></p>",
        paragraphs="\n".join(f"<p>{_pressed(part)}</p>" for part in re.split(r"\n{2,}", body.strip())),
    )


def _pressed(paragraph: str) -> str:
    """A paragraph with its lines, and every address as a link."""
    written, at = "", 0
    for found in LINK.finditer(paragraph):
        address = escape(found[0])
        written += escape(paragraph[at : found.start()]) + f'<a href="{address}">{address}</a>'
        at = found.end()
    return (written + escape(paragraph[at:])).replace("\n", "<br>\n")
