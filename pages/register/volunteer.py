"""One volunteer: what is next and done from here, how to reach them and theirs, and what was agreed, done and said."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from core.access.permissions import Action, Subject, may
from core.clarification.reading import is_met
from core.i18n import gettext as _
from core.journey.doing import Do
from core.journey.goodbye_facts import goodbye_of
from core.journey.steps import StepKind
from core.people.service import VolunteerView, save_volunteer, volunteer
from core.register.documents import documents_waiting, kinds_to_make, programme_names
from core.register.rules import Joining
from core.register.service import register_row
from core.today.service import TodayRow, line_of
from db.people import Person
from pages.alignment import rounds
from pages.approvals.clearing import keeping
from pages.approvals.goodbye_of import parts, wish
from pages.audit import history_of
from pages.courses import courses_of
from pages.documents.preparing.new_document import make_documents
from pages.documents.rows import document_row
from pages.group_messages import messages_of
from pages.guidelines import texts as guidelines
from pages.journey import path_of
from pages.offers import learning_of
from pages.people import same_as
from pages.people.details import CONTACT, NEXT_OF_KIN, detail_field
from pages.people.reaching import reach
from pages.recognition import recognition_of
from pages.register import parting
from pages.register.at_a_glance import gone, in_short, next_step
from pages.register.ways_in import draw_way_in, way_of
from pages.sharing import shared_history
from pages.shell import addresses
from pages.shell.action import refusal_shown
from pages.shell.addresses import go
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import id_in_address
from pages.supervision import supervisions_of
from pages.talks import talks_of
from pages.tasks import tasks_of
from pages.telling import mails_to
from pages.widgets.beside import beside
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain


def _write_for(view: VolunteerView) -> None:
    """What the volunteer tells of themselves, for a coordinator to write; whoever has an account does it alone."""
    context = current()
    actor = actor_of(context)
    if view.account or not may(actor, Action.ADD_VOLUNTEER, Subject.of(view.engagement)):
        return

    def save(changes: Mapping[str, str], version: int) -> Person:
        return save_volunteer(
            session=context.session,
            actor=actor,
            engagement_id=view.engagement.id,
            changes=changes,
            expected_version=version,
            now=context.now,
        )

    name = plain(view.person.name.split()[0])
    folded = st.expander(
        _("Write the details for {name}").format(name=name),
        icon=":material/edit:",
        on_change="rerun",
        key=f"write-for-{view.engagement.id}",
    )
    if folded.open:
        with folded:
            st.markdown(_("Ask {name}, and leave blank what {name} does not have.").format(name=name))
            for detail in (*CONTACT, *NEXT_OF_KIN):
                detail_field(detail, view.person, save=save)


context = require_actor(Action.SEE_VOLUNTEERS)
actor = actor_of(context)


def heads() -> None:
    """What is done now and then: quiet, at the right end of the name."""
    engagement = view.engagement
    with page_head(plain(view.person.name)):
        if ended:
            return
        make_documents(view, kinds_to_make(session=context.session, actor=actor, engagement_id=engagement.id), papers)
        if is_met(session=context.session, actor=actor, engagement_id=engagement.id) and st.button(
            _("Clarification meeting"), icon=":material/forum:", key="to-clarification", type="tertiary"
        ):
            go(addresses.CLARIFICATION, engagement.id)
        if may(actor, Action.RECORD_PAUSE, Subject.of(engagement)) and st.button(
            _("Break, move or goodbye"), icon=":material/alt_route:", key="to-changes", type="tertiary"
        ):
            go(addresses.CHANGES, engagement.id)


def documents() -> None:
    """The volunteer's documents."""
    with section(_("Documents"), len(papers)).rows("of-documents"):
        for row in papers:
            document_row(row, {}, named=False)


