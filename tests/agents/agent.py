#!/usr/bin/env python3
"""The Python agent: what it can do stands in ../agents.py. Scenarios are JSON.

Format 2's part is in agent2.py.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import agent2
import mmstats
from agent2 import Violated, stdin_ended
from mmstats.v1 import Liveness, Parts, Reader, Tuple, Type, Writer

INTEGERS = {Type(f"{sign}{bits}") for sign in "ui" for bits in (8, 16, 32, 64)}
FLOATS = {Type.F32, Type.F64}


# Decoding.


def decode(path: str) -> int:
    try:
        reader = mmstats.open(path)
    except mmstats.Error as error:
        print(error, file=sys.stderr)
        return 1
    with reader:
        form = decoded_form(reader) if isinstance(reader, Reader) else agent2.decoded_form(reader)
        print(json.dumps(form))
    return 0


def decoded_form(reader: Reader) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    for label, value, type in reader:
        if isinstance(value, Parts):
            parts = [decoded_value(*part) for part in zip(value.types, value)]
            fields.append({"name": label, "type": "tuple", "parts": parts})
        else:
            fields.append({"name": label, **decoded_value(type, value)})
    layout, order = reader.layout, reader.byte_order
    return {"format": 1, "layout": layout, "byte_order": order, "fields": fields}


def decoded_value(type: Type, value: Any) -> dict[str, Any]:
    as_is = type in (Type.BOOL, Type.TEXT)
    return {"type": type.value, "value": value if as_is else repr(value)}


# Writing.


def write(path: str) -> int:
    scenario = json.load(sys.stdin)
    if scenario["format"] == 2:
        return agent2.write(path, scenario)
    prefix, system = scenario["label_prefix"], scenario["system_fields"]
    with writer(path, label_prefix=prefix, system_fields=system) as stats:
        handles = {field["label"]: declare(stats, field) for field in scenario["fields"]}
        stats.create_file()
        for step in scenario["steps"]:
            play(handles[step["label"]], step)
    return 0


def writer(path: str, **options: Any) -> Writer:
    return Writer("agent", **agent2.named(path), **options)


def declare(stats: Writer, field: dict[str, Any]) -> Any:
    label, kind = field["label"], field["kind"]
    if kind in ("counter", "average"):
        return getattr(stats, kind)(label)
    if kind in ("moving_average", "timer", "text"):
        return getattr(stats, kind)(label, field["size"])
    if kind == "tuple":
        return stats.tuple(label, field["signature"])
    if kind == "static":
        type = Type(field["type"])
        return stats.static(label, number(type, field["value"]), type, size=field.get("size", 0))
    return stats.field(label, kind, number(Type(kind), field.get("initial", "0")))


def number(type: Type, value: str | bool) -> Any:
    """A value as JSON spells it. (A bool that isn't given is "0" like any other number.)"""
    if type in INTEGERS:
        return int(value)
    if type in FLOATS:
        return float(value)
    return value if type is Type.TEXT else value is True


def play(handle: Any, step: dict[str, Any]) -> None:
    if isinstance(handle, Tuple):
        handle.set(*map(number, handle.types, step["values"]))
    elif isinstance(handle, mmstats.v1.Counter):
        count = int(step["value"])
        if step["op"] == "add":
            handle.add(count)
        else:
            handle.value = count
    elif isinstance(handle, mmstats.v1.Scalar):
        handle.set(number(handle.type, step["value"]))
    elif isinstance(handle, mmstats.v1.Text):
        handle.set(step["value"])
    else:
        # Averages add, timers observe.
        getattr(handle, step["op"])(float(step["value"]))


# Mutations.


def mutations(path: str) -> int:
    data = Path(path).read_bytes()
    cut, flip = digest(map(verdict, truncated(data))), digest(map(verdict, flipped(data)))
    print(f"truncated {cut:016x} flipped {flip:016x} cases {2 * len(data)}")
    return 0


def truncated(data: bytes) -> Iterator[bytes]:
    for size in range(len(data)):
        yield data[:size]


def flipped(data: bytes) -> Iterator[bytes]:
    for i, byte in enumerate(data):
        yield b"".join((data[:i], bytes([byte ^ 0xFF]), data[i + 1 :]))


def verdict(data: bytes) -> int:
    """The number of fields or series, all of which are looked at, or 2 ** 32 and the offset of the
    error."""
    try:
        reader = mmstats.decode(data)
    except mmstats.Error as error:
        if error.offset is None:
            raise
        return 2**32 + error.offset
    return sum(1 for _one in (reader if isinstance(reader, Reader) else reader.snapshot))


def digest(verdicts: Iterable[int]) -> int:
    """FNV-1a, 64 bits, of the verdicts as little-endian u64."""
    state = 0xCBF29CE484222325
    for verdict in verdicts:
        for byte in verdict.to_bytes(8, "little"):
            state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


# Writing and reading at the same time.


def live_write(path: str) -> int:
    with writer(path) as stats:
        requests = stats.counter("requests")
        work = stats.tuple("requests.and.work", "QQ")
        load = stats.f64("load")
        level = stats.i32("level")
        odd = stats.bool("odd")
        word = stats.text("word", 16)
        stats.create_file()
        print("ready", flush=True)
        n = 0
        while not stdin_ended():
            n += 1
            requests.inc()
            work.set(n, 3 * n)
            load.set(n / 2)
            level.set(-(n % 1000000))
            odd.set(n % 2 == 1)
            word.set(str(n))
            time.sleep(50e-6)
    print("wrote", n)
    return 0


def live_read(path: str, seconds: str) -> int:
    end = time.monotonic() + float(seconds)
    reads, seen = 0, set()
    last: dict[str, Any] = {"requests": 0, "load": 0.0}
    with Reader(path) as reader:
        while time.monotonic() < end:
            last = look(reader, last)
            seen.add(last["requests"])
            reads += 1
    print(f"reads {reads} distinct {len(seen)}")
    return 0


def look(reader: Reader, last: dict[str, Any]) -> dict[str, Any]:
    """Looks once, and once more where that shows what format 1 doesn't promise (SPEC.md 1.11): a
    reader that two writes overtake sees a tuple half-written, and one that is overtaken by one
    and part of the next a value before it is published, and then the one before it."""
    values = fresh(reader)
    if broken(reader, values, last):
        values = fresh(reader)
    expected = broken(reader, values, last)
    if expected:
        raise Violated(f"expected that {expected}; found {values} after {last}")
    return values


def broken(reader: Reader, values: dict[str, Any], last: dict[str, Any]) -> str | None:
    """What doesn't hold of these values, behind those of the last time."""
    count, work = values["requests.and.work"]
    checks = {
        "the parts of the tuple are in step": work == 3 * count,
        "requests never falls": values["requests"] >= last["requests"],
        "load never falls": values["load"] * 2 >= last["load"] * 2,
        "level is in range": -1000000 < values["level"] <= 0,
        "the writer is alive": reader.writer is Liveness.ALIVE,
    }
    return next((expected for expected, holds in checks.items() if not holds), None)


def fresh(reader: Reader) -> dict[str, Any]:
    reader.refresh()
    return {field.label: field.value for field in reader}


COMMANDS: dict[str, Callable[..., int]] = {
    "decode": decode,
    "write": write,
    "mutations": mutations,
    "live-write": live_write,
    "live-read": live_read,
    "live-write2": agent2.live_write,
    "live-read2": agent2.live_read,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print("usage: agent.py", "|".join(COMMANDS), "ARGUMENTS", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](*arguments[1:])
    except (mmstats.Error, Violated) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
