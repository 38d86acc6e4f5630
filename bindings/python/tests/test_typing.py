"""Types, as mypy sees them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from support import PACKAGE, ROOT


def mypy(cache: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    assert importlib.util.find_spec("mypy"), "mypy is not there: `make setup` installs it"
    config = ("--config-file", PACKAGE / "pyproject.toml", "--strict", "--cache-dir", cache)
    return subprocess.run(
        [sys.executable, "-m", "mypy", *config, *arguments],
        cwd=PACKAGE,
        capture_output=True,
        encoding="utf-8",
    )


def test_package_and_programs(folder: Path) -> None:
    folder_of_examples = ROOT / "examples/python"
    examples = [
        folder_of_examples / name
        for name in ("web.py", "web_v1.py", "service/app.py", "service/asgi.py")
    ]
    programs = (*examples, ROOT / "tests/agents/agent.py")
    done = mypy(folder / "cache", "mmstats", *programs)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_users_get(folder: Path) -> None:
    """Types of handles and values reach a program that uses the package."""
    program = folder / "program.py"
    program.write_text(
        """
import mmstats
from mmstats.v1 import Reader, Writer

stats = Writer("web")
reveal_type(stats.counter("a").inc())
reveal_type(stats.u8("b").value)
reveal_type(stats.f32("c").value)
reveal_type(stats.bool("d").value)
reveal_type(stats.text("e").value)
reveal_type(stats.create_file())
reveal_type(Reader("f").byte_order)
stats.f64("g").value = "text"
stats.u8("h").set("text")
stats.counter("i").add(1.5)
"""
    )
    done = mypy(folder / "cache", program)
    types = [line.split('"')[1] for line in done.stdout.splitlines() if "Revealed" in line]
    assert types == [
        "None",
        "int",
        "float",
        "bool",
        "str",
        "pathlib.Path",
        "Literal['little'] | Literal['big']",
    ], done.stdout
    assert "Found 3 errors" in done.stdout, done.stdout


def test_what_users_get_of_format_2(folder: Path) -> None:
    program = folder / "program.py"
    program.write_text(
        """
import mmstats

stats = mmstats.Writer("web")
reveal_type(stats.counter("a"))
reveal_type(stats.counter_f64("b").value)
reveal_type(stats.gauge_bool("c").value)
reveal_type(stats.counter("d", labels=["k"]))
reveal_type(stats.counter("d", labels=["k"])["x"].value)
reveal_type(stats.histogram_f64("e", buckets=(0, 0, 4)))
reveal_type(stats.timer("f", labels=["k"])["x"].start())
reveal_type(stats.text("g", capacity=8).set)
reveal_type(stats.struct("h", [("n", "u64")]))
reveal_type(stats.window("i", slots=4))
reveal_type(stats.local()(stats.counter("a")))
reader = mmstats.Reader("f")
reveal_type(reader.refresh().find("a").labels)
reveal_type(reader.snapshot.since(reader.snapshot).find("a").delta)
reveal_type(mmstats.open("f"))
reveal_type(mmstats.Application("web").look())
reveal_type(mmstats.Application("web").since(mmstats.Application("web").totals).find("a").rate)
stats.counter("j").add(0.5)
stats.gauge_f64("k").set("text")
stats.text("l", labels=["k"]).set("x")
stats.histogram("m", slots=4)
stats.counter("n", aggregate=7)
"""
    )
    done = mypy(folder / "cache", program)
    types = [line.split('"')[1] for line in done.stdout.splitlines() if "Revealed" in line]
    assert types == [
        "mmstats.writer.counter.Counter[int]",
        "float",
        "bool",
        "mmstats.writer.family.Family[mmstats.writer.counter.Counter[int]]",
        "int",
        "mmstats.writer.histogram.Histogram[float]",
        "mmstats._blocks.Measurement",
        "def (str)",
        "mmstats.writer.struct.Struct",
        "mmstats.writer.window.Window[int]",
        "mmstats.writer.counter.Counter[int]",
        "typing.Mapping[str, str]",
        "int | float | None",
        "mmstats.reader.file.Reader | mmstats.v1.reader.Reader",
        "mmstats.application.totals.Totals",
        "float | None",
    ], done.stdout
    wrong = {line.split(":")[1] for line in done.stdout.splitlines() if ": error:" in line}
    assert wrong == {"22", "23", "24", "25", "26"}, done.stdout
