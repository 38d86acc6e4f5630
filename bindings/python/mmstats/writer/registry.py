"""The families that a writer has."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, TypedDict

from .. import _abi2
from ..errors import Invalid, WrongType
from ..kinds import Aggregate
from ._desc import Description
from ._owner import Owner
from .family import Family
from .kin import Kin
from .noun import Noun
from .shape import Shape


class About(TypedDict, total=False):
    """What there is to say of a family of any kind."""

    unit: str
    """In UCUM where that has it: "ns", "By", "1"."""
    help: str
    """What it tells, for people."""
    aggregate: Aggregate | str | None
    """What a sum over the files of one application is. None: the sum of counters, histograms and
    windows, else each."""
    alive_only: bool
    """Whether files of dead writers don't count in it."""


class Registry:
    """Gets and creates families."""

    __slots__ = ("_families", "_limit", "_owner")

    def __init__(self, owner: Owner, series_limit: int) -> None:
        self._owner = owner
        self._limit = series_limit
        self._families: dict[str, Family[Any]] = {}

    def declare(
        self,
        noun: Noun,
        shape: Shape,
        name: str,
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        if isinstance(labels, str):
            raise Invalid(f"{name!r}: expected label keys such as [{labels!r}], found one string")
        keys = () if labels is None else tuple(labels)
        self._owner.check_alive()
        kin = Kin(self._owner, noun, name, keys, shape)
        family = self._families.get(name)
        if family is None or family.kin != kin:
            chosen = Aggregate(aggregate) if aggregate else None
            limit = self._limit if limit is None else limit
            unit = unit or noun.unit
            desc = Description(name, keys, unit, help, chosen, alive_only, limit, shape)
            family = self._register(desc, kin, limit)
        return family[()] if labels is None else family

    def _register(self, desc: Description, kin: Kin, limit: int) -> Family[Any]:
        pointer, noun = ctypes.c_void_p(), kin.noun
        kind, value_type = _abi2.KINDS[noun.kind], _abi2.TYPES[noun.value_type]
        arguments = (kind, value_type, ctypes.byref(desc.desc), ctypes.byref(pointer))
        with self._owner.lock:
            # Says what is wrong where the name is that of something else.
            self._owner.call("mmstats_writer_family", *arguments)
            new: Family[Any] = Family(kin, pointer, limit)
            family = self._families.setdefault(kin.name, new)
        found, wanted = family.kin.noun.handle, noun.handle
        if found is not wanted:
            raise WrongType(
                f"{kin.name!r}: expected a {wanted.__name__}, found that it is a {found.__name__}"
            )
        return family
