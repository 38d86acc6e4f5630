"""Writers: their files, from creation to the end."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

import mmstats
from mmstats.v1 import Liveness, Reader, Writer
from support import run


def test_file_and_system_fields(folder: Path) -> None:
    with Writer("test") as stats:
        assert (stats.path, stats.size) == (None, 4096)
        path = stats.create_file()
        assert (stats.path, path.parent, path.stat().st_size) == (path, folder, 4096)
        with Reader(path) as reader:
            values = {label: value for label, value, _ in reader}
            assert list(values) == ["sys.pid", "sys.tid", "sys.uid", "sys.gid", "sys.created"]
            assert values["sys.pid"] == os.getpid()
            assert values["sys.uid"] == os.getuid()
            assert reader.writer is Liveness.ALIVE


def test_default_name_says_which_program_runs() -> None:
    with Writer("test") as stats:
        name = stats.create_file().name
        assert name.startswith(f"{os.path.basename(sys.argv[0])}-{os.getpid()}-")


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("/usr/bin/web.py", "web.py"),
        ("a{b}", "a{b}"),
        ("", "python"),
        ("-c", "python"),
    ],
)
def test_command(called: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    with Writer("test", filename="{CMD} {{CMD}} {{{CLASS}}}") as stats:
        command, rest = stats.create_file().name.split(" ", 1)
        assert command.startswith(expected)
        assert rest == "{CMD} {test}"


def test_names_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMSTATS_FILES", "{CLASS}.mmstats")
    with Writer("web") as stats:
        assert stats.create_file() == folder / "web.mmstats"


def test_options(folder: Path) -> None:
    (folder / "sub").mkdir()
    umask = os.umask(0o022)
    try:
        with Writer(
            "x", path=folder / "sub", filename="y", label_prefix="web.", mode=0o640
        ) as stats:
            stats.counter("hits")
            path = stats.create_file()
    finally:
        os.umask(umask)
    assert path == folder / "sub/y"
    assert path.stat().st_mode & 0o777 == 0o640
    with Reader(path) as reader:
        assert [f.label for f in reader][::5] == ["web.sys.pid", "web.hits"]


def test_several_pages() -> None:
    with Writer("test", system_fields=False) as stats:
        counters = [stats.counter(f"counter.{i}") for i in range(1000)]
        for i, counter in enumerate(counters):
            counter.add(i)
        assert stats.size % 4096 == 0 and stats.size > 4096
        with Reader(stats.create_file()) as reader:
            assert reader.size == stats.size
            assert [field.value for field in reader] == list(range(1000))


def test_no_fields_after_the_file() -> None:
    with Writer("test") as stats:
        stats.create_file()
        with pytest.raises(mmstats.Closed, match="declare it before create_file"):
            stats.counter("hits")
        with pytest.raises(mmstats.Closed, match="it has one already"):
            stats.create_file()


def test_creation_can_be_tried_again(folder: Path) -> None:
    with Writer("test", path=folder / "sub") as stats:
        hits = stats.counter("hits")
        with pytest.raises(mmstats.NotFound):
            stats.create_file()
        hits.inc()
        (folder / "sub").mkdir()
        with Reader(stats.create_file()) as reader:
            assert reader["hits"].value == 1


def test_flush() -> None:
    with Writer("test") as stats:
        with pytest.raises(mmstats.Closed, match="create_file was not called"):
            stats.flush()
        stats.create_file()
        stats.flush()
        stats.flush(wait=False)


def test_close_leaves_the_file() -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")
        path = stats.create_file()
        hits.inc()
    stats.close()
    assert stats.path == path
    with Reader(path) as reader:
        assert reader["hits"].value == 1
    with pytest.raises(mmstats.Closed, match="this writer was closed"):
        stats.remove()
    assert path.exists()


def test_remove(folder: Path) -> None:
    with Writer("test") as stats:
        stats.create_file()
        stats.remove()
        stats.remove()
        assert (list(folder.iterdir()), stats.path) == ([], None)
        for call in (stats.flush, stats.create_file, lambda: stats.size, lambda: stats.u8("u8")):
            with pytest.raises(mmstats.Closed, match="was removed"):
                call()


def test_remove_without_a_file() -> None:
    stats = Writer("test")
    stats.remove()
    with pytest.raises(mmstats.Closed):
        stats.create_file()


def test_failed_remove_can_be_tried_again() -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")
        path = stats.create_file()
        # Another file under its name is left alone.
        path.unlink()
        path.write_bytes(b"\1")
        hits.inc()
        stats.remove()
        assert path.read_bytes() == b"\1"


def test_a_handle_keeps_its_writer() -> None:
    stats = Writer("test")
    hits = stats.counter("hits")
    path = stats.create_file()
    del stats
    hits.inc()
    with Reader(path) as reader:
        assert reader["hits"].value == 1


def test_a_writer_ends_with_its_last_handle() -> None:
    """At once: nothing of it waits for the garbage collector."""
    gc.disable()
    try:
        stats = Writer("test", filename="same")
        handles = [
            stats.counter("counter"),
            stats.average("average"),
            stats.moving_average("moving"),
            stats.timer("timer"),
            stats.sampling_counter("sampling", 1),
            stats.text("text"),
            stats.tuple("tuple", "Q5s"),
            stats.u8("u8"),
        ]
        add = stats.average("kept").add
        stats.create_file()
        with Writer("test", filename="same") as second:
            with pytest.raises(mmstats.Busy):
                second.create_file()
            del stats, handles
            second.create_file()
        with pytest.raises(mmstats.Closed, match="its Writer and handles are gone"):
            add(1.0)
    finally:
        gc.enable()


def test_dead_writers_are_known() -> None:
    path = run(
        """
import mmstats
stats = mmstats.v1.Writer("test")
hits = stats.counter("hits")
print(stats.create_file())
hits.inc()
"""
    ).strip()
    with Reader(path) as reader:
        assert reader.writer is Liveness.DEAD
        assert reader["hits"].value == 1


@pytest.mark.parametrize("size, cause", [(-1, mmstats.Invalid), (1 << 64, mmstats.Limit), ((1 << 64) + 5, mmstats.Limit)])
def test_sizes_that_do_not_fit_are_refused_and_not_wrapped(tmp_path: Path, size: int, cause: type) -> None:
    with mmstats.v1.Writer("sizes", path=tmp_path) as stats:
        with pytest.raises(cause):
            stats.text("text", size)
        with pytest.raises(cause):
            stats.timer("timer", size)
        with pytest.raises(cause):
            stats.moving_average("average", size)
        with pytest.raises(cause):
            stats.sampling_counter("sampled", size)
        with pytest.raises(cause):
            stats.static("static", "text", size=size)
