"""What somebody sees who signs on a colleague's device: the text, the confirmation, and how it goes back."""

from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from core.documents.signing.proving import Proof, ProofWays
from core.documents.signing.service import TypedSignature
from core.documents.signing.together import Handover, send_code, take_back
from core.documents.text.difference import differences
from core.documents.text.exact import FrozenText
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import gettext as _
from pages.documents.signing import signature_pad as pad
from pages.documents.signing.lent import LentText
from pages.documents.signing.signing import statement
from pages.shell.context import current, leave, refused, token
from pages.shell.state import ScreenState
from pages.widgets import paper
from pages.widgets.plain import plain, plain_label

# A browser writes no passphrase it knows into a field for a new one: on this device it would be the owner's.
NEVER_FILLED_IN = "new-password"


class HandoverStage(StrEnum):
    """What the guest has on the screen now."""

    READ = "read"
    SIGN = "sign"
    BACK = "back"
    DONE = "done"


def stage_now(handed: Handover, lent: LentText) -> HandoverStage:
    """Where the guest is: signed already, handing back, or as far as they have read."""
    if lent.over:
        return HandoverStage.DONE
    asked = _stage(handed).get()
    if not lent.can_sign:
        return HandoverStage.BACK
    return HandoverStage.READ if asked is HandoverStage.SIGN and _text(handed).get() is None else HandoverStage(asked)


def read(handed: Handover, lent: LentText) -> None:
    """The text, and the way on."""
    st.markdown(
        _("{host} has lent you this device. You see only what you are to read and sign.").format(
            host=plain(handed.host_name)
        )
    )
    if lent.changes is not None:
        st.warning(
            _("Something has changed since it was signed, so it must be signed again."), icon=":material/difference:"
        )
        paper.draw_changes(lent.changes)
    lent.draw()
    _on(handed, lent, _("I have read it. Continue"))
    _not_now(handed)


def sign(handed: Handover, lent: LentText, ways: ProofWays) -> None:
    """What is signed, the name, and how the guest shows that it is them."""
    text = _text(handed).get()
    if text is not None and text != lent.text:
        st.warning(words(DomainError(ErrorCode.TEXT_CHANGED)), icon=":material/difference:")
        paper.draw_changes(differences(text, lent.text))
        _on(handed, lent, _("I have read what is new. Continue"))
        _not_now(handed)
        return
    statement(lent.text, lent.aid, lent.others)
    by_code = _by_code(handed, ways)
    with st.form(_key(handed, "sign"), border=False, enter_to_submit=False):
        typed = st.text_input(
            _("Type your name: {name}").format(name=plain_label(lent.name)),
            autocomplete="off",
            key=_key(handed, "typed-name"),
        )
        proof = _asked_proof(handed, ways, by_code=by_code)
        drawn = pad.draw(_key(handed, "drawn"))
        clicked = st.form_submit_button(_("I sign"), type="primary", icon=":material/draw:")
    if clicked:
        _try(lambda: _sign(lent, typed, proof, drawn))
    _to(handed, HandoverStage.READ, _("Back"), icon=":material/arrow_back:")
    _not_now(handed)


def give_back(handed: Handover, ways: ProofWays) -> None:
    """The owner shows that it is they who hold the device again, or logs out."""
    host = plain(handed.host_name)
    with st.form(_key(handed, "take-back"), border=False):
        passphrase = ""
        if ways.one_click:
            st.caption(_("In the demonstration nobody has a passphrase, so one click will do."))
        else:
            passphrase = st.text_input(
                _("{host}: write your own passphrase").format(host=host),
                type="password",
                autocomplete=NEVER_FILLED_IN,
                key=_key(handed, "host-passphrase"),
            )
        clicked = st.form_submit_button(
            _("I am {host}. Take the device back").format(host=host), type="primary", icon=":material/lock_open:"
        )
    if clicked:
        _try(lambda: _take_back(passphrase))
    if st.button(_("Log {host} out here").format(host=host), type="tertiary", key=_key(handed, "leave")):
        leave()


