"""What can be chosen of each kind of mail, and what holds where nobody chose."""

import pytest

from core.mail_choices.rules import CHOICES, MailKind, Wanted, default_of, least_of, wanted_of


def test_every_kind_has_a_default_and_something_less():
    assert CHOICES.keys() == set(MailKind)
    assert all(default_of(kind) is not least_of(kind) for kind in MailKind)


@pytest.mark.parametrize(
    ("kind", "chosen", "holds"),
    [
        (MailKind.REMINDERS, None, Wanted.AT_ONCE),
        (MailKind.REMINDERS, "weekly", Wanted.WEEKLY),
        (MailKind.REMINDERS, "no", Wanted.AT_ONCE),  # no choice of this kind
        (MailKind.MORNING, "no", Wanted.NO),
        (MailKind.GROUPS, "", Wanted.YES),
    ],
)
def test_what_somebody_gets_is_what_they_chose_of_the_kind_or_the_default(kind, chosen, holds):
    assert wanted_of(kind, chosen) is holds
