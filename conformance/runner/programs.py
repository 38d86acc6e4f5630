"""Running somebody else's program, whatever it does."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import NamedTuple


class Outcome(NamedTuple):
    """How a program ended: `trouble` where it didn't end by itself."""

    status: int
    stdout: bytes
    stderr: bytes
    trouble: str = ""

    def first_words(self) -> str:
        """The start of its stderr, for a message."""
        text = self.stderr.decode("utf-8", "replace").strip()
        return f": {text.splitlines()[0][:200]}" if text else ""


def run(command: list[str], stdin: bytes, timeout: float) -> Outcome:
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that what it starts can be ended with it
        )
    except OSError as error:
        return Outcome(-1, b"", b"", f"can't be started: {error}")
    try:
        stdout, stderr = process.communicate(stdin, timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Outcome(-1, b"", b"", f"hangs: no end after {timeout:g} s")
    if process.returncode < 0:
        name = signal_name(-process.returncode)
        return Outcome(process.returncode, stdout, stderr, f"crashed by signal {name}")
    return Outcome(process.returncode, stdout, stderr)


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return str(number)
