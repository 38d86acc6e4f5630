"""Writer scenarios: what each kind of field comes to.

Every expectation is written down by hand; nothing computes it.
"""

from __future__ import annotations

from typing import Iterator

from corpus.scenario import UNSIGNED_MAX, field, many, one, scenario, step

INTEGERS = {
    "u8": ("0", "255"),
    "i8": ("-128", "127"),
    "u16": ("0", "65535"),
    "i16": ("-32768", "32767"),
    "u32": ("0", "4294967295"),
    "i32": ("-2147483648", "2147483647"),
    "u64": ("0", UNSIGNED_MAX),
    "i64": ("-9223372036854775808", "9223372036854775807"),
}

VALUES = {  # No value reads the same in the other byte order.
    "u8": "200",
    "i8": "-100",
    "u16": "513",
    "i16": "-513",
    "u32": "16909060",
    "i32": "-16909060",
    "u64": "72623859790382856",
    "i64": "-72623859790382856",
    "f32": "0.5",
    "f64": "0.1",
    "bool": True,
}


def scenarios() -> Iterator[dict]:
    yield from counters()
    yield from averages()
    yield integer_limits()
    yield floats()
    yield bools()
    yield nothing_written()
    yield initial_values()
    yield static_values()


def counters() -> Iterator[dict]:
    yield scenario(
        "counter-add",
        "1.10",
        "three writes: the write buffer ends at 01, and the other buffer has the 41",
        [field("hits", "counter")],
        [step("hits", "add", "1"), step("hits", "add", "40"), step("hits", "add", "1")],
        [one("hits", "u64", "42")],
    )
    yield scenario(
        "counter-set",
        "1.10",
        "a counter can be set, and goes on from there; 2 ** 63 is negative as a signed number",
        [field("hits", "counter")],
        [step("hits", "set", "9223372036854775807"), step("hits", "add", "1")],
        [one("hits", "u64", "9223372036854775808")],
    )
    yield scenario(
        "counter-wraps",
        "1.10",
        "a counter goes on modulo 2 ** 64",
        [field("hits", "counter"), field("misses", "counter")],
        [
            step("hits", "set", UNSIGNED_MAX),
            step("hits", "add", "1"),
            step("misses", "set", UNSIGNED_MAX),
            step("misses", "add", UNSIGNED_MAX),
        ],
        [one("hits", "u64", "0"), one("misses", "u64", "18446744073709551614")],
    )
    yield scenario(
        "counters-in-turn",
        "1.10",
        "each field has a write buffer of its own",
        [field(label, "counter") for label in ("a", "b", "c")],
        [step(label, "add", "1000003") for label in "abcabca"],
        [one("a", "u64", "3000009"), one("b", "u64", "2000006"), one("c", "u64", "2000006")],
    )


def averages() -> Iterator[dict]:
    yield scenario(
        "average",
        "1.10",
        "the mean of all values since the start",
        [field("size", "average"), field("never", "average")],
        [step("size", "add", value) for value in ("1.0", "2.0", "4.5", "-0.5")],
        [one("size", "f64", "1.75"), one("never", "f64", "0.0")],
    )
    yield scenario(
        "moving-average-not-full",
        "1.10",
        "fewer values than its size: the mean of those that there are",
        [field("size", "moving_average", size=100)],
        [step("size", "add", value) for value in ("1.0", "2.5")],
        [one("size", "f64", "1.75")],
    )
    yield scenario(
        "moving-average-wraps",
        "1.10",
        "the mean of the last three of seven values, and of the last one of two",
        [field("three", "moving_average", size=3), field("one", "moving_average", size=1)],
        [
            *[step("three", "add", f"{10 * i}.0") for i in range(1, 8)],
            step("one", "add", "1.5"),
            step("one", "add", "-2.5"),
        ],
        [one("three", "f64", "60.0"), one("one", "f64", "-2.5")],
    )
    yield scenario(
        "timer",
        "1.10",
        "a timer is the moving average of seconds: the last two of three",
        [field("latency", "timer", size=2)],
        [step("latency", "observe", value) for value in ("100.0", "0.25", "0.5")],
        [one("latency", "f64", "0.375")],
    )


def integer_limits() -> dict:
    fields, lows, highs, expect = [], [], [], []
    for kind, (low, high) in INTEGERS.items():
        fields += [field(f"low.{kind}", kind, initial=high), field(f"high.{kind}", kind)]
        lows.append(step(f"low.{kind}", "set", low))
        highs.append(step(f"high.{kind}", "set", high))
        expect += [one(f"low.{kind}", kind, low), one(f"high.{kind}", kind, high)]
    return scenario(
        "integer-limits",
        "1.5",
        "the lowest and the highest value of each integer",
        fields,
        lows + highs,
        expect,
    )


def floats() -> dict:
    values = ("0.1", "-0.0", "5e-324", "1.7976931348623157e+308", "inf", "-inf", "nan")
    return scenario(
        "floats",
        "1.5",
        "f64 as it is; 0.1 as an f32 is another number when it is widened",
        [field(value, "f64") for value in values] + [field("f32", "f32"), field("max", "f32")],
        [step(value, "set", value) for value in values]
        + [step("f32", "set", "0.1"), step("max", "set", "3.4028234663852886e+38")],
        [one(value, "f64", value) for value in values]
        + [one("f32", "f32", "0.10000000149011612"), one("max", "f32", "3.4028234663852886e+38")],
    )


def bools() -> dict:
    return scenario(
        "bools",
        "1.5",
        "set, cleared, and left as it was",
        [field("set", "bool"), field("cleared", "bool", initial=True), field("left", "bool")],
        [step("set", "set", True), step("cleared", "set", False)],
        [one("set", "bool", True), one("cleared", "bool", False), one("left", "bool", False)],
    )


def nothing_written() -> dict:
    zeros = {**{kind: "0" for kind in INTEGERS}, "f32": "0.0", "f64": "0.0", "bool": False}
    return scenario(
        "nothing-written",
        "1.9",
        "every kind of field as it is created",
        [
            field("counter", "counter"),
            field("average", "average"),
            field("moving_average", "moving_average", size=10),
            field("timer", "timer", size=10),
            *[field(kind, kind) for kind in zeros],
            field("text", "text", size=8),
            field("tuple", "tuple", signature="bQ?"),
        ],
        [],
        [
            one("counter", "u64", "0"),
            *[one(label, "f64", "0.0") for label in ("average", "moving_average", "timer")],
            *[one(kind, kind, value) for kind, value in zeros.items()],
            one("text", "text", ""),
            many("tuple", ("i8", "0"), ("u64", "0"), ("bool", False)),
        ],
    )


def initial_values() -> dict:
    return scenario(
        "initial-values",
        "1.9",
        "values that are there before the first write",
        [field(kind, kind, initial=value) for kind, value in VALUES.items()],
        [],
        [one(kind, kind, value) for kind, value in VALUES.items()],
    )


def static_values() -> dict:
    static = {**VALUES, "u16": "0", "f64": "nan"}
    return scenario(
        "static-values",
        "1.5",
        "values that are written once, before the file can be seen",
        [
            *[field(kind, "static", type=kind, value=value) for kind, value in static.items()],
            field("text", "static", type="text", size=256, value="2.7.18 (default, Sep 19 2023)"),
        ],
        [],
        [
            *[one(kind, kind, value) for kind, value in static.items()],
            one("text", "text", "2.7.18 (default, Sep 19 2023)"),
        ],
    )
