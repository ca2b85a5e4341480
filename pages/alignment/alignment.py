"""One round: each side says alone what it expects, both see it beside each other, and what they agree is kept."""

from functools import partial

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Action
from core.alignment.form import AlignmentKind
from core.alignment.printing import print_alignment
from core.alignment.reading import AlignmentView, alignment
from core.alignment.rules import AlignmentSide, AlignmentStage, SettledHow
from core.alignment.service import (
    answer_on_paper,
    begin_with_association,
    begin_with_volunteer,
    finish_side,
)
from core.i18n import gettext as _
from core.i18n import language, on_date
from db.alignment import Alignment
from pages.alignment.answering import questions
from pages.alignment.meeting import points, side_by_side
from pages.alignment.words import STAGES, WHY_AGAIN
from pages.guidelines.principles import Matter, own_principle, principle
from pages.shell import addresses
from pages.shell.action import By, act, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.widgets import paper
from pages.widgets.beside import beside
from pages.widgets.dialogs import dialog_button
from pages.widgets.downloads import print_button
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head
from pages.widgets.plain import plain

context = require_actor(Action.ALIGN)
actor = actor_of(context)


def back(view: AlignmentView) -> None:
    """The way to whom it is with."""
    found = view.case.alignment
    if found.association_id is not None:
        path, query = addresses.PARTNERSHIP, {"id": str(found.association_id)}
    elif view.side is AlignmentSide.OURS:
        path, query = addresses.VOLUNTEER, {"id": str(found.engagement_id)}
    else:
        path, query = addresses.MY_PATH, {}
    name = view.case.name_of(view.side.other)
    st.page_link(path, label=plain(name), icon=":material/arrow_back:", query_params=query, width="content")


def answering(view: AlignmentView) -> None:
    """The reader's own questions, or that the other side has not finished; and what it answered on paper."""
    other = view.case.name_of(view.side.other)
    if not view.case.finished(view.side):
        questions(view, view.side)
        return
    st.info(
        _("It is shared. When {name} has finished too, you both see all answers.").format(name=plain(other)),
        icon=":material/hourglass_empty:",
    )
    if st.button(_("Change the answers"), key="reopen", icon=":material/edit:"):
        act(
            lambda by: finish_side(**by, alignment_id=view.case.alignment.id, side=view.side, finished=False),
            _("You can change your answers again."),
        )
    if view.side.other in view.answers:
        questions(view, view.side.other)
    elif view.side is AlignmentSide.OURS and st.button(
        _("They answered on paper"), key="on-paper", icon=":material/edit_note:"
    ):
        act(lambda by: answer_on_paper(**by, alignment_id=view.case.alignment.id), _("Write what stands on the paper."))


def agreed(view: AlignmentView) -> None:
    """How it was agreed, and until when it holds; why to look at it again, and the way to do so."""
    found = view.case.alignment
    _as_it_read(view)
    for reason in view.reasons:
        st.warning(_(WHY_AGAIN[reason]), icon=":material/autorenew:")
    if view.side is AlignmentSide.OURS and st.button(
        _("Begin anew"), type="primary" if view.reasons else "secondary", icon=":material/autorenew:", key="anew"
    ):
        act(
            _begin_anew,
            _("A new round is begun. What you agreed before is kept."),
            then=lambda made: go(addresses.ALIGNMENT, made.id),
        )
    if found.association_id is not None:
        _to_the_agreement(view)
    elif found.settled == SettledHow.WRITTEN:
        st.write(_("You agreed to have it in writing. Print it below, and sign it together."))


def _as_it_read(view: AlignmentView) -> None:
    """The way to the text as it was agreed, whatever anybody is called or asked today."""
    text = view.text
    if text is None:
        st.caption(_("How it read when you agreed was not kept at that time."))
        return
    met_on = view.case.alignment.met_on
    dialog_button(
        _("Read it as you agreed it"),
        "as-agreed",
        _("What you agreed on {date}").format(date=on_date(met_on)) if met_on else _("What you agree"),
        lambda _here: paper.draw(text),
        icon=":material/description:",
        reads=True,
    )


def _to_the_agreement(view: AlignmentView) -> None:
    """What two who work together agree in writing is the framework agreement, which both sign in the browser."""
    if view.case.alignment.settled == SettledHow.WRITTEN:
        st.write(
            _("You agreed to have it in writing. Write it in the framework agreement: there both sign it, or on paper.")
        )
    st.page_link(
        addresses.FRAMEWORK_AGREEMENT,
        label=_("To the framework agreement"),
        icon=":material/handshake:",
        query_params={"id": str(view.case.alignment.association_id)},
    )


def _begin_anew(by: By) -> Alignment:
    found = view.case.alignment
    if found.association_id is not None:
        kind = AlignmentKind(found.kind)
        return begin_with_association(**by, association_id=found.association_id, kind=kind)
    assert found.engagement_id is not None
    return begin_with_volunteer(**by, engagement_id=found.engagement_id)


def in_short(view: AlignmentView) -> None:
    """Between whom it is, how far it has come, and its days."""
    found = view.case.alignment
    told = [
        Fact(_("Between"), f"{view.case.ours} · {view.case.theirs}"),
        Fact(_("How far you are"), _(STAGES[_turned(view)])),
    ]
    days = (
        (_("You met on"), found.met_on),
        (_("Holds until"), found.valid_until),
        (_("Look at it again"), found.look_again_on),
    )
    facts(_("In short"), [*told, *(Fact(name, on_date(day)) for name, day in days if day is not None)])


def _turned(view: AlignmentView) -> AlignmentStage:
    if view.side is AlignmentSide.OURS:
        return view.stage
    turned = {AlignmentStage.OURS: AlignmentStage.THEIRS, AlignmentStage.THEIRS: AlignmentStage.OURS}
    return turned.get(view.stage, view.stage)


def prints(view: AlignmentView) -> None:
    """The same on paper: with the reader's own answers or all that was said and agreed, or blank."""
    alignment_id, chosen = view.case.alignment.id, language()

    def printed(session: Session, blank: bool) -> bytes:
        return print_alignment(session=session, actor=actor, alignment_id=alignment_id, language=chosen, blank=blank)

    with st.container(horizontal=True):
        for blank, label in ((False, _("Print it as it is now")), (True, _("Print it blank"))):
            print_button(
                label, partial(printed, blank=blank), f"{_('expectations')}.pdf", key=f"print-alignment-{blank}"
            )


show_flashes()
with refusal_shown(_("Expectations")):
    view = alignment(
        session=context.session, actor=actor, alignment_id=id_in_address(st.query_params.get("id")), today=context.today
    )
    with page_head(view.case.form.title.in_language(language())):
        back(view)
    places = beside()
    with places.question:
        if view.case.alignment.agreed_at is not None:
            agreed(view)
        elif not view.case.both_finished:
            answering(view)
        else:
            st.write(_("You have both answered. Meet, and talk about what stands here."))
    with places.facts:
        in_short(view)
    with places.rest:
        if view.case.both_finished:
            points(view)
            side_by_side(view)
        found = view.case.alignment
        if found.engagement_id is not None:
            own_principle(Matter.ALIGNING, found.engagement_id)
        else:
            principle(Matter.ALIGNING, found.organisation_id)
        prints(view)
