"""A preview of a template, what is new in it, and its published versions."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.documents.template.model import Template
from core.i18n import gettext as _
from core.i18n import language as readers_language
from core.i18n import on_date, words_in
from core.people.service import volunteers
from core.programmes.programme import shipped as programmes
from core.templates.preview import preview
from core.templates.reading import KindView, PublishedTemplate, version_text
from core.templates.service import export
from core.templates.telling import difference_from
from pages.people.choosing import Choice, choose_person
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, current
from pages.templates.words import version_words
from pages.widgets import paper
from pages.widgets.inputs import one_of
from pages.widgets.plain import plain


def draw_preview(organisation_id: UUID, template: Template, language: str, key: str) -> None:
    """The template as a document, for a programme and a volunteer the reader chooses."""
    context = current()
    names = {name: words_in(programme.name, readers_language()) for name, programme in programmes().items()}
    with st.expander(_("Choose what to see"), icon=":material/tune:", key=f"{key}:tune"):
        programme = one_of(
            _("The points of"),
            [None, *names],
            format_func=lambda name: names[name] if name else _("every programme, with every point"),
            key=f"{key}:programme",
        )
        engagement_id = _whose(organisation_id, key)
    with refusal_shown():
        text = preview(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            template=template,
            language=language,
            programme_id=programme,
            engagement_id=engagement_id,
        )
        paper.draw(text)


def _whose(organisation_id: UUID, key: str) -> UUID | None:
    context = current()
    if not may(context.actor, Action.SEE_VOLUNTEERS, Subject(organisation_id)):
        st.caption(_("It is shown with invented people."))
        return None

    def find(search: str) -> list[Choice]:
        found = volunteers(
            session=context.session, actor=actor_of(context), organisation_id=organisation_id, search=search
        )
        return [Choice(each.engagement_id, each.name, each.workplace) for each in found]

    return choose_person(_("With the data of"), find, key=f"{key}:whose", empty=_("invented people"))


def draw_difference(former: Template, template: Template, language: str) -> None:
    """What is new against the former version, word by word."""
    changes = difference_from(former, template, language)
    label = _("What is new ({count})").format(count=len(changes))
    with st.expander(label, icon=":material/difference:"):
        if changes:
            paper.draw_changes(changes)
        else:
            st.write(_("Nothing is new in these words."))


def draw_versions(organisation_id: UUID, view: KindView, language: str) -> None:
    """Every published version, to read and to save as a file."""
    context = current()
    with st.expander(_("All versions"), icon=":material/history:"):
        chosen: PublishedTemplate = st.selectbox(
            _("Which version?"), view.versions, format_func=_version_with_date, key=f"template:{view.kind}:version"
        )
        at = {"session": context.session, "actor": actor_of(context), "organisation_id": organisation_id}
        st.download_button(
            _("Save this version as a file"),
            export(**at, version_id=chosen.id),  # type: ignore[arg-type]
            file_name=f"{view.kind}-{chosen.number}.toml",
            mime="application/toml",
            icon=":material/download:",
            key=f"export-{chosen.id}",
            on_click="ignore",
        )
        template = version_text(**at, version_id=chosen.id)  # type: ignore[arg-type]
        draw_preview(organisation_id, template, language, f"template:{view.kind}:version-preview")


def _version_with_date(version: PublishedTemplate) -> str:
    since = _("in force from {date}").format(date=on_date(version.in_force_from))
    by = f", {plain(version.publisher)}" if version.publisher else ""
    return f"{version_words(version)} – {since}{by}"
