"""The model writer on a mapped file, at full rate (README.md, "A live writer").

    model_live_writer.py OUTPUT_FILE --full-rate    until stdin ends
"""

from __future__ import annotations

import mmap
import os
import select
import struct
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.format2 import model, scenario  # noqa: E402

FAMILIES = [
    scenario.family("requests"),
    scenario.family(
        "pair",
        "struct",
        "bytes",
        components=[
            scenario.component("n", "u64", "counter"),
            scenario.component("triple", "u64", "counter"),
            scenario.component("word", "text", "text", "", 16),
        ],
    ),
    scenario.family("load", "gauge", "f64"),
    scenario.family("status", "text", "bytes", capacity=24),
    scenario.family("latency", "histogram", scale=4, first=-1, buckets=640),
    scenario.family("hits", labels=["code"]),
]


def fence() -> None:
    """Python has none by name: a lock's acquire and release are one."""
    with threading.Lock():
        pass


class MappedWriter(model.Writer):
    """Stores every word whole, in the order of the protocols. It doesn't grow."""

    def map(self, path: str) -> None:
        temporary = f"{path}.new"
        Path(temporary).write_bytes(self.data)
        descriptor = os.open(temporary, os.O_RDWR)
        self.data = mmap.mmap(descriptor, len(self.data))
        os.close(descriptor)
        self.words = memoryview(self.data).cast("Q")
        os.rename(temporary, path)

    def put(self, offset: int, value: int) -> None:
        if isinstance(self.data, mmap.mmap):
            fence()
            self.words[offset // 8] = value & model.MASK
        else:
            super().put(offset, value)

    def get(self, offset: int) -> int:
        if isinstance(self.data, mmap.mmap):
            return self.words[offset // 8]
        return super().get(offset)

    def publish(self, family: model.Family, series: model.Series, raw: bytes) -> None:
        number = self.get(series.cell) + 1
        at = series.cell + 8 + number % family.slots * family.width
        for i, word in enumerate(struct.unpack(f"<{len(raw) // 8}Q", raw)):
            self.put(at + 8 * i, word)
        self.put(series.cell, number)


def write(path: str) -> int:
    writer = MappedWriter("live", scenario.IDENTITY)
    for family in FAMILIES:
        writer.play(family)
    writer.lookup(writer.families["hits"], ("200",))
    writer.map(path)
    print("ready", flush=True)
    n = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        n += 1
        step(writer, n)
    writer.play({"op": "close"})
    return n


def step(writer: MappedWriter, n: int) -> None:
    play = scenario.step
    writer.play(play("requests", "inc"))
    writer.play(play("pair", "publish", str(n), str(3 * n), str(n)))
    writer.play(play("load", "set", str(n / 2)))
    writer.play(play("status", "set", f"n={n}"))
    writer.play(play("latency", "observe", str(n % 1000)))
    writer.play(play("hits", "inc", labels=("200",)))
    if n % 1000 == 0 and len(writer.families["hits"].live) < 20:
        writer.lookup(writer.families["hits"], (f"n{n // 1000}",))


if __name__ == "__main__":
    print(f"wrote {write(sys.argv[1])}")
