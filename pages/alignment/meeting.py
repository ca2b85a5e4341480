"""What the two talk about when they meet: their answers beside each other, what they agree, and until when."""

import streamlit as st
from dateutil.relativedelta import relativedelta

from core.alignment.reading import AlignmentView
from core.alignment.rules import BOTH, Accord, AlignmentSide, ComparedExpectation, SettledHow, agenda
from core.alignment.service import NewPoint, Settlement, add_point, remove_point, settle, tick_point
from core.i18n import gettext as _
from core.i18n import language, on_date
from db.alignment import AgreedPoint
from pages.alignment.words import ACCORDS, HOW
from pages.shell.action import act
from pages.shell.context import Context, current
from pages.unsent.keeping import FormDraft
from pages.widgets.dialogs import close_dialog, dialog, open_dialog
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import needed
from pages.widgets.plain import plain, plain_label
from pages.widgets.rows import RowState, line, row_button


def side_by_side(view: AlignmentView) -> None:
    """What there is to talk about, where they differ first; and, folded away, what both say."""
    questions = {each.id: each for each in view.case.form.questions}

    def words(compared: ComparedExpectation, value: str) -> str:
        question = questions.get(compared.question_id)
        return question.said(value, language()) if question is not None else value

    def draw(compared: ComparedExpectation) -> None:
        question = questions.get(compared.question_id)
        with st.container(border=True):
            asked = question.words.in_language(language()) if question is not None else ""
            st.markdown(f"**{plain(asked)}**  \n:gray[{_(ACCORDS[compared.accord])}]")
            if compared.accord is Accord.NEITHER:
                return
            for column, side in zip(st.columns(2), (view.side, view.side.other), strict=True):
                value = compared.ours if side is AlignmentSide.OURS else compared.theirs
                with column:
                    st.markdown(f":small[{plain(view.case.name_of(side))}]")
                    st.text(words(compared, value) or _("Has not answered"))

    to_talk_about = agenda(view.compared)
    note = _("You can add your own points when you meet.")
    section(_("To talk about"), len(to_talk_about), note=note)
    if not to_talk_about:
        st.success(_("You say the same to everything. Talk about what it takes."), icon=":material/handshake:")
    for compared in to_talk_about:
        draw(compared)
    same = [each for each in view.compared if not each.to_talk_about]
    if same:
        label = _("You say the same ({count})").format(count=len(same))
        with st.expander(label, icon=":material/handshake:", key="alignment-same"):
            for compared in same:
                draw(compared)


def points(view: AlignmentView) -> None:
    """What was agreed and what is to be done, by whom and when; either side adds to it until it is settled."""
    found = view.case.points
    settled = view.case.alignment.agreed_at is not None
    heading = section(_("What you agree"), len(found))
    with heading.rows("agreed-points"):
        for each in found:
            _point(view, each, settled=settled)
    if settled:
        return
    if not found:
        st.write(_("Write down what you agree, and what is to be done, by whom and when."))
    st.button(
        _("Write down something you agree"),
        icon=":material/add:",
        key="open-point",
        on_click=open_dialog,
        args=("point",),
    )
    dialog("point", _("Write down something you agree"), lambda _now: _add(view), saves=False)
    if view.side is AlignmentSide.OURS:
        st.button(
            _("You have met and agreed"),
            type="primary",
            icon=":material/handshake:",
            key="open-settle",
            on_click=open_dialog,
            args=("settle",),
        )
        dialog("settle", _("You have met and agreed"), lambda now: _settle(now, view))


def _point(view: AlignmentView, each: AgreedPoint, *, settled: bool) -> None:
    owner = _("Both") if each.owner == BOTH else view.case.name_of(AlignmentSide(each.owner))
    by = _("by {date}").format(date=on_date(each.due_on)) if each.due_on else ""
    late = each.due_on is not None and each.done_at is None and each.due_on < current().today
    state = (
        RowState(_("Done"), "green") if each.done_at else RowState(_("Its day has gone by") if late else "", "orange")
    )
    line(each.words, place=owner, what=by, state=state)
    if not settled:
        if row_button(_("Remove"), f"remove-{each.id}"):
            act(lambda by_whom: remove_point(**by_whom, point_id=each.id), _("It is removed."))
    elif each.due_on is not None:
        label = _("Not done after all") if each.done_at else _("It is done")
        if row_button(label, f"tick-{each.id}"):
            done = each.done_at is None
            act(lambda by_whom: tick_point(**by_whom, point_id=each.id, done=done), _("It is noted."))


def _add(view: AlignmentView) -> None:
    key = f"to-agree-{view.case.alignment.id}-"
    form, draft = EntryForm("agreed-point"), FormDraft(f"alignment-point:{view.case.alignment.id}", key)
    with form.field("words") as said:
        words = st.text_area(_("What do you agree?") + said, key=f"{key}words")
    named = {
        BOTH: _("Both"),
        **{str(side): plain_label(view.case.name_of(side)) for side in AlignmentSide},
    }
    owner = st.radio(_("Whose is it?"), [*named], format_func=named.__getitem__, key=f"{key}owner")
    due_on = form.day("due_on", _("To be done by (leave it blank where nothing is to be done)"), None, key=f"{key}due")
    draft.keep()
    if st.button(_("Write it down"), type="primary", key="agreed-add"):
        form.send(
            lambda by: add_point(
                **by,
                alignment_id=view.case.alignment.id,
                point=NewPoint(words=words, owner=owner or BOTH, due_on=due_on),
            ),
            _("It is written down."),
            then=draft.sent(close_dialog),
        )


def _settle(context: Context, view: AlignmentView) -> None:
    form = EntryForm("settlement")
    valid = context.today + relativedelta(months=view.pace.alignment_months)
    look_again = context.today + relativedelta(months=view.pace.alignment_look_again_months)
    met_on = form.day("met_on", _("When did you meet?"), context.today, key="settle-met", needed=True)
    how = st.radio(_("How do you agree?"), [*HOW], format_func=lambda each: _(HOW[each]), key="settle-how")
    valid_until = form.day(
        "valid_until",
        _("Until when does it hold? (may be left blank)"),
        valid,
        key="settle-until",
    )
    look_again_on = form.day(
        "look_again_on",
        _("When do you look at it again? (may be left blank)"),
        look_again,
        key="settle-again",
    )
    st.caption(_("You are told on that day, and when a contact person changes on either side."))
    st.caption(_("What you both said and agreed is kept as it reads now."))
    if st.button(_("It is agreed"), type="primary", icon=":material/handshake:", key="settle"):
        form.send(
            lambda by: settle(
                **by,
                alignment_id=view.case.alignment.id,
                settlement=Settlement(
                    met_on=needed(met_on),
                    how=how or SettledHow.ORAL,
                    valid_until=valid_until,
                    look_again_on=look_again_on,
                    language=context.language,
                ),
            ),
            _("It is agreed. Thank you for taking the time."),
            icon=":material/handshake:",
            then=close_dialog,
        )
