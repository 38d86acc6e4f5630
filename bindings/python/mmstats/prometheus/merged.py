"""One metric of all processes: which series it is put together from, and what that gives.

Where they stand in what an application's looks find stays as it is from look to look, mostly; so it
is found once, and a look takes values from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from prometheus_client import Metric, utils
from prometheus_client.samples import Sample as Shown

from ..application import Series
from ..application.file import File
from ..application.series import Value
from ..kinds import Aggregate, Kind
from ..liveness import Liveness
from ..reader.family import Family
from ..reader.struct import Struct
from .sample import Sample

Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]
"""A sample's name and its labels."""
Places = list[tuple[int, int]]
"""Where the series of a sample stand, and 1; or -1 of one that says what was lost. Several, where
versions of a program differ in the order of labels."""

_as_text: Callable[[float], str] = utils.floatToGoString


class Merged:
    """A metric of any type."""

    def __init__(self, sample: Sample, help: str) -> None:
        """ValueError: prometheus_client has no such name."""
        self.type, self.name, self._help = sample.type, sample.metric, help
        Metric(self.name, self._help, self.type)

    def add(self, name: str, family: Family, place: int, series: Series, is_lost: bool) -> None:
        """Adds a series of the sample of that name, or ValueError: it isn't one."""
        raise NotImplementedError

    def shown(self, found: Sequence[Series]) -> Iterator[Shown]:
        """Its samples in a look."""
        raise NotImplementedError

    def metric(self, found: Sequence[Series]) -> Metric:
        """The metric as prometheus_client has it."""
        metric = Metric(self.name, self._help, self.type)
        metric.samples = [*self.shown(found)]
        return metric


class Counts(Merged):
    """A counter or a summary."""

    def __init__(self, sample: Sample, help: str) -> None:
        super().__init__(sample, help)
        self._places: dict[Key, Places] = {}

    def add(self, name: str, family: Family, place: int, series: Series, is_lost: bool) -> None:
        places = self._places.setdefault((name, _labels(family, series)), [])
        places.append((place, -1 if is_lost else 1))

    def shown(self, found: Sequence[Series]) -> Iterator[Shown]:
        for (name, labels), places in self._places.items():
            yield Shown(name, dict(labels), _sum(places, found))


class Buckets(Counts):
    """A histogram."""

    def __init__(self, sample: Sample, help: str) -> None:
        super().__init__(sample, help)
        # By the bounds, for each set of other labels.
        self._buckets: dict[Labels, dict[float, Places]] = {}

    def add(self, name: str, family: Family, place: int, series: Series, is_lost: bool) -> None:
        if "le" not in family.labels:
            super().add(name, family, place, series, is_lost)
            return
        bound = float(series.labels.get("le", ""))
        others = tuple(pair for pair in _labels(family, series) if pair[0] != "le")
        self._buckets.setdefault(others, {}).setdefault(bound, []).append((place, 1))

    @cached_property
    def _in_order(self) -> list[tuple[Labels, list[tuple[str, Places]]]]:
        return [
            (labels, [(_as_text(bound), of[bound]) for bound in sorted(of)])
            for labels, of in self._buckets.items()
        ]

    def shown(self, found: Sequence[Series]) -> Iterator[Shown]:
        name = self.name + "_bucket"
        for labels, buckets in self._in_order:
            known, total = dict(labels), 0.0
            for bound, places in buckets:
                total += _sum(places, found)
                yield Shown(name, {**known, "le": bound}, total)
            yield Shown(self.name + "_count", known, total)
        yield from super().shown(found)


class Levels(Merged):
    """A gauge."""

    def __init__(self, sample: Sample, help: str) -> None:
        super().__init__(sample, help)
        self._places: list[tuple[Labels, int]] = []

    def add(self, name: str, family: Family, place: int, series: Series, is_lost: bool) -> None:
        self._places.append((_labels(family, series), place))

    def shown(self, found: Sequence[Series]) -> Iterator[Shown]:
        # By its labels: none is there twice, whatever modes it has had in versions of a program.
        values: dict[Labels, Value] = {}
        for labels, place in self._places:
            one = found[place]
            if one.family.kind is Kind.STRUCT:
                values[labels] = _newest(one)
            elif one.family.aggregate is Aggregate.EACH:
                for pid, value in _by_pid(one.each):
                    values[tuple({**dict(labels), "pid": pid}.items())] = value
            else:
                values[labels] = one.value
        for labels, value in values.items():
            # None: no process has set it, or none that has it lives.
            if isinstance(value, float):
                yield Shown(self.name, dict(labels), value)


KINDS: dict[str, type[Merged]] = {
    "counter": Counts,
    "gauge": Levels,
    "histogram": Buckets,
    "summary": Counts,
}


def _labels(family: Family, series: Series) -> Labels:
    # What is empty is left out of `labels`.
    return tuple((key, series.labels.get(key, "")) for key in sorted(family.labels))


def _sum(places: Places, found: Sequence[Series]) -> float:
    total = 0.0
    for place, sign in places:
        value = found[place].value
        if isinstance(value, float):
            total += sign * value
    return total


def _newest(series: Series) -> Value:
    """Of what processes have set, what was set last."""
    structs = [value for _, value in series.each if isinstance(value, Struct)]
    newest = max(structs, key=lambda struct: struct["time"], default=None)
    return newest["value"] if newest else None


def _by_pid(each: Sequence[tuple[File, Value]]) -> Iterator[tuple[str, Value]]:
    """Values by the process ids of their writers. One that comes again is that of the file created
    last; where several live, since each has a pid namespace of its own, the others say of which
    file they are."""
    taken = set()
    for file, value in sorted(each, key=lambda one: one[0].created or 0, reverse=True):
        pid = str(file.pid)
        if pid not in taken:
            taken.add(pid)
            yield pid, value
        elif file.writer is not Liveness.DEAD:
            yield f"{pid}-{(file.id or b'').hex()[:8]}", value
