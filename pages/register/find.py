"""One search on every page of a colleague: a button in the header, a dialog, and what is found as one types."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import on_date
from core.people.search import name_fits, sought_words
from core.register.anything import SHORTEST, Found, find_anything
from core.supervision.rules import KINDS, SupervisionKind
from pages.shell import addresses
from pages.shell.context import Context, actor_of, current
from pages.shell.entries import PAGES, Entry
from pages.shell.navigation import link_to, menu_of
from pages.shell.part import part_of_a_run
from pages.shell.scope import works_at
from pages.shell.state import ScreenState
from pages.widgets.headings import section
from pages.widgets.plain import plain

SEARCH = ScreenState("find", "")
# What one begins rather than looks at stands in no menu, and is looked for all the same.
BEGUN = (
    *("add-volunteer", "plan-course", "diplomas", "recognition-year", "forecast"),
    *("download-documents", "forms"),
)


def button(context: Context) -> None:
    """The way to the search, for who works here; Ctrl+K opens it too, and / where our own scripts are served."""
    if context.actor is None or works_at(context) is None:
        return
    if st.button(_("Search"), key="hs-find", type="tertiary", icon=":material/search:", shortcut="Ctrl+K"):
        st.dialog(_("Search the portal"), icon=":material/search:")(_find)()


def _find() -> None:
    with part_of_a_run():
        context = current()
        organisation_id = works_at(context)
        if organisation_id is None:
            return
        search = st.text_input(
            _("Name, phone, e-mail, course, document number, workplace or page"),
            key=SEARCH.key,
            type="search",
            live=True,
            max_chars=80,
        )
        if len("".join(sought_words(search or ""))) < SHORTEST:
            return
        found = find_anything(
            session=context.session, actor=actor_of(context), organisation_id=organisation_id, search=search
        )
        pages = _pages(context, search)
        count = found.count + len(pages)
        if not count:
            st.write(_("Nothing found. Try a part of the name, or fewer words."))
            return
        with section(_("Found"), count).rows("found"):
            _draw(context, found)
            _draw_pages(pages)


def _draw(context: Context, found: Found) -> None:
    """Draw all but pages, one kind after the other."""
    for volunteer in found.volunteers:
        place = f"{volunteer.workplace} · {_('has stopped')}" if volunteer.ended else volunteer.workplace
        _link(link_to(addresses.VOLUNTEER), volunteer.name, _("Volunteer"), "person", place, id=volunteer.engagement_id)
    for held in found.supervisions:
        kind = _(KINDS[SupervisionKind(held.kind)])
        _link(link_to(addresses.SUPERVISION), held.name, _("Supervision"), "visibility", kind, id=held.supervision_id)
    for name in found.colleagues:
        _link(addresses.COLLEAGUES, name, _("Colleague"), "badge")
    for run in found.courses:
        told = " · ".join((*filter(None, (run.place,)), *([on_date(run.first_on)] if run.first_on else ())))
        _link(link_to(addresses.COURSE), run.name, _("Course"), "school", told, id=run.run_id)
    for document in found.documents:
        page = link_to(addresses.DOCUMENT if document.frozen else addresses.LETTER)
        _link(page, kind_name(document.kind), _("Document"), "description", document.name, id=document.document_id)
    for workplace_id, name in found.workplaces:
        if may(context.actor, Action.SEE_VOLUNTEERS):
            _link(addresses.VOLUNTEERS, name, _("Workplace"), "apartment", workplace=workplace_id)
        else:
            _link(addresses.ORGANISATION, name, _("Workplace"), "apartment")


def _pages(context: Context, search: str) -> list[Entry]:
    """The pages called so that stand in the reader's menu, or on which something is begun."""
    actor = actor_of(context)
    begun = (each for each in PAGES if each.url_path in BEGUN and each.action and may(actor, each.action))
    return [each for each in (*menu_of(actor), *begun) if name_fits(_(each.title), search)]


def _draw_pages(pages: Sequence[Entry]) -> None:
    for entry in pages:
        _link(entry.path, _(entry.title), _("Page"), entry.icon.strip(":").removeprefix("material/"))


def _link(page: str | st.Page, name: str, what: str, icon: str, place: str = "", **query: UUID) -> None:
    """A row of the list; `query` is what the address of the page says besides."""
    told = (("**{}**", name), (":small[{}]", place), (":gray[{}]", what))
    st.page_link(
        page,
        label=" ".join(kind.format(plain(words)) for kind, words in told if words),
        icon=f":material/{icon}:",
        width="stretch",
        query_params={key: str(value) for key, value in query.items()},
    )
