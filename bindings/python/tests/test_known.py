"""What is gone through while another thread, or a signal handler, adds to it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from mmstats import Writer, _owner, _views


def while_adding(call: Callable[[], Any], add: Callable[[], None]) -> Any:
    """What a call returns; between its lines of Python something is added."""

    def step(*_of: object) -> Any:
        add()
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        return call()
    finally:
        sys.settrace(before)


def test_writers() -> None:
    """The end of the interpreter closes all that there are."""
    writers = [Writer("test", detached=True) for _ in range(3)]
    there = [*writers]
    found = while_adding(
        _owner.OWNERS.all, lambda: writers.append(Writer("test", detached=True))
    )
    assert {writer._owner for writer in there} <= {*found}


def test_memoryviews() -> None:
    """All are released, those of other threads' first calls, too."""
    hits, gate = Writer("test", detached=True).counter("hits"), _views.Gate()
    views = [gate.view(hits._cell, "Q") for _ in range(3)]

    def shut() -> None:
        gate.open = False

    while_adding(shut, lambda: views.append(gate.view(hits._cell, "Q")))
    for view in views:
        with pytest.raises(ValueError, match="released"):
            view[0]
