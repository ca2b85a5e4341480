"""One supervision: given a day, held, and followed by feedback to each instructor. Kept as it is written."""

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.i18n import gettext as _
from core.supervision.lists import one_session
from core.supervision.rules import SupervisionState
from pages.parts.house import id_in_address
from pages.parts.plain import plain
from pages.parts.said import show_said
from pages.parts.session import actor_of, require_actor
from pages.parts.supervision_doing import call_it_off, give_a_day, name_holder, record_held
from pages.parts.supervision_feedback import feedback_to
from pages.parts.supervision_words import holder_words, kind_word, names_words, state_badge, when_words

context = require_actor(Action.HOLD_SUPERVISION)
actor = actor_of(context)
show_said()
st.title(_("Supervision"), anchor=False)
row = one_session(session=context.session, actor=actor, supervision_id=id_in_address(st.query_params.get("id")))
st.markdown(f"**{names_words(row.names)}** {state_badge(row.state)}")
st.markdown(
    "  \n".join(
        line
        for line in (
            kind_word(row.kind),
            plain(row.course),
            f":material/event: {when_words(row)}",
            f":material/place: {plain(row.place)}" if row.place else "",
            f":material/person: {holder_words(row)}",
        )
        if line
    )
)
for each in row.supervised:
    st.page_link(
        "pages/volunteer/log_book.py",
        label=_("Log book of {name}").format(name=plain(each.name)),
        icon=":material/menu_book:",
        query_params={"id": str(each.engagement_id)},
    )
orders = may(actor, Action.ORDER_SUPERVISION, Subject(row.organisation_id))
match row.state:
    case SupervisionState.ORDERED | SupervisionState.PLANNED:
        if orders:
            name_holder(context, row)
        give_a_day(context, row)
        record_held(context, row)
        if orders:
            call_it_off(context, row)
    case SupervisionState.HELD | SupervisionState.DONE:
        first = next((each for each in row.supervised if each.feedback_at is None), None)
        for each in row.supervised:
            feedback_to(row, each, first=each is first)
    case _:
        st.info(_("It was called off."), icon=":material/block:")
if orders:
    st.page_link(
        "pages/coordinator/supervisions.py", label=_("All supervisions"), icon=":material/arrow_back:", width="content"
    )
else:
    st.page_link(
        "pages/supervisor/supervisions.py", label=_("My supervisions"), icon=":material/arrow_back:", width="content"
    )
