"""The dry run as it is looked through: how many of each kind, row by row, who is meant; then all of it comes in."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import ngettext, reading
from core.importing.choices import Decided
from core.importing.columns import told
from core.importing.drafts import DraftRead
from core.importing.making import SheetToImport, bring_in, holds_up
from core.importing.plan import ImportPlan, PlannedRow, RowKind
from core.importing.rows import letter
from core.importing.words import KINDS, who, why
from core.spreadsheet import TypedCell, as_xlsx
from db.importing import ImportRun
from pages.importing.steps import ImportStep, keep, question, ways_back
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.context import Context, while_allowed
from pages.shell.state import ScreenState
from pages.widgets.headings import section
from pages.widgets.pager import pager
from pages.widgets.question import ask_first
from pages.widgets.rows import line

A_PAGE = 25
PAGE = ScreenState("import-page", 1)
SHOWN = ScreenState[RowKind | None]("import-shown", None)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def try_it(context: Context, draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    """What would come in, and the deed."""
    question(ImportStep.ROWS, _("Does it look right?"), sheets=len(draft.sheets))
    _deed(draft, plan, organisation_id)
    counts = {kind: plan.count(kind) for kind in KINDS if plan.count(kind)}
    if not counts:
        st.info(_("There is no row below the headings."))
    else:
        _rows(draft, plan, counts, organisation_id)
        _files(context, draft, plan)
    ways_back(draft, organisation_id, ImportStep.SHEET, ImportStep.COLUMNS, ImportStep.MEANINGS)


def _deed(draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    stays = plan.count(RowKind.DOUBTFUL, RowKind.REFUSED)
    if stays:
        st.write(
            ngettext(
                "{count} row stays out as it is. Put it right in your sheet and choose the file again, or say below "
                "who is meant.",
                "{count} rows stay out as they are. Put them right in your sheet and choose the file again, or say "
                "below who is meant.",
                stays,
            ).format(count=stays)
        )
    label = ngettext("Bring {count} row in", "Bring {count} rows in", plan.coming).format(count=plan.coming)
    sentences = [
        ngettext("{count} new volunteer.", "{count} new volunteers.", plan.count(RowKind.NEW)).format(
            count=plan.count(RowKind.NEW)
        ),
        ngettext(
            "{count} row adds to what is here.", "{count} rows add to what is here.", plan.count(RowKind.CHANGED)
        ).format(count=plan.count(RowKind.CHANGED)),
        _("All of it comes in, or nothing. Nobody is written to. It can be undone until this time tomorrow."),
    ]
    if seconds := holds_up(plan.coming):
        waits = _("Nobody else here can save anything for about {seconds} seconds then: do it when few are at work.")
        sentences.append(waits.format(seconds=seconds))
    ask_first(
        label,
        " ".join(sentences),
        lambda: _come_in(draft, plan, organisation_id),
        key="import-it",
        icon=":material/download:",
        disabled=not plan.coming,
    )


def _come_in(draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    bar = st.progress(0.0, _("Bringing it in"))
    sheet = draft.sheet
    assert sheet is not None
    wanted = SheetToImport(sheet, draft.choices, plan.coming)

    def come_in(by: By) -> ImportRun:
        return bring_in(**by, organisation_id=organisation_id, wanted=wanted, progress=bar.progress)

    act(
        come_in,
        lambda run: ngettext(
            "{count} volunteer has come in. You can undo it until this time tomorrow, under “From a spreadsheet”.",
            "{count} volunteers have come in. You can undo it until this time tomorrow, under “From a spreadsheet”.",
            run.new,
        ).format(count=run.new),
        icon=":material/group_add:",
        then=lambda _run: _leave(),
    )


def _leave() -> None:
    PAGE.forget()
    SHOWN.forget()
    st.switch_page(addresses.VOLUNTEERS)


def _rows(draft: DraftRead, plan: ImportPlan, counts: dict[RowKind, int], organisation_id: UUID) -> None:
    """The rows of one kind, those that ask for something first."""
    if SHOWN.get() not in counts:
        SHOWN.set(next(iter(counts)))
    kind = st.pills(
        _("Show"),
        [*counts],
        format_func=lambda each: f"{_(KINDS[each])} **{counts[each]}**",
        key=SHOWN.key,
        label_visibility="collapsed",
        required=True,
        on_change=PAGE.forget,
    )
    found = [row for row in plan.rows if row.kind is kind]
    page = min(PAGE.get(), -(-len(found) // A_PAGE))
    if kind is RowKind.DOUBTFUL:
        _all_at_once(draft, found, organisation_id)
    with section(_(KINDS[kind or RowKind.NEW]), len(found)).rows("sheet-rows"):
        for row in found[(page - 1) * A_PAGE : page * A_PAGE]:
            line(
                row.name or _("No name"),
                place=_("Row {number}").format(number=row.number),
                what=why(row),
            )
            if row.candidates and row.kind is not RowKind.REFUSED:
                _who_is_it(draft, row, organisation_id)
    pager(PAGE, page, total=len(found), at_once=A_PAGE)


def _who_is_it(draft: DraftRead, row: PlannedRow, organisation_id: UUID) -> None:
    choices = {each.key: who(each) for each in row.candidates}
    choices |= {Decided.NEW.value: _("Somebody new"), Decided.LEFT.value: _("Leave the row out")}
    # It is all that is done about the row, so it stands where a row's button does, and not before one.
    chosen = st.menu_button(
        _("Who is it?"),
        [*choices],
        format_func=choices.__getitem__,
        key=f"who-{row.number}-{draft.version}",
        type="tertiary",
    )
    if chosen is not None:
        keep(draft, organisation_id, decided={**draft.choices.decided, row.number: chosen})


def _all_at_once(draft: DraftRead, found: Sequence[PlannedRow], organisation_id: UUID) -> None:
    if len(found) < 2:
        return
    with st.container(horizontal=True):
        if st.button(_("All are the one named first"), key="all-known", type="tertiary", icon=":material/group:"):
            known = {row.number: row.candidates[0].key for row in found}
            keep(draft, organisation_id, decided={**draft.choices.decided, **known})
        if st.button(_("All are somebody new"), key="all-new", type="tertiary", icon=":material/group_add:"):
            new = {row.number: Decided.NEW.value for row in found}
            keep(draft, organisation_id, decided={**draft.choices.decided, **new})


def _files(context: Context, draft: DraftRead, plan: ImportPlan) -> None:
    """All rows with what becomes of each beside it, made when it is asked for."""
    st.download_button(
        _("Download the rows with the reasons"),
        data=while_allowed(partial(_workbook, context, draft, plan)),
        file_name=f"{_('rows')}-{context.today:%Y-%m-%d}.xlsx",
        mime=XLSX,
        icon=":material/table_view:",
        on_click="ignore",
        key="import-xlsx",
    )


def _workbook(context: Context, draft: DraftRead, plan: ImportPlan) -> bytes:
    sheet = draft.sheet
    assert sheet is not None
    with reading(context.language):
        headings = [heading or letter(at) for at, heading in enumerate(plan.laid.headings)]
        rows: list[list[TypedCell]] = []
        for row in plan.rows:
            cells: list[TypedCell] = [
                told(cell) if isinstance(cell, float) else cell for cell in sheet.rows[row.number - 1]
            ]
            rows.append([row.number, _(KINDS[row.kind]), why(row), *cells])
        return as_xlsx(_("Rows"), [_("Row"), _("What becomes of it"), _("Why"), *headings], rows, now=context.now)
