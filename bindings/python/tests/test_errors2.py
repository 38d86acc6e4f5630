"""Each cause, with format 2."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats import Buckets, Component, Reader, Writer
from support import run


def test_no_such_file_or_folder(folder: Path) -> None:
    for attempt in (
        lambda: Reader(folder / "missing"),
        lambda: mmstats.open(folder / "missing"),
        lambda: Writer("test", path=folder / "missing"),
    ):
        with pytest.raises(FileNotFoundError) as caught:
            attempt()
        assert isinstance(caught.value, mmstats.NotFound)
        assert caught.value.errno == errno.ENOENT
        assert str(folder / "missing") in str(caught.value)


def test_no_stats_files(folder: Path) -> None:
    (folder / "link").symlink_to("file")
    os.mkfifo(folder / "fifo")
    for path in (folder, folder / "link", folder / "fifo", Path("/dev/null")):
        for read in (Reader, mmstats.open):
            with pytest.raises(mmstats.NotAStatsFile):
                read(path)
    with pytest.raises(mmstats.NotAStatsFile):
        Writer("test", path="/dev", filename="null")


def test_corrupt_says_where(folder: Path) -> None:
    with Writer("test", filename="file") as stats:
        assert stats.path
        data = bytearray(stats.path.read_bytes())
    data[4096 + 16] = 7  # F2-HEAD
    path = folder / "corrupt"
    path.write_bytes(data)
    with pytest.raises(mmstats.Corrupt, match="F2-HEAD") as caught:
        Reader(path)
    assert caught.value.offset == 4096 + 16
    assert str(caught.value).startswith(f"{path}: offset 4112: ")


def test_busy() -> None:
    with Writer("test", filename="same") as first:
        with pytest.raises(mmstats.Busy) as caught:
            Writer("test", filename="same")
        assert caught.value.errno == errno.EBUSY
        first.close()
        Writer("test", filename="same").close()


def test_full(folder: Path) -> None:
    """Of a file that can't become longer: what is there goes on, and nothing is half there."""
    printed = run(
        """
import resource, mmstats
stats = mmstats.Writer("test", filename="file")
hits, family = stats.counter("hits"), stats.counter("by.name", labels=["name"])
resource.setrlimit(resource.RLIMIT_FSIZE, (stats.size, resource.RLIM_INFINITY))
try:
    for n in range(1000):
        family[f"{n}" * 20].inc()
except mmstats.Full as error:
    print(error.errno, n > 10)
hits.inc()
try:
    stats.histogram("sizes")
except mmstats.Full:
    print("full")
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
try:
    mmstats.Writer("test", filename="other")
except mmstats.Full:
    print("full")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
stats.histogram("sizes").observe(1)
family["late"].inc()
"""
    )
    assert printed == f"{errno.ENOSPC} True\nfull\nfull\n"
    snapshot = Reader(folder / "file").snapshot
    assert snapshot.find("hits").value == 1
    assert snapshot.find("by.name", {"name": "late"}).value == 1
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_limit(folder: Path) -> None:
    with Writer("test", reserve=1 << 16) as stats:
        with pytest.raises(mmstats.Limit, match="255"):
            stats.counter("n" * 256)
        family = stats.counter("hits", labels=["n"])
        with pytest.raises(mmstats.Limit):
            for n in range(2000):
                family[f"{n}" * 30].inc()
        family["0" * 30].inc()
    path = folder / "large"
    with open(path, "wb") as file:
        file.write(Path(stats.path or "").read_bytes()[:16])
        file.write((1 << 32).to_bytes(8, "little"))
        file.truncate(1 << 32)
    with pytest.raises(mmstats.Limit, match="F1-LIMIT-READ"):
        Reader(path)


def test_io(folder: Path) -> None:
    with pytest.raises(mmstats.Io, match="File name too long"):
        Reader(folder / ("n" * 300))


