"""Models: fields, and how classes have them. Bytes are in test_models_released."""

from __future__ import annotations

import asyncio
import ctypes
import math
import os
import sys
import warnings
from typing import Any

import pytest

import mmstats
from models import shown
from support import Clock


def test_counters() -> None:
    class Stats(mmstats.BaseMmStats):
        hits = mmstats.CounterField(label="http.hits")

    stats = Stats(label_prefix="web.")
    stats.hits.incr()
    stats.hits.incr(amount=5)
    assert stats.hits.value == 6 and shown(stats) == {"web.http.hits": 6}
    stats.hits.value = 2**64 - 1
    stats.hits.incr(2)
    assert stats.hits.value == 1
    stats.hits.incr(-2)
    assert stats.hits.value == 2**64 - 1
    with pytest.raises(TypeError):
        stats.hits.incr(1.5)  # type: ignore[arg-type]
    assert repr(stats.hits) == f"<CounterField 'web.http.hits': {2**64 - 1}>"
    assert isinstance(Stats.hits, mmstats.CounterField)
    assert repr(Stats.hits) == "CounterField(label='http.hits')"


def test_a_deprecated_verb() -> None:
    class Stats(mmstats.BaseMmStats):
        hits = mmstats.CounterField()

    stats = Stats()
    with pytest.warns(DeprecationWarning, match="incr"):
        stats.hits.inc()
    with pytest.warns(DeprecationWarning):
        stats.hits.inc(n=2)
    assert stats.hits.value == 3
    # As Python does where nobody asks for them.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", DeprecationWarning)
        stats.hits.inc()
    assert not caught


@pytest.mark.parametrize(
    ("field", "given", "is_there"),
    [
        (mmstats.ByteField(), 128, -128),
        (mmstats.ShortField(), 2**15, -(2**15)),
        (mmstats.UShortField(), -1, 2**16 - 1),
        (mmstats.IntField(), 2**31, -(2**31)),
        (mmstats.UIntField(), 2**32 + 3, 3),
        (mmstats.UInt64Field(), -1, 2**64 - 1),
        (mmstats.UInt64Field(), 2**70 + 1, 1),
        (mmstats.FloatField(), 0.1, ctypes.c_float(0.1).value),
        (mmstats.DoubleField(), 0.1, 0.1),
        (mmstats.BoolField(), "yes", True),
        (mmstats.StringField(size=4), "a日本", "a日"),
        (mmstats.StringField(size=4), b"abcdef", "abcd"),
        (mmstats.StringField(), "a\0b", "a"),
    ],
)
@pytest.mark.parametrize("format", [1, 2])
def test_values_are_as_in_c(field: Any, given: Any, is_there: Any, format: int) -> None:
    namespace = {"value": field, "format": format}
    stats: Any = type("Stats", (mmstats.BaseMmStats,), namespace)(filename="x.mmstats")
    stats.value = given
    assert stats.value == is_there and type(stats.value) is type(is_there)
    found = mmstats.open(stats.filename)
    if isinstance(found, mmstats.Reader):
        assert found.snapshot.find("value").value == is_there
    else:
        assert found["value"].value == is_there


@pytest.mark.parametrize("format", [1, 2])
def test_what_is_no_value(format: int) -> None:
    fields = {"number": mmstats.IntField(), "text": mmstats.StringField()}
    stats: Any = type("Stats", (mmstats.BaseMmStats,), {**fields, "format": format})()
    with pytest.raises(TypeError, match="number"):
        stats.number = "1"
    with pytest.raises(TypeError):
        stats.text = 1
    assert (stats.number, stats.text) == (0, "")


def test_initial_values() -> None:
    class Stats(mmstats.BaseMmStats):
        on = mmstats.BoolField(initial=True)
        off = mmstats.BoolField()
        text = mmstats.StringField()

    stats = Stats()
    assert stats.on is True and stats.off is False and stats.text == ""
    assert shown(stats) == {"on": True, "off": False, "text": ""}


def test_static_fields() -> None:
    class Stats(mmstats.BaseMmStats):
        a = mmstats.StaticFloatField(value=0.1)
        b = mmstats.StaticDoubleField(value=lambda: 0.1)
        c = mmstats.StaticUIntField(label="see", value=-1)
        d = mmstats.StaticInt64Field(value=2**63)
        e = mmstats.StaticUInt64Field(value=2**64 - 1)
        f = mmstats.StaticTextField(value="日" * 100)

    stats = Stats()
    values = {
        "a": ctypes.c_float(0.1).value,
        "b": 0.1,
        "see": 2**32 - 1,
        "d": -(2**63),
        "e": 2**64 - 1,
        "f": "日" * 85,
    }
    assert shown(stats) == values
    assert (stats.a, stats.b, stats.c) == (values["a"], 0.1, 2**32 - 1)
    assert (stats.d, stats.e, stats.f) == (-(2**63), 2**64 - 1, "日" * 85)


def test_a_static_field_without_value() -> None:
    class Stats(mmstats.BaseMmStats):
        nothing = mmstats.StaticUIntField()

    with pytest.raises(ValueError, match="value must be set"):
        Stats()


