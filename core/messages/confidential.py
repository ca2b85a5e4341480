"""What the portal writes about what is between two people: what somebody tells is wrong, a talk in a peer team, and a
page of a log book.

No mail says what it is about, and nobody who looks after somebody sees that it was sent.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from core.i18n import N_
from core.messages.text import Text
from core.support.around import case_of
from db.personal_log import SharedLogPage
from db.support import SupportTalk
from db.teams import TeamMember

CONFIDENTIAL_TEXTS: dict[str, Text] = {
    "worry_told": Text(
        N_("Somebody has told you something"),
        N_("Somebody has told you something in Håndslag, and waits for an answer. You can read it here:\n{link}"),
        "worries",
    ),
    "worry_waits": Text(
        N_("Something waits, and a colleague has not answered it"),
        N_(
            "Somebody has told {who} something in Håndslag, and it has not been answered by its day. You can take it "
            "over. What it is you read only when you do:\n{link}"
        ),
        "worries",
    ),
    "worry_answered": Text(
        N_("There is an answer for you"),
        N_("There is an answer to what you told us. You can read it here:\n{link}"),
        "something-wrong",
    ),
    "page_shared": Text(
        N_("Something is shared with you"),
        N_(
            "Somebody in a team that you are there for has shared something with you. You can read it here until they "
            "take it back:\n{link}"
        ),
        "team?id={team_id}",
    ),
    "talk_asked": Text(
        N_("Somebody would like to talk with you"),
        N_(
            "Somebody in a peer team would like to talk with you. Open the link to see who, and by when to answer. "
            "There you choose a time, or call at once:\n{link}\n\n"
            "If you cannot, say so there. Then the next one is asked."
        ),
        "talks",
    ),
    "talk_waits": Text(
        N_("Somebody waits for an answer about a talk"),
        N_(
            "Somebody in a peer team asked for a talk and has no answer yet. Now we ask you. Open the link to see "
            "who. There you choose a time, or call at once:\n{link}"
        ),
        "talks",
    ),
    "talk_answered": Text(
        N_("There is an answer for you"),
        N_("You asked for a talk, and now there is a time. See when and with whom:\n{link}"),
        "talk",
    ),
    "talk_planned": Text(
        N_("There is something new in your calendar"),
        N_("A talk is planned with you in your peer team. See when and with whom:\n{link}"),
        "talk",
    ),
    "talk_moved": Text(
        N_("There is an answer for you"),
        N_("Your talk has another time. See when it is now:\n{link}"),
        "talk",
    ),
    "talk_passed_on": Text(
        N_("There is an answer for you"),
        N_("You asked for a talk. Now somebody else answers. See who, and by when:\n{link}"),
        "talk",
    ),
    "talk_called_off": Text(
        N_("A talk has been called off"),
        N_("A talk you had planned in a peer team has been called off. Your own days are here:\n{link}"),
        "my-calendar",
    ),
}


# What a volunteer tells is wrong, or asks to talk about, is between them and one other; and how they log in is theirs.
PRIVATE = (*CONFIDENTIAL_TEXTS, "passphrase", "passphrase_by_colleague", "passphrase_chosen")


def page_shared_told(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Nothing more than that; None where all of it has been taken back."""
    shared = (
        select(SharedLogPage.id)
        .join(TeamMember, col(TeamMember.id) == SharedLogPage.member_id)
        .where(SharedLogPage.to_id == UUID(params["person_id"]), TeamMember.team_id == UUID(params["team_id"]))
    )
    return {} if session.exec(shared.limit(1)).first() is not None else None


def talk_waits_told(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """Nothing more than that, for whose turn it has become; None where it was answered, called off or passed on since,
    or they are not asked any more."""
    talk = session.get(SupportTalk, UUID(params["talk_id"]))
    if talk is None or str(talk.version) != params["version"]:
        return None
    asked = {each for step in case_of(session, talk).steps for each in step}
    return {} if UUID(params["person_id"]) in asked else None
