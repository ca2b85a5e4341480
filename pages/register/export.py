"""The list that is shown, as a spreadsheet or on paper; made when it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.text.facts import printed_name
from core.i18n import gettext as _
from core.i18n import local_day, reading
from core.register.choices import Column
from core.register.printing import PrintedList, print_list
from core.register.service import RegisterRow, take_along
from core.spreadsheet import as_xlsx
from core.startup import Portal
from pages.register.choices import Choices
from pages.register.rows import cell, headings, typed_cells, typed_headings
from pages.shell.context import Context, actor_of, while_allowed

ALWAYS = (Column.PHONE, Column.EMAIL, Column.BEGINS_ON, Column.APPROVED_UNTIL)


def files(context: Context, organisation_id: UUID, shown: Choices, programmes: Mapping[str, str]) -> None:
    """The two ways to take the list out. What is in it is what the reader has chosen to see, on all its pages."""
    day = f"{context.today:%Y-%m-%d}"
    # By the time it is asked for the run's own session is closed.
    out = RegisterExport(
        context.portal,
        actor_of(context),
        organisation_id,
        shown,
        dict(programmes),
        context.language,
        context.now,
    )
    with st.container(horizontal=True):
        st.download_button(
            _("Download as a spreadsheet"),
            data=while_allowed(out.spreadsheet),
            file_name=f"{_('volunteers')}-{day}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table_view:",
            on_click="ignore",
            key="register-xlsx",
        )
        st.download_button(
            _("Print the list"),
            data=while_allowed(out.paper),
            file_name=f"{_('volunteers')}-{day}.pdf",
            mime="application/pdf",
            icon=":material/print:",
            on_click="ignore",
            key="register-pdf",
        )
    st.caption(
        _(
            "They hold what you have chosen to see, and the spreadsheet phone, e-mail and days too. The log says that "
            "you took it out. Delete it after use."
        )
    )


@dataclass(frozen=True, slots=True)
class RegisterExport:
    """The register as the reader had it on the screen, as a spreadsheet or on paper."""

    portal: Portal
    actor: Actor
    organisation_id: UUID
    shown: Choices
    programmes: Mapping[str, str]
    language: str
    now: datetime

    def spreadsheet(self) -> bytes:
        """The list as a workbook: the columns on the screen, and those that a spreadsheet of people is wanted for."""
        columns = (*self.shown.columns, *(each for each in ALWAYS if each not in self.shown.columns))
        with reading(self.language), self.portal.session() as session:
            today = local_day(self.now)
            rows = [typed_cells(row, columns, self.programmes, today) for row in self._found(session, columns)]
            return as_xlsx(_("Volunteers"), typed_headings(columns), rows, now=self.now)

    def paper(self) -> bytes:
        """The list as a PDF."""
        with reading(self.language), self.portal.session() as session:
            return print_list(
                session=session,
                actor=self.actor,
                organisation_id=self.organisation_id,
                printed=PrintedList(
                    heading=_("Volunteers"),
                    columns=headings(self.shown.columns),
                    rows=self._rows(session),
                ),
                language=self.language,
                now=self.now,
            )

    def _rows(self, session: Session) -> list[list[str]]:
        cells = partial(cell, programmes=self.programmes, today=local_day(self.now))
        return [
            [printed_name(row), *(cells(row, column) for column in self.shown.columns)]
            for row in self._found(session, self.shown.columns)
        ]

    def _found(self, session: Session, columns: Sequence[Column]) -> Sequence[RegisterRow]:
        return take_along(
            session=session,
            actor=self.actor,
            organisation_id=self.organisation_id,
            filtered_by=self.shown.filtered_by,
            order=self.shown.order,
            backwards=self.shown.backwards,
            columns=columns,
            now=self.now,
        )
