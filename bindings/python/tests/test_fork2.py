"""Forked children of a writer of format 2: whose file is whose, and what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import mmstats
from mmstats import Liveness, Reader
from support import run

BEGIN = """
import ctypes, gc, os, signal, subprocess, sys, threading, warnings
import mmstats
warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads

def fork(body):
    '''Runs it in a child, which ends as a program does.'''
    child = os.fork()
    if not child:
        body()
        sys.exit(0)
    return child

def wait(child):
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

stats = mmstats.Writer("test", filename="test.mmstats")
hits = stats.counter("hits")
hits.add(100)
"""


def files(folder: Path) -> dict[str, mmstats.Snapshot]:
    """What is in the files of a folder, by their names without process ids."""
    found = {}
    for path in folder.iterdir():
        snapshot = Reader(path).snapshot
        name = path.name.replace(str(snapshot.info.pid), "PID")
        assert name not in found and not path.name.startswith(".")
        found[name] = snapshot
    return found


def counts(folder: Path, name: str = "hits") -> list[int]:
    """The counts of all files, in order."""
    found = (Reader(path).snapshot.get(name) for path in folder.iterdir())
    return sorted(series.value for series in found if series)


def test_a_child_goes_on_in_a_file_of_its_own(folder: Path) -> None:
    """F2-FORK, F2-FOLLOW"""
    run(
        BEGIN
        + """
level, up = stats.gauge("level"), stats.gauge_bool("up")
sizes, latency = stats.histogram("sizes"), stats.timer("latency")
page, pair = stats.text("page"), stats.struct("pair", [("n", "u64"), ("triple", "u64")])
seen, by_code = stats.window("seen"), stats.counter("by.code", labels=["code"])
ok, local = by_code["200"], stats.local()
mine, family = local(hits), by_code
before = stats.path
def use(n):
    hits.add(n)
    mine.add(n)
    ok.add(n)
    by_code[str(n)].inc()
    level.set(n)
    up.set(True)
    sizes.observe(n)
    latency.observe(n)
    page.set(str(n))
    pair.publish(n, 3 * n)
    seen.observe(n)
    stats.counter("late").add(n)
    stats.local()(hits).add(n)
def body():
    use(7)
    assert hits.value == 7, hits.value
    assert stats.path != before, stats.path
    assert stats.warning is None
use(5)
wait(fork(body))
assert stats.path == before
hits.inc()
"""
    )
    found = files(folder)
    assert set(found) == {"test.mmstats", "test-PID.mmstats"}
    parent, child = found["test.mmstats"], found["test-PID.mmstats"]
    assert (parent.info.pid, parent.info.file_id) != (child.info.pid, child.info.file_id)
    assert child.info.created >= parent.info.created
    for snapshot, n, more in ((parent, 5, 101), (child, 7, 0)):
        assert snapshot.closed
        values = {one.name: one.value for one in snapshot if not one.labels}
        assert values["hits"] == 3 * n + more
        assert (values["level"], values["up"], values["page"]) == (n, True, str(n))
        assert tuple(values["pair"]) == (n, 3 * n)
        assert values["late"] == n
        assert [values[name].count for name in ("sizes", "latency")] == [1, 1]
        assert values["seen"].slots[-1].sum == n
        assert snapshot.find("by.code", {"code": "200"}).value == n
        assert snapshot.find("by.code", {"code": str(n)}).value == 1


def test_a_name_with_a_process_id_has_that_of_the_child(folder: Path) -> None:
    run(
        BEGIN
        + """
