"""Several values that readers see change together."""

from __future__ import annotations

import re
from collections import namedtuple
from typing import Any, ClassVar, TypeVar

from ..errors import Invalid
from ._file import File, Part
from .base import ComplexDoubleBufferedField, Field, FieldState, Internal
from .counter import CounterField

# What takes part in a compound.
CODE = re.compile(r"[QqLlIiHhBb?fd]|[0-9]+s")


class Compound(Internal):
    """Values that are published together."""

    @property
    def value(self) -> Any:
        """All of them, a named tuple."""
        field: Any = self._state.field
        return field.tuple(*self._state.cell.value)

    @value.setter
    def value(self, values: Any) -> None:
        self._set(values)

    def _set(self, values: Any) -> None:
        field: Any = self._state.field
        self._state.cell.set(*field.converted(tuple(values)))

    def set(self, **values: Any) -> None:
        """Publishes some, by their names, and the others as they are."""
        field: Any = self._state.field
        if unknown := values.keys() - field.components.keys():
            expected = ", ".join(field.components)
            raise Invalid(f"field {self._state.label!r}: expected {expected}, found {unknown}")
        self.value = self.value._replace(**values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in getattr(self._state.field, "components"):
            raise AttributeError(f"{self!r} has no {name!r}")
        return getattr(self.value, name)


C = TypeVar("C", bound=Compound)


class BaseCompoundField(ComplexDoubleBufferedField[C]):
    """A field whose class has fields, its components: in a file they are one value with several
    parts, in the order in which they are written there."""

    components: ClassVar[dict[str, Field]] = {}
    tuple: ClassVar[Any]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.components = {**cls.components, **own}
        cls.tuple = namedtuple(cls.__name__, cls.components)  # type: ignore[misc]

    @property
    def type_signature(self) -> str:
        """Those of all components."""
        return "".join(part.type_signature for part in self.components.values())

    def parts(self) -> list[Part]:
        """What a file is told of the components."""
        for name, part in self.components.items():
            if not CODE.fullmatch(part.type_signature):
                raise Invalid(
                    f"compound field {self.key!r}: expected numbers, bools and texts, found "
                    f"{name} = {part!r}"
                )
        return [
            Part(name, part.type_signature, isinstance(part, CounterField))
            for name, part in self.components.items()
        ]

    def declare(self, file: File, state: FieldState) -> Any:
        """A value with several parts."""
        return file.parts(state.label, self.parts())

    def carry(self, old: Any, new: Any) -> None:
        """All parts."""
        new.set(*old.value)

    def converted(self, values: Any) -> Any:
        """Each as C has it."""
        expected = ", ".join(self.components)
        if len(values) != len(self.components):
            raise Invalid(f"field {self.key!r}: expected {expected}, found {values!r}")
        parts = self.components.values()
        return [part.converted(value) for part, value in zip(parts, values)]


class CompoundField(BaseCompoundField[Compound]):
    """Values that readers see change together. A subclass has a field for each:

        class Work(CompoundField):
            done = UInt64Field()
            load = DoubleField()

    and a model with `work = Work()` writes them by `stats.work.set(done=3, load=0.5)` or
    `stats.work.value = 3, 0.5`.
    """

    InternalClass = Compound
