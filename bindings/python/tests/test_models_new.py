"""Models: fields that mmstats 0.8.0 doesn't have."""

from __future__ import annotations

import ctypes
import math

import pytest

import mmstats
from mmstats.fields import Internal
from models import shown
from support import Clock, run


def test_sampling_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0]
    monkeypatch.setattr("mmstats.fields.sampling.time.monotonic_ns", lambda: now[0])

    class Stats(mmstats.BaseMmStats):
        hits = mmstats.SamplingCounterField(every=10)

    stats = Stats()
    now[0] = 2_000_000
    stats.hits.incr(9)
    assert (stats.hits.counter, stats.hits.per_ms) == (9, 0)
    stats.hits.incr()
    assert stats.hits.value == (10, 5) and shown(stats) == {"hits": (10, 5)}
    stats.hits.value = 2**64 - 1, 0
    stats.hits.incr(3)
    assert stats.hits.counter == 2
    with pytest.raises(ValueError, match="at least 1"):
        mmstats.SamplingCounterField(every=0)


def test_compound_fields() -> None:
    class Work(mmstats.CompoundField):
        done = mmstats.CounterField()
        load = mmstats.FloatField()
        on = mmstats.BoolField()
        name = mmstats.StringField(size=4)

    class Stats(mmstats.BaseMmStats):
        work = Work()

    stats = Stats()
    assert Work().type_signature == "Qf?4s" and stats.work.value == (0, 0.0, False, "")
    stats.work.set(done=-1, name="a日本")
    assert stats.work.value == (2**64 - 1, 0.0, False, "a日") and stats.work.name == "a日"
    stats.work.value = 1, 0.5, True, "b"
    assert stats.work.load == 0.5 and shown(stats) == {"work": (1, 0.5, True, "b")}
    for wrong in (lambda: stats.work.set(nothing=1), lambda: setattr(stats.work, "value", (1, 2))):
        with pytest.raises(mmstats.Invalid):
            wrong()
    with pytest.raises(TypeError):
        stats.work.set(done=1.5)
    with pytest.raises(AttributeError, match="nothing"):
        stats.work.nothing
    assert stats.work.value == (1, 0.5, True, "b")


def test_a_compound_field_of_what_can_be_no_part() -> None:
    class Work(mmstats.CompoundField):
        inner = mmstats.SamplingCounterField()

    class Stats(mmstats.BaseMmStats):
        work = Work()

    with pytest.raises(mmstats.Invalid, match="inner"):
        Stats()


def test_percentiles() -> None:
    class Stats(mmstats.BaseMmStats):
        sizes = mmstats.PercentileField(percentiles=(0, 50, 99.9), size=4)

    stats = Stats()
    for value in (100, 4, 1, 3, 2):
        stats.sizes.add(value)
    assert stats.sizes.value == {0: 1.0, 50: 2.0, 99.9: 4.0}
    assert shown(stats) == {
        "sizes.p0": 1.0,
        "sizes.p50": 2.0,
        "sizes.p99.9": 4.0,
        "sizes.mean": 2.5,
    }
    with pytest.raises(ValueError, match="nan"):
        stats.sizes.add(math.nan)
    with pytest.raises(ValueError, match="0 to 100"):
        mmstats.PercentileField(percentiles=(101,))


def test_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("mmstats.fields.window.time.monotonic", clock)

    class Stats(mmstats.BaseMmStats):
        lately = mmstats.WindowField(seconds=60, slots=6)

    stats = Stats()
    stats.lately.add(7)
    clock.passes(60)
    stats.lately.add(1)
    assert shown(stats) == {"lately.count": 2, "lately.mean": 4.0, "lately.max": 7.0}
    clock.passes(10)
    stats.lately.add(3)
    assert stats.lately.value == {"count": 2, "mean": 2.0, "max": 3.0}
    for wrong in ({"seconds": 0}, {"slots": 0}):
        with pytest.raises(ValueError, match="window"):
            mmstats.WindowField(**wrong)  # type: ignore[arg-type]


def test_fields_of_ones_own() -> None:
    class Int64Field(mmstats.BufferedDescriptorField[int]):
        buffer_type = ctypes.c_int64

    class Highest(Internal):
        def saw(self, value: float) -> None:
            if value > self.value:
                self.value = value

    class HighField(mmstats.ComplexDoubleBufferedField[Highest]):
        buffer_type = ctypes.c_double
        InternalClass = Highest

    class Stats(mmstats.BaseMmStats):
        number = Int64Field()
        high = HighField()

    stats = Stats()
    stats.number = -(2**63) - 1
    for value in (1.0, 3.0, 2.0):
        stats.high.saw(value)
    assert shown(stats) == {"number": 2**63 - 1, "high": 3.0}


def test_signals_while_something_is_added() -> None:
    """A handler adds to what its thread is adding to: at each line, here."""
    printed = run(
        """
import sys, mmstats
class Stats(mmstats.BaseMmStats):
    mean = mmstats.AverageField()
    last = mmstats.MovingAverageField(size=5)
    hits = mmstats.SamplingCounterField(every=3)
    ranks = mmstats.PercentileField(size=5)
    seen = mmstats.WindowField()
stats, calls = Stats(), 0
def add():
    stats.mean.add(2)
    stats.last.add(2)
    stats.hits.incr()
    stats.ranks.add(2)
    stats.seen.add(2)
def handler(*of):
    global calls
    calls += 1
    add()
    return handler
sys.settrace(handler)
add()
sys.settrace(None)
assert calls > 20 and stats.hits.counter == calls + 1, (calls, stats.hits)
print(stats.mean.value, stats.last.value, stats.seen.value["max"])
stats.remove()
"""
    )
    assert printed == "2.0 2.0 2.0\n"
