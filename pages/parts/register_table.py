"""The list of volunteers that is shown, taken along as a table for a spreadsheet."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.i18n import gettext as _
from core.i18n import local_day, reading, utc_now
from core.overview.register import take_along
from core.overview.register_rules import Column
from core.spreadsheet import as_csv
from core.startup import Portal
from pages.parts.register_choices import CALLED, Choices
from pages.parts.register_rows import cell
from pages.parts.session import Context, actor_of


def table_button(context: Context, organisation_id: UUID, chosen: Choices, programmes: Mapping[str, str]) -> None:
    """The button that takes all that were found along, with the columns chosen."""
    st.download_button(
        _("Take the list along as a table"),
        data=partial(_table, context.portal, actor_of(context), organisation_id, chosen, programmes, context.language),
        file_name=f"{_('volunteers')}-{context.today:%Y-%m-%d}.csv",
        mime="text/csv",
        icon=":material/table_view:",
        on_click="ignore",
        key="register-table",
    )


def _table(
    portal: Portal,
    actor: Actor,
    organisation_id: UUID,
    chosen: Choices,
    programmes: Mapping[str, str],
    language: str,
) -> bytes:
    """The table, made when it is asked for, by somebody of whom nothing is known but what is handed in."""
    now = utc_now()
    columns: tuple[Column, ...] = chosen.columns
    with portal.session() as session, reading(language):
        rows = take_along(
            session=session,
            actor=actor,
            organisation_id=organisation_id,
            sought=chosen.sought,
            order=chosen.order,
            columns=columns,
            now=now,
        )
        today = local_day(now)
        return as_csv(
            [_("Name"), *(_(CALLED[column]) for column in columns)],
            [[row.name, *(cell(row, column, programmes, today) for column in columns)] for row in rows],
        )
