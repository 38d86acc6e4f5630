"""Pythons, environments without anything in them, and packages to install there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from support import PACKAGE

# Far more than a build of the library needs.
BUILD_TIMEOUT = 600

WHAT = (
    "import sys, sysconfig, venv, ensurepip\n"
    "if not sysconfig.get_config_var('Py_GIL_DISABLED'):\n"
    "    print(sys.version_info[0], sys.version_info[1])"
)


def pythons() -> dict[tuple[int, int], str]:
    """The Pythons that there are, by version: this one, python3.X on PATH, and those that
    MMSTATS_PYTHONS names, by their paths with colons between."""
    named = os.environ.get("MMSTATS_PYTHONS", "").split(":")
    on_path = (shutil.which(f"python3.{minor}") for minor in range(10, 30))
    found = {sys.version_info[:2]: sys.executable}
    for program in filter(None, [*named, *on_path]):
        # What is there may be a stand-in that knows of no Python, or one that can't make a venv.
        done = subprocess.run([program, "-c", WHAT], capture_output=True, encoding="utf-8")
        if done.returncode == 0 and done.stdout:
            major, minor = map(int, done.stdout.split())
            if (major, minor) >= (3, 10):
                found.setdefault((major, minor), program)
    return found


def oldest_and_newest() -> dict[str, str]:
    """The oldest and the newest of them, which may be one, by what to call them."""
    found = pythons()
    return {f"{major}.{minor}": found[major, minor] for major, minor in (min(found), max(found))}


def variables(**more: str) -> dict[str, str]:
    """An environment that says nothing of this tree."""
    told = ("MMSTATS_", "PYTHON", "PIP_", "VIRTUAL_ENV")
    own = {name: text for name, text in os.environ.items() if not name.startswith(told)}
    return {**own, **more}


def setuptools_alone(folder: Path) -> Path:
    """A folder with the pinned setuptools, for environments that can't load it."""
    found = distribution("setuptools")
    for name in {Path(file).parts[0] for file in found.files or [] if ".." not in str(file)}:
        if name != "__pycache__":
            (folder / name).symlink_to(str(found.locate_file(name)))
    return folder


def build(kind: str, into: Path, **more: str) -> Path:
    """Builds a package of this tree as pip does: a "wheel" or an "sdist"."""
    into.mkdir(exist_ok=True)
    call = f"from setuptools import build_meta; build_meta.build_{kind}({str(into)!r})"
    left = [PACKAGE / name for name in ("build", "libmmstats.egg-info")]
    before = [path for path in left if path.exists()]
    done = subprocess.run(
        [sys.executable, "-c", call],
        cwd=PACKAGE,
        env=variables(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=BUILD_TIMEOUT,
    )
    for path in left:
        if path not in before:
            shutil.rmtree(path, ignore_errors=True)
    if done.returncode:
        raise Failed(done.stdout)
    [package] = into.iterdir()
    return package


class Failed(Exception):
    """A build, with all that it said."""


class Environment:
    """A virtual environment, fresh but for one package after the other."""

    def __init__(self, python: str, folder: Path, tools: Path) -> None:
        subprocess.run([python, "-m", "venv", folder], check=True, env=variables())
        self.python = folder / "bin/python"
        self._tools = tools

    def install(self, package: Path, **more: str) -> None:
        """Installs a package without a network: what it needs to be built is in `tools`."""
        options = ["--no-build-isolation", "--no-index", "--no-cache-dir", "--force-reinstall"]
        command = [self.python, "-m", "pip", "--isolated", "install", *options, package]
        done = subprocess.run(
            command,
            env=variables(PYTHONPATH=str(self._tools), **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=BUILD_TIMEOUT,
        )
        assert done.returncode == 0, done.stdout

    def has_headers(self) -> bool:
        """Whether extensions can be built for it."""
        asked = self.run("-c", "import sysconfig; print(sysconfig.get_path('include'))")
        return Path(asked.strip(), "Python.h").exists()

    def run(self, *arguments: str | Path) -> str:
        """Runs a program in it, that has nothing to complain of."""
        done = subprocess.run(
            [self.python, "-I", *arguments],
            env=variables(MMSTATS_PATH=os.environ["MMSTATS_PATH"]),
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout
