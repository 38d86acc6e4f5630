"""The ways by which handles go are one from outside: exact, and safe at any time."""

from __future__ import annotations

import dis
import gc
import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmstats import Reader, Writer, _extension, _views, v1
from mmstats.reader import Histogram, Window
from support import TIMEOUT, python, run

WAYS = ("extension", "memoryviews", "library")

THREADS = 8

TIMES = int(os.environ.get("MMSTATS_TEST_INCREMENTS", "20000"))
"""How often each thread counts: 1,000,000 for the full size."""

COUNT = f"""
import sys, threading
import mmstats
from mmstats import _hot, v1
assert _hot.WAY == sys.argv[1], _hot.WAY
# As often as Python can.
sys.setswitchinterval(1e-6)
stats, old = mmstats.Writer("test", filename="2"), v1.Writer("test", filename="1")
hits, seconds, load = stats.counter("hits"), stats.counter_f64("seconds"), stats.gauge("load")
sizes, latency = stats.histogram("sizes"), stats.timer("latency")
seen = stats.window("seen", duration=10**18)
by_code, counted = stats.counter("by.code", labels=["code"]), old.counter("hits")
old.create_file()
start = threading.Barrier({THREADS})

def work():
    start.wait({TIMEOUT})
    mine = stats.local()(hits)
    for _ in range({TIMES}):
        hits.inc()
        hits.add(2)
        mine.inc()
        seconds.inc()
        seconds.add(0.5)
        load.add(-1)
        sizes.observe(3)
        latency.observe(1e-9)
        seen.observe(5)
        by_code["200"].inc()
        counted.inc()
        counted.add(2)

threads = [threading.Thread(target=work) for _ in range({THREADS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("way", WAYS)
def test_totals_of_threads_are_exact(way: str, folder: Path) -> None:
    run(COUNT, way, variables={"MMSTATS_HANDLES": way}, timeout=TIMEOUT + TIMES / 2000)
    total = THREADS * TIMES
    values = {one.name: one.value for one in Reader(folder / "2").snapshot}
    assert values["hits"] == 4 * total
    assert values["seconds"] == 1.5 * total
    assert values["load"] == -total
    assert values["by.code"] == total
    for name, each in (("sizes", 3), ("latency", 1)):
        found = values[name]
        assert isinstance(found, Histogram)
        assert (found.count, found.sum) == (total, each * total)
    seen = values["seen"]
    assert isinstance(seen, Window)
    assert (seen.slots[-1].count, seen.slots[-1].sum) == (total, 5 * total)
    assert {field.label: field.value for field in v1.Reader(folder / "1")}["hits"] == 3 * total


GIVE = """
import math, mmstats
from mmstats import v1

class Index:
    def __index__(self):
        return 3
    def __repr__(self):
        return "Index"

class Float(float):
    pass

class Int(int):
    pass

PARTS = ("count", "sum", "min", "max", "zero", "above", "negative", "nan", "buckets")
given = [0, 1, -1, 7.5, -0.0, -7.5, True, False, None, "1", 2**63, 2**64 - 1, 2**64, -(2**63),
    10**400, math.inf, -math.inf, math.nan, 1e300, 5e-324, 1e-9, 2.5e-9, 3.5e-9, -4e-10,
    2**64 / 1e9, 1.8446744e10,
    Index(), Float(2.5), Int(5), Int(-5), [], 255, 256, 65536, 2**32, 2**53 + 1]

def tell(*about):
    print(*about)

def use(name, verb):
    for value in given:
        try:
            tell(name, value, verb(value))
        except Exception as error:
            tell(name, value, type(error).__name__, error)

