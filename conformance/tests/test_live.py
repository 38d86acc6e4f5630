"""Files that change while they are read: live.py on writers that come between any two of its
copies, and the runner's live writer test on right and wrong writers."""

import os
import struct
import sys

import form
import live
import pytest
import v2
from corpus.format2 import model, scenario
from runner import live_writer
from suite import SUITE

WRITER = SUITE / "tests" / "model_live_writer.py"


class Stage:
    """A file, and a writer that writes its bytes back to it when it is told to."""

    def __init__(self, path, *families):
        self.path = path
        self.writer = model.Writer("live", scenario.IDENTITY)
        for family in families:
            self.writer.play(family)
        self.save()

    def save(self):
        self.path.write_bytes(self.writer.data)

    def play(self, *steps):
        for step in steps:
            self.writer.play(step)
        self.save()

    def series(self, name, labels=()):
        return self.writer.families[name].live[labels]

    def look(self, monkeypatch, between):
        """Looks at the file; `between(copy, offset)` is called before each copy, which is the
        copy-th, counted from 1, of what stands there."""
        counts = {}

        def copy(descriptor, length, offset):
            counts[offset] = counts.get(offset, 0) + 1
            between(counts[offset], offset)
            return os.pread(descriptor, length, offset)

        monkeypatch.setattr(live, "copy", copy)
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            looked = live.look(descriptor)
        finally:
            os.close(descriptor)
        families = form.decoded(looked.file, looked.busy)["families"]
        values = {family["name"]: [one["value"] for one in family["series"]] for family in families}
        return values, looked


PAIR = scenario.family(
    "pair",
    "struct",
    "bytes",
    components=[scenario.component("a", "u64"), scenario.component("b", "u64")],
)
TEXT = scenario.family("text", "text", "bytes", capacity=8)
WINDOW = scenario.family("window", "window", duration="1", slots=2)
HITS = scenario.family("hits", labels=["code"], limit=2)


def publish(number):
    return scenario.step("pair", "publish", str(number), str(2 * number))


def cells_offset(stage, name):
    """Where live.py begins to copy the block of the cell."""
    home = stage.series(name).home
    return home.at + v2.BLOCK_HEADER


@pytest.mark.parametrize("publishes, accepted", [(0, True), (2, True), (3, False), (4, False)])
def test_a_sequenced_value_is_taken_if_its_slot_cannot_have_changed(
    publishes, accepted, tmp_path, monkeypatch
):
    """F2-SEQUENCED-READ: K is 4, so 2 publishes may come between the loads of the sequence."""
    stage = Stage(tmp_path / "f", PAIR)
    stage.play(publish(1))
    at = cells_offset(stage, "pair")
    numbers = iter(range(2, 100))

    def between(copy, offset):
        # The first copy is of all cells; then comes the sequence, a slot, the sequence again.
        if offset == at and copy == 3:
            stage.play(*[publish(next(numbers)) for _ in range(publishes)])

    values, looked = stage.look(monkeypatch, between)
    expected = 1 if accepted else 1 + publishes
    assert values["pair"] == [[str(expected), str(2 * expected)]]
    assert looked.busy == frozenset()


def test_a_value_that_keeps_changing_is_busy(tmp_path, monkeypatch):
    """F2-BUSY, and what else there is to read is read."""
    stage = Stage(tmp_path / "f", PAIR, TEXT)
    stage.play(publish(1), scenario.step("text", "set", "quiet"))
    at = cells_offset(stage, "pair")
    numbers = iter(range(2, 1000))

    def between(_copy, offset):
        if offset == at:
            stage.play(*[publish(next(numbers)) for _ in range(3)])

    values, looked = stage.look(monkeypatch, between)
    assert values == {"pair": [{"busy": True}], "text": ["quiet"]}
    assert looked.busy == {stage.series("pair").entry}


def test_a_window_slot_that_is_reset_is_looked_at_again(tmp_path, monkeypatch):
    """F2-WINDOW-READ: the count of the old epoch with the name of the new one would be wrong."""
    stage = Stage(tmp_path / "f", WINDOW)
    stage.play(*[scenario.step("window", "observe_at", "0", "5")] * 3)
    at = cells_offset(stage, "window")

    def between(copy, offset):
        if offset == at and copy == 3:
            stage.play(scenario.step("window", "observe_at", "2", "7"))

    values, looked = stage.look(monkeypatch, between)
    assert values["window"] == [
        {"refused": "0", "slots": [{"epoch": "3", "count": "1", "sum": "7", "max": "7"}]}
    ]
    assert looked.busy == frozenset()


def test_a_window_that_keeps_being_reset_is_busy(tmp_path, monkeypatch):
    stage = Stage(tmp_path / "f", WINDOW)
    times = iter(range(0, 1000, 2))
    at = cells_offset(stage, "window")

    def between(_copy, offset):
        if offset == at:
            stage.play(scenario.step("window", "observe_at", str(next(times)), "1"))

    values, looked = stage.look(monkeypatch, between)
    assert values["window"] == [{"busy": True}]
    assert looked.busy == {stage.series("window").entry}


