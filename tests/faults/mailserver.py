"""A mail server that takes its time, and writes down what it took and from whom."""

import asyncio
import random
from collections import defaultdict
from email import message_from_bytes
from typing import Any

# What it takes to keep a mail before it says so, on average, and as long again before its word is out (seconds).
SLOW = 0.005


class Arrivals:
    """Who handed over each mail, by its Message-ID; the last mail of each sender; and the senders that were killed.

    A sender is known by the name it greets with.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.senders_of: defaultdict[str, list[str]] = defaultdict(list)
        self.last_of: dict[str, str] = {}
        self.killed: set[str] = set()

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.chance.expovariate(1 / SLOW))
        message_id = str(message_from_bytes(envelope.content)["Message-ID"])
        self.senders_of[message_id].append(session.host_name)
        self.last_of[session.host_name] = message_id
        await asyncio.sleep(self.chance.expovariate(1 / SLOW))
        return "250 OK"

    def doubled(self) -> list[str]:
        """What came more than once."""
        return [message_id for message_id, senders in self.senders_of.items() if len(senders) > 1]

    def explained(self, message_id: str) -> bool:
        """Whether each sender but the last was another one, and was killed before it handed over anything else: before
        it could note that this one was taken."""
        senders = self.senders_of[message_id]
        died_with_it = all(sender in self.killed and self.last_of[sender] == message_id for sender in senders[:-1])
        return died_with_it and len(set(senders)) == len(senders)
