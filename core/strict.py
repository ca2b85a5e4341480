"""What data from a file or a stored version is read into."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.i18n import words_in


class StrictModel(BaseModel):
    """A model that refuses a key it does not know, and never changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(BaseModel):
    """The same in each language, by its code."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[str, Field(min_length=1)]]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.languages:
            raise ValueError("words are missing in every language")
        return self

    @property
    def languages(self) -> dict[str, str]:
        """The words by language."""
        return self.__pydantic_extra__

    def in_language(self, language: str) -> str:
        """The words for whoever reads `language`."""
        return words_in(self.languages, language)
