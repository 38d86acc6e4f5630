"""decode.py and validate.py as commands."""

import json
import os
import subprocess
import sys

import pytest
from suite import SUITE


def run(name, *arguments):
    command = [sys.executable, SUITE / "reference" / name, *arguments]
    # The time-out turns a command that waits into a failure.
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def corpus(name):
    return str(SUITE / "v1" / name)


def test_decode_prints_one_line_of_json():
    path = corpus("foreign/mmstats-0.8.0/web-fresh.mmstats")
    done = run("decode.py", path)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert json.loads(done.stdout)["layout"] == "typed"


def test_decode_says_where_and_why():
    path = corpus("invalid/signature-2Q.mmstats")
    done = run("decode.py", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{path}: offset 10: expected a signature as in SPEC.md 1.4, found '2Q', "
        "unknown at its byte 0 (SPEC.md 1.3, F1-SIGNATURE)\n"
    )


def test_validate_says_what_it_found():
    valid, bad, note, broken = (
        corpus(f"{name}.mmstats")
        for name in (
            "valid/no-fields",
            "nonconforming/bool-ff",
            "valid/label-of-256",
            "invalid/version-00",
        )
    )
    done = run("validate.py", valid, bad, note, broken)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines == [
        f"{valid}: conforms",
        f"{bad}: offset 10: F1-BOOL (SPEC.md 1.5): expected 00 or 01, found ff",
        f"{note}: offset 1: note: F1-LABEL-256 (SPEC.md 1.3): "
        "expected a label size that is no multiple of 256, found 256",
        f"{note}: conforms",
        f"{broken}: offset 0: F1-VERSION (SPEC.md 1.2): expected version 01, "
        "found 00: a file that its writer has not finished creating, or no stats file",
    ]


def test_validate_exits_with_0_where_all_conform():
    assert run("validate.py", corpus("valid/no-fields.mmstats")).returncode == 0


@pytest.mark.parametrize("name", ["decode.py", "validate.py"])
def test_what_is_no_file_is_refused_without_waiting(name, tmp_path):
    fifo = tmp_path / "fifo.mmstats"
    os.mkfifo(fifo)
    for path in (fifo, tmp_path, tmp_path / "missing"):
        done = run(name, str(path))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize("name", ["decode.py", "validate.py"])
def test_a_symlink_is_followed(name, tmp_path):
    link = tmp_path / "link.mmstats"
    link.symlink_to(corpus("valid/no-fields.mmstats"))
    assert run(name, str(link)).returncode == 0


@pytest.mark.parametrize("name", ["decode.py", "validate.py"])
def test_usage(name):
    done = run(name)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")
