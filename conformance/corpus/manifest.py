"""The entries of ../manifest.json."""

from __future__ import annotations

import decode

from corpus import mutations
from corpus.case import Case


def entry(folder_and_case: tuple[str, Case]) -> dict:
    folder, case = folder_and_case
    path = f"v1/{folder}/{case.name}"
    entry = {
        "id": path,
        "format": 1,
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
    if case.departures:
        entry["departures"] = [place(*departure) for departure in case.departures]
    if len(case.data) <= mutations.LARGEST:
        entry["mutations"] = mutations.digests(case.data, verdict)
    return entry


def place(offset: int, clause: str) -> dict:
    return {"offset": str(offset), "clause": clause}


def verdict(data: bytes) -> int:
    try:
        return len(decode.parse(data).fields)
    except decode.FormatError as error:
        return 2**32 + error.offset
