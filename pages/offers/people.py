"""The people of an offer: who should be invited and why, who comes, who waits, and who was there."""

from collections.abc import Collection, Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.documents.text.facts import printed_name
from core.i18n import N_, ngettext, reading
from core.i18n import gettext as _
from core.offers.attending import answer, invite, record_attendance
from core.offers.proposing import ProposedInvitee, find_invitees, ids_to_invite, to_invite
from core.offers.reading import OfferAttendee, OfferRow, one_offer
from core.offers.rules import HAS_A_SEAT, SignUpState
from core.people.search import name_fits
from core.register.printing import PrintedList, print_list
from db.offers import Offer
from pages.offers.words import STANDINGS, reasons_words
from pages.people.choosing import Choice, Find, choose_people
from pages.shell.action import act
from pages.shell.context import Context, actor_of, while_allowed
from pages.telling.days import days_of, said_of_people
from pages.widgets.downloads import ListOut
from pages.widgets.headings import section
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import line
from pages.widgets.show_more import first_ones, more_button, more_of, shown

SHOWN = 15


def inviting(context: Context, offer: Offer) -> None:
    """Who should be invited and why, all of them in one press; and whoever else it is for."""
    key = f"proposed-{offer.id}"
    found = to_invite(
        session=context.session,
        actor=actor_of(context),
        offer_id=offer.id,
        today=context.today,
        most=shown(key, at_once=SHOWN),
    )
    if found.proposed:
        with section(_("Who should be invited"), found.proposed).rows("of-proposed"):
            for each in found.rows:
                line(each.name, place=each.workplace, what=reasons_words(each.reasons))
        more_of(found.proposed, key, at_once=SHOWN)
        if context.now < offer.starts_at:
            volunteers = [each.engagement_id for each in found.rows if each.engagement_id is not None]
            said_of_people(context, volunteers, days_of(offer.starts_at, offer.ends_at), but=[offer.id])
        said = ngettext("Invite {name}", "Invite all {count}", found.proposed)
        if st.button(
            said.format(count=found.proposed, name=plain(found.rows[0].name)),
            type="primary",
            icon=":material/send:",
            key="invite-proposed",
        ):
            _invite(offer, _all_of(context, offer))
    if found.others:
        folded = st.expander(_("Invite others"), icon=":material/person_add:", on_change="rerun", key="invite-others")
        if folded.open:
            with folded:
                _others(context, offer, found.others)


def _all_of(context: Context, offer: Offer, *, everybody: bool = False) -> Sequence[UUID]:
    """Read when all are invited, and never to draw the page."""
    return ids_to_invite(
        session=context.session,
        actor=actor_of(context),
        offer_id=offer.id,
        today=context.today,
        everybody=everybody,
    )


def _others(context: Context, offer: Offer, count: int) -> None:
    chosen = choose_people(_("Who?"), _found(context, offer), key=f"invite-who-{offer.id}-{count}")
    with st.container(horizontal=True):
        if st.button(_("Invite them"), icon=":material/send:", key="invite-chosen"):
            _invite(offer, chosen)
        said = ngettext("Invite the one left", "Invite all {count} left", count).format(count=count)
        if st.button(said, type="tertiary", key="invite-everybody"):
            _invite(offer, _all_of(context, offer, everybody=True))


def _found(context: Context, offer: Offer, listed: Sequence[OfferAttendee] = ()) -> Find:
    """Finds those it is for who are not on its list, and those of `listed`, by a part of the name."""

    def find(search: str) -> list[Choice]:
        found = find_invitees(session=context.session, actor=actor_of(context), offer_id=offer.id, search=search)
        here = [each for each in listed if name_fits(each.name, search)]
        people: list[ProposedInvitee | OfferAttendee] = sorted([*here, *found], key=lambda each: each.name.casefold())
        return [Choice(each.person_id, each.name, _role(each)) for each in people]

    return find


def _role(each: ProposedInvitee | OfferAttendee) -> str:
    return each.workplace if each.volunteer else _("employee")


def _invite(offer: Offer, person_ids: Collection[UUID]) -> None:
    act(
        lambda by: invite(**by, offer_id=offer.id, person_ids=person_ids),
        lambda new: ngettext("{count} person is invited.", "{count} people are invited.", len(new)).format(
            count=len(new)
        ),
    )


def lists(people: Sequence[OfferAttendee], *, begun: bool) -> None:
    """Who comes, who waits in which order, who has not answered and who does not come."""
    for title, standings in (
        (_("They come"), (SignUpState.SIGNED_UP,)),
        (_("They were there"), (SignUpState.ATTENDED,)),
        (_("They were not there"), (SignUpState.ABSENT,)),
        (_("Waiting list"), (SignUpState.WAITING,)),
        (_("Have not answered"), (SignUpState.INVITED,)),
        (_("Do not come"), (SignUpState.DECLINED,)),
    ):
        found = [each for each in people if each.standing in standings]
        if not found or (begun and SignUpState.SIGNED_UP in standings):
            continue
        key = f"listed-{standings[0]}"
        with section(title, len(found)).rows(f"of-{key}"):
            for each in first_ones(found, key, at_once=SHOWN):
                why = reasons_words(each.reasons) if each.reasons and each.standing is SignUpState.INVITED else ""
                line(each.name, place=_role(each), what=why)
        more_button(found, key, at_once=SHOWN)


