"""Two records beside each other: whether they are one person, what stays of each, and one deed that makes them one."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.access.roles import NAMES
from core.errors import DomainError, words
from core.i18n import N_, local_day, on_date
from core.i18n import gettext as _
from core.people.merging import CHOSEN, MergeQuestion, Merging, PersonRecord, compare, merge
from core.register.documents import programme_names
from db.people import PersonMerge
from pages.people.reaching import ways_to_reach
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation, id_in_address
from pages.widgets.beside import parts
from pages.widgets.facts import Fact, facts
from pages.widgets.headings import page_head, section
from pages.widgets.plain import WORD_JOINER, plain, plain_label
from pages.widgets.question import ask_first

CALLED = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "next_of_kin": N_("Next of kin"),
}

context = require_actor(Action.MERGE_PEOPLE)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.MERGE_PEOPLE)


def said(record: PersonRecord, name: str) -> str:
    """What a record says of one of `CHOSEN`, on one line."""
    return ", ".join(value for field in CHOSEN[name] if (value := getattr(record.person, field)))


def shown(record: PersonRecord, programmes: Mapping[str, str]) -> None:
    """One of the two: who, how to reach them, and what there is of them here."""
    person = record.person
    told = ways_to_reach(person.phone, person.email)
    told += [Fact(_(CALLED[name]), said(record, name) or "–") for name in ("address", "next_of_kin")]
    for each in record.engagements:
        stopped = f" ({_('stopped')})" if each.ended else ""
        where = f"{each.workplace}, {programmes.get(each.programme, each.programme)}{stopped}"
        told.append(Fact(_("Workplace"), where))
    if record.roles:
        told.append(Fact(_("Works here"), ", ".join(_(NAMES[role]) for role in record.roles)))
    told.append(Fact(_("Documents"), str(record.documents)))
    told.append(Fact(_("Can log in"), _("Yes") if record.login_name else _("No")))
    told.append(Fact(_("Here since"), on_date(local_day(person.created_at))))
    facts(person.name, told)


def either(label: str, values: Mapping[UUID, str], key: str) -> UUID:
    """Which of two values stays; at first the first. A mail address is here to be chosen, not to be written to."""
    words_of = {id_: plain_label(value).replace("@", f"@{WORD_JOINER}") for id_, value in values.items()}
    chosen = st.radio(label, [*values], format_func=words_of.__getitem__, horizontal=True, key=key)
    assert chosen is not None
    return chosen


def choices(asked: MergeQuestion) -> tuple[dict[str, UUID], UUID | None]:
    """Whose details stay where the two differ, at first those of who is here longer; and whose login where both have
    one, which nobody chooses by chance."""
    ids = [record.person.id for record in asked.records]
    whose: dict[str, UUID] = {}
    if asked.differ or asked.both_log_in:
        section(_("What stays?"))
    for name in asked.differ:
        values = {record.person.id: said(record, name) for record in asked.records}
        whose[name] = either(_(CALLED[name]), values, f"stays-{name}:{ids[0]}:{ids[1]}")
    if not asked.both_log_in:
        return whose, None
    logins = {record.person.id: record.login_name for record in asked.records}
    login_of = st.radio(
        _("Login name"),
        ids,
        format_func=lambda id_: plain_label(logins[id_]).replace("@", f"@{WORD_JOINER}"),
        index=None,
        horizontal=True,
        key=f"stays-login:{ids[0]}:{ids[1]}",
        help=_("With the other one nobody gets in any more."),
    )
    return whose, login_of


def draw(first_id: UUID, second_id: UUID) -> None:
    """The two, what stays of them, and the question before it is done."""
    asked = compare(
        session=context.session, actor=actor, organisation_id=organisation_id, person_ids=(first_id, second_id)
    )
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    for place, record in zip(parts("same", 2), asked.records, strict=True):
        with place:
            shown(record, programmes)
    if asked.obstacle is not None:
        st.info(words(DomainError(asked.obstacle)), icon=":material/block:")
        return
    whose, login_of = choices(asked)
    missing = asked.both_log_in and login_of is None
    name = next(
        (r.person.name for r in asked.records if r.person.id == whose.get("name")), asked.records[0].person.name
    )
    told = _(
        "All that is of either becomes {name}'s: where they help, documents, courses, thanks and the rest. What is "
        "signed stays as it was signed. It can be undone until this time tomorrow."
    ).format(name=plain(name))
    if missing:
        st.caption(_("Choose first which login stays."))
    merging = Merging(organisation_id, (first_id, second_id), whose, login_of)
    ask_first(
        _("Put the two together"),
        told,
        lambda: act(
            lambda by: merge(**by, merging=merging),
            _("They are one now. You can undo it until this time tomorrow, under “The same person as somebody else?”."),
            icon=":material/merge:",
            then=lambda done: leave(done, asked),
        ),
        key="merge",
        icon=":material/merge:",
        disabled=missing,
    )


def leave(_done: PersonMerge, asked: MergeQuestion) -> None:
    """To the page about who they are now."""
    for record in asked.records:
        if record.engagements:
            go(addresses.VOLUNTEER, record.engagements[0].engagement_id)
    st.switch_page(addresses.COLLEAGUES)


show_flashes()
with page_head(_("Are they the same person?")):
    st.page_link(addresses.VOLUNTEERS, label=_("Volunteers"), icon=":material/arrow_back:", width="content")
st.write(_("Look at both. If they are two people who are like each other, there is nothing to do."))
with refusal_shown():
    draw(id_in_address(st.query_params.get("id")), id_in_address(st.query_params.get("other")))
