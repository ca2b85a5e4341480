"""What the portal writes to people: a link and plain words, never a document and nothing about a person."""

from uuid import UUID

from core.i18n import N_, gettext, language
from core.messages.applicants import APPLICANT_TEXTS
from core.messages.confidential import CONFIDENTIAL_TEXTS
from core.messages.covers import COVER_TEXTS
from core.messages.news import NEWS_TEXTS
from core.messages.reminding import REMINDING_TEXTS
from core.messages.text import GROUP_TEXTS, Text

# What a link says beside where it leads: in which language its reader reads, and in which organisation they work.
IN_LANGUAGE, IN_ORGANISATION = "lang", "o"
GREETING = N_("Hello")
CLOSING = N_("Kind regards\n{organisation}")
WHY = N_("Håndslag is the portal where {organisation} and volunteers make their agreements.")
OUR_OWN = N_("Håndslag is the portal where organisations and volunteers make their agreements.")

TEXTS: dict[str, Text] = {
    **APPLICANT_TEXTS,
    **CONFIDENTIAL_TEXTS,
    **COVER_TEXTS,
    **GROUP_TEXTS,
    **NEWS_TEXTS,
    **REMINDING_TEXTS,
    "invitation": Text(
        N_("Welcome: your link to {organisation}"),
        N_(
            "{inviter} from {organisation} would like to make an agreement with you, in writing and as equals.\n\n"
            "Open the link to read what it is about. There you choose a passphrase, and then you are in:\n"
            "{link}\n\n"
            "The link is yours alone. It can be used once, until {until}. {ask}\n\n"
            "If you did not expect this mail, you need not do anything."
        ),
        "invitation?t={token}",
    ),
    "colleague_invitation": Text(
        N_("You are invited to work with volunteers at {organisation}"),
        N_(
            "{inviter} invites you to work with volunteers at {organisation}. This is what you are to be:\n\n"
            "{roles}\n\n"
            "Open the link and choose a passphrase, and then you are in:\n"
            "{link}\n\n"
            "The link is yours alone. It can be used once, until {until}. {ask}\n\n"
            "If you did not expect this mail, you need not do anything."
        ),
        "invitation?t={token}",
    ),
    "association_invitation": Text(
        N_("Your link to what {organisation} and your association do together"),
        N_(
            "{inviter} from {organisation} invites you, because you speak for your association. In the portal you see "
            "what the two of you have agreed, and say what you expect of each other.\n\n"
            "Open the link and choose a passphrase, and then you are in:\n"
            "{link}\n\n"
            "The link is yours alone. It can be used once, until {until}. {ask}\n\n"
            "If you did not expect this mail, you need not do anything."
        ),
        "invitation?t={token}",
    ),
    "operator_invitation": Text(
        N_("You are invited to make organisations in Håndslag"),
        N_(
            "You are to make organisations in the portal, each with its first administrator. You see nobody in them."
            "\n\n"
            "Open the link and choose a passphrase, and then you are in:\n"
            "{link}\n\n"
            "The link is yours alone. It can be used once, until {until}.\n\n"
            "If you did not expect this mail, you need not do anything."
        ),
        "invitation?t={token}",
    ),
    "passphrase": Text(
        N_("Make a new passphrase"),
        N_(
            "Somebody, probably you, asked for a new passphrase. Open the link and choose one:\n{link}\n\n"
            "The link can be used once, until {until}. If it was not you, you need not do anything."
        ),
        "invitation?t={token}",
    ),
    "passphrase_by_colleague": Text(
        N_("A link to a new passphrase was made for you"),
        N_(
            "{inviter} from {organisation} has made a link by which a new passphrase is chosen for your login. The "
            "reason given is: {reason}\n\nIf you asked for it, open it and choose one:\n{link}\n\n"
            "The link can be used once, until {until}. {ask}\n\n"
            "If you did not ask for it, tell {organisation}: whoever uses the link logs in as you."
        ),
        "invitation?t={token}",
    ),
    "passphrase_chosen": Text(
        N_("Your passphrase was changed"),
        N_(
            "A new passphrase was chosen for your login by a link. If it was you, you need not do anything.\n\n"
            "If it was not you, choose another one now, and tell {organisation}:\n{link}"
        ),
        "forgotten",
    ),
    "document_shared": Text(
        N_("There is something for you to read from {organisation}"),
        N_(
            "A document is ready for you. Read it in your own time, fill in what is missing, and sign when you are "
            "ready:\n{link}\n\nYou can stop whenever you like. What you have written is kept."
        ),
        "document?id={document_id}",
    ),
    "document_reminder": Text(
        N_("A document is waiting for you"),
        N_("A document is still waiting for you. You can go on where you stopped:\n{link}"),
        "document?id={document_id}",
    ),
    "document_changed": Text(
        N_("A document you signed has been changed"),
        N_(
            "The text has been changed since you signed, so your signature no longer counts for it. "
            "You can see what is new, and sign again if you agree:\n{link}"
        ),
        "document?id={document_id}",
    ),
    "document_declined": Text(
        N_("Somebody has said no to a document"),
        N_(
            "{who} has said no to the text as it is: {what}.\n\n"
            "You need not do anything now. You hear from us when there is a new text. Here you can read it:\n{link}"
        ),
        "document?id={document_id}",
    ),
    "document_to_answer": Text(
        N_("Somebody has said no to a document"),
        N_(
            "{who} has said no to the text as it is: {what}.\n\n"
            "Talk together. Then change the text and send it again, or withdraw it:\n{link}"
        ),
        "letter?id={document_id}",
    ),
    "signing_code": Text(
        N_("Your code to sign with"),
        N_(
            "You are about to sign a document on somebody else's device. Write this code there yourself:\n\n{code}\n\n"
            "It works for 10 minutes and only once. If you are not signing anything now, tell nobody the code. "
            "You can always reach your own documents here:\n{link}"
        ),
        "my-documents",
    ),
    "document_half_signed": Text(
        N_("A document waits for your signature"),
        N_("Everybody else has signed. Now the document waits for you:\n{link}"),
        "document?id={document_id}",
    ),
    "document_sealed": Text(
        N_("Your document is signed by everyone"),
        N_("Everyone has signed, and the document is sealed. You can read it and keep a copy here:\n{link}"),
        "document?id={document_id}",
    ),
    "agreement_shared": Text(
        N_("The framework agreement with {organisation} is ready to be signed"),
        N_(
            "What you have agreed is written down and ready. Read it in your own time, and sign it if it says what you "
            "agreed:\n{link}\n\nIf something is wrong, do not sign it. Call your contact, and we change it first."
        ),
        "agreement?id={document_id}",
    ),
    "agreement_half_signed": Text(
        N_("The association has signed the framework agreement"),
        N_("The association has signed. Now the agreement waits for you:\n{link}"),
        "agreement?id={document_id}",
    ),
    "agreement_changed": Text(
        N_("The framework agreement has been changed since you signed it"),
        N_(
            "The text has been changed since you signed, so your signature no longer counts for it. "
            "You can see what is new, and sign again if you agree:\n{link}"
        ),
        "agreement?id={document_id}",
    ),
    "agreement_declined": Text(
        N_("Somebody has said no to the framework agreement"),
        N_(
            "{who} has said no to the text as it is: {what}.\n\n"
            "Talk together about what it takes. Here you can read the text, and what was written to you:\n{link}"
        ),
        "agreement?id={document_id}",
    ),
    "agreement_signature_taken_back": Text(
        N_("A signature has been taken back"),
        N_(
            "{who} has taken a signature back: {what}.\n\n"
            "Talk together about what it takes. Here you can read the text:\n{link}"
        ),
        "agreement?id={document_id}",
    ),
    "agreement_sealed": Text(
        N_("Both have signed the framework agreement"),
        N_("Both have signed, and the agreement is sealed. You can read it and keep a copy here:\n{link}"),
        "agreement?id={document_id}",
    ),
    "offer_invitation": Text(
        N_("You are invited by {organisation}"),
        N_(
            "There is something you can learn, or a place to meet others. It costs you nothing. "
            "Read what it is, and say yes or no in one tap:\n{link}"
        ),
        "my-offers?id={offer_id}",
    ),
    "offer_seat": Text(
        N_("There is a seat for you"),
        N_("You were on a waiting list, and now there is a seat for you. If you cannot come, say so here:\n{link}"),
        "my-offers?id={offer_id}",
    ),
    "changed": Text(
        N_("Something you are part of has changed"),
        N_("Something you are part of has changed.\n\n{details}\n\nYou can see it all here:\n{link}"),
        "{path}",
    ),
    "called_off": Text(
        N_("Something you are part of is called off"),
        N_("We are sorry: this is called off.\n\n{details}\n\nYou can see what else there is here:\n{link}"),
        "{path}",
    ),
    "given_a_day": Text(
        N_("Something you are part of has been given a day"),
        N_("Something you are part of has been given a day.\n\n{details}\n\nYou can see it all here:\n{link}"),
        "{path}",
    ),
    "course_leading": Text(
        N_("You are to lead a course"),
        N_("A course is planned that you lead, or some of it. See when and where it is, and with whom:\n{link}"),
        "my-courses",
    ),
    "course_not_leading": Text(
        N_("Others lead a course now"),
        N_("You no longer lead a course that you were to lead. See which courses are yours:\n{link}"),
        "my-courses",
    ),
    "supervision_yours": Text(
        N_("A supervision is yours to hold"),
        N_("You are the one to hold a supervision. See with whom, and give it a day where it has none:\n{link}"),
        "supervision?id={supervision_id}",
    ),
    "took_over": Text(
        N_("You have taken something over from a colleague"),
        N_("A colleague has handed over what they looked after, and some of it is yours now. See what waits:\n{link}"),
        "today",
    ),
    "joined": Text(
        N_("There is somebody new at {organisation}"),
        N_("{who} has used the link and can log in now. See what comes next:\n{link}"),
        "{path}",
    ),
    "signature_taken_back": Text(
        N_("A signature has been taken back"),
        N_(
            "{who} has taken a signature back: {what}.\n\n"
            "Talk together about what it takes. Here you can read the text:\n{link}"
        ),
        "document?id={document_id}",
    ),
    "stopped": Text(
        N_("A volunteer has stopped"),
        N_(
            "{who} is a volunteer with you no more. The last day was {day}.\n\n"
            "What is signed is kept. Here you can see what is left to do:\n{link}"
        ),
        "volunteer?id={engagement_id}",
    ),
    "wish_to_stop": Text(
        N_("A volunteer would like to talk with you"),
        N_(
            "Somebody you look after has told you what they would like from now on, and waits for an answer. You can "
            "read it here:\n{link}"
        ),
        "volunteer?id={engagement_id}",
    ),
    "wish_answered": Text(
        N_("There is an answer for you"),
        N_("There is an answer to what you told us. You can read it here:\n{link}"),
        "stopping",
    ),
    "guideline_changed": Text(
        N_("Something you have confirmed says something new"),
        N_(
            "A text that you have read and confirmed says something new. See what is new, and confirm that you have "
            "read it:\n{link}"
        ),
        "guidelines",
    ),
    "role_changed": Text(
        N_("What you do at {organisation} has changed"),
        N_("Your roles at {organisation} have been changed. This is how it is now:\n\n{roles}\n\nGo on here:\n{link}"),
        "",
    ),
    "expense_returned": Text(
        N_("There is a question about an expense"),
        N_("An expense you sent has come back with a word. Read it, and send it again:\n{link}"),
        "my-expenses",
    ),
    "invited": Text(
        N_("You are invited by {organisation}"),
        N_("There is an invitation for you. See what it is, and say whether you can come:\n{link}"),
        "invitations",
    ),
    "event_coming": Text(
        N_("A day for your calendar"),
        N_(
            "It is good that you come. This mail brings the day along for your calendar. If you cannot come after all, "
            "say so here:\n{link}"
        ),
        "invitations",
    ),
    "view_asked": Text(
        N_("You are asked what you think"),
        N_(
            "Somebody would like to be a volunteer, and you may know them. Say in two taps whether you would like to "
            "work with them:\n{link}\n\nIf you do not know them well enough, say that. Nobody else reads your answer "
            "than the coordinators."
        ),
        "views",
    ),
    "alignment_begun": Text(
        N_("You are asked what you expect"),
        N_(
            "You are to align what you expect of each other. Answer for your side first. The other side sees it when "
            "both have answered:\n{link}"
        ),
        "alignment?id={alignment_id}",
    ),
}


