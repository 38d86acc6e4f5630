"""Each cause, from where it comes, and as which builtin it can be caught."""

from __future__ import annotations

import errno
import os
import pickle
import resource
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats import Cause, _abi, _function, errors
from mmstats.v1 import Reader, Writer
from support import run

BUILTINS = {
    Cause.NOT_FOUND: (FileNotFoundError, KeyError),
    Cause.PERMISSION: (PermissionError,),
    Cause.NOT_A_STATS_FILE: (ValueError,),
    Cause.UNKNOWN_VERSION: (ValueError,),
    Cause.CORRUPT: (ValueError,),
    Cause.FULL: (OSError,),
    Cause.BUSY: (OSError,),
    Cause.CLOSED: (ValueError,),
    Cause.WRONG_TYPE: (TypeError,),
    Cause.LIMIT: (ValueError,),
    Cause.DUPLICATE: (ValueError,),
    Cause.INVALID: (ValueError,),
    Cause.IO: (OSError,),
    Cause.INTERNAL: (RuntimeError,),
}


@pytest.mark.parametrize("cause", Cause)
def test_classes(cause: Cause) -> None:
    error = errors.BY_NAME[cause.value]
    assert error.cause is cause
    assert issubclass(error, mmstats.Error)
    assert all(issubclass(error, builtin) for builtin in BUILTINS[cause])
    assert getattr(mmstats, error.__name__) is error
    assert str(error("a message")) == "a message"


@pytest.mark.parametrize("cause", Cause)
def test_survive_pickling(cause: Cause) -> None:
    error = pickle.loads(pickle.dumps(errors.BY_NAME[cause.value]("a message", 17)))
    assert (type(error).cause, str(error), error.offset) == (cause, "a message", 17)


def test_a_status_of_a_later_library() -> None:
    with pytest.raises(mmstats.Io):
        _function.check(_abi.Status(99), None, None)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that anybody can enter, and a user whom permissions concern."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)


@pytest.fixture
def small_files() -> Iterator[None]:
    """What the system says of a file that is too large, it says of a full disk too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4095, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_such_file(folder: Path) -> None:
    path = folder / "missing.mmstats"
    with pytest.raises(FileNotFoundError) as caught:
        Reader(path)
    assert isinstance(caught.value, mmstats.NotFound)
    assert caught.value.errno == errno.ENOENT
    assert caught.value.offset is None
    assert str(path) in str(caught.value)


def test_no_such_folder(folder: Path) -> None:
    with Writer("test", path=folder / "missing") as stats, pytest.raises(mmstats.NotFound):
        stats.create_file()


def test_no_such_field() -> None:
    reader = Reader.decode(b"\1")
    with pytest.raises(KeyError, match='no field "hits"') as caught:
        reader["hits"]
    assert isinstance(caught.value, mmstats.NotFound)


def test_no_permission_to_read(unprivileged: Path) -> None:
    path = unprivileged / "secret.mmstats"
    euid = os.geteuid()
    os.seteuid(os.getuid())
    path.write_bytes(b"\1")
    path.chmod(0)
    os.seteuid(euid)
    with pytest.raises(PermissionError) as caught:
        Reader(path)
    assert isinstance(caught.value, mmstats.Permission)
    assert caught.value.errno == errno.EACCES


def test_no_permission_to_create(unprivileged: Path) -> None:
    folder = unprivileged / "locked"
    euid = os.geteuid()
    os.seteuid(os.getuid())
    folder.mkdir(0o555)
    os.seteuid(euid)
    with Writer("test", path=folder) as stats, pytest.raises(mmstats.Permission):
        stats.create_file()


def test_a_directory(folder: Path) -> None:
    with pytest.raises(mmstats.NotAStatsFile, match="a directory"):
        Reader(folder)


def test_a_fifo_does_not_block(folder: Path) -> None:
    os.mkfifo(folder / "fifo.mmstats")
    script = """
import sys, mmstats
try:
    mmstats.v1.Reader(sys.argv[1])
except mmstats.NotAStatsFile as error:
    print(error)
