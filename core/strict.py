"""What data from a file or a stored version is read into."""

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A model that refuses a key it does not know, and never changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
