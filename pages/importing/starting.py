"""Which file: chosen from one's own, or tried with a sample in a demonstration; and what came in lately."""

from pathlib import Path
from uuid import UUID

import streamlit as st

from core.i18n import N_, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.importing.drafts import begin_draft
from core.importing.reading import MOST_MB
from core.importing.undoing import ImportRow, imports, undo_import
from pages.importing.steps import ImportStep, question
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import line, row_button
from pages.widgets.upload import upload

FOLDER = Path(__file__).parents[2] / "docs" / "samples"
SAMPLES = {
    "fjordby.xlsx": N_("A workbook with a title, merged headings and sums"),
    "instruktoerer.csv": N_("Instructors as an old system wrote them out"),
    "nye-frivillige.ods": N_("New volunteers, with what cannot come in"),
}


def start(context: Context, organisation_id: UUID) -> None:
    """Ask for a file."""
    question(ImportStep.FILE, _("Which spreadsheet do you have?"))
    st.write(
        _(
            "Choose it as it is: Excel, LibreOffice or csv, with the headings you use. Nothing comes in before you "
            "have seen row by row what would. CPR numbers are not kept."
        )
    )
    data = upload(
        _("Your spreadsheet"), ["xlsx", "xls", "xlsm", "ods", "csv", "txt"], key="import-file", most_mb=MOST_MB
    )
    if data is not None and st.button(_("Read it"), type="primary", icon=":material/table_view:", key="import-read"):
        _begin(organisation_id, data)
    if context.state == "demonstration":
        samples = section(_("Try with a sample"), len(SAMPLES))
        with samples.rows("samples"):
            for name, told in SAMPLES.items():
                line(name, what=_(told))
                if row_button(_("Try it"), f"sample-{name}"):
                    _begin(organisation_id, (FOLDER / name).read_bytes())
    came_in = imports(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    if came_in:
        with section(_("Came in lately"), len(came_in)).rows("imports"):
            for each in came_in:
                _came_in(each)


def _begin(organisation_id: UUID, data: bytes) -> None:
    act(lambda by: begin_draft(**by, organisation_id=organisation_id, data=data))


def _came_in(each: ImportRow) -> None:
    new = ngettext("{count} new volunteer", "{count} new volunteers", each.new).format(count=each.new)
    changed = ngettext("{count} added to", "{count} added to", each.changed).format(count=each.changed)
    line(new, place=changed, what=_("by {name}, {day}").format(name=each.by, day=on_date(local_day(each.at))))
    label = _("Undo it as a whole")
    dialog_button(label, f"undo-{each.run_id}", label, lambda _here: _sure(each), saves=False)


def _sure(each: ImportRow) -> None:
    """What goes, before it goes: a colleague may have brought it in, and what was put right since goes along."""
    told = ngettext(
        "{name} brought in {count} new volunteer, who is taken out again. What was added to others is taken out too.",
        "{name} brought in {count} new volunteers, who are taken out again. What was added to others is taken out too.",
        each.new,
    )
    st.markdown(told.format(name=plain(each.by), count=each.new))
    st.markdown(
        _("What you have put right about the new ones since goes along. They come back from the spreadsheet alone.")
    )
    if st.button(_("Yes, take it all out"), type="primary", icon=":material/undo:", key=f"undo-{each.run_id}-sure"):
        act(
            lambda by: undo_import(**by, run_id=each.run_id),
            _("It is taken out again, as if it had not come in."),
            icon=":material/undo:",
            then=close_dialog,
        )
