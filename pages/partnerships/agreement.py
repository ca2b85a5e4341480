"""The framework agreement with an association: what it says and still lacks, and that both managements signed it."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import language, ngettext, on_date
from core.partnerships.agreement import AgreementView, PaperSigning, agreement, record_signing, write_topic
from core.partnerships.printing import print_agreement
from core.partnerships.rules import AgreementTopic, agreement_sheet
from core.tasks.rules import RunBy
from pages.partnerships import law
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.downloads import print_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import needed
from pages.widgets.plain import plain
from pages.widgets.rows import STATELESS, RowState, line, row, row_button

context = require_actor(Action.SEE_PARTNERSHIP)
actor = actor_of(context)


def standing() -> None:
    """How much is missing, and the way to each thing that is no topic."""
    lacks = view.lacks
    if not lacks.count:
        assert view.signing is not None
        day = on_date(view.signing.signed_on)
        st.success(_("The agreement is whole, and was signed on {date}.").format(date=day), icon=":material/handshake:")
        return
    said = ngettext("The agreement lacks {count} thing.", "The agreement lacks {count} things.", lacks.count)
    st.info(said.format(count=lacks.count), icon=":material/checklist:")
    if lacks.speaker:
        row(
            addresses.PARTNERSHIP,
            view.case.association.id,
            _("Nobody speaks for the association yet"),
            state=RowState(_("Missing"), "orange"),
        )


def topic_row(topic: AgreementTopic) -> None:
    """What the agreement says of a topic, or that it says nothing; and for whoever writes it the way to do so."""
    found = view.texts.get(topic.id)
    words = found.words if found is not None else ""
    title = topic.title.in_language(language())
    line(title, what=words, state=STATELESS if words else RowState(_("Missing"), "orange"))
    if view.manages:
        key = f"topic-{topic.id}"
        if row_button(_("Change") if words else _("Write"), f"open-{key}"):
            open_dialog(key)
        dialog(key, title, lambda _now: _write(topic))


def _write(topic: AgreementTopic) -> None:
    found = view.texts.get(topic.id)
    st.write(topic.hint.in_language(language()))
    if topic.id == "law":
        law.told(RunBy(view.case.association.run_by))
    form = EntryForm(f"topic-{topic.id}")
    with form.field("words") as said:
        words = st.text_area(
            _("What you have agreed") + said, found.words if found is not None else "", key=f"words-{topic.id}"
        )
    if st.button(_("Save"), type="primary", key=f"save-{topic.id}"):
        form.send(
            lambda by: write_topic(
                **by,
                association_id=view.case.association.id,
                topic_id=topic.id,
                words=words,
                expected_version=found.version if found is not None else 0,
            ),
            _("It is saved."),
            then=close_dialog,
        )


def signed() -> None:
    """Who signed it and when, whether it reads otherwise since, and the way to note that it was signed."""
    signing = view.signing
    section(_("Signed by both managements"))
    if signing is None:
        st.write(_("Print the agreement. Both managements sign it, and the employees too if you want them with you."))
    else:
        names = " · ".join(plain(each) for each in (signing.ours, signing.theirs, signing.employees) if each)
        st.markdown(_("Signed on {date} by {names}.").format(date=on_date(signing.signed_on), names=names))
        if view.lacks.signature:
            st.warning(_("It has been changed since. Print it, and sign it again."), icon=":material/edit_note:")
    if view.manages:
        st.button(
            _("It is signed on paper"),
            icon=":material/draw:",
            key="open-signing",
            on_click=open_dialog,
            args=("signing",),
        )
        dialog("signing", _("It is signed on paper"), _sign)


def _sign(context: Context) -> None:
    form = EntryForm("agreement-signing")
    signed_on = form.day("signed_on", _("Signed on"), context.today, key="agreement-signed-on", needed=True)
    with form.field("ours") as said:
        ours = st.text_input(_("Who signed for us?") + said, key="agreement-ours", autocomplete="off")
    with form.field("theirs") as said:
        theirs = st.text_input(_("Who signed for the association?") + said, key="agreement-theirs", autocomplete="off")
    with form.field("employees") as said:
        employees = st.text_input(
            _("Who signed for the employees? (may be left blank)") + said,
            key="agreement-employees",
            autocomplete="off",
        )
    if st.button(_("Record it"), type="primary", key="agreement-record"):
        form.send(
            lambda by: record_signing(
                **by,
                association_id=view.case.association.id,
                signing=PaperSigning(signed_on=needed(signed_on), ours=ours, theirs=theirs, employees=employees),
            ),
            _("It is noted that the agreement is signed."),
            icon=":material/handshake:",
            then=close_dialog,
        )


def prints() -> None:
    """The agreement as a PDF: with what it says, and room to write where it says nothing."""
    association_id, chosen = view.case.association.id, language()
    print_button(
        _("Print the agreement"),
        lambda session: print_agreement(session=session, actor=actor, association_id=association_id, language=chosen),
        f"{_('framework-agreement')}.pdf",
        key="print-agreement",
    )


show_flashes()
with refusal_shown(_("Framework agreement")):
    view: AgreementView = agreement(
        session=context.session, actor=actor, association_id=id_in_address(st.query_params.get("id"))
    )
    association = view.case.association
    page_head(_("Framework agreement"))
    st.page_link(
        addresses.PARTNERSHIP,
        label=plain(association.name),
        icon=":material/arrow_back:",
        query_params={"id": str(association.id)},
        width="content",
    )
    standing()
    for number, group in enumerate(agreement_sheet().groups):
        with section(group.title.in_language(language()), len(group.topics)).rows(f"topics-{number}"):
            for topic in group.topics:
                topic_row(topic)
    with st.expander(_("What holds by law and insurance"), icon=":material/gavel:", key="agreement-law"):
        law.told(RunBy(association.run_by))
    signed()
    prints()
