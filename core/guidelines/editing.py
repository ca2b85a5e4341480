"""Write and publish guidelines and principles, and see who has acknowledged them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require, require_in
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.guidelines.reading import Shelf, on_shelves, readings, shelves_of, texts
from core.guidelines.rules import AcknowledgementState, PublishedText
from core.guidelines.text import PRINCIPLES, WORKPLACE, Guideline, GuidelineDraft, checked
from db import outbox
from db.engine import transaction
from db.guidelines import GuidelineVersion, GuidelineWriting
from db.organisations import Organisation, Workplace
from db.people import Account, Engagement, Person


@dataclass(frozen=True, slots=True)
class WritableText:
    """A text the reader may write. `place` is the workplace's name, "" for the whole organisation.

    `newest` is the version that is read now and `text` its words; both None where nobody has written any.
    """

    shelf: Shelf
    place: str
    newest: PublishedText | None
    text: Guideline | None


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text with what its editor needs: all versions, oldest first, with their words, and the number of the version
    the next one follows."""

    shelf: Shelf
    place: str
    versions: tuple[PublishedText, ...]
    texts: dict[UUID, Guideline]
    expected_number: int

    @property
    def newest(self) -> Guideline | None:
        """The words that are read now."""
        return self.texts[self.versions[-1].id] if self.versions else None


@dataclass(frozen=True, slots=True)
class Reader:
    """One volunteer's acknowledgement of a text; `number` and `given_at` are of the version they last acknowledged."""

    engagement_id: UUID
    name: str
    standing: AcknowledgementState
    number: int | None
    given_at: datetime | None


def texts_to_edit(*, session: Session, actor: Actor, organisation_id: UUID) -> list[WritableText]:
    """The texts of the organisation that `actor` may write: its principles, then each open workplace by name."""
    require_in(actor, Action.EDIT_GUIDELINES, organisation_id)
    places = session.exec(
        select(Workplace).where(Workplace.organisation_id == organisation_id, col(Workplace.closed_at).is_(None))
    ).all()
    shelves = [(Shelf(organisation_id, kind), "") for kind in PRINCIPLES]
    shelves += [
        (Shelf(organisation_id, WORKPLACE, place.id), place.name)
        for place in sorted(places, key=lambda place: place.name.casefold())
    ]
    shelves = [(shelf, place) for shelf, place in shelves if may(actor, Action.EDIT_GUIDELINES, subject_of(shelf))]
    found = on_shelves(session, [organisation_id], [place.id for place in places], [])
    newest = {shelf: versions[-1] for shelf, _place in shelves if (versions := found.on(shelf)[0])}
    words = texts(session, [version.id for version in newest.values()])
    return [
        WritableText(shelf, place, version, words[version.id] if version else None)
        for shelf, place in shelves
        for version in (newest.get(shelf),)
    ]


def text_to_edit(*, session: Session, actor: Actor, shelf: Shelf) -> EditedText:
    """One text with all its versions; "not_allowed", "choice_invalid" or "workplace_unknown"."""
    require(actor, Action.EDIT_GUIDELINES, subject_of(shelf))
    place = _place(session, shelf)
    versions, _given = on_shelves(session, [shelf.organisation_id], _places(shelf), []).on(shelf)
    return EditedText(
        shelf,
        place,
        versions,
        texts(session, [version.id for version in versions]),
        max((version.number for version in versions if version.own), default=0),
    )


