"""Measuring how long something takes."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from . import _hot
from ._blocks import RUNNING
from ._timed import timed
from .errors import Closed

if TYPE_CHECKING or not _hot.EXTENSION:
    from ._blocks import Blocks, Measurement
else:
    Measurement, Blocks = _hot.EXTENSION.measure(RUNNING, Closed)

__all__ = ["Measurement", "Stopwatch"]

F = TypeVar("F", bound=Callable[..., Any])


class Stopwatch(Blocks):
    """What takes durations. `with stopwatch:` or `async with stopwatch:` measures a block,
    `@stopwatch` each call of a function. Threads, asyncio's tasks and recursion each measure their
    own."""

    __slots__ = ()

    def __call__(self, function: F) -> F:
        """The function, of which each call is measured, from when its body begins until that has
        ended; also of `async def`, and of generators, whose pauses count. Errors are measured
        too."""
        return timed(self, function)

    def _leave_earlier(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The last one of this timer: in generators another may have started since.
        running, later = RUNNING.get(), []
        while running and running[0].timer is not self:
            later.append(running[0])
            running = running[1]
        if not running:
            raise RuntimeError(
                f"{self!r}: this block began in another context, such as another task's: measure "
                "it with start()"
            )
        ended, running = running
        for one in reversed(later):
            running = (one, running)
        RUNNING.set(running)
        ended.__exit__(kind, error, trace)

    async def __aenter__(self) -> Measurement:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)
