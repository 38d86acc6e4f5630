"""The families of a sample in a writer's file."""

from __future__ import annotations

from typing import Any

from ..writer import Writer
from .sample import RECENT, Mode, Sample

UNLIMITED = 2**32 - 1
"""Series of a family: prometheus_client knows no limit, and what one histogram has beyond one would
all be one bucket. The file's own limit of size stays."""


class Families:
    """Declares the families of a sample, and gives handles to their series."""

    __slots__ = ("_about", "_declared", "_mode", "_writer", "sample", "what")

    def __init__(
        self, writer: Writer, sample: Sample, keys: tuple[str, ...], help: str, mode: str
    ) -> None:
        self.sample, self._mode = sample, mode
        self.what = sample, keys, mode
        """What may not differ where the name is the same."""
        self._writer = writer
        self._about: dict[str, Any] = {"labels": keys, "unit": sample.unit, "help": help}
        self._declared: dict[str, Any] = {}

    def __str__(self) -> str:
        sample, keys, mode = self.what
        of_mode = f" of mode {mode!r}" if mode else ""
        return f"{sample.type} {sample.metric!r}{of_mode} with labels {list(keys)}"

    def grown(self, labels: tuple[str, ...]) -> Any:
        """What it counted."""
        return self._counter(self.sample.name, labels)

    def lost(self, labels: tuple[str, ...]) -> Any:
        """What it lost."""
        return self._counter(self.sample.lost, labels)

    def _counter(self, name: str, labels: tuple[str, ...]) -> Any:
        if name not in self._declared:
            declare = self._writer.counter_f64
            self._declared[name] = declare(name, limit=UNLIMITED, **self._about)
        return self._declared[name][labels]

    def gauge(self, labels: tuple[str, ...]) -> Any:
        """A number of this process."""
        return self._of_processes(self._writer.gauge_f64)[labels]

    def recent(self, labels: tuple[str, ...]) -> Any:
        """A number of this process, and when it was set."""
        return self._of_processes(self._writer.struct, RECENT)[labels]

    def _of_processes(self, declare: Any, *shape: object) -> Any:
        name, mode = self.sample.name, Mode.of(self._mode)
        if name not in self._declared:
            of_all = {"aggregate": mode.aggregate, "alive_only": mode.alive_only}
            self._declared[name] = declare(name, *shape, limit=UNLIMITED, **self._about, **of_all)
        return self._declared[name]
