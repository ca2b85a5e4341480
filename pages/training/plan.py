"""The training plan as a coordinator writes it: the one that holds, and a draft of the next."""

from uuid import UUID, uuid4

import streamlit as st

from core.access.permissions import Action
from core.i18n import LANGUAGES, local_day, name_in_words, ngettext, on_date
from core.i18n import gettext as _
from core.training.editing import PlanView, PublishedPlan, drop_draft, keep_draft, plan_view, publish_plan
from core.training.plan import MOST_HOURS, MOST_WEEKS, PlanDay, PlanPoint, TrainingPlan, said
from core.training.rules import Track
from pages.shell import addresses
from pages.shell.action import By, act
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.training.words import TRACKS
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import next_thing
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm
from pages.widgets.headings import page_head, section
from pages.widgets.rows import line

context = require_actor(Action.PLAN_TRAINING)
organisation_id: UUID = current_organisation(context, Action.PLAN_TRAINING)


def version_words(held: PublishedPlan) -> str:
    """Which version holds, and whose."""
    if held.number is None or held.published_at is None:
        return _("The plan that comes with the portal. Change it, and publish your own.")
    return _("Version {number}, published by {name} on {day}.").format(
        number=held.number, name=held.published_by, day=on_date(local_day(held.published_at))
    )


def draft_box(view: PlanView) -> None:
    """What is changed and holds for nobody yet."""
    with next_thing(
        _("You have a draft that no training follows yet"),
        _("New trainings follow it once it is published. Those that have begun keep the plan they began with."),
    ):
        if st.button(_("Publish it"), type="primary", icon=":material/publish:", key="plan-publish"):
            act(
                lambda by: publish_plan(**by, organisation_id=organisation_id, expected_version=view.version),
                _("Published. New trainings follow it."),
            )
        if st.button(_("Drop the draft"), type="tertiary", icon=":material/delete:", key="plan-drop"):
            act(
                lambda by: drop_draft(**by, organisation_id=organisation_id, expected_version=view.version),
                _("The draft is gone. The plan is as it was."),
            )


def keep(by: By, view: PlanView, plan: TrainingPlan) -> None:
    """The draft says this from now on."""
    keep_draft(**by, organisation_id=organisation_id, plan=plan, expected_version=view.version)


def words_fields(form: EntryForm, point: PlanPoint | None, key: str) -> tuple[dict[str, str], dict[str, str]]:
    """A title and its words in each language, as they are written."""
    titles, bodies = {}, {}
    for code in LANGUAGES:
        with form.field(f"title-{code}") as wrong:
            titles[code] = st.text_input(
                _("What is it called in {language}?").format(language=name_in_words(code)) + wrong,
                point.title.get(code, "") if point else "",
                key=f"{key}title-{code}",
            )
        with form.field(f"words-{code}") as wrong:
            bodies[code] = st.text_area(
                _("What does it hold, in {language}?").format(language=name_in_words(code)) + wrong,
                point.words.get(code, "") if point else "",
                key=f"{key}words-{code}",
            )
    return titles, bodies


def day_form(view: PlanView, day: PlanDay | None) -> None:
    """Everything about a day of the plan."""
    key = f"plan-{day.id if day else 'new'}"
    form, fields = EntryForm(key), f"in-{key}-"
    draft = FormDraft(f"training-plan:{organisation_id}:{key}", fields, Track)
    titles, bodies = words_fields(form, day, fields)
    weeks = max(each.week for each in view.shown.days)
    left, right = st.columns(2)
    with left:
        week = form.number(
            "week",
            _("In which week of the plan?"),
            day.week if day else weeks,
            key=f"{fields}week",
            least=1,
            most=MOST_WEEKS,
            needed=True,
        )
    with right:
        hours = form.number(
            "hours",
            _("How many hours?"),
            day.hours if day else 5,
            key=f"{fields}hours",
            least=1,
            most=MOST_HOURS,
            needed=True,
        )
    track = st.radio(
        _("What is it about?"),
        [*Track],
        index=[*Track].index(day.track) if day else 0,
        format_func=lambda each: _(TRACKS[each]),
        key=f"{fields}track",
    )
    shared = st.checkbox(_("Everybody has it on the same day"), day.shared if day else True, key=f"{fields}shared")
    draft.keep()

    def written(by: By) -> None:
        title, words = said(titles, bodies)
        made = PlanDay(
            id=day.id if day else f"d{uuid4().hex[:12]}",
            title=title,
            words=words,
            week=week or 1,
            track=track,
            hours=hours or 1,
            shared=shared,
        )
        keep(by, view, view.shown.with_day(made))

    if st.button(_("Keep it in the draft"), type="primary", icon=":material/save:", key=f"{key}-save"):
        form.send(written, _("Kept in the draft."), then=draft.sent(close_dialog))
    if day is None:
        return
    with st.container(horizontal=True):
        if st.button(_("Move it up"), type="tertiary", icon=":material/arrow_upward:", key=f"{key}-up"):
            act(lambda by: keep(by, view, view.shown.moved_up(day.id)), _("Moved up."), then=close_dialog)
        if st.button(_("Remove the day"), type="tertiary", icon=":material/delete:", key=f"{key}-remove"):
            act(lambda by: keep(by, view, view.shown.without_day(day.id)), _("Removed."), then=close_dialog)


