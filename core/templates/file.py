"""A template as one TOML file, so that municipalities can share it. What comes in is treated as a stranger's."""

import re
import tomllib
from typing import Any

import tomli_w
from pydantic import ValidationError

from core.documents.template.model import KINDS, Template
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.templates.rules import refuse_when_too_big, without_loose_words
from core.templates.writing import Writing

MARK, FORMAT = "handslag_template", 1
LARGEST_MB = 1
# Reading a key of many parts ("a.a.a. …") takes the square of their number; no key of ours has more than six.
LONG_KEY = re.compile(r"""(?:(?:(?<![\w-])[\w-]++|"(?:[^"\\\n]|\\.){0,60}"|'[^'\n]{0,60}')[ \t]*\.[ \t]*){9}""")


def exported(template: Template) -> bytes:
    """`template` as a file."""
    content = template.model_dump(mode="json", exclude_none=True)
    return tomli_w.dumps({MARK: FORMAT, **content}).encode()


def imported(data: bytes) -> Writing:
    """What a file holds, as something to go on writing on; see `checking.problems` for what is wrong in it.

    Raises "upload_too_large", "template_unreadable" for what is no such file, "template_foreign" for a template of
    another kind of portal or kind of document, "template_shape" with the first place that has another shape,
    "template_large" or "text_long".
    """
    if len(data) > LARGEST_MB * 1024 * 1024:
        raise DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=LARGEST_MB)
    try:
        text = data.decode("utf-8-sig")
        if LONG_KEY.search(text):
            raise DomainError(ErrorCode.TEMPLATE_UNREADABLE)
        content = tomllib.loads(text)
    except (ValueError, RecursionError):
        raise DomainError(ErrorCode.TEMPLATE_UNREADABLE) from None
    if content.pop(MARK, None) != FORMAT or content.get("kind") not in KINDS:
        raise DomainError(ErrorCode.TEMPLATE_FOREIGN)
    return refuse_when_too_big(_shaped(content))


def _shaped(content: dict[str, Any]) -> Writing:
    try:
        writing = Writing.model_validate(content)
        return Writing.model_validate(without_loose_words(writing.model_dump()))
    except ValidationError as refusal:
        place = ".".join(str(step) for step in refusal.errors()[0]["loc"])
        raise DomainError(ErrorCode.TEMPLATE_SHAPE, place=place[:120]) from None