stats = mmstats.Writer("named", filename="{PID}")
named = stats.counter("named")
wait(fork(named.inc))
"""
    )
    assert counts(folder, "named") == [0, 1]
    for path in folder.glob("[0-9]*"):
        assert path.name == str(Reader(path).snapshot.info.pid)


@pytest.mark.parametrize(
    "start",
    [
        "wait(fork(lambda: None))",
        "wait(fork(lambda: os._exit(0)))",
        "wait(fork(lambda: os.execv(sys.executable, [sys.executable, '-c', ''])))",
        "wait(fork(lambda: wait(fork(lambda: None))))",
        "subprocess.run([sys.executable, '-c', ''], check=True)",
        "subprocess.run([sys.executable, '-c', ''], check=True, preexec_fn=lambda: None)",
        "subprocess.run([sys.executable, '-c', ''], check=True, close_fds=False)",
        "wait(os.posix_spawn(sys.executable, [sys.executable, '-c', ''], os.environ))",
        "wait(os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, '-c', '']))",
    ],
)
def test_a_child_that_uses_no_writer_leaves_no_file(folder: Path, start: str) -> None:
    run(BEGIN + start + "\nhits.inc()")
    assert counts(folder) == [101]


@pytest.mark.parametrize(
    "start",
    [
        "subprocess.Popen(command)",
        "subprocess.Popen(command, preexec_fn=lambda: None)",
        "subprocess.Popen(command, close_fds=False)",
        "os.posix_spawn(command[0], command, os.environ)",
        "fork(lambda: os.execv(command[0], command))",
        "fork(lambda: os.read(0, 1))",
    ],
)
def test_a_child_has_no_lock_of_its_parents_file(folder: Path, start: str) -> None:
    """The child lives on when its parent is killed: the file is dead, and nobody's (F2-FORK,
    F2-LIVENESS)."""
    printed = run(
        """
import os, signal, subprocess, sys
# The child waits at its standard input until we say so, or end.
own, other = os.pipe()
started, told = os.pipe()
parent = os.fork()
if not parent:
    os.dup2(own, 0)
    os.close(other)
    import mmstats
    stats = mmstats.Writer("test", filename="test.mmstats")
    hits = stats.counter("hits")
    command = [sys.executable, "-c", "import os; os.read(0, 1)"]
    fork = lambda body: os.fork() or (body(), os._exit(0))
    kept = """
        + start
        + """
    os.write(told, b"x")
    signal.pause()
os.read(started, 1)
import mmstats
with mmstats.Reader(os.environ["MMSTATS_PATH"] + "/test.mmstats") as reader:
    print(reader.writer)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    print(reader.writer)
os.close(other)
"""
    )
    assert printed == "Liveness.ALIVE\nLiveness.DEAD\n"


def test_a_child_past_all_hooks_has_the_lock(folder: Path) -> None:
    """It is made by the system call alone: its dead parent's file is orphaned (F2-LIVENESS)."""
    printed = run(
        """
import ctypes, os, platform, signal
own, other = os.pipe()
started, told = os.pipe()
parent = os.fork()
if not parent:
    os.close(other)
    import mmstats
    stats = mmstats.Writer("test", filename="test.mmstats")
    clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    if not ctypes.CDLL(None).syscall(clone, signal.SIGCHLD.value, None, None, None, None):
        os.read(own, 1)
        os._exit(0)
    os.write(told, b"x")
    signal.pause()
os.read(started, 1)
import mmstats
with mmstats.Reader(os.environ["MMSTATS_PATH"] + "/test.mmstats") as reader:
    print(reader.writer)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    print(reader.writer)
os.close(other)
"""
    )
    assert printed == "Liveness.ALIVE\nLiveness.ORPHANED\n"


