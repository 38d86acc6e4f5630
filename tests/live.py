"""Every writer language against every reader language, on files that change while they are read."""

import itertools
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from agents import Agent

SECONDS = "0.5"
# A reader that sees fewer values than this of a writer that writes on and on saw no live file.
DISTINCT_AT_LEAST = 10
TIMEOUT = 60


# An agent's subcommands for files of a format, and what its reader prints at the end.
SUBCOMMANDS = {1: ("live-write", "live-read"), 2: ("live-write2", "live-read2")}
PRINTED = re.compile(r"reads (\d+) distinct (\d+)(?: busy (\d+))?")


class Violated(Exception):
    """A reader that saw what no writer wrote, or nothing at all."""


def pairs(agents: list[Agent]) -> Iterator[tuple[Agent, Agent]]:
    """Every writer with every reader."""
    return itertools.product(agents, agents)


def check(writer: Agent, reader: Agent, form: int) -> None:
    """One language reads what another writes at that moment, in a file of that format."""
    title = f"{writer.language} writes, {reader.language} reads, format {form}"
    write, look = SUBCOMMANDS[form]
    with tempfile.TemporaryDirectory(prefix="mmstats-live-") as folder:
        path = Path(folder) / "live.mmstats"
        writing = writer.popen(
            write, path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        try:
            ready = writing.stdout.readline()
            if ready != "ready\n":
                raise Violated(f"{title}: the writer said {ready!r}")
            read = _read(title, reader, look, path)
        finally:
            try:
                written, _ = writing.communicate(timeout=TIMEOUT)
            except subprocess.TimeoutExpired:
                writing.kill()
                raise Violated(f"{title}: the writer doesn't end with its input") from None
        if writing.returncode != 0:
            raise Violated(f"{title}: the writer ended with {writing.returncode}")
        print(f"{title}: {read}, {written.strip()}", flush=True)


def _read(title: str, reader: Agent, subcommand: str, path: Path) -> str:
    reading = reader.popen(
        subcommand, path, SECONDS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        printed, errors = reading.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        reading.kill()
        raise Violated(f"{title}: the reader doesn't end") from None
    found = PRINTED.fullmatch(printed.strip())
    if reading.returncode != 0 or found is None:
        raise Violated(f"{title}: ended with {reading.returncode}: {errors.strip() or printed!r}")
    if int(found[2]) < DISTINCT_AT_LEAST:
        raise Violated(f"{title}: {printed.strip()}: expected {DISTINCT_AT_LEAST} values at least")
    return printed.strip()
