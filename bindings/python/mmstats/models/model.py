"""Models: classes whose attributes are statistics, as in mmstats 0.8.0."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import Any, ClassVar

from .. import libgettid
from ..errors import Invalid
from ..fields import (
    StaticDoubleField,
    StaticInt64Field,
    StaticTextField,
    StaticUInt64Field,
    StaticUIntField,
)
from ..fields.base import DuplicateFieldName, Field, FieldState
from ..naming import default_filename
from ..naming import default_path as default_path_2
from ..v1.naming import default_path as default_path_1
from .instance import Instance, Plan, removed
from .naming import names_thread, siblings

_lock = threading.RLock()
# No fork comes between the steps of one that adds or removes.
os.register_at_fork(
    before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
)


class BaseMmStats(threading.local):
    """Statistics as attributes of a class:

        class WebStats(mmstats.MmStats):
            status2xx = mmstats.CounterField(label="status.2XX")

        stats = WebStats(label_prefix="web.")
        stats.status2xx.incr()

    An instance is thread-local: each thread that uses it has its own file, and values, behind it.
    (Where the name has no {TID} threads share one file, and its values.) A forked child has its own
    too, from when it first uses a field.

    `path` is the folder of the file (default: MMSTATS_PATH, else the temporary folder; of format 2
    that of `default_path()`), `filename` its name (default: MMSTATS_FILES, else
    "{CMD}-{PID}-{TID}.mmstats"). Both are templates with {CMD}, {PID}, {TID} and {CLASS}, the name
    of the class. `label_prefix` stands before every label.

    `format = 2` in the class moves the model to format 2; `application` is then whose statistics
    these are: the name of the class, unless the class says otherwise.
    """

    # What threads share: attributes are of each thread, slots of all.
    __slots__ = ("_shared",)

    _shared: dict[Plan, Instance]
    """Instances without {TID} in their names."""

    format: ClassVar[Any] = 1
    application: ClassVar[Any] = None

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        """Makes what threads share; `__init__` runs in each thread."""
        new = super().__new__(cls, *arguments, **options)
        new._shared = {}
        return new

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        filename: str | None = None,
        label_prefix: str | None = None,
    ) -> None:
        cls = type(self)
        # A model may have fields of these names.
        format = 1 if isinstance(cls.format, Field) else cls.format
        if format not in (1, 2):
            raise Invalid(f"{cls.__name__}.format: expected 1 or 2, found {format!r}")
        named = cls.application if isinstance(cls.application, str) else cls.__name__
        folder = path or (default_path_2() if format == 2 else default_path_1())
        template = filename or default_filename()
        plan = Plan(cls.__name__, named, format, os.fspath(folder), template, label_prefix or "")
        self._instance = self._joined(plan)
        self._fields = self._instance.fields
        self._show(self._instance.handles)

    def _joined(self, plan: Plan) -> Instance:
        fields = fields_of(type(self))
        if names_thread(plan.path, plan.filename):
            return Instance(plan, fields, shared=False)
        with _lock:
            if plan not in self._shared:
                self._shared[plan] = Instance(plan, fields, shared=True)
            return self._shared[plan]

    def _show(self, handles: dict[str | None, Any]) -> None:
        """Puts objects with verbs where Python finds attributes first."""
        self.__dict__.update({name: handle for name, handle in handles.items() if name})

    def _late(self, field: Field) -> FieldState:
        """The state of a field that this thread's instance hasn't got yet."""
        with _lock:
            self._instance.check_there()
            found = fields_of(type(self))
            name = next(name for name, one in found.items() if one is field)
            return self._instance.add(name, field)

    def add_field(self, name: str, field: Field) -> None:
        """Adds a field to this object, in all its threads. In format 1 its file is made anew, with
        the values that it has, in place of the old one."""
        with _lock:
            if hasattr(type(self), name):
                raise DuplicateFieldName(
                    f"{type(self).__name__}: expected a new name, found {name!r}, which it has"
                )
            cls = _class_of_its_own(type(self))
            field.__set_name__(cls, name)
            self._instance.add(name, field)
            setattr(cls, name, field)
            self.__class__ = cls
            self._show(self._instance.handles)

    @property
    def filename(self) -> str:
        """The path of this thread's file."""
        self._instance.follow()
        return self._instance.path

    @property
    def label_prefix(self) -> str:
        """What stands before every label."""
        return self._instance.plan.label_prefix

    @property
    def size(self) -> int:
        """The size of this thread's file in bytes: whole pages."""
        return self._instance.size

    def flush(self, async_: bool = False) -> None:
        """Makes what was written so far survive a crash of the system. With `async_` it only starts
        that. (A crash of the process it survives anyway.)"""
        self._instance.flush(not async_)

    def remove(self) -> None:
        """Removes this thread's file, and where its name has {PID} and {TID} those of all threads
        of this process, which go on unseen. Later use of a field in this thread raises `Closed`. A
        second call finds no file."""
        with _lock:
            instance, plan = self._instance, self._instance.plan
            for name, handle in instance.handles.items():
                if name and self.__dict__.get(name) is handle:
                    del self.__dict__[name]
            instance.remove()
            self._shared.pop(plan, None)
            if pattern := siblings(plan.filename, plan.class_name):
                _remove_all(os.path.dirname(plan.expanded()), pattern)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in {self._instance.path}>"


def fields_of(cls: type) -> dict[str, Field]:
    """The fields of a model: its own ones, then those of its bases that it doesn't override."""
    found: dict[str, Any] = {}
    for base in cls.__mro__:
        for name, value in vars(base).items():
            if found.setdefault(name, value) is value and isinstance(value, Field):
                # One that was set later on has no name.
                value.key = value.key or name
    return {name: value for name, value in found.items() if isinstance(value, Field)}


def _class_of_its_own(cls: type) -> type:
    """A class for one object, which is added to."""
    if "_of_one_object" in vars(cls):
        return cls
    about = {"__doc__": cls.__doc__, "__module__": cls.__module__, "_of_one_object": True}
    return type(cls.__name__, (cls,), {**about, "__qualname__": cls.__qualname__})


def _remove_all(folder: str, pattern: Any) -> None:
    """Removes files of that name. One that can't be removed stays."""
    with contextlib.suppress(OSError):
        for name in filter(pattern.fullmatch, os.listdir(folder or os.curdir)):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, name))


class MmStats(BaseMmStats):
    """A model with what tools ask of every file: whose it is, and since when."""

    pid = StaticUIntField(label="sys.pid", value=os.getpid)
    tid = StaticInt64Field(label="sys.tid", value=libgettid.gettid)
    uid = StaticUInt64Field(label="sys.uid", value=os.getuid)
    gid = StaticUInt64Field(label="sys.gid", value=os.getgid)
    python_version = StaticTextField(
        label="org.python.version", value=lambda: sys.version.replace("\n", "")
    )
    created = StaticDoubleField(label="sys.created", value=time.time)
