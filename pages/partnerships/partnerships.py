"""Partnerships: the associations we work together with, each with who of ours follows it and how many come from it."""

from functools import partial

import streamlit as st

from core.access.permissions import Action, Subject, may, organisations_where
from core.access.trail import ListKind
from core.i18n import N_, ngettext
from core.i18n import gettext as _
from core.partnerships.reading import A_PAGE, PartnershipRow, any_ended, partnerships
from core.partnerships.service import add_association
from core.tasks.rules import RunBy
from db.partnerships import Association
from pages.partnerships.form import association_fields, association_key
from pages.shell import addresses
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.downloads import ListOut, every_row, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import RowState, row

PAGE = ScreenState("partnerships-page", 1)
ENDED_PAGE = ScreenState("partnerships-ended-page", 1)

context = require_actor(Action.SEE_PARTNERSHIP)
actor, session = actor_of(context), context.session
# Whoever speaks for an association alone has no organisation they work in.
organisation_id = organisations_where(actor, Action.SEE_PARTNERSHIP)[0]


def _add(context: Context) -> None:
    """A new association. Who speaks for it is added on its own page."""
    form = EntryForm("association")
    draft = FormDraft(f"association:{organisation_id}", association_key(None), RunBy)
    details = association_fields(form, context, organisation_id, None)
    draft.keep()
    if st.button(_("Add the association"), type="primary", icon=":material/add:", key="association-add"):
        form.send(
            lambda by: add_association(**by, organisation_id=organisation_id, details=details),
            _("The association is added. Now say who speaks for it."),
            then=draft.sent(_begun),
        )


def _begun(made: Association) -> None:
    close_dialog()
    go(addresses.PARTNERSHIP, made.id)


def _row(each: PartnershipRow) -> None:
    volunteers = ngettext("{count} volunteer", "{count} volunteers", each.volunteers).format(count=each.volunteers)
    state = RowState() if each.speakers or each.ended else RowState(_("Nobody speaks for it yet"), "orange")
    row(
        addresses.PARTNERSHIP,
        each.association_id,
        each.name,
        place=_("Our contact: {name}").format(name=each.follows),
        what=volunteers,
        state=state,
    )


def _out() -> ListOut[PartnershipRow]:
    """All partnerships that go on, as a table."""
    ask = partial(partnerships, actor=actor, organisation_id=organisation_id)

    return ListOut(
        ListKind.PARTNERSHIPS,
        Action.SEE_PARTNERSHIP,
        organisation_id,
        {
            N_("Association"): lambda each: each.name,
            N_("Contact person"): lambda each: each.follows,
            N_("Speak for it"): lambda each: each.speakers,
            N_("Volunteers"): lambda each: each.volunteers,
        },
        every_row(ask),
    )


show_flashes()
manages = may(actor, Action.MANAGE_PARTNERSHIPS, Subject(organisation_id))
with page_head(_("Partnerships")):
    if manages:
        st.button(
            _("Add an association"),
            type="primary",
            icon=":material/add:",
            key="open-association",
            on_click=open_dialog,
            args=("association",),
        )
dialog("association", _("Add an association"), _add, saves=False)
found = partnerships(session=session, actor=actor, organisation_id=organisation_id, page=PAGE.get())
heading = section(
    _("Associations we work with"),
    found.total,
    note=_("Their volunteers are counted here. The association sees the names of those who want it to."),
)
if not found.total:
    st.info(
        _("There is no partnership yet. When you add an association, those who speak for it can log in here."),
        icon=":material/diversity_1:",
    )
with heading.rows("partnerships"):
    for each in found.rows:
        _row(each)
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
if found.total and manages:
    list_button(_out())
if any_ended(session=session, actor=actor, organisation_id=organisation_id):
    folded = st.expander(
        _("Earlier partnerships"), icon=":material/history:", key="partnerships-ended", on_change="rerun"
    )
    if folded.open:
        with folded:
            ended = partnerships(
                session=session, actor=actor, organisation_id=organisation_id, ended=True, page=ENDED_PAGE.get()
            )
            with section(_("Earlier partnerships"), ended.total).rows("partnerships-ended"):
                for each in ended.rows:
                    _row(each)
            pager(ENDED_PAGE, ended.page, total=ended.total, at_once=A_PAGE)
