"""A reader's memory is a small multiple of the file's size, whatever the file says
(F1-LIMIT-READ)."""

import os
import subprocess
from pathlib import Path

MIB = 1 << 20
# What the command takes before it reads anything.
BASE = 16 * MIB
MULTIPLE = 8


def peak_of(command: list) -> tuple[int, int]:
    """Exit code and peak memory in bytes of a program whose output nobody wants."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024


def check(command: Path, path: Path, data: bytes, expected: int) -> None:
    path.write_bytes(data)
    code, peak = peak_of([command, "slurp", path])
    assert code == expected
    assert peak <= BASE + MULTIPLE * len(data), f"{peak / MIB:.0f} MiB for {len(data) / MIB:.0f}"


def test_as_many_fields_as_a_file_can_hold(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\x01\x00B\xff\x00"
    check(command, tmp_path / "dense.mmstats", b"\x01" + field * MIB, expected=0)


def test_as_many_parts_as_a_signature_can_hold(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\xff\xff" + b"B" * 0xFFFF + b"\xff" + bytes(0xFFFF)
    check(command, tmp_path / "parts.mmstats", b"\x01" + field * 60, expected=0)


def test_sizes_that_promise_more_than_there_is(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\x0a\x00999999999s\xff"
    check(command, tmp_path / "lying.mmstats", b"\x01" + field + bytes(4 * MIB), expected=1)