def link_to(path: str, *, base_url: str, works_in: UUID | None = None) -> str:
    """The address of a page for who reads the current language; with `works_in` in that organisation."""
    link = f"{base_url.rstrip('/')}/{path}{'&' if '?' in path else '?'}{IN_LANGUAGE}={language()}"
    return link if works_in is None else f"{link}&{IN_ORGANISATION}={works_in}"


def written(
    message: str, *, organisation: str, base_url: str, params: dict[str, str], works_in: UUID | None = None
) -> tuple[str, str]:
    """Subject and body of `message` in the current language; `params` fill the path of its link, and what its words
    tell besides.

    The link says the language, so that the login page opens in it, and with `works_in` the organisation it is about,
    for who works in several. Without an `organisation` the portal speaks for itself.
    """
    text = TEXTS[message]
    told = _told(text, organisation=organisation, base_url=base_url, params=params, works_in=works_in)
    body, subject = (gettext(each).format(**told) for each in (text.body, text.subject))
    why = gettext(WHY).format(organisation=organisation) if organisation else gettext(OUR_OWN)
    if text.sender:
        closing, below = (gettext(each).format(**told) for each in (text.sender, text.below))
        return subject, f"{body}\n\n{closing}\n\n{below}\n\n{why}\n"
    closing = gettext(CLOSING).format(organisation=told["organisation"])
    return subject, f"{gettext(GREETING)}\n\n{body}\n\n{closing}\n\n{why}\n"


def told_among_others(
    message: str, *, organisation: str, base_url: str, params: dict[str, str], works_in: UUID | None = None
) -> tuple[str, str]:
    """Subject of `message`, and what it says where it stands in a mail with others."""
    text = TEXTS[message]
    told = _told(text, organisation=organisation, base_url=base_url, params=params, works_in=works_in)
    return gettext(text.subject).format(**told), gettext(text.body).format(**told)


def _told(
    text: Text, *, organisation: str, base_url: str, params: dict[str, str], works_in: UUID | None
) -> dict[str, str]:
    """What the words of a text tell besides themselves."""
    link = link_to(text.path.format(**params), base_url=base_url, works_in=works_in)
    return {"code": "", "details": "", **params, "organisation": organisation or "Håndslag", "link": link}
