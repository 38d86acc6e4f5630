"""Finding and loading the library."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

import mmstats
from mmstats import _library
from support import PACKAGE, python, run

LIBRARY = os.environ["MMSTATS_LIBRARY"]
PRINT_NAME = "import mmstats._library; print(mmstats._library.NAME)"


def import_error(variables: dict[str, str]) -> str:
    done = python("-c", "import mmstats", variables={"LD_LIBRARY_PATH": "", **variables})
    assert done.returncode == 1
    return done.stderr[done.stderr.index("ImportError") :]


def test_from_the_variable() -> None:
    assert run(PRINT_NAME, variables={"MMSTATS_LIBRARY": LIBRARY}).strip() == LIBRARY


def test_from_the_variable_relative_to_the_working_folder(folder: Path) -> None:
    (folder / "library.so").symlink_to(LIBRARY)
    done = python("-c", PRINT_NAME, variables={"MMSTATS_LIBRARY": "library.so"}, cwd=folder)
    assert done.stdout.strip() == str(folder / "library.so")


def test_from_the_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # where `python -c` looks first
    shutil.copytree(PACKAGE / "mmstats", folder / "mmstats")
    (folder / "mmstats/_lib").mkdir()
    shutil.copy(LIBRARY, folder / "mmstats/_lib/libmmstats.so.0")
    found = run(PRINT_NAME, variables={"MMSTATS_LIBRARY": "", "PYTHONPATH": str(folder)})
    assert found.strip() == str(folder / "mmstats/_lib/libmmstats.so.0")


def test_from_the_system(folder: Path) -> None:
    (folder / "libmmstats.so.0").symlink_to(LIBRARY)
    variables = {"MMSTATS_LIBRARY": "", "LD_LIBRARY_PATH": str(folder)}
    assert run(PRINT_NAME, variables=variables).strip() == "libmmstats.so.0"


def test_the_variable_names_nothing(folder: Path) -> None:
    missing = str(folder / "missing.so")
    error = import_error({"MMSTATS_LIBRARY": missing})
    assert f"{missing} (from MMSTATS_LIBRARY)" in error
    assert "by the system's loader" not in error


def test_nowhere() -> None:
    error = import_error({"MMSTATS_LIBRARY": ""})
    assert str(_library.PACKAGED) in error
    assert "libmmstats.so.0 (by the system's loader)" in error
    assert "set MMSTATS_LIBRARY" in error


def test_another_library() -> None:
    with open("/proc/self/maps") as maps:
        libc = re.search(r"/\S*libc[.-]\S*", maps.read())
    assert libc
    assert f"{libc[0]} is no libmmstats" in import_error({"MMSTATS_LIBRARY": libc[0]})


def test_the_version_of_this_one() -> None:
    found = _library.version_of(_library.releasing, _library.NAME)
    assert found == mmstats.__version__


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("1.0.0-alpha.1", "1.0.0-alpha.1"),
        ("1.0.0", "1.0.0"),
        ("1.0.0", "1.0.1"),
        ("1.2.0", "1.1.7"),
        ("1.10.0", "1.9.0"),
    ],
)
def test_versions_that_fit(found: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_library, "VERSION", wanted)
    _library.check_version(found, "a library")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("1.0.0-alpha.2", "1.0.0-alpha.1"),
        ("1.0.0", "1.0.0-alpha.1"),
        ("1.0.0-alpha.1", "1.0.0"),
        ("1.0.9", "1.1.0"),
        ("1.9.0", "1.10.0"),
        ("2.0.0", "1.0.0"),
        ("1.0.0", "2.0.0"),
    ],
)
def test_versions_that_do_not(found: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_library, "VERSION", wanted)
    message = f"mmstats {wanted} needs a libmmstats of that version, found {found} in a library"
    with pytest.raises(ImportError, match=re.escape(message)):
        _library.check_version(found, "a library")
