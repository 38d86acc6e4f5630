"""A writer of format 2 at full rate, read while it runs and ended by SIGKILL at random instants
(../README.md, "A live writer")."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NamedTuple

import decode
import form
import live
import validate

CODES = 20
"""How many series of `hits` there are in the end."""
LONGEST = 0.4
"""How many seconds a round reads at most."""


class Violation(Exception):
    """What a reader saw and never should."""


class Seen(NamedTuple):
    """One look, as numbers. None: nothing published yet, or busy."""

    requests: int
    hits: int
    codes: int
    n: int | None
    load: float
    status: int | None
    latency: int


def check(command: list[str], kill: bool, seconds: float, timeout: float) -> str | None:
    """One round: why it fails, or None. A round that doesn't kill lets the writer close its
    file."""
    with tempfile.TemporaryDirectory(prefix="mmstats-live-") as folder:
        path = Path(folder) / "live.mmstats"
        try:
            with started([*command, str(path), "--full-rate"]) as process:
                await_visible(process, path, timeout)
                await_ready(process, timeout)
                last = watch(path, seconds)
                if kill:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    check_left(path, last)
                else:
                    check_closed(path, last, finished(process, timeout))
        except OSError as error:
            return f"{error}"
        except decode.FormatError as error:
            return f"a file that does not decode: {error}"
        except Violation as violation:
            return str(violation)
    return None


def random_seconds() -> float:
    """Often the first moments, when there is most to go wrong, and often not."""
    return random.random() ** 3 * LONGEST


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def await_visible(process: subprocess.Popen, path: Path, timeout: float) -> None:
    """F2-CREATE: from the moment it can be seen a file is whole, and has an id (F2-FILE-ID)."""
    end = time.monotonic() + timeout
    while not path.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise Violation(f"expected a file at {path.name}, found none")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        header = live.look(descriptor).file.data[:200]
    finally:
        os.close(descriptor)
    if header[120:136] == bytes(16):
        raise Violation("expected a random file id, found 0 in all of it (F2-FILE-ID)")


def await_ready(process: subprocess.Popen, timeout: float) -> None:
    ready, _, _ = select.select([process.stdout], [], [], timeout)
    line = process.stdout.readline() if ready else b""
    if line != b"ready\n":
        raise Violation(f"expected the line ready, found {line!r}")


def finished(process: subprocess.Popen, timeout: float) -> int:
    """Ends it by the end of its input, and returns how many steps it says it made."""
    try:
        stdout, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Violation("it does not end when its input ends") from None
    found = re.fullmatch(rb"wrote ([0-9]+)\n", stdout)
    if process.returncode != 0 or not found:
        raise Violation(f"expected wrote and a number, found {process.returncode}, {stdout!r}")
    return int(found[1])


def watch(path: Path, seconds: float) -> Seen | None:
    """Looks at the file again and again, and returns the last look."""
    end = time.monotonic() + seconds
    last = None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        while time.monotonic() < end:
            looked = live.look(descriptor)
            last = compared(last, seen(form.decoded(looked.file, looked.busy)))
    finally:
        os.close(descriptor)
    return last


def seen(decoded: dict) -> Seen:
    families = {family["name"]: family["series"] for family in decoded["families"]}
    try:
        requests, pair, load, status, latency = (
            families[name][0]["value"] for name in ("requests", "pair", "load", "status", "latency")
        )
        hits = {series["labels"]["code"]: series["value"] for series in families["hits"]}
        return Seen(
            int(requests),
            int(hits["200"]),
            len(hits),
            pair_of(pair),
            float(load),
            status_of(status),
            int(latency["count"]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Violation(f"not the families that README.md lists: {error!r}") from None


def pair_of(value: object) -> int | None:
    if value is None or isinstance(value, dict):
        return None
    n, triple, word = value
    if int(triple) != 3 * int(n) or word != n:
        raise Violation(f"pair: expected n, 3 n and n as text, found {value}: it is torn")
    return int(n)


def status_of(value: object) -> int | None:
    if value is None or isinstance(value, dict):
        return None
    found = re.fullmatch(r"n=([0-9]+)", value)
    if not found:
        raise Violation(f"status: expected n= and a number, found {value!r}: it is torn")
    return int(found[1])


def compared(before: Seen | None, now: Seen) -> Seen:
    """Nothing of this ever falls. What is not there now is as it was."""
    if before is None:
        return now
    for name, old, new in zip(Seen._fields, before, now):
        if old is not None and new is not None and new < old:
            raise Violation(f"{name}: fell from {old} to {new}")
    kept = (old if new is None else new for old, new in zip(before, now))
    return Seen(*kept)


def read(path: Path) -> tuple[dict, Seen]:
    """A file that nobody writes any more."""
    data = path.read_bytes()
    for departure in validate.departures(data):
        if departure.must:
            raise Violation(f"left a file that does not conform: {departure}")
    decoded = decode.decoded(decode.parse(data))
    return decoded, seen(decoded)


def check_left(path: Path, last: Seen | None) -> None:
    decoded, now = read(path)
    compared(last, now)
    if decoded["state"] != "open":
        raise Violation(f"expected a killed writer's file to be open, found {decoded['state']}")
    # Of one step only some words may be there.
    counts = {now.requests, now.hits, now.latency, now.n or 0, now.status or 0, int(2 * now.load)}
    if max(counts) - min(counts) > 1:
        raise Violation(f"expected values of one step and the next, found {now}")


def check_closed(path: Path, last: Seen | None, steps: int) -> None:
    decoded, now = read(path)
    compared(last, now)
    if decoded["state"] != "closed":
        raise Violation(f"expected a closed file, found {decoded['state']}")
    codes = min(CODES, 1 + steps // 1000)
    number = steps or None
    expected = Seen(steps, steps, codes, number, steps / 2, number, steps)
    if now != expected:
        raise Violation(f"expected {expected}, found {now}")
