"""What one thread has of a model: a file, and its fields."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import Any, NamedTuple, NoReturn

from .. import _fork
from .._warning import warn
from ..errors import Busy, Error
from ..fields.base import DuplicateFieldName, Field, FieldState, Removed
from .format1 import Format1
from .format2 import Format2
from .naming import expand

# Kinds of warnings, besides those of the library.
WARNING_UNSEEN = -1
WARNING_NAME = -2

Backend = Format1 | Format2


class Plan(NamedTuple):
    """What an instance is to be."""

    class_name: str
    application: str
    format: int
    path: str
    filename: str
    label_prefix: str

    def expanded(self) -> str:
        """The path of the file, in this thread."""
        folder = expand(self.path, self.class_name)
        return os.path.join(folder, expand(self.filename, self.class_name))


class Pending:
    """The cell of a field whose file isn't there yet: that of a forked child, which makes it when
    it first uses a field."""

    __slots__ = ("_instance", "_state")

    def __init__(self, instance: Instance, state: FieldState) -> None:
        object.__setattr__(self, "_instance", instance)
        object.__setattr__(self, "_state", state)

    def __getattr__(self, name: str) -> Any:
        self._instance.follow()
        return getattr(self._state.cell, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._instance.follow()
        setattr(self._state.cell, name, value)


class Gone:
    """The cell of a field whose file was removed."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        object.__setattr__(self, "_path", path)

    def __getattr__(self, name: str) -> NoReturn:
        raise removed(self._path)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise removed(self._path)


def removed(path: str) -> Removed:
    """That there is no field any more."""
    return Removed(f"{path}: this model's file was removed; make a new instance")


class Instance:
    """A file and its fields. Those of a forked child wait for the child to use one: it has a file
    of its own then, whose counts begin anew, and never writes to that of its parent."""

    def __init__(self, plan: Plan, fields: dict[str, Field], shared: bool) -> None:
        self.plan = plan
        self.path = plan.expanded()
        self.fields: dict[str | None, FieldState] = {}
        # Not in their states, to which they refer: this goes when its thread does, and waits for no
        # garbage collector.
        self.handles: dict[str | None, Any] = {}
        self.removed = False
        self._lock = threading.RLock()
        self._thread = None if shared else threading.get_ident()
        self._parents: str | None = None
        self._waits = False
        for name, field in fields.items():
            self.fields[name] = self._state(name, field)
        self._open()
        _fork.watch(self)

    def _state(self, name: str, field: Field) -> FieldState:
        label = self.plan.label_prefix + (field.label or name)
        if other := next((one for one in self.fields.values() if one.label == label), None):
            raise DuplicateFieldName(
                f"field {name!r}: expected a label of its own, found {label!r}, which is that of "
                f"field {other.field.key!r}"
            )
        state = FieldState(field, label)
        if (handle := field.internal(state)) is not None:
            self.handles[name] = handle
        return state

    def _open(self) -> None:
        """Creates the file. A name that is in use is taken over, as by mmstats 0.8.0; but who has
        it keeps its file, without a name."""
        try:
            self._take(*self._made(self.path))
        except Busy:
            warn(
                WARNING_NAME,
                self.path,
                f"{self.path} was the name of another writer's file, which is seen no more: put "
                "{PID}, {TID} and {CLASS} into file names, so that each has its own",
            )
            self._replace()

    def _replace(self) -> None:
        """Creates it under another name, which then becomes the right one: at no time there is
        none."""
        folder, name = os.path.split(self.path)
        draft = os.path.join(folder, f".{name}.{threading.get_native_id()}")
        made = self._made(draft)
        try:
            os.rename(draft, self.path)
        except OSError:
            os.unlink(draft)
            raise
        self._take(*made)

    def _made(self, path: str) -> tuple[Backend, list[Any]]:
        """A new file, and the cells of all fields."""
        folder, name = os.path.split(path)
        backend = Format2 if self.plan.format == 2 else Format1
        file = backend(self.plan.application, folder or os.curdir, name)
        try:
            cells = self._declared(file)
            file.create()
        except BaseException:
            file.discard()
            raise
        return file, cells

    def _declared(self, file: Backend) -> list[Any]:
        """Cells of all fields, with the values that they have."""
        cells = []
        for state in self.fields.values():
            cell = state.field.declare(file, state)
            if state.has_value:
                state.field.carry(state.cell, cell)
            cells.append(cell)
        return cells

    def _take(self, file: Backend, cells: list[Any]) -> None:
        """Goes on with that file."""
        self._file = file
        self._identity = _identity(self.path)
        for state, cell in zip(self.fields.values(), cells):
            state.cell, state.has_value = cell, True

    def forked(self) -> None:
        """In a forked child: the file is the parent's."""
        self._lock = threading.RLock()
        # What only a thread has that isn't there is nobody's: it stays unseen.
        if self.removed or self._thread not in (None, threading.get_ident()):
            return
        self._waits = True
        self._parents = self.path
        for state in self.fields.values():
            state.cell, state.has_value = Pending(self, state), False
            state.constant = None

    def follow(self) -> None:
        """In a forked child: creates its file. Failure is not the application's problem."""
        with self._lock:
            if not self._waits:
                return
            self._waits = False
            try:
                self.path = self.plan.expanded()
                if self.path == self._parents:
                    raise Busy(f"{self.path} is its parent's file: put {{PID}} into the name")
                self._open()
            except (Error, OSError) as error:
                text = f"nobody sees the statistics of this forked process: {error}"
                warn(WARNING_UNSEEN, self.path, text)
                self._hide()

    def _hide(self) -> None:
        """Goes on without a file."""
        application = self.plan.application
        file: Backend = (
            Format2(application, "", "-", detached=True)
            if self.plan.format == 2
            else Format1(application, "", "-")
        )
        self._take(file, self._declared(file))
        self._identity = None

    def add(self, name: str, field: Field) -> FieldState:
        """Adds a field while it runs."""
        with self._lock:
            self.follow()
            self.check_there()
            if name in self.fields:
                return self.fields[name]
            state = self.fields[name] = self._state(name, field)
            try:
                if self._file.grows:
                    state.cell = field.declare(self._file, state)
                else:
                    self._rebuild()
            except BaseException:
                del self.fields[name]
                self.handles.pop(name, None)
                raise
            return state

    def _rebuild(self) -> None:
        """Makes the file anew: format 1 takes no field once it is there."""
        if self._is_seen():
            self._replace()
        else:
            self._hide()

    def _is_seen(self) -> bool:
        """Whether its file has its name: it may have none, and another may have taken that."""
        return self._identity is not None and self._identity == _identity(self.path)

    def check_there(self) -> None:
        """Raises `Removed` if it was."""
        if self.removed:
            raise removed(self.path)

    @property
    def size(self) -> int:
        """The size of its file."""
        self.follow()
        self.check_there()
        return self._file.size

    def flush(self, wait: bool) -> None:
        """Makes what was written survive a crash of the system."""
        self.follow()
        self.check_there()
        self._file.flush(wait)

    def remove(self) -> None:
        """Removes the file, unless it is that of the parent, or another has its name by now."""
        with self._lock:
            if self.removed:
                return
            self.removed = True
            if not self._waits:
                if self._is_seen():
                    # As of mmstats 0.8.0: who can't remove it leaves it.
                    with contextlib.suppress(OSError):
                        os.unlink(self.path)
                self._file.close()
            for state in self.fields.values():
                state.cell = Gone(self.path)
            self.fields.clear()
            self.handles.clear()


def _identity(path: str) -> tuple[int, int] | None:
    """Which file it is."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
