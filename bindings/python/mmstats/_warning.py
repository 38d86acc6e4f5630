"""What a writer that works has to say."""

from __future__ import annotations

import sys
import warnings


class WriterWarning(UserWarning):
    """A writer works, but not as its owner might think: it has no file, or one in a folder that has
    a price. Given once for each kind and folder."""


_given: set[tuple[int, str]] = set()


def warn(kind: int, folder: str, text: str) -> None:
    """Gives a warning of that kind about a folder, once. It stands where this package was called.
    """
    if (kind, folder) not in _given:
        _given.add((kind, folder))
        warnings.warn(text, WriterWarning, stacklevel=_level())


def _level() -> int:
    """How far above `warn` that is."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals["__name__"].partition(".")[0] == __package__:
        level, frame = level + 1, frame.f_back
    return level
