"""Blank forms to print: every kind of document in each of its languages, before anybody is in them (O4)."""

from functools import partial

import streamlit as st

from core.access.permissions import Action
from core.documents.printing.service import blank_kinds, print_blank
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import name_in_words
from pages.shell.context import actor_of, require_actor, while_allowed
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head, section
from pages.widgets.rows import line

context = require_actor(Action.DRAFT_DOCUMENT)
actor, portal, today = actor_of(context), context.portal, context.today
organisation_id = current_organisation(context, Action.DRAFT_DOCUMENT)


def printed(kind: str, language: str) -> bytes:
    """The form when it is asked for; by then the run's own session is closed."""
    with portal.session() as session:
        return print_blank(
            session=session, actor=actor, organisation_id=organisation_id, kind=kind, language=language, today=today
        )


page_head(_("Blank forms"))
st.write(_("Print a form, write on it by hand, and sign it. Afterwards you make the document here and record it."))
kinds = blank_kinds(session=context.session, actor=actor, organisation_id=organisation_id, today=today)
with section(_("Forms"), len(kinds)).rows("blank-forms"):
    for kind, languages in kinds.items():
        line(kind_name(kind))
        for language in languages:
            # The last stands at the end of the row, and those before it where a row has what else can be done.
            place = "" if language == languages[-1] else "more-"
            st.download_button(
                _("Print in {language}").format(language=name_in_words(language)),
                data=while_allowed(partial(printed, kind, language)),
                file_name=f"{kind}-{language}.pdf",
                mime="application/pdf",
                icon=":material/print:",
                type="tertiary",
                on_click="ignore",
                key=f"{place}print:{kind}:{language}",
            )
