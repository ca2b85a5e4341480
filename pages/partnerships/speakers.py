"""Who speaks for an association: who they are, their links, and one more."""

import streamlit as st

from core.access.invitations import invite, link, link_of
from core.i18n import LANGUAGES, local_day, on_date
from core.i18n import gettext as _
from core.partnerships.case import AssociationSpeaker
from core.partnerships.reading import PartnershipView
from core.partnerships.service import NewSpeaker, add_speaker, end_speaker
from db.partnerships import AssociationContact
from pages.access.passphrase_link import ask_for_link
from pages.shell.action import By, act, refusal_shown
from pages.shell.context import Context, actor_of
from pages.shell.flash import mail_words
from pages.unsent.keeping import FormDraft
from pages.widgets.copying import link_to_copy
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import STATELESS, RowState, line, row_button, row_ways


def speakers(view: PartnershipView) -> None:
    """Those who speak for the association; whoever manages it adds one, and gives them their link."""
    goes_on = view.association.ended_at is None
    if not goes_on and not view.speakers:
        return
    heading = section(_("Who speaks for the association"), len(view.speakers))
    if not view.speakers:
        st.info(_("Nobody yet. Add the chair, or whoever you talk with."), icon=":material/person_add:")
    with heading.rows("speakers"):
        for each in view.speakers:
            _speaker(view, each)
    if view.manages and goes_on:
        st.button(
            _("Add somebody who speaks for it"),
            icon=":material/person_add:",
            key="open-speaker",
            on_click=open_dialog,
            args=("speaker",),
        )
        dialog("speaker", _("Add somebody who speaks for it"), lambda now: _add(now, view), saves=False)


def _speaker(view: PartnershipView, each: AssociationSpeaker) -> None:
    person = each.person
    state = STATELESS if each.joined or not view.manages else RowState(_("has not joined yet"), "orange")
    line(person.name, state=state)
    if not view.manages:
        ways = [(person.phone, f"tel:{person.phone}")] if person.phone else []
        row_ways([*ways, *([(person.email, f"mailto:{person.email}")] if person.email else [])])
        return
    key = f"speaker-{each.contact.id}"
    if row_button(_("Link and access"), f"open-{key}"):
        open_dialog(key)
    dialog(key, person.name, lambda now: _access(now, view, each), saves=False)


def _access(context: Context, view: PartnershipView, each: AssociationSpeaker) -> None:
    """What can be done about one of them: a link to join, a new passphrase, and that they no longer speak for it."""
    at, person = view.association.organisation_id, each.person
    with refusal_shown():
        found = link_of(session=context.session, actor=actor_of(context), person_id=person.id, organisation_id=at)
        if found is not None and found.token is not None and found.expires_at > context.now:
            until = on_date(local_day(found.expires_at))
            st.markdown(
                _("Give this link to {name}. It works once, until {date}.").format(name=plain(person.name), date=until)
            )
            link_to_copy(link(found, context.portal.settings.url), key=f"copy-link-{found.id}")
        if each.joined:
            with st.expander(_("Make a link to a new passphrase"), icon=":material/key:"):
                ask_for_link(context, person, at)
        elif st.button(
            _("Make a new invitation") if found else _("Make an invitation"),
            key=f"link-{person.id}",
            icon=":material/link:",
        ):
            act(
                lambda by: invite(**by, person_id=person.id, organisation_id=at),
                f"{_('The link is ready.')} {mail_words(context, person.email)}",
                icon=":material/link:",
            )
    if st.button(_("No longer speaks for it"), key=f"end-{each.contact.id}", icon=":material/person_remove:"):
        act(
            lambda by: end_speaker(**by, contact_id=each.contact.id),
            _("{name} no longer sees the partnership.").format(name=plain(person.name)),
            then=close_dialog,
        )


def _add(context: Context, view: PartnershipView) -> None:
    """Somebody new, who gets a link at once."""
    st.write(_("They get a link, choose a passphrase, and see this partnership and nothing else."))
    form, key = EntryForm("speaker"), f"speaks-{view.association.id}-"
    draft = FormDraft(f"speaker:{view.association.id}", key)
    with form.field("name") as said:
        name = st.text_input(_("Name") + said, key=f"{key}name", autocomplete="off")
    with form.field("email") as said:
        email = st.text_input(
            _("E-mail (leave it blank where there is none)") + said, key=f"{key}email", autocomplete="off"
        )
    with form.field("phone") as said:
        phone = st.text_input(
            _("Phone (may be left blank)") + said, type="phone", key=f"{key}phone", autocomplete="off"
        )
    language = st.radio(
        _("They read"),
        [*LANGUAGES],
        index=[*LANGUAGES].index(context.language),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key=f"{key}language",
    )
    draft.keep()
    if not st.button(_("Add and make the link"), type="primary", icon=":material/link:", key="speaker-add"):
        return
    association = view.association

    def add(by: By) -> AssociationContact:
        added = add_speaker(
            **by,
            association_id=association.id,
            speaker=NewSpeaker(name=name, email=email, phone=phone, language=language),
        )
        invite(**by, person_id=added.person_id, organisation_id=association.organisation_id)
        return added

    form.send(
        add,
        f"{_('The link is ready.')} {mail_words(context, email)}",
        icon=":material/link:",
        then=draft.sent(lambda added: open_dialog(f"speaker-{added.id}")),
    )
