"""Once a file can be seen, a writer changes write buffers and values and nothing else (F1-FIXED),
and it is typed, little-endian from the start (F1-TYPED-LE)."""

import sys
from pathlib import Path

import mmstats


def test_writes_leave_all_but_cells_as_it_was(root: Path, tmp_path: Path) -> None:
    sys.path.insert(0, str(root / "conformance/reference"))
    import decode

    stats = mmstats.v1.Writer("fixed", path=tmp_path, filename="fixed.mmstats")
    counter = stats.counter("counter")
    average = stats.average("average")
    text = stats.text("text", 20)
    pair = stats.tuple("pair", "bQ")
    path = Path(stats.create_file())
    before = path.read_bytes()
    file = decode.parse(before)
    assert (file.layout, file.byte_order) == ("typed", "little")
    cells = set()
    for field in file.fields:
        cells.update(range(field.write_buffer_at, field.end))

    for n in range(1, 1000):
        counter.add(n)
        average.add(n)
        text.value = str(n) * 9
        pair.set(n % 100, n)
        after = path.read_bytes()
        changed = {at for at, (old, new) in enumerate(zip(before, after)) if old != new}
        assert len(after) == len(before)
        assert changed <= cells
    assert changed
    stats.close()
