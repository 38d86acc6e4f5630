"""What all fields of models are."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ..errors import Closed, Duplicate, WrongType
from ._file import File

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..models.model import BaseMmStats

T = TypeVar("T")


class DuplicateFieldName(Duplicate):
    """Two fields of a model have the same name or label."""


class Removed(Closed, KeyError):
    """The file of a model was removed. (To programs for mmstats 0.8.0 it is a KeyError.)"""

    # A KeyError would show its message in quotes.
    __str__ = Exception.__str__


class FieldState:
    """What one instance of a model has of a field."""

    __slots__ = ("cell", "constant", "field", "has_value", "label")

    cell: Any
    """Where its value is: another one in a forked child, and where a field was added."""

    def __init__(self, field: Field, label: str) -> None:
        self.field = field
        self.label = label
        self.has_value = False
        """Whether the cell has one, which another cell would go on with."""
        self.constant: Any = None
        """The value of a static field."""


class Field:
    """A field of a model. `label` is its name in the file: that of the attribute where none is
    given."""

    initial: Any = 0
    buffer_type: Any = None
    """The C type of its value, of `ctypes`."""

    def __init__(self, label: str | None = None) -> None:
        self.label = label or None
        self.key: str | None = None
        """The name of the attribute."""

    def __set_name__(self, owner: type, name: str) -> None:
        if self.key not in (None, name):
            # One object under two names: each is a field.
            twin = copy.copy(self)
            twin.key = name
            setattr(owner, name, twin)
        self.key = self.key or name

    @property
    def type_signature(self) -> str:
        """The type of its value, as in Python's `struct` module."""
        return str(self.buffer_type._type_)

    def declare(self, file: File, state: FieldState) -> Any:
        """Puts it into a file, and returns its cell."""
        raise NotImplementedError(f"{type(self).__name__}.declare")

    def internal(self, state: FieldState) -> Any:
        """What the model's attribute is; None: the value itself."""
        return None

    def carry(self, old: Any, new: Any) -> None:
        """Gives a new cell the value of an old one."""
        new.value = old.value

    def state(self, model: BaseMmStats) -> FieldState:
        """What this thread has of it."""
        try:
            return model._fields[self.key]
        except KeyError:
            pass
        return model._late(self)

    def converted(self, value: Any) -> Any:
        """The value as C has it: integers that are out of range wrap."""
        try:
            return self.buffer_type(value).value
        except TypeError as error:
            raise WrongType(f"field {self.key!r}: {error}; found {value!r}") from None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(label={self.label!r})"


class ValueField(Field, Generic[T]):
    """A field whose attribute is its value."""

    @overload
    def __get__(self, model: None, owner: type) -> Self: ...
    @overload
    def __get__(self, model: BaseMmStats, owner: type) -> T: ...
    def __get__(self, model: BaseMmStats | None, owner: type) -> Any:
        if model is None:
            return self
        return self.state(model).cell.value


class WritableField(ValueField[T]):
    """One that can be set."""

    def __set__(self, model: BaseMmStats, value: T) -> None:
        self.state(model).cell.set(value)

    def declare(self, file: File, state: FieldState) -> Any:
        """A number, of the type that the signature says."""
        return file.number(state.label, self.type_signature, self.initial)


class ReadWriteField(WritableField[T]):
    """A field with one buffer: of a byte, of which readers never see half, or a text."""


class DoubleBufferedField(Field):
    """A field with two buffers, of which one is read while the other is written."""

    def declare(self, file: File, state: FieldState) -> Any:
        """A number, of the type that the signature says."""
        return file.number(state.label, self.type_signature, self.initial)


class BufferedDescriptorField(WritableField[T], DoubleBufferedField):
    """A field of a number with two buffers."""


I = TypeVar("I")  # noqa: E741  (as in InternalClass)


class ComplexDoubleBufferedField(DoubleBufferedField, Generic[I]):
    """A field whose attribute is an object with verbs: `InternalClass(state)`, whose base may be
    `Internal`."""

    InternalClass: type[I]

    def internal(self, state: FieldState) -> I:
        """The object with verbs."""
        made: Any = self.InternalClass
        return made(state)  # type: ignore[no-any-return]

    @overload
    def __get__(self, model: None, owner: type) -> Self: ...
    @overload
    def __get__(self, model: BaseMmStats, owner: type) -> I: ...
    def __get__(self, model: BaseMmStats | None, owner: type) -> Any:
        if model is None:
            return self
        self.state(model)
        return model._instance.handles[self.key]


class Internal:
    """What a model's attribute is, of fields with verbs. It stays the same in a forked child, and
    counts there in the child's own file."""

    def __init__(self, state: FieldState) -> None:
        # Cells come and go, the state stays.
        self._state = state

    @property
    def value(self) -> Any:
        """The value that readers see."""
        return self._state.cell.value

    @value.setter
    def value(self, value: Any) -> None:
        self._set(value)

    def _set(self, value: Any) -> None:
        self._state.cell.set(value)

    def __repr__(self) -> str:
        try:
            value = repr(self.value)
        except Closed:
            value = "removed"
        return f"<{type(self._state.field).__name__} {self._state.label!r}: {value}>"
