"""Text as the library takes it."""

from __future__ import annotations

from .errors import Invalid, WrongType


def encode(text: object, what: str = "") -> bytes:
    """The UTF-8 of a text; what is none is an error, which says of what it was to be the text."""
    where = f"{what}: " if what else ""
    if not isinstance(text, str):
        raise WrongType(f"{where}expected text, found {text!r}")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Invalid(
            f"{where}expected text, found {text!r}, for which UTF-8 has no bytes"
        ) from None
