"""What Streamlit has no setting for: words while the connection is away, the keys of the search, headings that sort,
and what a tab is called and where in the menu one is."""

from pathlib import Path

SCRIPTS = tuple(
    Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8") for name in ("away", "find", "press", "tab")
)
IN_PAGE = "".join(f"<script>{script}</script>" for script in SCRIPTS)
