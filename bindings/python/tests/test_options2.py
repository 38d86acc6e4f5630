"""Options of a writer of format 2, and what it warns of."""

from __future__ import annotations

import os
import stat
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import mmstats
from mmstats import Liveness, Reader, Writer
from mmstats import _warning as module
from support import run


@pytest.fixture(autouse=True)
def nothing_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_given", set())


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def mode(stats: Writer) -> int:
    assert stats.path
    return stat.S_IMODE(stats.path.stat().st_mode)


def test_the_mode_is_that_of_the_file(no_umask: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just that, whatever the umask is (F2-MODE)."""
    assert mode(Writer("test", filename="1")) == 0o600
    assert mode(Writer("test", filename="2", mode=0o666)) == 0o666
    monkeypatch.setenv("MMSTATS_MODE", "0644")
    assert mode(Writer("test", filename="3")) == 0o644
    assert mode(Writer("test", filename="4", mode=0o640)) == 0o640
    monkeypatch.setenv("MMSTATS_MODE", "rw-r--r--")
    with pytest.raises(mmstats.Invalid, match="MMSTATS_MODE"):
        Writer("test", filename="5")


def test_a_writer_that_can_have_no_file_is_detached(folder: Path) -> None:
    missing = folder / "missing"
    with pytest.raises(mmstats.NotFound):
        Writer("test", path=missing)
    with pytest.warns(mmstats.WriterWarning, match="missing") as caught:
        stats = Writer("test", path=missing, or_detached=True)
    assert caught[0].filename == __file__
    assert stats.path is None
    assert stats.warning == str(caught[0].message)
    hits = stats.counter("hits", labels=["k"])["v"]
    hits.inc()
    assert hits.value == 1


def test_what_makes_no_sense_is_an_error_all_the_same(folder: Path) -> None:
    with pytest.raises(mmstats.Invalid):
        Writer("", or_detached=True)


def test_a_warning_is_given_once_for_a_folder(folder: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for name in ("one", "one", "two"):
            stats = Writer("test", path=folder / name, or_detached=True)
            assert stats.warning
    assert [name in str(one.message) for name, one in zip(("one", "two"), caught)] == [True, True]
    assert len(caught) == 2
    assert issubclass(mmstats.WriterWarning, UserWarning)


def test_in_memory_there_is_nothing_to_warn_of(folder: Path) -> None:
    command = ["stat", "--file-system", "--format=%T", folder]
    kind = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    with Writer("test", path=folder) as stats:
        assert (stats.warning is None) == (kind in ("tmpfs", "ramfs"))


def test_liveness(folder: Path) -> None:
    """F2-LIVENESS"""
    stats = Writer("test", filename="test")
    assert stats.path
    with Reader(stats.path) as reader:
        assert reader.writer is Liveness.ALIVE
        data = stats.path.read_bytes()
        assert Reader.decode(data).writer is Liveness.UNKNOWN
        stats.close()
        assert reader.refresh().closed
        assert reader.writer is Liveness.DEAD
    assert Reader.decode(stats.path.read_bytes()).writer is Liveness.DEAD
    with pytest.raises(mmstats.Closed):
        print(reader.writer)


def test_liveness_of_a_process_that_has_ended(folder: Path) -> None:
    run(
        """
import os
import mmstats
second, first = mmstats.Writer("test", filename="2"), mmstats.v1.Writer("test", filename="1")
first.create_file()
os._exit(0)
"""
    )
    with Reader(folder / "2") as second, mmstats.v1.Reader(folder / "1") as first:
        assert not second.snapshot.closed
        assert second.writer is first.writer is mmstats.v1.Liveness.DEAD
