#!/usr/bin/env python3
"""Reference validator of both formats: reports every departure of files from SPEC.md.

    validate.py FILE...

prints a line for each departure from a MUST marked *file* (and, as a note, from a SHOULD),
with its offset and clause, or that the file conforms. Exits with 1 where any file departs
from a MUST, with 2 where one can't be read at all.

    departures(data) -> [Departure], by offset
"""

from __future__ import annotations

import sys

import v1
import validate_v1
import validate_v2
from decode import FormatError, parse, read_regular_file
from departure import Departure


def departures(data: bytes) -> list[Departure]:
    """Of a file that does not decode, the reader's error."""
    found: list[Departure] = []
    try:
        file = parse(data)
    except FormatError as error:
        found.append(Departure(*error.args))
    else:
        check = validate_v1.check_fields if isinstance(file, v1.File) else validate_v2.check
        found += check(data, file)
    if not data.startswith(b"\x02MMSTATS"):
        found += validate_v1.check_pages(data)
    return sorted(found, key=lambda departure: departure.offset)


def main(paths: list[str]) -> int:
    if not paths:
        print("usage: validate.py FILE...", file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        try:
            found = departures(read_regular_file(path))
        except OSError as error:
            print(f"{path}: {error.strerror or error}", file=sys.stderr)
            status = 2
            continue
        for departure in found:
            print(f"{path}: {departure}")
        if any(departure.must for departure in found):
            status = max(status, 1)
        else:
            print(f"{path}: conforms")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
