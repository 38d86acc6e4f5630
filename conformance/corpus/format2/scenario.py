"""The words that writer scenarios of format 2 are written in."""

from __future__ import annotations

from typing import Iterator

from corpus.format2 import model

Scenarios = Iterator[tuple[dict, "bytes | None"]]
"""Each with the file that it leaves, where that is to be identical."""

IDENTITY = {
    "created": "1700000000000000000",
    "created_boot": "1000000000",
    "pid": "4242",
    "start": "777",
    "boot_id": "00112233445566778899aabbccddeeff",
    "pid_namespace": "4026531836",
    "uid": "1000",
    "file_id": "0f0e0d0c0b0a09080706050403020100",
}


def scenario(
    name: str,
    section: str,
    comment: str,
    steps: list[dict],
    families: list[dict],
    *,
    identical: bool = True,
    close: bool = True,
    application: str = "web",
) -> tuple[dict, bytes | None]:
    """The scenario, and the file that it leaves where that is to be identical."""
    path = f"v2/scenarios/{name}"
    document = {
        "id": path,
        "section": section,
        "format": 2,
        "comment": comment,
        **({"identity": IDENTITY} if identical else {}),
        "application": application,
        "steps": steps + ([{"op": "close"}] if close else []),
        "expect": {
            "format": 2,
            "application": application,
            "state": "closed" if close else "open",
            "skipped": 0,
            "families": families,
        },
        **({"identical": f"{path}.mmstats"} if identical else {}),
    }
    return document, model.image(document) if identical else None


def family(name: str, kind: str = "counter", type: str = "u64", **more: object) -> dict:
    aggregate = "each" if kind in ("text", "struct") else "sum"
    given = {"op": "family", "name": name, "kind": kind, "type": type, "aggregate": aggregate}
    return {**given, **more}


def step(name: str, op: str, *values: str | bool, labels: tuple = (), stripe: int = 0) -> dict:
    given = {"op": op, "name": name, "labels": list(labels), "values": list(values)}
    return {**given, "stripe": stripe} if stripe else given


def component(name: str, type: str, kind: str = "gauge", unit: str = "", width: int = 0) -> dict:
    given = {"name": name, "type": type, "kind": kind, "unit": unit}
    return {**given, "width": width} if width else given


def text_family(name: str, capacity: int, **more: object) -> dict:
    return family(name, "text", "bytes", capacity=capacity, **more)


def placed(components: list[dict], *offsets: int) -> list[dict]:
    """Components as decoded: each with its offset and width."""
    widths = {"bool": 1, "u8": 1, "i8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "f32": 4}
    return [
        {
            "name": one["name"],
            "type": one["type"],
            "kind": one["kind"],
            "unit": one["unit"],
            "offset": offset,
            "width": one.get("width") or widths.get(one["type"], 8),
        }
        for one, offset in zip(components, offsets, strict=True)
    ]


def expected(family: dict, *series: object, **more: object) -> dict:
    """A family as it has to be read: its series are values, or pairs of label values (None: the
    overflow series) and a value. `more` is what the decoded form has besides."""
    keys = family.get("labels", [])
    decoded = {
        "name": family["name"],
        "kind": family["kind"],
        "type": family["type"],
        "unit": family.get("unit", ""),
        "help": family.get("help", ""),
        "aggregate": family["aggregate"],
        "alive_only": family.get("alive_only", False),
        "labels": keys,
    }
    for key in ("scale", "first", "buckets", "duration", "slots"):
        if key in family:
            decoded[key] = family[key]
    decoded.update(more)
    decoded["series"] = [one_series(keys, one) for one in series]
    return decoded


def one_series(keys: list[str], series: object) -> dict:
    labels, value = series if keys else ((), series)
    names = dict(zip(keys, labels or ()))
    if labels is None:
        names = {"otel.metric.overflow": "true"}
    return {"labels": names, "created": "*", "value": value}


def overflow(count: str) -> dict:
    """The family that stands before the first one with labels."""
    return expected(model.OVERFLOW, count)


def histogram(**given: object) -> dict:
    """A histogram's value, empty but for what is given."""
    empty = {
        "count": "0", "sum": "0", "min": None, "max": None, "zero": "0", "above": "0",
        "negative": "0", "nan": "0", "buckets": [],
    }  # fmt: skip
    return {**empty, **given}


def window(refused: int, *slots: tuple[int, int, str, str]) -> dict:
    keys = ("epoch", "count", "sum", "max")
    return {"refused": str(refused), "slots": [dict(zip(keys, map(str, one))) for one in slots]}
