"""What a large organisation gives its volunteers: courses and meetings, thanks, and back what they laid out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from core.expenses.rules import ExpenseKind, ExpenseState
from core.offers.rules import Audience, OfferKind, SignUpState
from core.recognition.rules import Gift
from db.expenses import ExpenseClaim
from db.offers import Offer, OfferAttendance
from db.people import Engagement
from db.recognition import Recognised, Recognition, RecognitionBudget
from tests.bench.house import ONE_DAY, YEARS, House, begun

# A month apart, and the last of them lie ahead.
AHEAD = 3
KRONER = 100


def give(house: House, engaged: Sequence[Engagement]) -> None:
    """Five years of it."""
    for number in range(YEARS * 12 + AHEAD):
        _offer(house, engaged, house.today - timedelta(days=30 * (YEARS * 12 - number)) + ONE_DAY, number)
    for year in range(YEARS + 1):
        for place, workplace in enumerate(house.places):
            _party(house, engaged[place :: len(house.places)], house.today - timedelta(days=365 * year - 40))
            house.write(
                RecognitionBudget(
                    organisation_id=house.organisation_id,
                    workplace_id=workplace.id,
                    year=house.today.year - year,
                    amount=20_000 * KRONER,
                )
            )
    for engagement in engaged:
        _expenses(house, engagement)


def _offer(house: House, engaged: Sequence[Engagement], day: date, number: int) -> None:
    """Somebody in forty comes to each; those that lie ahead have invited them."""
    kinds = tuple(OfferKind)
    offer = Offer(
        organisation_id=house.organisation_id,
        kind=kinds[number % len(kinds)],
        title="Mødet i netværket",
        place="Rådhuset",
        starts_at=house.at(day),
        ends_at=house.at(day) + timedelta(hours=3),
        whom=Audience.EVERYBODY,
        cost=2_000 * KRONER,
        created_by_id=house.coordinators[0].id,
        created_at=house.at(day - timedelta(days=60)),
    )
    house.write(offer)
    for engagement in house.dice.sample(engaged, max(1, len(engaged) // 40)):
        if begun(engagement) < day:
            house.write(
                OfferAttendance(
                    offer_id=offer.id,
                    person_id=engagement.person_id,
                    engagement_id=engagement.id,
                    standing=SignUpState.ATTENDED if house.past(day) else SignUpState.INVITED,
                    at=house.at(day - timedelta(days=20)),
                )
            )


def _party(house: House, engaged: Sequence[Engagement], day: date) -> None:
    """Everybody at one workplace is invited."""
    party = Recognition(
        organisation_id=house.organisation_id,
        gift=Gift.SEASON_PARTY,
        planned_on=day,
        given_on=day if house.past(day) else None,
        giver_id=house.coordinators[0].id,
        cost=5_000 * KRONER,
        invites=True,
        answer_by=day - timedelta(days=10),
        created_by_id=house.coordinators[0].id,
        created_at=house.at(day - timedelta(days=60)),
    )
    house.write(party)
    for engagement in engaged:
        if begun(engagement) < day:
            house.write(
                Recognised(
                    recognition_id=party.id, person_id=engagement.person_id, engagement_id=engagement.id, comes=True
                )
            )


def _expenses(house: House, engagement: Engagement) -> None:
    """Two journeys a year; the newest wait for an answer."""
    for number in range(YEARS * 2):
        spent_on = begun(engagement) + timedelta(days=30 + 182 * number)
        if not house.past(spent_on):
            return
        paid = house.past(spent_on + timedelta(days=14))
        house.write(
            ExpenseClaim(
                organisation_id=house.organisation_id,
                engagement_id=engagement.id,
                person_id=engagement.person_id,
                asked_as=uuid4(),
                kind=ExpenseKind.TRANSPORT,
                amount=48 * KRONER,
                spent_on=spent_on,
                standing=ExpenseState.PAID if paid else ExpenseState.SENT,
                sent_at=house.at(spent_on),
                decided_by_id=engagement.coordinator_id if paid else None,
                decided_at=house.at(spent_on + timedelta(days=7)) if paid else None,
                paid_on=spent_on + timedelta(days=14) if paid else None,
            )
        )
