"""What a writer that works has to say."""

from __future__ import annotations

import warnings


class WriterWarning(UserWarning):
    """A writer works, but not as its owner might think: it has no file, or one in a folder that has
    a price. Given once for each kind and folder."""


_given: set[tuple[int, str]] = set()


def warn(kind: int, folder: str, text: str, stacklevel: int) -> None:
    """Gives a warning of that kind about a folder, once."""
    if (kind, folder) not in _given:
        _given.add((kind, folder))
        warnings.warn(text, WriterWarning, stacklevel=stacklevel + 1)
