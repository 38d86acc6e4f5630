"""Readers."""

from __future__ import annotations

import copy
import os
import pickle
import tracemalloc
from pathlib import Path

import pytest

import mmstats
from mmstats.v1 import Field, Liveness, Parts, Reader, Type, Writer

FILE = b"\1" + b"\4\0hits\1\0B\xff\7" + b"\4\0pair\2\0BB\0\1\2\3\4" + b"\4\0hits\1\0B\xff\x08"
FIELDS = [
    Field("hits", 7, Type.U8),
    Field("pair", Parts([(Type.U8, 3), (Type.U8, 4)]), Type.TUPLE),
    Field("hits", 8, Type.U8),
]


@pytest.fixture
def path(folder: Path) -> Path:
    path = folder / "file.mmstats"
    path.write_bytes(FILE)
    return path


def test_fields_in_file_order(path: Path) -> None:
    with Reader(path) as reader:
        assert list(reader) == FIELDS
        assert len(reader) == 3
        assert (reader.path, reader.size) == (path, len(FILE))
        assert (reader.layout, reader.byte_order) == ("typed", "little")
        assert reader.writer is Liveness.UNKNOWN
        assert repr(reader) == f"<Reader of {path}>"


def test_by_label(path: Path) -> None:
    reader = Reader(str(path))
    assert reader["hits"] == reader.get("hits") == FIELDS[0]
    assert reader["pair"] == FIELDS[1]
    assert reader.get("misses") is None
    assert reader.get("misses", FIELDS[0]) is FIELDS[0]
    assert "hits" in reader and "misses" not in reader and 7 not in reader
    with pytest.raises(mmstats.NotFound):
        reader["misses"]


def test_parts_have_types(path: Path) -> None:
    value = Reader(path)["pair"].value
    assert isinstance(value, Parts)
    assert value == (3, 4)
    assert value.types == (Type.U8, Type.U8)
    for same in (copy.copy(value), pickle.loads(pickle.dumps(value))):
        assert (same, same.types) == (value, value.types)


def test_bytes_in_memory() -> None:
    reader = Reader.decode(FILE)
    assert list(reader) == FIELDS
    assert reader.path is None
    assert repr(reader) == "<Reader of bytes in memory>"
    with pytest.raises(mmstats.Closed, match="no file to read again"):
        reader.refresh()


def test_other_layouts() -> None:
    big = Reader.decode(b"\1" + b"\0\4hits\0\1H\xff\1\2")
    assert (big.layout, big.byte_order, list(big)) == (
        "typed",
        "big",
        [Field("hits", 258, Type.U16)],
    )
    char = Reader.decode(b"\1" + b"\4\0hitsH\xff\1\2" + b"\4\0missH\xff\1\2")
    assert (char.layout, char.byte_order) == ("char", "little")
    assert char["miss"].value == 513


def test_a_path_that_is_no_utf8(folder: Path) -> None:
    path = folder / os.fsdecode(b"\xff.mmstats")
    path.write_bytes(FILE)
    assert Reader(path).path == path


def test_refresh() -> None:
    with Writer("test") as stats:
        hits, pair = stats.counter("hits"), stats.tuple("pair", "QQ")
        with Reader(stats.create_file()) as reader:
            before = list(reader)
            for n in range(1, 10):
                hits.inc()
                pair.set(n, 3 * n)
                reader.refresh()
                assert reader["hits"].value == n
                assert reader["pair"].value == (n, 3 * n)
            # What was read is the caller's.
            assert before[-2:] == [
                Field("hits", 0, Type.U64),
                Field("pair", Parts([(Type.U64, 0), (Type.U64, 0)]), Type.TUPLE),
            ]


def test_refresh_of_a_file_that_breaks_and_heals(path: Path) -> None:
    with Reader(path) as reader:
        os.truncate(path, 5)
        with pytest.raises(mmstats.Corrupt):
            reader.refresh()
        assert list(reader) == []
        assert len(reader) == 0
        path.write_bytes(FILE * 1 + bytes(5000))
        reader.refresh()
        assert list(reader) == FIELDS
        assert reader.size == len(FILE) + 5000


def test_refresh_stays_with_the_file(path: Path, folder: Path) -> None:
    with Reader(path) as reader:
        (folder / "new").write_bytes(b"\1")
        (folder / "new").rename(path)
        reader.refresh()
        assert list(reader) == FIELDS
    assert list(Reader(path)) == []


def test_refresh_ends_iteration() -> None:
    with Writer("test", system_fields=False) as stats:
        for n in range(1000):
            stats.static(f"static.{n}", n)
        with Reader(stats.create_file()) as reader:
            fields = iter(reader)
            assert next(fields).value == 0
            reader.refresh()
            with pytest.raises(RuntimeError, match="refreshed while"):
                list(fields)
            assert [field.value for field in reader] == list(range(1000))


def test_closed(path: Path) -> None:
    with Reader(path) as reader:
        fields = iter(reader)
        first = reader["hits"]
    reader.close()
    assert first == FIELDS[0]
    for call in (
        lambda: next(fields),
        lambda: list(reader),
        lambda: reader["hits"],
        lambda: reader.get("hits"),
        lambda: len(reader),
        lambda: reader.size,
        lambda: reader.layout,
        lambda: reader.byte_order,
        lambda: reader.writer,
        reader.refresh,
    ):
        with pytest.raises(mmstats.Closed, match="this reader was closed"):
            call()


def test_files_are_closed(path: Path) -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = open_files()
    readers = [Reader(path) for _ in range(10)]
    assert open_files() == before + 10
    readers[0].close()
    assert open_files() == before + 9
    del readers
    assert open_files() == before


def test_memory_is_bounded() -> None:
    """Python objects are made of a few fields at a time, however many there are."""
    data = b"\1" + b"\1\0n\1\0B\xff\7" * 150_000
    reader = Reader.decode(data)
    tracemalloc.start()
    try:
        assert sum(field.value == 7 for field in reader) == 150_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(data)
