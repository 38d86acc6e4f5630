"""A reader's memory is a small multiple of the file's size, whatever the file says
(F1-LIMIT-READ)."""

import resource
import subprocess
from pathlib import Path

MIB = 1 << 20
# What the command takes before it reads anything.
BASE = 8 * MIB
MULTIPLE = 8


def check(command: Path, path: Path, data: bytes, expected: int) -> None:
    """Reads a file with no more memory than that: the command can't get any, and would abort."""
    path.write_bytes(data)
    limit = BASE + MULTIPLE * len(data)
    done = subprocess.run(
        [command, "slurp", path],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
        check=False,
    )
    assert done.returncode == expected, done.stderr.decode()


def test_as_many_fields_as_a_file_can_hold(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\x01\x00B\xff\x00"
    check(command, tmp_path / "dense.mmstats", b"\x01" + field * MIB, expected=0)


def test_as_many_parts_as_a_signature_can_hold(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\xff\xff" + b"B" * 0xFFFF + b"\xff" + bytes(0xFFFF)
    check(command, tmp_path / "parts.mmstats", b"\x01" + field * 60, expected=0)


def test_sizes_that_promise_more_than_there_is(command: Path, tmp_path: Path) -> None:
    field = b"\x01\x00a\x0a\x00999999999s\xff"
    check(command, tmp_path / "lying.mmstats", b"\x01" + field + bytes(4 * MIB), expected=1)


def test_the_limit_is_felt(command: Path, tmp_path: Path) -> None:
    """A file with a limit that is less than its size can't be read: the others pass for a reason."""
    path = tmp_path / "zeros.mmstats"
    path.write_bytes(b"\x01" + bytes(32 * MIB))
    done = subprocess.run(
        [command, "slurp", path],
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (BASE, BASE)),
        check=False,
    )
    assert done.returncode not in (0, 1)
