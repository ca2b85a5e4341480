"""The framework agreement with an association: what it says and still lacks, and that both managements signed it."""

from typing import Literal

import streamlit as st

from core.access.permissions import Action
from core.documents.text.exact import FrozenText
from core.i18n import LANGUAGES, language, local_day, ngettext, on_date
from core.i18n import gettext as _
from core.partnerships.agreement import AgreementView, PaperSigning, agreement, record_signing, write_topic
from core.partnerships.printing import print_agreement
from core.partnerships.rules import AgreementTopic, agreement_sheet
from core.partnerships.signed import AgreementLine
from core.partnerships.signing import AgreementSigners, possible_signers, send_agreement
from core.tasks.rules import RunBy
from db.documents import Document
from db.partnerships import AgreementSigning
from pages.guidelines.principles import Matter, principle
from pages.partnerships import law
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.unsent.keeping import FormDraft
from pages.widgets import paper
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.downloads import print_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import needed
from pages.widgets.plain import plain
from pages.widgets.rows import STATELESS, RowState, line, row, row_button

context = require_actor(Action.SEE_PARTNERSHIP)
actor = actor_of(context)


def standing() -> None:
    """Whether it is the reader's turn to sign; else how much is missing, and the way to each thing that is no topic."""
    lacks, waits = view.lacks, view.under_way
    if waits is not None:
        _waits(waits)
        return
    if not lacks.count:
        st.success(_("The agreement is whole, and signed by both."), icon=":material/handshake:")
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


def _waits(sent: AgreementLine) -> None:
    """One is being signed, or somebody said no to it: the way there, loud for whoever has not signed it."""
    if sent.declined:
        st.warning(_("Somebody said no to the agreement as it was sent."), icon=":material/do_not_disturb_on:")
    elif sent.my_turn:
        st.info(_("The agreement waits for you to sign it."), icon=":material/draw:")
    else:
        st.info(_("The agreement has been sent, and waits to be signed."), icon=":material/schedule:")
    label = _("Read and sign") if sent.my_turn else _("See the agreement")
    look: Literal["primary", "secondary"] = "primary" if sent.my_turn else "secondary"
    if st.button(label, type=look, icon=":material/arrow_forward:", key="to-agreement"):
        go(addresses.AGREEMENT, sent.document_id)


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
        dialog(key, title, lambda _now: _write(topic), saves=False)


def _write(topic: AgreementTopic) -> None:
    found = view.texts.get(topic.id)
    st.write(topic.hint.in_language(language()))
    if topic.id == "law":
        law.told(RunBy(view.case.association.run_by))
    form, key = EntryForm(f"topic-{topic.id}"), f"agreed-{view.case.association.id}-{topic.id}"
    draft = FormDraft(f"agreement:{view.case.association.id}:{topic.id}", key)
    with form.field("words") as said:
        words = st.text_area(_("What you have agreed") + said, found.words if found is not None else "", key=key)
    draft.keep()
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
            then=draft.sent(close_dialog),
        )


def signed() -> None:
    """Where its signatures stand, in the portal and on paper, and the ways to them."""
    heading = section(_("Signatures of both managements"), len(view.documents)) if view.documents else None
    if heading is None:
        section(_("Signatures of both managements"))
    if not view.papers and not view.documents:
        st.write(
            _(
                "Both managements sign here, each in their own browser. Or print the agreement, sign it on paper, and "
                "note it here."
            )
        )
    for signing, text in view.papers:
        _on_paper(signing, text)
    if view.lacks.signature and (view.papers or view.holds is not None) and not view.under_way:
        st.warning(
            _("It has been changed since. What was signed stands as it was. Have the new text signed too."),
            icon=":material/edit_note:",
        )
    if heading is not None:
        with heading.rows("agreements"):
            for each in view.documents:
                _document_row(each)
    if view.manages:
        with st.container(horizontal=True):
            if view.under_way is None or view.under_way.declined:
                st.button(
                    _("Send it to be signed again") if view.under_way else _("Send it to be signed"),
                    type="primary" if view.lacks.ready else "secondary",
                    icon=":material/send:",
                    key="open-sending",
                    on_click=open_dialog,
                    args=("sending",),
                )
            st.button(
                _("It is signed on paper"),
                icon=":material/draw:",
                key="open-signing",
                on_click=open_dialog,
                args=("signing",),
            )
        dialog("sending", _("Send it to be signed"), _send)
        dialog("signing", _("It is signed on paper"), _sign, saves=False)


