"""The files of one application, looked at again and again."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from typing import Any

from .. import _abi2, _abi_application
from .._abi import Str
from .._opened import Opened
from .._text import encode
from ..errors import Closed, NotFound
from ..reader import _decode as _decode_file
from . import _decode
from .file import File
from .since import Since
from .totals import Totals, keep

_new = _abi_application.function("mmstats_application_new")
_keep_each = _abi_application.function("mmstats_application_keep_each")
_look = _abi_application.function("mmstats_application_look")
_families = _abi_application.function("mmstats_application_families")
_series = _abi_application.function("mmstats_application_series")
_files = _abi_application.function("mmstats_application_files")
_problems = _abi_application.function("mmstats_application_problems")
_taken = _abi_application.function("mmstats_application_taken")
_rates = _abi_application.function("mmstats_application_rates")
_since = _abi_application.function("mmstats_application_since")
_percentile = _abi_application.function("mmstats_application_percentile")

Pattern = str | os.PathLike[str]


class Application(Opened):
    """All files of one application, of both formats, whether their writers live or not, added up by
    families and labels.

    A family is one where name, kind, type, unit, label keys, in any order, and components agree;
    others of that name stand beside it. Its aggregate says what a total is, as the file created
    last has it. Histograms merge whatever their buckets are, and windows by the clock. A file of
    format 2 says whose it is; one of format 1 is that of the application that its name begins with,
    and its counters add up, while all else each file has for itself.

    What is known of a file is kept from look to look, and only its values are read again. No file
    stays open. Any thread may use it at any time.
    """

    __slots__ = ("_files", "_totals", "name")

    _free = _abi_application.function("mmstats_application_free")
    _noun = "application"

    name: str
    """Its name."""

    def __init__(
        self,
        name: str,
        globs: Iterable[Pattern] | Pattern | None = None,
        *,
        keep_each: bool = False,
    ) -> None:
        """The application of that name, with the files that these patterns find (none:
        `default_globs()`). With `keep_each` totals have the value of each file, too."""
        self.name = name
        patterns = [globs] if isinstance(globs, (str, os.PathLike)) else globs or ()
        strings = [Str.of(os.fsencode(pattern)) for pattern in patterns]
        application = ctypes.c_void_p()
        _new(
            Str.of(encode(name)),
            ctypes.byref((Str * len(strings))(*strings)) if strings else None,
            len(strings),
            ctypes.byref(application),
        )
        self._own(application)
        self._files: dict[_decode.FileKey, File] = {}
        _keep_each(application, keep_each)
        self._totals = self._found()

    @property
    def totals(self) -> Totals:
        """What the last look found."""
        return self._totals

    def look(self) -> Totals:
        """Looks at all files. Every value was published, and the total of a counter falls only
        where a file has gone, or can't be read this time: `Totals.problems` says which. What is
        wrong with a file is never an error of the look; a glob that is none is (Invalid)."""
        with self._lock:
            self._check_open()
            _look(self._pointer)
            self._totals = self._found()
            return self._totals

    def since(self, earlier: Totals) -> Since:
        """What happened from an earlier look to the last one."""
        with self._lock:
            self._check_open()
            later, between = self._totals, _abi_application.Since()
            _since(self._pointer, earlier.kept, ctypes.byref(between))
            rates = ctypes.create_string_buffer(len(later) * ctypes.sizeof(_abi2.Rate))
            _rates(self._pointer, earlier.kept, rates, len(later))
        grown = _decode.grown(rates.raw, later._directory, between.elapsed)
        return Since(
            later,
            grown,
            between.elapsed / 1e9,
            between.gone,
            between.returned,
            lambda index, percent: self._ask(later, earlier, index, percent),
        )

    def _ask(self, later: Totals, earlier: Totals, index: int, percent: float) -> float | None:
        found = ctypes.c_double()
        with self._lock:
            self._check_open()
            if later is not self._totals:
                raise Closed(
                    f"{self.name}: looked at again since: ask for percentiles before the next look"
                )
            try:
                _percentile(self._pointer, earlier.kept, index, percent, ctypes.byref(found))
            except NotFound:
                return None
            return found.value

    def _found(self) -> Totals:
        taken = _taken(self._pointer)
        families, series = self._array(_families), self._array(_series)
        directory = _decode_file.directory(*families, *series)
        self._files = _decode.files(*self._array(_files), self._files)
        files = tuple(self._files.values())
        return Totals(
            directory,
            _decode.values(*series, directory, taken),
            _decode.each(self._pointer, directory, files, taken),
            files,
            _decode.problems(*self._array(_problems)),
            taken,
            keep(self._pointer),
        )

    def _array(self, function: Any) -> tuple[int | None, int]:
        count = ctypes.c_size_t()
        return function(self._pointer, ctypes.byref(count)), count.value

    def __repr__(self) -> str:
        return f"<Application {self.name!r}>"
