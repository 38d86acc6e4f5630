"""Where files are, and many of them at once."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

import mmstats
import support
from mmstats.v1 import Reader, Writer, read_all


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"\1")
    return [folder / name for name in names]


def test_glob_is_sorted_and_leaves_drafts_out(folder: Path) -> None:
    files(folder, ".mmstats-draft.mmstats", "other")
    expected = files(folder, "a.mmstats", "b.mmstats", "c.mmstats")
    assert mmstats.glob() == mmstats.glob(mmstats.default_globs()[0]) == expected
    assert mmstats.glob(folder / "[ac].*") == [expected[0], expected[2]]
    assert mmstats.glob(str(folder / "none*")) == []


def test_names_that_are_no_utf8(folder: Path) -> None:
    name = os.fsdecode(b"\xff.mmstats")
    assert mmstats.glob() == []
    assert files(folder, name) == mmstats.glob()


def test_bad_patterns() -> None:
    with pytest.raises(mmstats.Invalid):
        mmstats.glob("a\0b")


def test_the_folder_that_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the library has it: what a writer creates is found."""
    odd = folder / "odd [*] folder? \\[!a]"
    odd.mkdir()
    monkeypatch.setenv("MMSTATS_PATH", str(odd))
    assert mmstats.default_path() == mmstats.v1.default_path() == odd
    with mmstats.Writer("test", filename="2.mmstats") as second, Writer("test") as first:
        path = first.create_file()
        assert second.path and second.path.parent == path.parent == odd
        assert mmstats.glob() == mmstats.glob(mmstats.default_globs()[0]) == [second.path, path]


def test_the_folder_of_a_service(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMSTATS_PATH", "")
    monkeypatch.setenv("RUNTIME_DIRECTORY", f"{folder}:/other")
    assert mmstats.default_path() == folder
    with mmstats.Writer("test") as stats:
        assert stats.path and stats.path.parent == folder
        assert mmstats.default_globs()[:2] == [f"{folder}/*.mmstats", "/other/*.mmstats"]
        assert stats.path in mmstats.glob()


@pytest.mark.parametrize("name", ["TMPDIR", "TEMP", "TMP"])
def test_the_folder_of_format_1(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MMSTATS_PATH", "")
    monkeypatch.setenv(name, str(folder))
    assert mmstats.v1.default_path() == folder
    with Writer("test") as stats:
        path = stats.create_file()
        assert path.parent == folder
        assert path in mmstats.glob()
    assert mmstats.default_globs()[-2:] == [f"{folder}/mmstats-*/*.mmstats", f"{folder}/*.mmstats"]


def test_the_folder_where_nothing_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of this user, which the writer makes (F2-FOLDER)."""
    monkeypatch.delenv("MMSTATS_PATH")
    parent = support.MEMORY or "/tmp"
    assert mmstats.default_path() == Path(parent, f"mmstats-{os.geteuid()}")
    assert mmstats.v1.default_path() == Path("/tmp")
    assert mmstats.default_globs() == [
        "/dev/shm/mmstats-*/*.mmstats",
        "/tmp/mmstats-*/*.mmstats",
        "/tmp/*.mmstats",
    ]
    folder, name = mmstats.default_path(), f"test-{os.getpid()}.mmstats"
    was_there = folder.exists()
    with mmstats.Writer("test", filename=name) as stats:
        assert stats.path == folder / name
        assert folder.stat().st_mode & 0o7777 == 0o700
        assert stats.path in mmstats.glob()
        stats.path.unlink()
    if not was_there:
        with contextlib.suppress(OSError):
            # Others may have put files there by now.
            folder.rmdir()


def test_the_glob_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [path, _] = files(folder, "one", "two")
    monkeypatch.setenv("MMSTATS_GLOB", str(folder / "on?"))
    assert mmstats.glob() == mmstats.glob(mmstats.default_globs()[0]) == [path]


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
