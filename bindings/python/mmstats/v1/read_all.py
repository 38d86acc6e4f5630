"""Many files at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import Error
from ..paths import glob
from .reader import Reader


def read_all(
    pattern: str | os.PathLike[str] | None = None,
) -> Iterator[tuple[Path, Reader | Error]]:
    """Reads each file that a pattern finds (none: `default_globs()`), in alphabetical order. Gives
    its path, and a reader or the reason why there is none: a bad file never spoils the rest."""
    for path in glob(pattern):
        try:
            found: Reader | Error = Reader(path)
        except Error as error:
            found = error
        yield path, found
