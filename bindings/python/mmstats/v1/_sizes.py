"""Sizes that the caller gives, before they become a size_t of the library, which would wrap."""

from __future__ import annotations

import operator

from ..errors import Invalid, Limit, WrongType

LARGEST = (1 << 63) - 1


def checked(label: str, what: str, size: int) -> int:
    """The size, if the library can be told it."""
    try:
        size = operator.index(size)
    except TypeError:
        raise WrongType(f"field {label!r}: expected {what}, found {size!r}") from None
    if size < 0:
        raise Invalid(f"field {label!r}: expected {what} of at least 0, found {size}")
    if size > LARGEST:
        raise Limit(f"field {label!r}: expected {what} of at most {LARGEST}, found more")
    return size
