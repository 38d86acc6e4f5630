"""The error of a file that does not decode."""

from __future__ import annotations


class FormatError(Exception):
    """Why bytes are no stats file. The offset is that of the first byte of the item at
    fault, the clause and section are SPEC.md's."""

    def __init__(self, offset: int, clause: str, section: str, expected: str, found: str):
        super().__init__(offset, clause, section, expected, found)
        self.offset = offset
        self.clause = clause
        self.section = section
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return (
            f"offset {self.offset}: expected {self.expected}, found {self.found} "
            f"(SPEC.md {self.section}, {self.clause})"
        )
