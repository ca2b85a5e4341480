"""A realistic three-page agreement, in Danish and English, and the marks of those who sign it."""

from datetime import UTC, datetime

from core.documents.printing.signatures import SignatureMark
from core.documents.text.exact import FrozenClause, FrozenParty, FrozenSection, FrozenText

SIGNED_AT = datetime(2026, 11, 12, 13, 3, tzinfo=UTC)
NUMBER = "H7F3-K92Q-X4PL"
VERIFY_URL = "https://frivillig.example.dk/verify?n=H7F3-K92Q-X4PL"

_DANISH = {
    "title": "Samarbejdsaftale mellem Fjordby Kommune og dig som frivillig",
    "in_short": (
        "Du hjælper som instruktør på kurset “Lær at tackle hverdagen” i en sæson. Kommunen sørger for uddannelse, "
        "forsikring og en fast kontaktperson. I kan begge sige stop, når I har brug for det."
    ),
    "not_binding": (
        "Aftalen er et håndslag: den binder ingen juridisk, men vi mener det, vi skriver, og siger til, hvis "
        "noget ændrer sig."
    ),
    "opening": "Vi har talt om, hvad vi hver især forventer, og er blevet enige om det, der står her.",
    "declaration": "Jeg har læst aftalen, forstår den og vil gerne følge den.",
    "volunteer": "Frivillig",
    "contact_person": "Kontaktperson",
    "on_behalf_of": "Fjordby Kommune, Sundhed og Forebyggelse",
}
_ENGLISH = {
    "title": "Cooperation agreement between Fjordby Municipality and you as a volunteer",
    "in_short": (
        "You help as an instructor on the course “Learn to cope with everyday life” for one season. The municipality "
        "provides training, insurance and a contact person of your own. Either of you may stop when you need to."
    ),
    "not_binding": (
        "This agreement is a handshake: it binds nobody in law, but we mean what we write and tell each other when "
        "something changes."
    ),
    "opening": "We have talked about what each of us expects, and we agree on what is written here.",
    "declaration": "I have read the agreement, I understand it and I want to follow it.",
    "volunteer": "Volunteer",
    "contact_person": "Contact person",
    "on_behalf_of": "Fjordby Municipality, Health and Prevention",
}

_DANISH_SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Det, du gør",
        "Vi har valgt de opgaver, der passer til dig, og som du har tid til.",
        (
            ("Opgaven", "Du underviser sammen med en medinstruktør på et kursus med seks mødegange om efteråret."),
            (
                "Forberedelse",
                "I mødes en halv time før hver mødegang og aftaler, hvem der tager hvilke øvelser. Materialerne ligger "
                "klar i lokalet, og kontaktpersonen svarer på spørgsmål undervejs.",
            ),
            (
                "Det, du ikke gør",
                "Du giver ikke behandling, pleje eller råd om medicin, og du har aldrig med kursisternes penge "
                "at gøre.",
            ),
            ("Tid", "Du regner med omkring tre timer om ugen, mens kurset løber, og intet mellem kurserne."),
        ),
    ),
    (
        "Det, kommunen gør",
        "Du skal have gode rammer, så du trives og kan bruge kræfterne på kursisterne.",
        (
            ("Uddannelse", "Du får et grundkursus på fire dage, før du begynder, og et metodekursus hvert år."),
            (
                "Kontaktperson",
                "Du har én fast kontaktperson, som ringer til dig efter de to første mødegange og derefter en gang om "
                "måneden. Du kan altid selv ringe, også hvis det gælder noget småt.",
            ),
            (
                "Vejledning",
                "En vejleder overværer mindst én mødegang, fortæller bagefter, hvad der lykkedes, og hjælper med det, "
                "du gerne vil blive bedre til.",
            ),
            (
                "Udlæg",
                "Kommunen betaler rejser og aftalte udlæg mod kvittering senest to uger efter, at du har sendt dem.",
            ),
            (
                "Forsikring",
                "Du er dækket af kommunens forsikring, mens du er frivillig. Sker der en skade, siger du det til "
                "kontaktpersonen samme dag, så vi kan hjælpe med at anmelde den.",
            ),
        ),
    ),
    (
        "Tillid",
        "Mennesker fortæller om svære ting på kurset. Det skal de trygt kunne gøre.",
        (
            (
                "Tavshedspligt",
                "Du fortæller ikke videre, hvad du får at vide om andre, hverken mens du er frivillig eller bagefter. "
                "Du skriver ikke noter om kursisterne og lægger ikke billeder af dem på nettet.",
            ),
            (
                "Når du bliver bekymret",
                "Bliver du bekymret for et barn eller for en kursists liv og helbred, taler du med din kontaktperson "
                "med det samme. Du står aldrig alene med det.",
            ),
            (
                "Gaver",
                "Du siger pænt nej til gaver og arv fra kursister. En kage til hele holdet er en fornøjelse.",
            ),
            (
                "Oplysninger om dig",
                "Kommunen gemmer det, den skal bruge for at holde kontakten med dig, og sletter det, når det ikke "
                "længere er nødvendigt. Du kan altid se, hvad der står.",
            ),
        ),
    ),
    (
        "Undervejs og til sidst",
        "",
        (
            (
                "Hvis du bliver syg",
                "Du ringer eller skriver til din medinstruktør og din kontaktperson, så snart du ved det. Vi finder en "
                "afløser eller flytter mødegangen.",
            ),
            (
                "Samtale en gang om året",
                "Vi mødes og taler om, hvad der går godt, hvad der skal være anderledes, og om du har lyst til "
                "et år til.",
            ),
            (
                "Hvis vi er uenige",
                "Vi taler sammen om det først. Kan vi ikke finde en løsning, beder vi koordinatoren om at hjælpe "
                "os begge.",
            ),
            (
                "Når det slutter",
                "Begge kan slutte samarbejdet med to ugers varsel og uden at give en grund. Du får et bevis på din "
                "indsats og en ordentlig tak.",
            ),
        ),
    ),
)