with mmstats.Writer("test", filename="2") as stats:
    for kind in ("counter", "counter_f64"):
        one = getattr(stats, kind)(kind)
        use(kind, lambda value: (one.add(value), one.value))
        try:
            one.inc(2)
        except TypeError:
            tell(kind, one.value)
        one.inc()
        tell(kind, one.value)
    for kind in ("gauge", "gauge_u64", "gauge_f64", "gauge_bool"):
        one = getattr(stats, kind)(kind)
        use(kind, lambda value: (one.set(value), one.value))
        use(kind, lambda value: (one.add(value), one.value))
    for kind in ("histogram", "histogram_f64", "timer"):
        one = getattr(stats, kind)(kind)
        use(kind, one.observe)
    for kind in ("window", "window_f64"):
        one = getattr(stats, kind)(kind, duration=10**18)
        use(kind, one.observe)
    for one in mmstats.Reader(stats.path).snapshot:
        if isinstance(one.value, mmstats.reader.Histogram):
            tell(one.name, [getattr(one.value, name) for name in PARTS])
        elif isinstance(one.value, mmstats.reader.Window):
            slot = one.value.slots[-1]
            tell(one.name, one.value.refused, slot.count, slot.sum, slot.max)
        else:
            tell(one.name, one.value)
with v1.Writer("test", filename="1") as stats:
    counted = stats.counter("counter")
    use("v1 counter", lambda value: (counted.add(value), counted.value))
    use("v1 counter", lambda value: setattr(counted, "value", value) or counted.value)
    for kind in ("u64", "i64", "u32", "i32", "u16", "i16", "u8", "i8", "f32", "f64", "bool"):
        field = stats.field(kind, kind)
        use(kind, lambda value: (field.set(value), field.value))
    stats.create_file()
    tell([field for field in v1.Reader(stats.path) if not field.label.startswith("sys.")])
"""


def test_all_ways_take_the_same() -> None:
    """Also what isn't plain: each says the same of it."""
    library, *others = (run(GIVE, variables={"MMSTATS_HANDLES": way}) for way in reversed(WAYS))
    assert "Invalid" in library and "WrongType" in library
    for other in others:
        assert other.splitlines() == library.splitlines()


@pytest.mark.parametrize("way", WAYS)
def test_errors_of_arguments_show_nothing_internal(way: str) -> None:
    printed = run(
        """
import mmstats
stats = mmstats.Writer("test", detached=True)
for one in (stats.counter("whole"), stats.counter_f64("part")):
    try:
        one.inc(2)
    except TypeError as error:
        print(error)
""",
        variables={"MMSTATS_HANDLES": way},
    )
    assert printed.count(" takes ") == 2 and "<locals>" not in printed, printed


def test_writes_to_a_retired_series_go_nowhere() -> None:
    """Its place is used again by another, which doesn't get them."""
    with Writer("test") as stats:
        family, levels = stats.counter("hits", labels=["k"]), stats.gauge("levels", labels=["k"])
        old, low = family["old"], levels["low"]
        add, set = old.add, low.set
        old.inc()
        set(1)
        del family["old"], levels["low"]
        new, high = family["new"], levels["high"]
        for _ in range(2):
            old.inc()
            add(5)
            set(7)
            new.inc()
            high.set(3)
        assert (old.value, new.value, low.value, high.value) == (0, 2, 0, 3)


def test_a_handle_goes_with_its_last_reference() -> None:
    with Writer("test") as stats:
        stripe = stats.local()
        handle = stripe(stats.counter("hits"))
        cell, inc = weakref.ref(handle._cell), handle.inc
        del handle
        gc.collect()
        assert cell() is not None
        inc()
        del inc
        gc.collect()
        assert cell() is None


def test_what_is_returned_is_counted() -> None:
    """Also by an extension that another Python's header files were used to build."""
    with Writer("test") as stats:
        hits, level, up = stats.counter("hits"), stats.gauge("level"), stats.gauge_bool("up")
        sizes, latency = stats.histogram("sizes"), stats.timer("latency")
        by_code = stats.counter("by.code", labels=["code"])
        up.set(True)
        given: list[object] = [None, True, by_code["200"], latency]
        before = [sys.getrefcount(one) for one in given]
        for _ in range(10_000):
            hits.inc()
            hits.add(1)
            level.set(1)
            sizes.observe(1)
            by_code["200"].inc()
            assert up.value
            with latency:
                pass
            latency.start().cancel()
        after = [sys.getrefcount(one) for one in given]
        assert all(abs(now - then) < 1000 for now, then in zip(after, before)), (before, after)