def besides() -> None:
    """What is looked up now and then, one of it at a time and none before somebody asks for it."""
    engagement_id = view.engagement.id
    found: dict[str, tuple[str, Callable[[], object]]] = {}
    if may(actor, Action.RECOGNISE):
        draw = parting.recognition if ended and goodbye is None else recognition_of.draw
        found["recognition"] = _("Recognition"), partial(draw, context, engagement_id)
    if may(actor, Action.PLAN_OFFERS):
        found["learning"] = _("Learn and meet"), partial(learning_of.draw, context, engagement_id)
    if not ended:
        found["guidelines"] = (
            _("What applies here"),
            partial(guidelines.card, engagement_id, written_down_here=not view.account),
        )
    if way_in.state is Joining.JOINED and not ended:
        found["access"] = _("Access to the portal"), partial(draw_way_in, context, view, way_in)
    if may(actor, Action.ALIGN):
        found["alignment"] = _("Expectations"), partial(rounds.with_volunteer, context, engagement_id, over=ended)
    if may(actor, Action.WRITE_TO_MANY, Subject.of(view.engagement)):
        found["messages"] = _("Written to them in a group"), partial(messages_of.draw, context, engagement_id)
    found["mails"] = _("Mails to them"), partial(mails_to.draw, context, engagement_id)
    if may(actor, Action.MERGE_PEOPLE, Subject.of(view.engagement)):
        found["same"] = _("The same person as somebody else?"), partial(same_as.draw, context, view)
    if may(actor, Action.ADD_VOLUNTEER):
        found["history"] = _("Who did what, and when"), partial(history_of.draw, context, engagement_id)
    chosen = st.pills(
        _("More about {name}").format(name=plain(view.person.name.split()[0])),
        [*found],
        format_func=lambda each: found[each][0],
        key=f"besides-{engagement_id}",
        label_visibility="collapsed",
    )
    if chosen is not None:
        found[chosen][1]()


def done_here(line: TodayRow) -> tuple[str, Callable[[], object]] | None:
    """What the next step's button says and does where it is done on this very page."""
    if line.do is Do.TALK:
        if line.kind == StepKind.LAST_TALK:
            return _("It has been held"), partial(talks_of.write_closing_talk, line.engagement_id)
        return _("It has been held"), partial(talks_of.hold, line.engagement_id, line.subject_id)
    if line.do is Do.REPLY:
        return _("Answer"), partial(parting.open_answer, line.engagement_id)
    way = parting_ways.get(parting.PARTS[line.do]) if line.do in parting.PARTS else None
    return (way.button, way.does) if way is not None else None


show_flashes()
with refusal_shown(_("Volunteer")):
    view = volunteer(session=context.session, actor=actor, engagement_id=id_in_address(st.query_params.get("id")))
    ended = view.engagement.ended_at is not None
    at, engagement_id = view.engagement.organisation_id, view.engagement.id
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    papers = documents_waiting(
        session=context.session, actor=actor, organisation_id=at, engagement_id=engagement_id, today=context.today
    )
    row = register_row(
        session=context.session, actor=actor, organisation_id=at, engagement_id=engagement_id, now=context.now
    )
    line = line_of(
        session=context.session, actor=actor, organisation_id=at, engagement_id=engagement_id, now=context.now
    )
    goodbye = goodbye_of(session=context.session, actor=actor, engagement_id=engagement_id)
    parting_ways = parting.ways(context, view, goodbye) if goodbye is not None else {}
    way_in = way_of(context, view)
    heads()
    places = beside()
    with places.question:
        if ended:
            gone(context, view)
            if may(actor, Action.END_ENGAGEMENT, Subject.of(view.engagement)):
                keeping(context, view)
        elif line is not None:
            # A link that nobody has used is on top: until it is given, nothing else can begin.
            gives = way_in.state is not Joining.JOINED and bool(way_in.link)
            if gives:
                draw_way_in(context, view, way_in)
            next_step(context, view, line, done_here(line), loud=not gives)
            if way_in.state is not Joining.JOINED and not gives:
                draw_way_in(context, view, way_in)
            path_of.way(context, view)
    with places.facts:
        reach(view)
        in_short(view, row, programmes.get(view.programme, ""))
    with places.rest:
        if goodbye is not None:
            if goodbye.wished_on is not None and parting.may_answer(context, view):
                wish(context, engagement_id)
            parts(context, view, goodbye, parting_ways)
        if goodbye is not None or ended:
            parting.dialogs(context, view)
        tasks_of.draw(context, engagement_id, leaves=goodbye is not None and not ended)
        _write_for(view)
        documents()
        courses_of.draw(context, engagement_id, view.person.name)
        supervisions_of.draw(context, engagement_id, over=ended)
        talks_of.draw(context, engagement_id, over=ended)
        shared_history.draw(context, engagement_id)
        besides()