def test_a_directory_that_is_rewritten_meanwhile_is_copied_again(tmp_path, monkeypatch):
    """F2-COPY: else the value of the new series would be read by the old label."""
    stage = Stage(tmp_path / "f", HITS)
    stage.play(scenario.step("hits", "add", "5", labels=("old",)))
    cells_at = stage.series("hits", ("old",)).home.at + v2.BLOCK_HEADER

    def between(copy, offset):
        if offset == cells_at and copy == 1:
            stage.play(
                scenario.step("hits", "retire", labels=("old",)),
                scenario.step("hits", "add", "7", labels=("new",)),
            )

    _values, looked = stage.look(monkeypatch, between)
    family = form.decoded(looked.file)["families"][1]
    assert [(one["labels"], one["value"]) for one in family["series"]] == [({"code": "new"}, "7")]


def test_series_that_are_rewritten_all_the_time_are_busy(tmp_path, monkeypatch):
    """F2-COPY, F2-STATE-READ: the series that stays is yielded, the others are told to be busy."""
    stage = Stage(tmp_path / "f", HITS)
    stage.play(
        scenario.step("hits", "add", "5", labels=("stays",)),
        scenario.step("hits", "inc", labels=("0",)),
    )
    entry = stage.series("hits", ("0",)).entry
    cells_at = stage.series("hits", ("stays",)).home.at + v2.BLOCK_HEADER
    names = iter(range(1000))

    def between(_copy, offset):
        if offset == cells_at:
            name = next(names)
            stage.play(
                scenario.step("hits", "retire", labels=(str(name),)),
                scenario.step("hits", "inc", labels=(str(name + 1),)),
            )

    values, looked = stage.look(monkeypatch, between)
    family = form.decoded(looked.file, looked.busy)["families"][1]
    stays = [one for one in family["series"] if one["labels"] == {"code": "stays"}]
    assert [one["value"] for one in stays] == ["5"]
    assert looked.busy == {entry}
    assert all(one["value"] == {"busy": True} for one in family["series"] if one not in stays)


def test_a_writer_that_was_killed_while_it_rewrote_an_entry(tmp_path, monkeypatch):
    """F2-COPY: the reuse generation stays odd for ever, and the other series are yielded."""
    stage = Stage(tmp_path / "f", HITS)
    stage.play(
        scenario.step("hits", "add", "5", labels=("stays",)),
        scenario.step("hits", "inc", labels=("other",)),
    )
    stage.writer.add(112, 1)
    stage.writer.put(stage.series("hits", ("other",)).entry + 8, 4)
    stage.save()
    values, looked = stage.look(monkeypatch, lambda _copy, _offset: None)
    assert (values["hits"], looked.busy, looked.unsettled) == (["5"], frozenset(), 1)


def test_a_file_that_is_closed_meanwhile_is_looked_at_again(tmp_path, monkeypatch):
    """Else it would be shown as closed, with values before its last, or as open for ever."""
    stage = Stage(tmp_path / "f", scenario.family("requests"))

    def between(copy, offset):
        # The second copy of the header is step 7.
        if offset == 0 and copy == 2:
            stage.play(scenario.step("requests", "inc"), {"op": "close"})

    values, looked = stage.look(monkeypatch, between)
    assert (values["requests"], looked.file.header.state) == (["1"], 2)


def test_an_entry_whose_cell_is_in_a_block_that_came_meanwhile(tmp_path, monkeypatch):
    """F2-LENGTH-AGAIN: the block is behind the first published length, and before the second."""
    stage = Stage(tmp_path / "f", scenario.family("a", "gauge"))
    directory = stage.writer.blocks[0].at
    wide = [scenario.component(f"c{i}", "u64") for i in range(64)]

    def between(copy, offset):
        if offset == directory and copy == 1:
            stage.play(scenario.family("wide", "struct", "bytes", components=wide))

    before = len(stage.writer.data)
    values, looked = stage.look(monkeypatch, between)
    assert looked.file.header.published > before
    assert values == {"a": ["0"], "wide": [None]}


def test_a_dead_file_reads_as_by_decode(case_2):
    """What nobody writes reads the same by both ways."""
    path = SUITE / case_2["file"]
    descriptor = os.open(path, os.O_RDONLY)
    try:
        looked = outcome(lambda: live.look(descriptor).file)
    finally:
        os.close(descriptor)
    assert looked == outcome(lambda: v2.parse(path.read_bytes()))


def outcome(parse):
    try:
        return form.decoded(parse())
    except v2.FormatError as error:
        return error.offset, error.clause


# The runner's live writer test. A fault is a line that makes the model writer wrong.

