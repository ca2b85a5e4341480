"""Gatherings that come up by themselves, as a coordinator meets them on Today and on Learn and meet."""

from datetime import timedelta

from sqlmodel import Session, select

from core.i18n import local_day, utc_now
from db.offers import Offer, OfferRhythm, RhythmTurn
from tests.builders import a_scene, look_again
from tests.pages.as_colleague import noticed, only_button, visit
from tests.pages.as_volunteer import field, text

NOW = utc_now() - timedelta(hours=1)


def stored(session: Session, kind):
    look_again(session)
    return session.exec(select(kind)).all()


def the_key(page, begins: str) -> str:
    return next(button.key for button in page.button if button.key and button.key.startswith(begins))


def test_a_gathering_is_set_comes_up_is_planned_as_it_stands_and_left_out_the_next_time(session):
    scene = a_scene(session, NOW)
    page = visit(session, scene.coordinator, "offers/offers")
    page = only_button(page, "rhythm-new").click().run()
    page = only_button(page, "rhythm-set").click().run()
    assert stored(session, OfferRhythm) == []
    # Both at once, and not the name when the day is there.
    said = " ".join(each.proto.body for each in page.get("html"))
    assert "Skriv et navn." in said
    assert "Vælg en dag" in said
    field(page, "Hvad hedder det?").set_value("Månedens *kaffe*")
    next(each for each in page.number_input if each.key == "comes-up-months").set_value(1)
    field(page, "Hvornår er den næste").set_value(local_day(NOW) + timedelta(days=9))
    page = only_button(page, "rhythm-set").click().run()
    (rhythm,) = stored(session, OfferRhythm)
    assert "Tid til at planlægge" in "".join(each.proto.body for each in page.get("html"))
    today = visit(session, scene.coordinator, "today/today")
    assert any("1 sammenkomst skal" in told for told in noticed(today))
    page = visit(session, scene.coordinator, "offers/plan_offer", rhythm=rhythm.id)
    assert field(page, "Hvad hedder det?").value == "Månedens *kaffe*"
    assert field(page, "Første dag").value == rhythm.first_on
    only_button(page, "put-in-calendar").click().run()
    (offer,) = stored(session, Offer)
    assert [turn.offer_id for turn in stored(session, RhythmTurn)] == [offer.id]
    rhythm.first_on -= timedelta(days=40)
    session.add(rhythm)
    for turn in stored(session, RhythmTurn):
        session.delete(turn)
    session.commit()
    page = visit(session, scene.coordinator, "offers/offers")
    page = only_button(page, f"more-leave-{rhythm.id}").click().run()
    page = only_button(page, the_key(page, "leave-it")).click().run()
    assert stored(session, RhythmTurn) == []
    field(page, "Hvorfor ikke denne gang?").set_value("Vi holder jul.")
    page = only_button(page, the_key(page, "leave-it")).click().run()
    assert [turn.words for turn in stored(session, RhythmTurn)] == ["Vi holder jul."]
    page = only_button(page, f"rhythm-end-{rhythm.id}").click().run()
    assert "Månedens" not in text(page)
