"""A departure from SPEC.md: what the validator reports."""

from __future__ import annotations

from typing import NamedTuple


class Departure(NamedTuple):
    """A place where a file departs from SPEC.md. A note is a departure from a SHOULD."""

    offset: int
    clause: str
    section: str
    expected: str
    found: str
    must: bool = True

    def __str__(self) -> str:
        note = "" if self.must else "note: "
        return (
            f"offset {self.offset}: {note}{self.clause} (SPEC.md {self.section}): "
            f"expected {self.expected}, found {self.found}"
        )