def to_reading(handed: Handover) -> None:
    """The way back to the text, for who has not signed."""
    _to(handed, HandoverStage.READ, _("I want to read on"), icon=":material/arrow_back:")


def _by_code(handed: Handover, ways: ProofWays) -> bool:
    """Whether the guest confirms with a code; where both can be, they choose. A code is sent when asked for."""
    by_code = ways.code and not ways.passphrase
    if ways.code and ways.passphrase:
        names = {False: _("With my own passphrase"), True: _("With a code by mail")}
        by_code = st.segmented_control(
            _("How will you show that it is you?"),
            [*names],
            default=False,
            required=True,
            format_func=names.__getitem__,
            key=_key(handed, "way"),
        )
    if by_code:
        sent = ScreenState(_key(handed, "code-sent"), False)
        label = _("Send a new code") if sent.get() else _("Send me the code")
        if st.button(label, icon=":material/mail:", key=_key(handed, "send")):
            _try(lambda: _send(sent))
        if sent.get():
            st.info(_("A code is on its way to your mail. It works for 10 minutes."), icon=":material/mail:")
    return bool(by_code)


def _asked_proof(handed: Handover, ways: ProofWays, *, by_code: bool) -> Proof:
    if ways.one_click:
        st.caption(_("This is a demonstration, so nobody asks for your passphrase or a code here."))
        return Proof()
    if by_code:
        return Proof(
            code=st.text_input(
                _("The six digits from the mail"), autocomplete="one-time-code", key=_key(handed, "code")
            )
        )
    return Proof(
        passphrase=st.text_input(
            _("Your own passphrase"), type="password", autocomplete=NEVER_FILLED_IN, key=_key(handed, "passphrase")
        )
    )


def _sign(lent: LentText, typed: str, proof: Proof, drawn: str) -> None:
    context = current()
    lent.confirm(
        session=context.session,
        token=token(),
        signature=TypedSignature(fingerprint=lent.text.fingerprint(), typed_name=typed, drawn=pad.picture(drawn)),
        proof=proof,
        now=context.now,
    )


def _send(sent: ScreenState[bool]) -> None:
    context = current()
    send_code(session=context.session, token=token(), now=context.now)
    sent.set(True)


def _take_back(passphrase: str) -> None:
    context = current()
    take_back(session=context.session, token=token(), passphrase=passphrase, now=context.now)
    GUEST.forget_all()


def _try(what: Callable[[], None]) -> None:
    """Do it and draw the page anew; where it is refused, say why and leave what was written."""
    try:
        what()
    except DomainError as error:
        if error.code not in (ErrorCode.TEXT_CHANGED, ErrorCode.HANDOVER_OVER):
            refused(error)
            return
    st.rerun()


def _on(handed: Handover, lent: LentText, label: str) -> None:
    st.button(
        label,
        type="primary",
        icon=":material/arrow_forward:",
        key=_key(handed, "to-sign"),
        on_click=_have_read,
        args=(handed, lent.text),
    )


def _have_read(handed: Handover, text: FrozenText) -> None:
    _text(handed).set(text)
    _go(handed, HandoverStage.SIGN)


def _not_now(handed: Handover) -> None:
    _to(handed, HandoverStage.BACK, _("I do not want to sign now"))


def _to(handed: Handover, stage: HandoverStage, label: str, *, icon: str | None = None) -> None:
    st.button(label, type="tertiary", icon=icon, key=_key(handed, f"to-{stage}"), on_click=_go, args=(handed, stage))


def _go(handed: Handover, stage: HandoverStage) -> None:
    _stage(handed).set(stage)


# Everything of a guest's stands below it, also what is typed, so that nothing stays when the device is handed back.
GUEST = ScreenState[object]("together", None)


def _key(handed: Handover, name: str) -> str:
    return GUEST.of(handed.party_id, name).key


def _stage(handed: Handover) -> ScreenState[HandoverStage]:
    return ScreenState(_key(handed, "stage"), HandoverStage.READ)


def _text(handed: Handover) -> ScreenState[FrozenText | None]:
    """The text the guest has read in full."""
    return ScreenState(_key(handed, "text-read"), None)
