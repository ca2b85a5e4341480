"""The settings of a programme in words: what each is called, what it is for, its value, and what changed."""

from collections.abc import Sequence

from babel.dates import get_month_names

from core.documents.template.model import kind_name
from core.i18n import N_, language, locale_of, name_in_words, ngettext
from core.i18n import gettext as _
from core.programmes.editing import PublishedProgramme
from core.programmes.rules import SettingChange, Value
from pages.offers.words import kind_word
from pages.widgets.plain import plain

LABELS = {
    "documents": N_("Signed from the beginning, in this order"),
    "may_use": N_("Made when it is wanted"),
    "pairs": N_("The volunteers work two and two"),
    "clarification": N_("A clarification meeting before they begin"),
    "teams": N_("The volunteers work in teams that one of them leads"),
    "principles": N_("Principles the volunteers read"),
    "approval": N_("The programme leads to approval"),
    "approval.supervisions_min": N_("Supervisions, at least"),
    "approval.supervisions_max": N_("Supervisions, at most"),
    "approval.supervisions_default": N_("Supervisions, usually"),
    "approval.first_courses": N_("The first courses they are held on"),
    "approval.courses_per_year": N_("Courses a year"),
    "approval.year": N_("What a year is"),
    "approval.approval_years": N_("The approval holds (years)"),
    "approval.warn_days": N_("Told before it runs out (days)"),
    "approval.season_begins_month": N_("The season begins in"),
    "pace.answer_days": N_("A document is answered (days)"),
    "pace.remind_days": N_("Reminded of the same again (days)"),
    "pace.plan_days": N_("A supervision is planned (days)"),
    "pace.feedback_days": N_("Feedback is written (days)"),
    "pace.contact_days": N_("A pair is contacted after a module (days)"),
    "pace.evaluate_days": N_("The participants have answered (days)"),
    "pace.review_days": N_("The course is talked through (days)"),
    "pace.wish_days": N_("Whoever would like to stop has an answer (days)"),
    "pace.courses_days": N_("Courses that are missing are asked for (days)"),
    "recognition.flowers_at_approval": N_("Flowers when somebody is approved"),
    "recognition.certificate_at_approval": N_("A certificate when somebody is approved"),
    "recognition.diploma_years": N_("Diplomas (years as a volunteer)"),
    "recognition.course_counts": N_("Courses worth celebrating (which number)"),
    "recognition.season_end": N_("Thanks when a season is over"),
    "recognition.goodbye": N_("A goodbye when somebody stops"),
    "recognition.ahead_days": N_("You are told ahead (days)"),
    "recognition.propose_days": N_("It can still be caught up with (days)"),
    "competence.counts": N_("Counts as competence development"),
    "competence.every_years": N_("Expected, if possible, every (years)"),
    "competence.ahead_days": N_("Proposed before an approval runs out (days)"),
    "recognition.gift_cards_most": N_("Gift cards to one person in a year (kroner)"),
    "recognition.unseen_days": N_("Nobody thanked them for so long (days)"),
    "along_the_way.months": N_("A talk about how it goes after (months)"),
    "along_the_way.plan_months": N_("An education plan after (months)"),
    "along_the_way.moves_on_months": N_("Moving on is talked about after (months)"),
    "expenses.kilometres": N_("A rate for each kilometre in one's own car"),
    "expenses.most": N_("An expense can be up to (kroner)"),
    "expenses.days_back": N_("It can be so old (days)"),
    "training.days_a_week": N_("Days of training in a week, at most"),
    "training.afternoon_months": N_("A professional afternoon every (months)"),
    "training.experience_months": N_("An experience meeting every (months)"),
    "training.activity_months": N_("An activity at the workplace every (months)"),
    "training.stay_least_months": N_("A peer stays at least (months)"),
    "training.stay_most_months": N_("A peer stays at most (months)"),
    "training.round_months": N_("Between two rounds of training, at least (months)"),
    "training.reflection_days": N_("What peers tell of their days is kept (days)"),
}
HELPS = {
    "approval.supervisions_min": N_("Supervisions on the first courses. Usually 2."),
    "approval.supervisions_max": N_("Supervisions on the first courses. Usually 3."),
    "approval.supervisions_default": N_("How many are planned for a new instructor. Usually 3."),
    "approval.first_courses": N_("The supervisions lie on the instructor's first courses. Usually 2."),
    "approval.courses_per_year": N_("What keeps the approval alive, as a rule. Usually 2."),
    "approval.year": N_("From when the courses of a year are counted. Usually from the day of the approval."),
    "approval.approval_years": N_("After that you look at it together again. Usually 2 years."),
    "approval.warn_days": N_("When you are told that an approval runs out. Usually 90 and 30 days before."),
    "approval.season_begins_month": N_("Only used where a year is a season. Usually August."),
    "pace.answer_days": N_("From the day it is sent until you are told that it waits. Usually 14."),
    "pace.remind_days": N_("How long people are left in peace after a reminder about a document. Usually 3."),
    "pace.plan_days": N_("From the day it is ordered until it has a date. Usually 14."),
    "pace.feedback_days": N_("From the day the supervision is held. Usually 7."),
    "pace.contact_days": N_("From the day the module is held. Usually 7."),
    "pace.evaluate_days": N_("From the last module until the answers are in. Usually 14."),
    "pace.review_days": N_("From the last module until you have talked it through with the pair. Usually 30."),
    "pace.wish_days": N_("From the day they say that they would like to stop. Usually 4."),
    "pace.courses_days": N_("How long before a year ends you are told that courses are missing. Usually 180."),
    "recognition.flowers_at_approval": N_("You are told that it is time for flowers. Usually yes for instructors."),
    "recognition.diploma_years": N_("You are told when somebody has been here for so long. Usually 5 and 10 years."),
    "recognition.course_counts": N_("Usually the first and the tenth."),
    "recognition.ahead_days": N_("So that there is time to plan. Usually 30."),
    "recognition.propose_days": N_("After that it is no longer suggested. Usually 180."),
    "competence.counts": N_("The kinds of course and meeting that count. Usually all but talks and introductions."),
    "competence.every_years": N_("Leave it blank to expect nothing. Usually 1 year for instructors."),
    "competence.ahead_days": N_("So many days before, you are told to invite them. Usually 180."),
    "recognition.gift_cards_most": N_("Above this you are told gently. The tax limit for small gifts is 1,400 kroner."),
    "recognition.unseen_days": N_("So that nobody is forgotten. Usually 365."),
    "along_the_way.months": N_("From the first day. Usually 3, 6 and 12 for peers, and none for others."),
    "along_the_way.plan_months": N_("Leave it blank for none. Usually 12 for peers."),
    "along_the_way.moves_on_months": N_("Many go on to something new after a year or two. Leave it blank for never."),
    "expenses.kilometres": N_("Only associations may pay it free of tax. Others pay what a receipt shows."),
    "expenses.most": N_("So that a slip of the finger is found. Usually 5,000."),
    "expenses.days_back": N_("Older ones you talk about. Usually 180."),
    "training.days_a_week": N_("What a peer can mostly manage. Usually 4."),
    "training.afternoon_months": N_("After the plan, for as long as peers are expected to stay. Usually 1."),
    "training.experience_months": N_("With peers from elsewhere. Usually 1."),
    "training.activity_months": N_("Monthly or every two months. Usually 2."),
    "training.stay_least_months": N_("Most would like something new after one or two years. Usually 12."),
    "training.stay_most_months": N_("So long ahead the meetings after the plan are laid. Usually 24."),
    "training.round_months": N_("You are told on “Today” when it is time for new peers. Usually 12."),
    "training.reflection_days": N_("From the last day of the plan. Usually 90."),
    "documents": N_("What everybody in the programme signs. The order is the one you choose them in."),
    "may_use": N_("Not asked of everybody. You make it for those it suits."),
    "pairs": N_("Instructors lead a course two and two, and make an agreement with each other."),
    "clarification": N_(
        "You talk about what you expect of each other before the training. Usually yes for instructors."
    ),
    "teams": N_("For peers: a team has a lead, somebody at the workplace and a psychologist, and each a log book."),
    "principles": N_("The text about volunteering that everybody reads and confirms."),
    "approval": N_("With approval there are supervisions and a decision, and it is renewed."),
}
YEARS = {
    "since_approval": N_("From the day of the approval"),
    "calendar": N_("From January to December"),
    "season": N_("A season"),
}
PRINCIPLES = {
    None: N_("No principles"),
    "municipal": N_("Those for municipalities"),
    "regional": N_("Those for regions"),
}


