"""The corpus of conformance/ for format 1: every file, and damage to some of them."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import corpus
import mmstats
from corpus import CORPUS, check_damage, check_memory, refusal
from mmstats.v1 import Field, Parts, Reader, Type

CASES = corpus.cases(1)


def value(type: str, text: Any) -> Any:
    """A value of the decoded form; nan is one that equals itself."""
    if type in ("bool", "text"):
        return text
    if type.startswith("f"):
        return float(text).hex() if not math.isnan(float(text)) else "nan"
    return int(text)


def spelled(type: Type, found: Any) -> Any:
    return value(type.value, found if type in (Type.BOOL, Type.TEXT) else repr(found))


def expected(case: dict[str, Any]) -> tuple[Any, ...]:
    form = json.loads((CORPUS / case["decoded"]).read_text())
    fields = []
    for field in form["fields"]:
        parts = field.get("parts", [field])
        values = [(part["type"], value(part["type"], part["value"])) for part in parts]
        fields.append((field["name"], field["type"], values))
    return form["layout"], form["byte_order"], fields


def decoded(reader: Reader) -> tuple[Any, ...]:
    fields = []
    for label, found, type in reader:
        parts = zip(found.types, found) if isinstance(found, Parts) else [(type, found)]
        values = [(part.value, spelled(part, of)) for part, of in parts]
        fields.append((label, type.value, values))
    return reader.layout, reader.byte_order, fields


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    path = CORPUS / case["file"]
    for read in (Reader, lambda path: Reader.decode(path.read_bytes())):
        if case["result"] == "invalid":
            with pytest.raises(mmstats.Error) as caught:
                read(path)
            assert caught.value.offset == int(case["error"]["offset"])
            assert case["error"]["clause"] in str(caught.value)
        else:
            with read(path) as reader:
                assert decoded(reader) == expected(case)
                first: dict[str, Field] = {}
                for field in reader:
                    first.setdefault(field.label, field)
                for label, field in first.items():
                    # By their spelling, because of nan.
                    assert repr(reader[label]) == repr(field)


# A page each from every writer there was, and what ends without a page; `make test` damages all.
DAMAGED = [
    case
    for case in CASES
    if "mutations" in case.values[0]
    and (
        "foreign" in case.id
        or "every-code" in case.id
        or (CORPUS / case.values[0]["file"]).stat().st_size < 1024
    )
]


@pytest.mark.parametrize("case", DAMAGED)
def test_damage(case: dict[str, Any]) -> None:
    check_damage(case, verdict)


def test_damage_takes_no_memory() -> None:
    data = (CORPUS / "v1/foreign/mmstats-0.8.0/every-extremes.mmstats").read_bytes()
    check_memory(data, verdict)


def verdict(data: bytes) -> int:
    try:
        reader = Reader.decode(data)
    except mmstats.Error as error:
        return refusal(error)
    return len(list(reader))
