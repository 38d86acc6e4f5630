"""Finding libmmstats, loading it, checking that it is the right one."""

from __future__ import annotations

import ctypes
import os
import re
from pathlib import Path

from ._version import VERSION

SONAME = "libmmstats.so.0"
PACKAGED = Path(__file__).parent / "_lib" / SONAME


def candidates() -> list[tuple[str, str]]:
    """What to load, in order, and where that comes from."""
    if chosen := os.environ.get("MMSTATS_LIBRARY"):
        # Made absolute: the loader searches its own folders for a name without a slash.
        return [(os.path.abspath(chosen), "from MMSTATS_LIBRARY")]
    return [(str(PACKAGED), "inside the package"), (SONAME, "by the system's loader")]


def load() -> str:
    """Loads the first candidate that there is, and returns what it was loaded as."""
    tried = []
    for name, origin in candidates():
        try:
            library = ctypes.CDLL(name)
        except OSError as error:
            tried.append(f"  {name} ({origin}): {error}")
            continue
        check_version(version_of(library, name), name)
        return name
    raise ImportError(
        f"mmstats {VERSION} found no {SONAME}. Tried:\n"
        + "\n".join(tried)
        + "\nInstall libmmstats where the system's loader looks, or set MMSTATS_LIBRARY to the "
        "path of the library."
    )


def version_of(library: ctypes.CDLL, name: str) -> str:
    """The library's own word for its version."""
    try:
        function = library["mmstats_version"]
    except AttributeError:
        raise ImportError(
            f"{name} is no libmmstats: it has no mmstats_version. Set MMSTATS_LIBRARY to the path "
            f"of {SONAME}."
        ) from None
    function.restype = ctypes.c_char_p
    return str(function().decode())


def check_version(found: str, name: str) -> None:
    """Takes the library's version if it has all that this package calls: a later minor version
    has, an earlier one may not. Versions before a release promise nothing to each other."""
    wanted = VERSION
    if found == wanted:
        return
    if "-" not in found + wanted:
        numbers = [[int(number) for number in re.findall(r"\d+", v)[:2]] for v in (found, wanted)]
        (found_major, found_minor), (wanted_major, wanted_minor) = numbers
        if found_major == wanted_major and found_minor >= wanted_minor:
            return
    raise ImportError(
        f"mmstats {wanted} needs a libmmstats of that version, found {found} in {name}. Install "
        "the package and the library of one version, or set MMSTATS_LIBRARY to the path of the "
        "right library."
    )


NAME = load()

# The same library twice. Calls through the first keep the GIL, calls through the second give it
# to other threads meanwhile.
holding = ctypes.PyDLL(NAME)
releasing = ctypes.CDLL(NAME)
