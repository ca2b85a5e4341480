"""I would like to stop: said by the volunteer, with a last day, answered, and taken back."""

from datetime import timedelta

import streamlit as st

from core.access.permissions import Action
from core.approvals.rules import EndReason
from core.approvals.stopping import OwnStopping, StopWish, own_stopping, stay_after_all, wish_to_stop
from core.i18n import N_, on_date
from core.i18n import gettext as _
from pages.guidelines.principles import Matter, own_principle
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.unsent.keeping import FormDraft
from pages.widgets.form import EntryForm
from pages.widgets.plain import and_words, plain, plain_label

# Why somebody stops, as they say it themselves; that somebody is not approved is said by others.
OWN_WHY = {
    EndReason.OWN_WISH: N_("It is time"),
    EndReason.LOST_INTEREST: N_("I would rather do something else"),
    EndReason.ILLNESS: N_("I am ill"),
    EndReason.MOVED: N_("I am moving"),
    EndReason.NEW_WORK: N_("I go on to a job"),
    EndReason.STUDIES: N_("I go on to an education"),
    EndReason.TASK_ENDED: N_("The task has ended"),
    EndReason.OTHER: N_("Something else"),
}
# Who would like to move on, as peers are asked along the way, is not asked whether they are ill.
ONWARDS = (EndReason.NEW_WORK, EndReason.STUDIES, EndReason.LOST_INTEREST, EndReason.OWN_WISH, EndReason.OTHER)
MOVES_ON = st.query_params.get("to") == "on"
context = require_actor(Action.ASK_TO_STOP)
actor = actor_of(context)


def ask(place: OwnStopping) -> None:
    """The last day, and why where they like to say it; or another day of what was said."""
    key = f"stops-{place.engagement_id}-{place.last_day}-"
    form, draft = (
        EntryForm(f"stopping-{place.engagement_id}"),
        FormDraft(f"stopping:{place.engagement_id}", key, EndReason),
    )
    day = form.day(
        "last_day",
        _("My last day"),
        place.last_day or context.today + timedelta(days=place.notice_days),
        key=f"{key}day",
        needed=True,
    )
    if place.notice_days:
        st.caption(
            _("{organisation} would like to know {count} days before. If you cannot wait, write your own day.").format(
                organisation=plain(place.organisation), count=place.notice_days
            )
        )
    reason = st.pills(
        _("Why? (may be left out)"),
        [each for each in OWN_WHY if not MOVES_ON or each in (*ONWARDS, place.reason)],
        default=place.reason,
        format_func=lambda each: _(OWN_WHY[each]),
        key=f"{key}why",
    )
    if reason is EndReason.ILLNESS:
        st.info(
            _("Would a break be enough? Call {name}: nothing runs out meanwhile.").format(name=plain(place.coordinator))
            + (f"\n\n{plain(place.when_ill)}" if place.when_ill else ""),
            icon=":material/favorite:",
        )
    elif reason in (EndReason.NEW_WORK, EndReason.STUDIES):
        st.success(_("How good. We would like to celebrate it with you."), icon=":material/celebration:")
    elif reason in (EndReason.LOST_INTEREST, EndReason.TASK_ENDED):
        st.info(_("There may be other tasks here that suit you. Write what you would like."), icon=":material/explore:")
    with form.field("words") as said:
        words = st.text_area(
            _("What would you like to say? (may be left blank)") + said, place.words, key=f"{key}words"
        )
    draft.keep()
    if st.button(
        _("Tell them") if place.last_day is None else _("Save the change"),
        type="primary",
        icon=":material/send:",
        key="stopping-send",
    ):
        form.send(
            lambda by: wish_to_stop(**by, engagement_id=place.engagement_id, wish=StopWish(day, reason, words)),
            _("It is said. You hear from {name}.").format(name=plain(place.coordinator)),
            icon=":material/waving_hand:",
            then=draft.sent(),
        )


def under_way(place: OwnStopping) -> None:
    """That it is said, what was answered, and the ways to change it and to stay after all."""
    assert place.last_day is not None
    with st.container(border=True):
        st.markdown(_("Your last day is **{day}**.").format(day=on_date(place.last_day)))
        if place.answer:
            st.markdown(_("{name} writes: {words}").format(name=plain(place.coordinator), words=plain(place.answer)))
        elif place.answered:
            st.markdown(_("{name} has read it, and talks with you about it.").format(name=plain(place.coordinator)))
        elif place.wished_on is not None:
            st.markdown(_("{name} answers you soon.").format(name=plain(place.coordinator)))
        else:
            st.markdown(_("Call {name} if that is not right.").format(name=plain(place.coordinator)))
            return
        if st.button(_("I stay after all"), icon=":material/undo:", key=f"stay-{place.engagement_id}"):
            act(
                lambda by: stay_after_all(**by, engagement_id=place.engagement_id),
                _("Good to have you. It is taken back."),
                icon=":material/undo:",
            )
    folded = st.expander(_("Say it otherwise"), icon=":material/edit:", key=f"stopping-again-{place.engagement_id}")
    with folded:
        ask(place)


def told(place: OwnStopping) -> None:
    """To whom it goes, and what happens then."""
    people = and_words(dict.fromkeys(plain(name) for name in (place.coordinator, place.contact_person)))
    st.write(
        _(
            "You may stop whenever you like, and need give no reason. {people} are told. You talk about it, what you "
            "did goes on to others, and you get our thanks and a proof of what you have done. Afterwards you can still "
            "log in and read what is yours."
        ).format(people=people)
    )


show_flashes()
st.title(_("I would like to move on") if MOVES_ON else _("I would like to stop"), anchor=False)
places = own_stopping(session=context.session, actor=actor)
if not places:
    st.write(_("You are no longer a volunteer anywhere here."))
    st.stop()
here = places[0]
if len(places) > 1:
    chosen = st.selectbox(
        _("Where?"),
        range(len(places)),
        format_func=lambda number: plain_label(f"{places[number].workplace}, {places[number].organisation}"),
        key="stopping-where",
    )
    here = places[chosen]
told(here)
if here.last_day is None:
    ask(here)
else:
    under_way(here)
own_principle(Matter.GOODBYE, here.engagement_id)
