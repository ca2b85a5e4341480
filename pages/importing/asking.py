"""What has to be known before rows can be tried: which sheet, what each column holds, and what its words mean."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.i18n import gettext as _
from core.i18n import ngettext, words_in
from core.importing.choices import ImportChoices, Meaning
from core.importing.columns import LOOKED_AT, SheetColumn, SheetField, is_cpr, plain, told
from core.importing.drafts import DraftRead
from core.importing.plan import ImportPlan
from core.importing.rows import letter
from core.importing.words import FIELDS, MEANINGS
from pages.importing.steps import ImportStep, keep, question, ways_back
from pages.shell.context import current
from pages.widgets.plain import WORD_JOINER, and_words, plain_label
from pages.widgets.plain import plain as harmless

NOTHING = ""
CELLS_SHOWN = 6


def ask_sheet(draft: DraftRead, organisation_id: UUID) -> None:
    """Which of several sheets."""
    question(ImportStep.SHEET, _("Which sheet are the volunteers in?"), sheets=len(draft.sheets))
    with st.form("import-sheet", border=False, enter_to_submit=False):
        at = st.radio(
            _("Sheet"),
            range(len(draft.sheets)),
            format_func=lambda each: plain_label(draft.sheets[each].name),
            captions=[
                ngettext("{count} row", "{count} rows", len(each.rows)).format(count=len(each.rows))
                + (f", {_('hidden')}" if each.hidden else "")
                for each in draft.sheets
            ],
            # Whoever has several has their volunteers in the longest; what is hidden is rarely it.
            index=max(range(len(draft.sheets)), key=lambda each: _likely(draft, each))
            if draft.choices.sheet is None
            else draft.choices.sheet,
            key=f"import-sheet-{draft.id}",
        )
        if st.form_submit_button(_("Go on"), type="primary"):
            keep(draft, organisation_id, **_anew(draft.choices, at))
    ways_back(draft, organisation_id)


def _likely(draft: DraftRead, at: int) -> tuple[bool, int]:
    sheet = draft.sheets[at]
    return not sheet.hidden, len(sheet.rows)


def _anew(choices: ImportChoices, sheet: int | None) -> dict[str, object]:
    """Another sheet is read from the beginning; what words mean stays."""
    if sheet == choices.sheet:
        return {"sheet": sheet}
    return {"sheet": sheet, "heading_row": None, "columns": None, "decided": {}, "answered": False}


def ask_columns(draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    """What each column holds, as guessed, with a few of its cells beside it."""
    question(ImportStep.COLUMNS, _("What stands in each column?"), sheets=len(draft.sheets))
    st.write(
        _(
            "We have guessed, from the headings. Put right what is wrong; we remember it for next time. Colours are "
            "not read: if one means something, write that in a column of its own first."
        )
    )
    _heading_row(draft, plan, organisation_id)
    kept_out = [each.heading for each in plan.columns if is_cpr(each.heading)]
    if kept_out:
        st.warning(
            _(
                "There are CPR numbers in {columns}. We have not kept them, and no row with one comes in. Delete them "
                "in your sheet, and choose the file again."
            ).format(columns=harmless(and_words(kept_out))),
            icon=":material/shield:",
        )
    chosen: dict[int, SheetField] = {}
    with st.form("import-columns", border=False, enter_to_submit=False):
        for each in plan.columns:
            if is_cpr(each.heading):
                continue
            field = _column(draft, each, plan.mapped.get(each.at))
            if field:
                chosen[each.at] = SheetField(field)
        if st.form_submit_button(_("Go on"), type="primary"):
            if {SheetField.NAME, SheetField.FIRST_NAME} & set(chosen.values()):
                keep(draft, organisation_id, columns=chosen)
            else:
                st.error(_("Choose which column has the names."), icon=":material/error:")
    ways_back(draft, organisation_id, ImportStep.SHEET)


def _column(draft: DraftRead, column: SheetColumn, guessed: SheetField | None) -> str:
    options = [NOTHING, *SheetField]
    called = column.heading or _("Column {letter}").format(letter=letter(column.at))
    chosen = st.selectbox(
        plain_label(called),
        options,
        index=options.index(guessed) if guessed else 0,
        format_func=lambda each: _(FIELDS[SheetField(each)]) if each else _("Is not taken over"),
        key=f"import-column-{draft.id}-{draft.version}-{column.at}",
    )
    samples = _("For example {samples}").format(samples=" · ".join(column.samples))
    # A mail address is here to be recognised, not to be written to.
    shown = harmless(samples).replace("@", f"@{WORD_JOINER}") if column.samples else _("Nothing stands in it")
    st.caption(shown)
    return chosen or NOTHING


def _heading_row(draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    """Which row has the headings, where the guess may be wrong."""
    sheet = draft.sheet
    assert sheet is not None
    rows = [at for at, row in enumerate(sheet.rows[:LOOKED_AT]) if any(cell is not None for cell in row)]
    shown = {at: ", ".join(filter(None, (told(cell) for cell in sheet.rows[at][:CELLS_SHOWN]))) for at in rows}
    at = st.selectbox(
        _("The headings stand in"),
        rows,
        index=rows.index(plan.laid.heading_row) if plan.laid.heading_row in rows else None,
        format_func=lambda each: _("Row {number}: {cells}").format(number=each + 1, cells=shown[each]),
        placeholder=_("We found none. Choose a row"),
        key=f"import-heading-{draft.id}",
    )
    if at is not None and at != plan.laid.heading_row:
        keep(draft, organisation_id, heading_row=at, columns=None)


def ask_meanings(draft: DraftRead, plan: ImportPlan, organisation_id: UUID) -> None:
    """What holds where the sheet says nothing, and what it calls something else than we do."""
    question(ImportStep.MEANINGS, _("What does the sheet not say?"), sheets=len(draft.sheets))
    usual, meant = dict(draft.choices.usual), {each: dict(said) for each, said in draft.choices.meant.items()}
    with st.form("import-meanings", border=False, enter_to_submit=False):
        for meaning in Meaning:
            names = _names(plan, meaning)
            if meaning in plan.unsaid:
                chosen = _choice(
                    _("{what}, where nothing else stands in the row").format(what=_(MEANINGS[meaning])),
                    names,
                    f"usual-{meaning}",
                )
                if chosen:
                    usual[meaning] = chosen
            for written, count in plan.unknown[meaning].items():
                rows = ngettext("{count} row", "{count} rows", count).format(count=count)
                label = f"{_(MEANINGS[meaning])}: “{plain_label(written)}” ({rows})"
                chosen = _choice(label, names, f"meant-{meaning}-{written}")
                if chosen:
                    meant.setdefault(meaning, {})[plain(written)] = chosen
        st.caption(_("What you leave open does not come in. We remember what you choose."))
        if st.form_submit_button(_("Go on"), type="primary"):
            keep(draft, organisation_id, usual=usual, meant=meant, answered=True)
    ways_back(draft, organisation_id, ImportStep.SHEET, ImportStep.COLUMNS)


def _names(plan: ImportPlan, meaning: Meaning) -> Mapping[str, str]:
    house = plan.house
    if meaning is Meaning.PROGRAMME:
        return {id_: words_in(each.name, current().language) for id_, each in house.programmes.items()}
    return {id_: names[0] for id_, names in house.named(meaning).items()}


def _choice(label: str, names: Mapping[str, str], key: str) -> str | None:
    return st.selectbox(
        label, [*names], index=None, format_func=names.__getitem__, placeholder=_("Choose"), key=f"import-{key}"
    )
