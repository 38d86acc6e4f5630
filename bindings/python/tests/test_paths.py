"""Where files are, and many of them at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import mmstats
from mmstats.v1 import Reader, Writer, read_all


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"\1")
    return [folder / name for name in names]


def test_glob_is_sorted_and_leaves_drafts_out(folder: Path) -> None:
    files(folder, ".mmstats-draft.mmstats", "other")
    expected = files(folder, "a.mmstats", "b.mmstats", "c.mmstats")
    assert mmstats.glob() == mmstats.glob(mmstats.default_glob()) == expected
    assert mmstats.glob(folder / "[ac].*") == [expected[0], expected[2]]
    assert mmstats.glob(str(folder / "none*")) == []


def test_names_that_are_no_utf8(folder: Path) -> None:
    name = os.fsdecode(b"\xff.mmstats")
    assert mmstats.glob() == []
    assert files(folder, name) == mmstats.glob()


def test_bad_patterns() -> None:
    with pytest.raises(mmstats.Invalid):
        mmstats.glob("a\0b")


@pytest.mark.parametrize("name", ["MMSTATS_PATH", "TMPDIR", "TEMP", "TMP"])
def test_the_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the library has it: what a writer creates is found."""
    odd = tmp_path / "odd [*] folder? \\[!a]"
    odd.mkdir()
    monkeypatch.setenv("MMSTATS_PATH", "")
    monkeypatch.setenv(name, str(odd))
    assert mmstats.default_path() == odd
    with Writer("test") as stats:
        path = stats.create_file()
        assert path.parent == odd
        assert mmstats.glob() == mmstats.glob(mmstats.default_glob()) == [path]


def test_the_folder_where_nothing_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMSTATS_PATH")
    assert mmstats.default_path() == Path("/tmp")
    assert mmstats.default_glob() == "/tmp/*.mmstats"


def test_the_glob_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [path, _] = files(folder, "one", "two")
    monkeypatch.setenv("MMSTATS_GLOB", str(folder / "on?"))
    assert mmstats.glob() == mmstats.glob(mmstats.default_glob()) == [path]


def test_a_bad_file_never_spoils_the_rest(folder: Path) -> None:
    files(folder, "a.mmstats", "c.mmstats", "e.mmstats")
    (folder / "b.mmstats").write_bytes(b"\1\7")
    os.mkfifo(folder / "d.mmstats")
    (folder / "f.mmstats").mkdir()
    found = {path.name[0]: result for path, result in read_all()}
    assert list(found) == list("abcdef")
    assert all(isinstance(found[name], Reader) for name in "ace")
    assert isinstance(found["b"], mmstats.Corrupt)
    assert isinstance(found["d"], mmstats.NotAStatsFile)
    assert isinstance(found["f"], mmstats.NotAStatsFile)


def test_read_all_of_a_pattern(folder: Path) -> None:
    [path] = files(folder, "other")
    assert [found for found, _ in read_all(folder / "oth*")] == [path]
