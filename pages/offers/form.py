"""What an offer is to be, as fields: to plan a new one, or to change one."""

from datetime import datetime, time
from uuid import UUID

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import COPENHAGEN, local_day
from core.i18n import gettext as _
from core.offers.planning import MOST_COST, MOST_SEATS, OfferDetails
from core.offers.rules import Audience, OfferKind
from core.organisations.service import workplaces
from core.register.documents import programme_names
from db.offers import Offer
from pages.offers.words import kind_word, whom_word
from pages.shell.context import Context, actor_of
from pages.telling.days import said_of_day

BEGINS, ENDS = time(16), time(19)
FEWEST, ORE = 0, 100


def offer_fields(context: Context, organisation_id: UUID, before: Offer | None, key: str) -> OfferDetails:
    """The fields, filled from `before`; `key` is the form's own. Raises "date_invalid" where a day or hour is
    missing, once all fields are drawn."""
    kinds = [*OfferKind]
    kind = st.selectbox(
        _("What is it?"),
        kinds,
        index=kinds.index(OfferKind(before.kind)) if before else 0,
        format_func=kind_word,
        key=f"{key}-kind",
    )
    title = st.text_input(
        _("What is it called?"), value=before.title if before else "", key=f"{key}-title", autocomplete="off"
    )
    about = st.text_area(
        _("What is it about? (may be left blank)"), value=before.about if before else "", key=f"{key}-about"
    )
    days = _days(context, before, key)
    if days is not None:
        said_of_day(context, organisation_id, local_day(days[0]), local_day(before.starts_at) if before else None)
    place = st.text_input(
        _("Place (may be left blank)"), value=before.place if before else "", key=f"{key}-place", autocomplete="off"
    )
    whom = st.radio(
        _("Who is it for?"),
        [*Audience],
        index=[*Audience].index(Audience(before.whom)) if before else 0,
        format_func=whom_word,
        key=f"{key}-whom",
    )
    programme, workplace_id = _narrowed(context, organisation_id, before, key)
    left, right = st.columns(2)
    seats = left.number_input(
        _("Seats (0 is no limit)"),
        FEWEST,
        MOST_SEATS,
        before.seats if before else FEWEST,
        key=f"{key}-seats",
    )
    sign_up_by = right.date_input(
        _("Last day to sign up (may be left blank)"),
        value=before.sign_up_by if before else None,
        format="DD.MM.YYYY",
        key=f"{key}-by",
    )
    cost = st.number_input(
        _("What it costs you, in kroner"),
        FEWEST,
        MOST_COST // ORE,
        before.cost // ORE if before else FEWEST,
        step=100,
        key=f"{key}-cost",
        help=_("The organisation pays. It costs those who come nothing."),
    )
    material = st.text_area(
        _("Materials: notes and links, each on a line (may be left blank)"),
        value=before.material if before else "",
        key=f"{key}-material",
    )
    if days is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    return OfferDetails(
        kind=kind or OfferKind.METHOD_COURSE,
        title=title,
        about=about,
        starts_at=days[0],
        ends_at=days[1],
        place=place,
        whom=whom or Audience.EVERYBODY,
        programme=programme,
        workplace_id=workplace_id,
        seats=int(seats),
        sign_up_by=sign_up_by,
        # Kroner are written, øre are kept: an amount with øre stays while nobody touches it.
        cost=before.cost if before and int(cost) == before.cost // ORE else int(cost) * ORE,
        material=material,
    )


def _days(context: Context, before: Offer | None, key: str) -> tuple[datetime, datetime] | None:
    starts = before.starts_at.astimezone(COPENHAGEN) if before else None
    ends = before.ends_at.astimezone(COPENHAGEN) if before else None
    left, right = st.columns(2)
    first = left.date_input(
        _("First day"),
        value=local_day(before.starts_at) if before else context.today,
        format="DD.MM.YYYY",
        key=f"{key}-first",
    )
    last = right.date_input(
        _("Last day (blank for the same day)"),
        value=local_day(before.ends_at) if before and local_day(before.ends_at) != first else None,
        format="DD.MM.YYYY",
        key=f"{key}-last",
    )
    left, right = st.columns(2)
    begins = left.time_input(_("Begins at"), value=starts.time() if starts else BEGINS, key=f"{key}-begins", step=900)
    until = right.time_input(_("Ends at"), value=ends.time() if ends else ENDS, key=f"{key}-ends", step=900)
    if first is None or begins is None or until is None:
        return None
    return (
        datetime.combine(first, begins, tzinfo=COPENHAGEN),
        datetime.combine(last or first, until, tzinfo=COPENHAGEN),
    )


def _narrowed(context: Context, organisation_id: UUID, before: Offer | None, key: str) -> tuple[str, UUID | None]:
    programmes = programme_names(session=context.session, actor=actor_of(context), language=context.language)
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    asked = before.programme if before and before.programme in programmes else ""
    programme = st.selectbox(
        _("Volunteers of which programme?"),
        ["", *programmes],
        index=["", *programmes].index(asked),
        format_func=lambda each: programmes[each] if each else _("All"),
        key=f"{key}-programme",
    )
    place = before.workplace_id if before and before.workplace_id in places else None
    workplace_id = st.selectbox(
        _("At which workplace?"),
        [None, *places],
        index=[None, *places].index(place),
        format_func=lambda each: places[each] if each else _("All"),
        key=f"{key}-workplace",
    )
    return programme or "", workplace_id
