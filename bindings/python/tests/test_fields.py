"""Every kind of field: what is written, and what is read of it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pytest

import mmstats
from mmstats.v1 import Field, Parts, Reader, Type, Writer

FLOATS = (Type.F32, Type.F64)
INTEGERS = [t for t in Type if t not in (*FLOATS, Type.BOOL, Type.TEXT, Type.TUPLE)]


@pytest.fixture
def stats() -> Iterator[Writer]:
    with Writer("test", system_fields=False) as writer:
        yield writer


def read(stats: Writer) -> list[Field]:
    """What a reader sees, now."""
    with Reader(stats.path or stats.create_file()) as reader:
        return list(reader)


def limits(type: Type) -> tuple[int, int]:
    bits = int(type.value[1:])
    if type.value.startswith("u"):
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def test_counter(stats: Writer) -> None:
    hits = stats.counter("hits")
    assert read(stats) == [Field("hits", 0, Type.U64)]
    hits.inc()
    hits.add(41)
    assert hits.value == 42
    assert read(stats) == [Field("hits", 42, Type.U64)]
    hits.value = 2**64 - 1
    hits.add(2)
    assert read(stats) == [Field("hits", 1, Type.U64)]
    hits.add(-1)
    assert hits.value == 0


def test_average(stats: Writer) -> None:
    size = stats.average("size")
    assert read(stats) == [Field("size", 0.0, Type.F64)]
    for value in (1, 2.0, 4.5, -0.5):
        size.add(value)
    assert size.value == 1.75
    assert read(stats) == [Field("size", 1.75, Type.F64)]


def test_moving_average(stats: Writer) -> None:
    size, default = stats.moving_average("size", 2), stats.moving_average("default")
    for value in range(1, 102):
        size.add(value)
        default.add(value)
    assert (size.value, default.value) == (100.5, 51.5)
    assert [field.value for field in read(stats)] == [100.5, 51.5]


def test_timer(stats: Writer) -> None:
    latency = stats.timer("latency", 2)
    for seconds in (100, 0.25, 0.5):
        latency.observe(seconds)
    assert (latency.value, latency.last) == (0.375, 0.5)
    assert read(stats) == [Field("latency", 0.375, Type.F64)]


def test_sampling_counter(stats: Writer) -> None:
    requests = stats.sampling_counter("requests", every=3)
    requests.inc()
    requests.add(1)
    assert (requests.value, requests.per_ms) == (2, 0)
    requests.add(10**9)
    assert requests.value == 10**9 + 2
    assert requests.per_ms > 0
    [field] = read(stats)
    assert field.value == (requests.value, requests.per_ms)
    assert isinstance(field.value, Parts) and field.value.types == (Type.U64, Type.U64)


@pytest.mark.parametrize("type", INTEGERS)
def test_integers(stats: Writer, type: Type) -> None:
    low, high = limits(type)
    named = getattr(stats, type.value)("named", high)
    field = stats.field("field", type.value, low)
    zero = stats.field("zero", type)
    assert [named.type, named.value, field.value, zero.value] == [type, high, low, 0]
    assert [f.value for f in read(stats)] == [high, low, 0]
    named.value = low
    field.set(high)
    assert [f.value for f in read(stats)] == [low, high, 0]
    assert {f.type for f in read(stats)} == {type}


@pytest.mark.parametrize("type", INTEGERS)
def test_integers_out_of_range_wrap(stats: Writer, type: Type) -> None:
    low, high = limits(type)
    field = stats.field("field", type, high + 1)
    assert field.value == low
    field.set(low - 1)
    assert field.value == high
    field.value = 2**70 + 5
    assert field.value == 5


@pytest.mark.parametrize("value", [0.1, -0.0, 5e-324, math.inf, -math.inf, math.nan, 7])
def test_floats(stats: Writer, value: float) -> None:
    wide, narrow = stats.f64("wide", value), stats.f32("narrow")
    narrow.value = value
    expected = [float(value), ctypes.c_float(value).value]
    for found in ([wide.value, narrow.value], [field.value for field in read(stats)]):
        # By their spelling: nan is not equal to itself, and -0.0 is equal to 0.0.
        assert list(map(repr, found)) == list(map(repr, expected))


def test_bool(stats: Writer) -> None:
    ready, up = stats.bool("ready"), stats.bool("up", True)
    assert (ready.value, up.value) == (False, True)
    ready.set(True)
    up.value = False
    assert read(stats) == [Field("ready", True, Type.BOOL), Field("up", False, Type.BOOL)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("abc", "abc"),
        ("12345", "12345"),
        ("123456", "12345"),
        ("abcdé", "abcd"),
        ("❤❤", "❤"),
        ("ab𝄞", "ab"),
        ("a\0b", "a"),
        ("", ""),
    ],
)
def test_text(stats: Writer, text: str, left: str) -> None:
    page, pair = stats.text("page", 5), stats.tuple("pair", "5sB")
    page.value = "before"
    page.set(text)
    pair.set(text, 7)
    assert (page.value, pair.value) == (left, (left, 7))
    assert [field.value for field in read(stats)] == [left, (left, 7)]


def test_text_sizes(stats: Writer) -> None:
    default, none = stats.text("default"), stats.text("none", 0)
    default.value = none.value = "x" * 300
    assert (default.size, none.size) == (255, 0)
    assert [field.value for field in read(stats)] == ["x" * 255, ""]


TUPLES: list[tuple[str, tuple[Any, ...], str]] = [
    ("QQ", (1, 2**64 - 1), "u64 u64"),
    ("bQ", (-1, 2**64 - 1), "i8 u64"),
    ("Qb", (2**64 - 1, -128), "u64 i8"),
    ("?5sd", (True, "ab", 0.1), "bool text f64"),
    ("LlqIiHhB", (1, -2, -3, 4, -5, 6, -7, 8), "u64 i64 i64 u32 i32 u16 i16 u8"),
    ("0s3s?f", ("", "abc", False, 0.5), "text text bool f32"),
]


@pytest.mark.parametrize(("signature", "values", "types"), TUPLES)
def test_tuple(stats: Writer, signature: str, values: tuple[Any, ...], types: str) -> None:
    pair = stats.tuple("pair", signature)
    after = stats.u64("after", 2**64 - 1)
    zeros = pair.value
    assert not any(zeros) and len(zeros) == len(values)
    for _ in range(3):
        pair.set(*values)
        assert pair.value == values
        [field, next_field] = read(stats)
        assert (field.type, field.value) == (Type.TUPLE, values)
        assert isinstance(field.value, Parts)
        assert " ".join(type.value for type in field.value.types) == types
        assert pair.types == field.value.types
        assert next_field.value == after.value == 2**64 - 1
        pair.value = zeros
        assert pair.value == zeros


def test_large_floats_in_a_tuple_are_as_in_c(stats: Writer) -> None:
    pair = stats.tuple("pair", "ff")
    pair.set(1e300, 0.1)
    assert pair.value == (math.inf, ctypes.c_float(0.1).value)


def test_tuple_that_is_refused_changes_nothing(stats: Writer) -> None:
    pair = stats.tuple("pair", "BB")
    pair.set(1, 2)
    with pytest.raises(mmstats.WrongType, match="'BB'"):
        pair.set(3, 256)
    assert pair.value == (1, 2)


STATIC: list[tuple[Any, str | None, Any, Type]] = [
    (7, None, 7, Type.I64),
    (-7, None, -7, Type.I64),
    (True, None, True, Type.BOOL),
    (0.5, None, 0.5, Type.F64),
    ("2.7.18", None, "2.7.18", Type.TEXT),
    (300, "u8", 44, Type.U8),
    (-1, "u64", 2**64 - 1, Type.U64),
    (-1, "i8", -1, Type.I8),
    (1, "f32", 1.0, Type.F32),
    (2, "bool", True, Type.BOOL),
    ("x" * 300, None, "x" * 300, Type.TEXT),
]


@pytest.mark.parametrize(("value", "type", "expected", "found"), STATIC)
def test_static(stats: Writer, value: Any, type: str | None, expected: Any, found: Type) -> None:
    stats.static("static", value, type)
    [field] = read(stats)
    assert field == Field("static", expected, found)
    assert field.value.__class__ is expected.__class__


def test_static_text_of_a_size(stats: Writer) -> None:
    stats.static("static", "abcdé", size=5)
    assert read(stats) == [Field("static", "abcd", Type.TEXT)]


def test_values_from_before_the_file(stats: Writer) -> None:
    hits, size, page = stats.counter("hits"), stats.average("size"), stats.text("page")
    hits.add(3)
    size.add(1.5)
    page.set("/")
    assert [field.value for field in read(stats)] == [3, 1.5, "/"]


def test_repr(stats: Writer) -> None:
    hits = stats.counter("hits")
    assert repr(hits) == "<Counter 'hits': 0>"
    assert repr(stats) == "<Writer of no file>"
    path = stats.create_file()
    assert repr(stats) == f"<Writer of {path}>"
    stats.close()
    assert repr(hits) == "<Counter 'hits': closed>"
