"""What Streamlit has no setting for: words while the connection is away, the keys of the search, headings that sort,
links in our own HTML that stay in the session, a passphrase that is left by the Tab key, the way to what is wrong in a
form and on to its field, what a tab is called and where in the menu one is, and what it says in English by itself."""

from pathlib import Path

from pages.routes.streamlit_words import put_into

SCRIPTS = tuple(
    put_into(Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8"))
    for name in ("away", "fields", "find", "press", "tab", "turn", "words")
)
IN_PAGE = "".join(f"<script>{script}</script>" for script in SCRIPTS)
