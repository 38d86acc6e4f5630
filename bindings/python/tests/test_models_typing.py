"""Types of models, as mypy sees them."""

from __future__ import annotations

from pathlib import Path

from test_typing import mypy


def test_what_users_get(folder: Path) -> None:
    program = folder / "program.py"
    program.write_text(
        """
import ctypes
import mmstats
from mmstats.reader import MmStatsReader

class Work(mmstats.CompoundField):
    done = mmstats.UInt64Field()

class Int64Field(mmstats.BufferedDescriptorField[int]):
    buffer_type = ctypes.c_int64

class Stats(mmstats.MmStats):
    hits = mmstats.CounterField(label="http.hits")
    last = mmstats.DoubleField()
    on = mmstats.BoolField(initial=True)
    page = mmstats.StringField(size=10)
    timer = mmstats.TimerField(size=10)
    own = Int64Field()
    work = Work()

stats = Stats(label_prefix="p.", filename="{PID}")
reveal_type(Stats.hits)
reveal_type(stats.hits.incr(amount=2))
reveal_type(stats.last)
reveal_type(stats.on)
reveal_type(stats.page)
reveal_type(stats.own)
reveal_type(stats.timer.last)
reveal_type(stats.filename)
reveal_type(stats.size)
with stats.timer as context:
    reveal_type(context.elapsed)
stats.work.set(done=3)
for label, value in MmStatsReader.from_mmap(stats.filename):
    reveal_type(label)
stats.last = "text"
stats.own = "text"
stats.hits.incr("text")
"""
    )
    done = mypy(folder / "cache", program)
    types = [line.split('"')[1] for line in done.stdout.splitlines() if "Revealed" in line]
    assert types == [
        "mmstats.fields.counter.CounterField",
        "None",
        "float",
        "bool",
        "str",
        "int",
        "float",
        "str",
        "int",
        "float",
        "str",
    ]
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert [error.split("[")[-1] for error in errors] == ["assignment]", "assignment]", "arg-type]"]