def _on_paper(signing: AgreementSigning, text: FrozenText | None) -> None:
    """One that was signed on paper, and the way to its text as it stood then, whatever is written since."""
    names = " · ".join(plain(each) for each in (signing.ours, signing.theirs, signing.employees) if each)
    said = _("Signed on paper on {date} by {names}.").format(date=on_date(signing.signed_on), names=names)
    if text is None:
        st.markdown(f"{said}  \n:small[{_('How it read then was not kept at that time.')}]")
        return
    st.markdown(said)
    title = _("The agreement of {date}").format(date=on_date(signing.signed_on))
    dialog_button(
        _("Read it as it was signed"),
        f"as-signed-{signing.id}",
        title,
        lambda _here: paper.draw(text),
        icon=":material/description:",
        reads=True,
    )


def _document_row(each: AgreementLine) -> None:
    """One that was sent to be signed, with where it stands."""
    if each.withdrawn:
        state, at = RowState(_("Taken back")), each.sent_at
    elif each.declined:
        state, at = RowState(_("Somebody said no"), "orange"), each.sent_at
    elif each.sealed_at is None:
        state, at = RowState(_("Waits to be signed"), "orange"), each.sent_at
    elif each.superseded:
        state, at = RowState(_("Held before")), each.sealed_at
    else:
        state, at = RowState(_("Signed by both"), "green"), each.sealed_at
    row(
        addresses.AGREEMENT,
        each.document_id,
        _("Agreement of {date}").format(date=on_date(local_day(at))),
        place=each.number,
        state=state,
    )


def _send(context: Context) -> None:
    """Who signs for each side, and in which language."""
    association_id = view.case.association.id
    possible = possible_signers(session=context.session, actor=actor, association_id=association_id)
    st.write(_("Both get the same text to read and sign, each in their own browser. The order does not matter."))
    if view.lacks.topics:
        said = ngettext("{count} topic has no words yet.", "{count} topics have no words yet.", len(view.lacks.topics))
        st.info(said.format(count=len(view.lacks.topics)), icon=":material/checklist:")
    form = EntryForm("agreement-sending")
    with form.field("ours_id") as said:
        ours = st.selectbox(
            _("Who signs for us?") + said,
            [*possible.ours],
            format_func=possible.ours.__getitem__,
            index=[*possible.ours].index(actor.person_id) if actor.person_id in possible.ours else None,
            placeholder=_("Choose a person"),
            key="sending-ours",
        )
    with form.field("theirs_id") as said:
        theirs = st.selectbox(
            _("Who signs for the association?") + said,
            [*possible.theirs],
            format_func=possible.theirs.__getitem__,
            index=0 if len(possible.theirs) == 1 else None,
            placeholder=_("Choose a person"),
            key="sending-theirs",
        )
    chosen = st.radio(
        _("The agreement is in"),
        [*LANGUAGES],
        index=[*LANGUAGES].index(context.language),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key="sending-language",
    )
    if st.button(_("Send it"), type="primary", icon=":material/send:", key="agreement-send"):
        form.send(
            lambda by: send_agreement(
                **by,
                association_id=association_id,
                signers=AgreementSigners(ours_id=ours, theirs_id=theirs, language=chosen or context.language),
            ),
            _("It is sent. Both can read and sign it now."),
            icon=":material/send:",
            then=_sent,
        )


def _sent(document: Document) -> None:
    close_dialog()
    go(addresses.AGREEMENT, document.id)


def _sign(context: Context) -> None:
    form, key = EntryForm("agreement-signing"), f"on-paper-{view.case.association.id}-"
    draft = FormDraft(f"agreement-signing:{view.case.association.id}", key)
    signed_on = form.day("signed_on", _("Signed on"), context.today, key=f"{key}day", needed=True)
    with form.field("ours") as said:
        ours = st.text_input(_("Who signed for us?") + said, key=f"{key}ours", autocomplete="off")
    with form.field("theirs") as said:
        theirs = st.text_input(_("Who signed for the association?") + said, key=f"{key}theirs", autocomplete="off")
    with form.field("employees") as said:
        employees = st.text_input(
            _("Who signed for the employees? (may be left blank)") + said,
            key=f"{key}employees",
            autocomplete="off",
        )
    chosen = st.radio(
        _("The agreement is in"),
        [*LANGUAGES],
        index=[*LANGUAGES].index(context.language),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key=f"{key}language",
    )
    draft.keep()
    st.caption(_("The text is kept as it reads now. What is written later does not change it."))
    if st.button(_("Record it"), type="primary", key="agreement-record"):
        form.send(
            lambda by: record_signing(
                **by,
                association_id=view.case.association.id,
                signing=PaperSigning(
                    signed_on=needed(signed_on),
                    ours=ours,
                    theirs=theirs,
                    employees=employees,
                    language=chosen or context.language,
                ),
            ),
            _("It is noted that the agreement is signed."),
            icon=":material/handshake:",
            then=draft.sent(close_dialog),
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
    with page_head(_("Framework agreement")):
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
    principle(Matter.PARTNERSHIP, association.organisation_id)
    signed()
    prints()