FAULTS = {
    "torn": (
        # Into the slot that counts, and slowly.
        """
import time
def publish(self, family, series, raw):
    if self.get(series.cell) == 0:
        return model.Writer.publish(self, family, series, raw)
    slot = series.cell + 8 + self.get(series.cell) % family.slots * family.width
    for i in range(0, len(raw), 8):
        self.put(slot + i, int.from_bytes(raw[i : i + 8], "little"))
        time.sleep(0.001)
model_live_writer.MappedWriter.publish = publish
""",
        "it is torn",
    ),
    "falls": (
        """
import time
right = model_live_writer.step
def step(writer, n):
    right(writer, n if n % 2 else max(1, n - 50))
    time.sleep(0.001)
model_live_writer.step = step
""",
        "fell from",
    ),
    "not closed": (
        "play = model.Writer.play\n"
        "model.Writer.play = lambda self, step: step['op'] == 'close' or play(self, step)",
        "expected a closed file, found open",
    ),
    "one step is missing": (
        "right = model_live_writer.step\n"
        "model_live_writer.step = lambda writer, n: n == 3 or right(writer, n)",
        "expected Seen(",
    ),
    "half made": (
        "import pathlib; pathlib.Path(sys.argv[1]).write_bytes(b'\\x02MMSTATS' + bytes(4088))\n"
        "import time; time.sleep(0.5)",
        "a file that does not decode: ",
    ),
    "no file id": (
        "model_live_writer.scenario.IDENTITY['file_id'] = '0' * 32",
        "F2-FILE-ID",
    ),
    "no family": (
        "model_live_writer.FAMILIES[2]['name'] = 'loads'\n"
        "model_live_writer.step = lambda writer, n: None",
        "not the families that README.md lists",
    ),
    "not ready": ("print('steady', flush=True)", "expected the line ready"),
    "no file": ("sys.exit(0)", "expected a file at live.mmstats, found none"),
    "never ends": (
        "model_live_writer.select.select = lambda *_: ([], [], [])",
        "it does not end when its input ends",
    ),
    "says nothing": ("print = lambda _: None", "expected wrote and a number"),
}


def command(tmp_path, fault):
    program = tmp_path / "writer.py"
    program.write_text(
        "import struct, sys\n"
        f"sys.path[:0] = [{str(WRITER.parent)!r}]\n"
        "import model_live_writer\n"
        "from corpus.format2 import model\n"
        f"{fault}\n"
        "print(f'wrote {model_live_writer.write(sys.argv[1])}')\n"
    )
    return [sys.executable, "-S", str(program)]


@pytest.mark.parametrize("kill", [True, False])
def test_right_live_writer_passes(kill, tmp_path):
    assert live_writer.check(command(tmp_path, ""), kill, 0.3, timeout=20) is None


@pytest.mark.parametrize("name", FAULTS)
def test_wrong_live_writer_fails(name, tmp_path):
    fault, reason = FAULTS[name]
    timeout = 1 if name == "never ends" else 20
    found = live_writer.check(command(tmp_path, fault), False, 1.0, timeout)
    assert found is not None and reason in found


def seen(**changes):
    values = dict(requests=5, hits=5, codes=1, n=5, load=2.5, status=5, latency=5)
    return live_writer.Seen(**{**values, **changes})


def test_what_is_not_there_now_is_as_it_was():
    kept = live_writer.compared(seen(), seen(n=None, status=6))
    assert kept == seen(status=6)
    with pytest.raises(live_writer.Violation, match="n: fell from 5 to 4"):
        live_writer.compared(kept, seen(n=4, status=6))


def left(tmp_path, *steps):
    """A file as a killed writer leaves it after these."""
    path = tmp_path / "left"
    sys.path.insert(0, str(WRITER.parent))
    import model_live_writer

    stage = Stage(path, *model_live_writer.FAMILIES)
    stage.play(scenario.step("hits", "add", "0", labels=("200",)), *steps)
    return path


def test_a_killed_writer_leaves_values_of_a_step_and_the_next(tmp_path):
    live_writer.check_left(left(tmp_path, scenario.step("requests", "inc")), None)
    with pytest.raises(live_writer.Violation, match="values of one step and the next"):
        live_writer.check_left(left(tmp_path, scenario.step("requests", "add", "2")), None)
    with pytest.raises(live_writer.Violation, match="requests: fell from 5 to 0"):
        live_writer.check_left(left(tmp_path), seen())
    with pytest.raises(live_writer.Violation, match="to be open, found closed"):
        live_writer.check_left(left(tmp_path, {"op": "close"}), None)


def test_a_killed_writer_leaves_a_conforming_file(tmp_path):
    path = left(tmp_path)
    data = bytearray(path.read_bytes())
    struct.pack_into("<Q", data, 24, 3)
    path.write_bytes(data)
    with pytest.raises(live_writer.Violation, match="F2-STATE"):
        live_writer.check_left(path, None)
