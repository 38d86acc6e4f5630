"""One case of the corpus: a file, and what it is there for."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import spec


@dataclass(frozen=True)
class Case:
    """`clauses` are the ones that the file is about. It is invalid where there is an `error`
    (offset, clause), nonconforming where there are `departures` (the same), else valid."""

    name: str
    comment: str
    data: bytes
    clauses: tuple[str, ...] = ()
    decoded: dict | None = None
    error: tuple[int, str] | None = None
    departures: tuple[tuple[int, str], ...] = ()
    title: str = ""
    """The section, where it isn't that of the first clause."""
    mutate: bool | None = None
    """Whether there are digests of damaged copies; where this isn't said: if it is small."""
    alternatives: tuple[tuple[int, str], ...] = ()
    """Errors that a reader of both formats may give in place of `error`."""

    @property
    def result(self) -> str:
        if self.error:
            return "invalid"
        return "nonconforming" if self.departures else "valid"

    @property
    def section(self) -> str:
        return self.title or spec.section(self.clauses[0])
