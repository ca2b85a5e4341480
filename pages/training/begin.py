"""Lay the plan on days for a team: from when, where, and on which weekdays each can. The days stand there before."""

from datetime import date, time, timedelta
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import local_day, on_weekday
from core.training.editing import plan_view
from core.training.reading import TrainingView, training_view
from core.training.rounds import RoundDetails, begin_round, join_round, lay_rest, lay_round
from core.training.rules import WORKDAYS, LaidPlan, monday_of
from pages.shell import addresses
from pages.shell.action import attempt, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.telling.days import said_of_own_days
from pages.training.no_team import no_team
from pages.training.notice import why_now
from pages.training.words import weekday_words
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import line

AT = time(9, 30)
USUAL = (0, 1, 2, 3)
context = require_actor(Action.PLAN_TRAINING)
actor = actor_of(context)


def fields(form: EntryForm, training: TrainingView) -> RoundDetails:
    """From when, at what time, where, and who with their weekdays: those first who have not been trained."""
    key = f"training-{training.team_id}"
    trained = {each.engagement_id for day in training.current.days for each in day.peers} if training.current else ()
    left, right = st.columns(2)
    with left:
        starts_on = form.day(
            "starts_on",
            _("From which day?"),
            monday_of(context.today) + timedelta(weeks=1),
            key=f"{key}-from",
            needed=True,
        )
    at = right.time_input(_("Begins at"), value=AT, key=f"{key}-at", step=900)
    with form.field("place") as said:
        where = st.text_input(
            _("Where, when it is not at the workplace?") + said,
            training.current.place if training.current else training.workplace,
            key=f"{key}-place",
        )
    peers: dict[UUID, tuple[int, ...]] = {}
    with form.field("peers") as said:
        st.markdown(f"**{_('Who takes part, and on which weekdays can they?')}**{said}")
        for each in training.members:
            if not st.checkbox(
                plain_label(each.name), each.engagement_id not in trained, key=f"{key}-{each.engagement_id}"
            ):
                continue
            chosen = st.pills(
                plain_label(_("Weekdays for {name}").format(name=each.name)),
                WORKDAYS,
                selection_mode="multi",
                default=USUAL,
                format_func=weekday_words,
                key=f"{key}-days-{each.engagement_id}",
                label_visibility="collapsed",
            )
            peers[each.engagement_id] = tuple(sorted(chosen or ()))
    return RoundDetails(starts_on, at or AT, where, peers)


def laid_for(training: TrainingView, details: RoundDetails, *, joining: bool) -> LaidPlan:
    """Where the days would lie: of all of the plan, or of what each has left of the one that goes on."""
    if not joining or training.current is None:
        return lay_round(
            session=context.session, actor=actor, team_id=training.team_id, details=details, today=context.today
        )
    rest = lay_rest(
        session=context.session, actor=actor, round_id=training.current.round_id, details=details, now=context.now
    )
    return LaidPlan({peer: days for each in rest.values() for peer, days in each.days.items()}, ())


def preview(training: TrainingView, details: RoundDetails, *, joining: bool) -> None:
    """The days as they would be, and what stands in somebody's way on them; nothing while something is missing."""
    laid = attempt(lambda: laid_for(training, details, joining=joining))
    if isinstance(laid, DomainError):
        return
    if laid.apart:
        st.warning(
            _(
                "No weekday is everybody's, so days that should be shared fall on different days. Choose a weekday "
                "that all can, if there is one."
            ),
            icon=":material/event_busy:",
        )
    said_of_own_days(
        context,
        {peer: [each.on for each in days] for peer, days in laid.days.items()},
        [training.current.round_id] if joining and training.current else [],
        clear=_("Nothing else that the portal knows of is in the way of these peers on their days."),
    )
    called = {each.day.id: each.day.called for each in training.current.days} if joining and training.current else {}
    if not joining:
        plan = plan_view(session=context.session, actor=actor, organisation_id=training.organisation_id).holds.plan
        called = {each.id: each.called for each in plan.days}
    on_days = {each.id for days in laid.days.values() for each in days}
    called = {day_id: words for day_id, words in called.items() if day_id in on_days}
    names = {each.engagement_id: each.name for each in training.members}
    with section(
        _("The days as they would be"),
        len(called),
        note=_("Holidays and your own closed days are left out."),
    ).rows("laid"):
        for day_id, words in called.items():
            line(words, when=plain(_when(laid, day_id, names)))


def _when(laid: LaidPlan, day_id: str, names: dict[UUID, str]) -> str:
    """One date where it is everybody's who is asked about, else each with a name."""
    on: dict[date, list[str]] = {}
    for peer, days in laid.days.items():
        for each in days:
            if each.id == day_id:
                on.setdefault(each.on, []).append(names[peer])
    if len(on) == 1 and all(len(who) == len(laid.days) for who in on.values()):
        return on_weekday(next(iter(on)))
    return "; ".join(f"{', '.join(who)}: {on_weekday(day)}" for day, who in sorted(on.items()))


def draw(training: TrainingView) -> None:
    """The whole page: a new training, or peers who come into the one that goes on."""
    current = training.current
    joining = current is not None and any(
        local_day(each.starts_at) > context.today for day in current.days for each in day.peers
    )
    with page_head(plain(_("Plan a training for {team}").format(team=training.name))):
        st.page_link(
            addresses.TEAM_TRAINING,
            label=_("Back to the training"),
            icon=":material/arrow_back:",
            query_params={"id": str(training.team_id)},
            width="content",
        )
    if not training.members:
        st.info(_("Put somebody in the team first."), icon=":material/groups:")
        return
    st.write(
        _("Choose those who come in now, or who need other days. What they have been to stays. The rest is laid anew.")
        if joining
        else _(
            "The team has its workplace, and trains beside it. Three or four days a week are what most can manage. A "
            "day that is shared is laid where it suits everybody."
        )
    )
    why_now(context, training.organisation_id, training.team_id)
    form = EntryForm(f"training-{training.team_id}")
    draft = FormDraft(f"training:{training.team_id}", f"training-{training.team_id}-")
    details = fields(form, training)
    draft.keep()
    if details.peers:
        preview(training, details, joining=joining)
    elif not joining:
        st.info(
            _(
                "Everybody in the team has been trained. Put the new ones in the team first, or choose who takes part "
                "again."
            ),
            icon=":material/groups:",
        )
    if st.button(
        _("Lay the days") if joining else _("Begin the training"),
        type="primary",
        icon=":material/event_available:",
        key="training-begin",
    ):
        form.send(
            lambda by: (
                join_round(**by, round_id=current.round_id, details=details)
                if joining and current is not None
                else begin_round(**by, team_id=training.team_id, details=details)
            ),
            _("The days are laid. Each peer gets a mail, and sees them on “My training”."),
            icon=":material/event_available:",
            then=draft.sent(lambda _done: go(addresses.TEAM_TRAINING, training.team_id)),
        )


show_flashes()
with refusal_shown(_("Begin a training")):
    asked = st.query_params.get("id")
    if asked:
        draw(training_view(session=context.session, actor=actor, team_id=id_in_address(asked), now=context.now))
    else:
        no_team(_("Begin a training"))
