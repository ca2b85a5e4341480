"""Check a document: whether a file was sealed here and is as it was then. Anybody may, and nobody is named."""

import streamlit as st

from core.certificates.archive import TITLES
from core.certificates.text import CertificateKind
from core.documents.sealing.verify import LARGEST_MB, Verdict, number_known, verify
from core.documents.template.model import shipped
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import N_, at_time, language
from core.i18n import gettext as _
from core.partnerships.rules import KIND
from pages.shell.action import attempt
from pages.shell.context import current, refused
from pages.widgets.plain import and_words, plain
from pages.widgets.upload import upload

ADVICE = {
    ErrorCode.UPLOAD_TOO_LARGE: N_("Is it the right file? The documents of this portal are much smaller."),
    ErrorCode.UPLOAD_NOT_PDF: N_("Choose the PDF you got from the portal, not a picture or a scan of it."),
    ErrorCode.UPLOAD_ENCRYPTED: N_(
        "Choose the file as you got it: somebody has locked this one against changes or with a password."
    ),
    ErrorCode.UPLOAD_DAMAGED: N_(
        "Perhaps it was not fetched whole. Fetch it again from the portal, and try once more."
    ),
}

context = current()


def title(kind: str) -> str:
    """What a kind of document is called; one that did not come with the portal by its own name."""
    known = shipped().get(kind)
    if known is None and kind in TITLES:
        return _(TITLES[CertificateKind(kind)])
    if kind == KIND:
        return _("Framework agreement")
    return known.words(language()).title if known else kind


def facts(verdict: Verdict) -> None:
    """What is known of the document that was sealed; never whose it is."""
    made_from = [part.rsplit(" ", 1) for part in (verdict.template or verdict.kind or "").split(" + ")]
    titles = [title(kind) for kind, *_number in made_from]
    versions = [number for _kind, *numbers in made_from for number in numbers]
    rows = (
        (_("Document"), and_words([titles[0], *(each.lower() for each in titles[1:])]) or None),
        (_("Sealed"), at_time(verdict.sealed_at) if verdict.sealed_at else None),
        (_("By"), verdict.organisation_name),
        (_("Number"), verdict.number),
        (_("Version of the document"), verdict.version),
        (_("Version of the template"), and_words(versions) or None),
    )
    st.markdown("\n".join(f"- {label}: **{plain(str(value))}**" for label, value in rows if value is not None))


def answer(verdict: Verdict) -> None:
    """What the file is, in one sentence and a sign, and what that means."""
    match verdict.status:
        case "genuine":
            st.success(
                _("Genuine. This file was sealed here, and nothing in it has been changed."), icon=":material/verified:"
            )
            facts(verdict)
            st.caption(_("We do not show who the document is about. That stands in the document itself."))
        case "altered":
            st.error(
                _("Altered. This file was made from a document of ours, but it is not as we sealed it."),
                icon=":material/gpp_bad:",
            )
            st.write(_("Do not rely on what it says. Ask whoever gave it to you for the original file."))
            if verdict.kind:
                st.write(_("The original:"))
                facts(verdict)
        case _:
            st.warning(_("Unknown. We have not sealed this file."), icon=":material/help:")
            st.write(
                _(
                    "Perhaps it comes from another portal, or it has been scanned, printed to a new PDF or saved anew "
                    "by another program. Only the file as you got it can be checked."
                )
            )


def about_number(number: str) -> None:
    """What the number from a QR code tells before the file itself is there."""
    verdict = number_known(session=context.session, number=number)
    if verdict.status == "unknown":
        st.warning(_("We know no document with this number. You can still check a file below."), icon=":material/help:")
        return
    st.info(_("A document with this number was sealed here."), icon=":material/qr_code_2:")
    facts(verdict)
    st.write(_("The number alone does not show that what you hold is that document. Choose the file to check it."))


def check(data: bytes) -> None:
    """The answer about a file, or why it cannot be checked and what to do."""
    verdict = attempt(lambda: verify(session=context.session, data=data))
    if not isinstance(verdict, DomainError):
        answer(verdict)
        return
    refused(verdict)
    if verdict.code in ADVICE:
        st.write(_(ADVICE[verdict.code]))


st.title(_("Check a document"))
st.write(
    _(
        "Choose a PDF, and you see whether it was sealed in this portal and is unchanged since. The file is checked "
        "and forgotten; we do not keep it."
    )
)
number = st.query_params.get("n")
if number:
    about_number(number)
data = upload(_("The PDF to check"), None, key="verify-file", most_mb=LARGEST_MB)
if data is not None:
    check(data)
