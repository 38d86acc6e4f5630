#!/usr/bin/env python3
"""Reference reader of both formats, in the order of SPEC.md: to check others against, and to
start a port from. Plain rather than fast. Format 1 is in v1.py, format 2 in v2.py and what
that names; none needs more than the standard library. A file of format 2 whose writer is alive is
for live.py: this takes a file as it is read at once.

    decode.py FILE

prints the decoded form of FILE as one line of JSON (conformance/README.md describes it).
Where FILE is no stats file it prints nothing but one line on stderr and exits with 1;
where FILE can't be read at all it exits with 2.

    parse(data) -> v1.File or v2.File, or FormatError
    decoded(file) -> the decoded form
"""

from __future__ import annotations

import json
import os
import stat
import sys

import form
import v1
import v2
from errors import FormatError

__all__ = ["FormatError", "decoded", "parse", "read_regular_file"]


def parse(data: bytes) -> v1.File | v2.File:
    """The file in the format that it begins with. What begins with neither is format 1's to
    refuse (F1-VERSION)."""
    return v2.parse(data) if data.startswith(v2.MAGIC) else v1.parse(data)


def decoded(file: v1.File | v2.File) -> dict:
    return form.decoded(file) if isinstance(file, v2.File) else v1.decoded(file)


# The command


def read_regular_file(path: str) -> bytes:
    """The bytes of a regular file; OSError for anything else, without waiting for it."""
    # Opening a FIFO would wait for its writer.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("expected a regular file, found another kind; name a stats file")
        return file.read()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: decode.py FILE", file=sys.stderr)
        return 2
    path = arguments[0]
    try:
        file = parse(read_regular_file(path))
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return 2
    except FormatError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(decoded(file)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
