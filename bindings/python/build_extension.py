#!/usr/bin/env python3
"""Builds the C extension for a tree that isn't installed, unless it is there already, and prints
its path, which MMSTATS_EXTENSION takes."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILT = ROOT / "build/python/mmstats/_speed.abi3.so"
MADE_OF = (HERE / "setup.py", *HERE.glob("src/*"), *ROOT.glob("include/**/*.h"))


def build() -> Path:
    """Builds it where something is newer. Several may do so at once."""
    if BUILT.exists() and all(path.stat().st_mtime < BUILT.stat().st_mtime for path in MADE_OF):
        return BUILT
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as folder:
        command = [sys.executable, "setup.py", "-q", "build_ext"]
        places = ["--build-lib", folder, "--build-temp", f"{folder}/objects"]
        done = subprocess.run(
            [*command, *places], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        made = Path(folder, "mmstats", BUILT.name)
        # What is optional in a package isn't here.
        if done.returncode or not made.exists():
            sys.exit(f"build_extension: no extension came out of this:\n{done.stdout.decode()}")
        os.replace(made, BUILT)
    return BUILT


if __name__ == "__main__":
    print(build())
