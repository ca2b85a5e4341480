"""Supervisions: what is to be planned, held and written, and the way to order one or hand all of somebody's over."""

from collections.abc import Sequence
from functools import cache, partial
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.errors import DomainError
from core.i18n import N_, local_day, ngettext
from core.i18n import gettext as _
from core.supervision.lists import (
    FINISHED_SHOWN,
    SupervisionRow,
    count_supervisions,
    holders,
    led_by_all,
    suggested,
    supervisions,
    supervisors,
    to_supervise,
)
from core.supervision.rules import SupervisionKind
from core.supervision.service import MOST_AT_ONCE, SupervisionDetails, hand_over, order
from pages.people.choosing import Choice, Find, choose_people, forget
from pages.shell.action import act, attempt
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.shell.state import ScreenState
from pages.supervision.words import kind_word, supervision_row, supervision_state
from pages.widgets.dialogs import close_dialog, dialog, dialog_button, open_dialog
from pages.widgets.downloads import ListOut, list_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import one_of
from pages.widgets.plain import plain, plain_label
from pages.widgets.show_more import more_of, shown

ASKED = ScreenState("supervision-asked-for", "")


def _order_one(context: Context, organisation_id: UUID) -> None:
    """The form that orders one; an address may name whom and what it is for."""
    asked, usual = _asked(context, organisation_id)
    find = _found(context, organisation_id)
    if not find(""):
        st.write(_("There is no instructor to supervise yet."))
        return
    _form(context, organisation_id, find, asked, usual)


def _open_where_asked() -> None:
    """Who comes here to order one for somebody finds the form open; once, so that it can be closed."""
    named = st.query_params.get("for", "")
    if named and ASKED.get() != named:
        ASKED.set(named)
        open_dialog("order")


def _asked(context: Context, organisation_id: UUID) -> tuple[list[Choice], UUID | None]:
    """Whom the address names, with the partner, and who usually holds it; nobody where it names nobody."""
    named = attempt(lambda: id_in_address(st.query_params.get("for")))
    if isinstance(named, DomainError):
        return [], None
    likely = suggested(
        session=context.session, actor=actor_of(context), organisation_id=organisation_id, engagement_id=named
    )
    return _choices(context, organisation_id, engagement_ids=likely.engagement_ids), likely.supervisor_id


def _choices(
    context: Context, organisation_id: UUID, search: str = "", engagement_ids: Sequence[UUID] | None = None
) -> list[Choice]:
    found = to_supervise(
        session=context.session,
        actor=actor_of(context),
        organisation_id=organisation_id,
        search=search,
        engagement_ids=engagement_ids,
    )
    return [Choice(each.engagement_id, each.name, each.workplace) for each in found]


def _found(context: Context, organisation_id: UUID) -> Find:
    """Finds those a supervision can be ordered for by a part of the name; the same search once in a run."""
    return cache(lambda search: _choices(context, organisation_id, search))


def _form(context: Context, organisation_id: UUID, find: Find, asked: Sequence[Choice], usual: UUID | None) -> None:
    people = dict(supervisors(session=context.session, actor=actor_of(context), organisation_id=organisation_id))
    kinds = list(SupervisionKind)
    named = st.query_params.get("kind", "")
    kind = (
        st.selectbox(
            _("What is it for?"),
            kinds,
            index=kinds.index(SupervisionKind(named)) if named in kinds else 0,
            format_func=kind_word,
            key="order-kind",
        )
        or kinds[0]
    )
    form = EntryForm("order")
    with form.field("engagement_ids"):
        chosen = choose_people(
            _("With whom?"),
            find,
            key="order-who",
            chosen=asked,
            most=MOST_AT_ONCE,
            empty=_("Choose one, or the two who lead a course together"),
        )
    runs = (
        led_by_all(
            session=context.session,
            actor=actor_of(context),
            organisation_id=organisation_id,
            engagement_ids=chosen,
        )
        if chosen
        else {}
    )
    run_id = one_of(
        _("On which course?"),
        [None, *runs],
        format_func=lambda each: plain_label(runs[each]) if each else _("No course"),
        # One that is led now is the newest of them.
        index=len(runs) if asked or len(runs) == 1 else 0,
        key=f"order-run-{'-'.join(map(str, chosen))}",
    )
    supervisor_id = one_of(
        _("Who holds it?"),
        [None, *people],
        format_func=lambda each: plain_label(people[each]) if each else _("Not decided yet"),
        index=[None, *people].index(usual) if usual in people else 0,
        key="order-holder",
    )
    if st.button(_("Order"), type="primary", icon=":material/check:", key="order"):
        form.send(
            lambda by: order(
                **by,
                details=SupervisionDetails(
                    kind=kind, engagement_ids=chosen, course_run_id=run_id, supervisor_id=supervisor_id
                ),
            ),
            _("The supervision is ordered. Next it is given a day."),
            then=lambda _ordered: _empty_form(),
        )


