"""What an offer is to be, as fields: to plan a new one, or to change one."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import streamlit as st

from core.i18n import COPENHAGEN, local_day
from core.i18n import gettext as _
from core.offers.planning import MOST_COST, MOST_SEATS, OfferDetails, offer_title
from core.offers.rules import Audience, OfferKind
from core.organisations.service import workplaces
from core.planning.concerned import concerned_by_offer, concerned_by_plan
from core.register.documents import programme_names
from db.offers import Offer
from pages.offers.words import kind_word, whom_word
from pages.shell.context import Context, actor_of
from pages.telling.days import days_of, said_of_day, said_of_people
from pages.widgets.form import EntryForm
from pages.widgets.inputs import one_of

BEGINS, ENDS = time(16), time(19)
ORE = 100


def offer_fields(
    form: EntryForm, context: Context, organisation_id: UUID, before: Offer | None, key: str
) -> OfferDetails:
    """The fields in `form`, filled from `before`; `key` begins their keys. What is missing, the service refuses."""
    kinds = [*OfferKind]
    kind = st.selectbox(
        _("What is it?"),
        kinds,
        index=kinds.index(OfferKind(before.kind)) if before else 0,
        format_func=kind_word,
        key=f"{key}-kind",
    )
    with form.field("title") as said:
        title = st.text_input(
            _("What is it called?") + said, before.title if before else "", key=f"{key}-title", autocomplete="off"
        )
    # With a day or a number that is refused here the service is not asked, and a name may be missing too.
    form.check("title", lambda: offer_title(title))
    with form.field("about") as said:
        about = st.text_area(
            _("What is it about? (may be left blank)") + said, before.about if before else "", key=f"{key}-about"
        )
    starts, ends = _days(form, context, before, key)
    if starts is not None:
        said_of_day(context, organisation_id, local_day(starts), local_day(before.starts_at) if before else None)
    in_the_way = st.container()
    with form.field("place") as said:
        place = st.text_input(
            _("Place (may be left blank)") + said,
            before.place if before else "",
            key=f"{key}-place",
            autocomplete="off",
        )
    whom = st.radio(
        _("Who is it for?"),
        [*Audience],
        index=[*Audience].index(Audience(before.whom)) if before else 0,
        format_func=whom_word,
        key=f"{key}-whom",
    )
    programme, workplace_id = narrowed(form, context, organisation_id, before, key)
    left, right = st.columns(2)
    with left:
        seats = form.number(
            "seats", _("Seats (0 is no limit)"), before.seats if before else 0, most=MOST_SEATS, key=f"{key}-seats"
        )
    with right:
        sign_up_by = form.day(
            "sign_up_by",
            _("Last day to sign up (may be left blank)"),
            before.sign_up_by if before else None,
            key=f"{key}-by",
        )
    cost = form.number(
        "cost",
        _("What it costs you, in kroner"),
        before.cost // ORE if before else 0,
        most=MOST_COST // ORE,
        step=100,
        key=f"{key}-cost",
        help=_("The organisation pays. It costs those who come nothing."),
    )
    with form.field("material") as said:
        material = st.text_area(
            _("Materials: notes and links, each on a line (may be left blank)") + said,
            before.material if before else "",
            key=f"{key}-material",
        )
    details = OfferDetails(
        kind=kind or OfferKind.METHOD_COURSE,
        title=title,
        about=about,
        starts_at=starts,
        ends_at=ends,
        place=place,
        whom=whom or Audience.EVERYBODY,
        programme=programme,
        workplace_id=workplace_id,
        seats=seats or 0,
        sign_up_by=sign_up_by,
        # Kroner are written, øre are kept: an amount with øre stays while nobody touches it.
        cost=before.cost if before and cost == before.cost // ORE else (cost or 0) * ORE,
        material=material,
    )
    with in_the_way:
        # What a rhythm says of its next gathering is stored nowhere.
        stored = before if before is not None and before in context.session else None
        _said_of_those_it_is_for(context, organisation_id, stored, details)
    return details


def _said_of_those_it_is_for(
    context: Context, organisation_id: UUID, stored: Offer | None, details: OfferDetails
) -> None:
    """Who of those it is for can hardly be there; once people were asked, who of them."""
    if details.starts_at is None or details.ends_at is None:
        return
    by: dict[str, Any] = {"session": context.session, "actor": actor_of(context)}
    whom = concerned_by_offer(**by, offer_id=stored.id) if stored is not None else ()
    if not whom:
        whom = concerned_by_plan(**by, organisation_id=organisation_id, details=details)
    days = days_of(details.starts_at, details.ends_at)
    said_of_people(context, whom, days, but=[stored.id] if stored is not None else [])


def _days(form: EntryForm, context: Context, before: Offer | None, key: str) -> tuple[datetime | None, datetime | None]:
    starts = before.starts_at.astimezone(COPENHAGEN) if before else None
    ends = before.ends_at.astimezone(COPENHAGEN) if before else None
    left, right = st.columns(2)
    with left:
        first = form.day(
            "starts_at",
            _("First day"),
            local_day(before.starts_at) if before else context.today,
            needed=True,
            key=f"{key}-first",
        )
    with right:
        last = form.day(
            "ends_at",
            _("Last day (blank for the same day)"),
            local_day(before.ends_at) if before and local_day(before.ends_at) != first else None,
            key=f"{key}-last",
        )
    left, right = st.columns(2)
    begins = left.time_input(_("Begins at"), value=starts.time() if starts else BEGINS, key=f"{key}-begins", step=900)
    until = right.time_input(_("Ends at"), value=ends.time() if ends else ENDS, key=f"{key}-ends", step=900)
    return _moment(first, begins or BEGINS), _moment(last or first, until or ENDS)


def _moment(day: date | None, at: time) -> datetime | None:
    return datetime.combine(day, at, tzinfo=COPENHAGEN) if day is not None else None


def narrowed(
    form: EntryForm, context: Context, organisation_id: UUID, before: Offer | None, key: str
) -> tuple[str, UUID | None]:
    """Whom it is narrowed to: a programme, "" for all, and a workplace, None for all."""
    programmes = programme_names(session=context.session, actor=actor_of(context), language=context.language)
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    asked = before.programme if before and before.programme in programmes else ""
    with form.field("programme") as said:
        programme = st.selectbox(
            _("Volunteers of which programme?") + said,
            ["", *programmes],
            index=["", *programmes].index(asked),
            format_func=lambda each: programmes[each] if each else _("All"),
            key=f"{key}-programme",
        )
    place = before.workplace_id if before and before.workplace_id in places else None
    with form.field("workplace_id") as said:
        workplace_id = one_of(
            _("At which workplace?") + said,
            [None, *places],
            index=[None, *places].index(place),
            format_func=lambda each: places[each] if each else _("All"),
            key=f"{key}-workplace",
        )
    return programme or "", workplace_id
