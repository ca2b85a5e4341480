"""Occasions to thank somebody, found and not remembered; what is planned, and what was given."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.amounts import ore
from core.certificates.reading import made_ones
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.people.colleagues import contact_people
from core.recognition.giving import ThanksDetails, call_off, change, give, undo_change
from core.recognition.planning import RecognitionPlan
from core.recognition.reading import RecognitionRow, given_thanks, planned_thanks
from core.recognition.rules import NAMED, Gift, OccasionKind
from core.recognition.service import Card, accept, decline, first_cards, missed, postpone, sharing
from pages.certificates.certifying import hold_or_make
from pages.recognition import inviting, plan_form
from pages.recognition.thanking import thank
from pages.recognition.words import ICONS, money, occasion_words, what_words
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.telling.telling import waiting, words_to
from pages.widgets.plain import and_words, plain
from pages.widgets.show_more import more_of, shown

A_MONTH = timedelta(days=30)
PRINTED = (Gift.CERTIFICATE, Gift.DIPLOMA)


def _occasion_card(context: Context, card: Card, givers: Mapping[UUID, str]) -> None:
    """Who has done what, since when, and what to do about it; a season's end is one card for all who share it."""
    proposal = card.first
    occasion = proposal.occasion
    key = f"{proposal.engagement_id}-{occasion.key}"
    with st.container(border=True, gap="small"):
        if card.count == 1:
            st.page_link(
                addresses.VOLUNTEER,
                label=plain(proposal.name),
                query_params={"id": str(proposal.engagement_id)},
                width="content",
            )
            about = f"{on_date(occasion.on)} · {plain(proposal.workplace)}"
        else:
            st.markdown(f"**{_names_of(card.names, card.count)}**")
            about = on_date(occasion.on)
        told = occasion_words(occasion)
        if card.count > 1 and occasion.kind is OccasionKind.SEASON:
            told = ngettext(
                "{count} led a course in the season that is over",
                "{count} led a course in the season that is over",
                card.count,
            ).format(count=card.count)
        st.markdown(f":material/{ICONS[occasion.kind]}: **{told}**  \n:small[{about}]")
        with st.container(horizontal=True):
            with _opened(_("Plan a thank-you"), ":material/event:", f"plan-{key}") as opened:
                if opened:
                    _plan(context, card, givers, key)
            with _opened(_("Later"), ":material/schedule:", f"later-{key}") as opened:
                if opened:
                    _later(context, card, key)
            with _opened(_("Not this time"), ":material/do_not_disturb_on:", f"no-{key}") as opened:
                if opened:
                    _not_this_time(context, card, key)


def _recognition_card(
    context: Context, row: RecognitionRow, made: Mapping[tuple[UUID, str], UUID], givers: Mapping[UUID, str]
) -> None:
    """What is planned or was given, to whom and by whom; what is planned can be given, changed or called off. `made`
    are the certificates there are."""
    with st.container(border=True, gap="small"):
        day = on_date(row.given_on or row.planned_on)
        by = _("from {name}").format(name=plain(row.giver))
        cost = row.cost if row.given_on else row.planned_cost
        about = [
            f"{day} {plain(row.clock)}".strip(),
            *([plain(row.place)] if row.place else []),
            by,
            *([money(cost)] if cost else []),
        ]
        st.markdown(f"**{what_words(row)}** · {_names_of(row.people, row.everybody)}  \n:small[{' · '.join(about)}]")
        if row.words:
            st.markdown(plain(row.words))
        if row.gift in PRINTED:
            for engagement_id, key in row.earned:
                hold_or_make(context, engagement_id, key, made.get((engagement_id, key)))
        if row.invites:
            inviting.answers(context, row)
        if row.given_on is not None:
            inviting.thank_them(row)
            return
        waiting(
            context,
            row.recognition_id,
            lambda by, notice_id: undo_change(**by, recognition_id=row.recognition_id, notice_id=notice_id),
        )
        with st.container(horizontal=True):
            with _opened(_("It is given"), ":material/task_alt:", f"give-{row.recognition_id}") as opened:
                if opened:
                    _given(context, row)
            with _opened(_("Change it"), ":material/edit:", f"change-{row.recognition_id}") as opened:
                if opened:
                    _change(row, givers)
            with _opened(_("Call it off"), ":material/block:", f"call-off-{row.recognition_id}") as opened:
                if opened:
                    _call_off(row)


@contextmanager
def _opened(label: str, icon: str, key: str) -> Iterator[bool]:
    """A form behind a button, and whether it is open: a list has many, so each is drawn only when it is."""
    folded = st.popover(label, icon=icon, key=key, on_change="rerun")
    with folded:
        yield bool(folded.open)


def _names_of(first: Sequence[str], count: int) -> str:
    """The names of `count` people, or the `first` of them and how many more there are."""
    people = first[:NAMED]
    more = count - len(people)
    if not more:
        return and_words(plain(name) for name in people)
    told = ngettext("{names} and {count} more", "{names} and {count} more", more)
    return told.format(names=", ".join(plain(name) for name in people), count=more)


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
    written = plan_form.draw(context, proposal.organisation_id, before, givers, key)
    if plan_form.may_warn(written):
        plan_form.gentle_warning(context, proposal.organisation_id, written, engagement_ids=_of(context, card))
    if st.button(_("Plan a thank-you"), type="primary", key=f"accept-{key}"):
        act(
            lambda by: accept(**by, of=_of(context, card), key=proposal.occasion.key, plan=written.whole()),
            _("It is planned."),
        )


