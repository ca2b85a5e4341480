"""What Streamlit says in English by itself, in the languages of the portal; `words.js` puts it in its place."""

import json

from core.i18n import LANGUAGES, N_, reading
from core.i18n import gettext as _

# Where {words} stands, anything may.
SAID = (
    N_("App pages"),
    N_("Sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Navigate to home page"),
    N_("Notifications"),
    N_("On top of the page"),
    N_("Close"),
    N_("Open"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear date"),
    N_("Clear dates"),
    N_("Clear time"),
    N_("Choose date"),
    N_("Choose date range"),
    N_("Choose date, {words}"),
    N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
    N_("Previous month"),
    N_("Next month"),
    N_("Increment"),
    N_("Decrement"),
    N_("Copy to clipboard"),
    N_("Copied"),
    N_("Show password"),
    N_("Hide password"),
    N_("Fullscreen"),
    N_("Fullscreen: {words}"),
    N_("Close fullscreen"),
    N_("Help for {words}"),
    N_("Remove {words}"),
    N_("Upload {words}"),
    N_("file upload"),
    N_("Scroll tabs left"),
    N_("Scroll tabs right"),
    N_("Shortcut {words}"),
    N_("Button action menu"),
    N_("Selected values"),
    N_("Selectbox options"),
    N_("Multiselect options"),
    N_("Choose an option"),
    N_("Choose options"),
    N_("Select all"),
    N_("No results"),
    N_("No options to select"),
    N_("You can only select up to {words} options. Remove an option first."),
    N_("You can only select up to {words} option. Remove an option first."),
    N_("day, {words}"),
    N_("month, {words}"),
    N_("year, {words}"),
    N_("hour, {words}"),
    N_("minute, {words}"),
    N_("Empty"),
    N_("yyyy"),
    N_("view more"),
    N_("view less"),
    # A year after the last one that a calendar has; both as one text and with its first word by itself.
    N_("Error: Date set outside allowed range. Please select a date on or before {words}."),
    N_(": Date set outside allowed range. Please select a date on or before {words}."),
    N_("Error"),
    # Below a button that fetches a file, where whoever was in is not any more.
    N_("Failed to generate file for download"),
)


def put_into(script: str) -> str:
    """`script` with the words of each language, by the English, in it."""
    all_words: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with reading(language):
            all_words[language] = {english: _(english) for english in SAID if _(english) != english}
    return script.replace("const ALL = {};", f"const ALL = {json.dumps(all_words, ensure_ascii=False)};", 1)
