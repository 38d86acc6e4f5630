"""The C library that goes into the package, and the sources that it is built of."""

import ctypes
import json
import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

from setuptools.errors import SetupError

HERE = Path(__file__).resolve().parent
VERSION = runpy.run_path(str(HERE / "mmstats/_version.py"))["VERSION"]
# As `mmstats/_library.py` looks for it.
PACKAGED = Path("mmstats/_lib/libmmstats.so.0")

# Where a source distribution has the sources.
CARRIED = HERE / "libmmstats"
CRATES = ("mmstats-core", "mmstats-derive", "mmstats", "mmstats-capi")


def sources() -> Path | None:
    """The folder of Rust's workspace: inside this one in a source distribution, in the repository
    around it."""
    for root in (CARRIED, HERE.parent.parent):
        if all((root / crate / "Cargo.toml").exists() for crate in CRATES):
            return root
    return None


def library() -> Path:
    """The library, which is there or is built now."""
    if chosen := os.environ.get("MMSTATS_LIBRARY"):
        return _checked(Path(chosen).resolve())
    root = sources()
    if root is None:
        raise SetupError(
            f"found no libmmstats to put into the package: {HERE} is neither in the repository of "
            "mmstats nor in a source distribution of it, and so without the sources. Set "
            "MMSTATS_LIBRARY to the path of libmmstats.so."
        )
    if shutil.which("cargo") is None:
        needed = re.search(r'^rust-version = "(.+)"', (root / "Cargo.toml").read_text(), re.M)
        raise SetupError(
            "found no cargo, which builds libmmstats, the C library in the package. Install Rust "
            f"{needed[1] if needed else ''} or later, or set MMSTATS_LIBRARY to the path of a "
            f"libmmstats.so of version {VERSION}."
        )
    return _built(root)


def _checked(path: Path) -> Path:
    try:
        function = ctypes.CDLL(str(path))["mmstats_version"]
    except (OSError, AttributeError) as error:
        raise SetupError(
            f"found no libmmstats in {path}, which MMSTATS_LIBRARY names: {error}. Set it to the "
            "path of libmmstats.so, or unset it to have that built."
        ) from error
    function.restype = ctypes.c_char_p
    found = function().decode()
    if found != VERSION:
        raise SetupError(
            f"expected libmmstats {VERSION}, found {found} in {path}, which MMSTATS_LIBRARY names."
        )
    return path


def _built(root: Path) -> Path:
    command = ["cargo", "build", "--release", "--package", "mmstats-capi"]
    if root != CARRIED:
        # The lock file of the repository is right; what is carried is less than that knows of.
        command.append("--locked")
    done = subprocess.run(
        [*command, "--message-format=json-render-diagnostics"], cwd=root, stdout=subprocess.PIPE
    )
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]
    made = [
        name
        for message in messages
        if message["reason"] == "compiler-artifact" and "cdylib" in message["target"]["kind"]
        for name in message["filenames"]
        if name.endswith(".so")
    ]
    if done.returncode or not made:
        raise SetupError(
            f"`{' '.join(command)}` in {root} ended with {done.returncode} and made no library: "
            "see above for why."
        )
    return Path(made[-1])


def carry(root: Path, into: Path) -> None:
    """Copies the sources into a source distribution: what the library and the extension need."""
    into.mkdir()
    shutil.copy(root / "Cargo.lock", into)
    workspace = (root / "Cargo.toml").read_text()
    members = f"members = {json.dumps(CRATES)}"
    (into / "Cargo.toml").write_text(re.sub(r"^members = .*$", members, workspace, flags=re.M))
    shutil.copytree(root / "include", into / "include")
    for crate in CRATES:
        shutil.copytree(root / crate / "src", into / crate / "src")
        for name in ("Cargo.toml", "build.rs"):
            if (root / crate / name).exists():
                shutil.copy(root / crate / name, into / crate)
