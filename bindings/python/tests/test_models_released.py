"""mmstats 0.8.0 itself beside this package: one program on both, and the tools of each on the files
of the other."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats.reader import MmStatsReader
from released import Released, find
from support import python, run

_folder = Path(tempfile.mkdtemp(prefix="mmstats-released-"))
atexit.register(shutil.rmtree, _folder)
_found = find(_folder)
# Where it can't be run the rest is tested, and the output says so and why.
RELEASED = [_found] if isinstance(_found, Released) else []
WRITERS = ["ours", "theirs"] if RELEASED else ["ours"]

PROGRAM = """
# -*- coding: utf-8 -*-
import json, os, sys, threading
import mmstats
from mmstats import defaults, fields, libgettid, models

class Base(mmstats.MmStats):
    overridden = mmstats.IntField(label='was.overridden')
    inherited = mmstats.CounterField()

class WebStats(Base):
    status2xx = mmstats.CounterField(label='status.2XX')
    status5xx = mmstats.CounterField(label='status.5XX')
    overridden = mmstats.UShortField(label='is.overridden')
    average = mmstats.AverageField()
    moving = mmstats.MovingAverageField(size=3)
    timer = mmstats.TimerField(timer=lambda: clock[0], size=2)
    byte = mmstats.ByteField()
    flag = mmstats.BoolField(initial=True)
    short = fields.ShortField()
    ushort = fields.UShortField()
    int = mmstats.IntField()
    uint = mmstats.UIntField()
    uint64 = mmstats.UInt64Field()
    float = mmstats.FloatField()
    last_hit = mmstats.DoubleField(label='timers.last_hit')
    page = mmstats.StringField(size=8)
    static_float = mmstats.StaticFloatField(value=0.5)
    static_uint = mmstats.StaticUIntField(value=7)
    static_text = mmstats.StaticTextField(label='text', value=lambda: 'abc')

clock = [100.0]
stats = WebStats(label_prefix='web.stats.', filename='%s-{PID}-{TID}.mmstats' % sys.argv[1])
stats.status2xx.incr()
stats.status2xx.incr(amount=4)
stats.status2xx.inc(2)
stats.status5xx.value = 9
stats.status5xx.incr(-1)
stats.inherited.incr()
stats.average.add(1)
stats.average.add(2)
for n in range(5):
    stats.moving.add(n)
with stats.timer as context:
    clock[0] += 2
    assert not context.done and context.elapsed == 2.0
assert context.done and stats.timer.last == 2.0
stats.timer.start()
clock[0] += 4
stats.timer.stop()
stats.byte, stats.short, stats.ushort = 200, 40000, 65537
stats.int, stats.uint, stats.uint64 = 2 ** 31, -1, -1
stats.float = stats.last_hit = 0.1
stats.flag = False
stats.page = u'ab\\u65e5\\u672c\\u8a9e'
stats.overridden = 70000
assert stats.average.value == 1.5 and stats.moving.value == 3.0 and stats.timer.value == 3.0
assert stats.status2xx.value == 7 and not stats.flag and stats.byte == -56
assert stats.page == u'ab\\u65e5\\u672c', stats.page
assert stats.size == 4096 and os.path.getsize(stats.filename) == 4096
assert stats.label_prefix == 'web.stats.'
stats.flush()

def elsewhere():
    stats.status2xx.incr(100)
    names.append(stats.filename)

