"""The file of each page, as a link or a switch names it: who leads to a page need not know who draws it."""

from uuid import UUID

import streamlit as st

ACCOUNT = "pages/access/account.py"
FIRST_RUN = "pages/access/first_run.py"
FORGOTTEN = "pages/access/forgotten.py"
INVITATION = "pages/access/invitation.py"
LOGIN = "pages/access/login.py"

ALIGNMENT = "pages/alignment/alignment.py"
ALIGNMENTS = "pages/alignment/alignments.py"
APPLY = "pages/applications/apply.py"
KEPT_ASIDE = "pages/applications/kept_aside.py"
WRITE_APPLICATION = "pages/applications/write_down.py"

APPROVAL = "pages/approvals/approval.py"
ALONG_THE_WAY = "pages/along_the_way/along_the_way.py"
STOPPING = "pages/approvals/stopping.py"

APPLICANT = "pages/assessments/applicant.py"
APPLICATIONS = "pages/assessments/board.py"
QUESTIONNAIRE = "pages/assessments/questionnaire.py"
ASKED_VIEWS = "pages/assessments/views.py"

LOG = "pages/audit/log.py"

SEND_MANY = "pages/bulk/send_many.py"

DIPLOMAS = "pages/certificates/diplomas.py"

CLARIFICATION = "pages/clarification/clarification.py"
MY_CLARIFICATION = "pages/clarification/my_clarification.py"

COURSE = "pages/courses/course.py"
COURSES = "pages/courses/courses.py"
EVALUATION = "pages/courses/evaluation.py"
MY_COURSES = "pages/courses/my_courses.py"
PLAN_COURSE = "pages/courses/plan_course.py"

COME_IN = "pages/cover/come_in.py"
COVER = "pages/cover/cover.py"

DASHBOARD = "pages/dashboard/dashboard.py"
PEER_PROGRAMME = "pages/dashboard/peer_programme.py"
FORECAST = "pages/dashboard/forecast.py"

ALL_DOCUMENTS = "pages/documents/all_documents.py"
BLANK_FORMS = "pages/documents/preparing/blank_forms.py"
DOCUMENT = "pages/documents/signing/document.py"
DOWNLOAD_DOCUMENTS = "pages/documents/download_documents.py"
LETTER = "pages/documents/preparing/letter.py"
MY_DOCUMENTS = "pages/documents/my_documents.py"
ON_PAPER = "pages/documents/preparing/on_paper.py"
TOGETHER = "pages/documents/signing/together.py"

EXPENSES = "pages/expenses/expenses.py"
MY_EXPENSES = "pages/expenses/my_expenses.py"

EDIT_GUIDELINES = "pages/guidelines/edit_guidelines.py"
GUIDELINES = "pages/guidelines/guidelines.py"

GROUP_MESSAGE = "pages/group_messages/message.py"
GROUP_MESSAGES = "pages/group_messages/messages.py"

MY_PATH = "pages/journey/my_path.py"
NEWER_VERSION = "pages/journey/newer_version.py"

MY_OFFERS = "pages/offers/my_offers.py"
OFFER = "pages/offers/offer.py"
OFFERS = "pages/offers/offers.py"
PLAN_OFFER = "pages/offers/plan_offer.py"

ORGANISATION = "pages/organisations/organisation.py"
ORGANISATIONS = "pages/organisations/organisations.py"
SEALING = "pages/organisations/sealing.py"

IMPORT_SHEET = "pages/importing/import_sheet.py"
SAFEKEEPING = "pages/safekeeping/safekeeping.py"

PERSONAL_LOG = "pages/personal_log/personal_log.py"
NEED_A_TALK = "pages/support/talk.py"
SUPPORT_TALKS = "pages/support/talks.py"
TEAMS = "pages/teams/teams.py"
TEAM = "pages/teams/team.py"
PAIRS = "pages/pairs/pairs.py"

AGREEMENT = "pages/documents/signing/agreement.py"
FRAMEWORK_AGREEMENT = "pages/partnerships/agreement.py"
PARTNERSHIP = "pages/partnerships/partnership.py"
PARTNERSHIPS = "pages/partnerships/partnerships.py"

ADD_VOLUNTEER = "pages/people/add_volunteer.py"
SAME_PERSON = "pages/people/same_person.py"
COLLEAGUE_LEAVES = "pages/people/leaving.py"
COLLEAGUES = "pages/people/colleagues.py"
MY_DETAILS = "pages/people/my_details.py"

PROGRAMME = "pages/programmes/programme.py"
PROGRAMMES = "pages/programmes/programmes.py"

ACCESSIBILITY = "pages/public/accessibility.py"
PRIVACY = "pages/public/privacy.py"
VERIFY = "pages/public/verify.py"

INVITATIONS = "pages/recognition/invitations.py"
RECOGNITION = "pages/recognition/recognition.py"
RECOGNITION_YEAR = "pages/recognition/recognition_year.py"

CHANGES = "pages/register/changes.py"
VOLUNTEER = "pages/register/volunteer.py"
VOLUNTEERS = "pages/register/volunteers.py"

LOG_BOOK = "pages/supervision/log_book.py"
MY_SUPERVISIONS = "pages/supervision/my_supervisions.py"
SUPERVISION = "pages/supervision/supervision.py"
SUPERVISIONS = "pages/supervision/supervisions.py"

REMINDER_WORDS = "pages/telling/reminder_words.py"
MAILS = "pages/mail_choices/mails.py"
CALENDAR = "pages/planning/calendar.py"

NETWORK = "pages/network/network.py"
MY_CALENDAR = "pages/calendar_feed/my_calendar.py"

SOMETHING_WRONG = "pages/worries/something_wrong.py"
WRITE_DOWN = "pages/worries/write_down.py"
WORRIES = "pages/worries/worries.py"
WORRY = "pages/worries/worry.py"

BEGIN_TRAINING = "pages/training/begin.py"
MY_TRAINING = "pages/training/my_training.py"
TEAM_TRAINING = "pages/training/team_training.py"
TRAINING_PLAN = "pages/training/plan.py"

AGREE_ANEW = "pages/templates/agree_anew.py"
DESCRIBE_TASK = "pages/tasks/describe_task.py"
TASK = "pages/tasks/task.py"
TASKS = "pages/tasks/tasks.py"

TEMPLATE = "pages/templates/template.py"
TEMPLATES = "pages/templates/templates.py"

TODAY = "pages/today/today.py"


def go(page: str, id_: UUID) -> None:
    """Leave for the page of one thing."""
    st.switch_page(page, query_params={"id": str(id_)})
