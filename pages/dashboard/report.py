"""Cards beside each other on the screen, and one below the other on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import streamlit as st

from core.access.permissions import Actor
from core.dashboard.printing import print_figures
from core.i18n import reading
from core.startup import Portal
from pages.dashboard.figures import Figure, draw, printed


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The cards that the reader has on the screen, to be printed when they are asked for."""

    portal: Portal
    actor: Actor
    organisation_id: UUID
    heading: str
    cards: Sequence[Figure]
    language: str
    now: datetime

    def pdf(self) -> bytes:
        """One document of them all. By now the run's own session is closed."""
        with reading(self.language), self.portal.session() as opened:
            return print_figures(
                session=opened,
                actor=self.actor,
                organisation_id=self.organisation_id,
                heading=self.heading,
                figures=[printed(card) for card in self.cards],
                language=self.language,
                now=self.now,
            )


def charts(cards: Sequence[Figure], key: str) -> None:
    """Cards beside each other where there is room."""
    with st.container(key=f"hs-charts-{key}"):
        for card in cards:
            with st.container(gap="small"):
                draw(card)
