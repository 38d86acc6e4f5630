"""What the Python agent does with format 2."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mmstats
from mmstats import BUSY, Kind, Snapshot, Type
from mmstats.reader import Family, Histogram, Series, Struct, Window


class Violated(Exception):
    """A reader saw what no writer writes."""


# Decoding.


def decoded_form(reader: mmstats.Reader) -> dict[str, Any]:
    snapshot = reader.snapshot
    return {
        "format": 2,
        "application": snapshot.application,
        "state": "closed" if snapshot.closed else "open",
        "skipped": snapshot.info.skipped,
        "families": [decoded_family(*pair) for pair in snapshot.by_family()],
    }


def decoded_family(family: Family, series: tuple[Series, ...]) -> dict[str, Any]:
    return {
        "name": family.name,
        "kind": family.kind.value,
        "type": family.type.value,
        "unit": family.unit,
        "help": family.help,
        "aggregate": family.aggregate.value,
        "alive_only": family.alive_only,
        "labels": list(family.labels),
        **shape(family),
        "series": [
            {
                "labels": dict(one.labels),
                "created": str(one.created),
                "value": decoded_value(one.value),
            }
            for one in series
        ],
    }


def shape(family: Family) -> dict[str, Any]:
    """What families of its kind have besides."""
    if family.kind is Kind.HISTOGRAM:
        return {"scale": family.scale, "first": family.first, "buckets": family.buckets}
    if family.kind is Kind.WINDOW:
        return {"duration": str(family.duration), "slots": family.slots}
    if family.kind in (Kind.COUNTER, Kind.GAUGE):
        return {}
    slots = {"slots": family.slots, "width": family.width}
    if family.kind is Kind.TEXT:
        return slots
    components = [
        {**of._asdict(), "type": of.type.value, "kind": of.kind.value} for of in family.components
    ]
    return {**slots, "components": components}


def decoded_value(value: object) -> Any:
    if value is BUSY:
        return {"busy": True}
    if isinstance(value, Struct):
        return list(map(decoded_value, value))
    if isinstance(value, Histogram):
        numbers = ("count", "sum", "min", "max", "zero", "above", "negative", "nan")
        found = {name: decoded_value(getattr(value, name)) for name in numbers}
        return {**found, "buckets": [[index, str(count)] for index, count in value.buckets]}
    if isinstance(value, Window):
        slots = [
            {name: repr(number) for name, number in vars(slot).items()} for slot in value.slots
        ]
        return {"refused": str(value.refused), "slots": slots}
    return value if isinstance(value, (bool, str, type(None))) else repr(value)


# Writing.


def named(path: str) -> dict[str, Any]:
    """Options of a writer whose file has that path."""
    filename = Path(path).name.replace("{", "{{").replace("}", "}}")
    return {"path": Path(path).absolute().parent, "filename": filename}


def write(path: str, scenario: dict[str, Any]) -> int:
    fixed = identity(scenario["identity"]) if "identity" in scenario else None
    stats = mmstats.Writer(scenario["application"], identity=fixed, **named(path))
    player = Player(stats)
    for step in scenario["steps"]:
        player.play(step)
    # What isn't closed stays as if the writer had been killed: the interpreter would close it.
    sys.stdout.flush()
    os._exit(0)


def identity(given: dict[str, str]) -> mmstats.Identity:
    ids = ("boot_id", "file_id")
    known = {name: bytes.fromhex(of) if name in ids else int(of) for name, of in given.items()}
    return mmstats.Identity(**known)  # type: ignore[arg-type]


class Player:
    """Plays the steps of a scenario."""

    def __init__(self, stats: mmstats.Writer) -> None:
        self.stats = stats
        self.families: dict[str, tuple[dict[str, Any], Any]] = {}
        self.locals: list[mmstats.Local] = []

    def play(self, step: dict[str, Any]) -> None:
        if step["op"] == "close":
            self.stats.close()
        elif step["op"] == "family":
            self.families[step["name"]] = step, declare(self.stats, step)
        else:
            family, declared = self.families[step["name"]]
            handle = declared[tuple(step["labels"])] if family.get("labels") else declared
            if "stripe" in step:
                handle = self.local(step["stripe"])(handle)
            getattr(handle, step["op"])(*arguments(family, step["values"]))

    def local(self, number: int) -> mmstats.Local:
        while len(self.locals) < number:
            self.locals.append(self.stats.local())
        return self.locals[number - 1]


def declare(stats: mmstats.Writer, family: dict[str, Any]) -> Any:
    kind, type = family["kind"], Type(family["type"])
    default = Type.I64 if kind == "gauge" else Type.BYTES if type is Type.BYTES else Type.U64
    verb = kind if type is default else f"{kind}_{type.value}"
    same = ("unit", "help", "alive_only", "labels", "limit", "capacity")
    options = {name: family[name] for name in same if name in family}
    if "scale" in family:
        options["buckets"] = family["scale"], family["first"], family["buckets"]
    if "duration" in family:
        # Scenarios say how many the ring has.
        options["duration"], options["slots"] = int(family["duration"]), family["slots"] - 1
    if "components" in family:
        options["components"] = [mmstats.Component(**of) for of in family["components"]]
    return getattr(stats, verb)(family["name"], aggregate=family["aggregate"], **options)


def arguments(family: dict[str, Any], values: list[Any]) -> Iterator[Any]:
    """The values of a step, as what the handle takes."""
    types = [of["type"] for of in family.get("components", [])]
    if family["kind"] == "window":
        types = ["u64", family["type"]]
    for type, value in zip(types or [family["type"]], values):
        spelled_as_is = type in ("text", "bytes", "bool")
        yield value if spelled_as_is else float(value) if type[0] == "f" else int(value)


# Writing and reading at the same time.

SERIES = 20
STEPS = 1000


def live_write(path: str, pace: str = "") -> int:
    pause = 0 if pace == "--full-rate" else 50e-6
    with mmstats.Writer("agent", **named(path)) as stats:
        requests = stats.counter("requests")
        parts = [("n", "u64", "counter"), ("triple", "u64", "counter")]
        pair = stats.struct("pair", [*parts, ("word", "text", "text", "", 16)])
        load = stats.gauge_f64("load")
        status = stats.text("status", capacity=24)
        latency = stats.histogram("latency")
        hits = stats.counter("hits", labels=["code"])
        ok = hits["200"]
        print("ready", flush=True)
        n = 0
        while not stdin_ended():
            n += 1
            requests.inc()
            pair.publish(n, 3 * n, str(n))
            load.set(n / 2)
            status.set(f"n={n}")
            latency.observe(n % 1000)
            ok.inc()
            if n % STEPS == 0 and n // STEPS < SERIES:
                hits[f"n{n // STEPS}"]
            if pause:
                time.sleep(pause)
    print("wrote", n)
    return 0


def stdin_ended() -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(readable) and not os.read(sys.stdin.fileno(), 1)


def live_read(path: str, seconds: str) -> int:
    end = time.monotonic() + float(seconds)
    reads, busy, seen = 0, 0, set()
    newest: dict[str, float] = {}
    with mmstats.Reader(path) as reader:
        while time.monotonic() < end:
            snapshot = reader.refresh()
            now = looked(snapshot)
            fell = {name for name in now if now[name] < newest.get(name, 0)}
            if fell:
                raise Violated(f"expected that {fell} don't fall; found {now} after {newest}")
            newest.update(now)
            seen.add(newest["requests"])
            busy += snapshot.busy
            reads += 1
    print(f"reads {reads} distinct {len(seen)} busy {busy}")
    return 0


def looked(snapshot: Snapshot) -> dict[str, float]:
    """What never falls, but for what is busy or was not published yet."""
    status, pair = snapshot.find("status").value, snapshot.find("pair").value
    latency = snapshot.find("latency").value
    found: dict[str, object] = {
        "requests": snapshot.find("requests").value,
        "load": snapshot.find("load").value,
        "hits": snapshot.find("hits", {"code": "200"}).value,
        "series of hits": len(snapshot["hits"]),
        "latency": latency.count if isinstance(latency, Histogram) else latency,
        "pair": pair["n"] if isinstance(pair, Struct) else pair,
        "status": number(status) if isinstance(status, str) else status,
    }
    if isinstance(pair, Struct):
        n = pair["n"]
        if list(pair) != [n, 3 * int(n), str(n)]:
            raise Violated(f"expected that the parts of pair are in step, found {pair}")
    unknown = {name: of for name, of in found.items() if not isinstance(of, (int, float))}
    if any(of is not BUSY and of is not None for of in unknown.values()):
        raise Violated(f"expected numbers, found {unknown}")
    return {name: of for name, of in found.items() if isinstance(of, (int, float))}


def number(status: str) -> int:
    if not status.startswith("n=") or not status[2:].isdecimal():
        raise Violated(f"expected n= and a number, found {status!r}")
    return int(status[2:])
