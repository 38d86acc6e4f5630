"""What pip installs: wheels and source distributions of this tree, in fresh environments."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import build_library
from mmstats._interpreter import REFUSED
from packaging_tools import Environment, Failed, build, oldest_and_newest, setuptools_alone
from setuptools.errors import SetupError
from support import PACKAGE, ROOT

LIBRARY = os.environ["MMSTATS_LIBRARY"]

# A build of the library that isn't timed, of crates that are there, and in a folder of its own: it
# is not to be taken for a release.
QUICK = {
    "CARGO_TARGET_DIR": str(ROOT / "build/python/target"),
    "CARGO_NET_OFFLINE": "true",
    "CARGO_PROFILE_RELEASE_DEBUG": "0",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
}

PROGRAM = """
import os
import mmstats
from mmstats import _hot, _library

name = f"packaged-{os.getpid()}"
stats = mmstats.Writer(name, filename="{CLASS}-{PID}.mmstats")
hits = stats.counter("hits", labels=["code"])
hits["200"].inc()
with stats.timer("latency"):
    pass
if not os.fork():
    hits["200"].add(2)
    os._exit(0)
os.wait()
totals = mmstats.Application(name).look()
assert totals.find("hits", {"code": "200"}).value == 3
assert totals.find("latency").value.count == 1
package = os.path.dirname(mmstats.__file__)
print(os.path.relpath(_library.NAME, package), _hot.WAY, mmstats.__version__)
"""
PACKAGED = "_lib/libmmstats.so.0"

PYTHONS = oldest_and_newest()
OLDEST, NEWEST = [*PYTHONS][0], [*PYTHONS][-1]

Environments = dict[str, Environment]


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Environments:
    """One of each Python."""
    folder = tmp_path_factory.mktemp("environments")
    tools = setuptools_alone(tmp_path_factory.mktemp("tools"))
    return {name: Environment(PYTHONS[name], folder / name, tools) for name in PYTHONS}


def check(fresh: Environment, has_extension: bool) -> None:
    """That an installed package works, and what it is made of."""
    way = "extension" if has_extension else "memoryviews"
    assert fresh.run("-c", PROGRAM).split() == [PACKAGED, way, build_library.VERSION]
    # Python says itself that sub-interpreters are an experiment.
    tried = fresh.run("-W", "ignore", PACKAGE / "tests/interpreters.py")
    assert tried.splitlines()[:2] == [REFUSED, REFUSED]


def test_a_wheel(environments: Environments, tmp_path: Path) -> None:
    """With a library that is built of this tree."""
    has_extension = Path(sysconfig.get_path("include"), "Python.h").exists()
    wheel = build("wheel", tmp_path / "wheel", **QUICK)
    tag = "cp310-abi3" if has_extension else "py3-none"
    assert re.fullmatch(rf"libmmstats-[^-]+-{tag}-linux_\w+\.whl", wheel.name)
    packed = zipfile.ZipFile(wheel)
    names = packed.namelist()
    modules = {str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("mmstats/**/*.py")}
    assert modules | {f"mmstats/{PACKAGED}", "mmstats/py.typed", "mmstats/_speed.pyi"} <= {*names}
    assert sum("/licenses/LICENSE-" in name for name in names) == 2
    assert not [name for name in names if "test" in name]
    here = [os.fsencode(folder) for folder in (ROOT, sys.base_prefix) if folder != "/usr"]
    for name in names:
        assert not [folder for folder in here if folder in packed.read(name)], name
    for fresh in environments.values():
        fresh.install(wheel)
        check(fresh, has_extension)


def test_a_wheel_without_a_compiler(environments: Environments, tmp_path: Path) -> None:
    """It has no extension, so it is for any Python; and a library that was there."""
    variables = {"MMSTATS_LIBRARY": LIBRARY, "CC": str(tmp_path / "no-compiler")}
    wheel = build("wheel", tmp_path / "wheel", **variables)
    assert "-py3-none-linux_" in wheel.name
    for fresh in environments.values():
        fresh.install(wheel)
        check(fresh, has_extension=False)


def test_a_source_distribution(environments: Environments, tmp_path: Path) -> None:
    """Of which the library is built anew on the oldest Python; the newest one is given one."""
    package = build("sdist", tmp_path / "sdist")
    names = [name.partition("/")[2] for name in tarfile.open(package).getnames()]
    for name in ("setup.py", "src/speed.c", "LICENSE-MIT", "libmmstats/mmstats-capi/Cargo.toml"):
        assert name in names
    assert not [name for name in names if re.search(r"(^|/)tests?/|\.so|/target/", name)]
    fresh = environments[OLDEST]
    fresh.install(package, **QUICK)
    check(fresh, fresh.has_headers())
    fresh = environments[NEWEST]
    fresh.install(package, MMSTATS_LIBRARY=LIBRARY)
    check(fresh, fresh.has_headers())


def test_without_cargo_the_build_says_so(tmp_path: Path) -> None:
    with pytest.raises(Failed) as failed:
        build("wheel", tmp_path / "wheel", PATH=str(tmp_path))
    last = str(failed.value).strip().splitlines()[-1]
    assert last.startswith("error: found no cargo, which builds libmmstats"), str(failed.value)
    assert re.search(r"Install Rust 1\.\d+ or later, or set MMSTATS_LIBRARY to the path", last)


def test_what_is_no_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for wrong in (tmp_path / "missing.so", Path(__file__)):
        monkeypatch.setenv("MMSTATS_LIBRARY", str(wrong))
        with pytest.raises(SetupError, match=re.escape(f"found no libmmstats in {wrong}")):
            build_library.library()


def test_a_library_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_library, "VERSION", "0.0.1")
    monkeypatch.setenv("MMSTATS_LIBRARY", LIBRARY)
    with pytest.raises(SetupError, match=r"expected libmmstats 0\.0\.1, found "):
        build_library.library()


def test_a_folder_without_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MMSTATS_LIBRARY")
    monkeypatch.setattr(build_library, "HERE", tmp_path / "a/b/c")
    monkeypatch.setattr(build_library, "CARRIED", tmp_path / "a/b/c/libmmstats")
    with pytest.raises(SetupError, match="without the sources. Set MMSTATS_LIBRARY"):
        build_library.library()
