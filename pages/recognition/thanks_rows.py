"""What is planned and what was given, as rows: given, changed, called off, and thanked for afterwards."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.amounts import ore_written
from core.i18n import N_, clock_written, ngettext, on_date
from core.i18n import gettext as _
from core.planning.concerned import concerned_by_thanks
from core.recognition.giving import ThanksDetails, call_off, change, give, undo_change
from core.recognition.planning import RecognitionPlan
from core.recognition.reading import RecognitionRow
from core.recognition.rules import Gift
from pages.certificates.certifying import hold_or_make
from pages.recognition import inviting, plan_form
from pages.recognition.words import money, names_words, what_words
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.shell.scope import current_organisation
from pages.telling.telling import waiting, words_to
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button, row_menu

PRINTED = (Gift.CERTIFICATE, Gift.DIPLOMA)


class ThanksStep(StrEnum):
    """What can be done about a thank-you that is planned or given, besides the one next thing."""

    WHO = "who"
    CHANGE = "change"
    CALL_OFF = "call-off"


THANKS_STEPS = {
    ThanksStep.WHO: N_("Who comes …"),
    ThanksStep.CHANGE: N_("Change it …"),
    ThanksStep.CALL_OFF: N_("Call it off …"),
}


def thanks_row(
    context: Context, each: RecognitionRow, made: Mapping[tuple[UUID, str], UUID], givers: Mapping[UUID, str]
) -> None:
    """One thank-you, to whom and by whom; `made` are the certificates there are."""
    key = str(each.recognition_id)
    given = each.given_on is not None
    at = "" if given else clock_written(each.clock)
    over = not given and each.planned_on < context.today
    told = f"{on_date(each.given_on or each.planned_on)} {at}".strip()
    cost = each.cost if given else each.planned_cost
    by = _("from {name}").format(name=each.giver)
    answers = [inviting.answers_words(each)] if each.invites and not given else []
    line(
        what_words(each, str),
        place=" · ".join(told for told in (each.place, by) if told),
        what=" · ".join([names_words(each.people, each.everybody), *answers, *([each.words] if each.words else [])]),
        state=RowState(f"{told} · {_('Its day is over')}", "orange") if over else RowState(told),
        when=" · ".join(part for part in (plain(money(cost)) if cost else "", inviting.thanked_words(each)) if part),
    )
    _menu(each, key, given=given)
    if given:
        if not each.thanks and row_button(_("Write a thank-you"), f"open-thank-them-{key}"):
            open_dialog(f"thanking-{key}")
    elif row_button(_("It is given"), f"open-give-{key}"):
        open_dialog(f"giving-{key}")
    if each.gift in PRINTED:
        for engagement_id, earned in each.earned:
            hold_or_make(context, engagement_id, earned, made.get((engagement_id, earned)), look="tertiary")
    if not given:
        waiting(
            context,
            each.recognition_id,
            lambda by, notice_id: undo_change(**by, recognition_id=each.recognition_id, notice_id=notice_id),
        )
    called = what_words(each, str)
    dialog(f"giving-{key}", _("It is given: {what}").format(what=called), lambda now: _given(now, each), saves=False)
    dialog(
        f"change-{key}", _("Change: {what}").format(what=called), lambda now: _change(now, each, givers), saves=False
    )
    dialog(f"call-off-{key}", _("Call it off: {what}").format(what=called), lambda _now: _call_off(each))
    dialog(f"who-{key}", _("Who comes: {what}").format(what=called), lambda now: inviting.who_comes(now, each))
    dialog(f"thanking-{key}", _("A thank-you to those who came"), lambda _now: inviting.thank_them(each), saves=False)


def _menu(each: RecognitionRow, key: str, *, given: bool) -> None:
    steps = [ThanksStep.WHO] * each.invites + [ThanksStep.CHANGE, ThanksStep.CALL_OFF] * (not given)
    if not steps:
        return
    match row_menu(_("More"), {step: _(THANKS_STEPS[step]) for step in steps}, key):
        case ThanksStep() as chosen:
            open_dialog(f"{chosen}-{key}")


def _change(context: Context, each: RecognitionRow, givers: Mapping[UUID, str]) -> None:
    before = RecognitionPlan(
        gift=each.gift,
        planned_on=each.planned_on,
        giver_id=each.giver_id,
        place=each.place,
        title=each.title,
        clock=each.clock,
        cost=each.planned_cost,
        invites=each.invites,
        answer_by=each.answer_by,
    )
    # With each version the fields begin anew from what is stored.
    organisation_id = current_organisation(context, Action.RECOGNISE)
    form = EntryForm(f"thanks-{each.recognition_id}")
    key = f"gift-{each.recognition_id}-{each.version}-"
    said = f"{each.recognition_id}-{each.version}"
    draft = FormDraft(f"thanks:{said}", key, Gift, also=f"words-to-{said}")
    whom = concerned_by_thanks(session=context.session, actor=actor_of(context), recognition_id=each.recognition_id)
    written = plan_form.draw(form, context, organisation_id, before, givers, key, whom)
    words = words_to(said, _those_told(each))
    draft.keep()
    if st.button(_("Save"), type="primary", key=f"save-{each.recognition_id}"):
        form.send(
            lambda by: change(
                **by,
                recognition_id=each.recognition_id,
                plan=written,
                expected_version=each.version,
                words=words,
            ),
            _("It is changed."),
            then=draft.sent(close_dialog),
        )


def _those_told(each: RecognitionRow) -> list[str]:
    """Who is told when it changes: those who are invited and have not said no, as a number."""
    count = each.coming + each.silent
    if not each.invites or not count:
        return []
    return [ngettext("{count} person who is invited", "{count} people who are invited", count).format(count=count)]


def _call_off(each: RecognitionRow) -> None:
    st.write(_("Does it come to nothing? If it came from an occasion, that is up again."))
    words = words_to(f"off-{each.recognition_id}", _those_told(each))
    if st.button(_("Yes, call it off"), type="primary", key=f"yes-call-off-{each.recognition_id}"):
        act(
            lambda by: call_off(**by, recognition_id=each.recognition_id, expected_version=each.version, words=words),
            _("It is called off."),
            icon=":material/block:",
            then=close_dialog,
        )


def _given(context: Context, each: RecognitionRow) -> None:
    key = str(each.recognition_id)
    form = EntryForm(f"given-{key}")
    draft = FormDraft(f"given:{key}", f"given-{key}-")
    day = form.day("given_on", _("When was it?"), context.today, last=context.today, key=f"given-{key}-on")
    label = _("The letter: they read it on their own page, and get a mail") if each.gift is Gift.LETTER else ""
    with form.field("words") as said:
        words = st.text_area((label or _("What was said (may be left blank)")) + said, key=f"given-{key}-said")
    with form.field("cost") as said:
        cost = st.text_input(
            _("What it cost in kroner (may be left blank)") + said, key=f"given-{key}-cost", autocomplete="off"
        )
    draft.keep()
    if st.button(_("Write it down"), type="primary", key=f"given-{key}"):
        form.send(
            lambda by: give(
                **by,
                recognition_id=each.recognition_id,
                details=ThanksDetails(given_on=day, words=words, cost=ore_written(cost)),
                expected_version=each.version,
            ),
            _("It is written down."),
            then=draft.sent(close_dialog),
        )