def _empty_form() -> None:
    close_dialog()
    ASKED.forget()
    forget("order-who")
    for name in ("for", "kind"):
        st.query_params.pop(name, None)


def _hand_over_all(context: Context, organisation_id: UUID) -> None:
    """When a supervisor is away: everything they were to hold goes to somebody else."""
    found = holders(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    people = dict(supervisors(session=context.session, actor=actor_of(context), organisation_id=organisation_id))
    away = {each.person_id: each for each in found}
    if away:
        from_id = st.selectbox(
            _("Who is away?"), list(away), format_func=lambda each: plain_label(away[each].name), key="away"
        )
        others = [each for each in people if each != from_id]
        to_id = st.selectbox(
            _("Who takes over?"), others, format_func=lambda each: plain_label(people[each]), key="takes-over"
        )
        count = away[from_id].count if from_id else 0
        said = ngettext("Hand over {count} supervision", "Hand over {count} supervisions", count).format(count=count)
        if st.button(said, key="hand-over") and from_id and to_id:
            _hand_over(organisation_id, from_id, to_id, people[to_id])


def _hand_over(organisation_id: UUID, from_id: UUID, to_id: UUID, name: str) -> None:
    act(
        lambda by: hand_over(**by, organisation_id=organisation_id, from_id=from_id, to_id=to_id),
        lambda count: ngettext(
            "{name} takes over {count} supervision.", "{name} takes over {count} supervisions.", count
        ).format(name=plain(name), count=count),
        then=close_dialog,
    )


def _out(kind: ListKind, *, finished: bool) -> ListOut[SupervisionRow]:
    """All that are under way, or all that are not any more, as a table."""
    today = context.today
    read = partial(supervisions, actor=actor, organisation_id=organisation_id, finished=finished)
    return ListOut(
        kind,
        Action.ORDER_SUPERVISION,
        organisation_id,
        {
            N_("Instructors"): lambda row: ", ".join(row.names),
            N_("Kind"): lambda row: kind_word(row.kind),
            N_("State"): lambda row: supervision_state(row, today).words,
            N_("Supervisor"): lambda row: row.supervisor,
            N_("Course"): lambda row: row.course,
            N_("Place"): lambda row: row.place,
            N_("Planned for"): lambda row: row.planned_at,
            N_("Held on"): lambda row: row.held_on,
            N_("Ordered on"): lambda row: local_day(row.ordered_at),
            N_("Ordered by"): lambda row: row.ordered_by,
        },
        lambda opened: read(session=opened),
    )


context = require_actor(Action.ORDER_SUPERVISION)
actor, organisation_id = actor_of(context), current_organisation(context, Action.ORDER_SUPERVISION)

show_flashes()
_open_where_asked()
with page_head(_("Supervisions")):
    st.button(
        _("Order a supervision"),
        type="primary",
        icon=":material/add:",
        key="open-order",
        on_click=open_dialog,
        args=("order",),
    )
dialog("order", _("Order a supervision"), lambda now: _order_one(now, organisation_id))
count = count_supervisions(session=context.session, actor=actor, organisation_id=organisation_id)
heading = section(_("Under way"), count)
if not count:
    st.info(_("No supervision is under way. Order one when a course begins."), icon=":material/visibility:")
with heading.rows("supervisions"):
    for row in supervisions(
        session=context.session, actor=actor, organisation_id=organisation_id, most=shown("supervisions")
    ):
        supervision_row(row)
more_of(count, "supervisions")
if count:
    list_button(_out(ListKind.SUPERVISIONS, finished=False))
if holders(session=context.session, actor=actor, organisation_id=organisation_id):
    dialog_button(
        _("A supervisor is away"),
        "away",
        _("A supervisor is away"),
        lambda now: _hand_over_all(now, organisation_id),
        icon=":material/swap_horiz:",
    )
folded = st.expander(_("Held and called off"), icon=":material/history:", key="finished", on_change="rerun")
if folded.open:
    with folded:
        before = supervisions(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            finished=True,
            most=FINISHED_SHOWN,
        )
        if not before:
            st.write(_("None yet."))
        with section(_("Held and called off"), len(before)).rows("finished"):
            for row in before:
                supervision_row(row)
        if before:
            list_button(_out(ListKind.SUPERVISIONS_BEFORE, finished=True))
