"""Days that pass, with a mail server that keeps what it gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from core.messages.sending import work_off
from core.reminders.sending import remind_all
from core.startup import Portal
from tests.mailbox import Mailbox, mailbox, plain


@dataclass
class Days:
    """A portal whose mails arrive here, as one day follows the other."""

    portal: Portal
    session: Session
    box: Mailbox

    def pass_to(self, moment: datetime) -> list[str]:
        """What is sent at that moment: the day's reminders, and whatever waited."""
        before = len(self.box.mails)
        remind_all(self.session, moment)
        work_off(self.portal, clock=lambda: moment)
        self.session.rollback()
        self.session.expire_all()
        return [self.written(each) for each in self.box.mails[before:]]

    def from_to(self, first: datetime, days: int) -> list[tuple[int, str]]:
        """All that is sent on so many days, each with the number of its day."""
        found = ((each, self.pass_to(first + timedelta(days=each))) for each in range(days))
        return [(day, subject) for day, subjects in found for subject in subjects]

    def written(self, mail) -> str:
        """To whom, and what about."""
        return f"{mail['To']}: {mail['Subject']}"

    def body(self) -> str:
        """What the newest mail says, in one line."""
        return " ".join(plain(self.box.mails[-1]).split())


@contextmanager
def days_that_pass(portal: Portal, session: Session) -> Iterator[Days]:
    """A portal with a mail server of its own."""
    with mailbox() as box:
        chosen: dict[str, Any] = {name.lower(): value for name, value in box.settings().items()}
        chosen["smtp_port"] = box.port
        sends = replace(portal, settings=portal.settings.model_copy(update=chosen))
        yield Days(sends, session, box)