_ENGLISH_SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "What you do",
        "We have chosen the tasks that suit you and that you have time for.",
        (
            ("The task", "You teach a course of six meetings in the autumn together with a co-instructor."),
            (
                "Preparation",
                "You meet half an hour before each meeting and agree on who takes which exercises. The materials are "
                "ready in the room, and your contact person answers questions along the way.",
            ),
            (
                "What you do not do",
                "You do not treat, nurse or advise on medicine, and you never handle the participants’ money.",
            ),
            ("Time", "You expect about three hours a week while the course runs, and nothing between courses."),
        ),
    ),
    (
        "What the municipality does",
        "You should have good conditions, so that you thrive and can spend your strength on the participants.",
        (
            ("Training", "You get a basic course of four days before you begin and a method course every year."),
            (
                "Contact person",
                "You have one contact person, who calls you after the first two meetings and then once a month. You "
                "can always call yourself, also when it is about something small.",
            ),
            (
                "Supervision",
                "A supervisor watches at least one meeting, tells you afterwards what went well and helps with what "
                "you want to become better at.",
            ),
            (
                "Expenses",
                "The municipality pays for travel and agreed expenses against a receipt within two weeks of your "
                "sending them.",
            ),
            (
                "Insurance",
                "You are covered by the municipality’s insurance while you volunteer. If there is an injury, you tell "
                "your contact person the same day, so that we can help to report it.",
            ),
        ),
    ),
    (
        "Trust",
        "People tell hard things on the course. They must be able to do so safely.",
        (
            (
                "Confidentiality",
                "You do not pass on what you learn about others, neither while you volunteer nor afterwards. You keep "
                "no notes about the participants and put no pictures of them online.",
            ),
            (
                "When you are worried",
                "If you worry about a child, or about the life and health of a participant, you talk to your contact "
                "person at once. You never stand alone with it.",
            ),
            (
                "Gifts",
                "You say a kind no to gifts and inheritance from participants. A cake for the whole group is a "
                "delight.",
            ),
            (
                "Information about you",
                "The municipality keeps what it needs to stay in touch with you and deletes it when it is no longer "
                "needed. You can always see what is kept.",
            ),
        ),
    ),
    (
        "On the way and at the end",
        "",
        (
            (
                "If you fall ill",
                "You call or write to your co-instructor and your contact person as soon as you know. We find someone "
                "to stand in or move the meeting.",
            ),
            (
                "A talk once a year",
                "We meet and talk about what goes well, what should be different, and whether you want another year.",
            ),
            (
                "If we disagree",
                "We talk about it first. If we find no solution, we ask the coordinator to help us both.",
            ),
            (
                "When it ends",
                "Both of us may end the cooperation with two weeks’ notice and without giving a reason. You get a "
                "proof of your effort and a proper thank you.",
            ),
        ),
    ),
)


def a_text(
    language: str = "da", name: str = "Søren Ågård Østergaard", organisation: str = "Fjordby Kommune"
) -> FrozenText:
    """An agreement of three printed pages between a volunteer called `name` and a contact person."""
    words, sections = (_DANISH, _DANISH_SECTIONS) if language == "da" else (_ENGLISH, _ENGLISH_SECTIONS)
    return FrozenText(
        kind="cooperation_agreement",
        language=language,
        template="cooperation_agreement/3",
        organisation=organisation,
        title=words["title"],
        in_short=words["in_short"],
        not_binding=words["not_binding"],
        opening=words["opening"],
        parties=(
            FrozenParty(
                capacity="volunteer",
                label=words["volunteer"],
                name=name,
                on_behalf_of="",
                lines=("Åløkkevej 14, 2. th., 5990 Fjordby", "20 12 34 56", "soeren@example.org"),
                signs=True,
            ),
            FrozenParty(
                capacity="contact_person",
                label=words["contact_person"],
                name="Mette Kjær Lindqvist",
                on_behalf_of=words["on_behalf_of"],
                lines=("Sundhedshuset, Havnegade 3, 5990 Fjordby", "65 43 21 00", "mette.lindqvist@fjordby.example.dk"),
                signs=True,
            ),
        ),
        sections=tuple(
            FrozenSection(
                id=f"s{index}",
                number=str(index),
                title=title,
                intro=intro,
                clauses=tuple(
                    FrozenClause(
                        id=f"s{index}c{position}",
                        number=f"{index}.{position}",
                        title=heading,
                        text=text,
                        reworded=(index, position) == (1, 4),
                    )
                    for position, (heading, text) in enumerate(clauses, start=1)
                ),
            )
            for index, (title, intro, clauses) in enumerate(sections, start=1)
        ),
        declaration=words["declaration"],
    )


def marks(text: FrozenText | None = None) -> tuple[SignatureMark, ...]:
    """A mark for each party of `text` that signs: the first on a device of their own, the others together."""
    return tuple(
        SignatureMark(
            capacity=party.capacity,
            label=party.label,
            name=party.name,
            typed_name=party.name,
            on_behalf_of=party.on_behalf_of,
            signed_at=SIGNED_AT,
            how="own_device" if index == 0 else "together",
            beside="" if index == 0 else "Lise Bach",
        )
        for index, party in enumerate((text or a_text()).parties)
        if party.signs
    )
