"""Occasions that wait for an answer as rows: planned, put off, or left with a reason, each in a dialog."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import streamlit as st

from core.i18n import N_, ngettext, on_date
from core.i18n import gettext as _
from core.planning.concerned import MOST
from core.recognition.rules import Gift, OccasionKind
from core.recognition.service import Card, accept, decline, postpone, sharing
from pages.recognition import plan_form
from pages.recognition.words import ICONS, names_words, occasion_words
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.inputs import day_input
from pages.widgets.rows import RowState, line, row, row_button, row_menu

A_MONTH = timedelta(days=30)


class OtherAnswer(StrEnum):
    """What can be answered to an occasion besides planning to thank."""

    LATER = "later"
    NO = "no"


OTHER_ANSWERS = {OtherAnswer.LATER: N_("Put it off …"), OtherAnswer.NO: N_("Not this time …")}


def occasion_row(card: Card, givers: Mapping[UUID, str], *, first: bool) -> None:
    """Who has done what, since when, and what to do about it; a season's end is one row for all who share it."""
    proposal = card.first
    occasion = proposal.occasion
    key = f"{proposal.engagement_id}-{occasion.key}"
    told, since = occasion_words(occasion), on_date(occasion.on)
    if card.count == 1:
        row(
            addresses.VOLUNTEER,
            proposal.engagement_id,
            proposal.name,
            place=proposal.workplace,
            what=told,
            state=RowState(since, icon=ICONS[occasion.kind]),
        )
    else:
        if occasion.kind is OccasionKind.SEASON:
            told = ngettext(
                "{count} led a course in the season that is over",
                "{count} led a course in the season that is over",
                card.count,
            ).format(count=card.count)
        line(names_words(card.names, card.count), what=told, state=RowState(since))
    answers = {answer: _(words) for answer, words in OTHER_ANSWERS.items()}
    if other := row_menu(_("Later"), answers, key):
        open_dialog(f"{other}-{key}")
    if row_button(_("Plan a thank-you"), f"open-plan-{key}", loud=first):
        open_dialog(f"planning-{key}")
    who = names_words(card.names, card.count)
    dialog(
        f"planning-{key}",
        _("Plan a thank-you: {who}").format(who=who),
        lambda now: _plan(now, card, givers, key),
        saves=False,
    )
    dialog(f"later-{key}", _("Put it off: {who}").format(who=who), lambda now: _later(now, card, key))
    dialog(f"no-{key}", _("Not this time: {who}").format(who=who), lambda now: _not_this_time(now, card, key))


def _of(context: Context, card: Card) -> dict[UUID, int]:
    """Those whom the card is about, read when something is done about it."""
    first = card.first
    if card.count == 1:
        return {first.engagement_id: first.version}
    return sharing(
        session=context.session,
        actor=actor_of(context),
        organisation_id=first.organisation_id,
        key=first.occasion.key,
        today=context.today,
    )


def _plan(context: Context, card: Card, givers: Mapping[UUID, str], key: str) -> None:
    proposal = card.first
    before = plan_form.suggested_plan(proposal.gift, proposal.on, proposal.owner_id)
    form = EntryForm(f"occasion-{key}")
    draft = FormDraft(f"occasion:{key}", f"gift-{key}-", Gift)
    whom = _of(context, card) if card.count <= MOST else {}
    written = plan_form.draw(form, context, proposal.organisation_id, before, givers, f"gift-{key}-", whom)
    draft.keep()
    if plan_form.may_warn(written):
        plan_form.gentle_warning(context, proposal.organisation_id, written, engagement_ids=_of(context, card))
    if st.button(_("Plan a thank-you"), type="primary", key=f"accept-{key}"):
        form.send(
            lambda by: accept(**by, of=_of(context, card), key=proposal.occasion.key, plan=written),
            _("It is planned."),
            then=draft.sent(close_dialog),
        )


def _later(context: Context, card: Card, key: str) -> None:
    until = day_input(_("When is it up again?"), context.today + A_MONTH, key=f"until-{key}")
    if st.button(_("Put it off"), type="primary", key=f"postpone-{key}"):
        act(
            lambda by: postpone(**by, of=_of(context, card), key=card.first.occasion.key, until=until.needed()),
            _("It is put off."),
            then=close_dialog,
        )


def _not_this_time(context: Context, card: Card, key: str) -> None:
    reason = st.text_input(_("Why?"), key=f"reason-{key}", autocomplete="off")
    if st.button(_("Leave it"), type="primary", key=f"decline-{key}"):
        act(
            lambda by: decline(**by, of=_of(context, card), key=card.first.occasion.key, reason=reason),
            _("It is left, and does not come up again."),
            then=close_dialog,
        )