@pytest.mark.parametrize("way", WAYS)
def test_threads_that_count_while_the_interpreter_ends(way: str, folder: Path) -> None:
    for _ in range(3):
        run(
            """
import threading, mmstats
stats = mmstats.Writer("test", filename="file")
hits, sizes = stats.counter("hits"), stats.histogram("sizes")
by_n = stats.counter("by", labels=["n"])
begun = threading.Barrier(5)
def work():
    begun.wait()
    n = 0
    while True:
        n += 1
        hits.inc()
        sizes.observe(n)
        by_n[str(n % 50)].inc()
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
begun.wait()
""",
            variables={"MMSTATS_HANDLES": way},
        )
        assert Reader(folder / "file").snapshot.closed


@pytest.mark.parametrize("make", [_views._inc, _views._count, _views._add])
def test_no_thread_comes_between_the_load_and_the_store(make: Callable[..., Any]) -> None:
    """What `_views` says of the instructions of those CPythons in which it is used."""
    if not _views.WORKS:
        assert sys.version_info >= (3, 14)
        return
    made = make(lambda: memoryview(bytearray(8)).cast("Q"), int, lambda *_: None)
    names = [one.opname for one in dis.get_instructions(made)]
    step = names[names.index("BINARY_SUBSCR") : names.index("STORE_SUBSCR") + 1]
    assert {"BINARY_OP", "INPLACE_ADD"} & set(step), names
    assert not [name for name in step if "CALL" in name or "JUMP" in name or "RESUME" in name]


def test_the_extension_is_refused_in_a_sub_interpreter() -> None:
    """Its state is that of a process."""
    printed = run(
        f"""
import warnings
warnings.simplefilter("ignore")
try:
    import _interpreters
except ImportError:
    import _xxsubinterpreters as _interpreters
code = '''
import importlib.machinery, importlib.util
loader = importlib.machinery.ExtensionFileLoader("_speed", {os.environ["MMSTATS_EXTENSION"]!r})
spec = importlib.util.spec_from_loader("_speed", loader)
try:
    loader.exec_module(importlib.util.module_from_spec(spec))
except ImportError as error:
    print(error, flush=True)
'''
_interpreters.run_string(_interpreters.create(), code)
"""
    )
    assert "interpreter" in printed


def import_error(**variables: str) -> str:
    done = python("-c", "import mmstats", variables=variables)
    assert done.returncode == 1
    return done.stderr[done.stderr.index("ImportError") :]


def test_the_variables_say_what_is_wrong_with_them(folder: Path) -> None:
    (folder / "text.so").write_text("no library")
    for path in (folder / "missing.so", folder / "text.so"):
        error = import_error(MMSTATS_EXTENSION=str(path), MMSTATS_HANDLES="")
        assert f"found no extension of mmstats in {path}, which MMSTATS_EXTENSION names" in error
    assert "found 'fast'" in import_error(MMSTATS_HANDLES="fast")
    assert "here it is 'library'" in import_error(MMSTATS_EXTENSION="", MMSTATS_HANDLES="extension")


def test_without_the_extension() -> None:
    script = "from mmstats import _hot; print(_hot.WAY)"
    printed = run(script, variables={"MMSTATS_EXTENSION": "", "MMSTATS_HANDLES": ""})
    works = sys.version_info < (3, 14)
    assert printed.strip() == ("memoryviews" if works else "library")


def test_no_such_verb() -> None:
    extension = _extension.load()
    assert extension is not None
    cell = Writer("test", detached=True).counter("hits")._cell
    with pytest.raises(LookupError, match="counter_dec"):
        extension.bind("counter_dec", extension.Gate(), cell, 0, print)
    with pytest.raises(TypeError):
        extension.bind("counter_inc", object(), cell, 0, print)
