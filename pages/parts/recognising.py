"""One occasion with the three answers to it, and one recognition with what can be done about it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

import streamlit as st

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext, on_date
from core.recognition.reading import RecognitionRow
from core.recognition.rules import Gift
from core.recognition.service import Proposal, accept, call_off, decline, give, postpone
from pages.parts.certifying import hold_or_make
from pages.parts.phrases import and_words
from pages.parts.plain import plain
from pages.parts.recognition_words import ICONS, gift_words, money, occasion_words
from pages.parts.rows import VOLUNTEER
from pages.parts.said import say
from pages.parts.session import Context, actor_of, refused

A_MONTH = timedelta(days=30)
NAMED = 4
PRINTED = (Gift.CERTIFICATE, Gift.DIPLOMA)


def occasion_card(context: Context, proposal: Proposal, givers: Mapping[UUID, str]) -> None:
    """Who has done what, since when, and what to do about it."""
    key = f"{proposal.engagement_id}-{proposal.occasion.key}"
    with st.container(border=True, gap="small"):
        st.page_link(
            VOLUNTEER,
            label=plain(proposal.name),
            query_params={"id": str(proposal.engagement_id)},
            width="content",
        )
        st.markdown(
            f":material/{ICONS[proposal.occasion.kind]}: **{occasion_words(proposal.occasion)}**  \n"
            f":small[{on_date(proposal.occasion.on)} · {plain(proposal.workplace)}]"
        )
        with st.container(horizontal=True):
            with st.popover(_("Plan a thank-you"), icon=":material/event:", key=f"plan-{key}"):
                _plan(context, proposal, givers, key)
            with st.popover(_("Later"), icon=":material/schedule:", key=f"later-{key}"):
                _later(context, proposal, key)
            with st.popover(_("Not this time"), icon=":material/do_not_disturb_on:", key=f"no-{key}"):
                _not_this_time(context, proposal, key)


def recognition_card(context: Context, row: RecognitionRow, made: Mapping[tuple[UUID, str], UUID]) -> None:
    """What is planned or was given, to whom and by whom; what is planned can be given or called off. `made` are the
    certificates there are."""
    with st.container(border=True, gap="small"):
        names = and_words(plain(name) for name in row.people[:NAMED])
        if len(row.people) > NAMED:
            more = len(row.people) - NAMED
            told = ngettext("{names} and {count} more", "{names} and {count} more", more)
            names = told.format(names=", ".join(plain(name) for name in row.people[:NAMED]), count=more)
        day = on_date(row.given_on or row.planned_on)
        by = _("from {name}").format(name=plain(row.giver))
        about = [day, by, *([plain(row.place)] if row.place else []), *([money(row.cost)] if row.cost else [])]
        st.markdown(f"**{gift_words(row.gift)}** · {names}  \n:small[{' · '.join(about)}]")
        if row.words:
            st.markdown(plain(row.words))
        if row.gift in PRINTED:
            for engagement_id, key in row.occasions:
                if key.partition(":")[0] in PRINTED:
                    hold_or_make(context, engagement_id, key, made.get((engagement_id, key)))
        if row.given_on is None:
            with st.container(horizontal=True):
                with st.popover(_("It is given"), icon=":material/task_alt:", key=f"give-{row.recognition_id}"):
                    _given(context, row)
                if st.button(_("Call it off"), key=f"call-off-{row.recognition_id}", type="tertiary"):
                    _try(
                        lambda: call_off(
                            session=context.session,
                            actor=actor_of(context),
                            recognition_id=row.recognition_id,
                            expected_version=row.version,
                            now=context.now,
                        ),
                        _("It is called off, and the occasion is up again."),
                    )


def _plan(context: Context, proposal: Proposal, givers: Mapping[UUID, str], key: str) -> None:
    gifts = [*Gift]
    gift = st.selectbox(_("How?"), gifts, index=gifts.index(proposal.gift), format_func=gift_words, key=f"gift-{key}")
    day = st.date_input(_("When?"), value=proposal.on, format="DD.MM.YYYY", key=f"on-{key}")
    ids = [*givers]
    index = ids.index(proposal.owner_id) if proposal.owner_id in givers else 0
    giver = st.selectbox(_("Who gives it?"), ids, index=index, format_func=givers.__getitem__, key=f"giver-{key}")
    if st.button(_("Plan a thank-you"), type="primary", key=f"accept-{key}") and gift is not None and giver is not None:
        _try(
            lambda: accept(
                session=context.session,
                actor=actor_of(context),
                engagement_id=proposal.engagement_id,
                key=proposal.occasion.key,
                gift=gift,
                planned_on=day,
                giver_id=giver,
                expected_version=proposal.version,
                now=context.now,
            ),
            _("It is planned."),
        )


def _later(context: Context, proposal: Proposal, key: str) -> None:
    until = st.date_input(
        _("When is it up again?"), value=context.today + A_MONTH, format="DD.MM.YYYY", key=f"until-{key}"
    )
    if st.button(_("Put it off"), type="primary", key=f"postpone-{key}"):
        _try(
            lambda: postpone(
                session=context.session,
                actor=actor_of(context),
                engagement_id=proposal.engagement_id,
                key=proposal.occasion.key,
                until=until,
                expected_version=proposal.version,
                now=context.now,
            ),
            _("It is put off."),
        )


def _not_this_time(context: Context, proposal: Proposal, key: str) -> None:
    reason = st.text_input(_("Why?"), key=f"reason-{key}", autocomplete="off")
    if st.button(_("Leave it"), type="primary", key=f"decline-{key}"):
        _try(
            lambda: decline(
                session=context.session,
                actor=actor_of(context),
                engagement_id=proposal.engagement_id,
                key=proposal.occasion.key,
                reason=reason,
                expected_version=proposal.version,
                now=context.now,
            ),
            _("It is left, and does not come up again."),
        )


def _given(context: Context, row: RecognitionRow) -> None:
    key = str(row.recognition_id)
    day = st.date_input(_("When was it?"), value=context.today, format="DD.MM.YYYY", key=f"given-on-{key}")
    words = st.text_area(_("What was said (may be left blank)"), key=f"said-{key}")
    cost = st.text_input(_("What it cost in kroner (may be left blank)"), key=f"cost-{key}", autocomplete="off")
    if st.button(_("Write it down"), type="primary", key=f"given-{key}"):
        _try(
            lambda: give(
                session=context.session,
                actor=actor_of(context),
                recognition_id=row.recognition_id,
                given_on=day,
                words=words,
                cost=_ore(cost),
                expected_version=row.version,
                now=context.now,
            ),
            _("It is written down."),
        )


def _ore(written: str) -> int:
    """An amount as one writes it, in øre: "150", "149,50", "1.200 kr."."""
    cleaned = written.lower().removesuffix(".").replace("kr", "").replace(" ", "").rstrip(".")
    kroner, _comma, rest = cleaned.partition(",")
    kroner = kroner.replace(".", "")
    if not written.strip():
        return 0
    if not kroner.isdecimal() or (rest and (not rest.isdecimal() or len(rest) > 2)):
        raise DomainError("cost_invalid")
    return int(kroner) * 100 + int(rest.ljust(2, "0") or 0)


def _try(does: Callable[[], object], said: str) -> None:
    """Do it, say so and draw the page anew; a refusal is told here, and what was written stays."""
    try:
        does()
    except DomainError as error:
        refused(error)
        return
    say(said)
    st.rerun()
