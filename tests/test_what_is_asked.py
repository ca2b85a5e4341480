"""What services ask the permission table about, held by reading their source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import ROOT, module_of, nodes, none_of, python_files, tree

PERMISSIONS = ROOT / "core" / "access" / "permissions.py"

OWN = "the actor's own, in whichever organisation it is"
EACH = "asks about each one again before anything is told or done"
# Who asks whether somebody may do a thing anywhere at all, without naming what it is about, each with the reason.
ANYWHERE: dict[str, str] = {
    "core.assessments.views.asked_of_me": OWN,
    "core.assessments.views.count_asked_of_me": OWN,
    "core.alignment.reading.own_alignments": OWN,
    "core.bulk.looking_after._each": EACH,
    "core.bulk.service.renew_each": EACH,
    "core.approvals.stopping.own_stopping": OWN,
    "core.certificates.reading.my_certificates": OWN,
    "core.calendar_feed.service.close_feed": OWN,
    "core.calendar_feed.service.make_feed": OWN,
    "core.calendar_feed.service.my_events": OWN,
    "core.calendar_feed.service.my_feed": OWN,
    "core.certificates.reading.own_engagements": OWN,
    "core.certificates.service.make_each": EACH,
    "core.clarification.reading.my_meetings": OWN,
    "core.courses.view.my_courses": OWN,
    "core.courses.view.courses_to_key_in": OWN,
    "core.documents.export.downloads.take_download": "what the ticket leads to is asked about again when it is read",
    "core.expenses.reading.my_claims": OWN,
    "core.expenses.reading.payers": OWN,
    "core.expenses.reading.returned_to_me": OWN,
    "core.guidelines.service.acknowledge": OWN,
    "core.guidelines.service.read_before": OWN,
    "core.guidelines.service.what_to_read": OWN,
    "core.journey.belonging.former_engagements": OWN,
    "core.journey.belonging.has_new_feedback": OWN,
    "core.journey.belonging.meetings": OWN,
    "core.journey.belonging.partners_words": OWN,
    "core.journey.service.own_work": OWN,
    "core.journey.service.my_path": OWN,
    "core.journey.service.count_own_finished": OWN,
    "core.journey.service.own_documents": OWN,
    "core.mail_choices.service.choose": OWN,
    "core.mail_choices.service.my_choices": OWN,
    "core.messages.mailed.my_kept_back": OWN,
    "core.network.service.own_networks": OWN,
    "core.offers.reading.my_offers": OWN,
    "core.offers.reading.my_offers_ahead": OWN,
    "core.organisations.beginning.new_roles": OWN,
    "core.organisations.beginning.put_welcome_away": OWN,
    "core.organisations.service.set_days_ahead": "the day of a demonstration, which is of no organisation",
    "core.partnerships.reading.comes_from": OWN,
    "core.partnerships.reading.own_partnerships": OWN,
    "core.people.service.save_own_details": OWN,
    "core.recognition.invitations.answer_invitation": OWN,
    "core.recognition.invitations.choose_mention": OWN,
    "core.recognition.invitations.my_invitations": OWN,
    "core.recognition.invitations.mention_chosen": OWN,
    "core.recognition.reading.my_recognitions": OWN,
    "core.sharing.service.own_history": OWN,
    "core.sharing.service.shares_of": OWN,
    "core.sharing.service.take_back": OWN,
    "core.supervision.lists.my_supervisions": OWN,
    "core.supervision.log_book.own_log_books": OWN,
    "core.personal_log.printing.print_log_guide": "the guide, which is the same for everybody",
    "core.personal_log.service.has_log": OWN,
    "core.personal_log.service.begin_log": OWN,
    "core.personal_log.service.open_by_code": OWN,
    "core.personal_log.service.delete_log": OWN,
    "core.personal_log.service.take_page_back": OWN,
    "core.personal_log.service._of": OWN,
    "core.personal_log.service._opened": OWN,
    "core.personal_log.shared.who_can_read": OWN,
    "core.personal_log.shared.shared_by_me": OWN,
    "core.teams.reading.own_teams": OWN,
    "core.training.reading.own_training": OWN,
    "core.training.reading.next_of_training": OWN,
    "core.worries.reading.my_worries": OWN,
    "core.worries.reading.own_places": OWN,
    "core.unsent.service.unsent": OWN,
    "core.unsent.service.keep_unsent": OWN,
    "core.unsent.service.drop_unsent": OWN,
}


def test_a_service_says_what_it_asks_about() -> None:
    asking = [found for path in python_files("core") if path != PERMISSIONS for found in asked_about_nothing(path)]
    none_of(f"{name}:{line} asks without a subject" for name, line in asking if name not in ANYWHERE)
    assert set(ANYWHERE) - {name for name, _line in asking} == set()


def asked_about_nothing(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of `path`, with the line, that ask the table without naming the subject."""
    for outer in tree(path).body:
        for node in ast.walk(outer):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("require", "may"):
                named = {keyword.arg for keyword in node.keywords}
                if len(node.args) < 3 and not named & {"subject", None}:
                    yield f"{module_of(path)}.{getattr(outer, 'name', '')}", node.lineno


def test_what_is_asked_about_an_engagement_is_put_together_in_one_place() -> None:
    by_hand = [
        f"{module_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in python_files("core", "pages")
        if path != PERMISSIONS
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Subject" and "engagement." in ast.unparse(node)
    ]
    none_of(by_hand)