def test_totals_of_parent_and_children_with_threads(folder: Path) -> None:
    """Forks while threads count, in all that they can be in the middle of."""
    run(
        BEGIN
        + """
THREADS, CHILDREN, COUNT = 4, 12, 500
labelled, lock, total = stats.counter("labelled", labels=["n"]), threading.Lock(), [0]
done = threading.Event()

def count():
    n = 0
    while not done.is_set():
        n += 1
        hits.inc()
        labelled[str(n % 50)].inc()
        stats.local()(hits).inc()
    with lock:
        total[0] += n

def in_child():
    threads = [threading.Thread(target=in_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def in_thread():
    mine = stats.local()(hits)
    for n in range(COUNT):
        hits.inc()
        mine.inc()
        labelled[str(n % 70)].inc()

threads = [threading.Thread(target=count) for _ in range(THREADS)]
for thread in threads:
    thread.start()
children = [fork(in_child) for _ in range(CHILDREN)]
for child in children:
    wait(child)
done.set()
for thread in threads:
    thread.join()
counts = sorted(
    (reader.snapshot.find("hits").value, sum(one.value for one in reader.snapshot["labelled"]))
    for _, reader in mmstats.read_all()
)
own = (100 + 2 * total[0], total[0])
assert counts == sorted([own] + CHILDREN * [(4 * COUNT, 2 * COUNT)]), (own, counts)
"""
    )
    assert len([*folder.iterdir()]) == 13


@pytest.mark.parametrize("between", ["hits.add(10)", "pass"])
def test_grandchildren(folder: Path, between: str) -> None:
    """Of a child that has a file, and of one that has none."""
    run(
        BEGIN
        + f"""
def child():
    {between}
    wait(fork(lambda: hits.add(1)))
    hits.add(20)
wait(fork(child))
"""
    )
    assert counts(folder) == [1, 30 if between != "pass" else 20, 100]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(folder: Path, method: str) -> None:
    script = folder.parent / f"{folder.name}-{method}.py"
    script.write_text(
        """
import multiprocessing, sys
import mmstats
stats = mmstats.Writer("test", filename="{PID}.mmstats")
hits = stats.counter("hits")

def work(n):
    hits.add(n)
    return n

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(3) as pool:
        assert sum(pool.map(work, range(1000))) == 499500
        pool.close()
        pool.join()
    one = context.Process(target=work, args=(500,))
    one.start()
    one.join()
    assert one.exitcode == 0
"""
    )
    try:
        run(f"import runpy, sys; sys.argv = [{str(script)!r}, {method!r}];"
            "runpy.run_path(sys.argv[0], run_name='__main__')")  # fmt: skip
    finally:
        script.unlink()
    found = counts(folder)
    assert sum(found) == 500000
    assert 500 in found and 0 in found


def test_a_child_that_is_killed(folder: Path) -> None:
    """Everything that it counted is there."""
    run(
        BEGIN
        + """
own, other = os.pipe()
child = os.fork()
if not child:
    for n in range(1000):
        hits.inc()
    os.write(other, b"x")
    signal.pause()
os.read(own, 1)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
"""
    )
    [killed] = [path for path in folder.iterdir() if path.name != "test.mmstats"]
    with Reader(killed) as reader:
        assert reader.snapshot.find("hits").value == 1000
        assert (reader.snapshot.closed, reader.writer) == (False, Liveness.DEAD)


def test_without_following_nobody_sees_a_child(folder: Path) -> None:
    run(
        BEGIN
        + """
stats = mmstats.Writer("quiet", filename="quiet.mmstats", follow=False)
quiet, page = stats.counter("quiet"), stats.text("page")
by_code = stats.counter("by.code", labels=["code"])
ok = by_code["200"]
quiet.add(3)

def unseen():
    quiet.add(5)
    page.set("child")
    ok.inc()
    assert (quiet.value, stats.path) == (5, None)
    for call in (lambda: stats.counter("more"), lambda: by_code["404"], stats.local, stats.flush):
        try:
            call()
        except mmstats.Closed as error:
            assert "follow" in str(error), error
        else:
            raise AssertionError(call)

def seen():
    quiet.add(5)
    stats.follow()
    stats.follow()
    quiet.add(1)
    by_code["404"].inc()
    assert stats.path.name == f"quiet-{os.getpid()}.mmstats", stats.path

stats.follow()
wait(fork(unseen))
assert len(mmstats.glob()) == 2, mmstats.glob()
wait(fork(seen))
quiet.add(1)
"""
    )
    found = files(folder)
    parent, child = found["quiet.mmstats"], found["quiet-PID.mmstats"]
    assert (parent.find("quiet").value, child.find("quiet").value) == (4, 6)
    assert (parent.find("page").value, child.find("page").value) == (None, None)
    assert child.find("by.code", {"code": "404"}).value == 1