"""
    assert "a FIFO" in run(script, folder / "fifo.mmstats")


def test_a_symbolic_link(folder: Path) -> None:
    (folder / "file").write_bytes(b"\1")
    (folder / "link").symlink_to("file")
    with pytest.raises(mmstats.NotAStatsFile, match="a symbolic link"):
        Reader(folder / "link")


def test_a_device_and_a_socket(folder: Path) -> None:
    with pytest.raises(mmstats.NotAStatsFile, match="a socket or a device"):
        Reader("/dev/null")
    with socket.socket(socket.AF_UNIX) as there:
        there.bind(str(folder / "socket"))
        with pytest.raises(mmstats.NotAStatsFile, match="a socket or a device"):
            Reader(folder / "socket")


def test_an_empty_file(folder: Path) -> None:
    (folder / "empty").touch()
    with pytest.raises(mmstats.NotAStatsFile, match="F1-NOT-EMPTY"):
        Reader(folder / "empty")


def test_something_in_the_way(folder: Path) -> None:
    (folder / "taken").mkdir()
    with Writer("test", filename="taken") as stats, pytest.raises(mmstats.NotAStatsFile):
        stats.create_file()
    assert stat.S_ISDIR((folder / "taken").stat().st_mode)


@pytest.mark.parametrize("data", [b"\0", b"\2MMSTATS", b"\2draft", b"\3"])
def test_unknown_versions(data: bytes) -> None:
    with pytest.raises(mmstats.UnknownVersion, match="F1-VERSION") as caught:
        Reader.decode(data)
    assert caught.value.offset == 0


def test_corrupt_says_where(folder: Path) -> None:
    path = folder / "corrupt.mmstats"
    path.write_bytes(b"\1\4\0hits\1\0Q\7" + bytes(16))
    with pytest.raises(mmstats.Corrupt) as caught:
        Reader(path)
    assert caught.value.offset == 10
    assert str(caught.value).startswith(f"{path}: offset 10: ")


def test_full(folder: Path, small_files: None) -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")
        with pytest.raises(mmstats.Full) as caught:
            stats.create_file()
        assert caught.value.errno == errno.ENOSPC
        hits.inc()
        assert hits.value == 1
    assert list(folder.iterdir()) == []


def test_busy() -> None:
    with Writer("test", filename="same") as first, Writer("test", filename="same") as second:
        first.create_file()
        with pytest.raises(mmstats.Busy) as caught:
            second.create_file()
        assert caught.value.errno == errno.EBUSY
        first.close()
        second.create_file()


def test_duplicate() -> None:
    with Writer("test") as stats:
        stats.counter("hits")
        with pytest.raises(mmstats.Duplicate, match="hits"):
            stats.f64("hits")


@pytest.mark.parametrize("label", ["", "nul\0", "lone surrogate \ud800"])
def test_invalid_labels(label: str) -> None:
    with Writer("test") as stats, pytest.raises(mmstats.Invalid):
        stats.counter(label)


@pytest.mark.parametrize("signature", ["", "X", "Q Q", "2Q", "05s", "é"])
def test_invalid_signatures(signature: str) -> None:
    with Writer("test") as stats, pytest.raises(mmstats.Invalid):
        stats.tuple("pair", signature)


def test_invalid_sizes_and_names() -> None:
    with Writer("test", filename="{PID") as stats:
        with pytest.raises(mmstats.Invalid):
            stats.moving_average("average", 0)
        with pytest.raises(mmstats.Invalid):
            stats.timer("timer", 0)
        with pytest.raises(mmstats.Invalid, match="stands alone"):
            stats.create_file()
    with pytest.raises(mmstats.Invalid):
        Reader("")


def test_limits(folder: Path) -> None:
    with Writer("test") as stats:
        with pytest.raises(mmstats.Limit):
            stats.counter("l" * 65536)
        with pytest.raises(mmstats.Limit):
            stats.text("text", 16 << 20)
    with pytest.raises(mmstats.Limit):
        Writer("test", label_prefix="l" * 65536)
    path = folder / "large.mmstats"
    with open(path, "wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(mmstats.Limit, match="F1-LIMIT-READ"):
        Reader(path)


def test_io(folder: Path) -> None:
    with pytest.raises(mmstats.Io, match="File name too long"):
        Reader(folder / ("n" * 300))


WRONG_TYPES: dict[str, Callable[[Any], object]] = {
    "counter add": lambda stats: stats.counter("field").add("1"),
    "counter": lambda stats: setattr(stats.counter("field"), "value", 0.5),
    "initial": lambda stats: stats.u8("field", "1"),
    "integer": lambda stats: stats.u8("field").set(1.5),
    "float": lambda stats: stats.f64("field").set("1"),
    "average": lambda stats: stats.average("field").add("1"),
    "sampling counter": lambda stats: stats.sampling_counter("field", 1).add(1.5),
    "timer": lambda stats: stats.timer("field").observe(None),
    "text": lambda stats: stats.text("field").set(b"1"),
    "size": lambda stats: stats.text("field", "1"),
    "too few": lambda stats: stats.tuple("field", "QQ").set(1),
    "too many": lambda stats: stats.tuple("field", "QQ").set(1, 2, 3),
    "too few with text": lambda stats: stats.tuple("field", "Q5s").set(1),
    "no text": lambda stats: stats.tuple("field", "Q5s").set(1, 2),
    "range": lambda stats: stats.tuple("field", "BB").set(1, 256),
    "float range": lambda stats: stats.tuple("field", "dd").set(1, 10**400),
    "average range": lambda stats: stats.average("field").add(10**400),
    "static bytes": lambda stats: stats.static("field", b"1"),
    "static integer": lambda stats: stats.static("field", 1.5, "u8"),
    "static text": lambda stats: stats.static("field", 1, "text"),
    "static tuple": lambda stats: stats.static("field", 1, "tuple"),
    "no number": lambda stats: stats.field("field", "text"),
    "label": lambda stats: stats.counter(7),
    "bytes": lambda _stats: Reader.decode("text"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG_TYPES)
def test_wrong_types(name: str) -> None:
    with Writer("test") as stats, pytest.raises(mmstats.WrongType, match=r"found|use|is a number"):
        WRONG_TYPES[name](stats)


def test_no_such_type() -> None:
    with Writer("test") as stats, pytest.raises(ValueError, match="u128"):
        stats.field("field", "u128")