def label(setting: str) -> str:
    """What a setting is called."""
    if setting in LABELS:
        return _(LABELS[setting])
    part, _dot, spoken = setting.partition(".")
    if part in ("name", "description"):
        said = _("Name in {language}") if part == "name" else _("Description in {language}")
        return said.format(language=name_in_words(spoken))
    _validity, kind, what = setting.split(".")
    words = _("{document}: holds (months)") if what == "months" else _("{document}: look at it again after (months)")
    return words.format(document=kind_name(kind))


def explained(setting: str) -> str:
    """What a setting is for, and its usual value."""
    if setting in HELPS:
        return _(HELPS[setting])
    if setting.endswith("look_again_months"):
        return _("You are told that it is time to look at it together. Leave it blank for never. Usually 12.")
    if setting.endswith("months"):
        return _("Leave it blank for as long as both want. The cooperation agreement usually holds 24.")
    return ""


def month_name(number: int) -> str:
    """A month's name in the reader's language."""
    return str(get_month_names("wide", "stand-alone", locale_of(language()))[number])


def value_words(setting: str, value: Value) -> str:
    """A setting's value with its unit: "2 år", "fra januar til december"."""
    if value is None and setting != "principles":
        return _("No limit") if setting.startswith("validity.") else _("None")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, tuple):
        if not value:
            return _("None")
        if setting == "competence.counts":
            return ", ".join(kind_word(str(each)) for each in value)
        named = setting in ("documents", "may_use")
        return ", ".join(kind_name(str(each)) if named else str(each) for each in value)
    match setting:
        case "approval.year":
            return _(YEARS[str(value)])
        case "approval.season_begins_month":
            return month_name(int(value or 1))
        case "principles":
            return _(PRINCIPLES[value])  # type: ignore[index]
        case "approval.approval_years" | "competence.every_years":
            return ngettext("{count} year", "{count} years", int(value or 0)).format(count=value)
    return plain(str(value))


def change_words(changes: Sequence[SettingChange]) -> str:
    """What changed, a line each: "The approval holds (years): 2 years → 3 years"."""
    return "\n".join(
        f"- {label(each.setting)}: {value_words(each.setting, each.before)} → "
        f"**{value_words(each.setting, each.after)}**"
        for each in changes
    )


def version_words(version: PublishedProgramme) -> str:
    """Which version it is, and whose."""
    if version.own:
        return _("Version {number}, your own").format(number=version.number)
    return _("Version {number}, came with the portal").format(number=version.number)


def people_words(count: int) -> str:
    """How many volunteers are on a version."""
    return ngettext("{count} volunteer", "{count} volunteers", count).format(count=count)