def test_a_child_that_cannot_have_a_file(folder: Path) -> None:
    """is warned once, and counts on."""
    printed = run(
        BEGIN
        + """
where = os.environ["MMSTATS_PATH"] + "/below"
os.mkdir(where)
stats = mmstats.Writer("test", path=where, filename="gone")
gone = stats.counter("gone")
os.unlink(stats.path)
os.rmdir(where)
def body():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            gone.inc()
        assert (gone.value, stats.path) == (3, None)
        try:
            stats.counter("more")
        except mmstats.Closed as error:
            print(error)
    [warning] = caught
    assert (warning.category, warning.filename) == (mmstats.WriterWarning, "<string>")
    assert where in str(warning.message), warning
    try:
        stats.follow()
    except mmstats.NotFound as error:
        print("not found")
    os.mkdir(where)
    stats.follow()
    gone.inc()
    assert mmstats.Reader(stats.path).snapshot.find("gone").value == 4
    os.unlink(stats.path)
    os.rmdir(where)
wait(fork(body))
"""
    )
    assert "follow" in printed and printed.endswith("not found\n")


def test_a_detached_writer_goes_on_as_a_copy(folder: Path) -> None:
    run(
        BEGIN
        + """
stats = mmstats.Writer("detached", detached=True)
copy = stats.counter("copy")
copy.add(5)
def body():
    copy.inc()
    stats.counter("more").inc()
    assert (copy.value, stats.path) == (6, None)
wait(fork(body))
assert copy.value == 5
"""
    )
    assert counts(folder) == [100]


def test_threads_that_a_child_does_not_have(folder: Path) -> None:
    """They hold what locks there are; the child doesn't wait for them."""
    run(
        BEGIN
        + """
from mmstats import _gil
reader = mmstats.Reader(stats.path)
family = stats.counter("family", labels=["n"])
held, done = threading.Event(), threading.Event()

def busy():
    with stats._owner.lock, _gil.LOCK, reader._lock:
        held.set()
        done.wait()

def body():
    hits.inc()
    family["new"].inc()
    stats.local()(hits).inc()
    assert mmstats.Reader(stats.path).snapshot.find("hits").value == 2
    try:
        reader.refresh()
    except mmstats.Closed as error:
        assert "forked" in str(error), error
    else:
        raise AssertionError("a reader that another thread was using")
    assert reader.snapshot.find("hits").value == 100

thread = threading.Thread(target=busy, daemon=True)
thread.start()
held.wait()
wait(fork(body))
done.set()
thread.join()
assert reader.refresh().find("hits").value == 100
"""
    )
    assert counts(folder) == [2, 100]


def test_a_child_with_the_end_of_what_it_has(folder: Path) -> None:
    """Handles that are gone, a closed writer, the garbage collector: none touches the parent's."""
    printed = run(
        BEGIN
        + """
def closed():
    stats.close()
    try:
        hits.inc()
    except mmstats.Closed as error:
        print(error, flush=True)

def collected():
    global stats, hits
    del stats, hits
    gc.collect()

wait(fork(closed))
wait(fork(collected))
with mmstats.Reader(stats.path) as reader:
    assert (reader.snapshot.closed, reader.writer) == (False, mmstats.Liveness.ALIVE)
hits.inc()
"""
    )
    assert printed == "this writer was closed\n"
    assert counts(folder) == [101]


def test_a_fork_without_a_gil(folder: Path) -> None:
    """Where there is none, other threads could write between the first use and its following: the
    child follows at once."""
    script = "import sys\nsys._is_gil_enabled = lambda: False" + BEGIN + "wait(fork(lambda: None))"
    run(script, variables={"MMSTATS_HANDLES": ""})
    assert counts(folder) == [0, 100]
