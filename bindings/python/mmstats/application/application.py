"""The files of one application, looked at again and again."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

from .. import _abi_application
from .._abi import Str
from .._opened import Opened
from .._text import encode
from ._decode import Files
from ._kept import Kept
from ._shape import Shape
from .since import Since
from .totals import Totals

_new = _abi_application.function("mmstats_application_new")
_keep_each = _abi_application.function("mmstats_application_keep_each")
_keep_open = _abi_application.function("mmstats_application_keep_open")
_look = _abi_application.function("mmstats_application_look")

Pattern = str | os.PathLike[str]


class Application(Opened):
    """All files of one application, of both formats, whether their writers live or not, added up by
    families and labels.

    A family is one where name, kind, type, unit, label keys, in any order, and components agree;
    others of that name stand beside it. Its aggregate says what a total is, as the file created
    last has it. Histograms merge whatever their buckets are, and windows by the clock. A file of
    format 2 says whose it is; one of format 1 is that of the application that its name begins with,
    and its counters add up, while all else each file has for itself.

    What is known of a file is kept from look to look, and only its values are read again. Files
    stay open meanwhile. Any thread may use it at any time.
    """

    __slots__ = ("_files", "_keep_each", "_shape", "_totals", "name")

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
        keep_open: bool = True,
    ) -> None:
        """The application of that name, with the files that these patterns find (none:
        `default_globs()`). With `keep_each` totals have the value of each file, too. Without
        `keep_open` no file stays open from one look to the next, and looks take longer; else some
        500 do, and no more than a quarter of the descriptors that the process may have. As long as
        a file is open its space isn't free: one that was removed is closed by the next look."""
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
        _keep_each(application, keep_each)
        _keep_open(application, keep_open)
        self._keep_each = keep_each
        self._files = Files()
        self._shape: Shape | None = None
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
            return self._totals.since(earlier)

    def _found(self) -> Totals:
        kept = Kept(self._pointer)
        self._shape = Shape.of(kept, self._shape)
        return Totals(kept, self._shape, self._files, self._keep_each)

    def __repr__(self) -> str:
        return f"<Application {self.name!r}>"
