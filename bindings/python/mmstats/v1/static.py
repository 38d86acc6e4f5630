"""Fields that never change."""

from __future__ import annotations

import ctypes

from .._abi import Str
from .._text import encode
from ..errors import WrongType
from . import _abi
from ._owner import Owner
from ._sizes import checked
from .types import Type

_KIND_NUMBERS = {type: kind for kind, type in _abi.KINDS.items()}


def declare_static(
    owner: Owner, label: str, value: int | float | bool | str, type: Type | None, size: int
) -> None:
    """Declares a field of that type, or the one that fits the value best."""
    type = type or _type_of(value)
    name = Str.of(encode(label))
    if type is Type.TEXT:
        text = Str.of(encode(value))
        owner.call("mmstats_v1_writer_constant_text", name, text, checked(label, "a size", size))
    elif type in _abi.SCALARS:
        number = _number(label, value, type)
        owner.call("mmstats_v1_writer_constant", name, ctypes.byref(number))
    else:
        raise WrongType(f"field {label!r}: a static field is a number, bool or text, not a tuple")


def _type_of(value: object) -> Type:
    # A bool is an int too.
    if isinstance(value, bool):
        return Type.BOOL
    if isinstance(value, int):
        return Type.I64
    return Type.TEXT if isinstance(value, str) else Type.F64


def _number(label: str, value: object, type: Type) -> _abi.Value:
    number = _abi.Value(kind=_KIND_NUMBERS[type])
    try:
        if type in (Type.F32, Type.F64):
            number.payload.f64 = value
        elif type.value.startswith("i"):
            number.payload.i64 = value
        else:
            number.payload.u64 = value
    except TypeError:
        raise WrongType(f"field {label!r}: expected a {type.value}, found {value!r}") from None
    return number