names = [stats.filename]
thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
assert stats.status2xx.value == 7 and names[0] != names[1]
print(json.dumps(names))
"""

READ = """
import json, sys
from mmstats.reader import MmStatsReader
print(json.dumps([[label, value] for label, value in MmStatsReader.from_mmap(sys.argv[1])]))
"""


def write(writer: str, folder: Path) -> list[str]:
    """The files that the program leaves."""
    if writer == "ours":
        # Its deprecated verb warns.
        done = python("-W", "ignore", "-c", PROGRAM, "web", variables={"MMSTATS_PATH": str(folder)})
        assert done.returncode == 0, done.stderr
        printed = done.stdout
    else:
        printed = RELEASED[0].run(PROGRAM, "web", MMSTATS_PATH=str(folder))
    names: list[str] = json.loads(printed)
    assert sorted(names) == sorted(map(str, folder.iterdir()))
    return names


def read(path: str) -> dict[str, Any]:
    """What our reader finds."""
    return {stat.label: stat.value for stat in MmStatsReader.from_file(path)}


def test_which_one_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nmmstats 0.8.0 runs {RELEASED[0].how}" if RELEASED else f"\nnot run: {_found}")
    for released in RELEASED:
        assert released.run("import mmstats; print(mmstats.version)").strip() == "0.8.0"


@pytest.mark.parametrize("writer", WRITERS)
def test_a_program_of_then(writer: str, folder: Path) -> None:
    first, second = write(writer, folder)
    values = read(first)
    assert values.pop("web.stats.sys.pid") == int(first.split("-")[-2])
    assert 0 < values.pop("web.stats.sys.created") < 2**40
    assert values.pop("web.stats.sys.uid") == os.getuid()
    assert values.pop("web.stats.sys.gid") == os.getgid()
    assert values.pop("web.stats.sys.tid") > 0
    assert values.pop("web.stats.org.python.version")
    assert values == {
        "web.stats.inherited": 1,
        "web.stats.status.2XX": 7,
        "web.stats.status.5XX": 8,
        "web.stats.is.overridden": 4464,
        "web.stats.average": 1.5,
        "web.stats.moving": 3.0,
        "web.stats.timer": 3.0,
        "web.stats.byte": -56,
        "web.stats.flag": False,
        "web.stats.short": -25536,
        "web.stats.ushort": 1,
        "web.stats.int": -(2**31),
        "web.stats.uint": 2**32 - 1,
        "web.stats.uint64": 2**64 - 1,
        "web.stats.float": pytest.approx(0.1, rel=1e-6),
        "web.stats.timers.last_hit": 0.1,
        "web.stats.page": "ab日本",
        "web.stats.static_float": 0.5,
        "web.stats.static_uint": 7,
        "web.stats.text": "abc",
    }
    assert read(second)["web.stats.status.2XX"] == 100
    assert os.stat(first).st_mode & 0o666 == 0o666 & ~umask()


def umask() -> int:
    old = os.umask(0)
    os.umask(old)
    return old


class TestBesideIt:
    """What needs it."""

    __test__ = bool(RELEASED)

    @pytest.mark.parametrize("writer", WRITERS)
    def test_its_reader_and_ours_agree(self, writer: str, folder: Path) -> None:
        for path in write(writer, folder):
            theirs = json.loads(RELEASED[0].run(READ, path))
            assert dict(theirs) == read(path) == dict(json.loads(run(READ, path)))

    def test_its_reader_takes_all_that_is_new(self, folder: Path) -> None:
        class Work(mmstats.CompoundField):
            done = mmstats.UInt64Field()
            load = mmstats.FloatField()

        class Stats(mmstats.BaseMmStats):
            work = Work()
            sampled = mmstats.SamplingCounterField(every=1)
            percentiles = mmstats.PercentileField(percentiles=(50, 99.9))
            window = mmstats.WindowField()

        stats = Stats(filename="new.mmstats")
        stats.add_field("late", mmstats.StringField())
        stats.late = "日本"  # type: ignore[attr-defined]
        stats.work.value = 3, 0.5
        stats.sampled.incr(4)
        stats.percentiles.add(8.0)
        stats.window.add(2.0)
        # Of values with several parts it shows the first.
        assert dict(json.loads(RELEASED[0].run(READ, stats.filename))) == {
            "work": 3,
            "sampled": 4,
            "percentiles.p50": 8.0,
            "percentiles.p99.9": 8.0,
            "percentiles.mean": 8.0,
            "window.count": 1,
            "window.mean": 2.0,
            "window.max": 2.0,
            "late": "日本",
        }

    def test_its_slurpstats(self, folder: Path) -> None:
        first, second = write("ours", folder)
        program = "from mmstats import slurpstats; slurpstats.main()"
        shown = RELEASED[0].run(program, MMSTATS_PATH=str(folder))
        lines = {tuple(line.split(None, 1)) for line in shown.splitlines() if line}
        assert ("==>", first) in lines and ("==>", second) in lines
        assert {("web.stats.status.2XX", "7"), ("web.stats.status.2XX", "100")} <= lines

    def test_its_cleanstats(self, folder: Path) -> None:
        write("ours", folder)

        class Stats(mmstats.MmStats):
            pass

        alive = Stats()
        shown = RELEASED[0].run("from mmstats import clean; clean.cli()", MMSTATS_PATH=str(folder))
        assert shown.splitlines()[-1] == "Removed 2  -  1 alive"
        assert [str(path) for path in folder.iterdir()] == [alive.filename]
