"""From a spreadsheet: volunteers are taken over as a coordinator has them, one question at a time, and tried first."""

import streamlit as st

from core.access.permissions import Action
from core.access.trail import holds_for
from core.i18n import gettext as _
from core.importing.drafts import DraftRead, draft_of
from core.importing.plan import ImportPlan
from core.importing.planning import dry_run
from pages.importing.asking import ask_columns, ask_meanings, ask_sheet
from pages.importing.starting import start
from pages.importing.steps import BACK_TO, PLANNED, ImportStep
from pages.importing.trying import try_it
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import kept
from pages.widgets.headings import page_head

context = require_actor(Action.IMPORT_PEOPLE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.IMPORT_PEOPLE)


def planned(draft: DraftRead) -> ImportPlan:
    """The dry run, worked out once for the same choices and the same people here."""
    sheet = draft.sheet
    assert sheet is not None
    stands = holds_for(
        session=context.session,
        actor=actor,
        action=Action.IMPORT_PEOPLE,
        organisation_id=organisation_id,
        today=context.today,
    )
    return kept(
        PLANNED,
        (draft.id, draft.version, stands),
        lambda: dry_run(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            sheet=sheet,
            choices=draft.choices,
            today=context.today,
        ),
    )


def draw(draft: DraftRead | None) -> None:
    """The question somebody is at."""
    if draft is None:
        start(context, organisation_id)
        return
    back_to = BACK_TO.get()
    if draft.sheet is None or (back_to is ImportStep.SHEET and len(draft.sheets) > 1):
        ask_sheet(draft, organisation_id)
        return
    plan = planned(draft)
    if draft.choices.columns is None or back_to is ImportStep.COLUMNS:
        ask_columns(draft, plan, organisation_id)
    elif back_to is ImportStep.MEANINGS or (not draft.choices.answered and (plan.unsaid or any(plan.unknown.values()))):
        ask_meanings(draft, plan, organisation_id)
    else:
        try_it(context, draft, plan, organisation_id)


show_flashes()
with page_head(_("From a spreadsheet")):
    st.page_link(addresses.VOLUNTEERS, label=_("Volunteers"), icon=":material/arrow_back:", width="content")
draw(draft_of(session=context.session, actor=actor, organisation_id=organisation_id))
