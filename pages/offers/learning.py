"""What somebody can learn and where they can meet others: yes or no in one tap, what they need, and what they ask
for."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.access.permissions import Action, Role, organisations_where
from core.errors import DomainError
from core.i18n import N_, at_time, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.journey.service import own_work
from core.offers.attending import answer
from core.offers.needs import MyNeeds, answer_needs, my_needs, wish_for
from core.offers.reading import MyOffer, OfferAhead, my_offers_ahead
from core.offers.rules import NeedsQuestion, OfferKind, Opening, SignUpState
from pages.offers.words import QUESTIONS, TO_YOU, kind_badge, kind_word, materials, when_words
from pages.shell import addresses
from pages.shell.action import act, acting, attempt
from pages.shell.context import Context, actor_of, current
from pages.shell.flash import say, say_refused
from pages.shell.state import ScreenState
from pages.widgets.plain import and_words, plain

STANDS = {
    SignUpState.INVITED: (N_("You are invited"), "orange", "mail"),
    SignUpState.SIGNED_UP: (N_("You have a seat"), "green", "check_circle"),
    SignUpState.WAITING: (N_("You are on the waiting list"), "orange", "hourglass_top"),
    SignUpState.DECLINED: (N_("You have said no"), "gray", "do_not_disturb_on"),
    SignUpState.ATTENDED: (N_("You were there"), "green", "task_alt"),
    SignUpState.ABSENT: (N_("You were not there"), "gray", "person_off"),
}


# What only those who lead courses come to.
FOR_INSTRUCTORS = frozenset({OfferKind.METHOD_COURSE, OfferKind.REFRESHER})
WISHES = ScreenState[Sequence[OfferKind]]("wishes", ())


def offer_card(mine: MyOffer, *, first: bool, organisations: int) -> None:
    """One offer: what, when, where, where one stands, and yes or no."""
    offer = mine.offer
    with st.container(border=True, gap="small", key=f"offer-{offer.id}"):
        st.markdown(f"**{plain(offer.title)}**  \n{_badges(mine)}")
        told = [when_words(offer)]
        told += [plain(part) for part in (offer.place, mine.workplace) if part]
        if organisations > 1:
            told.append(plain(mine.organisation))
        st.markdown("  \n".join(told))
        if offer.about:
            st.markdown(plain(offer.about))
        if sentences := _sentences(mine):
            st.markdown(" ".join(sentences))
        if mine.standing in (SignUpState.SIGNED_UP, SignUpState.ATTENDED):
            materials(offer.material, str(offer.id))
        _answers(mine, first=first)


def _badges(mine: MyOffer) -> str:
    badges = [kind_badge(mine.offer.kind)]
    if mine.opening is Opening.CALLED_OFF:
        badges.append(f":gray-badge[:material/block: {_('Called off')}]")
    elif mine.standing is not None:
        word, colour, icon = STANDS[mine.standing]
        badges.append(f":{colour}-badge[:material/{icon}: {_(word)}]")
    return " ".join(badges)


def _sentences(mine: MyOffer) -> list[str]:
    """What one should know before answering."""
    if mine.opening is Opening.CALLED_OFF:
        return []
    told = []
    if mine.standing is SignUpState.INVITED and mine.reasons:
        told.append(
            _("You are invited because {reasons}.").format(reasons=and_words(_(TO_YOU[each]) for each in mine.reasons))
        )
    if mine.place is not None:
        told.append(_("You are number {place} on the waiting list. You are told when there is a seat.").format(
            place=mine.place
        ))  # fmt: skip
    elif mine.left == 0 and mine.standing in (None, SignUpState.INVITED, SignUpState.DECLINED):
        told.append(_("All seats are taken. Say yes to get on the waiting list."))
    elif mine.left is not None and mine.standing is not SignUpState.SIGNED_UP:
        told.append(ngettext("{count} seat left.", "{count} seats left.", mine.left).format(count=mine.left))
    if mine.opening is Opening.CLOSED and mine.standing not in (SignUpState.SIGNED_UP, SignUpState.WAITING):
        told.append(_("The last day to sign up is over. Ask your coordinator if you would like to come."))
    elif mine.offer.sign_up_by and mine.standing in (None, SignUpState.INVITED):
        told.append(_("Sign up by {day}.").format(day=on_date(mine.offer.sign_up_by)))
    if mine.counts:
        told.append(_("It counts as your competence development."))
    return told


def _answers(mine: MyOffer, *, first: bool) -> None:
    if mine.opening not in (Opening.OPEN, Opening.CLOSED):
        return
    key = str(mine.offer.id)
    with st.container(horizontal=True):
        if mine.standing in (SignUpState.SIGNED_UP, SignUpState.WAITING):
            st.button(
                _("I cannot come after all"),
                key=f"no-{key}",
                type="tertiary",
                icon=":material/close:",
                on_click=_say,
                args=(mine.offer.id, False),
            )
            return
        if mine.opening is Opening.OPEN:
            st.button(
                _("Yes, I would like to come"),
                key=f"yes-{key}",
                type="primary" if first else "secondary",
                icon=":material/check:",
                on_click=_say,
                args=(mine.offer.id, True),
            )
        if mine.standing is SignUpState.INVITED:
            st.button(_("No, thank you"), key=f"no-{key}", on_click=_say, args=(mine.offer.id, False))


def _say(offer_id: UUID, coming: bool) -> None:
    own = actor_of(current()).person_id
    standing = attempt(lambda: answer(**acting(), offer_id=offer_id, person_id=own, coming=coming))
    if isinstance(standing, DomainError):
        say_refused(standing)
    elif standing is SignUpState.SIGNED_UP:
        say(_("You have a seat. See you there!"))
    elif standing is SignUpState.WAITING:
        say(_("You are on the waiting list. You are told when there is a seat."), icon=":material/hourglass_top:")
    else:
        say(_("Thank you for telling. The seat goes to somebody else."))


def been_at(rows: Sequence[MyOffer]) -> None:
    """Where one has been, with the materials."""
    for mine in rows:
        counted = f" · {_('counts')}" if mine.counts else ""
        day = on_date(local_day(mine.offer.starts_at))
        st.markdown(f"- **{plain(mine.offer.title)}**  \n:small[{kind_word(mine.offer.kind)} · {day}{counted}]")
        materials(mine.offer.material, str(mine.offer.id))


def needs(context: Context, named: bool) -> None:
    """What one asks for, and the four questions, for each organisation one belongs to."""
    for organisation_id in organisations_where(actor_of(context), Action.ATTEND_OFFERS):
        mine = _mine(context, organisation_id)
        if named:
            st.subheader(str(mine.year), anchor=False)
        _wishes(context, mine)
        _questions(mine)


def wishes(context: Context) -> None:
    """What one asks for, below one's own log book."""
    for organisation_id in organisations_where(actor_of(context), Action.ATTEND_OFFERS):
        _wishes(context, _mine(context, organisation_id))


