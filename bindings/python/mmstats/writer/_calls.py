"""What is given to a handle is looked at before it goes to the library.

Functions are called with what stands first, such as the handle, each time: a partial object would
take longer.
"""

from __future__ import annotations

import ctypes
import operator
from collections.abc import Callable
from typing import Any

from ..errors import Invalid, WrongType

LARGEST = 2**64 - 1


def number(function: Callable[[Any, Any], Any], first: object, what: str) -> Callable[[Any], None]:
    """Takes any number; the library's integers wrap."""

    def take(value: Any) -> None:
        try:
            function(first, value)
        except ctypes.ArgumentError:
            raise WrongType(f"{what}: expected a number of its type, found {value!r}") from None

    return take


def natural(function: Callable[[Any, Any], Any], first: object, what: str) -> Callable[[Any], None]:
    """Takes an integer from 0 to 2 ** 64 - 1."""

    def take(value: Any) -> None:
        try:
            if 0 <= value <= LARGEST:
                function(first, value)
                return
        except (TypeError, ctypes.ArgumentError):
            raise WrongType(f"{what}: expected an integer, found {value!r}") from None
        raise Invalid(f"{what}: expected 0 to {LARGEST}, found {value!r}")

    return take


def not_negative(function: Callable[[Any, Any], Any], first: object, what: str) -> Callable[[Any], None]:
    """Takes a number of at least 0."""

    def take(value: Any) -> None:
        try:
            if value >= 0:
                function(first, value)
                return
        except (TypeError, ctypes.ArgumentError):
            raise WrongType(f"{what}: expected a number, found {value!r}") from None
        raise Invalid(f"{what}: expected 0 or more, found {value!r}")

    return take


def in_range(what: str, number: Any, least: int, most: int) -> int:
    """An integer that a C type is about to take, which would wrap."""
    try:
        number = operator.index(number)
    except TypeError:
        raise WrongType(f"{what}: expected an integer, found {number!r}") from None
    if not least <= number <= most:
        raise Invalid(f"{what}: expected {least} to {most}, found {number}")
    return int(number)