WRONG_TYPES: dict[str, Callable[[Any], object]] = {
    "counter": lambda stats: stats.counter("one").add("1"),
    "counter float": lambda stats: stats.counter("one").add(0.5),
    "counter none": lambda stats: stats.counter("one").add(None),
    "counter_f64": lambda stats: stats.counter_f64("one").add("1"),
    "gauge": lambda stats: stats.gauge("one").set(0.5),
    "gauge add": lambda stats: stats.gauge("one").add("1"),
    "gauge_f64": lambda stats: stats.gauge_f64("one").set("1"),
    "histogram": lambda stats: stats.histogram("one").observe(0.5),
    "histogram_f64": lambda stats: stats.histogram_f64("one").observe("1"),
    "timer": lambda stats: stats.timer("one").observe("1"),
    "window": lambda stats: stats.window("one").observe(None),
    "window time": lambda stats: stats.window("one").observe_at(0.5, 1),
    "text": lambda stats: stats.text("one").set(b"1"),
    "too few": lambda stats: stats.struct("one", [("n", "u64"), ("m", "u64")]).publish(1),
    "too many": lambda stats: stats.struct("one", [("n", "u64")]).publish(1, 2),
    "range": lambda stats: stats.struct("one", [("n", "u8")]).publish(256),
    "no text": lambda stats: stats.struct("one", [("n", "text", None, "", 5)]).publish(1),
    "name": lambda stats: stats.counter(7),
    "unit": lambda stats: stats.counter("one", unit=7),
    "key": lambda stats: stats.counter("one", labels=[7]),
    "label": lambda stats: stats.counter("one", labels=["k"])[7,],
    "capacity": lambda stats: stats.text("one", capacity="7"),
    "limit": lambda stats: stats.counter("one", labels=["k"], limit="7"),
    "bytes": lambda _stats: Reader.decode("text"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG_TYPES)
def test_wrong_types(name: str) -> None:
    with Writer("test") as stats, pytest.raises(mmstats.WrongType, match="expected"):
        WRONG_TYPES[name](stats)


INVALID: dict[str, Callable[[Any], object]] = {
    "counter": lambda stats: stats.counter("one").add(-1),
    "counter range": lambda stats: stats.counter("one").add(2**64),
    "counter_f64": lambda stats: stats.counter_f64("one").add(-0.5),
    "counter_f64 nan": lambda stats: stats.counter_f64("one").add(float("nan")),
    "histogram": lambda stats: stats.histogram("one").observe(-1),
    "histogram range": lambda stats: stats.histogram("one").observe(2**64),
    "timer": lambda stats: stats.timer("one").observe(-1),
    "timer nan": lambda stats: stats.timer("one").observe(float("nan")),
    "timer range": lambda stats: stats.timer("one").observe(1e30),
    "timer infinite": lambda stats: stats.timer("one").observe(float("inf")),
    "window": lambda stats: stats.window("one").observe(-1),
    "window time": lambda stats: stats.window("one").observe_at(-1, 1),
    "name empty": lambda stats: stats.counter(""),
    "name nul": lambda stats: stats.counter("a\0b"),
    "name surrogate": lambda stats: stats.counter("\ud800"),
    "key twice": lambda stats: stats.counter("one", labels=["k", "k"]),
    "label nul": lambda stats: stats.counter("one", labels=["k"])["a\0"],
    "label count": lambda stats: stats.counter("one", labels=["k"])["a", "b"],
    "limit": lambda stats: stats.counter("one", labels=["k"], limit=0),
    "scale": lambda stats: stats.histogram("one", buckets=Buckets(9, 0, 4)),
    "no buckets": lambda stats: stats.histogram("one", buckets=Buckets(0, 0, 0)),
    "slots": lambda stats: stats.window("one", slots=4096),
    "no slots": lambda stats: stats.window("one", slots=0),
    "slots range": lambda stats: stats.window("one", slots=-1),
    "duration": lambda stats: stats.window("one", duration=2**64),
    "no components": lambda stats: stats.struct("one", []),
    "no width": lambda stats: stats.struct("one", [("n", "text")]),
    "no type of a component": lambda stats: stats.struct("one", [("n", "bytes")]),
    "component twice": lambda stats: stats.struct("one", [("n", "u8"), ("n", "u8")]),
    "kind of a component": lambda stats: stats.struct("one", [Component("n", "u8", "window")]),
    "application": lambda _stats: Writer(""),
    "application long": lambda _stats: Writer("a" * 65),
    "series_limit": lambda _stats: Writer("test", series_limit=0),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid(name: str) -> None:
    with Writer("test", filename="file") as stats, pytest.raises(mmstats.Invalid):
        INVALID[name](stats)


def test_no_such_type_or_aggregate() -> None:
    with Writer("test") as stats:
        with pytest.raises(ValueError, match="u128"):
            stats.struct("one", [("n", "u128")])
        with pytest.raises(ValueError, match="mean"):
            stats.counter("one", aggregate="mean")


def test_label_keys_are_no_single_string() -> None:
    with Writer("test") as stats, pytest.raises(mmstats.Invalid, match=r"\['code'\]"):
        stats.counter("hits", labels="code")


def test_inc_takes_no_amount() -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")
        with pytest.raises(TypeError):
            hits.inc(2)  # type: ignore[call-arg]
        assert hits.value == 0


def test_no_such_option() -> None:
    with Writer("test") as stats:
        stats.counter("hits")
        for options in ({"slots": 4}, {"initial": 1}):
            with pytest.raises(TypeError, match="unexpected keyword"):
                stats.counter("hits", **options)  # type: ignore[call-overload]


def test_what_was_refused_left_nothing() -> None:
    with Writer("test") as stats:
        hits, sizes = stats.counter("hits"), stats.histogram("sizes")
        pair = stats.struct("pair", [("n", "u8")])
        for refused in (lambda: hits.add(-1), lambda: sizes.observe(-1), lambda: pair.publish(256)):
            with pytest.raises(mmstats.Error):
                refused()
        assert stats.path
        snapshot = Reader(stats.path).snapshot
        assert [getattr(one.value, "count", one.value) for one in snapshot] == [0, 0, None]


def test_errors_name_the_metric() -> None:
    with Writer("test") as stats, mmstats.v1.Writer("test") as old:
        hits: Any = stats.counter("http.hits", labels=["method", "code"])
        with pytest.raises(AttributeError) as unknown:
            hits.inc()
        expected = "family 'http.hits': choose a series, family[method, code].inc"
        assert str(unknown.value) == expected and not hasattr(hits, "anything")
        line, text = old.text("line"), stats.text("page")
        pair: Any = stats.struct("pair", [("n", "u64")])
        wrong: list[tuple[str, Callable[[Any], object]]] = [
            ("family 'http.hits', label value", lambda value: hits[value]),
            ("family 'http.hits', label value", lambda value: hits["GET", value]),
            ("text 'page'", text.set), ("struct 'pair'", pair.publish), ("field 'line'", line.set),
        ]  # fmt: skip
        for what, call in wrong:
            for value in (None, "\ud800", 2.5):
                with pytest.raises((mmstats.WrongType, mmstats.Invalid), match=f"^{what}: "):
                    call(value)
