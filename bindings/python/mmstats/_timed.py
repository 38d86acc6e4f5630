"""Functions that are measured: what `@timer` makes of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .errors import WrongType

if TYPE_CHECKING:
    from ._measurement import Stopwatch

F = TypeVar("F", bound=Callable[..., Any])


def timed(timer: Stopwatch, function: F) -> F:
    """The function, of which each call is measured until it has ended: of a coroutine and of a
    generator that is when its body has, not when it was made."""
    if not callable(function) or isinstance(function, (staticmethod, classmethod, type)):
        raise WrongType(f"{timer!r}: expected a function or a method, found {function!r}")
    if inspect.iscoroutinefunction(function):
        measured = _coroutine(timer, function)
    elif inspect.isasyncgenfunction(function):
        measured = _async_generator(timer, function)
    elif inspect.isgeneratorfunction(function):
        measured = _generator(timer, function)
    else:
        measured = _function(timer, function)
    return cast(F, functools.wraps(function)(measured))


def _function(timer: Stopwatch, function: Callable[..., Any]) -> Callable[..., Any]:
    def measured(*arguments: Any, **names: Any) -> Any:
        with timer.start():
            return function(*arguments, **names)

    return measured


def _coroutine(timer: Stopwatch, function: Callable[..., Any]) -> Callable[..., Any]:
    async def measured(*arguments: Any, **names: Any) -> Any:
        with timer.start():
            return await function(*arguments, **names)

    return measured


def _generator(timer: Stopwatch, function: Callable[..., Any]) -> Callable[..., Any]:
    def measured(*arguments: Any, **names: Any) -> Generator[Any, Any, Any]:
        with timer.start():
            return (yield from function(*arguments, **names))

    return measured


def _async_generator(timer: Stopwatch, function: Callable[..., Any]) -> Callable[..., Any]:
    async def measured(*arguments: Any, **names: Any) -> AsyncGenerator[Any, Any]:
        with timer.start():
            inner = function(*arguments, **names)
            step = inner.asend(None)
            # What `yield from` does, which these don't have.
            while True:
                try:
                    item = await step
                except StopAsyncIteration:
                    return
                try:
                    step = inner.asend((yield item))
                except GeneratorExit:
                    await inner.aclose()
                    raise
                except BaseException as error:
                    step = inner.athrow(error)

    return measured
