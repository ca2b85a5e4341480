"""What is written down of an association, as fields: to add one, or to change it."""

from uuid import UUID

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.partnerships.service import AssociationDetails
from core.people.colleagues import contact_people
from core.tasks.rules import RunBy
from db.partnerships import Association
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm

RUN_BY = {
    RunBy.ASSOCIATION: N_("The association"),
    RunBy.MUNICIPALITY: N_("The municipality"),
    RunBy.REGION: N_("The region"),
}


def association_key(before: Association | None) -> str:
    """What the keys of the fields begin with."""
    return f"association-{before.id if before else 'new'}-"


def association_fields(
    form: EntryForm, context: Context, organisation_id: UUID, before: Association | None
) -> AssociationDetails:
    """The fields in `form`, filled from `before`. What is missing, the service refuses."""
    key = association_key(before)
    with form.field("name") as said:
        name = st.text_input(
            _("What is the association called?") + said,
            before.name if before else "",
            key=f"{key}name",
            autocomplete="off",
        )
    with form.field("address") as said:
        address = st.text_area(
            _("Address (may be left blank)") + said, before.address if before else "", key=f"{key}address"
        )
    with form.field("phone") as said:
        phone = st.text_input(
            _("Phone (may be left blank)") + said,
            before.phone if before else "",
            type="phone",
            key=f"{key}phone",
            autocomplete="off",
        )
    with form.field("email") as said:
        email = st.text_input(
            _("E-mail (leave it blank where there is none)") + said,
            before.email if before else "",
            key=f"{key}email",
            autocomplete="off",
        )
    people = contact_people(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    own = before.followed_by_id if before else actor_of(context).person_id
    with form.field("followed_by_id") as said:
        followed_by_id = st.selectbox(
            _("Who of us follows the partnership?") + said,
            [*people],
            format_func=people.__getitem__,
            index=[*people].index(own) if own in people else None,
            placeholder=_("Choose a person"),
            key=f"{key}contact",
        )
    run_by = st.radio(
        _("Who runs the activity?"),
        [*RunBy],
        index=[*RunBy].index(RunBy(before.run_by)) if before else 0,
        format_func=lambda each: _(RUN_BY[each]),
        horizontal=True,
        key=f"{key}run-by",
        help=_("It decides what holds for insurance, benefits and allowances. Where it takes place does not."),
    )
    return AssociationDetails(
        name=name,
        address=address,
        phone=phone,
        email=email,
        followed_by_id=followed_by_id,
        run_by=run_by or RunBy.ASSOCIATION,
    )
