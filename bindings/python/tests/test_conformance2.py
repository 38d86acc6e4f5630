"""The corpus of conformance/ for format 2: every file, and damage to some of them."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import corpus
import mmstats
from corpus import CORPUS, check_damage, check_memory, refusal
from mmstats import BUSY, Reader
from mmstats.reader import Family, Histogram, Series, Struct, Window

CASES = corpus.cases(2)
NUMBERS = ("count", "sum", "min", "max", "zero", "above", "negative", "nan")


def same(found: Any, expected: Any) -> bool:
    """Whether a value is what the decoded form says. Numbers are strings there, which read back as
    the same; nan is one that equals itself."""
    if isinstance(found, float):
        number = float(expected)
        return found.hex() == number.hex() or math.isnan(found) and math.isnan(number)
    if type(found) is int:
        return str(found) == expected
    if isinstance(found, Struct):
        return all(map(same, found, expected)) and len(found) == len(expected)
    if isinstance(found, Histogram):
        buckets = [[index, str(count)] for index, count in found.buckets]
        return buckets == expected["buckets"] and all(
            same(getattr(found, name), expected[name]) for name in NUMBERS
        )
    if isinstance(found, Window):
        pairs = zip(found.slots, expected["slots"])
        return (
            same(found.refused, expected["refused"])
            and len(found.slots) == len(expected["slots"])
            and all(same(getattr(own, name), slot[name]) for own, slot in pairs for name in slot)
        )
    if found is BUSY:
        return bool(expected == {"busy": True})
    return type(found) is type(expected) and bool(found == expected)


def check_family(family: Family, series: tuple[Series, ...], expected: dict[str, Any]) -> None:
    spelled = {"kind": family.kind, "type": family.type, "aggregate": family.aggregate}
    for name, of in spelled.items():
        assert of.value == expected[name]
    for name in ("name", "unit", "help", "alive_only"):
        assert getattr(family, name) == expected[name]
    assert list(family.labels) == expected["labels"]
    for name in ("scale", "first", "buckets", "slots", "width"):
        assert getattr(family, name) == expected.get(name, 0)
    assert str(family.duration) == expected.get("duration", "0")
    components = [
        {**of._asdict(), "type": of.type.value, "kind": of.kind.value} for of in family.components
    ]
    assert components == expected.get("components", [])
    assert len(series) == len(expected["series"])
    for one, wanted in zip(series, expected["series"]):
        assert one.family is family
        assert dict(one.labels) == wanted["labels"]
        assert str(one.created) == wanted["created"]
        assert same(one.value, wanted["value"]), f"expected {wanted['value']}, found {one.value}"


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    path = CORPUS / case["file"]
    for read in (Reader, lambda path: Reader.decode(path.read_bytes())):
        if case["result"] == "invalid":
            with pytest.raises(mmstats.Error) as caught:
                read(path)
            assert caught.value.offset == int(case["error"]["offset"])
            assert case["error"]["clause"] in str(caught.value)
            continue
        with read(path) as reader:
            snapshot = reader.snapshot
            expected = json.loads((CORPUS / case["decoded"]).read_text())
            assert snapshot.application == expected["application"]
            assert snapshot.closed is (expected["state"] == "closed")
            assert snapshot.info.skipped == expected["skipped"]
            found = list(snapshot.by_family())
            assert len(found) == len(expected["families"])
            for pair, wanted in zip(found, expected["families"]):
                check_family(*pair, wanted)


# Of the smallest files there are; `make test` damages all.
DAMAGED = sorted(
    (case for case in CASES if "mutations" in case.values[0]),
    key=lambda case: (CORPUS / case.values[0]["file"]).stat().st_size,
)[:4]


def verdict(data: bytes) -> int:
    try:
        reader = mmstats.decode(data)
    except mmstats.Error as error:
        return refusal(error)
    return len(list(reader.snapshot if isinstance(reader, Reader) else reader))


@pytest.mark.parametrize("case", DAMAGED)
def test_damage(case: dict[str, Any]) -> None:
    check_damage(case, verdict)


def test_damage_takes_no_memory() -> None:
    check_memory((CORPUS / DAMAGED[0].values[0]["file"]).read_bytes(), verdict)
