"""What several tests use."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
VARIABLES = (
    "MMSTATS_PATH",
    "MMSTATS_FILES",
    "MMSTATS_GLOB",
    "MMSTATS_MODE",
    "RUNTIME_DIRECTORY",
    "TMPDIR",
    "TEMP",
    "TMP",
)
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None

# Far more than any test needs; a test that takes longer hangs.
TIMEOUT = 60


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@contextlib.contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder that is removed again."""
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="mmstats-test-") as folder:
        yield Path(folder)


def extension() -> str:
    """The path of the extension, which is built where there is none."""
    command = [sys.executable, str(PACKAGE / "build_extension.py")]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return done.stdout.strip()


def python(
    *arguments: str | Path,
    variables: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
    **options: object,
) -> subprocess.CompletedProcess[str]:
    """Runs Python on this package. Warnings are errors, and what only -X dev finds too."""
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        **options,
    )


def run(
    script: str,
    *arguments: str | Path,
    variables: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
) -> str:
    """Runs a script that has to succeed and has nothing to complain of; returns what it prints."""
    done = python("-c", script, *arguments, variables=variables, timeout=timeout)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout
