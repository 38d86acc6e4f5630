"""The writer of the library for format 2: its file, and what becomes of that in a forked child."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import weakref
from pathlib import Path
from typing import Any

from .. import _abi2, _function, _gil, _owner
from .._abi import Borrowed
from .._warning import warn
from ..errors import Closed, Error

_close = _abi2.function("mmstats_writer_close")
_follow = _abi2.function("mmstats_writer_follow")
_path = _abi2.function("mmstats_writer_path")
_warning = _abi2.function("mmstats_writer_warning")


class Owner(_owner.Owner):
    """Owns a writer of format 2.

    In a forked child the library has put private memory under its handles, and *following* puts a
    file of the child's own there. That waits until the child first uses the writer: one that never
    does, for instance since it executes another program, leaves no file. Until then each function
    of the writer has an `errcheck` that follows behind its first call: what that wrote to private
    memory goes along. No other call comes between, since both keep the GIL. The gate is shut, so
    that there is no other way.
    """

    __slots__ = ("_follows", "_path", "_waits", "_warning")

    bind = staticmethod(_abi2.function)
    prefix = "mmstats_writer"

    def __init__(self, name: str, options: _abi2.Options, follows: bool) -> None:
        self._follows = self._waits = False
        self._path: Path | None = None
        self._warning: str | None = None
        super().__init__(name, options)
        self._look(os.fsdecode(options.path.data))
        # What is detached goes on in a child as a copy.
        self._follows = follows and self._path is not None

    def _look(self, folder: str) -> None:
        """Takes what the library says of the file."""
        kind, text, path = ctypes.c_int32(), Borrowed(), Borrowed()
        with contextlib.suppress(Closed):
            _path(self._writer, ctypes.byref(path))
            self._path = Path(os.fsdecode(path.copy()))
        _warning(self._writer, ctypes.byref(kind), ctypes.byref(text))
        self._warning = text.copy().decode(errors="replace") or None
        if self._warning:
            where = str(self._path.parent) if self._path else folder
            warn(kind.value, where, self._warning)

    @property
    def path(self) -> Path | None:
        """The path of this process's file."""
        self._follow_at_last()
        return self._path

    @property
    def warning(self) -> str | None:
        """What there is to say of it."""
        self._follow_at_last()
        return self._warning

    def function(self, name: str) -> Any:
        """The writer's own object for a function."""
        self._follow_at_last()
        return super().function(name)

    def forked(self) -> None:
        """In a forked child: the file is the parent's."""
        super().forked()
        if self.alive:
            self._path = None
            if self._follows:
                self._waits = True
                self.gate.open = False
                self._watch()
                if not _gil.is_enabled():
                    # Other threads' calls could come between. There are none yet.
                    self._follow_at_last()
            else:
                # A thread that isn't there may have shut it for a moment.
                self._open_gate()

    def _watch(self) -> None:
        """Has the next call of any function follow."""
        # Not the owner itself, which would keep itself.
        owner = weakref.ref(self)

        def follow(result: Any, function: Any, arguments: Any) -> Any:
            waiting = owner()
            if waiting is not None:
                waiting._follow_at_last()
            return _function.checked(result, function, arguments)

        for function in self._functions.values():
            function.errcheck = follow

    def _follow_at_last(self) -> None:
        """Follows, if that waits. Failure is not the application's problem."""
        if not self._waits:
            return
        with self.lock:
            try:
                if self._waits and self.alive:
                    self.follow()
            except Error as error:
                text = f"nobody sees the statistics of this forked process: {error}"
                warn(_abi2.WARNING_DETACHED, "", text)

    def follow(self) -> None:
        """Makes the file of a forked child; in another process there is nothing to do."""
        with self.lock:
            self.check_alive()
            for function in self._functions.values():
                _function.unwatch(function)
            try:
                _follow(self._writer)
                self._look("")
            finally:
                # Also where that failed: what fails once need not be tried by each call.
                self._waits = False
                self._open_gate()

    def look_again(self) -> None:
        """Has all that goes past the library look at its handle: what that points at has changed.
        """
        if self.gate.open:
            self.gate.open = False
            self._open_gate()

    def _open_gate(self) -> None:
        self.gate.open = True
        # Looked at last: a signal handler may have closed the writer.
        if not self.alive:
            self.gate.open = False

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
    for owner in _owner.OWNERS.all():
        if isinstance(owner, Owner):
            with contextlib.suppress(Error):
                owner.close_file()
