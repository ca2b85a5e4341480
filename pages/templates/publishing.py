"""The life of a template's next version: begun, brought in from a file, saved as one, published, thrown away."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import on_date
from core.templates.file import LARGEST_MB
from core.templates.reading import Draft
from core.templates.service import discard, export_draft, import_draft, publish, start_draft
from db.documents import TemplateVersion
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, current
from pages.shell.state import ScreenState
from pages.widgets.inputs import day_input
from pages.widgets.upload import upload

# How many files were brought in: each gets an uploader of its own.
FILES = ScreenState("template-files", 0)


def begin(organisation_id: UUID, kind: str) -> None:
    """The button that begins the next version."""
    if st.button(_("Write a new version"), type="primary", icon=":material/edit:", key="begin"):
        act(
            lambda by: start_draft(**by, organisation_id=organisation_id, kind=kind),
            _("A new version is begun. Nobody else sees it until you publish it."),
        )


def draw_import(organisation_id: UUID, kind: str, draft: Draft | None) -> None:
    """A file from another municipality, as the beginning of the next version or in its place."""
    files = FILES.of(kind)
    with st.popover(_("Bring in a file"), icon=":material/upload_file:"):
        if draft is not None:
            st.write(_("What you are writing is replaced by what is in the file."))
        key = f"template-file-{kind}-{files.get()}"
        data = upload(_("A template saved from a portal like this one"), ["toml"], key=key, most_mb=LARGEST_MB)
        if data is None:
            return
        act(
            lambda by: import_draft(
                **by,
                organisation_id=organisation_id,
                kind=kind,
                data=data,
                expected_version=draft.version if draft else None,
            ),
            _("The file is brought in. Look it through before you publish it."),
            then=lambda _brought: files.set(files.get() + 1),
        )


def draw_publish(organisation_id: UUID, draft: Draft, *, wrong: int) -> None:
    """Publish with a date; and keep what is written as a file, or throw it away."""
    context = current()
    kind = draft.writing.kind
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(_("Publish"), icon=":material/publish:", disabled=wrong > 0):
            day = day_input(
                _("From which day are new documents made from it?"),
                context.today,
                first=context.today,
                key=f"template:{kind}:from",
            )
            st.write(_("Documents already signed never change. Afterwards you see who would need to agree anew."))
            if st.button(_("Yes, publish it"), key="publish", icon=":material/publish:"):
                act(
                    lambda by: publish(
                        **by,
                        organisation_id=organisation_id,
                        kind=kind,
                        in_force_from=day.needed(),
                        expected_version=draft.version,
                    ),
                    lambda made: f"{_published(made)} {_whose_turn()}",
                    then=_who_agrees_anew,
                )
        st.download_button(
            _("Save as a file"),
            export_draft(session=context.session, actor=actor_of(context), organisation_id=organisation_id, kind=kind),
            file_name=f"{kind}.toml",
            mime="application/toml",
            icon=":material/download:",
            on_click="ignore",
        )
        draw_import(organisation_id, kind, draft)
        with st.popover(_("Throw it away"), icon=":material/delete:"):
            st.write(_("What you have written in this version is gone. What is published stays as it is."))
            if st.button(_("Yes, throw it away"), key="discard"):
                act(
                    lambda by: discard(**by, organisation_id=organisation_id, kind=kind),
                    _("It is thrown away."),
                )


def _published(made: TemplateVersion) -> str:
    assert made.in_force_from is not None
    return _("It is published, and in force from {date}.").format(date=on_date(made.in_force_from))


def _asks_anew() -> bool:
    return may(current().actor, Action.DRAFT_DOCUMENT)


def _whose_turn() -> str:
    """What comes next, for whoever does it and for who leaves it to others."""
    if _asks_anew():
        return _("Here you see who would need to agree anew.")
    return _("A coordinator sees who would need to agree anew, and asks them.")


def _who_agrees_anew(published: TemplateVersion) -> None:
    """On to those who signed the former version, for whoever asks them."""
    if _asks_anew():
        st.switch_page(addresses.AGREE_ANEW, query_params={"kind": published.kind})