def publish(
    *,
    session: Session,
    actor: Actor,
    shelf: Shelf,
    written: GuidelineDraft,
    substance: bool,
    expected_number: int,
    now: datetime,
) -> GuidelineVersion:
    """Publish the next version; with `substance` everybody it applies to acknowledges it anew (L7), and those who had
    and can log in get a mail.

    The first version of all has substance whatever is said. Raises "changed_meanwhile" where somebody else published
    since `expected_number`, "guideline_unchanged", or what `core.guidelines.text.checked` does.
    """
    with transaction(session):
        require(actor, Action.EDIT_GUIDELINES, subject_of(shelf))
        text = checked(written)
        # Two editors at once come one by one; no row of the new version is there to be locked.
        session.exec(select(Organisation.id).where(Organisation.id == shelf.organisation_id).with_for_update()).one()
        before = text_to_edit(session=session, actor=actor, shelf=shelf)
        if before.expected_number != expected_number:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if before.newest is not None and before.newest.fingerprint() == text.fingerprint():
            raise DomainError(ErrorCode.GUIDELINE_UNCHANGED)
        version = GuidelineVersion(
            organisation_id=shelf.organisation_id,
            workplace_id=shelf.workplace_id,
            kind=shelf.kind,
            number=expected_number + 1,
            content=text.content_json(),
            fingerprint=text.fingerprint(),
            substance=substance or not before.versions,
            published_by_id=actor.person_id,
            published_at=now,
        )
        session.add(version)
        writing = own_writing(session, actor, shelf)
        if writing is not None:
            session.delete(writing)
        session.flush()
        if version.substance:
            outbox.mail(
                session,
                "guideline_changed",
                set(_to_confirm_again(session, shelf)) - {actor.person_id},
                organisation_id=shelf.organisation_id,
                now=now,
                gathers=True,
            )
        trace(
            session,
            shelf.organisation_id,
            actor,
            "guideline.published",
            "guideline_version",
            version.id,
            now,
            ["substance"] if version.substance else [],
        )
        return version


def who_has_acknowledged(*, session: Session, actor: Actor, shelf: Shelf) -> list[Reader]:
    """The volunteers a text applies to, by name, those who have not acknowledged what it says now first."""
    require(actor, Action.SEE_VOLUNTEERS, subject_of(shelf))
    rows = _applies_to(session, shelf)
    names = {engagement.id: name for engagement, name in rows}
    told = readings(session, [engagement for engagement, _name in rows])
    found = [
        Reader(
            engagement_id,
            names[engagement_id],
            reading.standing,
            reading.acknowledged.number if reading.acknowledged else None,
            reading.given_at,
        )
        for engagement_id, own in told.items()
        for reading in own
        if reading.shelf == shelf
    ]
    return sorted(found, key=lambda reader: (reader.standing is AcknowledgementState.HOLDS, reader.name.casefold()))


def _to_confirm_again(session: Session, shelf: Shelf) -> list[UUID]:
    """Who has acknowledged an earlier version than what the text says now, and can log in to read it."""
    engaged = [engagement for engagement, _name in _applies_to(session, shelf)]
    told = readings(session, engaged)
    moved_on = [
        engagement.person_id
        for engagement in engaged
        for reading in told[engagement.id]
        if reading.shelf == shelf and reading.standing is AcknowledgementState.MOVED_ON
    ]
    return list(session.exec(select(Account.person_id).where(col(Account.person_id).in_(moved_on))))


def _applies_to(session: Session, shelf: Shelf) -> list[tuple[Engagement, str]]:
    """Whom a text applies to now, with their names."""
    engaged = (
        select(Engagement, Person.name)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(Engagement.organisation_id == shelf.organisation_id, col(Engagement.ended_at).is_(None))
    )
    if shelf.workplace_id is not None:
        engaged = engaged.where(Engagement.workplace_id == shelf.workplace_id)
    rows = session.exec(engaged).all()
    return [(engagement, name) for engagement, name in rows if shelf in shelves_of(session, engagement)]


def subject_of(shelf: Shelf) -> Subject:
    """What permissions to write a text are asked about."""
    return Subject(shelf.organisation_id, workplace_id=shelf.workplace_id)


def _places(shelf: Shelf) -> list[UUID]:
    return [shelf.workplace_id] if shelf.workplace_id else []


def _place(session: Session, shelf: Shelf) -> str:
    """The name of the shelf's workplace, "" for none; refuses one that does not belong together."""
    if shelf.workplace_id is None:
        if shelf.kind not in PRINCIPLES:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        return ""
    place = session.get(Workplace, shelf.workplace_id)
    if shelf.kind != WORKPLACE:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    if place is None or place.organisation_id != shelf.organisation_id:
        raise DomainError(ErrorCode.WORKPLACE_UNKNOWN)
    return place.name


def own_writing(session: Session, actor: Actor, shelf: Shelf) -> GuidelineWriting | None:
    """What `actor` is writing on a text, held until the transaction ends."""
    return session.exec(
        select(GuidelineWriting)
        .where(
            GuidelineWriting.person_id == actor.person_id,
            GuidelineWriting.organisation_id == shelf.organisation_id,
            GuidelineWriting.kind == shelf.kind,
            col(GuidelineWriting.workplace_id).is_not_distinct_from(shelf.workplace_id),
        )
        .with_for_update()
    ).first()
