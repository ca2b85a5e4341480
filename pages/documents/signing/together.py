"""The device is in a volunteer's hands: one document to read and confirm, and nothing else until it is given back."""

import streamlit as st

from core.documents.signing.proving import ProofWays
from core.documents.signing.together import Handover, ways
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from pages.documents.signing import borrowed
from pages.documents.signing.borrowed import HandoverStage
from pages.documents.signing.lent import LentText, lent_text
from pages.documents.signing.steps import from_the_top
from pages.shell.action import refusal_shown
from pages.shell.context import current, token
from pages.widgets.plain import plain


def draw(handed: Handover, lent: LentText, known: ProofWays) -> None:
    """The screen of the stage the guest has come to."""
    stage = borrowed.stage_now(handed, lent)
    host = plain(handed.host_name)
    with from_the_top(f"{handed.party_id}:{stage}"):
        match stage:
            case HandoverStage.READ:
                st.title(lent.called, anchor=False)
                st.header(_("For {name} to read").format(name=plain(handed.guest_name)), anchor=False)
                borrowed.read(handed, lent)
            case HandoverStage.SIGN:
                st.title(lent.called, anchor=False)
                st.header(_("{name} signs").format(name=plain(handed.guest_name)), anchor=False)
                borrowed.sign(handed, lent, known)
            case HandoverStage.DONE:
                st.title(_("Thank you. You have signed."), anchor=False)
                st.markdown(_("Now give the device back to {host}.").format(host=host))
                borrowed.give_back(handed, known)
            case HandoverStage.BACK:
                st.title(_("Give the device back to {host}").format(host=host), anchor=False)
                if lent.can_sign:
                    st.markdown(_("Nothing is signed. You can take all the time you need."))
                    borrowed.to_reading(handed)
                else:
                    st.info(_("It cannot be signed as it is now."), icon=":material/block:")
                borrowed.give_back(handed, known)


context = current()
with refusal_shown():
    if context.handed is None:
        raise DomainError(ErrorCode.HANDOVER_OVER)
    draw(
        context.handed,
        lent_text(context.handed),
        ways(session=context.session, token=token(), now=context.now),
    )
