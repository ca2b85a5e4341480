"""What was just done about thanks and can be taken back for ten minutes, on top of the page."""

from uuid import UUID

from core.i18n import N_, local_day, ngettext
from core.i18n import gettext as _
from core.recognition.rules import Occasion, OccasionKind
from core.recognition.undoing import JustThanked, ThanksDeed, just_thanked, take_answer_back, take_given_back
from pages.recognition.words import gift_words, names_words, occasion_words
from pages.shell.action import act
from pages.shell.context import Context, actor_of
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line, row_button

SAID = {
    ThanksDeed.GIVEN: N_("Written down as given"),
    ThanksDeed.LEFT: N_("Left this time"),
    ThanksDeed.PUT_OFF: N_("Put off"),
}


def draw(context: Context, organisation_id: UUID) -> None:
    """A row for each with a way back; nothing where nothing was done."""
    found = just_thanked(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, now=context.now
    )
    if not found:
        return
    heading = section(_("Just done"), len(found))
    with heading.rows("just-thanked"):
        for number, each in enumerate(found):
            line(
                names_words(each.names, len(each.names)),
                what=_what(each),
                state=RowState(_(SAID[each.deed]), "green"),
                when=plain(_by(each, context)),
            )
            if row_button(_("Undo"), f"undo-thanks-{number}"):
                _undo(each, organisation_id)


def _undo(each: JustThanked, organisation_id: UUID) -> None:
    said, icon = _("Taken back. It stands among what is to be done again."), ":material/undo:"
    recognition_id = each.recognition_id
    if recognition_id is not None:
        act(
            lambda by: take_given_back(**by, recognition_id=recognition_id, expected_version=each.version),
            said,
            icon=icon,
            redraw_refused=True,
        )
    else:
        act(
            lambda by: take_answer_back(**by, organisation_id=organisation_id, key=each.key, answered_at=each.at),
            said,
            icon=icon,
            redraw_refused=True,
        )


def _what(each: JustThanked) -> str:
    if each.gift is not None:
        return gift_words(each.gift)
    kind, _colon, number = each.key.partition(":")
    return occasion_words(Occasion(each.key, OccasionKind(kind), local_day(each.at), int(number or 0)))


def _by(each: JustThanked, context: Context) -> str:
    minutes = int((context.now - each.at).total_seconds() // 60)
    ago = ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    who = "" if each.mine else f"{each.by.split()[0]}, "
    return who + (ago if minutes else _("just now"))
