"""What recognition costs, where, and whether anybody is forgotten or given very much. Pure; money in øre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Spending:
    """A year's money: `amount` is what may be spent, None where nobody set it; `spent` on what was given, `committed`
    to what is planned."""

    amount: int | None
    spent: int = 0
    committed: int = 0

    @property
    def left(self) -> int | None:
        """What is left when everything planned is given; below nothing where it is too much, None without a budget."""
        return None if self.amount is None else self.amount - self.spent - self.committed


def shares(cost: int, people: Mapping[Place, int]) -> dict[Place, int]:
    """`cost` by place, in proportion to how many people of each it was for; not an øre is lost or made."""
    everybody = sum(people.values())
    if not everybody:
        return {}
    found, counted, paid = {}, 0, 0
    for place, count in people.items():
        counted += count
        upto = cost * counted // everybody
        found[place], paid = upto - paid, upto
    return found


def over_the_most(given: int, coming: int, most_kroner: int) -> bool:
    """Whether gift cards of `coming` øre to one person, after `given` the same year, are above what is usual."""
    return coming > 0 and given + coming > most_kroner * 100


def unseen(began_on: date, thanked: Sequence[date], days: int, today: date) -> bool:
    """Whether somebody has been here for `days` and was thanked by nobody in all of them."""
    since = today - timedelta(days=days)
    return began_on <= since and all(day <= since for day in thanked)