def _later(context: Context, card: Card, key: str) -> None:
    until = st.date_input(
        _("When is it up again?"), value=context.today + A_MONTH, format="DD.MM.YYYY", key=f"until-{key}"
    )
    if st.button(_("Put it off"), type="primary", key=f"postpone-{key}"):
        act(
            lambda by: postpone(**by, of=_of(context, card), key=card.first.occasion.key, until=until),
            _("It is put off."),
        )


def _not_this_time(context: Context, card: Card, key: str) -> None:
    reason = st.text_input(_("Why?"), key=f"reason-{key}", autocomplete="off")
    if st.button(_("Leave it"), type="primary", key=f"decline-{key}"):
        act(
            lambda by: decline(**by, of=_of(context, card), key=card.first.occasion.key, reason=reason),
            _("It is left, and does not come up again."),
        )


def _change(row: RecognitionRow, givers: Mapping[UUID, str]) -> None:
    before = RecognitionPlan(
        gift=row.gift,
        planned_on=row.planned_on,
        giver_id=row.giver_id,
        place=row.place,
        title=row.title,
        clock=row.clock,
        cost=row.planned_cost,
        invites=row.invites,
        answer_by=row.answer_by,
    )
    # With each version the fields begin anew from what is stored.
    written = plan_form.draw(context, organisation_id, before, givers, f"{row.recognition_id}-{row.version}")
    words = words_to(f"{row.recognition_id}-{row.version}", _those_told(row))
    if st.button(_("Save"), type="primary", key=f"save-{row.recognition_id}"):
        act(
            lambda by: change(
                **by,
                recognition_id=row.recognition_id,
                plan=written.whole(),
                expected_version=row.version,
                words=words,
            ),
            _("It is changed."),
        )


def _those_told(row: RecognitionRow) -> list[str]:
    """Who is told when it changes: those who are invited and have not said no, as a number."""
    count = row.coming + row.silent
    if not row.invites or not count:
        return []
    return [ngettext("{count} person who is invited", "{count} people who are invited", count).format(count=count)]


def _call_off(row: RecognitionRow) -> None:
    st.write(_("Does it come to nothing? If it came from an occasion, that is up again."))
    words = words_to(f"off-{row.recognition_id}", _those_told(row))
    if st.button(_("Yes, call it off"), type="primary", key=f"yes-call-off-{row.recognition_id}"):
        act(
            lambda by: call_off(**by, recognition_id=row.recognition_id, expected_version=row.version, words=words),
            _("It is called off."),
            icon=":material/block:",
        )


def _given(context: Context, row: RecognitionRow) -> None:
    key = str(row.recognition_id)
    day = st.date_input(_("When was it?"), value=context.today, format="DD.MM.YYYY", key=f"given-on-{key}")
    label = _("The letter: they read it on their own page, and get a mail") if row.gift is Gift.LETTER else ""
    words = st.text_area(label or _("What was said (may be left blank)"), key=f"said-{key}")
    cost = st.text_input(_("What it cost in kroner (may be left blank)"), key=f"cost-{key}", autocomplete="off")
    if st.button(_("Write it down"), type="primary", key=f"given-{key}"):
        act(
            lambda by: give(
                **by,
                recognition_id=row.recognition_id,
                details=ThanksDetails(given_on=day, words=words, cost=ore(cost)),
                expected_version=row.version,
            ),
            _("It is written down."),
        )


context = require_actor(Action.RECOGNISE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.RECOGNISE)

show_flashes()
st.title(_("Recognition"), anchor=False)
st.write(_("What people have done, and nobody has thanked them for yet. Choose what to do, or leave it with a reason."))
with st.container(horizontal=True):
    st.page_link(
        addresses.DIPLOMAS, label=_("Diplomas and certificates"), icon=":material/workspace_premium:", width="content"
    )
    st.page_link(
        addresses.RECOGNITION_YEAR,
        label=_("The year: money, and who was thanked"),
        icon=":material/savings:",
        width="content",
    )
asked: dict[str, Any] = {"session": context.session, "actor": actor, "organisation_id": organisation_id}
colleagues = contact_people(**asked)
givers = {person.id: person.name for person in colleagues}
found = first_cards(**asked, today=context.today, count=shown("occasions"))
st.header(_("Worth celebrating"), anchor=False)
if found.all_occasions:
    count = found.all_occasions
    st.write(ngettext("{count} occasion", "{count} occasions", count).format(count=count))
    for card in found.cards:
        _occasion_card(context, card, givers)
    more_of(found.all_cards, "occasions")
else:
    st.info(_("Nobody waits for thanks right now."), icon=":material/check_circle:")
if gone := missed(**asked, today=context.today):
    told = ngettext(
        "{count} earlier occasion came and went without thanks. It is never too late to thank somebody.",
        "{count} earlier occasions came and went without thanks. It is never too late to thank somebody.",
        gone,
    )
    st.caption(told.format(count=gone))


def cards(rows: Sequence[RecognitionRow]) -> None:
    """A card for each, with the certificates there are."""
    engagement_ids = {engagement_id for row in rows for engagement_id, _key in row.earned}
    made = made_ones(**asked, engagement_ids=engagement_ids)
    for row in rows:
        _recognition_card(context, row, made, givers)


planned = planned_thanks(**asked, count=shown("planned-shown"))
st.header(_("Planned thanks"), anchor=False)
thank(context, organisation_id, givers)
if not planned.total:
    st.caption(_("Nothing is planned."))
cards(planned.rows)
more_of(planned.total, "planned-shown")
folded = st.expander(_("Given"), icon=":material/history:", on_change="rerun", key="given")
if folded.open:
    with folded:
        given = given_thanks(**asked, count=shown("given-shown"))
        if not given.total:
            st.caption(_("Nothing was given yet."))
        cards(given.rows)
        more_of(given.total, "given-shown")
