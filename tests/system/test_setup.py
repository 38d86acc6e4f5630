"""`make setup` on a machine that lacks things, where nothing can be installed, names all of it in
one message."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

# What .ci/setup itself is written with: every system has them.
BASICS = ("sh", "dirname", "sed", "sort", "head", "cut", "tr", "id", "mktemp", "rm", "cmp", "cp", "echo")


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """An environment in which there are the basics only: no package manager above all."""
    for name in BASICS:
        found = shutil.which(name)
        assert found, f"this machine has no {name}"
        (tmp_path / name).symlink_to(found)
    return {"PATH": str(tmp_path)}


def last_line(root: Path, variables: dict[str, str]) -> str:
    """What the set-up says at its end, where it fails."""
    done = subprocess.run([root / ".ci/setup"], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_what_is_missing_is_named_at_once(root: Path, variables: dict[str, str]) -> None:
    last = last_line(root, variables)
    for name in ("cc", "c++", "cmake", "pkg-config", "python3", "javac", "mvn", "valgrind", "cargo"):
        assert name in last.split(), f"{name} isn't named in: {last}"


def test_what_mounting_needs_is_named_to_root_alone(root: Path, variables: dict[str, str]) -> None:
    named = last_line(root, variables).split()
    for name in ("mkfs.ext4", "mount"):
        assert (name in named) == (os.geteuid() == 0)


def test_a_jdk_that_is_too_old_is_named(root: Path, variables: dict[str, str], tmp_path: Path) -> None:
    javac = tmp_path / "bin/javac"
    javac.parent.mkdir()
    javac.write_text("#!/bin/sh\necho javac 11.0.2\n")
    javac.chmod(0o755)
    assert "Java 17 or later (this is 11.0.2)" in last_line(root, {**variables, "JAVA_HOME": str(tmp_path)})


def test_a_java_home_that_has_no_jdk_is_named(root: Path, variables: dict[str, str], tmp_path: Path) -> None:
    last = last_line(root, {**variables, "JAVA_HOME": str(tmp_path)})
    assert f"a JDK in JAVA_HOME (there is no {tmp_path}/bin/javac)" in last
    assert "javac" not in last.split()
