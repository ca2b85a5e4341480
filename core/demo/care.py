"""What the demonstration has of care: what volunteers told is wrong, and what the municipality has written of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from core.access.permissions import Actor
from core.approvals.rules import EndReason
from core.approvals.stopping import StopWish, wish_to_stop
from core.i18n import local_day
from core.network.service import NetworkDetails, join_network
from core.organisations.care import CareDetails, save_care
from core.worries.rules import WorryAbout
from core.worries.service import WorryDetails, answer_worry, tell_worry
from db.people import Engagement

TOLD = "Vi er tit kun én på holdet om mandagen, og så når jeg ikke at snakke med nogen."
ANSWER = "Tak, fordi du siger det. Jeg ringer til dig torsdag, så finder vi en makker til dig."
WAITS = "Jeg ved ikke, hvem jeg skal spørge, når Ahmed ikke er der."
STOPS = "Jeg har været glad for at være her. Nu har jeg mest lyst til noget ude i det fri."
WHEN_ILL = (
    "Sundhedshuset Havnen har kurser i at leve med langvarig sygdom, samtaler med en rådgiver og en gruppe, der mødes "
    "hver onsdag. Ring til Sundhedshuset, så finder I ud af, hvad der passer. Det er gratis."
)


# Who joined the volunteers' own network, with what they share.
NETWORK = {
    "bent": ("Jeg læser højt om mandagen. Sig til, hvis I vil dele gode bøger.", "+45 70 00 90 12"),
    "huong": ("Ny på instruktørholdet. Jeg vil gerne høre, hvordan I begynder et kursus.", "Skriv: huong@example.dk"),
    "pia": ("I caféen hver onsdag. Kom forbi til en kop kaffe.", "I caféen på Broen, onsdag kl. 10"),
}


def tell_and_answer(
    session: Session,
    engagements: Mapping[str, Engagement],
    actors: Mapping[str, Actor],
    now: datetime,
) -> None:
    """The municipality's own settings, one who has an answer, two who wait, one who would like to stop, and a few
    in the network."""
    organisation_id = engagements["bent"].organisation_id
    details = CareDetails(social_phone="70 00 99 20", when_ill=WHEN_ILL)
    save_care(
        session=session,
        actor=actors["soeren"],
        organisation_id=organisation_id,
        details=details,
        expected_version=0,
        now=now - timedelta(days=90),
    )
    answered = tell_worry(
        session=session,
        actor=actors["bent"],
        engagement_id=engagements["bent"].id,
        told=WorryDetails(WorryAbout.TASK, words=TOLD),
        now=now - timedelta(days=6),
    )
    answer_worry(
        session=session,
        actor=actors["mette"],
        worry_id=answered.id,
        words=ANSWER,
        expected_version=answered.version,
        now=now - timedelta(days=5),
    )
    tell_worry(
        session=session,
        actor=actors["huong"],
        engagement_id=engagements["huong"].id,
        told=WorryDetails(WorryAbout.CONTACT_PERSON, words=WAITS),
        now=now - timedelta(days=1),
    )
    tell_worry(
        session=session,
        actor=actors["karen"],
        engagement_id=engagements["karen"].id,
        told=WorryDetails(WorryAbout.ELSE, to_id=actors["jonas"].person_id),
        now=now - timedelta(days=1),
    )
    wish = StopWish(local_day(now + timedelta(days=22)), EndReason.LOST_INTEREST, STOPS)
    wish_to_stop(
        session=session,
        actor=actors["bent"],
        engagement_id=engagements["bent"].id,
        wish=wish,
        now=now - timedelta(hours=20),
    )
    for who, (shares, reach) in NETWORK.items():
        join_network(
            session=session,
            actor=actors[who],
            organisation_id=organisation_id,
            details=NetworkDetails(shares, reach),
            now=now - timedelta(days=2),
        )
