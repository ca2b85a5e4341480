"""Organisations of this portal, for an operator: which there are, and making one with its first administrator."""

import streamlit as st

from core import contact
from core.access.invitations import invite, link, link_of
from core.access.permissions import Action
from core.errors import DomainError, words
from core.i18n import LANGUAGES, local_day, on_date
from core.i18n import gettext as _
from core.organisations.operating import Newcomer, OrganisationRow, add_organisation, organisations_there
from pages.shell.action import act, acting, attempt
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import mail_words, say, show_flashes
from pages.shell.state import ScreenState
from pages.widgets.copying import link_to_copy
from pages.widgets.form import error_summary, field
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain
from pages.widgets.rows import RowState, line

# How many were made here, so that the form is empty after each.
MADE = ScreenState("organisations-made", 0)
WRONG: ScreenState[dict[str, str]] = ScreenState("organisations-wrong", {})

context = require_actor(Action.MAKE_ORGANISATION)
actor = actor_of(context)


def new_organisation() -> None:
    """What it takes to make one; its administrator writes the rest."""
    number = MADE.get()
    wrong = WRONG.take()
    error_summary(wrong)
    with st.form(f"organisation-{number}", border=False, enter_to_submit=False):
        with field("organisation", wrong) as said:
            name = st.text_input(
                _("Name of the organisation") + said,
                placeholder=_("For example Solbjerg Kommune"),
                autocomplete="off",
                key=f"organisation-name-{number}",
            )
        with field("administrator", wrong) as said:
            who = st.text_input(
                _("Name of the first administrator") + said, autocomplete="off", key=f"administrator-name-{number}"
            )
        with field("email", wrong) as said:
            email = st.text_input(
                _("E-mail (leave it blank where there is none)") + said,
                autocomplete="off",
                key=f"administrator-email-{number}",
            )
        language = st.radio(
            _("The administrator reads"),
            [*LANGUAGES],
            index=[*LANGUAGES].index(context.language),
            format_func=LANGUAGES.__getitem__,
            horizontal=True,
            key=f"administrator-language-{number}",
        )
        if st.form_submit_button(_("Make the organisation"), type="primary", icon=":material/domain_add:"):
            make(name, Newcomer(name=who, email=email, language=language))


def make(name: str, administrator: Newcomer) -> None:
    """Make it, or draw the form anew with all that is to be put right."""
    asked = {
        "organisation": attempt(lambda: contact.name(name)),
        "administrator": attempt(lambda: contact.name(administrator.name)),
        "email": attempt(lambda: contact.email(administrator.email)),
    }
    refused = {key: found for key, found in asked.items() if isinstance(found, DomainError)}
    if not refused:
        made = attempt(lambda: add_organisation(**acting(), name=name, administrator=administrator))
        if isinstance(made, DomainError):
            refused["organisation"] = made
        else:
            told = _("{organisation} is made. Its link is below.").format(organisation=plain(made.name))
            say(f"{told} {mail_words(context, administrator.email)}", icon=":material/domain_add:")
            MADE.set(MADE.get() + 1)
    if refused:
        WRONG.set({key: words(error) for key, error in refused.items()})
    st.rerun()


def waits(row: OrganisationRow) -> None:
    """The link of an organisation nobody has joined yet, and the way to another one."""
    if row.waits_for is None:
        return
    person_id = row.waits_for
    found = link_of(session=context.session, actor=actor, person_id=person_id, organisation_id=row.id)
    usable = found is not None and found.token is not None and found.expires_at > context.now
    with st.container(border=True, key=f"waits-{row.id}"):
        st.markdown(f"**{plain(row.name)}**")
        if found is not None and usable:
            until = on_date(local_day(found.expires_at))
            st.markdown(_("Give this link to the first administrator. It works once, until {date}.").format(date=until))
            link_to_copy(link(found, context.portal.settings.url), key=f"copy-{found.id}")
        else:
            st.markdown(_("The link has run out before anybody used it."))
        if st.button(_("Make a new link"), key=f"link-{row.id}", icon=":material/link:"):
            act(
                lambda by: invite(**by, person_id=person_id, organisation_id=row.id),
                _("The link is new. The one before does not work any more."),
                icon=":material/link:",
            )


show_flashes()
page_head(_("Organisations"))
st.markdown(
    _(
        "You make organisations, each with its first administrator, who does the rest. You see nobody in them, and "
        "nothing they write."
    )
)
rows = organisations_there(session=context.session, actor=actor)
with st.expander(
    _("Make an organisation"),
    icon=":material/domain_add:",
    expanded=not rows or WRONG.is_set(),
    key=f"new-{MADE.get()}",
):
    new_organisation()
waiting = [row for row in rows if row.waits_for is not None]
if waiting:
    section(_("Nobody has joined yet"), len(waiting))
    for row in waiting:
        waits(row)
with section(_("All organisations"), len(rows)).rows("organisations"):
    for row in rows:
        state = RowState(_("waits for its administrator")) if row.waits_for else RowState(_("in use"), "green")
        line(row.name, state=state, when=_("made on {date}").format(date=on_date(local_day(row.made_at))))
