"""Text as the library takes it."""

from __future__ import annotations

from .errors import Invalid, WrongType


def encode(text: object) -> bytes:
    """The UTF-8 of a text; what is none is an error."""
    if not isinstance(text, str):
        raise WrongType(f"expected text, found {text!r}")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Invalid(f"expected text, found {text!r}, for which UTF-8 has no bytes") from None
