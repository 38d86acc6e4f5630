"""The writer of one format 2 file."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from . import noun
from ._owner import Owner
from .counter import Counter
from .declare import DeclareHistogram, DeclareScalar, DeclareStruct, DeclareText, DeclareWindow
from .gauge import Gauge
from .histogram import Histogram
from .local import Local
from .options import Identity, options
from .registry import Registry
from .timer import Timer
from .window import Window


class Writer:
    """Owns one stats file, which is there at once; what is in it is declared at any time.

    `application` is whose statistics these are: 1 to 64 bytes. `path` is the folder of the file
    (default: that of `default_path()`), `filename` its name, a template with {CMD}, {PID}, {TID}
    and {CLASS}, the application (default: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats"). `mode`
    is that of the file, just so (default: MMSTATS_MODE, which is octal, else 0o600).
    `series_limit` is how many series a family with labels may have that says nothing else.
    `reserve` is how large the file can become, in bytes: so many addresses are set apart for it,
    and no memory (default: 256 MiB). `detached`: no file. `or_detached`: none where none can be
    had, and a warning that says why. `fold`: what dead writers of this application and user left in
    the folder is folded once the file is there, some of it each time, unless MMSTATS_FOLD is 0 (see
    `mmstats.fold`). `identity` is for tests of conformance.

    Errors, after which nothing was created: Invalid (name), NotFound (folder), Permission, Full,
    Busy (a name that another writer uses), NotAStatsFile (something else has that name), Io.

    With `follow` a forked child that uses the writer, or its handles, goes on in a file of its own,
    whose counts begin at the fork; one that uses none of them leaves no file. Without, what it
    writes is seen by nobody until it calls `follow()`.

    A writer ends with `close`, when it and all its handles are gone, or with the interpreter. Any
    thread may use it at any time.
    """

    __slots__ = (
        "_owner",
        "counter",
        "counter_f64",
        "gauge",
        "gauge_bool",
        "gauge_f64",
        "gauge_u64",
        "histogram",
        "histogram_f64",
        "struct",
        "text",
        "timer",
        "window",
        "window_f64",
    )

    # How to declare is in `declare`.
    counter: DeclareScalar[Counter[int]]
    counter_f64: DeclareScalar[Counter[float]]
    gauge: DeclareScalar[Gauge[int]]
    gauge_u64: DeclareScalar[Gauge[int]]
    gauge_f64: DeclareScalar[Gauge[float]]
    gauge_bool: DeclareScalar[Gauge[bool]]
    histogram: DeclareHistogram[Histogram[int]]
    histogram_f64: DeclareHistogram[Histogram[float]]
    timer: DeclareHistogram[Timer]
    text: DeclareText
    struct: DeclareStruct
    window: DeclareWindow[Window[int]]
    window_f64: DeclareWindow[Window[float]]

    def __init__(
        self,
        application: str,
        *,
        path: str | os.PathLike[str] | None = None,
        filename: str | None = None,
        mode: int | None = None,
        series_limit: int = 2000,
        reserve: int | None = None,
        follow: bool = True,
        detached: bool = False,
        or_detached: bool = False,
        fold: bool = True,
        identity: Identity | None = None,
    ) -> None:
        chosen = options(
            path, filename, mode, series_limit, reserve, detached, or_detached, fold, identity
        )
        self._owner = Owner(application, chosen, follow)
        registry = Registry(self._owner, series_limit)
        self.counter = DeclareScalar(registry, noun.COUNTER)
        self.counter_f64 = DeclareScalar(registry, noun.COUNTER_F64)
        self.gauge = DeclareScalar(registry, noun.GAUGE)
        self.gauge_u64 = DeclareScalar(registry, noun.GAUGE_U64)
        self.gauge_f64 = DeclareScalar(registry, noun.GAUGE_F64)
        self.gauge_bool = DeclareScalar(registry, noun.GAUGE_BOOL)
        self.histogram = DeclareHistogram(registry, noun.HISTOGRAM)
        self.histogram_f64 = DeclareHistogram(registry, noun.HISTOGRAM_F64)
        self.timer = DeclareHistogram(registry, noun.TIMER)
        self.text = DeclareText(registry, noun.TEXT)
        self.struct = DeclareStruct(registry, noun.STRUCT)
        self.window = DeclareWindow(registry, noun.WINDOW)
        self.window_f64 = DeclareWindow(registry, noun.WINDOW_F64)

    @property
    def path(self) -> Path | None:
        """The path of the file; None of a detached writer, and in a forked child that doesn't
        follow."""
        return self._owner.path

    @property
    def warning(self) -> str | None:
        """What there is to say of the file: that there is none, and why, or the price of its
        folder. It was a `WriterWarning`, too. None: nothing."""
        return self._owner.warning

    def follow(self) -> None:
        """In a forked child: makes a file of its own, in which all handles go on, with what the
        child wrote since the fork. With the option `follow` the first use does so. In the process
        that made the writer it does nothing. Errors: as of a new writer; Closed."""
        self._owner.follow()

    def local(self) -> Local:
        """A stripe for one thread."""
        return Local(self._owner)

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return int(self._owner.call("mmstats_writer_size"))

    def flush(self, wait: bool = True) -> None:
        """Makes what was written so far survive a crash of the system. With `wait` it returns when
        all is on the device; without, it only starts. (A crash of the process it survives anyway.)
        """
        self._owner.call("mmstats_writer_flush", wait)

    def close(self) -> None:
        """Closes the file in an orderly way: its last values stay, and readers see that nobody
        writes it any more. A second call does nothing."""
        with self._owner.lock:
            self._owner.close_file()
            self._owner.close("this writer was closed")

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Writer of {self.path or 'no file'}>"
