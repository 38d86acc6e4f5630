"""What a forked child does with what it has from its parent."""

from __future__ import annotations

import os
import weakref
from typing import Protocol

from . import _gil


class Inherited(Protocol):
    """What a child has from its parent."""

    def forked(self) -> None:
        """Makes it one of this process, in which there is no thread but this one."""


_known: weakref.WeakSet[Inherited] = weakref.WeakSet()


def watch(one: Inherited) -> None:
    """Has it told of forks as long as it is there."""
    _known.add(one)


def _in_child() -> None:
    _gil.renew()
    for one in list(_known):
        one.forked()


# Python's own hook and not the library's: children that only execute a program have no part in it.
os.register_at_fork(after_in_child=_in_child)
