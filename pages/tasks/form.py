"""What a task is to say, as fields: to describe a new one, or to change one."""

from uuid import UUID

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import workplaces
from core.register.documents import programme_names
from core.tasks.rules import BEFORE_A_CALL, Attachment, RunBy, TaskPart, is_unwise
from core.tasks.service import MOST_WANTED, TaskDetails, parts_of, task_title
from db.tasks import VolunteerTask
from pages.shell.context import Context, actor_of
from pages.tasks.words import ATTACHMENTS, HINTS, PARTS, RUNNERS, UNWISE
from pages.widgets.form import EntryForm

LONG = frozenset({TaskPart.WHAT, TaskPart.WHAT_NOT, TaskPart.ACCOMMODATIONS, TaskPart.BENEFITS, TaskPart.LED_BY})


def task_key(before: VolunteerTask | None) -> str:
    """What the keys of the fields begin with."""
    return f"task-{before.id}" if before else "new-task"


def task_fields(form: EntryForm, context: Context, organisation_id: UUID, before: VolunteerTask | None) -> TaskDetails:
    """The fields in `form`, filled from `before`. What is missing, the service refuses."""
    key = task_key(before)
    with form.field("title") as said:
        title = st.text_input(
            _("What is the task called?") + said,
            before.title if before else "",
            key=f"{key}-title",
            autocomplete="off",
            placeholder=_("Such as: Reading group on Thursdays"),
        )
    form.check("title", lambda: task_title(title))
    workplace_id, programme = _belongs(form, context, organisation_id, before, key)
    said_before = parts_of(before) if before else {}
    parts = {part: _part(form, part, said_before.get(part, ""), key) for part in TaskPart}
    asks_experience = st.checkbox(
        _("They are to have lived through something themselves, so ask for their own experience"),
        before.asks_experience if before else False,
        key=f"{key}-experience",
    )
    wanted = form.number(
        "wanted",
        _("How many do you want? (0 is as many as like to)"),
        before.wanted if before else 1,
        most=MOST_WANTED,
        key=f"{key}-wanted",
    )
    run_by, attachment = _terms(form, before, key)
    held_on = form.day(
        "held_on",
        _("The day, if it is a single event (may be left blank)"),
        before.held_on if before else None,
        key=f"{key}-held",
    )
    if is_unwise(attachment, held_on):
        st.warning(_(UNWISE), icon=":material/lightbulb:")
    return TaskDetails(
        title=title,
        workplace_id=workplace_id,
        programme=programme,
        asks_experience=asks_experience,
        wanted=wanted or 0,
        run_by=run_by,
        attachment=attachment,
        held_on=held_on,
        **{str(part): words for part, words in parts.items()},
    )


def _part(form: EntryForm, part: TaskPart, before: str, key: str) -> str:
    label = _(PARTS[part]) if part in BEFORE_A_CALL else _("{label} (may be left blank)").format(label=_(PARTS[part]))
    field = st.text_area if part in LONG else st.text_input
    with form.field(part) as said:
        return str(
            field(label + said, before, key=f"{key}-{part}", help=_(HINTS[part]) if part in HINTS else None) or ""
        )


def _belongs(
    form: EntryForm, context: Context, organisation_id: UUID, before: VolunteerTask | None, key: str
) -> tuple[UUID | None, str]:
    places = {place.id: place.name for place in workplaces(context.session, organisation_id)}
    programmes = programme_names(session=context.session, actor=actor_of(context), language=context.language)
    left, right = st.columns(2)
    with left, form.field("workplace_id") as said:
        workplace_id = st.selectbox(
            _("Workplace") + said,
            [*places],
            index=[*places].index(before.workplace_id) if before and before.workplace_id in places else None,
            format_func=places.__getitem__,
            placeholder=_("Choose"),
            key=f"{key}-workplace",
        )
    # Beside what else is missing, and not after it.
    form.check("workplace_id", lambda: _somewhere(workplace_id))
    with right, form.field("programme") as said:
        programme = st.selectbox(
            _("Programme") + said,
            [*programmes],
            index=[*programmes].index(before.programme) if before and before.programme in programmes else 0,
            format_func=programmes.__getitem__,
            key=f"{key}-programme",
        )
    return workplace_id, programme or ""


def _somewhere(workplace_id: UUID | None) -> None:
    if workplace_id is None:
        raise DomainError(ErrorCode.WORKPLACE_UNKNOWN)


def _terms(form: EntryForm, before: VolunteerTask | None, key: str) -> tuple[RunBy | None, Attachment]:
    with form.field("run_by") as said:
        run_by = st.radio(
            _("Who runs the activity?") + said,
            [*RunBy],
            index=[*RunBy].index(RunBy(before.run_by)) if before else 0,
            format_func=lambda each: _(RUNNERS[each]),
            help=_("It decides which rules apply on insurance, benefits and allowances. The place does not."),
            key=f"{key}-run-by",
            horizontal=True,
        )
    attachment = st.radio(
        _("How are they tied to it?"),
        [*Attachment],
        index=[*Attachment].index(Attachment(before.attachment)) if before else 0,
        format_func=lambda each: _(ATTACHMENTS[each]),
        key=f"{key}-attachment",
        horizontal=True,
    )
    return run_by, attachment or Attachment.VOLUNTEER
