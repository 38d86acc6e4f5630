"""The entries of ../manifest.json."""

from __future__ import annotations

from typing import NamedTuple

import decode
import v2

from corpus import mutations
from corpus.case import Case


class Task(NamedTuple):
    """A case, and where it stands. `digests` are known ones, which are not taken anew."""

    format: int
    folder: str
    case: Case
    digests: dict[str, str] | None = None

    @property
    def path(self) -> str:
        return f"v{self.format}/{self.folder}/{self.case.name}"

    @property
    def mutated(self) -> bool:
        if self.case.mutate is None:
            return self.format == 1 and len(self.case.data) <= mutations.LARGEST
        return self.case.mutate


def entry(task: Task) -> dict:
    case, path = task.case, task.path
    entry = {
        "id": path,
        "format": task.format,
        "section": case.section,
        "clauses": list(case.clauses),
        "file": f"{path}.mmstats",
        "result": case.result,
        "comment": case.comment,
    }
    if case.decoded is not None:
        entry["decoded"] = f"{path}.json"
    if case.error:
        entry["error"] = place(*case.error)
    if case.alternatives:
        entry["alternatives"] = [place(*alternative) for alternative in case.alternatives]
    if case.departures:
        entry["departures"] = [place(*departure) for departure in case.departures]
    if task.mutated:
        entry["mutations"] = task.digests or mutations.digests(case.data, verdict)
    return entry


def place(offset: int, clause: str) -> dict:
    return {"offset": str(offset), "clause": clause}


def verdict(data: bytes) -> int:
    try:
        file = decode.parse(data)
        return len(list(file.live_series())) if isinstance(file, v2.File) else len(file.fields)
    except decode.FormatError as error:
        return 2**32 + error.offset