def _mine(context: Context, organisation_id: UUID) -> MyNeeds:
    return my_needs(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, today=context.today
    )


def _wishes(context: Context, mine: MyNeeds) -> None:
    actor = actor_of(context)
    leads = actor.roles() != {Role.VOLUNTEER} or own_work(session=context.session, actor=actor).courses
    st.pills(
        _("Is there something you would like to come to? Your coordinator sees it."),
        [kind for kind in OfferKind if leads or kind not in FOR_INSTRUCTORS or kind in mine.wishes],
        selection_mode="multi",
        default=[kind for kind in OfferKind if kind in mine.wishes],
        format_func=kind_word,
        key=WISHES.of(mine.organisation_id).key,
        on_change=_wished,
        args=(mine.organisation_id,),
    )


def _wished(organisation_id: UUID) -> None:
    context = current()
    wish_for(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        kinds=WISHES.of(organisation_id).get(),
        now=context.now,
    )
    say(_("Saved."))


def _questions(mine: MyNeeds) -> None:
    answered = any(mine.answers.values())
    title = (
        _("What is needed in {year}? You have answered") if answered else _("What is needed in {year}? Four questions")
    )
    with st.expander(title.format(year=mine.year), icon=":material/rate_review:", key=f"needs-{mine.organisation_id}"):
        st.write(
            _(
                "Both volunteers and employees are asked, once a year. Answer those you like. Your coordinator reads "
                "the answers with your name, and uses them to plan. Write nothing about anybody's health."
            )
        )
        written = {
            question: st.text_area(
                _(QUESTIONS[question]),
                value=mine.answers[question],
                key=f"need-{mine.organisation_id}-{mine.version}-{question}",
            )
            for question in NeedsQuestion
        }
        if st.button(_("Save my answers"), icon=":material/save:", key=f"needs-save-{mine.organisation_id}"):
            act(
                lambda by: answer_needs(
                    **by, organisation_id=mine.organisation_id, answers=written, expected_version=mine.version
                ),
                _("Thank you. Your answers are saved, and you can change them all year."),
            )


def on_the_path(context: Context) -> None:
    """On one's own page: an invitation that waits for an answer, and the next thing one comes to."""
    found = my_offers_ahead(session=context.session, actor=actor_of(context), now=context.now)
    asked = [each for each in found if each.standing is SignUpState.INVITED]
    coming = next((each for each in found if each.standing is SignUpState.SIGNED_UP), None)
    if not asked and coming is None:
        return
    with st.container(border=True, key="learning"):
        if asked:
            st.markdown(f":material/mail: {_invited(asked)}")
        if coming is not None:
            where = f", {plain(coming.place)}" if coming.place else ""
            st.markdown(
                f":material/event: {_('You have a seat: {title}').format(title=f'**{plain(coming.title)}**')}  \n"
                f":small[{at_time(coming.starts_at)}{where}]"
            )
        st.page_link(
            addresses.MY_OFFERS,
            label=_("Say yes or no") if asked else _("See it"),
            icon=":material/arrow_forward:",
            width="content",
        )


def _invited(asked: Sequence[OfferAhead]) -> str:
    first = asked[0]
    if len(asked) == 1:
        return _("You are invited to {title} on {day}.").format(
            title=f"**{plain(first.title)}**", day=on_date(local_day(first.starts_at))
        )
    return _("You are invited to {count} things. The first is {title} on {day}.").format(
        count=len(asked), title=f"**{plain(first.title)}**", day=on_date(local_day(first.starts_at))
    )
