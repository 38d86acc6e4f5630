"""mmstats 0.8.0 itself: its own tools and its own models, to be run beside ours.

It is Python 2. Where there is a python2.7 that runs, that takes it as it is; else a Python that has
lib2to3 (3.12 is the last one) translates it. It is fetched by pip once, to where builds go.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

from support import ROOT

VERSION = "0.8.0"
KEPT = ROOT / "build" / "python" / f"mmstats-{VERSION}.tar.gz"

# Its setup imports the package to know the version, and so runs Python 2 in Python 3.
STAND_IN = f"""
import sys, types
sys.modules["mmstats"] = types.ModuleType("mmstats")
sys.modules["mmstats"].__version__ = "{VERSION}"
"""

# What lib2to3 can't know: which texts of Python 2 are bytes in Python 3.
TRANSLATIONS = [
    (r"\basync\b", "async_"),
    (r"'((?:\\x[0-9a-f]{2})+)'", r"b'\1'"),
    (r"isinstance\(value, str\)", "isinstance(value, bytes)"),
    (r"initial = ''", "initial = b''"),
    (r"(_struct\.(?:label|type_signature)) = (.+)", r"\1 = (\2).encode('utf8')"),
    (
        r"_struct\.value = (self\.value)",
        r"_struct.value = \1.encode('utf8') if hasattr(\1, 'encode') else \1",
    ),
]


class Released(NamedTuple):
    """How to run it."""

    python: str
    folder: Path
    """Where its package is."""
    how: str

    @property
    def variables(self) -> dict[str, str]:
        """The environment in which Python finds it."""
        found = {"PYTHONPATH": str(self.folder), "PYTHONIOENCODING": "utf-8"}
        return {**os.environ, **found}

    def run(self, program: str, *arguments: str | Path, **variables: str) -> str:
        """Runs a program with it; returns what that prints."""
        done = subprocess.run(
            [self.python, "-c", program, *map(str, arguments)],
            # Where Python looks first.
            cwd=self.folder,
            env={**self.variables, **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def find(folder: Path) -> Released | str:
    """It, with what it needs in that folder; or why it isn't there."""
    python2 = next(filter(_runs, ["python2.7", "python2"]), None)
    with_lib2to3 = [sys.executable, "python3.12", "python3.11", "python3.10"]
    python3 = next(filter(_translates, with_lib2to3), None)
    if not (python2 or python3):
        return "no python2.7 and no Python with lib2to3 (3.12 or earlier) is on PATH"
    if why := _fetch(folder):
        return why
    sources = folder / f"mmstats-{VERSION}"
    (sources / "mmstats").mkdir(parents=True)
    with tarfile.open(KEPT) as archive:
        for member in archive.getmembers():
            source = archive.extractfile(member)
            if source and re.fullmatch(rf"mmstats-{VERSION}/mmstats/\w+\.py", member.name):
                (folder / member.name).write_bytes(source.read())
    if python2:
        return Released(python2, sources, f"by {shutil.which(python2)}")
    assert python3
    _translate(python3, sources / "mmstats")
    return Released(python3, sources, f"translated by lib2to3 of {shutil.which(python3)}")


def _runs(python: str) -> bool:
    return _succeeds(python, "import sys; assert sys.version_info[:2] == (2, 7)")


def _translates(python: str) -> bool:
    return _succeeds(python, "import lib2to3.main")


def _succeeds(python: str, program: str) -> bool:
    # There may be a command that only says that it has nothing to run.
    command = [python, "-W", "ignore", "-c", program]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _fetch(folder: Path) -> str | None:
    """Has pip fetch its sources, unless they are here; returns what is wrong."""
    if KEPT.exists():
        return None
    stand_in = folder / "stand-in"
    stand_in.mkdir()
    (stand_in / "sitecustomize.py").write_text(STAND_IN)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--retries=1"]
    options = ["--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--dest", str(folder)]
    done = subprocess.run(
        [*pip, *options, f"mmstats=={VERSION}"],
        env={**os.environ, "PYTHONPATH": str(stand_in)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        return f"pip could not fetch it: {done.stderr.strip().splitlines()[-1:]}"
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    # Whole at once, also where several runs fetch it.
    whole = folder / KEPT.name
    draft = KEPT.with_name(f"{KEPT.name}.{os.getpid()}")
    shutil.copyfile(whole, draft)
    os.replace(draft, KEPT)
    return None


def _translate(python: str, package: Path) -> None:
    for source in package.glob("*.py"):
        text = source.read_text()
        for found, instead in TRANSLATIONS:
            text = re.sub(found, instead, text)
        source.write_text(text)
    command = [python, "-W", "ignore", "-m", "lib2to3", "--write", "--nobackups", "--no-diffs"]
    subprocess.run([*command, str(package)], check=True, capture_output=True)