def point_form(view: PlanView, point: PlanPoint | None) -> None:
    """Something on the workplace's list."""
    key = f"point-{point.id if point else 'new'}"
    form, fields = EntryForm(key), f"in-{key}-"
    draft = FormDraft(f"training-plan:{organisation_id}:{key}", fields)
    titles, bodies = words_fields(form, point, fields)
    draft.keep()

    def written(by: By) -> None:
        title, words = said(titles, bodies)
        made = PlanPoint(id=point.id if point else f"p{uuid4().hex[:12]}", title=title, words=words)
        keep(by, view, view.shown.with_point(made))

    if st.button(_("Keep it in the draft"), type="primary", icon=":material/save:", key=f"{key}-save"):
        form.send(written, _("Kept in the draft."), then=draft.sent(close_dialog))
    if point is not None and st.button(_("Remove it"), type="tertiary", icon=":material/delete:", key=f"{key}-remove"):
        act(lambda by: keep(by, view, view.shown.without_point(point.id)), _("Removed."), then=close_dialog)


def weeks(view: PlanView) -> None:
    """The days, week by week."""
    plan = view.shown
    for week in sorted({day.week for day in plan.days}):
        days = [day for day in plan.days if day.week == week]
        with section(_("Week {number} of the plan").format(number=week), len(days)).rows(f"plan-week-{week}"):
            for day in days:
                hours = ngettext("{count} hour", "{count} hours", day.hours).format(count=day.hours)
                line(
                    day.called,
                    place=day.holds,
                    what=_(TRACKS[day.track]),
                    when=hours if day.shared else f"{hours}, {_('each on a day of their own')}",
                )
                dialog_button(
                    _("Change"),
                    f"plan-day-{day.id}",
                    _("A day of the plan"),
                    lambda _by, each=day: day_form(view, each),  # type: ignore[misc]
                    saves=False,
                )
    dialog_button(
        _("Add a day"), "plan-day-new", _("A day of the plan"), lambda _by: day_form(view, None), icon=":material/add:"
    )


def points(view: PlanView) -> None:
    """What the workplace prepares meanwhile."""
    found = view.shown.preparations
    heading = section(
        _("The workplace prepares"),
        len(found),
        note=_("A workplace that is ready matters as much as a peer who is. It has this list beside the training."),
    )
    with heading.rows("plan-points"):
        for point in found:
            line(point.called, place=point.holds)
            dialog_button(
                _("Change"),
                f"plan-point-{point.id}",
                _("On the workplace's list"),
                lambda _by, each=point: point_form(view, each),  # type: ignore[misc]
                saves=False,
            )
    dialog_button(
        _("Add to the list"),
        "plan-point-new",
        _("On the workplace's list"),
        lambda _by: point_form(view, None),
        icon=":material/add:",
        saves=False,
    )


show_flashes()
with page_head(_("The training plan")):
    st.page_link(addresses.TEAMS, label=_("All teams"), icon=":material/arrow_back:", width="content")
view = plan_view(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
st.write(version_words(view.holds))
st.caption(
    _(
        "A usual plan takes three weeks, with days in three tracks: personal tools, theory, and at the workplace. "
        "Peers have three or four days a week. What they learn, they use at work at once."
    )
)
if view.draft is not None:
    draft_box(view)
weeks(view)
points(view)
