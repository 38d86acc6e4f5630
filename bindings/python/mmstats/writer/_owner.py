"""The writer of the library for format 2."""

from __future__ import annotations

import atexit
import contextlib

from .. import _abi2, _gil, _owner
from ..errors import Error

_close = _abi2.function("mmstats_writer_close")


class Owner(_owner.Owner):
    """Owns a writer of format 2."""

    __slots__ = ()

    bind = staticmethod(_abi2.function)
    prefix = "mmstats_writer"

    def close_file(self) -> None:
        """Closes the file in an orderly way. Handles go on, unseen."""
        # Not under `lock`, which at the end a thread may hold that never gives it back. The
        # library lets any thread close, and nobody frees the writer while the GIL is held.
        with _gil.LOCK:
            if self.alive:
                _close(self._writer)


@atexit.register
def _close_files() -> None:
    """Readers see that this program ended in an orderly way. Daemon threads write on: not to find
    their handles closed, they write to memory of their own."""
    for owner in _owner.owners():
        if isinstance(owner, Owner):
            with contextlib.suppress(Error):
                owner.close_file()
