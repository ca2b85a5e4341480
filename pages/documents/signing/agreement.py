"""A framework agreement with an association: to read and sign for the one of each side who does, and to keep."""

import streamlit as st

from core.access.permissions import Action
from core.documents.rules import DocumentState
from core.documents.signing.service import TypedSignature
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.partnerships.not_signing import decline_agreement, take_agreement_signature_back
from core.partnerships.signed import AgreementDocument, agreement_document, agreement_file
from core.partnerships.signing import sign_agreement, withdraw_agreement
from core.partnerships.together import hand_agreement_over
from pages.documents.preparing import lending
from pages.documents.signing import lifecycle, signed_copy, signing
from pages.documents.signing import signature_pad as pad
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor, token
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.shell.state import ScreenState
from pages.widgets import paper
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.headings import page_head, section
from pages.widgets.plain import and_words, plain

context = require_actor(Action.SEE_PARTNERSHIP)
actor = actor_of(context)
# The fingerprint of the text that stood on the screen, so that no other is signed unseen.
READ = ScreenState("agreement-read", "")


def standing(view: AgreementDocument) -> None:
    """How far it has come, in a sentence, and the PDF where it is sealed."""
    match view.state:
        case DocumentState.SEALED:
            st.success(_("Signed by both. This is what you agreed."), icon=":material/verified:")
        case DocumentState.SUPERSEDED:
            st.info(_("A newer agreement holds instead. This one is kept as it was signed."), icon=":material/history:")
        case DocumentState.SEALING:
            st.success(
                _("Signed by everyone, and being sealed. You need do nothing: you find the sealed PDF here."),
                icon=":material/hourglass_top:",
            )
        case DocumentState.WITHDRAWN:
            assert view.document.withdrawn_at is not None
            day = on_date(local_day(view.document.withdrawn_at))
            st.info(_("It was taken back on {date}, and cannot be signed.").format(date=day), icon=":material/block:")
        case DocumentState.DECLINED:
            _told_no(view)
        case _:
            _waiting(view)
    if view.case.filed is not None:
        agreement_id = view.document.id
        signed_copy.download_button(
            view.document,
            _("Framework agreement"),
            lambda session, who: agreement_file(session=session, actor=who, agreement_id=agreement_id),
        )


def _told_no(view: AgreementDocument) -> None:
    """That somebody said no, when, and their word; and what can be done about it."""
    lifecycle.no_box(view.document, view.said_no)
    if view.manages:
        st.write(_("Talk together. Then change what it says and send it again, or take it back."))
        st.page_link(
            addresses.FRAMEWORK_AGREEMENT,
            label=_("Change the agreement, and send it again"),
            icon=":material/edit_note:",
            query_params={"id": str(view.case.between.association.id)},
        )
    else:
        st.write(_("You need not do more now. You hear from us when there is a new text to read."))


def _waiting(view: AgreementDocument) -> None:
    names = and_words(plain(each) for each in view.waits_for)
    if view.changes:
        st.warning(
            _("Something has changed since it was signed, so it must be signed again."), icon=":material/difference:"
        )
        paper.draw_changes(view.changes)
    elif view.can_sign:
        st.info(_("Read it to the end. Below it you sign."), icon=":material/draw:")
    elif view.mine is not None:
        st.success(
            _("You have signed. Now it waits for {names}. You need not do more.").format(names=names),
            icon=":material/check_circle:",
        )
    else:
        st.info(_("It waits for {names} to sign.").format(names=names), icon=":material/schedule:")


def signatures(view: AgreementDocument) -> None:
    """Who has signed, and when."""
    given = [(each.party.name, each.consent) for each in view.signers if each.consent is not None]
    if given:
        section(_("Signatures"))
    for name, consent in given:
        host = view.case.people.get(consent.host_person_id) if consent.host_person_id else None
        signed_copy.signed_by(
            name,
            consent,
            beside=host.name if host is not None else "",
            login=view.logins.get(consent.id),
            picture=view.drawings.get(consent.id),
        )


def sign(view: AgreementDocument) -> None:
    """What one says yes to, and the name typed to say it."""
    read = READ.of(view.document.id)
    before = read.get() or view.text.fingerprint()
    section(_("Sign"))
    others = {each.party.name: each.consent is not None for each in view.signers if each.party.capacity != view.mine}
    signing.statement(view.text, view.text, others)
    name = next(each.party.name for each in view.signers if each.party.capacity == view.mine)
    written = signing.name_and_drawing(view.document.id, name)
    read.set(view.text.fingerprint())
    if written:
        _sign(view, before, *written)


def _sign(view: AgreementDocument, read: str, typed: str, sent: str) -> None:
    act(
        lambda by: sign_agreement(
            **by,
            agreement_id=view.document.id,
            signature=TypedSignature(fingerprint=read, typed_name=typed, drawn=pad.picture(sent)),
        ),
        _("Thank you. You have signed."),
        icon=":material/draw:",
    )


def offer_no(view: AgreementDocument) -> None:
    """A way to say no, for whoever could sign, folded so that it does not press itself upon anybody."""
    word = lifecycle.asked_for_no(view.document.id)
    if word is not None:
        act(
            lambda by: decline_agreement(**by, agreement_id=view.document.id, word=word),
            _("You have said no. The others are told."),
            icon=":material/do_not_disturb_on:",
            redraw_refused=True,
        )


def offer_own_back(view: AgreementDocument) -> None:
    """A way to take one's own signature back while the other side has not signed."""
    if not view.open or view.mine is None or view.can_sign or view.said_no:
        return
    if lifecycle.asked_to_take_back(view.document.id):
        act(
            lambda by: take_agreement_signature_back(**by, agreement_id=view.document.id),
            _("Your signature is taken back."),
            icon=":material/undo:",
            redraw_refused=True,
        )


def offer_device(view: AgreementDocument) -> None:
    """For whoever manages the partnership and sits beside the association's, the way to hand them this device."""
    agreement_id = view.document.id
    for guest in view.guests:
        if lending.asked_to_lend(agreement_id, guest):
            act(lambda by: hand_agreement_over(**by, token=token(), agreement_id=agreement_id))


def offer_to_take_back(view: AgreementDocument) -> None:
    """For whoever sent it, while not both have signed."""
    if not (view.manages and view.open):
        return
    st.button(
        _("Take it back …"),
        type="tertiary",
        icon=":material/undo:",
        key="open-agreement-back",
        on_click=open_dialog,
        args=("agreement-back",),
    )
    dialog("agreement-back", _("Take the agreement back"), lambda _now: _take_back(view), saves=False)


def _take_back(view: AgreementDocument) -> None:
    st.write(_("Nobody can sign it then. It stays here to be read, and you can send a new one."))
    if st.button(_("Yes, take it back"), type="primary", key="agreement-back"):
        act(
            lambda by: withdraw_agreement(**by, agreement_id=view.document.id),
            _("The agreement is taken back."),
            then=close_dialog,
        )


show_flashes()
with refusal_shown(_("Framework agreement")):
    view = agreement_document(
        session=context.session,
        actor=actor,
        agreement_id=id_in_address(st.query_params.get("id")),
        now=context.now,
    )
    with page_head(_("Framework agreement")):
        st.page_link(
            addresses.FRAMEWORK_AGREEMENT,
            label=plain(view.case.between.association.name),
            icon=":material/arrow_back:",
            query_params={"id": str(view.case.between.association.id)},
            width="content",
        )
    standing(view)
    paper.draw(view.text)
    if view.can_sign:
        sign(view)
        offer_no(view)
    signatures(view)
    offer_device(view)
    offer_own_back(view)
    offer_to_take_back(view)
