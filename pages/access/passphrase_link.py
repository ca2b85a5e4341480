"""Making a link to another's passphrase: whoever makes one says why, and its owner reads it."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from core.access.invitations import make_passphrase_link
from core.i18n import gettext as _
from db.people import Person
from pages.shell.context import Context
from pages.shell.flash import mail_words
from pages.widgets.form import EntryForm
from pages.widgets.plain import plain


def ask_for_link(
    context: Context, person: Person, organisation_id: UUID, *, then: Callable[[object], None] | None = None
) -> None:
    """The reason, and the button that makes the link; `then` is what else follows."""
    name = plain(person.name.split()[0])
    st.markdown(
        _(
            "{name} chooses a new passphrase by the link. Whoever has it can log in as {name}, so {name} is told that "
            "you made it, and why."
        ).format(name=name)
    )
    form = EntryForm(f"passphrase-link-{person.id}")
    with st.form(f"passphrase-link-{person.id}", border=False, enter_to_submit=False):
        with form.field("reason") as said:
            reason = st.text_input(
                _("Why do you make the link?") + said,
                placeholder=_("For example: forgot the passphrase, and called today"),
                autocomplete="off",
                key=f"link-reason-{person.id}",
            )
        if st.form_submit_button(_("Make the link"), icon=":material/key:"):
            form.send(
                lambda by: make_passphrase_link(
                    **by, person_id=person.id, organisation_id=organisation_id, reason=reason
                ),
                f"{_('The link is ready.')} {mail_words(context, person.email)}",
                icon=":material/key:",
                then=then,
            )
