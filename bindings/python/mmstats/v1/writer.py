"""The writer of one format 1 file."""

from __future__ import annotations

import builtins
import ctypes
import os
from pathlib import Path
from types import TracebackType
from typing import Any

from .._abi import Borrowed
from ._options import options
from ._owner import Owner
from .average import Average
from .counter import Counter
from .sampling_counter import SamplingCounter
from .scalar import Scalar
from .static import declare_static
from .text import Text
from .timer import Timer
from .tuples import Tuple
from .types import Type


class Writer:
    """Owns one stats file.

    Fields are declared first; each gives a handle that can be written at once. Then `create_file`
    makes the file visible, whole, with the values that the fields have by then. Where that fails
    the handles go on, unseen: failure to publish is not the application's problem.

    `class_name` is what {CLASS} stands for in a file name. `path` is the folder of the file
    (default: MMSTATS_PATH, else the temporary folder), `filename` its name, a template with {CMD},
    {PID}, {TID} and {CLASS} (default: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats").
    `label_prefix` stands before every label. Without `system_fields` no tool can say whether the
    writer lives. `mode` is that of the file, less the umask (default: 0o666).

    A writer ends with `close` or `remove`, or when it and all its handles are gone. Any thread may
    use it at any time. In a forked child handles go on, but nobody sees what they write: the file
    is its parent's, and the child makes a writer of its own.
    """

    __slots__ = ("_owner", "_path", "_removed")

    def __init__(
        self,
        class_name: str,
        *,
        path: str | os.PathLike[str] | None = None,
        filename: str | None = None,
        label_prefix: str = "",
        system_fields: builtins.bool = True,
        mode: int | None = None,
    ) -> None:
        chosen = options(path, filename, label_prefix, system_fields, mode)
        self._owner = Owner(class_name, chosen)
        self._path: Path | None = None
        self._removed = False

    def counter(self, label: str) -> Counter:
        """Declares a counter.

        Errors of this and all that declare: Invalid (an empty label, one with NUL), Limit (a label
        of more than 65,535 bytes, a file of more than 16 MiB), Duplicate, Closed (the file exists:
        format 1 takes no more fields).
        """
        return Counter(self._owner, label)

    def average(self, label: str) -> Average:
        """Declares the mean of all values that are added."""
        return Average(self._owner, label)

    def moving_average(self, label: str, size: int = 100) -> Average:
        """Declares the mean of the last `size` values."""
        return Average(self._owner, label, size)

    def timer(self, label: str, size: int = 100) -> Timer:
        """Declares the mean of the last `size` durations in seconds."""
        return Timer(self._owner, label, size)

    def sampling_counter(self, label: str, every: int) -> SamplingCounter:
        """Declares a counter with its rate, sampled every so many increments."""
        return SamplingCounter(self._owner, label, every)

    def text(self, label: str, size: int = 255) -> Text:
        """Declares a text of at most `size` bytes, empty."""
        return Text(self._owner, label, size)

    def tuple(self, label: str, signature: str) -> Tuple:
        """Declares several values that are published together, all zero. A signature is one code
        for each, as in Python's `struct` module (SPEC.md 1.4): "QQ", "?5sd"."""
        return Tuple(self._owner, label, signature)

    def field(self, label: str, type: Type | str, initial: Any = 0) -> Scalar[Any]:
        """Declares a field of one number or bool of that type. `u8` to `bool` say the same so that
        a type checker knows what their values are."""
        return Scalar(self._owner, label, Type(type), initial)

    def u64(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares a u64."""
        return Scalar(self._owner, label, Type.U64, initial)

    def i64(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares an i64."""
        return Scalar(self._owner, label, Type.I64, initial)

    def u32(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares a u32."""
        return Scalar(self._owner, label, Type.U32, initial)

    def i32(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares an i32."""
        return Scalar(self._owner, label, Type.I32, initial)

    def u16(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares a u16."""
        return Scalar(self._owner, label, Type.U16, initial)

    def i16(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares an i16."""
        return Scalar(self._owner, label, Type.I16, initial)

    def u8(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares a u8."""
        return Scalar(self._owner, label, Type.U8, initial)

    def i8(self, label: str, initial: int = 0) -> Scalar[int]:
        """Declares an i8."""
        return Scalar(self._owner, label, Type.I8, initial)

    def f32(self, label: str, initial: float = 0.0) -> Scalar[float]:
        """Declares an f32."""
        return Scalar(self._owner, label, Type.F32, initial)

    def f64(self, label: str, initial: float = 0.0) -> Scalar[float]:
        """Declares an f64."""
        return Scalar(self._owner, label, Type.F64, initial)

    def bool(self, label: str, initial: builtins.bool = False) -> Scalar[builtins.bool]:
        """Declares a bool."""
        return Scalar(self._owner, label, Type.BOOL, initial)

    def static(
        self,
        label: str,
        value: int | float | builtins.bool | str,
        type: Type | str | None = None,
        *,
        size: int = 0,
    ) -> None:
        """Declares a value that never changes. Where no type is given an int is an i64. A text is
        `size` bytes wide; 0: 256, or as the text where that is longer."""
        declare_static(self._owner, label, value, None if type is None else Type(type), size)

    def create_file(self) -> Path:
        """Creates the file, with the values that the fields have now: from here on what is
        written is seen. Returns its path.

        Errors, after which nothing was created and it can be tried again: Invalid (name), NotFound
        (folder), Permission, Full, Busy (a name that another writer uses), NotAStatsFile (something
        else has that name), Io. Closed: it exists, or was removed.
        """
        with self._owner.lock:
            self._owner.call("mmstats_v1_writer_create_file")
            path = Borrowed()
            self._owner.call("mmstats_v1_writer_path", ctypes.byref(path))
            self._path = Path(os.fsdecode(path.copy()))
            return self._path

    @property
    def path(self) -> Path | None:
        """The path of the file, where there is one."""
        return self._path

    @property
    def size(self) -> int:
        """The size of the file in bytes, or what it would be now: whole pages."""
        return int(self._owner.call("mmstats_v1_writer_size"))

    def flush(self, wait: builtins.bool = True) -> None:
        """Makes what was written so far survive a crash of the system. With `wait` it returns when
        all is on the device; without, it only starts. (A crash of the process it survives anyway.)
        """
        self._owner.call("mmstats_v1_writer_flush", wait)

    def remove(self) -> None:
        """Removes the file, if there is one, and closes the writer. A second call does nothing."""
        with self._owner.lock:
            if not self._removed:
                self._owner.call("mmstats_v1_writer_remove")
                self._owner.close("this writer's file was removed")
                self._removed, self._path = True, None

    def close(self) -> None:
        """Ends the writer and leaves its file, which can be read on. A second call does nothing."""
        self._owner.close("this writer was closed")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: builtins.type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Writer of {self._path or 'no file'}>"
