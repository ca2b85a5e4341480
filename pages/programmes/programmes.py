"""The organisation's programmes: which version is in use, and how many volunteers are on each."""

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import language, ngettext, words_in
from core.programmes.editing import ProgrammeView, programmes
from pages.programmes.words import people_words, version_words
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head, section
from pages.widgets.rows import row

context = require_actor(Action.EDIT_PROGRAMMES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_PROGRAMMES)


def draw(view: ProgrammeView) -> None:
    """One programme as a row: whom it is for, its version in use, and those who are on an earlier one."""
    behind = ngettext(
        "{count} volunteer is on an earlier version.", "{count} volunteers are on an earlier version.", view.behind
    )
    row(
        addresses.PROGRAMME,
        view.id,
        words_in(view.newest.programme.name, language()),
        place=version_words(view.newest),
        what=words_in(view.newest.programme.description, language()),
        when=people_words(view.newest.people) + (f" · {behind.format(count=view.behind)}" if view.behind else ""),
    )


show_flashes()
page_head(_("Programmes"))
found = programmes(session=context.session, actor=actor, organisation_id=organisation_id)
heading = section(
    _("In use here"),
    len(found),
    note=_(
        "A programme says what a volunteer signs, how many supervisions there are, and how long an approval holds. "
        "Here you make it fit your organisation."
    ),
)
with heading.rows("programmes"):
    for one in found:
        draw(one)
