"""What applies where somebody is a volunteer: read, confirmed with date and version, and read again for ever."""

import streamlit as st

from core.access.permissions import Action
from core.guidelines.rules import AcknowledgementState
from core.guidelines.service import ReadBefore, ToRead, acknowledge, read_before, what_to_read
from core.i18n import gettext as _
from core.i18n import local_day, ngettext, on_date
from pages.guidelines import texts as guidelines
from pages.shell import addresses
from pages.shell.action import act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.widgets.plain import plain

context = require_actor(Action.READ_GUIDELINES)
actor = actor_of(context)


def confirm(each: ToRead) -> None:
    """Record that it was read, and go on to the next."""
    act(
        lambda by: acknowledge(**by, version_id=each.reading.newest.id),
        _("Thank you. It is noted that you have read it."),
    )


def to_confirm(each: ToRead) -> None:
    """The text to read now, what is new in it, and the one button."""
    st.markdown(f":small[{guidelines.version_words(each.reading.newest)}]")
    if each.before is not None:
        st.warning(_("It says something new since you confirmed it. Please read it again."), icon=":material/update:")
        guidelines.what_is_new(each)
    guidelines.draw(each.text, place=each.place)
    if st.button(_("I have read it"), type="primary", icon=":material/check:", key=f"read-{each.reading.newest.id}"):
        confirm(each)


def confirmed(each: ToRead) -> None:
    """A text that was confirmed, folded; where small things changed since, it is read as it stands now."""
    with st.expander(f"{guidelines.title_of(each.text)} ({plain(each.place)})", icon=":material/menu_book:"):
        st.markdown(
            f"{guidelines.standing_words(each.reading)}  \n:small[{guidelines.version_words(each.reading.newest)}]"
        )
        guidelines.what_is_new(each)
        guidelines.draw(each.text, place=each.place)


def earlier(each: ReadBefore) -> None:
    """A version of before, as it was."""
    said = _("{title}, version {number}, confirmed on {day}").format(
        title=plain(guidelines.title_of(each.text)), number=each.number, day=on_date(local_day(each.given_at))
    )
    with st.expander(said, icon=":material/history:", key=f"earlier-{each.version_id}"):
        guidelines.draw(each.text, place=each.place)


show_flashes()
found = what_to_read(session=context.session, actor=actor)
left = [each for each in found if each.reading.standing is not AcknowledgementState.HOLDS]
st.title(_("Guidelines"), anchor=False)
if left:
    st.markdown(
        ngettext("There is {count} text to read.", "There are {count} texts to read, one at a time.", len(left)).format(
            count=len(left)
        )
    )
    to_confirm(left[0])
elif found:
    st.success(_("You have read everything that applies here."), icon=":material/check_circle:")
    if st.button(_("Continue on my path"), type="primary", icon=":material/arrow_forward:", key="to-path"):
        st.switch_page(addresses.MY_PATH)
else:
    st.info(_("There is nothing to read here yet."))
done = [each for each in found if each not in left]
if done:
    st.header(_("What you have confirmed"), anchor=False)
    for each in done:
        confirmed(each)
now_read = {each.reading.newest.id for each in found}
before = [each for each in read_before(session=context.session, actor=actor) if each.version_id not in now_read]
if before:
    st.header(_("Earlier versions"), anchor=False)
    for once in before:
        earlier(once)
