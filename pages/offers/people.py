"""The people of an offer: who should be invited and why, who comes, who waits, and who was there."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from core.documents.text.facts import printed_name
from core.i18n import gettext as _
from core.i18n import ngettext, reading
from core.offers.attending import answer, invite, record_attendance
from core.offers.proposing import ProposedInvitee, to_invite
from core.offers.reading import OfferAttendee, OfferRow
from core.offers.rules import HAS_A_SEAT, SignUpState
from core.register.printing import PrintedList, print_list
from db.offers import Offer
from pages.offers.words import STANDINGS, reasons_words
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.plain import plain, plain_label
from pages.widgets.show_more import first_ones, more_button

SHOWN = 15


def inviting(context: Context, offer: Offer) -> None:
    """Who should be invited and why, all of them in one press; and whoever else it is for."""
    found = to_invite(session=context.session, actor=actor_of(context), offer_id=offer.id, today=context.today)
    proposed = [each for each in found if each.reasons]
    others = [each for each in found if not each.reasons]
    if proposed:
        st.header(_("Who should be invited"), anchor=False)
        lines = [_proposed(each) for each in first_ones(proposed, f"proposed-{offer.id}", at_once=SHOWN)]
        st.markdown("\n".join(lines))
        more_button(proposed, f"proposed-{offer.id}", at_once=SHOWN)
        said = ngettext("Invite {name}", "Invite all {count}", len(proposed))
        if st.button(
            said.format(count=len(proposed), name=plain(proposed[0].name)),
            type="primary",
            icon=":material/send:",
            key="invite-proposed",
        ):
            _invite(offer, [each.person_id for each in proposed])
    if others:
        with st.expander(_("Invite others"), icon=":material/person_add:", key="invite-others"):
            _others(offer, others)


def _proposed(each: ProposedInvitee) -> str:
    place = f" · {plain(each.workplace)}" if each.workplace else ""
    return f"- **{plain(each.name)}**{place}: {reasons_words(each.reasons)}"


def _others(offer: Offer, others: Sequence[ProposedInvitee]) -> None:
    names = {each.person_id: _named(each) for each in others}
    chosen = st.multiselect(
        _("Who?"),
        [*names],
        format_func=names.__getitem__,
        placeholder=_("Choose a person"),
        key=f"invite-who-{len(others)}",
    )
    with st.container(horizontal=True):
        if st.button(_("Invite them"), icon=":material/send:", key="invite-chosen"):
            _invite(offer, chosen)
        said = ngettext("Invite the one left", "Invite all {count} left", len(others)).format(count=len(others))
        if st.button(said, type="tertiary", key="invite-everybody"):
            _invite(offer, [*names])


def _named(each: ProposedInvitee) -> str:
    role = each.workplace if each.volunteer else _("employee")
    return plain_label(f"{each.name} ({role})" if role else each.name)


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
        st.subheader(f"{title} ({len(found)})", anchor=False)
        mark = "1." if standings == (SignUpState.WAITING,) else "-"
        key = f"listed-{standings[0]}"
        st.markdown("\n".join(f"{mark} {_line(each)}" for each in first_ones(found, key, at_once=SHOWN)))
        more_button(found, key, at_once=SHOWN)


def _line(each: OfferAttendee) -> str:
    about = each.workplace if each.volunteer else _("employee")
    why = f": {reasons_words(each.reasons)}" if each.reasons and each.standing is SignUpState.INVITED else ""
    return f"{plain(each.name)}{f' :small[{plain(about)}]' if about else ''}{why}"


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
    others = {each.person_id: each.name for each in people if each.standing not in HAS_A_SEAT}
    found = to_invite(session=context.session, actor=actor_of(context), offer_id=offer.id, today=context.today)
    others |= {each.person_id: each.name for each in sorted(found, key=lambda each: each.name.casefold())}
    written = any(each.standing in (SignUpState.ATTENDED, SignUpState.ABSENT) for each in people)
    if written:
        with st.expander(_("Correct who was there"), icon=":material/how_to_reg:", key="attendance"):
            _ticks(offer, seated, others, version, written=True)
        return
    st.header(_("Who was there?"), anchor=False)
    _ticks(offer, seated, others, version, written=False)


def _ticks(
    offer: Offer,
    seated: Sequence[OfferAttendee],
    others: Mapping[UUID, str],
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
    more: list[UUID] = []
    if others:
        more = st.multiselect(
            _("Others who came (may be left blank)"),
            [*others],
            format_func=lambda each: plain_label(others[each]),
            placeholder=_("Choose a person"),
            key=f"came-too-{offer.version}",
        )
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
        data=partial(_paper, context, row, listed),
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
