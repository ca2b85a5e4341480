"""The five known challenges: to think over alone, and beside the form of a talk about how it goes."""

from uuid import UUID

import streamlit as st

from core.along_the_way.guide import draw_challenges, known_challenges, prompt_of
from core.i18n import gettext as _
from core.i18n import language
from pages.shell.context import Context, actor_of
from pages.widgets.downloads import print_buttons
from pages.widgets.plain import plain, plain_label


def title() -> str:
    """What they are called together."""
    return known_challenges().title.in_language(language())


def draw(context: Context, organisation: str, key: str) -> None:
    """For the volunteer: each folded, with what to think over."""
    st.markdown(plain(known_challenges().intro.in_language(language())))
    for number, each in enumerate(known_challenges().challenges):
        with st.expander(plain_label(each.title.in_language(language())), key=f"{key}:{number}"):
            st.markdown(plain(each.words.in_language(language())))
            st.markdown(f"*{plain(each.ask.in_language(language()))}*")
    _print(context, organisation, key)


def beside_talk(context: Context, engagement_id: UUID) -> None:
    """For who talks with the volunteer: all in one fold, with what the others at the place can do; nothing where the
    programme has no such talks."""
    organisation = prompt_of(session=context.session, actor=actor_of(context), engagement_id=engagement_id)
    if organisation is None:
        return
    known, key = known_challenges(), f"challenges-{engagement_id}"
    with st.expander(plain_label(title()), icon=":material/lightbulb:", key=key):
        for each in known.challenges:
            others = f"{known.to_others.in_language(language())} {each.help.in_language(language())}"
            told = (each.words.in_language(language()), each.ask.in_language(language()), others)
            st.markdown("  \n".join((f"**{plain(each.title.in_language(language()))}**", *map(plain, told))))
        _print(context, organisation, key)


def _print(context: Context, organisation: str, key: str) -> None:
    """All of it with room to write, in each language."""
    now = context.now
    print_buttons(
        _("Print in {language}"),
        lambda _session, language: draw_challenges(language, organisation=organisation, made_at=now),
        "five-things",
        key=f"{key}:print:",
    )
