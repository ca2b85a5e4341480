"""An instructor who has earned a diploma."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.i18n import local_day
from tests.builders import Scene, a_scene
from tests.core.certificates.stories import TEN_YEARS, began
from tests.core.recognition.test_service import approve


@pytest.fixture
def scene(session: Session, now) -> Scene:
    """An instructor for ten years, approved a year ago."""
    found = a_scene(session, now, programme="laer_at_tackle")
    began(session, found, local_day(now) - TEN_YEARS)
    approve(session, found, local_day(now) - timedelta(days=365))
    return found
