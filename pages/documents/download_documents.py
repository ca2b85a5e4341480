"""Sealed documents to take out: chosen by place, programme, kind and person, and downloaded as one ZIP."""

from dataclasses import replace

import streamlit as st

from core.access.permissions import Action
from core.documents.export.archive import archive
from core.documents.export.downloads import make_download
from core.documents.template.model import kind_name
from core.i18n import gettext as _
from core.i18n import utc_now
from core.register.documents import programme_names
from core.register.sealed import SealedFilter, count_sealed, kinds_sealed, people_sealed, sealed_ids
from pages.people.choosing import Choice, choose_people
from pages.people.filters import filters
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.widgets.downloads import Kind, Later, fetch_button
from pages.widgets.headings import page_head

DOCUMENTS = Kind(
    lambda session, actor, held, ids, now: make_download(
        session=session, actor=actor, session_token=held, document_ids=ids, now=now
    ),
    "/archive/",
    lambda session, actor, ids: archive(
        session=session, actor=actor, document_ids=ids, language=actor.language, now=utc_now()
    ),
)

context = require_actor(Action.DOWNLOAD_DOCUMENTS)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.DOWNLOAD_DOCUMENTS)

with page_head(_("Download documents")):
    st.page_link(addresses.VOLUNTEERS, label=_("Volunteers"), icon=":material/arrow_back:", width="content")
st.write(
    _(
        "The documents everyone has signed, as sealed PDFs, with a list that a spreadsheet opens. It says who and "
        "when, and by its SHA-256 anyone can tell that a file is unchanged. The log says who downloaded what."
    )
)
programmes = programme_names(session=context.session, actor=actor, language=context.language)
chosen = filters(context, organisation_id, lambda: programmes)
with_former = st.checkbox(_("Also those a newer one has replaced"), key="archive-former")
session = context.session
all_of_it = SealedFilter(**chosen.for_query(), with_former=with_former)
kinds_there = kinds_sealed(session=session, actor=actor, organisation_id=organisation_id, filtered_by=all_of_it)
if not kinds_there:
    st.info(_("Nothing here is signed by everyone yet."), icon=":material/folder_off:")
    st.stop()
kinds = st.multiselect(
    _("Only these documents"),
    kinds_there,
    format_func=kind_name,
    key="archive-kinds",
    placeholder=_("All"),
)


def find(search: str) -> list[Choice]:
    """Those with a sealed document whose name holds what is searched for."""
    people = people_sealed(
        session=session, actor=actor, organisation_id=organisation_id, filtered_by=all_of_it, search=search
    )
    return [Choice(each.engagement_id, each.name, each.workplace) for each in people]


people = choose_people(_("Only these volunteers"), find, key="archive-people", empty=_("All"))
filtered_by = replace(all_of_it, kinds=tuple(kinds), engagement_ids=tuple(people))
fetch_button(
    Later(
        count_sealed(session=session, actor=actor, organisation_id=organisation_id, filtered_by=filtered_by),
        lambda session: sealed_ids(
            session=session, actor=actor, organisation_id=organisation_id, filtered_by=filtered_by
        ),
    ),
    DOCUMENTS,
)
