"""One partnership: how to reach each other, who speaks for the association, and how many volunteers come from it."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.alignment.rules import AlignmentSide
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from core.partnerships.reading import PartnershipView, own_partnerships, partnership
from core.partnerships.service import change_association, end_partnership
from core.tasks.rules import RunBy
from pages.alignment import rounds
from pages.partnerships.form import RUN_BY, association_fields, association_key
from pages.partnerships.members import members
from pages.partnerships.speakers import speakers
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import beside
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.facts import Fact, facts
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head
from pages.widgets.plain import plain
from pages.widgets.rows import row_menu
from pages.widgets.show_more import shown

context = require_actor(Action.SEE_PARTNERSHIP)
actor, session = actor_of(context), context.session


def which() -> UUID:
    """The association of the address; without one, the first that the reader speaks for."""
    written = st.query_params.get("id")
    own = [] if written else own_partnerships(session=session, actor=actor)
    return own[0][0] if own else id_in_address(written)


def others(view: PartnershipView) -> None:
    """Ways to the other associations the reader speaks for."""
    if not view.speaks:
        return
    for other_id, name in own_partnerships(session=session, actor=actor):
        if other_id != view.association.id:
            st.page_link(
                addresses.PARTNERSHIP,
                label=plain(name),
                icon=":material/diversity_1:",
                query_params={"id": str(other_id)},
            )


def _change(context: Context, view: PartnershipView) -> None:
    form = EntryForm("association-change")
    association = view.association
    draft = FormDraft(f"change-association:{association.id}", association_key(association), RunBy)
    details = association_fields(form, context, association.organisation_id, association)
    draft.keep()
    if st.button(_("Save"), type="primary", key="association-save"):
        form.send(
            lambda by: change_association(
                **by, association_id=association.id, details=details, expected_version=association.version
            ),
            _("It is saved."),
            then=draft.sent(close_dialog),
        )


def _end(_context: Context, view: PartnershipView) -> None:
    st.write(_("What you have agreed is kept. Those who speak for the association no longer see it here."))
    if st.button(_("Yes, end the partnership"), type="primary", key="association-end"):
        act(
            lambda by: end_partnership(**by, association_id=view.association.id),
            _("The partnership has ended."),
            icon=":material/waving_hand:",
            then=close_dialog,
        )


def head(view: PartnershipView) -> None:
    """The association's name, and what is done now and then."""
    with page_head(plain(view.association.name)):
        if view.manages and view.association.ended_at is None:
            choices = {"change": _("Change the details …"), "end": _("End the partnership …")}
            if chosen := row_menu(_("More"), choices, "association"):
                open_dialog(f"association-{chosen}")
    dialog("association-change", _("Change the details"), lambda now: _change(now, view), saves=False)
    dialog("association-end", _("End the partnership"), lambda now: _end(now, view), saves=False)


def reach(view: PartnershipView) -> None:
    """How to reach each other, and who runs the activity."""
    association, organisation = view.association, view.organisation
    if view.speaks:
        told = [
            Fact(_("Your contact"), view.follows.name),
            Fact(_("Organisation"), organisation.name),
            *_ways(organisation.phone, view.follows.email or organisation.email),
        ]
    else:
        told = [
            *_ways(association.phone, association.email),
            *([Fact(_("Address"), association.address)] if association.address else []),
            Fact(_("Our contact"), view.follows.name),
        ]
    facts(_("In short"), [*told, Fact(_("Runs the activity"), _(RUN_BY[view.run_by]))])


def _ways(phone: str, email: str) -> list[Fact]:
    found = [Fact(_("Phone"), phone, f"tel:{phone.replace(' ', '')}")] if phone else []
    return [*found, *([Fact(_("E-mail"), email, f"mailto:{email}")] if email else [])]


def standing(view: PartnershipView) -> None:
    """Where the two stand, in a sentence."""
    association = view.association
    if association.ended_at is not None:
        day = on_date(local_day(association.ended_at))
        st.info(
            _("The partnership ended on {date}. What was agreed is kept.").format(date=day), icon=":material/history:"
        )
        return
    came = ngettext(
        "{count} volunteer comes from the association.", "{count} volunteers come from the association.", view.count
    )
    words = came.format(count=view.count) if view.count else _("No volunteers come from the association yet.")
    if view.speaks:
        named = _("Below you see those who let you see their name.")
        st.write(f"{words} {named}" if view.count else words)
    else:
        st.write(words)


def to_sign(view: PartnershipView) -> None:
    """The way to the framework agreement where it waits for the reader's signature."""
    if view.agreement is None or not view.agreement.my_turn:
        return
    st.info(_("The agreement waits for you to sign it."), icon=":material/draw:")
    if st.button(_("Read and sign"), type="primary", icon=":material/arrow_forward:", key="to-agreement"):
        go(addresses.AGREEMENT, view.agreement.document_id)


show_flashes()
with refusal_shown(_("Partnership")):
    view = partnership(session=session, actor=actor, association_id=which(), most=shown("association-members"))
    head(view)
    places = beside()
    with places.question:
        standing(view)
        to_sign(view)
        others(view)
    with places.facts:
        reach(view)
    with places.rest:
        side = AlignmentSide.THEIRS if view.speaks else AlignmentSide.OURS
        rounds.with_association(context, view.association.id, side=side, goes_on=view.association.ended_at is None)
        st.page_link(
            addresses.FRAMEWORK_AGREEMENT,
            label=_("The framework agreement"),
            icon=":material/handshake:",
            query_params={"id": str(view.association.id)},
        )
        speakers(view)
        members(view)