def test_averages() -> None:
    class Stats(mmstats.BaseMmStats):
        all = mmstats.AverageField()
        last = mmstats.MovingAverageField(size=3)

    stats = Stats()
    assert stats.all.value == stats.last.value == 0.0
    for value in (1, 2, 3, 10):
        stats.all.add(value)
        stats.last.add(value)
    assert (stats.all.value, stats.last.value) == (4.0, 5.0)
    assert shown(stats) == {"all": 4.0, "last": 5.0}
    stats.all.value = 1.0
    assert stats.all.value == 1.0
    stats.all.add(4)
    assert stats.all.value == 4.0
    with pytest.raises(ValueError, match="at least 1"):
        mmstats.MovingAverageField(size=0)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_what_left_a_moving_average_leaves_nothing_behind(size: int) -> None:
    class Stats(mmstats.BaseMmStats):
        mean = mmstats.MovingAverageField(size=size)

    stats, window = Stats(), []
    for n in range(200):
        value = (1e17, 0.3, -1e17, 1e-3)[n * n % 4] + n
        window = [*window, value][-size:]
        stats.mean.add(value)
        exact = math.fsum(window) / len(window)
        assert stats.mean.value == pytest.approx(exact, rel=1e-12, abs=1e-12)
    for value in (1e308, 1e308, math.inf, -math.inf, math.nan):
        stats.mean.add(value)
    assert not math.isfinite(stats.mean.value)
    for _ in range(size):
        stats.mean.add(2.0)
    assert stats.mean.value == 2.0


def test_timers() -> None:
    clock = Clock()

    class Stats(mmstats.BaseMmStats):
        timer = mmstats.TimerField(timer=clock, size=2, label="t")

    stats = Stats()
    assert stats.timer.last == stats.timer.value == 0.0
    with stats.timer as context:
        clock.passes(1)
        assert not context.done and context.elapsed == stats.timer.last == 1.0
        clock.passes(1)
    clock.passes(5)
    assert context.done and context.elapsed == stats.timer.last == stats.timer.value == 2.0
    stats.timer.start()
    clock.passes(4)
    stats.timer.stop()
    assert stats.timer.last == 4.0 and stats.timer.value == 3.0 and shown(stats) == {"t": 3.0}
    stats.timer.add(8.0)
    assert stats.timer.value == 6.0


def test_timers_within_each_other_and_in_tasks() -> None:
    clock = Clock()

    class Stats(mmstats.BaseMmStats):
        timer = mmstats.TimerField(timer=clock)

    stats = Stats()
    with stats.timer as outer:
        clock.passes(1)
        with stats.timer as inner:
            clock.passes(1)
    assert (outer.elapsed, inner.elapsed) == (2.0, 1.0)

    async def task(number: int) -> None:
        with stats.timer as context:
            await asyncio.sleep(0)
            clock.passes(number)
        contexts.append(context)

    async def both() -> None:
        await asyncio.gather(task(1), task(2))

    contexts: list[Any] = []
    asyncio.run(both())
    assert [context.elapsed for context in contexts] == [1.0, 3.0]
    assert stats.timer.value == (2 + 1 + 1 + 3) / 4


def test_a_timer_that_was_not_started() -> None:
    class Stats(mmstats.BaseMmStats):
        timer = mmstats.TimerField()

    with pytest.raises(ValueError, match="start"):
        Stats().timer.stop()


def test_a_timer_measures_what_fails() -> None:
    clock = Clock()

    class Stats(mmstats.BaseMmStats):
        timer = mmstats.TimerField(timer=clock)

    stats = Stats()
    with pytest.raises(KeyError), stats.timer:
        clock.passes(3)
        raise KeyError
    assert stats.timer.value == 3.0

    @stats.timer
    def work() -> None:
        clock.passes(5)

    work()
    assert stats.timer.value == 4.0


def test_subclasses() -> None:
    class Base(mmstats.BaseMmStats):
        kept = mmstats.IntField()
        changed = mmstats.IntField(label="of.base")
        dropped = mmstats.IntField()

    class Mixin:
        mixed = mmstats.IntField()

    class Derived(Mixin, Base):
        changed = mmstats.StringField(label="of.derived")  # type: ignore[assignment]
        dropped = None  # type: ignore[assignment]
        own = mmstats.IntField()

    assert list(shown(Derived())) == ["of.derived", "own", "mixed", "kept"]
    assert set(shown(Base())) == {"kept", "of.base", "dropped"}


def test_what_every_model_has() -> None:
    class Stats(mmstats.MmStats):
        pass

    found = shown(Stats(label_prefix="p."))
    assert 0 < found.pop("p.sys.created") < 2**40
    assert found == {
        "p.sys.pid": os.getpid(),
        "p.sys.tid": mmstats.libgettid.gettid(),
        "p.sys.uid": os.getuid(),
        "p.sys.gid": os.getgid(),
        "p.org.python.version": sys.version.replace("\n", ""),
    }

    class Bare(mmstats.BaseMmStats):
        pass

    assert shown(Bare()) == {}


def test_one_field_under_two_names() -> None:
    field = mmstats.IntField()

    class Stats(mmstats.BaseMmStats):
        one = field
        two = field

    stats = Stats()
    stats.one, stats.two = 1, 2
    assert shown(stats) == {"one": 1, "two": 2}


@pytest.mark.parametrize("format", [1, 2])
def test_two_fields_with_one_label(format: int) -> None:
    fields = {"one": mmstats.IntField(label="two"), "two": mmstats.IntField()}
    model: Any = type("Stats", (mmstats.BaseMmStats,), {**fields, "format": format})
    with pytest.raises(mmstats.DuplicateFieldName, match="'two'"):
        model()
