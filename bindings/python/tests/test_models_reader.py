"""The reader of mmstats 0.8.0."""

from __future__ import annotations

from pathlib import Path

import pytest

import mmstats
from mmstats.reader import InvalidMmStatsVersion, MmStatsReader, Stat
from support import ROOT


def test_reader() -> None:
    path = ROOT / "conformance/v1/foreign/mmstats-0.8.0/web-two-incr.mmstats"
    expected = [(field.label, field.value) for field in mmstats.v1.Reader(path)]
    for reader in (MmStatsReader.from_file(path), MmStatsReader.from_mmap(str(path))):
        stats = list(reader)
        assert stats == expected and isinstance(stats[0], Stat) and reader.version == 1
    with open(path, "rb") as file:
        assert list(MmStatsReader(file)) == expected


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b"\x02MMSTATS" + b"\0" * 4088])
def test_reader_of_another_version(data: bytes, folder: Path) -> None:
    path = folder / "x.mmstats"
    path.write_bytes(data)
    with pytest.raises(InvalidMmStatsVersion):
        MmStatsReader.from_file(path)
    with pytest.raises(InvalidMmStatsVersion):
        MmStatsReader.from_mmap(path)
    with pytest.raises(InvalidMmStatsVersion), open(path, "rb") as file:
        MmStatsReader(file)


def test_reader_of_what_is_not_there_and_of_links(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MmStatsReader.from_file(folder / "none")

    class Stats(mmstats.BaseMmStats):
        hits = mmstats.CounterField()

    (folder / "link").symlink_to(Stats().filename)
    assert list(MmStatsReader.from_file(folder / "link")) == [("hits", 0)]
