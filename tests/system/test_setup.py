"""`make setup` on a machine that lacks things, where nothing can be installed, names all of it in
one message."""

import shutil
import subprocess
from pathlib import Path

# What .ci/setup itself is written with: every system has them.
BASICS = ("sh", "dirname", "sed", "sort", "head", "cut", "tr", "id", "mktemp", "rm", "cmp", "cp", "echo")


def test_what_is_missing_is_named_at_once(root: Path, tmp_path: Path) -> None:
    for name in BASICS:
        found = shutil.which(name)
        assert found, f"this machine has no {name}"
        (tmp_path / name).symlink_to(found)
    done = subprocess.run(
        [root / ".ci/setup"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    for name in ("cc", "c++", "cmake", "pkg-config", "python3", "valgrind", "cargo"):
        assert name in last.split(), f"{name} isn't named in: {last}"
