"""One programme: every setting in groups, what changes in words before it is published, and its versions."""

from collections.abc import Sequence

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.i18n import language, local_day, ngettext, on_date, words_in
from core.programmes.editing import ProgrammeView, PublishedProgramme, adjust, programme
from core.programmes.rules import SettingProblem, Value, adjusted, differences
from pages.programmes.form import draw_form
from pages.programmes.words import change_words, people_words, version_words
from pages.shell import addresses
from pages.shell.action import act, refusal_shown
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.unsent.keeping import FormDraft
from pages.widgets.beside import beside
from pages.widgets.headings import page_head, section
from pages.widgets.plain import plain


def _history(view: ProgrammeView) -> None:
    """Every version, and what it changed."""
    section(_("Versions"), len(view.versions))
    for version in view.versions:
        former = view.former(version)
        with st.container(key=f"hs-point-{version.number}", gap=None):
            st.markdown(f"**{version_words(version)}** · {people_words(version.people)}")
            day = on_date(local_day(version.published_at))
            if version.own:
                st.caption(_("Published {day} by {name}").format(day=day, name=plain(version.published_by)))
            if former is not None:
                st.markdown(change_words(differences(former.programme, version.programme)))


context = require_actor(Action.EDIT_PROGRAMMES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.EDIT_PROGRAMMES)

# The number of the version the fields were filled from, and of the newest as it was shown last.
SEEN, SHOWN = ScreenState("programme-seen", 0), ScreenState("programme-shown", 0)


def seen(view: ProgrammeView) -> PublishedProgramme:
    """The version the fields were filled from in this browser; the newest where nobody writes in them."""
    number = SEEN.of(view.id).first(view.newest.number)
    return next((version for version in view.versions if version.number == number), view.newest)


def published_meanwhile(view: ProgrammeView, base: PublishedProgramme) -> None:
    """What somebody else published since the fields were filled. What is written stays and is put on top of it."""
    st.warning(
        _("{name} has published version {number} meanwhile. What you have written is still here.").format(
            name=plain(view.newest.published_by), number=view.newest.number
        ),
        icon=":material/group:",
    )
    st.markdown(change_words(differences(base.programme, view.newest.programme)))


def publish(view: ProgrammeView, changes: dict[str, Value], expected: int, draft: FormDraft) -> None:
    """Publish, or say why not."""
    act(
        lambda by: adjust(
            **by, organisation_id=organisation_id, programme=view.id, changes=changes, expected_number=expected
        ),
        lambda made: _("Version {number} is published. New volunteers begin under it.").format(number=made.number),
        then=draft.sent(lambda _made: SEEN.of(view.id).forget()),
    )


def draw(view: ProgrammeView) -> None:
    """The head, those on an earlier version, the fields, and what publishing them would change."""
    with page_head(plain(words_in(view.newest.programme.name, language()))):
        st.page_link(addresses.PROGRAMMES, label=_("All programmes"), icon=":material/arrow_back:", width="content")
    st.markdown(f"{version_words(view.newest)} · {people_words(view.newest.people)}")
    if view.behind:
        told = ngettext(
            "{count} volunteer stays on an earlier version until a coordinator moves them.",
            "{count} volunteers stay on an earlier version until a coordinator moves them.",
            view.behind,
        )
        st.info(told.format(count=view.behind), icon=":material/history:")
        if may(actor, Action.MOVE_ENGAGEMENTS):
            st.page_link(
                addresses.NEWER_VERSION,
                label=_("See what the newest means for them"),
                icon=":material/move_up:",
                query_params={"id": view.id},
            )
    base = seen(view)
    if base.number != view.newest.number:
        published_meanwhile(view, base)
    place = beside()
    with place.question:
        key = f"programme:{view.id}:{base.number}"
        draft = FormDraft(f"programme:{organisation_id}:{view.id}", f"{key}:setting:")
        changes, wrong = draw_form(base.programme, key)
        draft.keep()
    if base.number != view.newest.number and not changes:
        SEEN.of(view.id).set(view.newest.number)
        st.rerun()
    with place.facts:
        what_changes(view, base, changes, wrong, draft)
    with place.rest:
        _history(view)


def what_changes(
    view: ProgrammeView,
    base: PublishedProgramme,
    changes: dict[str, Value],
    wrong: Sequence[SettingProblem],
    draft: FormDraft,
) -> None:
    """In words what publishing would change, and publishing it."""
    section(_("What changes"))
    if not changes:
        st.write(_("Nothing yet. Open a group above and adjust what should be different with you."))
    elif not wrong:
        st.markdown(change_words(differences(base.programme, adjusted(base.programme, changes, base.number + 1))))
        st.write(_("Only new volunteers begin under it. Those you have stay on theirs until somebody moves them."))
    else:
        st.error(_("Something above cannot be published yet. It says so at the field."), icon=":material/error:")
    shown = SHOWN.of(view.id).swap(view.newest.number)
    if st.button(_("Publish"), type="primary", icon=":material/publish:", disabled=not changes or bool(wrong)):
        # What this browser was shown, not what is there now: who was faster is told before it is published on top.
        publish(view, changes, shown, draft)


show_flashes()
with refusal_shown(_("Programmes")):
    draw(
        programme(
            session=context.session,
            actor=actor,
            organisation_id=organisation_id,
            programme_id=st.query_params.get("id") or "",
        )
    )