def out(context: Context, offer: Offer) -> ListOut[OfferAttendee]:
    """Everybody on the list of the offer, as a table."""
    ask = partial(one_offer, actor=actor_of(context), offer_id=offer.id)
    return ListOut(
        ListKind.PARTICIPANTS,
        Action.PLAN_OFFERS,
        offer.organisation_id,
        {
            N_("Name"): lambda each: each.name,
            N_("Workplace"): lambda each: each.workplace,
            N_("Employee"): lambda each: "" if each.volunteer else _("Yes"),
            N_("State"): lambda each: _(STANDINGS[each.standing][0]),
        },
        lambda opened: ask(session=opened)[1],
    )


def told_by_phone(offer: Offer, people: Sequence[OfferAttendee]) -> None:
    """Somebody has told the coordinator whether they come."""
    asked = [each for each in people if each.standing in (SignUpState.INVITED, *_ANSWERED)]
    if not asked:
        return
    with st.expander(_("Somebody has told you whether they come"), icon=":material/call:", key="told"):
        names = {each.person_id: each for each in asked}
        who = st.selectbox(
            _("Who?"),
            [*names],
            format_func=lambda each: plain_label(f"{names[each].name} ({_(STANDINGS[names[each].standing][0])})"),
            index=None,
            placeholder=_("Choose a person"),
            key="told-who",
        )
        with st.container(horizontal=True):
            yes = st.button(_("Comes"), icon=":material/check:", key="told-yes", disabled=who is None)
            no = st.button(_("Does not come"), icon=":material/close:", key="told-no", disabled=who is None)
        if who is not None and (yes or no):
            _answered(offer, who, coming=yes)


_ANSWERED = (SignUpState.SIGNED_UP, SignUpState.WAITING, SignUpState.DECLINED)


def _answered(offer: Offer, person_id: UUID, *, coming: bool) -> None:
    act(
        lambda by: answer(**by, offer_id=offer.id, person_id=person_id, coming=coming),
        lambda standing: (
            _("There is no seat left, so they are on the waiting list.")
            if standing is SignUpState.WAITING
            else _("It is written down.")
        ),
    )


def attendance(context: Context, offer: Offer, people: Sequence[OfferAttendee], version: int) -> None:
    """Who was there, ticked and saved at once; folded away when it is written down."""
    seated = [each for each in people if each.standing in HAS_A_SEAT]
    find = _found(context, offer, [each for each in people if each.standing not in HAS_A_SEAT])
    written = any(each.standing in (SignUpState.ATTENDED, SignUpState.ABSENT) for each in people)
    if written:
        with st.expander(_("Correct who was there"), icon=":material/how_to_reg:", key="attendance"):
            _ticks(offer, seated, find, version, written=True)
        return
    st.header(_("Who was there?"), anchor=False)
    _ticks(offer, seated, find, version, written=False)


def _ticks(
    offer: Offer,
    seated: Sequence[OfferAttendee],
    find: Find,
    version: int,
    *,
    written: bool,
) -> None:
    came = [
        each.person_id
        for each in seated
        if st.checkbox(
            plain_label(each.name),
            value=each.standing is not SignUpState.ABSENT,
            key=f"came-{offer.version}-{each.person_id}",
        )
    ]
    more = choose_people(_("Others who came (may be left blank)"), find, key=f"came-too-{offer.id}-{offer.version}")
    if st.button(
        _("Save who was there"),
        type="secondary" if written else "primary",
        icon=":material/how_to_reg:",
        key="save-attendance",
    ):
        act(
            lambda by: record_attendance(**by, offer_id=offer.id, came=[*came, *more], expected_version=version),
            _("It is written down who was there."),
        )


def print_button(context: Context, row: OfferRow, people: Sequence[OfferAttendee]) -> None:
    """The list of those who come, to lay at the door; made when it is asked for."""
    listed = [each for each in people if each.standing in HAS_A_SEAT]
    if not listed:
        return
    st.download_button(
        _("Print the list of those who come"),
        data=while_allowed(partial(_paper, context, row, listed)),
        file_name=f"{_('participants')}-{context.today:%Y-%m-%d}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        on_click="ignore",
        key="print-offer",
    )


def _paper(context: Context, row: OfferRow, listed: Sequence[OfferAttendee]) -> bytes:
    # By now the run's own session is closed.
    with reading(context.language), context.portal.session() as session:
        return print_list(
            session=session,
            actor=actor_of(context),
            organisation_id=row.offer.organisation_id,
            printed=PrintedList(
                heading=row.offer.title,
                columns=[_("Name"), _("Workplace"), _("Was there")],
                rows=[[printed_name(each), each.workplace or _("employee"), "______"] for each in listed],
            ),
            language=context.language,
            now=context.now,
        )
